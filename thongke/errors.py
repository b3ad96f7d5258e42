"""Lỗi: what a command tells its user, and with which exit code, when something is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from confluent_kafka import KafkaException
from sqlalchemy.exc import OperationalError

from events.unreadable import Unreadable
from ops.local import ServerFailed
from projections.calendar import UnknownPeriod
from projections.units import UnknownUnit
from store.quarantine import NotWaiting
from streams.publish import BrokerUnreachable, NotPublished
from thongke.definitions import DefinitionError
from thongke.files import UnreadableFile
from thongke.servers import Unreachable
from thongke.wire import Unpublishable

UNREADABLE, UNREACHABLE = 2, 3


class Refused(Exception):
    """What was asked cannot be done; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Told:
    message: str
    code: int


def explain(error: Exception) -> Told | None:
    """Words and exit code for errors that a user can mend; None for our own mistakes."""
    match error:
        case Unreachable() | ServerFailed() | BrokerUnreachable() | NotPublished():
            return Told(str(error), UNREACHABLE)
        case OperationalError():
            return Told(f"the database cannot be reached: {error.orig}", UNREACHABLE)
        case KafkaException():
            return Told(f"the broker cannot be reached: {error}", UNREACHABLE)
        case Refused() | UnknownPeriod() | UnknownUnit() | DefinitionError() | UnreadableFile():
            return Told(str(error), UNREADABLE)
        case Unreadable() | Unpublishable() | NotWaiting():
            return Told(str(error), UNREADABLE)
        case FileNotFoundError() | IsADirectoryError() | PermissionError():
            return Told(f"{error.filename}: {error.strerror}", UNREADABLE)
        case _:
            return None
