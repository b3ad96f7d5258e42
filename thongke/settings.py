"""Cài đặt: what the environment says, read once at the door."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the servers are. None: a local one, started when it is missing."""

    database_url: str | None
    broker: str | None
    local: Path

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        url = environment.get("THONGKE_DATABASE_URL") or None
        if url and url.startswith("postgresql://"):
            url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return cls(
            database_url=url,
            broker=environment.get("THONGKE_BROKER") or None,
            local=Path(environment.get("THONGKE_LOCAL_DIR", ".local")),
        )
