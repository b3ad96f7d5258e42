"""Runs stories through the live path and compares every expected cell."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import track
from sqlalchemy import Connection, Engine, create_engine, text

from events.door import admit_records
from ops.local import LocalPostgres
from projections.calendar import Period, parse_period
from projections.definitions import Form, Line, ListDefinition
from store.figures import figures, rows
from store.migrate import migrate
from store.recorder import record
from thongke.assembly import Assembly
from thongke.errors import Refused
from thongke.stories.translate import Message, messages
from thongke.stories.words import plain, unit_code

Facts = dict[str, Any]

ORDERS = ("telling", "arrival")
SHOWN = ("track", "subject", "dossier", "stage", "since", "came_by", "until", "left_by")
_FORGET = text(
    "truncate journal, move, span, finding, quarantine, dossier restart identity cascade"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation as one order of recording met it; `behind` shows the spans of its cell."""

    story: str
    number: int
    order: str
    expected: Facts
    counted: int
    behind: str

    @property
    def passed(self) -> bool:
        return bool(self.counted == self.expected["value"])

    def spelled(self) -> str:
        e = self.expected
        place = e.get("row") or f"column {e.get('column')}, offence {e.get('offence')}"
        return (
            f"{self.story} {e['form']} {place} {e['unit']} {e['period']} "
            f"({e.get('view', 'current')}, recorded in order of {self.order}): "
            f"expected {e['value']}, counted {self.counted} – {e.get('why', '')}\n{self.behind}"
        )


@dataclass(slots=True)
class Report:
    """What came of a file of stories."""

    outcomes: list[Outcome] = field(default_factory=list)
    not_covered: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> list[Outcome]:
        return [o for o in self.outcomes if not o.passed]

    def spelled(self) -> str:
        table = [f"{'form':<8}{'passed':>8}{'failed':>8}{'not yet covered':>17}"]
        asked = Counter(
            e for e, _ in {(o.expected["form"], (o.story, o.number)) for o in self.outcomes}
        )
        failed = Counter(
            e for e, _ in {(o.expected["form"], (o.story, o.number)) for o in self.failed}
        )
        for form in sorted({*asked, *self.not_covered}):
            passed = asked[form] - failed[form]
            table.append(f"{form:<8}{passed:>8}{failed[form]:>8}{self.not_covered[form]:>17}")
        last = (
            f"{asked.total() - failed.total()} passed, {failed.total()} failed, "
            f"{self.not_covered.total()} not yet covered"
        )
        return "\n".join([*(o.spelled() for o in self.failed), *table, last])


def run(file: Path, assembly: Assembly, only: frozenset[str]) -> Report:
    """Every story of the file, on a PostgreSQL of its own that ends with the run."""
    told = [s for s in _read(file) if not only or s["id"] in only]
    report = Report()
    with (
        tempfile.TemporaryDirectory(prefix="thongke-stories-") as directory,
        LocalPostgres(Path(directory)) as server,
    ):
        migrate(server.url)
        engine = create_engine(server.url)
        steps = [(story, order) for story in told for order in ORDERS]
        for story, order in track(steps, "stories", console=Console(stderr=True)):
            report.outcomes += _Telling(story, order, assembly).outcomes(engine)
        engine.dispose()
    for story in told:
        report.not_covered.update(
            e["form"] for e in story["expect"] if definition(assembly, e) is None
        )
    return report


def _read(file: Path) -> list[Facts]:
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise Refused(f"{file}: {error}") from error
    if not isinstance(told, list) or not all(isinstance(s, dict) and "events" in s for s in told):
        raise Refused(f"{file}: expected a list of stories with `events` and `expect`")
    return told


@dataclass(slots=True)
class _Telling:
    """One story recorded in one order."""

    story: Facts
    order: str
    assembly: Assembly
    closed: dict[tuple[str, str], int] = field(default_factory=dict)  # unit, period -> position

    def outcomes(self, engine: Engine) -> list[Outcome]:
        with engine.begin() as connection:
            connection.execute(_FORGET)
        for batch in self._batches():
            self._record(engine, batch)
        with engine.connect() as connection:
            return list(self._compared(connection))

    def _batches(self) -> Iterator[list[Message]]:
        """Told: all up to a closing at once. By arrival: message by message."""
        told = list(messages(self.story))
        if self.order == "arrival":
            for message in sorted(told, key=lambda m: m.arrives):
                yield [message]
            return
        batch: list[Message] = []
        for message in told:
            batch.append(message)
            if message.closes:
                yield batch
                batch = []
        yield batch

    def _record(self, engine: Engine, batch: Sequence[Message]) -> None:
        records = [(n, m.record) for n, m in enumerate(batch) if m.record is not None]
        if records:
            admitted = admit_records(
                records, f"story:{self.story['id']}", self.assembly.codec, self.assembly.catalogue
            )
            if admitted.refused:
                reasons = "; ".join(f"{r.code}: {r.reason}" for r in admitted.refused)
                raise Refused(f"{self.story['id']}: an event of ours was refused: {reasons}")
            with engine.begin() as connection:
                record(connection, admitted, self.assembly.meaning)
        for message in batch:
            if message.closes:
                with engine.connect() as connection:
                    here = connection.execute(text("select position from counter")).scalar_one()
                self.closed[message.unit, message.closes] = here

    def _compared(self, connection: Connection) -> Iterator[Outcome]:
        for number, expected in enumerate(self.story["expect"]):
            home = definition(self.assembly, expected)
            if home is None:
                continue
            line = line_of(home, str(expected["row"]))
            if line is None:
                raise Refused(f"{self.story['id']}: {home.id} has no line {expected['row']!r}")
            counted, behind = self._counted(connection, line, expected)
            yield Outcome(self.story["id"], number, self.order, expected, counted, behind)

    def _counted(self, connection: Connection, line: Line, expected: Facts) -> tuple[int, str]:
        period = period_of(str(expected["period"]), self.assembly)
        codes = self._units(expected, period)
        view = expected.get("view", "current")

        def at(position: int | None) -> int:
            return figures(connection, [line], {"asked": codes}, period, position)["asked"][line.id]

        closed = self.closed.get((unit_code(expected["unit"]), str(expected["period"])))
        if view != "current" and closed is None:
            raise Refused(f"{self.story['id']}: {expected['unit']} {expected['period']} not closed")
        counted = {"current": lambda: at(None), "closed": lambda: at(closed),
                   "adjustment": lambda: at(None) - at(closed)}[view]()  # fmt: skip
        if counted == expected["value"]:
            return counted, ""
        as_of = closed if view == "closed" else None
        return counted, _spelled_spans(connection, line, codes, period, as_of)

    def _units(self, expected: Facts, period: Period) -> tuple[str, ...]:
        return self.assembly.definitions.units.resolve(unit_code(expected["unit"]), period.start)


def _spelled_spans(
    connection: Connection, line: Line, codes: Sequence[str], period: Period, as_of: int | None
) -> str:
    behind = rows(connection, line, codes, period, as_of)
    told = [
        "    " + ", ".join(f"{c} {row[c]}" for c in SHOWN if row[c] is not None)
        for row in behind.iter_rows(named=True)
    ]
    return "\n".join(told) or "    no span"


def definition(assembly: Assembly, expected: Mapping[str, Any]) -> Form | ListDefinition | None:
    """The form or list that an expectation is on; None while we do not have it."""
    form = str(expected["form"])
    wanted = form[1:] if form.startswith("B") else form
    day = period_of(str(expected["period"]), assembly).start
    known = assembly.definitions
    return known.form(wanted, day) or known.list(wanted, day)


def line_of(home: Form | ListDefinition, row: str) -> Line | None:
    """`24` is `d24`; `P03-12b/tử hình` is the sub-row of P03-12b with these words for a label."""
    if found := home.line(row) or home.line(f"d{row}"):
        return found
    parent, _, label = row.partition("/")
    children = [x for x in home.lines if x.parent == parent or x.id.startswith(f"{parent}.")]
    return next((line for line in children if plain(line.label) == plain(label)), None)


def period_of(told: str, assembly: Assembly) -> Period:
    """A month, or `2026-6M`: the first half of the statistical year of 358."""
    if told.endswith("-6M"):
        year = int(told[:4])
        return Period(date(year - 1, 10, 1), date(year, 4, 1))
    return parse_period(told, assembly.definitions.calendar)
