"""A form on paper says what the form says, and the same form is the same file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from events.moves import moves
from projections.calendar import Period
from store.filled import Filled, fill
from thongke import printed, spreadsheet
from thongke.assembly import assemble
from thongke.files import read_events
from thongke.paper import COLUMNS, laid_out

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example" / "one-case.jsonl"
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
TODAY = date(2026, 11, 22)


def filled(form: str) -> Filled:
    assembly = assemble()
    told = moves(record for _, record in read_events(EXAMPLE, assembly.codec))
    spans = assembly.meaning.derive(told).spans
    definition = assembly.definitions.form(form, MARCH.start)
    assert definition is not None
    labels = {"K01-03": ("K01-03",)}
    return fill(spans, assembly.definitions, definition, labels, MARCH)["K01-03"]


def test_the_rows_on_paper_are_the_cells_of_the_form_and_say_that_they_are_inferred() -> None:
    paper = laid_out(filled("02"), assemble().definitions, TODAY)

    assert paper.headings == (COLUMNS,)
    resumed = next(row for row in paper.rows if row[1] == "P02-A06v")
    assert resumed == (
        "Số tạm đình chỉ phục hồi điều tra trong kỳ (vụ án)", "P02-A06v", None, 1, "suy luận"
    )  # fmt: skip


def test_a_form_by_offence_has_its_total_first_and_a_row_for_the_case() -> None:
    paper = laid_out(filled("10"), assemble().definitions, TODAY)

    assert paper.rows[0][0] == "Tổng số"
    assert [row[1] for row in paper.rows] == [1, 1]  # c3: one case to investigate, under Điều 173
    assert "173" in str(paper.rows[1][0])


def test_the_workbook_holds_the_same_rows(tmp_path: Path) -> None:
    one = filled("02")
    spreadsheet.write(tmp_path / "b02.xlsx", [one], assemble().definitions, TODAY)

    sheet = load_workbook(tmp_path / "b02.xlsx")["K01-03"]

    values = {row[1]: row[3] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert {cell: values[cell] for cell in ("P02-A06v", "P02-A44v")} == {
        "P02-A06v": 1,
        "P02-A44v": 0,
    }


@pytest.mark.parametrize("form", ("02", "10"))
def test_the_same_form_of_the_same_day_prints_the_same_file(form: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    for path in (first, second):
        printed.write(path, [filled(form)], assemble().definitions, TODAY)

    assert first.read_bytes().startswith(b"%PDF-")
    assert first.read_bytes() == second.read_bytes()
