"""The catalogues as published in schemas/, read as plainly as can be."""

import csv
from pathlib import Path
from typing import Any

import yaml

import schemas
from projections.agencies import Agencies
from projections.calendar import Calendar, WorkingDays
from projections.offences import Offences
from projections.units import Units

FOLDER = Path(schemas.__file__).parent / "catalogues"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


OFFENCES = Offences.from_rows(
    rows("offences"), rows("offence-clauses"), document("offence-groups")["groups"]
)
UNITS = Units.from_rows(rows("units"))
AGENCIES = Agencies.from_rows(rows("agencies"), UNITS)
CALENDAR = Calendar.from_rows(document("statistical-years")["regimes"])
_DAYS = document("holidays")
WORKING_DAYS = WorkingDays.from_rows(_DAYS["holidays"], _DAYS["working_instead"])
