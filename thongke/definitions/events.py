"""events/*.yaml: loại sự kiện."""

from __future__ import annotations

from collections.abc import Iterable

from events.catalogue import EventType
from thongke.definitions.problems import Problems
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor

TOPICS = ("criminal", "custody", "enforcement", "civil", "supervision")
ROW = (*HEAD, "label", "code", "kinds", "subject", "requires", "allows")


def read_events(
    files: Iterable[Cursor], kinds: frozenset[str], problems: Problems
) -> list[EventType]:
    """Every type of every file; `kinds` are those that some track follows."""
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
                        kinds=tuple(
                            item.choice(kinds, "kind of subject") for item in row["kinds"].items()
                        ),
                        needs_subject=row["subject"].flag() if "subject" in row else True,
                        requires=row["requires"].texts() if "requires" in row else (),
                        allows=row["allows"].texts() if "allows" in row else (),
                        provenance=of_row(row, provenance),
                    )
    return list(found.values())


def _empty(row: dict[str, Cursor], key: str) -> bool:
    return key not in row or row[key].empty
