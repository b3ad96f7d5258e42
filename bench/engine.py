"""How fast histories are read: the engine against the plain fold, over the same simulated events.

    python -m bench.engine [--cases 40000] [--fold 400] [--live 200]

The fold is `tests/oracle/naive.py`: one document at a time in plain Python. It reads a part of the
events only, and must find the very same spans and findings there. Absolute times are of this
machine and of what else it was doing; the ratio and the processor time are what to compare.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import polars as pl

from projections.calendar import months, parse_period
from projections.definitions import Definitions
from projections.meaning import Derived, Meaning
from store.figures import figures_of
from tests.oracle import naive
from thongke.definitions import load
from thongke.simulate import simulate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=40_000, help="newly prosecuted in the year")
    parser.add_argument("--fold", type=int, default=400, help="dossiers that the fold reads too")
    parser.add_argument("--live", type=int, default=200, help="dossiers of a live batch")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()

    definitions = load()
    meaning = Meaning.of(definitions)
    moves = simulate(chosen.cases, chosen.seed, definitions=definitions).moves()
    count = moves["event_id"].n_unique()
    derived, wall, busy = timed(lambda: meaning.derive(moves), times=3)
    print(f"{count:,} events, {len(moves):,} moves: {len(derived.spans):,} spans, ", end="")
    print(f"{len(derived.findings):,} findings")
    print(
        f"engine    {count / wall:>10,.0f} events/s   {busy / count * 1e6:.2f} µs of processor each"
    )

    _, asking, _ = timed(lambda: all_cells(derived.spans, definitions), times=1)
    print(f"+ cells   {count / (wall + asking):>10,.0f} events/s   ", end="")
    print("with every cell of Biểu 01, 02, 03 of every unit and month of the year")

    some = of_dossiers(moves, chosen.fold)
    rows, told = some.to_dicts(), some["event_id"].n_unique()
    (spans, findings), slow, _ = timed(lambda: naive.derive(rows, definitions), times=1)
    assert agree(meaning.derive(some), spans, findings), "the engine and the fold differ"
    ratio = (count / wall) / (told / slow)
    print(f"the fold  {told / slow:>10,.0f} events/s   {ratio:,.0f} times slower, the same results")

    live = of_dossiers(moves, chosen.live)
    times = sorted(timed(lambda: meaning.derive(live), times=1)[1] for _ in range(21))
    print(
        f"live      {len(live):,} moves of {chosen.live} dossiers: "
        f"median {statistics.median(times) * 1e3:.1f} ms, slowest of 21 {times[-1] * 1e3:.1f} ms"
    )


def all_cells(spans: pl.DataFrame, definitions: Definitions) -> int:
    """Asks the three forms of every unit for each month; how many cells that was."""
    year = parse_period("2026-Y", definitions.calendar)
    labels = {code: (code,) for code in definitions.units.codes(year.start)}
    homes = [definitions.form(form, year.start) for form in ("01", "02", "03")]
    lines = [line for home in homes if home for line in home.lines]
    asked = (figures_of(spans, lines, labels, month) for month in months(year))
    return sum(len(cells) for answer in asked for cells in answer.values())


def timed(work: Callable[[], Any], times: int) -> tuple[Any, float, float]:
    """The result, the least time on the clock, and the least time of the processors."""
    found: list[tuple[float, float]] = []
    result = None
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        found.append((time.perf_counter() - clock, time.process_time() - processor))
    return result, min(wall for wall, _ in found), min(busy for _, busy in found)


def of_dossiers(moves: pl.DataFrame, count: int) -> pl.DataFrame:
    dossiers = moves["dossier"].unique(maintain_order=True).head(count)
    return moves.filter(pl.col("dossier").is_in(dossiers.implode()))


def agree(derived: Derived, spans: list[dict[str, Any]], findings: list[dict[str, Any]]) -> bool:
    def lines(rows: list[dict[str, Any]], columns: list[str]) -> list[str]:
        return sorted(str([row[column] for column in columns]) for row in rows)

    return all(
        lines(mine.to_dicts(), mine.columns) == lines(others, mine.columns)
        for mine, others in ((derived.spans, spans), (derived.findings, findings))
    )


if __name__ == "__main__":
    main()
