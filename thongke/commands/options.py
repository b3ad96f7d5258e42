"""What commands ask for in the same words: units, a period, a moment, the shape of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_ANY = "K01-03; T01+ with all below, T01+K its regions, T01+P its rooms; K01-01,K01-03"

unit = click.option("--unit", required=True, metavar="U", help=f"{_ANY}.")
units = click.option(
    "--unit",
    "units",
    multiple=True,
    required=True,
    metavar="U",
    help=f"{_ANY}; several times, or `all`.",
)
period = click.option(
    "--period",
    required=True,
    metavar="P",
    help="2026-01, 2026-Q1, 2026-H1, 2026-Y, or 2025-10-01..2026-01-01.",
)
as_of = click.option(
    "--as-of", metavar="TIME", help="As known at a moment, or at a journal position."
)


def as_json(one: str) -> Callable[[Command], Command]:
    """One JSON object for each `one` of the answer."""
    return click.option("--json", "as_json", is_flag=True, help=f"One JSON object {one}.")
