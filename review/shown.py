"""Cách viết: dates and numbers as Vietnamese readers write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = timezone(timedelta(hours=7))


def environment(templates: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "moment": moment, "number": number}
    return made


def day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(_HERE):%H:%M:%S ngày %d/%m/%Y}"


def number(value: int) -> str:
    """1234567: 1.234.567."""
    return f"{value:,}".replace(",", ".")
