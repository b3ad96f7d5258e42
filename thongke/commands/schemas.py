"""`thongke schemas check|publish`: what travels on the wire, locked and compatible for ever."""

from __future__ import annotations

import click

from thongke import wire


@click.group("schemas")
def command() -> None:
    """The Avro schemas that platforms publish by."""


@command.command("check")
def check_() -> int:
    """Compare the schemas with everything ever published; exit 1 when something would break."""
    problems = wire.check()
    for problem in problems:
        click.echo(problem)
    if not problems:
        click.echo("schemas: every published version can still be read; nothing published changed")
    return 1 if problems else 0


@command.command("publish")
def publish_() -> None:
    """Record the present schemas as published versions (lock file and history)."""
    for line in wire.publish():
        click.echo(line)
