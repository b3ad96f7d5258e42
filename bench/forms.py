"""How fast all forms and lists fill themselves, cells and checks, against counting in Python.

    python bench/forms.py [--cases 20000] [--url postgresql+psycopg://…]

Spans are those of a simulated year of all provinces (the nation has some 80,000 cases a year). The
peer goes from form to form and from line to line and looks at every span of the unit, as a script
over a table would; it judges no checks. It is asked for one unit-month; every unit costs it as many
times that as spans are, and a year twelve times a month. Absolute times are of this machine; the
ratios are what to compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl
from _spans import run, stored
from questions import MONTH, YEAR, by_python, timed
from sqlalchemy import Connection

from projections.calendar import Period, months
from projections.definitions import Definitions, Form, ListDefinition
from projections.meaning import Meaning
from store.filled import fill
from thongke.definitions import load
from thongke.simulate import simulate

PROVINCE = re.compile(r"T\d\d$")


def measure(url: str, count: int) -> None:
    definitions = load()
    everything: tuple[Form | ListDefinition, ...] = (*definitions.forms, *definitions.lists)
    homes = [home for home in everything if home.provenance.holds_on(MONTH.start)]
    lines = [line for home in homes for line in home.lines]
    provinces = [code[1:] for code in definitions.units.codes(YEAR.start) if PROVINCE.match(code)]
    year = simulate(count, 1, definitions=definitions, provinces=tuple(provinces), noise=False)
    spans = Meaning.of(definitions).derive(year.moves()).spans
    units = sorted(spans["unit"].unique())
    engine = stored(url, spans)
    checks = sum(len(home.checks) for home in homes)
    print(f"{len(spans):,} spans, {len(units)} units, {len(homes)} forms and lists, ", end="")
    print(f"{len(lines):,} lines, {checks:,} checks")
    busy = spans["unit"].value_counts(sort=True)["unit"][len(units) // 2]  # as busy as half of them
    told = spans.filter(pl.col("unit") == busy).to_dicts()
    one = timed("one unit-month, plain Python", 1, lambda: by_python(told, lines, MONTH))
    nation = one * len(spans) / len(told)
    each = {unit: [unit] for unit in units}
    with engine.connect() as connection:

        def ours(name: str, times: int, labels: Mapping[str, Sequence[str]], when: Period) -> float:
            return timed(
                name, times, lambda: fill_all(connection, definitions, homes, labels, when)
            )

        compare(ours("one unit-month", 3, {"one": [busy]}, MONTH), one)
        compare(ours("the nation as one, one month", 3, {"TC+": units}, MONTH), nation)
        compare(ours("every unit, one month", 1, each, MONTH), nation)
        year_of_python = nation * len(months(YEAR))
        compare(ours("the nation as one, the year", 1, {"TC+": units}, YEAR), year_of_python)
    engine.dispose()


def fill_all(
    connection: Connection,
    definitions: Definitions,
    homes: Sequence[Form | ListDefinition],
    labels: Mapping[str, Sequence[str]],
    period: Period,
) -> int:
    """Every form and list filled, with its verdicts; how many cells that was."""
    filled = (fill(connection, definitions, home, labels, period) for home in homes)
    return sum(len(form.cells) for by_label in filled for form in by_label.values())


def compare(took: float, peer: float) -> None:
    print(f"    {peer / took:,.0f} times as fast as plain Python")


if __name__ == "__main__":
    run(measure, __doc__, "cases", 20_000, "newly prosecuted in the year")
