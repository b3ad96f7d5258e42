"""`thongke definitions check|show`: the law as data, verified and shown."""

from __future__ import annotations

import json
from pathlib import Path

import click

from thongke.definitions import load
from thongke.definitions.check import check
from thongke.definitions.show import show, show_indicators
from thongke.errors import Refused


@click.group("definitions")
def command() -> None:
    """Load, verify and show what the offices publish (schemas/)."""


@command.command("check")
@click.option("--coverage", is_flag=True, help="Print per form what counts from events.")
@click.option("--directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_(coverage: bool, directory: Path | None) -> int:
    """Load and cross-check every definition; exit 1 when anything does not hold together."""
    report = check(directory, coverage=coverage)
    click.echo(report.spelled())
    return report.code


@command.command("show")
@click.argument("form")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_(form: str, as_json: bool) -> None:
    """Show the definition of a FORM (01), list (L1) or group of indicators (CT2)."""
    definitions = load()
    groups = {group.id: group for group in definitions.indicators}
    every = (*definitions.asked, *(group.home for group in groups.values()))
    found = next((d for d in every if d.id == form), None)
    if found is None:
        known = ", ".join(d.id for d in every)
        raise Refused(f"there is no form, list or group of indicators {form!r}; there are {known}")
    shown = show(found, definitions)
    if form in groups:
        shown["indicators"] = show_indicators(groups[form])
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(f"{shown.get('form')}  {found.title}  ({shown['status']})")
    for line in shown["lines"]:
        click.echo(f"{line['id']:<24} {line['code'] or '':<5} {line['label']}")
        click.echo(f"{'':<30} {line['counts']}")
    for one in shown["checks"]:
        click.echo(f"{one['id']:<24} {one['formula']}")
    for one in shown.get("indicators", ()):
        click.echo(f"{one['id']:<8} {one['label']}")
        for part in one["parts"]:
            below = f"  /  {part['denominator']}" if part["denominator"] else ""
            click.echo(f"{'':<8} {part['numerator'] or '?'}{below}")
        targets = "; ".join(f"{level} {target}" for level, target in one["targets"].items())
        click.echo(f"{'':<8} {targets}")
        if one["not_from_events"]:
            click.echo(f"{'':<8} {one['not_from_events']} ({one['supplied_by']})")
