"""catalogues/: danh mục. Short ones are YAML; a long table is a CSV beside its YAML."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from projections.agencies import Agencies
from projections.calendar import Calendar, WorkingDays
from projections.offences import Offences
from projections.units import Units
from projections.violations import Violations
from thongke.definitions.problems import Problem, Problems, Refused
from thongke.definitions.provenance import HEAD, head
from thongke.definitions.reading import Cursor, Node, read

Catalogue = TypeVar("Catalogue")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Catalogues:
    offences: Offences
    units: Units
    agencies: Agencies
    calendar: Calendar
    working_days: WorkingDays
    violations: Violations


def read_catalogues(texts: Mapping[str, str], problems: Problems) -> Catalogues | None:
    """None when something in them is refused."""
    before = len(problems.found)
    tables = {name: _table(name, texts, problems) for name in ("offences", "offence-clauses")}
    tables |= {name: _table(name, texts, problems) for name in ("units", "agencies")}
    tables["violations"] = _table("violations", texts, problems, ("violators",))
    violators = _words("violations", "violators", texts, problems)
    groups = _lists("offence-groups", ("groups",), texts, problems)
    years = _lists("statistical-years", ("regimes",), texts, problems)
    days = _lists("holidays", ("holidays", "working_instead"), texts, problems)
    if len(problems.found) > before:
        return None
    offences = _made(
        "offences",
        lambda: Offences.from_rows(tables["offences"], tables["offence-clauses"], groups["groups"]),
        problems,
    )
    units = _made("units", lambda: Units.from_rows(tables["units"]), problems)
    calendar = _made("statistical-years", lambda: Calendar.from_rows(years["regimes"]), problems)
    working = _made(
        "holidays",
        lambda: WorkingDays.from_rows(days["holidays"], days["working_instead"]),
        problems,
    )
    violations = _made(
        "violations", lambda: Violations.from_rows(tables["violations"], violators), problems
    )
    if offences is None or units is None or calendar is None or working is None:
        return None
    agencies = _made("agencies", lambda: Agencies.from_rows(tables["agencies"], units), problems)
    if agencies is None or violations is None:
        return None
    return Catalogues(offences, units, agencies, calendar, working, violations)


def _made(name: str, make: Callable[[], Catalogue], problems: Problems) -> Catalogue | None:
    """What a catalogue's own rules refuse is told with its file."""
    try:
        return make()
    except KeyError as error:
        _note(problems, f"catalogues/{name}", f"a row lacks {error}", "every row must have it")
    except (ValueError, TypeError) as error:
        _note(problems, f"catalogues/{name}", str(error), "see schemas/catalogues/README.md")
    return None


def _table(
    name: str, texts: Mapping[str, str], problems: Problems, beside: tuple[str, ...] = ()
) -> list[dict[str, str]]:
    """The rows of a CSV, whose header must be the columns that its YAML explains.

    `beside`: what else the YAML says.
    """
    with problems.gathering():
        file = f"catalogues/{name}.yaml"
        top = _top(file, ("rows", "columns", *beside), texts, problems)
        rows, columns = top["rows"].text(), list(top["columns"].table())
        if f"catalogues/{rows}" not in texts:
            raise top["rows"].refuse(f'there is no file "{rows}"', f"accepted: {name}.csv")
        found = csv.DictReader(texts[f"catalogues/{rows}"].splitlines())
        if list(found.fieldnames or ()) != columns:
            raise top["columns"].refuse(
                f"{rows} has the columns {', '.join(found.fieldnames or ())}",
                f"accepted: {', '.join(columns)}",
            )
        listed = []
        for row in found:
            if None in row or None in row.values():
                _note(
                    problems,
                    f"catalogues/{rows}",
                    f"line {found.line_num} has not {len(columns)} fields",
                    "accepted: one field for each column, in quotes where it holds a comma",
                )
            listed.append(row)
        return listed
    return []


def _words(name: str, key: str, texts: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Codes that the YAML beside a table explains; that it can be read, the table has seen."""
    file = f"catalogues/{name}.yaml"
    with problems.gathering():
        cursor = read(file, texts.get(file, ""), problems)
        if cursor is not None:
            return {code: words.text() for code, words in cursor.table()[key].table().items()}
    return {}


def _lists(
    name: str, keys: tuple[str, ...], texts: Mapping[str, str], problems: Problems
) -> dict[str, Rows]:
    with problems.gathering():
        top = _top(f"catalogues/{name}.yaml", keys, texts, problems)
        return {key: [_plain(item.node) for item in top[key].items()] for key in keys}
    return {}


def _top(
    file: str, keys: tuple[str, ...], texts: Mapping[str, str], problems: Problems
) -> dict[str, Cursor]:
    if file not in texts:
        raise _note(problems, file, "there is no such file", "expected among the catalogues")
    cursor = read(file, texts[file], problems)
    if cursor is None:
        raise _note(problems, file, "cannot be read", "see above")
    top = cursor.table((*HEAD, "label", *keys), required=(*HEAD, "label", *keys))
    head(top)
    return top


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(item) for item in node.value]
    return node.value


def _note(problems: Problems, file: str, found: str, accepted: str) -> Refused:
    problems.add(Problem(file, "", found, accepted))
    return Refused()
