"""Kiểm toán: say everything again from the journal, and compare with what stands.

After anything at all the difference must be empty. `rebuild` is the same path with writing, for
when a definition has changed (or somebody has changed rows behind our back).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, text

from projections.meaning import Meaning
from store import dossiers as held
from store import journal
from store.difference import SHAPES, Difference, difference

_AT_ONCE = 2000
_SHOWN = 20
_NAMES = {"span": "khoảng", "finding": "điều cần xem"}


@dataclass(frozen=True, slots=True)
class Audit:
    """What was recounted, as of which position, and every row that differs."""

    position: int
    dossiers: int
    moves: int
    extra: dict[str, pl.DataFrame]  # by table: stands, but the events do not imply it
    missing: dict[str, pl.DataFrame]  # by table: implied, but does not stand

    @property
    def differences(self) -> int:
        return sum(len(f) for frames in (self.extra, self.missing) for f in frames.values())

    def spelled(self) -> str:
        """For people: the counts, and the first differences of each kind."""
        told = [
            f"Đã tính lại {self.dossiers} hồ sơ, {self.moves} bước chuyển"
            f" tại vị trí {self.position}: {self.differences} chênh lệch."
        ]
        kinds = (("thừa", self.extra), ("thiếu", self.missing))
        for table in SHAPES:
            for word, frames in kinds:
                rows = frames[table]
                if len(rows):
                    told.append(f"{_NAMES[table]} {word}: {len(rows)}")
                    told += [f"  {_row(row)}" for row in rows.head(_SHOWN).to_dicts()]
        return "\n".join(told)


def audit(
    connection: Connection,
    meaning: Meaning,
    dossiers: Sequence[str] | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Audit:
    """Recount all dossiers (or those) without writing. `told(done, all)` follows the work.

    Everything is read as of one position, so writers may go on meanwhile.
    """
    return _recount(connection, meaning, dossiers, told, write=False)


def rebuild(
    connection: Connection,
    meaning: Meaning,
    dossiers: Sequence[str] | None = None,
    *,
    dry_run: bool,
    told: Callable[[int, int], None] | None = None,
) -> Audit:
    """The same, and write what differs, all in one transaction and at one position."""
    return _recount(connection, meaning, dossiers, told, write=not dry_run)


def _recount(
    connection: Connection,
    meaning: Meaning,
    dossiers: Sequence[str] | None,
    told: Callable[[int, int], None] | None,
    *,
    write: bool,
) -> Audit:
    wanted = _all(connection) if dossiers is None else sorted(set(dossiers))
    done = 0
    moves = 0
    found: list[Difference] = []
    position = None if write else journal.position_now(connection)
    if write:
        # Writers are kept out until commit, so that what was compared is what is written.
        held.lock(connection, wanted)
    for chunk in _chunks(wanted):
        history = journal.histories(connection, chunk, position)
        moves += len(history)
        found.append(difference(connection, meaning, chunk, history, position))
        done += len(chunk)
        if told is not None:
            told(done, len(wanted))
    extra = {t: _stack([d.extra[t] for d in found], SHAPES[t], "id") for t in SHAPES}
    missing = {t: _stack([d.missing[t] for d in found], SHAPES[t]) for t in SHAPES}
    whole = Difference(extra, missing)
    if write and whole:
        ready = whole.stage(connection)
        position = journal.take_position(connection)
        ready.write(position)
    if position is None:
        position = journal.position_now(connection)
    return Audit(position, done, moves, extra, missing)


def _all(connection: Connection) -> list[str]:
    found = connection.execute(
        text(
            "SELECT dossier FROM dossier UNION"
            " SELECT dossier FROM span WHERE retracted_at IS NULL ORDER BY 1"
        )
    )
    return list(found.scalars())


def _chunks(dossiers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(dossiers), _AT_ONCE):
        yield dossiers[start : start + _AT_ONCE]


def _stack(
    frames: list[pl.DataFrame], shape: Mapping[str, pl.DataType], *more: str
) -> pl.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if filled:
        return pl.concat(filled)
    return pl.DataFrame(schema={**shape, **dict.fromkeys(more, pl.Int64())})


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{k}={v}" for k, v in row.items() if v not in (None, "unknown"))
