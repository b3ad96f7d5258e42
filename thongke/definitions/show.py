"""Xem định nghĩa: one form or list in words, and how much of each form comes from events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from projections.checks import name
from projections.definitions import (
    Condition,
    Definitions,
    Form,
    IndicatorGroup,
    Line,
    ListColumn,
    ListDefinition,
    Operand,
    Term,
    Track,
    Transition,
)
from projections.indicators import spell_target
from projections.words import Words

_DATES = {
    "in_period": "trong kỳ",
    "before_period": "trước kỳ",
    "by_period_end": "tính đến cuối kỳ",
}
_KEYS = {
    "subject": "mỗi đối tượng tính một lần",
    "dossier": "mỗi hồ sơ tính một lần",
    "person": "mỗi người tính một lần",
    "object": "mỗi đối tượng bị xâm phạm tính một lần",
}
_MET = {
    "before": "chỉ đối tượng mà đến ngày đó (kể cả ở kỳ trước)",
    "then": "chỉ đối tượng mà từ ngày đó đến hết kỳ",
    "ever": "chỉ đối tượng mà đến hết kỳ (kể cả ở kỳ trước)",
}
_SAID = {"track", "stage", "standing", "came_by", "left_by", "kind"}  # told apart from traits


def show(shown: Form | ListDefinition, definitions: Definitions) -> dict[str, Any]:
    """As `thongke definitions show --json` prints it."""
    columns = _columns(shown)
    provenance = shown.provenance
    return {
        "form": shown.id,
        "title": shown.title,
        "regime": shown.regime,
        "valid": {"from": provenance.start, "to": provenance.end},
        "status": provenance.status,
        "lines": [
            {
                "id": line.id,
                "code": line.code,
                "label": line.label,
                "parent": line.parent,
                "status": line.provenance.status,
                "counts": counts(line, definitions),
            }
            for line in shown.lines
        ],
        "columns": columns,
        "checks": [
            {"id": c.id, "says": c.says, "severity": c.severity, "formula": c.formula}
            | ({"rows": "each"} if c.each else {})
            for c in shown.checks
        ],
    }


def _columns(shown: Form | ListDefinition) -> list[dict[str, Any]]:
    """As printed; of a form by a trait its lines, each a column with cells `all.c6`, `173.c6`."""
    if isinstance(shown, ListDefinition):
        return [_list_column(column) for column in shown.columns]
    if shown.by is None:
        return [{"id": id, "label": label} for id, label in shown.columns]
    return [{"id": line.id, "label": line.label, "group": line.group} for line in shown.lines]


def _list_column(column: ListColumn) -> dict[str, Any]:
    """What no document states says why, and who fills it in."""
    said = {"id": column.id, "label": column.label, "from": column.source}
    if column.not_from_events is None:
        return said
    return said | {"not_from_events": column.not_from_events, "supplied_by": column.supplied_by}


def counts(line: Line, definitions: Definitions) -> str:
    """What a line counts, as a sentence."""
    if line.not_from_events is not None:
        return f"Không lấy từ sự kiện: {line.not_from_events} ({line.supplied_by} cung cấp)."
    said, before = "", ""
    for term in line.terms:
        track = definitions.tracks[min(_values(term)["track"])]
        said += "; và " if said else ""
        said += f"{track.label}: " if track.label != before else ""
        said += _term(term, track, definitions)
        before = track.label
    if line.count.what == "distinct":
        times = f", từ {line.count.at_least} lần trở lên" if line.count.at_least > 1 else ""
        said += f"; {_KEYS[line.count.of]}{times}"
        if line.count.last:
            last = ", ".join(_condition(c, definitions) for c in line.count.last)
            said += f", theo lần sau cùng trong kỳ: {last}"
        if line.count.unless:
            said += f"; trừ đối tượng: {_spelled(line.count.unless, definitions)}"
        for met in line.count.met:
            said += f"; {_MET[met.when]}: {_spelled(met.terms, definitions, whenever=True)}"
    elif line.count.what == "sum":
        said = f"Tổng số lượng ghi trong văn bản: {said}"
    return f"{said}."


def _spelled(terms: Iterable[Term], definitions: Definitions, *, whenever: bool = False) -> str:
    tracks = definitions.tracks
    said = "; ".join(_term(t, tracks[min(_values(t)["track"])], definitions) for t in terms)
    return said.replace(" trong kỳ", "", 1) if whenever else said


def _values(term: Term) -> dict[str, frozenset[str]]:
    return {c.column: c.values for c in term.conditions if c.column in _SAID}


def _term(term: Term, track: Track, definitions: Definitions) -> str:
    values = _values(term)
    stages = values["stage"]
    if acts := _events(track, stages, "act", definitions):
        said = f"có {acts} trong kỳ"
    else:
        said = _moment(term, track, stages, values, definitions)
    if "standing" in values:
        said += f", khi ở giai đoạn {_stages(track, values['standing'], definitions)}"
    traits = [c for c in term.conditions if c.column not in _SAID]
    asked = {f"{c.column}_on" for c in traits}  # the day since when a trait is known goes with it
    for condition in traits:
        if condition.column not in asked:
            said += f", {_condition(condition, definitions)}"
    return said


def _moment(
    term: Term,
    track: Track,
    stages: frozenset[str],
    values: dict[str, frozenset[str]],
    definitions: Definitions,
) -> str:
    match term.question:
        case "opening":
            return f"đầu kỳ ở giai đoạn {_stages(track, stages, definitions)}"
        case "closing":
            return f"cuối kỳ ở giai đoạn {_stages(track, stages, definitions)}"
        case "entered":
            manners, side, said = values.get("came_by"), "into", "vào"
        case "left":
            manners, side, said = values.get("left_by"), "out", "ra khỏi"
    where = _stages(track, _passed(track, stages, manners, side), definitions)
    by = _manners(track, stages, manners, side, definitions)
    return f"{said} giai đoạn {where} trong kỳ{by}"


def _passed(
    track: Track, stages: frozenset[str], manners: frozenset[str] | None, side: str
) -> frozenset[str]:
    """Of the stages that a term names, those which these manners really lead into or out of."""
    rows = [row for row in track.transitions if manners and getattr(row, side) in manners]
    if not rows or any(row.reclassifies or row.stated for row in rows):
        return stages
    ends = {after if side == "into" else b for row in rows for b, after in row.moves.items()}
    return stages & ends or stages


def _stages(track: Track, stages: frozenset[str], definitions: Definitions) -> str:
    labels = [stage.label for name, stage in track.stages.items() if name in stages]
    overdue = {lim.label for lim in definitions.limits if lim.overdue in stages}
    labels += [f"quá hạn: {' hoặc '.join(sorted(overdue))}"] if overdue else []
    return "; ".join(f"“{label}”" for label in labels)


def _manners(
    track: Track,
    stages: frozenset[str],
    manners: frozenset[str] | None,
    side: str,
    definitions: Definitions,
) -> str:
    """The documents that bring it about: they have names in law, manners don't."""
    if manners is None:
        return ""
    overdue = {b for lim in definitions.limits if lim.overdue in stages for b in lim.stages}
    labels = _events(track, manners, side, definitions, stages | overdue)
    return f", do {labels}" if labels else f" ({', '.join(sorted(manners))})"


def _events(
    track: Track,
    names: frozenset[str],
    side: str,
    definitions: Definitions,
    stages: frozenset[str] | None = None,
) -> str:
    """Labels of the events whose rows carry one of these names, on a way into or out of stages."""
    labels = dict.fromkeys(
        definitions.events[row.event].label + (_outcome(row, track) if side == "out" else "")
        for row in track.transitions
        if getattr(row, side) in names
        and (stages is None or _touches(row.moves.items(), row.stays, stages, side, row.stated))
    )
    return ", ".join(f"“{label}”" for label in labels)


def _outcome(row: Transition, track: Track) -> str:
    """Where a document leads, when that depends on what it says."""
    after = {track.stages[stage].label for stage in row.moves.values()} if row.when else set()
    return f" ({'; '.join(sorted(after))})" if after else ""


def _touches(
    moves: Iterable[tuple[str, str]],
    stays: frozenset[str],
    stages: frozenset[str],
    side: str,
    stated: bool,
) -> bool:
    if stated:
        return side == "into"
    ends = {after if side == "into" else before for before, after in moves}
    return bool((ends | stays) & stages)


def _condition(condition: Condition, definitions: Definitions) -> str:
    if condition.column == "since":
        return f"vào giai đoạn ấy: {_DATES[condition.op]}"
    trait = definitions.traits[condition.column]
    label = trait.label[0].lower() + trait.label[1:]
    if condition.op in _DATES:
        return f"{label}: {_DATES[condition.op]}"
    words = Words.of(definitions)
    said = [words.trait(trait.name, value) for value in sorted(condition.values)]
    return f"{label}: {' hoặc '.join(said)}"


def show_indicators(group: IndicatorGroup) -> list[dict[str, Any]]:
    """The indicators of a group: what over what, against which targets."""
    return [
        {
            "id": one.id,
            "label": one.label,
            "kind": one.kind,
            "parts": [
                {"numerator": _sum(part.numerator), "denominator": _sum(part.denominator)}
                for part in one.parts
            ],
            "targets": {level: spell_target(target) for level, target in one.targets.items()},
            "rooms": sorted(one.rooms),
            "not_from_events": one.not_from_events,
            "supplied_by": one.supplied_by,
            "left_out": list(one.left_out),
            "bound": one.bound or None,
            "doubt": _sum(one.doubt) or None,
            "status": one.provenance.status,
            "basis": list(one.provenance.basis),
        }
        for one in group.indicators
    ]


def _sum(side: Sequence[Operand]) -> str:
    """`form(01).d23 - form(01).d40`, as the file says it."""
    said = " ".join(f"{'-' if o.sign < 0 else '+'} {name(o)}" for o in side)
    return said.removeprefix("+ ")


def all_shown(definitions: Definitions) -> tuple[Form | ListDefinition, ...]:
    return (*definitions.forms, *definitions.lists)
