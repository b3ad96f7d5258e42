"""Hồ sơ: who may write a dossier now. A dossier's meaning depends on its own events alone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text


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
