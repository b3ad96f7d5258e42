"""events/*.yaml: loại sự kiện."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.catalogue import EventType
from projections.definitions import Track
from projections.finer import KINDS
from thongke.definitions.problems import Problems
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor

TOPICS = ("criminal", "custody", "enforcement", "civil", "supervision")
WITHOUT_ROWS = frozenset({"event_annulled"})  # takes another event out; moves nothing itself
ROW = (*HEAD, "label", "code", "kinds", "subject", "requires", "allows", "finer")


def read_events(files: Iterable[Cursor], problems: Problems) -> list[EventType]:
    found: dict[str, EventType] = {}
    for file in files:
        with problems.gathering():
            top = file.table((*HEAD, "topic", "events"), required=(*HEAD, "topic", "events"))
            provenance = head(top)
            topic = top["topic"].choice(TOPICS, "topic")
            for name, cursor in top["events"].table().items():
                with problems.gathering():
                    row = cursor.table(ROW, required=("label", "kinds"))
                    if name in found:
                        raise cursor.refuse(
                            f'event type "{name}" stands twice (also under {found[name].topic})',
                            "accepted once",
                        )
                    found[name] = EventType(
                        name=name,
                        label=row["label"].text(),
                        code=None if _empty(row, "code") else row["code"].text(),
                        topic=topic,
                        articles=of_row(row, provenance).basis,
                        kinds=row["kinds"].texts(),
                        needs_subject=row["subject"].flag() if "subject" in row else True,
                        requires=row["requires"].texts() if "requires" in row else (),
                        allows=row["allows"].texts() if "allows" in row else (),
                        provenance=of_row(row, provenance),
                        finer=_finer(row["finer"]) if "finer" in row else (),
                    )
    return list(found.values())


def check_events(files: Iterable[Cursor], tracks: Mapping[str, Track], problems: Problems) -> None:
    """A type or kind that no procedure knows would be accepted and then do nothing at all."""
    moving = {row.event for track in tracks.values() for row in track.transitions}
    kinds = {kind for track in tracks.values() for kind in track.kinds}
    for file in files:
        for name, cursor in file.table()["events"].table().items():
            if name not in moving | WITHOUT_ROWS:
                cursor.refuse(
                    f'no procedure row says what "{name}" does',
                    "expected a row: moves, or stays where it is merely recorded",
                )
            for kind in cursor.table()["kinds"].items():
                with problems.gathering():
                    kind.choice(kinds, "kind of subject")


def _finer(cursor: Cursor) -> tuple[str, ...]:
    return tuple(item.choice(KINDS, "part of a subject") for item in cursor.items())


def _empty(row: dict[str, Cursor], key: str) -> bool:
    return key not in row or row[key].empty
