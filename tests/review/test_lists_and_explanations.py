"""Rows of lists and explanations: the right document of several, and as many as the cell says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import review_story
from review_story import POLICE, THEFT, UNIT, event
from sqlalchemy import Connection, Engine

from projections.calendar import Period
from projections.definitions import Line, ListDefinition
from store.explain import explained
from store.figures import figures
from store.lists import listed, members
from store.recorder import record
from thongke.assembly import assemble

DEFINITIONS = assemble().definitions
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def suspended_twice() -> list[dict[str, Any]]:
    """Suspended in February, resumed in March; suspended again in May, resumed in June."""
    steps = [
        ("case_prosecuted", date(2026, 1, 12), "01/KT"),
        ("investigation_suspended", date(2026, 2, 2), "02/TDC"),
        ("suspension_cancelled", date(2026, 3, 2), "03/HB"),
        ("investigation_resumed", date(2026, 3, 3), "04/PH"),
        ("investigation_suspended", date(2026, 5, 4), "05/TDC"),
        ("investigation_resumed", date(2026, 6, 8), "06/PH"),
    ]
    v = {"id": "v", "kind": "case", "charges": [THEFT]}
    why = {"investigation_suspended": {"ground": "229.1.c"}}
    return [
        event("HS-G7", n, type, on, [v], POLICE, decision={"number": number}, **why.get(type, {}))
        for n, (type, on, number) in enumerate(steps, 1)
    ]


@pytest.fixture(scope="module")
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        record(connection, review_story.admitted(suspended_twice()), assemble().meaning)
    with engine.connect() as connection:
        yield connection


def pl01() -> ListDefinition:
    found = DEFINITIONS.list("PL01", YEAR.start)
    assert found is not None
    return found


def rows(connection: Connection, line: str) -> list[dict[str, str | None]]:
    found = listed(connection, DEFINITIONS, pl01(), [UNIT], YEAR, line)
    return [row for row in found.rows if row["dossier"] == "HS-G7"]


def test_each_suspension_shows_its_own_decision_and_its_own_resumption(
    connection: Connection,
) -> None:
    first, second = rows(connection, "newv")
    assert (first["suspended_number"], first["resumed_number"]) == ("02/TDC", "04/PH")
    assert (second["suspended_number"], second["resumed_number"]) == ("05/TDC", "06/PH")
    assert (first["case_number"], second["case_number"]) == ("01/KT", "01/KT")


def test_each_resumption_shows_the_suspension_that_it_ended(connection: Connection) -> None:
    first, second = rows(connection, "resumedv")
    assert (first["resumed_number"], first["suspended_number"]) == ("04/PH", "02/TDC")
    assert (second["resumed_number"], second["suspended_number"]) == ("06/PH", "05/TDC")


def test_a_list_of_every_line_says_which_line_a_row_is_of(connection: Connection) -> None:
    found = listed(connection, DEFINITIONS, pl01(), [UNIT], YEAR)
    assert found.columns[0].label == "Mục"
    sizes = figures(connection, pl01().lines, {UNIT: [UNIT]}, YEAR)[UNIT]
    assert len(found.rows) == sum(sizes.values())
    assert {row["line"] for row in found.rows} == {line for line, n in sizes.items() if n}
    assert all(set(row) >= {column.id for column in found.columns} for row in found.rows)


def test_every_line_of_every_list_has_as_many_rows_as_its_size(connection: Connection) -> None:
    for one in DEFINITIONS.lists:
        sizes = figures(connection, one.lines, {UNIT: [UNIT]}, YEAR)[UNIT]
        for line in one.lines:
            assert len(members(connection, line, [UNIT], YEAR)) == sizes[line.id], line.id


def test_who_still_stands_there_at_the_end_has_not_left(connection: Connection) -> None:
    """The second suspension ends in June: a list of May does not know how."""
    may = Period(date(2026, 5, 1), date(2026, 6, 1))
    found = listed(connection, DEFINITIONS, pl01(), [UNIT], may, "openv").rows
    (row,) = [row for row in found if row["dossier"] == "HS-G7"]
    assert (row["left_by"], row["until"]) == (None, None)
    (first, _) = rows(connection, "resumedv")
    assert (first["left_by"], first["until"]) == ("phục hồi", "03/03/2026")


def line_of(form: str, cell: str) -> Line:
    home = DEFINITIONS.form(form, YEAR.start)
    found = home.line(cell) if home else None
    assert found is not None
    return found


def test_a_cell_is_explained_by_its_spans_and_the_documents_that_made_them(
    connection: Connection,
) -> None:
    found = explained(connection, DEFINITIONS, line_of("02", "P02-A06v"), [UNIT], YEAR)
    assert len({one.key for one in found}) == 2
    first, _ = found
    assert [(e.role, e.document.number) for e in first.events] == [
        ("since", "04/PH"),
        ("until", "05/TDC"),
    ]
    assert first.spelled.startswith("hồ sơ HS-G7, vụ án v: Đang điều tra, ")
    assert "từ 03/03/2026 (phục hồi) đến 04/05/2026 (tạm đình chỉ)" in first.spelled
    assert first.events[0].spelled.startswith("vào: ")
    said = first.as_json()
    assert (said["span"]["since"], said["events"][0]["event_id"]) == ("2026-03-03", "HS-G7.4")


def test_what_was_not_yet_known_explains_nothing(connection: Connection) -> None:
    line = line_of("02", "P02-A06v")
    assert explained(connection, DEFINITIONS, line, [UNIT], YEAR, as_of=1) == []
