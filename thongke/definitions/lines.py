"""Lines of forms and lists, with `pair` expanded, and their checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from events.catalogue import Provenance
from projections.checks import NotLinear, parse
from projections.definitions import (
    Check,
    Count,
    CountsBy,
    Line,
    LineKind,
    Met,
    MetWhen,
    Severity,
    Term,
)
from thongke.definitions.problems import nearest, quoted
from thongke.definitions.provenance import HEAD, of_row
from thongke.definitions.reading import Cursor
from thongke.definitions.regions import apart, inside, narrower
from thongke.definitions.sets import Sets, read_sets
from thongke.definitions.terms import read_last, read_term
from thongke.definitions.vocabulary import Vocabulary

LINE = (
    *HEAD,
    "id",
    "code",
    "label",
    "for",
    "parent",
    "of_which",
    "kind",
    "terms",
    "count",
    "source",
    "group",
)
CHECK = (*HEAD, "id", "for", "says", "severity", "formula", "rows")
KINDS: dict[str, tuple[str, ...]] = {  # what each kind of line may ask
    "flow": ("entered", "left"),
    "stock": ("opening", "closing"),
    "total": ("opening", "entered", "left", "closing"),
    "distinct": ("opening", "entered", "left", "closing"),
    "dated": ("opening", "entered", "left", "closing"),
    "act": ("entered",),
}
COUNTS_BY = ("unit", "agency_unit")
KEYS_OF = ("subject", "dossier", "person", "object")
MET: tuple[MetWhen, ...] = ("before", "then", "ever")


@dataclass(frozen=True, slots=True)
class Member:
    """One half of a pair: its suffix, the track that its lines ask, its words."""

    suffix: str
    track: str
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the lines of one file share."""

    provenance: Provenance
    pair: Mapping[str, Member]
    sets: Sets
    words: Vocabulary
    by: str | None = None  # the trait of which each value has a row; the lines are columns
    counts_by: CountsBy = "unit"


def read_frame(top: dict[str, Cursor], provenance: Provenance, words: Vocabulary) -> Frame:
    pair: dict[str, Member] = {}
    for suffix, cursor in top["pair"].table().items() if "pair" in top else ():
        row = cursor.table(("track", "label"), required=("track", "label"))
        track = row["track"].choice(words.paths, "track")
        pair[suffix] = Member(suffix, track, row["label"].text())
    by = _by(top["by"], words) if "by" in top else None
    if by and pair:
        raise top["pair"].refuse("pair in a form by a trait", "accepted: columns that name a track")
    found_by = (
        top["counts_by"].choice(COUNTS_BY, "column of units") if "counts_by" in top else "unit"
    )
    sets = read_sets(top.get("sets"))
    return Frame(provenance, pair, sets, words, by, cast(CountsBy, found_by))


def _by(cursor: Cursor, words: Vocabulary) -> str:
    """A span has one value of it from its first day to its last: only so do rows add up."""
    places = [name for name, trait in words.traits.items() if trait.kind == "place"]
    return cursor.choice(places, "place trait")


def read_lines(cursor: Cursor, frame: Frame) -> dict[str, tuple[Line, Cursor]]:
    """By id, as printed, each with the place that says it; pairs expanded."""
    found: dict[str, tuple[Line, Cursor]] = {}
    codes: dict[str, str] = {}
    before = len(cursor.problems.found)
    for place in cursor.items():
        with cursor.problems.gathering():
            for line in _lines(place, frame):
                if line.id in found:
                    raise place.refuse(f'line "{line.id}" stands twice', "accepted once")
                if line.code is not None and line.code in codes:
                    raise place.refuse(
                        f'code "{line.code}" is also of line "{codes[line.code]}"', "accepted once"
                    )
                found[line.id] = (line, place)
                if line.code is not None:
                    codes[line.code] = line.id
    if len(cursor.problems.found) > before:
        return found  # a refused line would be missed by its children too
    for line, place in found.values():
        with cursor.problems.gathering():
            _under_parent(line, place, found, frame)
    return found


def _lines(cursor: Cursor, frame: Frame) -> list[Line]:
    row = cursor.table(LINE, required=("id", "label", "kind"))
    members = _members(row.get("for"), frame)
    return [_line(cursor, row, member, frame) for member in members]


def _members(cursor: Cursor | None, frame: Frame) -> list[Member | None]:
    if cursor is None:
        return list(frame.pair.values()) or [None]
    named = [frame.pair[item.choice(frame.pair, "member of the pair")] for item in cursor.items()]
    return [*named] or [None]  # `for: []`: a line of a paired form that is no pair itself


def _line(cursor: Cursor, row: dict[str, Cursor], member: Member | None, frame: Frame) -> Line:
    provenance = of_row(row, frame.provenance)
    code = None if "code" not in row or row["code"].empty else row["code"].text()
    if code is not None and provenance.status == "inferred":
        raise row["code"].refuse(
            f'official code "{code}" on an inferred line',
            "accepted: status official or carried_over; without a code, inferred",
        )
    parent = None if "parent" not in row or row["parent"].empty else row["parent"].text()
    reason, supplier = _source(row)
    if ("terms" in row) == (reason is not None):
        raise cursor.refuse(
            "found not one of terms and source",
            "expected terms: [...], or source: {not_from_events: reason, supplied_by: who}",
        )
    kind = cast(LineKind, row["kind"].choice(KINDS, "kind of line"))
    count = _count(row["count"], member, frame) if "count" in row else Count()
    terms = _terms(row["terms"], kind, count, member, frame) if "terms" in row else ()
    label = row["label"].text()
    name = row["id"].text()
    if frame.by and "." in name:
        raise row["id"].refuse(f'column "{name}"', f"accepted: without a point, as {frame.by}.c6")
    if "group" in row and not frame.by:
        raise row["group"].refuse("group of a line", "accepted in a form by a trait")
    if member is not None and "." not in name:
        label = f"{label} ({member.label})"
    return Line(
        id=_suffixed(name, member),
        code=code,
        label=label,
        parent=None if parent is None else _suffixed(parent, member),
        of_which=row["of_which"].flag() if "of_which" in row else parent is not None,
        kind=kind,
        terms=terms,
        count=count,
        not_from_events=reason,
        supplied_by=supplier,
        provenance=provenance,
        group=row["group"].text() if "group" in row else None,
        counts_by=frame.counts_by,
    )


def _suffixed(name: str, member: Member | None) -> str:
    """`P02-B21.many` of member v is `P02-B21v.many`."""
    if member is None:
        return name
    first, dot, rest = name.partition(".")
    return first + member.suffix + dot + rest


def _source(row: dict[str, Cursor]) -> tuple[str | None, str | None]:
    if "source" not in row:
        return None, None
    if row["source"].is_text:
        row["source"].choice(("events",), "source")
        return None, None
    keys = ("not_from_events", "supplied_by")
    said = row["source"].table(keys, required=keys)
    return said["not_from_events"].text(), said["supplied_by"].text()


def _count(cursor: Cursor, member: Member | None, frame: Frame) -> Count:
    said = cursor.table(("distinct", "at_least", "last", "unless", *MET, "sum"))
    if ("distinct" in said) == ("sum" in said):
        raise cursor.refuse("found not one of distinct and sum", "expected one of them")
    if "sum" in said:
        for key in said.keys() - {"sum"}:
            raise said[key].refuse(f"{key} of a sum", "accepted with distinct")
        return Count(what="sum", of=said["sum"].choice(("quantity",), "amount"))
    least = said["at_least"].number() if "at_least" in said else 1
    if least < 1:
        raise said["at_least"].refuse(f"found {least}", "accepted: 1 or more")
    of = said["distinct"].choice(KEYS_OF, "key to count by")
    track = member.track if member else None
    unless = said["unless"].items() if "unless" in said else []
    return Count(
        what="distinct",
        of=of,
        at_least=least,
        last=read_last(said["last"], frame.words) if "last" in said else (),
        unless=tuple(read_term(place, track, frame.sets, frame.words) for place in unless),
        met=tuple(_met(said[when], when, of, track, frame) for when in MET if when in said),
    )


def _met(cursor: Cursor, when: MetWhen, of: str, track: str | None, frame: Frame) -> Met:
    """Something with a day of its own, in the key's own dossier."""
    if of not in ("subject", "dossier"):
        raise cursor.refuse(f"{when} with distinct {of}", "accepted with subject or dossier")
    places = cursor.items()
    terms = tuple(
        read_term(place, track, frame.sets, frame.words, whenever=True) for place in places
    )
    for place, term in zip(places, terms, strict=True):
        if term.question not in KINDS["flow"]:
            raise place.refuse(f"asks {term.question}", f"accepted: {quoted(KINDS['flow'])}")
    if not terms:
        raise cursor.refuse("no term", "expected at least one question with its filter")
    return Met(when=when, terms=terms)


def _terms(
    cursor: Cursor, kind: LineKind, count: Count, member: Member | None, frame: Frame
) -> tuple[Term, ...]:
    track = member.track if member else None
    places = cursor.items()
    terms = [read_term(place, track, frame.sets, frame.words) for place in places]
    if not terms:
        raise cursor.refuse("no term", "expected at least one question with its filter")
    for place, term in zip(places, terms, strict=True):
        if term.question not in KINDS[kind]:
            raise place.refuse(
                f"a line of kind {kind} asks {term.question}", f"accepted: {quoted(KINDS[kind])}"
            )
        relative = [met.when for met in count.met if met.when != "ever"]
        if relative and term.question not in KINDS["flow"]:
            raise place.refuse(
                f"{relative[0]} with {term.question}: a stock is taken on no day of its own",
                f"accepted: {quoted(KINDS['flow'])}; ever",
            )
    if (kind == "distinct") != (count.what == "distinct"):
        raise cursor.refuse(
            f"kind {kind} with count {count.what}", "accepted: kind distinct with count distinct"
        )
    for later, place in enumerate(places):
        for earlier in range(later):
            if not apart(terms[earlier], terms[later]):
                raise place.refuse(
                    f"meets term {earlier}: what both take would count twice",
                    "accepted: terms that a question, or a trait with one value, tells apart",
                )
    return tuple(terms)


def _under_parent(
    line: Line, place: Cursor, found: Mapping[str, tuple[Line, Cursor]], frame: Frame
) -> None:
    if line.parent is None:
        return
    at = place.table()["parent"]
    if line.parent not in found or line.parent == line.id:
        raise at.refuse(
            f'unknown line "{line.parent}"', nearest(line.parent, found.keys() - {line.id})
        )
    parent = found[line.parent][0]
    if not line.of_which or not line.terms or not parent.terms:
        return
    if not narrower(line.count, parent.count):
        raise place.refuse(
            f'"{line.id}" counts otherwise than its parent "{parent.id}" and may be greater',
            "accepted: the parent's count, or distinct below spans; else of_which: false",
        )
    for number, term in enumerate(line.terms):
        track = next(c for c in term.conditions if c.column == "track")
        bases = frame.words.paths[min(track.values)].bases
        if not inside(term, parent.terms, bases):
            raise place.refuse(
                f'term {number} of "{line.id}" is not within its parent "{parent.id}"',
                "accepted: the parent's question and conditions, narrowed; else of_which: false",
            )


def read_checks(cursor: Cursor | None, frame: Frame) -> list[tuple[Check, Cursor]]:
    checks: list[tuple[Check, Cursor]] = []
    for place in cursor.items() if cursor else ():
        with place.problems.gathering():
            row = place.table(CHECK, required=("id", "says", "severity", "formula"))
            formula = row["formula"].text()
            members = _members(row.get("for"), frame) if "@" in formula else [None]
            for member in members:
                check = _check(row, member, frame)
                if any(check.id == other.id for other, _ in checks):
                    raise place.refuse(f'check "{check.id}" stands twice', "accepted once")
                checks.append((check, place))
    return checks


def _check(row: dict[str, Cursor], member: Member | None, frame: Frame) -> Check:
    formula = row["formula"].text()
    suffix = member.suffix if member else "@"
    try:
        left, op, right = parse(formula.replace("@", suffix))
    except NotLinear as error:
        raise row["formula"].refuse(str(error), "accepted: a1 = a2 + a3 - a4") from None
    return Check(
        id=_suffixed(row["id"].text(), member),
        says=row["says"].text().replace("@", suffix),
        severity=cast(Severity, row["severity"].choice(("block", "warn"), "severity")),
        formula=formula.replace("@", suffix),
        left=left,
        op=op,
        right=right,
        provenance=of_row(row, frame.provenance),
        each=_each(row["rows"], frame) if "rows" in row else False,
    )


def _each(cursor: Cursor, frame: Frame) -> bool:
    if not frame.by:
        raise cursor.refuse("rows of a check", "accepted in a form by a trait")
    return cursor.choice(("total", "each"), "rows") == "each"
