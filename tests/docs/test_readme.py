"""What README says about one case is what the product counts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example" / "one-case.jsonl"
ROW = re.compile(r"^\| `(P02-\w+)` \| .* \| (\d+) \| \*\*(\d+)\*\* \|$", re.MULTILINE)


def filled(events: Path) -> dict[str, int]:
    asked = ["fill", str(events), "--form", "02", "--unit", "K01-03", "--period", "2026-03"]
    told = subprocess.run(
        [sys.executable, "-m", "thongke.cli", *asked, "--json"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cells: dict[str, int] = json.loads(told.stdout)["cells"]
    return cells


def test_the_form_before_and_after_the_third_event_is_as_the_readme_shows(tmp_path: Path) -> None:
    two = tmp_path / "two-events.jsonl"
    two.write_text("".join(EXAMPLE.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    shown = ROW.findall((ROOT / "README.md").read_text("utf-8"))
    assert len(shown) == 4

    before, after = filled(two), filled(EXAMPLE)

    assert [(cell, str(before[cell]), str(after[cell])) for cell, _, _ in shown] == shown
