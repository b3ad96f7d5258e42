"""Lắp ráp: definitions, meaning, codec and catalogue, loaded once and handed to the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from events.avro import Codec
from events.catalogue import Catalogue
from projections.definitions import Definitions
from projections.meaning import Meaning
from thongke.definitions import load
from thongke.wire import codec


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Everything that a worker, a page or a command needs to understand events."""

    definitions: Definitions
    meaning: Meaning
    catalogue: Catalogue
    codec: Codec


@cache
def assemble() -> Assembly:
    definitions = load()
    return Assembly(
        definitions=definitions,
        meaning=Meaning.of(definitions),
        catalogue=Catalogue.of(definitions.events),
        codec=codec(),
    )
