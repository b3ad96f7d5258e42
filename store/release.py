"""Thử lại: bring a message out of quarantine through the door once more."""

from __future__ import annotations

from sqlalchemy import Connection, text

from events.avro import Codec
from events.catalogue import Catalogue
from events.door import Refused, admit
from projections.meaning import Meaning
from store import quarantine
from store.recorder import record_or_refuse
from store.storable import printable


def release(
    connection: Connection, id: int, codec: Codec, catalogue: Catalogue, meaning: Meaning
) -> Refused | None:
    """None: the message is recorded now. Else why it was refused again; it stays where it is."""
    message = quarantine.lock(connection, id)
    batch = admit([message.arrival], codec, catalogue)
    refused = batch.refused or record_or_refuse(connection, batch, meaning)
    if refused:
        connection.execute(
            text("UPDATE quarantine SET reason_code = :code, reason = :reason WHERE id = :id"),
            {"id": id, "code": refused[0].code, "reason": printable(refused[0].reason)},
        )
        return refused[0]
    quarantine.decide(connection, message, "released_at", "đọc lại được")
    return None
