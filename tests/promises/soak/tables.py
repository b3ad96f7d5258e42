"""Tables worked by hand, and pairs of transfers, read with a changed definition as the law."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TABLES = (ROOT / "tests/meaning", ROOT / "tests/promises/test_transfers_pair.py")
_FAILED = 1  # what pytest ends with when a test fails


def noticed(published: Path, file: str, number: int, after: str) -> str | None:
    """The first test that fails with the line so written, if one does."""
    with tempfile.TemporaryDirectory(prefix="thongke-tables-") as directory:
        copy = Path(directory) / "schemas"
        shutil.copytree(published, copy, ignore=shutil.ignore_patterns("__pycache__"))
        lines = (copy / file).read_text(encoding="utf-8").splitlines()
        lines[number] = after
        (copy / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider",
             *map(str, TABLES), "-o", f"pythonpath={directory} {ROOT}",
             f"--basetemp={directory}/kept"],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": ""}, capture_output=True, text=True,
        )  # fmt: skip
    if ended.returncode != _FAILED:
        return None
    failed = next((x for x in ended.stdout.splitlines() if x.startswith("____")), "a table")
    return f"table {failed.strip('_ ')}"
