"""indicators/*.yaml: chỉ tiêu, each a number made of cells and what is demanded of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from projections.calendar import Regime
from projections.checks import NotLinear, needs, parse, parse_sum
from projections.definitions import (
    Check,
    Form,
    Indicator,
    IndicatorGroup,
    IndicatorKind,
    Operand,
    Part,
    Target,
)
from projections.indicators import ROOMS
from projections.units import Units
from thongke.definitions.forms import COLUMNS, Placed
from thongke.definitions.lines import Frame, read_frame, read_lines
from thongke.definitions.problems import Problems, Refused, nearest
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor
from thongke.definitions.targets import read_share, read_target
from thongke.definitions.vocabulary import Vocabulary

TOP = (*HEAD, "group", "series", "title", "regime", "near", "indicators")
OPTIONAL = ("lines", "sets", "pair", "counts_by")
ROW = (
    *HEAD,
    "id",
    "label",
    "kind",
    "numerator",
    "denominator",
    "parts",
    "like",
    "targets",
    "rooms",
    "source",
    "left_out",
    "bound",
    "doubt",
    "not_at",
    "either",
    "when",
)
KINDS = ("ratio", "count", "per-unit")
LEVELS = ("region", "province", "supreme")
Sides = dict[str, tuple[Part, ...]]  # what an indicator of this load measures, for `like`


@dataclass(frozen=True, slots=True)
class Homes:
    """What an operand may name: cells of forms and lists, by id, and the group's own lines."""

    forms: Mapping[str, Collection[str]]
    lists: Mapping[str, Collection[str]]
    own: Collection[str]

    @classmethod
    def of(cls, forms: Iterable[Placed], lists: Iterable[Placed], own: Collection[str]) -> Homes:
        return cls(_cells(forms), _cells(lists), own)

    def check(self, at: Cursor, operands: Sequence[Operand]) -> None:
        for operand in operands:
            match operand.shape:
                case "form" | "list":
                    known = self.forms if operand.shape == "form" else self.lists
                    _named(at, operand, known)
                case "cell":
                    if operand.cell not in self.own:
                        said = f'unknown line "{operand.cell}"'
                        raise at.refuse(said, nearest(operand.cell, self.own))
                case "previous":
                    raise at.refuse(
                        "previous(…) in an indicator", "accepted: cells of the period asked"
                    )
                case "number":
                    raise at.refuse(
                        f"the number {operand.number} in an indicator", "accepted: cells"
                    )


def read_indicators(
    files: Iterable[Cursor],
    words: Vocabulary,
    regimes: Collection[Regime],
    units: Units,
    forms: Sequence[Placed],
    lists: Sequence[Placed],
    problems: Problems,
) -> tuple[IndicatorGroup, ...]:
    groups: list[IndicatorGroup] = []
    sides: Sides = {}
    for file in files:
        with problems.gathering():
            group = _group(file, words, regimes, _Reading(units, forms, lists, sides))
            other = next((g for g in groups if g.id == group.id), None)
            if other is not None or group.id in {p.definition.id for p in (*forms, *lists)}:
                raise file.table()["group"].refuse(
                    f'"{group.id}" names another group, form or list', "accepted: a name of its own"
                )
            groups.append(group)
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class _Reading:
    units: Units
    forms: Sequence[Placed]
    lists: Sequence[Placed]
    sides: Sides

    def rooms(self) -> frozenset[str]:
        """`V04` of TC-V04, `P07` of every province's seventh room."""
        return frozenset(
            code.partition("-")[2]
            for code, versions in self.units.versions.items()
            if versions[-1].level in ROOMS
        )


def _group(
    file: Cursor, words: Vocabulary, regimes: Collection[Regime], reading: _Reading
) -> IndicatorGroup:
    top = file.table((*TOP, *OPTIONAL), required=TOP)
    frame = read_frame(top, head(top), words)
    lines = read_lines(top["lines"], frame) if "lines" in top else {}
    homes = Homes.of(reading.forms, reading.lists, lines.keys())
    home = Form(
        id=top["group"].text(),
        title=top["title"].text(),
        regime=top["regime"].choice([regime.id for regime in regimes], "regime"),
        lines=tuple(line for line, _ in lines.values()),
        columns=COLUMNS,
        checks=(),
        provenance=frame.provenance,
        counts_by=frame.counts_by,
    )
    indicators: dict[str, Indicator] = {}
    for place in top["indicators"].items():
        with place.problems.gathering():
            one = _indicator(place, frame, homes, reading)
            if one.id in reading.sides:
                raise place.refuse(f'indicator "{one.id}" stands twice', "accepted once")
            indicators[one.id] = one
            reading.sides[one.id] = tuple(_from_afar(part, home.id) for part in one.parts)
    others = top["indicators"].items() if file.problems.clean(file.file) else []
    for place in others:  # else a refused one would be missed by those that name it
        with place.problems.gathering():
            row = place.table()
            for item in row["either"].items() if "either" in row else ():
                item.choice(indicators.keys(), "indicator of this group")
    return IndicatorGroup(
        id=home.id,
        series=top["series"].text(),
        title=home.title,
        near=read_share(top["near"]),
        home=home,
        indicators=tuple(indicators.values()),
        provenance=frame.provenance,
    )


def _indicator(cursor: Cursor, frame: Frame, homes: Homes, reading: _Reading) -> Indicator:
    row = cursor.table(ROW, required=("id", "label", "kind", "targets"))
    kind = cast(IndicatorKind, row["kind"].choice(KINDS, "kind"))
    reason, supplier = _source(row)
    parts = _parts(cursor, row, kind, homes, reading.sides)
    if not parts and reason is None:
        raise cursor.refuse(
            "nothing to count and no reason", "expected a numerator, or source: not_from_events"
        )
    if reason is None and kind == "ratio" and not all(p.numerator and p.denominator for p in parts):
        raise cursor.refuse(
            "a ratio without one of its sides", "accepted where source says not_from_events"
        )
    if reason is None and kind == "per-unit":
        raise cursor.refuse(
            "a number per person or place whose number no event tells",
            "expected source: not_from_events",
        )
    rooms = reading.rooms()
    return Indicator(
        id=row["id"].text(),
        label=row["label"].text(),
        kind=kind,
        parts=parts,
        targets=_targets(row["targets"], kind, rooms),
        rooms=frozenset(
            item.choice(rooms, "room") for item in (row["rooms"].items() if "rooms" in row else ())
        ),
        not_from_events=reason,
        supplied_by=supplier,
        left_out=row["left_out"].texts() if "left_out" in row else (),
        bound=_bound(row),
        doubt=_doubt(row, homes),
        not_at={
            level: why.text()
            for level, why in (row["not_at"].table(LEVELS) if "not_at" in row else {}).items()
        },
        either=row["either"].texts() if "either" in row else (),
        when=_when(row["when"], frame, homes) if "when" in row else None,
        provenance=of_row(row, frame.provenance),
    )


def _source(row: dict[str, Cursor]) -> tuple[str | None, str | None]:
    if "source" not in row:
        return None, None
    keys = ("not_from_events", "supplied_by")
    said = row["source"].table(keys, required=keys)
    return said["not_from_events"].text(), said["supplied_by"].text()


def _parts(
    cursor: Cursor, row: dict[str, Cursor], kind: str, homes: Homes, sides: Sides
) -> tuple[Part, ...]:
    ways: list[str] = [key for key in ("parts", "like") if key in row]
    ways += ["numerator"] if "numerator" in row or "denominator" in row else []
    if len(ways) > 1:
        raise cursor.refuse(
            f"found {' and '.join(ways)}", "accepted: numerator and denominator, parts, or like"
        )
    if "like" in row:
        if row["like"].text() not in sides and not cursor.problems.clean("indicators/"):
            raise Refused  # what it names is perhaps refused, and told there
        name = row["like"].choice(sides, "indicator read before")
        return sides[name]
    if "parts" in row:
        keys = ("numerator", "denominator")
        return tuple(
            _part(place.table(keys, required=keys), homes) for place in row["parts"].items()
        )
    if not ways:
        return ()
    if kind != "ratio" and "denominator" in row:
        raise row["denominator"].refuse(f"denominator of a {kind}", "accepted: of a ratio")
    return (_part(row, homes),)


def _from_afar(part: Part, group: str) -> Part:
    """As another group names it: the own lines of this one by its id."""

    def named(side: Sequence[Operand]) -> tuple[Operand, ...]:
        return tuple(replace(o, shape="form", form=group) if o.shape == "cell" else o for o in side)

    return Part(numerator=named(part.numerator), denominator=named(part.denominator))


def _part(row: Mapping[str, Cursor], homes: Homes) -> Part:
    return Part(
        numerator=_sum(row["numerator"], homes) if "numerator" in row else (),
        denominator=_sum(row["denominator"], homes) if "denominator" in row else (),
    )


def _sum(cursor: Cursor, homes: Homes) -> tuple[Operand, ...]:
    try:
        operands = parse_sum(cursor.text())
    except NotLinear as error:
        accepted = "accepted: form(01).d23 - form(01).d40"
        raise cursor.refuse(str(error), accepted) from None
    homes.check(cursor, operands)
    return operands


def _targets(cursor: Cursor, kind: str, rooms: Collection[str]) -> dict[str, Target]:
    targets = {}
    for name, place in cursor.table().items():
        if name not in LEVELS and name not in rooms:
            raise place.refuse(f'unknown level or room "{name}"', nearest(name, (*LEVELS, *rooms)))
        target = read_target(place)
        if (kind == "ratio") != target.percent:
            accepted = (
                "a share, such as 80%" if kind == "ratio" else "a number, such as >= 1 / year"
            )
            raise place.refuse(f'target "{place.text()}" of a {kind}', f"accepted: {accepted}")
        targets[name] = target
    return targets


def _bound(row: dict[str, Cursor]) -> Literal["", "upper", "lower"]:
    if "bound" not in row:
        return ""
    found = row["bound"].choice(("upper", "lower"), "bound")
    return cast(Literal["upper", "lower"], found)


def _doubt(row: dict[str, Cursor], homes: Homes) -> tuple[Operand, ...]:
    if "doubt" not in row:
        return ()
    if "bound" not in row:
        raise row["doubt"].refuse("doubt without a bound", "accepted with bound: upper or lower")
    return _sum(row["doubt"], homes)


def _when(cursor: Cursor, frame: Frame, homes: Homes) -> Check:
    formula = cursor.text()
    try:
        left, op, right = parse(formula)
    except NotLinear as error:
        raise cursor.refuse(str(error), "accepted: form(02).P02-A08v >= 100") from None
    check = Check(
        id="when",
        says=formula,
        severity="warn",
        formula=formula,
        left=left,
        op=op,
        right=right,
        provenance=frame.provenance,
    )
    homes.check(cursor, needs(check))
    return check


def _cells(placed: Iterable[Placed]) -> dict[str, set[str]]:
    """What events count: a cell that others supply would read as nothing."""
    found: dict[str, set[str]] = {}
    for one in placed:
        uncounted = {line.id for line in one.definition.lines if line.not_from_events is not None}
        counted = {cell for cell in one.cells(None) if cell.removeprefix("all.") not in uncounted}
        found.setdefault(one.definition.id, set()).update(counted)
    return found


def _named(at: Cursor, operand: Operand, known: Mapping[str, Collection[str]]) -> None:
    if operand.form not in known:
        raise at.refuse(f'unknown {operand.shape} "{operand.form}"', nearest(operand.form, known))
    if operand.cell not in known[operand.form]:
        raise at.refuse(
            f'no line "{operand.cell}" of {operand.shape} {operand.form} is counted from events',
            nearest(operand.cell, known[operand.form]),
        )
