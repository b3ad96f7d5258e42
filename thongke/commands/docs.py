"""`thongke docs`: pages written from the definitions, and the check that they are up to date."""

from __future__ import annotations

from pathlib import Path

import click

from thongke import wire
from thongke.assembly import assemble


@click.command("docs")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when stale.")
@click.option("--directory", default="docs", type=click.Path(file_okay=False, path_type=Path))
def command(only_check: bool, directory: Path) -> int:
    """Write the reference pages for the platforms' engineers (docs/events)."""
    stale = []
    for name, text in wire.docs(assemble().definitions).items():
        page = directory / name
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not only_check:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    if not stale:
        click.echo("docs: up to date")
        return 0
    if only_check:
        click.echo(f"docs: stale, run `thongke docs`: {', '.join(stale[:8])}")
        return 1
    click.echo(f"docs: wrote {len(stale)} pages")
    return 0
