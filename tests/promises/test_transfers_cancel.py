"""Whatever the area: what cancels on one side cancels on the other, so gross and net balance alike.

Over a simulated province, with late, repeated, corrected and out-of-turn documents among others.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from events.moves import moves
from projections.calendar import parse_period
from store.figures import figures_of
from store.transfers import moved
from thongke.admitting import admitted
from thongke.assembly import assemble

ROOT = Path(__file__).resolve().parents[2]
AREAS = ("T01+", "T01+K", "K01-01,K01-02,K01-03", "TC+")


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    file = tmp_path_factory.mktemp("events") / "all.jsonl"
    simulated = ["simulate", "--cases", "150", "--seed", "11", "-o", str(file)]
    subprocess.run([sys.executable, "-m", "thongke.cli", *simulated], cwd=ROOT, check=True)
    assembly = assemble()
    read = [moves([]), *(part.moves for part in admitted((file,), assembly))]
    return assembly.meaning.derive(pl.concat(read)).spans


@pytest.mark.parametrize("period", ["2026-01", "2026-Y"])
@pytest.mark.parametrize("area", AREAS)
def test_both_sides_cancel_alike(spans: pl.DataFrame, area: str, period: str) -> None:
    definitions = assemble().definitions
    asked = parse_period(period, definitions.calendar)
    codes = definitions.units.answering(area, asked)
    cancelled = 0
    for form in definitions.forms:
        if not form.transfers or form.counts_by != "unit":
            continue
        found = moved(spans, definitions, form, codes, asked)
        cells = figures_of(spans, form.lines, {area: codes}, asked)[area]
        for flow in form.transfers:
            out, come = flow.outs[0], flow.ins[0]
            assert found.inside[out] == found.inside[come], (form.id, out, come)
            for line in (*flow.outs, *flow.ins):
                assert 0 <= found.inside[line] <= cells[line], (form.id, line)
            cancelled += found.inside[out]
    if (area, period) == ("TC+", "2026-Y"):
        assert cancelled > 0  # else the story would prove nothing
