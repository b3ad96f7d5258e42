"""`thongke waive`: let a finding or a formula pass, with who and why; or take that back."""

from __future__ import annotations

import click
from sqlalchemy import Connection

from projections.definitions import Definitions
from store.everywhere import judged
from store.waivers import (
    Formula,
    NotWaivable,
    waive,
    waive_formula,
    withdraw,
    withdraw_formula,
)
from thongke import asking
from thongke.assembly import assemble
from thongke.errors import Refused
from thongke.servers import database
from thongke.settings import Settings


@click.command("waive")
@click.argument("what", nargs=-1, required=True, metavar="EVENT CODE | FORM FORMULA")
@click.option("--unit", metavar="U", help="Of a formula: the unit, as `thongke check` was asked.")
@click.option("--period", metavar="P", help="Of a formula: the period, 2026-03, 2026-H1, …")
@click.option("--who", required=True, help="Who lets it pass, or takes that back.")
@click.option("--why", help="Why it may pass; kept with it.")
@click.option("--withdraw", "back", is_flag=True, help="Take a waiver back; it stays on record.")
def command(
    what: tuple[str, ...],
    unit: str | None,
    period: str | None,
    who: str,
    why: str | None,
    back: bool,
) -> None:
    """Let the finding CODE on the document EVENT pass, or the FORMULA of a FORM or list.

    A formula passes for one unit and period. Figures do not change.
    """
    if back == (why is not None):
        raise Refused("expected one of --why and --withdraw")
    if len(what) != 2 or (unit is None) != (period is None):
        raise Refused("expected EVENT CODE, or FORM FORMULA with --unit and --period")
    definitions = assemble().definitions
    with database(Settings.read()) as engine, engine.begin() as connection:
        try:
            if unit is not None and period is not None:
                formula = _formula(definitions, *what, unit, period)
                _waive_formula(connection, definitions, formula, who, why)
            elif why is None:
                withdraw(connection, *what, who)
            else:
                waive(connection, definitions, *what, who, why)
        except NotWaivable as error:
            raise Refused(str(error)) from None
    click.echo(f"{' '.join(what)}: {'đã rút' if back else 'đã bỏ qua'}")


def _formula(definitions: Definitions, home: str, id: str, unit: str, period: str) -> Formula:
    asked = asking.period_of(definitions, period)
    found = asking.home_of(definitions, home, asked)
    codes = asking.units_of(definitions, [unit], asked, found).get(unit)
    if codes is None:
        raise Refused("a formula is waived for one unit, or for one sum of units")
    return Formula(home=home, id=id, unit=unit, codes=codes, period=asked)


def _waive_formula(
    connection: Connection, definitions: Definitions, formula: Formula, who: str, why: str | None
) -> None:
    """Only what fails can be waived: it is judged now, and what it says is kept."""
    if why is None:
        return withdraw_formula(connection, formula, who)
    home = asking.home_of(definitions, formula.home, formula.period)
    units = {formula.unit: formula.codes}
    verdicts = judged(connection, definitions, home, units, formula.period)[formula.unit]
    told = next((verdict for verdict in verdicts if verdict.id == formula.id), None)
    if told is None:
        ids = ", ".join(verdict.id for verdict in verdicts)
        raise Refused(f"{formula.home} has no formula {formula.id!r}; there are {ids}")
    if not told.failed:
        raise NotWaivable(f"{formula.id} của {formula.unit} đang đúng, không có gì để bỏ qua")
    waive_formula(connection, formula, told.known, told.spelled, who, why)
