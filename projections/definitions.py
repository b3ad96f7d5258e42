"""What the offices publish, as data: every definition of `schemas/`, once loaded and checked.

Nothing here reads a file; `thongke.definitions` does, and refuses what does not hold together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from events.catalogue import EventType as EventType
from events.catalogue import Provenance as Provenance
from events.catalogue import Status as Status
from projections.agencies import Agencies
from projections.calendar import Calendar, WorkingDays
from projections.doubts import DataRule, JournalRule
from projections.offences import Offences
from projections.units import Units
from projections.violations import Violations

Question = Literal["opening", "entered", "left", "closing"]
CountsBy = Literal["unit", "agency_unit"]  # a procuracy; an agency with forms of its own
LineKind = Literal["flow", "stock", "total", "distinct", "dated", "act"]
Severity = Literal["block", "warn"]
ErrorSeverity = Literal["block", "flag", "warn", "none"]
EXTENSION_UNTIL = "extension_until"  # column of the moves: the last day as an extension states it
TOTAL = "all"  # the first row of a form that has a row for each value
UNIT = "unit"  # what the rows are in the printed variant of such a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Giai đoạn: where a subject stands. A name beginning with `.` is closed."""

    name: str
    label: str

    @property
    def open(self) -> bool:
        return self.name != "" and not self.name.startswith(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Bước chuyển: what one event does to a subject of a track, by the stage where it stands.

    `moves` maps stage before to stage after; `stays` lists stages where the event is expected and
    moves nothing (for a stated row: the stages before). `when` guards on facts of the document.
    """

    event: str
    when: Mapping[str, frozenset[str]]
    moves: Mapping[str, str]
    stays: frozenset[str]
    stays_anywhere: bool
    out: str | None
    into: str | None
    act: str | None
    reclassifies: bool
    otherwise: str | None
    silent: bool
    stated: bool
    handler: bool  # the event's agency becomes the one that has the subject in hand
    sets_date: str | None  # a date trait that the document's own date gives when it states none
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Tiến trình: the procedure that one kind of subject follows."""

    name: str
    label: str
    kinds: tuple[str, ...]
    stages: Mapping[str, Stage]
    transitions: tuple[Transition, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A stretch of time as the law states it."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplified:
    """Thủ tục rút gọn: the documents that begin and end it, and how long the limit is in it.

    The document that ends it begins the ordinary length anew (BLTTHS Điều 458). `lengths_in`:
    other lengths for what begins in some stages.
    """

    begun_by: frozenset[str]
    ended_by: frozenset[str]
    lengths: Mapping[str, Length]
    lengths_in: Mapping[str, Mapping[str, Length]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderEighteen:
    """Người dưới 18 tuổi: the share of each length that holds for limits begun since that day.

    `of`: the kind of subject of whose age in the dossier it goes; None: the subject's own.
    """

    share: tuple[int, int]
    since: date
    of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnded:
    """Gia hạn cho đến khi kết thúc: extensions on these grounds state no end, and none lapses."""

    by: frozenset[str]
    grounds: frozenset[str]
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Một lần gia hạn: how long it may be, and the lowest level of procuracy that may give it."""

    length: Length
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Gia hạn theo luật: what documents of these types may add to a limit, one after another.

    `grants` goes by severity, `"*"` for any; `more` adds grants for a group of offences. With
    `again` the one grant may be given any number of times; with `whole` a grant is the length of
    the whole limit, not of what is added. `stages` empty: in all stages of the limit.
    """

    by: frozenset[str]
    stages: frozenset[str]
    grants: Mapping[str, tuple[Grant, ...]]
    more: Mapping[str, Mapping[str, tuple[Grant, ...]]]
    again: bool
    whole: bool

    def given(self, severity: str, groups: Iterable[str]) -> tuple[Grant, ...] | None:
        """The grants for a crime of that class in these groups; None: the law does not tell."""
        found = self.grants.get(severity, self.grants.get("*"))
        if found is None:
            return None
        added = (self.more[group] for group in groups if group in self.more)
        return found + tuple(g for m in added for g in m.get(severity, m.get("*", ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Báo trước, đề nghị trước khi hết hạn: what must be there so many days before the last one."""

    by: frozenset[str]  # event types
    day: Literal["received_on", "effective_on"]  # what is held against the limit
    days: int
    stages: frozenset[str]  # empty: all of the limit's
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Thời hạn: the last lawful day of a stage, and the name of the span that begins after it.

    The first limit of a track whose `stages` and `came_by` fit a span holds for it. `counts_from`
    is `entry` (the day the episode began) or a date column. `lengths` goes by severity, `"*"` for
    any.
    An episode goes on through spans entered by a manner in `continues`; extensions add up in it.
    With `ends_stay` who outlasts the limit leaves the stage itself, and stands in `overdue`; else
    the overdue span lies beside the stay. With `inclusive` the first day counts and a month is 30
    days (tạm giữ, tạm giam: TTLT 04/2018 Điều 17).
    Where `stated_by` is no extension, the law gives no length: the limit is what documents state
    there last (thời hiệu), none before one does, and it runs beside the limits that have lengths.
    """

    id: str
    label: str
    track: str
    stages: frozenset[str]
    came_by: frozenset[str]  # empty: any manner
    counts_from: str
    lengths: Mapping[str, Length]
    extended_by: frozenset[str]  # event types whose extension group lengthens or states the limit
    continues: frozenset[str]
    overdue: str
    moves_to_working_day: bool
    ends_stay: bool
    inclusive: bool
    lengths_in: Mapping[str, Mapping[str, Length]]  # of episodes that begin in these stages
    simplified: Simplified | None
    under_18: UnderEighteen | None
    open_ended: OpenEnded | None
    extensions: tuple[Extension, ...]
    stated_by: str  # column of the moves in which documents of `extended_by` state the last day
    notices: tuple[Notice, ...]
    provenance: Provenance


TraitKind = Literal["place", "entry", "leaving", "person", "period_end", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Đặc điểm: what forms filter by. `values` is closed, or empty when open (articles…)."""

    name: str
    label: str
    kind: TraitKind
    values: frozenset[str]
    words: Mapping[str, str]  # value -> what people read
    set_valued: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One column of a span against a set of values, or a date against the asked period.

    `op`: `in`; `contains` (set-valued traits); of dates (also of `since`, the span's own first day)
    `in_period`, `before_period`, `by_period_end`.
    """

    column: str
    op: Literal["in", "contains", "in_period", "before_period", "by_period_end"]
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One question with its filter; a line is a disjoint union of terms."""

    question: Question
    conditions: tuple[Condition, ...]


MetWhen = Literal["before", "then", "ever"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a key met besides, by the period's end and at whatever unit: one of the terms.

    `before`: no later than the day on which the line takes its span; `then`: no earlier.
    """

    when: MetWhen
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a line counts: spans, distinct keys over the asked period, or a sum."""

    what: Literal["spans", "distinct", "sum"] = "spans"
    of: str = ""  # subject, dossier, person, object; or quantity
    at_least: int = 1  # only keys with as many spans as this
    last: tuple[Condition, ...] = ()  # only keys whose last span taken says so
    unless: tuple[Term, ...] = ()  # no key of which one of these takes a span
    met: tuple[Met, ...] = ()  # only spans of a key that met each of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Dòng của biểu (hoặc chỉ số của danh sách)."""

    id: str
    code: str | None
    label: str
    parent: str | None
    of_which: bool
    kind: LineKind
    terms: tuple[Term, ...]
    count: Count
    not_from_events: str | None  # the reason, when the cell can't come from events
    supplied_by: str | None
    provenance: Provenance
    group: str | None = None  # heading over the columns of a form that has a row for each value
    counts_by: CountsBy = "unit"  # the column in which the asked units are looked for

    def within(self, trait: str, value: str) -> Line:
        """The cell of this column in the row of one value: `c6` within offence 173 is `173.c6`.

        A key that counts once stands in one row only: that of the last span taken of it.
        """
        only = Condition(column=trait, op="in", values=frozenset({value}))
        if self.count.what == "distinct":
            count = replace(self.count, last=(*self.count.last, only))
            return replace(self, id=f"{value}.{self.id}", count=count)
        terms = tuple(replace(t, conditions=(*t.conditions, only)) for t in self.terms)
        return replace(self, id=f"{value}.{self.id}", terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A signed number in a formula: a cell, of here or elsewhere, a list's size, or itself."""

    sign: int
    shape: Literal["cell", "previous", "list", "form", "number"]
    form: str
    cell: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Công thức kiểm tra."""

    id: str
    says: str
    severity: Severity
    formula: str
    left: tuple[Operand, ...]
    op: Literal["=", "<=", ">="]
    right: tuple[Operand, ...]
    provenance: Provenance
    each: bool = False  # of every row, not of the total row alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    """Chuyển đi, chuyển đến: the lines that count the two sides of one kind of movement.

    What both left and arrived inside an area in the period is no movement of the area.
    """

    outs: tuple[str, ...]
    ins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Biểu thống kê.

    A form `by` a trait has a row for each value of it, after a first row that totals them; its
    lines are the columns. Its cells are `all.c6`, `173.c6`.
    """

    id: str
    title: str
    regime: str
    lines: tuple[Line, ...]
    columns: tuple[tuple[str, str], ...]  # (id, label) as printed
    checks: tuple[Check, ...]
    provenance: Provenance
    by: str | None = None
    counts_by: CountsBy = "unit"
    transfers: tuple[Transfers, ...] = ()

    def line(self, cell: str) -> Line | None:
        row, dot, column = cell.rpartition(".") if self.by else ("", "", cell)
        found = next((line for line in self.lines if line.id == column), None)
        if found is None or self.by is None or not dot:
            return found
        return replace(found, id=cell) if row == TOTAL else found.within(self.by, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """Cột của danh sách: a span column, a fact of a subject's event, or the sealed identity.

    What no document states has its column too, left empty: why, and who fills it in.
    """

    id: str
    label: str
    source: str
    not_from_events: str | None = None
    supplied_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equality:
    """A list's line must have the size of these cells together."""

    line: str
    form: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDefinition:
    """Danh sách, phụ lục: the subjects behind a filter, with the columns of the appendix."""

    id: str
    title: str
    regime: str
    lines: tuple[Line, ...]
    columns: tuple[ListColumn, ...]
    equals: tuple[Equality, ...]
    checks: tuple[Check, ...]
    provenance: Provenance
    counts_by: CountsBy = "unit"

    def line(self, cell: str) -> Line | None:
        return next((line for line in self.lines if line.id == cell), None)


IndicatorKind = Literal["ratio", "count", "per-unit"]
Stretch = Literal["", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Mức phải đạt: `>= 80%`, `<= 1.5%`, `= 0`, `>= 1 / quarter`.

    A number that must be reached in every stretch of time (`every`) is counted from the first day
    of that stretch.
    """

    op: Literal[">=", ">", "<=", "="]
    number: Fraction  # 80% is 4/5
    percent: bool
    every: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Tử số và mẫu số: signed sums of cells; a count has no denominator."""

    numerator: tuple[Operand, ...]
    denominator: tuple[Operand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Chỉ tiêu: what cells say of a unit's work, against what is demanded of its level."""

    id: str
    label: str
    kind: IndicatorKind
    parts: tuple[Part, ...]  # several: their ratios are added
    targets: Mapping[str, Target]  # by level (region, province, supreme) or room (V04, P07)
    rooms: frozenset[str]  # departments that it is asked of; empty: every one
    not_from_events: str | None  # why events can't tell, or can't tell all
    supplied_by: str | None
    left_out: tuple[str, ...]  # cases that the rule leaves out and no event marks
    bound: Literal["", "upper", "lower"]  # the true value is at most, at least what events say
    not_at: Mapping[str, str]  # levels at which the cells stand elsewhere, and why
    either: tuple[str, ...]  # met also when one of these is
    when: Check | None  # asked only of units of which this holds, over the year
    doubt: tuple[Operand, ...] = ()  # how many the bound is about: where 0, the number is exact
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroup:
    """Nhóm chỉ tiêu, with lines of its own where no form counts as narrowly."""

    id: str
    series: str  # the decision that sets them: 358, NQ96
    title: str
    near: Fraction  # how far from its target, as a share of it, a value is still near
    home: Form  # the group's own lines
    indicators: tuple[Indicator, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownError:
    """Lỗi đã biết: what statisticians are warned of, what decides it, and who may waive it."""

    id: str
    says: str
    severity: ErrorSeverity
    checks: tuple[str, ...]  # check ids, or what they begin with
    findings: tuple[str, ...]
    refusals: tuple[str, ...]
    journal: tuple[str, ...]
    guarantee: str | None  # why it cannot happen here
    process: str | None  # what outside the software watches it
    waived_by: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Everything in `schemas/`, loaded together and found to hold together."""

    events: Mapping[str, EventType]
    tracks: Mapping[str, Track]
    limits: tuple[Limit, ...]
    traits: Mapping[str, Trait]
    forms: tuple[Form, ...]
    lists: tuple[ListDefinition, ...]
    offences: Offences
    units: Units
    agencies: Agencies
    calendar: Calendar
    working_days: WorkingDays
    violations: Violations
    hashes: Mapping[str, str]  # file -> content hash, for closings
    indicators: tuple[IndicatorGroup, ...] = ()
    rules: tuple[DataRule, ...] = ()
    journal_rules: tuple[JournalRule, ...] = ()
    errors: tuple[KnownError, ...] = ()

    @property
    def asked(self) -> tuple[Form | ListDefinition, ...]:
        """All that can be filled: forms, then lists."""
        return (*self.forms, *self.lists)

    def errors_of(self, finding: str) -> tuple[KnownError, ...]:
        """The known errors that a finding's code decides."""
        return tuple(e for e in self.errors if finding in (*e.findings, *e.journal))

    def form(self, id: str, day: date) -> Form | None:
        """The form as it stands on a day; also the own lines of a group of indicators."""
        forms = (*self.forms, *(group.home for group in self.indicators))
        return next((f for f in forms if f.id == id and f.provenance.holds_on(day)), None)

    def list(self, id: str, day: date) -> ListDefinition | None:
        return next((d for d in self.lists if d.id == id and d.provenance.holds_on(day)), None)
