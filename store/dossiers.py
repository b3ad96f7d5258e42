"""Hồ sơ: which dossiers must be read together, and who may write them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

Pair = tuple[str, str]


def together(connection: Connection, dossiers: Collection[str]) -> set[str]:
    """The dossiers and all that corrections tie to them, however far."""
    found = connection.execute(
        text(
            "WITH RECURSIVE reached (dossier) AS ("
            " SELECT unnest(CAST(:dossiers AS text[]))"
            " UNION SELECT c.other FROM reached r JOIN crossing c ON c.dossier = r.dossier)"
            " SELECT dossier FROM reached"
        ),
        {"dossiers": sorted(dossiers)},
    )
    return set(found.scalars())


def lock(connection: Connection, dossiers: Collection[str]) -> None:
    """Hold the dossiers until commit. Always in order, so that two writers wait, never block."""
    connection.execute(
        text(
            "INSERT INTO dossier (dossier) SELECT d FROM unnest(CAST(:dossiers AS text[])) AS d"
            " ORDER BY d ON CONFLICT DO NOTHING"
        ),
        {"dossiers": sorted(dossiers)},
    )
    connection.execute(
        text(
            "SELECT FROM dossier WHERE dossier = ANY(CAST(:dossiers AS text[]))"
            " ORDER BY dossier FOR UPDATE"
        ),
        {"dossiers": sorted(dossiers)},
    )


def tie(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Remember that a correction in one dossier names an event of the other."""
    rows = [
        {"dossier": one, "other": other}
        for pair in sorted(set(pairs))
        for one, other in (pair, pair[::-1])
    ]
    if rows:
        connection.execute(
            text(
                "INSERT INTO crossing (dossier, other) VALUES (:dossier, :other)"
                " ON CONFLICT DO NOTHING"
            ),
            rows,
        )


def touch(connection: Connection, dossiers: Collection[str], position: int) -> None:
    """Note that events of the dossiers were recorded at a position."""
    connection.execute(
        text(
            "UPDATE dossier SET last_position = :position,"
            " first_position = coalesce(first_position, :position)"
            " WHERE dossier = ANY(CAST(:dossiers AS text[]))"
        ),
        {"position": position, "dossiers": sorted(dossiers)},
    )
