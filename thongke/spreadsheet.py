"""Bảng tính: filled forms as a workbook, one sheet a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from projections.definitions import Definitions
from store.filled import Filled
from store.rollup import Rollup
from thongke.paper import Paper, laid_out

TITLE = 31  # letters that a sheet's name may have


def write(
    path: Path,
    filled: Sequence[Filled],
    definitions: Definitions,
    made_on: date,
    beside: Mapping[str, Rollup | None] = {},  # by unit
) -> None:
    """Write the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in filled:
        _fill_sheet(
            book.create_sheet(one.unit[:TITLE]),
            laid_out(one, definitions, made_on, beside.get(one.unit)),
        )
    book.save(path)


def _fill_sheet(sheet: Worksheet, paper: Paper) -> None:
    for words in (*((word,) for word in paper.head), *paper.headings):
        sheet.append(words)
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=len(words) > 1)
    for number, row in enumerate(paper.rows):
        sheet.append(row)
        indent = int(number in paper.indented)
        sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=indent, wrap_text=True)
    sheet.column_dimensions["A"].width = 90 if len(paper.headings) == 1 else 60
