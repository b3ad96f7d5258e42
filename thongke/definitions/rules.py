"""checks/rules.yaml: quy tắc dữ liệu, what documents of one dossier may not say together."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

import polars as pl

from events.catalogue import Provenance
from events.moves import MOVES
from projections.deadlines import DAY, Deadline, Stated
from projections.definitions import Track
from projections.doubts import (
    DataRule,
    JournalRule,
    Lead,
    LeftBehind,
    MainCharge,
    Minor,
    Order,
    Received,
    Repeats,
    Shape,
)
from projections.findings import SAYS
from thongke.definitions.problems import Problems, quoted
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor
from thongke.definitions.tracks import stated_facts

Row = dict[str, Cursor]
Keys = tuple[str, ...]
_OWN_DAYS = ("effective_on", "recorded_on")  # of every document; the others it may state
_DAYS = tuple(name for name, type in MOVES.items() if type == pl.Date() and name not in _OWN_DAYS)
Rule = TypeVar("Rule", DataRule, JournalRule)
NUMBERS = ("repeated", "unnumbered")  # what is asked of numbers of documents, in the journal


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name."""

    events: Collection[str]
    tracks: Mapping[str, Track]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for track in self.tracks.values() for kind in track.kinds)

    def named(self, cursor: Cursor) -> frozenset[str]:
        return frozenset(item.choice(self.events, "event type") for item in cursor.items())


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one dossier, and of the journal."""

    dossier: tuple[DataRule, ...] = ()
    journal: tuple[JournalRule, ...] = ()


def read_rules(
    file: Cursor | None,
    events: Collection[str],
    tracks: Mapping[str, Track],
    problems: Problems,
) -> Rules:
    """None: there is no such file, and no rule."""
    if file is None:
        return Rules()
    known = Known(events, tracks)
    with problems.gathering():
        top = file.table((*HEAD, "rules", "journal"), required=(*HEAD, "rules"))
        provenance = head(top)
        of_dossier = _each(top["rules"], lambda place: _rule(place, known, provenance), ())
        codes = [rule.code for rule in of_dossier]
        of_journal = (
            _each(top["journal"], lambda place: _of_journal(place, known, provenance), codes)
            if "journal" in top
            else ()
        )
        return Rules(of_dossier, of_journal)
    return Rules()


def _each(
    cursor: Cursor, read: Callable[[Cursor], Rule], codes: Collection[str]
) -> tuple[Rule, ...]:
    rules: dict[str, Rule] = {}
    for place in cursor.items():
        with cursor.problems.gathering():
            rule = read(place)
            if rule.code in {*rules, *codes, *SAYS}:
                raise place.refuse(f'finding "{rule.code}" stands twice', "accepted once")
            rules[rule.code] = rule
    return tuple(rules.values())


def _rule(place: Cursor, known: Known, provenance: Provenance) -> DataRule:
    row = place.table((*HEAD, "code", "says", *SHAPES), required=("code", "says"))
    return DataRule(
        code=row["code"].text(),
        says=_says(row["says"]),
        shape=_shape(place, row, known),
        provenance=of_row(row, provenance),
    )


def _of_journal(place: Cursor, known: Known, provenance: Provenance) -> JournalRule:
    keys = ("code", "says", *NUMBERS)
    row = place.table((*HEAD, *keys), required=("code", "says"))
    named = [name for name in NUMBERS if name in row]
    if len(named) != 1:
        raise place.refuse(f"found {len(named)} shapes", f"expected one of {quoted(NUMBERS)}")
    return JournalRule(
        code=row["code"].text(),
        says=_says(row["says"]),
        what=cast(Literal["repeated", "unnumbered"], named[0]),
        events=known.named(row[named[0]].table(("events",), required=("events",))["events"]),
        provenance=of_row(row, provenance),
    )


def _says(cursor: Cursor) -> str:
    text = cursor.text()
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if strange := sorted(named - {"event", "said"}):
        raise cursor.refuse(f'unknown place "{{{strange[0]}}}"', 'accepted: "{event}", "{said}"')
    return text


def _shape(place: Cursor, row: Row, known: Known) -> Shape:
    named = [name for name in SHAPES if name in row]
    if len(named) != 1:
        raise place.refuse(f"found {len(named)} shapes", f"expected one of {quoted(SHAPES)}")
    required, more, read = SHAPES[named[0]]
    return read(row[named[0]].table((*required, *more), required=required), known)


def _order(said: Row, known: Known) -> Order:
    return Order(known.named(said["later"]), known.named(said["earlier"]))


def _deadline(said: Row, known: Known) -> Deadline:
    later = known.named(said["later"])
    earlier = known.named(said["earlier"]) if "earlier" in said else frozenset()
    ended_by = known.named(said["ended_by"]) if "ended_by" in said else later
    if both := sorted(earlier & ended_by):
        found = f'"{both[0]}" begins the deadline, and ends it'
        raise said["earlier"].refuse(found, "accepted: events that stand in one of the two")
    counts_from = said["from"].choice(_DAYS, "day of a document") if "from" in said else None
    if not earlier and counts_from is None:
        raise said["later"].refuse("nothing to count from", 'expected "earlier", "from" or both')
    months, hours, by_hours = _within(said["within"], ("years", "months", "days", "hours"))
    sending = _within(said["sending"], ("days", "hours"))[1] if "sending" in said else 0
    return Deadline(
        later=later,
        earlier=earlier,
        ended_by=ended_by,
        months=months,
        hours=hours,
        sending=sending,
        counts_from=counts_from,
        met_on=said["met_on"].choice(_DAYS, "day of a document") if "met_on" in said else None,
        to_working_day=not by_hours,
        when=_stated(said, "when"),
        unless=_stated(said, "unless"),
    )


def _stated(said: Row, key: str) -> Stated:
    return tuple(stated_facts(said[key]).items()) if key in said else ()


def _within(place: Cursor, units: Keys) -> tuple[int, int, bool]:
    """Months, hours, and whether it was told in hours."""
    said = place.table(units)
    if len(said) != 1:
        raise place.refuse(f"found {len(said)} lengths", f"expected one of {quoted(units)}")
    unit, number = next(iter(said)), _positive(next(iter(said.values())))
    months = {"years": 12 * number, "months": number}.get(unit, 0)
    return months, {"days": DAY * number, "hours": number}.get(unit, 0), unit == "hours"


def _repeats(said: Row, known: Known) -> Repeats:
    events = known.named(said["events"])
    anew = known.named(said["anew"]) if "anew" in said else frozenset()
    if both := sorted(events & anew):
        found = f'"{both[0]}" is counted, and begins the count anew'
        raise said["anew"].refuse(found, "accepted: events that are not counted")
    articles = frozenset(said["articles"].texts()) if "articles" in said else None
    if articles == frozenset():
        raise said["articles"].refuse("no article", "expected one or more")
    return Repeats(events, _positive(said["at_most"]), articles or frozenset(), anew)


def _lead(said: Row, known: Known) -> Lead:
    whole, part = (said[key].choice(known.kinds, "kind of subject") for key in ("whole", "part"))
    return Lead(whole, part)


def _left_behind(said: Row, known: Known) -> LeftBehind:
    whole, part = (said[key].choice(known.tracks, "track") for key in ("whole", "part"))
    made = {row.out for row in known.tracks[whole].transitions if row.out}
    left_by = frozenset(item.choice(made, "manner") for item in said["left_by"].items())
    return LeftBehind(whole, part, left_by)


def _positive(cursor: Cursor) -> int:
    number = cursor.number()
    if number < 1:
        raise cursor.refuse(f"found {number}", "accepted: 1 or more")
    return number


SHAPES: Mapping[str, tuple[Keys, Keys, Callable[[Row, Known], Shape]]] = {
    "order": (("later", "earlier"), (), _order),
    "deadline": (
        ("later", "within"),
        ("earlier", "ended_by", "from", "sending", "met_on", "when", "unless"),
        _deadline,
    ),
    "received": (("events",), (), lambda said, known: Received(known.named(said["events"]))),
    "repeats": (("events", "at_most"), ("articles", "anew"), _repeats),
    "minor": (("events",), (), lambda said, known: Minor(known.named(said["events"]))),
    "main_charge": (("events",), (), lambda said, known: MainCharge(known.named(said["events"]))),
    "lead": (("whole", "part"), (), _lead),
    "left_behind": (("whole", "part", "left_by"), (), _left_behind),
}
"""Shape -> the keys that it must have, those that it may have, and how they are read."""
