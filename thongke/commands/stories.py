"""`thongke stories FILE`: case stories against what the product counts."""

from __future__ import annotations

from pathlib import Path

import click

from thongke.assembly import assemble
from thongke.stories.run import run


@click.command("stories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="ID", help="Only these stories.")
def command(file: Path, only: tuple[str, ...]) -> int:
    """Tell the stories of FILE to the product and compare every expected cell.

    Each story is recorded twice through the live path, in the order of telling (in one batch
    between two closings) and in the order of arrival (message by message). Exit 1 when a cell
    differs or something told is not understood; the rest is counted all the same.
    """
    report = run(file, assemble(), frozenset(only))
    click.echo(report.spelled())
    return report.code
