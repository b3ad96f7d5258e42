"""columns of lists/*.yaml: cột của danh sách, phụ lục."""

from __future__ import annotations

from collections.abc import Mapping

from events.catalogue import EventType
from projections.definitions import ListColumn
from thongke.definitions.lines import Frame
from thongke.definitions.problems import nearest
from thongke.definitions.reading import Cursor

OF_LINE = "line."
DECLARED = ("not_from_events", "supplied_by")
FACTS = (
    *("number", "on", "agency", "article", "ground", "outcome", "penalty"),
    *("level", "in_force_on", "received_on", "limitation_on"),
)
PLACES = ("first_event", "last_event")
# Of the person, wherever the dossier of their custody lies.
CUSTODY = ("time", "end", "facility")
# Of the row itself, and of what its documents said last.
OWN = (
    *("stt", "sealed", "form_row", "overdue_days"),
    *("provision", "prosecutor", "facility", "linked"),
)
SPAN_COLUMNS = (
    *("dossier", "subject", "kind", "person", "track", "stage", "standing", "unit", "agency_unit"),
    *("since", "came_by", "since_event", "until", "left_by", "until_event"),
    *("limit_on", "counsel_on"),
)


def read_columns(
    cursor: Cursor, frame: Frame, events: Mapping[str, EventType]
) -> tuple[ListColumn, ...]:
    columns: dict[str, ListColumn] = {}
    for place in cursor.items():
        with cursor.problems.gathering():
            column = _column(place, frame, events)
            if column.id in columns:
                name = place.table()["id"]
                raise name.refuse(f'column "{column.id}" stands twice', "accepted once")
            columns[column.id] = column
    return tuple(columns.values())


def _column(place: Cursor, frame: Frame, events: Mapping[str, EventType]) -> ListColumn:
    """From spans and events, or declared: why no document states it, and who fills it in."""
    row = place.table(("id", "label", "from", "source"), required=("id", "label"))
    id, label = row["id"].text(), row["label"].text()
    if ("from" in row) == ("source" in row):
        raise place.refuse(
            f'column "{id}" has {"both from and source" if "from" in row else "no source"}',
            "expected from: ..., or source: {not_from_events: reason, supplied_by: who}",
        )
    if "from" in row:
        _check_source(row["from"], frame, events)
        return ListColumn(id=id, label=label, source=row["from"].text())
    said = row["source"].table(DECLARED, required=DECLARED)
    reason, supplier = (said[key].text() for key in DECLARED)
    return ListColumn(
        id=id, label=label, source="declared", not_from_events=reason, supplied_by=supplier
    )


def _check_source(cursor: Cursor, frame: Frame, events: Mapping[str, EventType]) -> None:
    """A span column, a fact of an event of the subject, the sealed identity, the row's number…"""
    source = cursor.text()
    head, _, rest = source.partition(".")
    name, _, fact = rest.partition(".")
    match head if rest else "":
        case "event":
            _one_of(cursor, "event type", name, events)
            _one_of(cursor, "fact", fact, FACTS)
        case "history":
            if name not in PLACES:
                raise cursor.refuse(f'unknown place "{name}"', "accepted: first_event, last_event")
            _one_of(cursor, "fact", fact, FACTS)
        case "each":
            _one_of(cursor, "event type", rest, events)
        case "custody":
            _one_of(cursor, "fact of custody", rest, CUSTODY)
        case "line":
            pass  # looked up when all lines are read
        case _:
            known = (*OWN, *SPAN_COLUMNS, *frame.words.traits)
            _one_of(cursor, "source", source, known, "event.", "history.", "each.", "custody.")


def _one_of(
    cursor: Cursor, what: str, found: str, known: Mapping[str, object] | tuple[str, ...], *more: str
) -> None:
    if found not in known:
        raise cursor.refuse(f'unknown {what} "{found}"', nearest(found, (*known, *more)))
