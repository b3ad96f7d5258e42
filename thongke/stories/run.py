"""Runs stories through the live path and compares every expected cell."""

from __future__ import annotations

import difflib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import track
from sqlalchemy import Connection, Engine, create_engine, text

from events.door import Batch, admit_records
from ops.local import LocalPostgres
from projections.calendar import Period, UnknownPeriod, parse_period
from projections.definitions import TOTAL, Form, Line, ListDefinition
from projections.units import UnknownUnit
from store.figures import figures, rows
from store.migrate import migrate
from store.recorder import record
from thongke.assembly import Assembly
from thongke.errors import Refused
from thongke.stories.records import Record
from thongke.stories.telling import Message, Telling
from thongke.stories.words import UnknownWord, plain, unit_code

Facts = dict[str, Any]

ORDERS = ("telling", "arrival")
VIEWS = ("current", "closed", "adjustment")
MANY = 40
SHOWN = ("track", "subject", "dossier", "stage", "since", "came_by", "until", "left_by")
_FORGET = text(
    "truncate journal, move, span, finding, quarantine, dossier restart identity cascade"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation as one order of recording met it.

    `counted` is None where the expectation can't be asked; `behind` says why, or shows the spans
    of a cell that differs.
    """

    story: str
    number: int
    order: str
    expected: Facts
    counted: int | None
    behind: str

    @property
    def passed(self) -> bool:
        return self.counted is not None and str(self.counted) == str(self.expected.get("value"))

    def spelled(self) -> str:
        e = self.expected
        counted = "not counted" if self.counted is None else f"counted {self.counted}"
        row = e.get("row") or f"{e.get('offence')}.c{e.get('column')}"
        return (
            f"{self.story} {e.get('form')} {row} {e.get('unit')} {e.get('period')} "
            f"({e.get('view', 'current')}, recorded in order of {self.order}): "
            f"expected {e.get('value')}, {counted} – {e.get('why', '')}\n{self.behind}"
        )


@dataclass(slots=True)
class Report:
    """What came of a file of stories."""

    outcomes: list[Outcome] = field(default_factory=list)
    not_covered: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)  # what of a story could not be told

    @property
    def failed(self) -> list[Outcome]:
        return [o for o in self.outcomes if not o.passed]

    @property
    def code(self) -> int:
        return 1 if self.failed or self.problems else 0

    def spelled(self) -> str:
        table = [f"{'form':<8}{'passed':>8}{'failed':>8}{'not yet covered':>17}"]
        asked, failed = _by_form(self.outcomes), _by_form(self.failed)
        for form in sorted({*asked, *self.not_covered}):
            passed = asked[form] - failed[form]
            table.append(f"{form:<8}{passed:>8}{failed[form]:>8}{self.not_covered[form]:>17}")
        last = (
            f"{asked.total() - failed.total()} passed, {failed.total()} failed, "
            f"{self.not_covered.total()} not yet covered"
        )
        if self.problems:
            last += f", {len(self.problems)} not understood"
        told = [f"not understood: {problem}" for problem in self.problems]
        return "\n".join([*told, *(o.spelled() for o in self.failed), *table, last])


def _by_form(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(f for f, _ in {(str(o.expected.get("form")), (o.story, o.number))
                                  for o in outcomes})  # fmt: skip


def run(file: Path, assembly: Assembly, only: frozenset[str] = frozenset()) -> Report:
    """Every story of the file, on a PostgreSQL of its own that ends with the run."""
    told = stories(file, only)
    with (
        tempfile.TemporaryDirectory(prefix="thongke-stories-") as directory,
        LocalPostgres(Path(directory)) as server,
    ):
        return run_on(server.url, told, assembly)


def run_on(url: str, told: Sequence[Facts], assembly: Assembly) -> Report:
    """The same on a database that has nothing else in it: each story empties it."""
    report = Report()
    migrate(url)
    engine = create_engine(url)
    steps = [(story, order) for story in told for order in ORDERS]
    for story, order in track(steps, "stories", console=Console(stderr=True)):
        telling = _Telling(story, order, assembly)
        report.outcomes += telling.outcomes(engine)
        report.problems += [p for p in telling.problems if p not in report.problems]
    engine.dispose()
    for story in told:
        forms = [str(e.get("form")) for e in story["expect"]]
        report.not_covered.update(f for f in forms if not _covered(assembly, f))
    return report


def stories(file: Path, only: frozenset[str] = frozenset()) -> list[Facts]:
    """The stories of a file; refuses what is no file of stories, naming the line."""
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        place = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Refused(f"{file}{place}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused(f"{file}: not YAML: {error}") from error
    if not isinstance(told, list) or not told:
        raise Refused(f"{file}:1: expected a list of stories, found {type(told).__name__}")
    for number, story in enumerate(told, 1):
        if not isinstance(story, dict) or "id" not in story or not all(
            isinstance(story.get(key), list) for key in ("events", "expect")
        ):  # fmt: skip
            raise Refused(f"{file}: story {number}: expected `id`, and lists `events`, `expect`")
    known = [str(story["id"]) for story in told]
    if missing := sorted(only - {*known}):
        raise Refused(f"{file} has no story {', '.join(missing)}; it has {', '.join(known)}")
    return [story for story in told if not only or str(story["id"]) in only]


@dataclass(slots=True)
class _Telling:
    """One story recorded in one order."""

    story: Facts
    order: str
    assembly: Assembly
    problems: list[str] = field(default_factory=list)
    closed: dict[tuple[str, str], int] = field(default_factory=dict)  # unit, period -> position

    def outcomes(self, engine: Engine) -> list[Outcome]:
        with engine.begin() as connection:
            connection.execute(_FORGET)
        telling = Telling(self.story)
        told = telling.messages()
        self.problems += telling.problems
        for batch in self._batches(told):
            self._record(engine, batch)
        with engine.connect() as connection:
            return list(self._compared(connection))

    def _batches(self, told: Sequence[Message]) -> Iterator[list[Message]]:
        """By arrival: what arrives together. Told: all that a closing finds at once, as told."""
        arrived = sorted(told, key=lambda m: m.arrives)
        if self.order == "arrival":
            alike = groupby(arrived, lambda m: (m.arrives, m.closes))
            yield from (list(together) for _, together in alike)
            return
        batch: list[Message] = []
        for message in arrived:
            batch.append(message)
            if message.closes:
                yield [*sorted(batch[:-1], key=told.index), message]
                batch = []
        yield sorted(batch, key=told.index)

    def _record(self, engine: Engine, batch: Sequence[Message]) -> None:
        admitted = Batch([], [])
        for number, message in enumerate(batch):
            if message.record is not None:
                self._admit(number, message.record, admitted)
        if admitted.accepted:
            with engine.begin() as connection:
                record(connection, admitted, self.assembly.meaning)
        for message in batch:
            if message.closes:
                with engine.connect() as connection:
                    here = connection.execute(text("select position from counter")).scalar_one()
                self.closed[message.unit, message.closes] = here

    def _admit(self, number: int, told: Record, batch: Batch) -> None:
        """Through the door like any event; what it refuses is a problem of the story."""
        source = f"story:{self.story['id']}"
        one = admit_records([(number, told)], source, self.assembly.codec, self.assembly.catalogue)
        batch.accepted.extend(one.accepted)
        reasons = [f"{r.code}: {r.reason}" for r in one.refused]
        if told["unit"] not in self.assembly.definitions.units:
            reasons.append(f"unit {told['unit']} is not in the catalogue")
        for reason in reasons:
            self.problems.append(f"{told['event_id']} ({told['type']}): {reason}")

    def _compared(self, connection: Connection) -> Iterator[Outcome]:
        for number, expected in enumerate(self.story["expect"]):
            if not _covered(self.assembly, str(expected.get("form"))):
                continue
            counted: int | None
            try:
                counted, behind = self._counted(connection, expected)
            except (Refused, UnknownWord, UnknownUnit, UnknownPeriod) as error:
                counted, behind = None, f"    {error}"
            except KeyError as error:
                counted, behind = None, f"    the expectation lacks {error}"
            yield Outcome(str(self.story["id"]), number, self.order, expected, counted, behind)

    def _counted(self, connection: Connection, expected: Facts) -> tuple[int, str]:
        period = period_of(str(expected["period"]), self.assembly)
        codes = self.assembly.definitions.units.resolve(unit_code(expected["unit"]), period.start)
        line = line_of(definition(self.assembly, str(expected["form"]), period), expected)
        if line.not_from_events:
            raise Refused(f"{line.id} is not counted from events: {line.not_from_events}")
        view = expected.get("view", "current")
        if view not in VIEWS:
            raise Refused(f"view {view!r} is not known; known: {', '.join(VIEWS)}")

        def at(position: int | None) -> int:
            return figures(connection, [line], {"asked": codes}, period, position)["asked"][line.id]

        closed = None if view == "current" else self._closed(expected, codes, period)
        counted = at(closed) if view != "adjustment" else at(None) - at(closed)
        if str(counted) == str(expected["value"]):
            return counted, ""
        as_of = closed if view == "closed" else None
        return counted, _spelled_spans(connection, line, codes, period, as_of)

    def _closed(self, expected: Facts, codes: Sequence[str], period: Period) -> int:
        """Where the period was closed: by the unit, else by units below it, else its last month."""
        asked = unit_code(expected["unit"])
        found = [
            (unit == asked, str(closes) == str(expected["period"]), position)
            for (unit, closes), position in self.closed.items()
            if unit in codes and period_of(closes, self.assembly).end == period.end
        ]
        if not found:
            raise Refused(f"{expected['unit']} {expected['period']} was not closed")
        return max(found)[-1]


def _spelled_spans(
    connection: Connection, line: Line, codes: Sequence[str], period: Period, as_of: int | None
) -> str:
    behind = rows(connection, line, codes, period, as_of)
    told = [
        "    " + ", ".join(f"{c} {row[c]}" for c in SHOWN if row[c] is not None)
        for row in behind.iter_rows(named=True)
    ]
    return "\n".join(told) or "    no span"


def _id(form: str) -> str:
    return form[1:] if form.startswith("B") else form


def _covered(assembly: Assembly, form: str) -> bool:
    known = assembly.definitions
    return _id(form) in {*(f.id for f in known.forms), *(d.id for d in known.lists)}


def definition(assembly: Assembly, form: str, period: Period) -> Form | ListDefinition:
    """The form or list that an expectation is on."""
    known = assembly.definitions
    found: Form | ListDefinition | None = known.form(_id(form), period.start)
    found = found or known.list(_id(form), period.start)
    if found is None:
        raise Refused(f"{form} does not hold on {period.start}")
    return found


def line_of(home: Form | ListDefinition, expected: Facts) -> Line:
    """`24` is `d24`; `P03-12b/tử hình` is the sub-row of P03-12b with these words for a label."""
    row = _asked_row(expected)
    if found := home.line(row) or home.line(f"d{row}"):
        return found
    parent, _, label = row.partition("/")
    below = [x for x in home.lines if x.parent == parent or _is_part(x.id, parent)]
    if label and (named := _named(home, below, label)):
        return named
    if not label and len(pair := [x for x in home.lines if x.id in {f"{row}v", f"{row}b"}]) == 1:
        return pair[0]
    ids = [line.id for line in home.lines]
    near = [f"{line.id} ({line.label})" for line in below if label]
    near = near or (ids if len(ids) <= MANY else difflib.get_close_matches(row, ids, 12, 0.5))
    raise Refused(f"{home.id} has no row {row!r}; there are, for instance: {', '.join(near)}")


def _is_part(line: str, parent: str) -> bool:
    """`P02-C14v.investigation` is a part of P02-C14v, and of P02-C14 as the list prints it."""
    return re.fullmatch(re.escape(parent) + r"[vb]?\..+", line) is not None


def _named(home: Form | ListDefinition, below: Sequence[Line], label: str) -> Line | None:
    """By its label, alone or after its parent's; else the only one that has the words in it.

    `phê chuẩn` is not found in `không phê chuẩn`.
    """
    asked = _bare(label)
    for line in below:
        above = home.line(line.parent) if line.parent else None
        if asked in {_bare(line.label), _bare(f"{above.label} {line.label}" if above else "")}:
            return line
    phrase = re.compile(rf"(?<!không )\b{re.escape(plain(label))}\b")
    within = [line for line in below if phrase.search(plain(line.label))]
    return within[0] if len(within) == 1 else None


def _asked_row(expected: Facts) -> str:
    """As a cell names it: a row, or the column of a form by offence (`173.c6`, `all.c6`)."""
    if "column" not in expected or "offence" not in expected:
        return str(expected["row"])
    row = TOTAL if expected["offence"] == "TONG" else expected["offence"]
    return f"{row}.c{expected['column']}"


def _bare(label: str) -> str:
    """The words of a sub-row that tell it: `tù >15 năm` is `>15`, `pháp nhân: fine` is `fine`."""
    words = plain(label).rpartition(":")[-1]
    return re.sub(r"\b(số|tù|năm|một|trong đó)\b|[\s–—-]", "", words)


def period_of(told: str, assembly: Assembly) -> Period:
    """A month; `2026-6M`, `2026-12M`: the first half of the statistical year, the whole year."""
    spelled = told.replace("-6M", "-H1").replace("-12M", "-Y")
    return parse_period(spelled, assembly.definitions.calendar)
