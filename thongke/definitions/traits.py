"""traits.yaml: đặc điểm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from projections.definitions import Trait, TraitKind
from projections.violations import Violations
from thongke.definitions.problems import Problems
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor

KINDS = ("place", "entry", "leaving", "person", "period_end", "date")


def read_traits(file: Cursor, problems: Problems) -> dict[str, Trait]:
    traits: dict[str, Trait] = {}
    with problems.gathering():
        top = file.table((*HEAD, "traits"), required=(*HEAD, "traits"))
        provenance = head(top)
        for name, cursor in top["traits"].table().items():
            with problems.gathering():
                row = cursor.table(
                    (*HEAD, "label", "kind", "values", "set_valued"), required=("label", "kind")
                )
                kind = cast(TraitKind, row["kind"].choice(KINDS, "kind of trait"))
                if name.startswith("left_") != (kind == "leaving"):
                    raise cursor.refuse(
                        f'"{name}" is of kind {kind}',
                        "accepted: names beginning with left_ for kind leaving, and no others",
                    )
                words = _values(row["values"]) if "values" in row else {}
                traits[name] = Trait(
                    name=name,
                    label=row["label"].text(),
                    kind=kind,
                    values=frozenset(words),
                    words=words,
                    set_valued=row["set_valued"].flag() if "set_valued" in row else False,
                    provenance=of_row(row, provenance),
                )
    return traits


def closed(traits: Mapping[str, Trait], violations: Violations) -> dict[str, Trait]:
    """The traits whose values a catalogue lists: a line that names another is refused."""
    words = {
        "violation": {code: each.label for code, each in violations.codes.items()},
        "violator": dict(violations.violators),
    }
    listed = {
        name: replace(traits[name], values=frozenset(said), words=said)
        for name, said in words.items()
        if name in traits
    }
    return {**traits, **listed}


def _values(cursor: Cursor) -> dict[str, str]:
    """The closed values, each with what people read."""
    return {value: words.text() for value, words in cursor.table().items()}
