"""Bảng tính: filled forms as a workbook, one sheet a unit, in the official order of columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from projections.definitions import Definitions, Form
from projections.words import Words
from store.filled import Filled
from thongke.asking import STATUS

COLUMNS = ("TIÊU CHÍ", "MÃ DÒNG", "SỐ LIỆU HIỆU CHỈNH", "SỐ LIỆU HỆ THỐNG", "GHI CHÚ")


def write(path: Path, filled: Sequence[Filled], definitions: Definitions, made_on: date) -> None:
    """Write the workbook; inferred rows say so in GHI CHÚ."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in filled:
        _sheet(book.create_sheet(one.unit), one, definitions, made_on)
    book.save(path)


def _sheet(sheet: Worksheet, filled: Filled, definitions: Definitions, made_on: date) -> None:
    unit = definitions.units.label(filled.unit.rstrip("+"), filled.period.start)
    head = (
        f"{unit}{' và các đơn vị cấp dưới' if filled.unit.endswith('+') else ''}",
        f"Biểu số {filled.definition.id} – {filled.definition.title}",
        f"Kỳ {filled.period}; lập ngày {made_on:%d/%m/%Y}",
    )
    for words in head:
        sheet.append([words])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    form = filled.definition
    if isinstance(form, Form) and form.by:
        _rows(sheet, filled, form, definitions)
        return
    sheet.append(COLUMNS)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for line in form.lines:
        known = line.not_from_events is None
        note = STATUS[line.provenance.status] if known else f"{line.not_from_events}"
        sheet.append(
            [
                line.label,
                line.code or line.id,
                None,
                filled.cells.get(line.id) if known else None,
                note,
            ]
        )
        indent = 1 if line.parent else 0
        sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=indent, wrap_text=True)
    sheet.column_dimensions["A"].width = 90


def _rows(sheet: Worksheet, filled: Filled, form: Form, definitions: Definitions) -> None:
    """A form by offence: its columns under their headings, a row for each offence."""
    sheet.append(["", *(line.group for line in form.lines)])
    sheet.append(["DÒNG", *(line.label for line in form.lines)])
    sheet.append(["", *(line.code or line.id for line in form.lines)])
    for row in sheet.iter_rows(sheet.max_row - 2, sheet.max_row):
        for cell in row:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True)
    words = Words.of(definitions)
    for value in filled.rows:
        cells = (filled.cells[f"{value}.{line.id}"] for line in form.lines)
        sheet.append([words.row(form, value), *cells])
    sheet.column_dimensions["A"].width = 60
