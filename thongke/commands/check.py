"""`thongke check`: formulas, findings and numbers of documents of a unit and period, judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from sqlalchemy import Connection

from projections import register
from projections.calendar import Period
from projections.definitions import Definitions
from store.everywhere import judged
from store.filled import Verdict
from store.findings import findings_of
from store.numbers import numbers_of
from store.waivers import standing
from thongke import asking
from thongke.assembly import assemble
from thongke.commands import options
from thongke.servers import database
from thongke.settings import Settings


@click.command("check")
@options.units
@options.period
@click.option(
    "--form", "forms", multiple=True, metavar="F",
    help="Formulas of these alone; default: of every form and list, and findings.",
)  # fmt: skip
def command(units: tuple[str, ...], period: str, forms: tuple[str, ...]) -> int:
    """Judge formulas, findings and numbers of documents; exit 1 when something blocks.

    What was waived is named, and blocks no more.
    """
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    labels = asking.units_of(definitions, units, asked)
    homes = [
        d for d in definitions.asked
        if d.provenance.holds_on(asked.start) and (not forms or d.id in forms)
    ]  # fmt: skip
    if missing := set(forms) - {d.id for d in homes}:
        asking.home_of(definitions, missing.pop(), asked)
    checked, blocking = 0, 0
    with database(Settings.read()) as engine, engine.connect() as connection:
        for home in homes:
            found = judged(connection, definitions, home, labels, asked)
            for unit, verdicts in found.items():
                checked += sum(verdict.holds is not None for verdict in verdicts)
                blocking += sum(verdict.blocks for verdict in verdicts)
                for failed in (verdict for verdict in verdicts if verdict.failed):
                    click.echo(f"{unit} {home.id} {_failure(failed)}")
        for unit, codes in labels.items() if not forms else ():
            for said, blocks in _doubts(connection, definitions, codes, asked):
                blocking += blocks
                click.echo(f"{unit} {said}")
    click.echo(f"{checked} công thức đã kiểm tra, {blocking} lỗi chặn gửi")
    return 1 if blocking else 0


def _failure(verdict: Verdict) -> str:
    known = f" – {verdict.known.spelled}" if verdict.known.errors else ""
    said = f"{verdict.id} [{verdict.severity}] {verdict.spelled}{known}"
    return f"{said} – hồ sơ: {', '.join(verdict.dossiers)}{_waived(verdict.waived)}"


def _doubts(
    connection: Connection, definitions: Definitions, codes: Sequence[str], period: Period
) -> Iterator[tuple[str, bool]]:
    """Findings, and what numbers of documents tell: words, and whether it blocks."""
    found = [
        *findings_of(connection, codes, period),
        *numbers_of(connection, definitions, codes, period),
    ]
    waivers = standing(connection, [row["event_id"] for row in found])
    for row in found:
        known = register.of_finding(definitions, row["code"])
        waiver = waivers.get((row["event_id"], row["code"]))
        waived = waiver.spelled if waiver else ""
        errors = f" – {known.spelled}" if known.errors else ""
        said = f"{row['code']} [{known.severity or '–'}] {row['says']}{errors}"
        named = f"{said} – hồ sơ: {row['dossier']}, sự kiện {row['event_id']}{_waived(waived)}"
        yield named, known.severity == "block" and not waived


def _waived(said: str) -> str:
    return f" – đã bỏ qua: {said}" if said else ""
