"""Bản in: filled forms as a PDF, each unit beginning a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from font_roboto import Roboto, RobotoBold
from fpdf import FPDF, FontFace

from projections.definitions import Definitions
from store.filled import Filled
from store.rollup import Rollup
from thongke.paper import Paper, laid_out

COLUMNS_A_PAGE = 14  # of a form with a row for each offence: its first column stands on every page


def write(
    path: Path,
    filled: Sequence[Filled],
    definitions: Definitions,
    made_on: date,
    beside: Mapping[str, Rollup | None] = {},  # by unit
) -> None:
    """Write the PDF; the same figures of the same day give the same file."""
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_creation_date(datetime.combine(made_on, time(), UTC))
    pdf.add_font("Roboto", fname=Roboto)
    pdf.add_font("Roboto", style="B", fname=RobotoBold)
    for one in filled:
        for part in _parts(laid_out(one, definitions, made_on, beside.get(one.unit))):
            pdf.add_page()
            _print(pdf, part)
    pdf.output(str(path))


def _parts(paper: Paper) -> list[Paper]:
    """A form too wide for a page, cut into stretches of columns."""
    width = len(paper.headings[0])
    if width <= COLUMNS_A_PAGE + 1:
        return [paper]
    parts = []
    for start in range(1, width, COLUMNS_A_PAGE):
        cut = slice(start, start + COLUMNS_A_PAGE)
        headings = tuple((row[0], *row[cut]) for row in paper.headings)
        rows = tuple((row[0], *row[cut]) for row in paper.rows)
        parts.append(Paper(paper.head, headings, rows, paper.indented))
    return parts


def _print(pdf: FPDF, paper: Paper) -> None:
    for words in paper.head:
        pdf.set_font("Roboto", style="B", size=10)
        pdf.multi_cell(0, 6, words, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Roboto", size=8)
    count = len(paper.headings[0])
    widths = (60, 10, 10, 10, 10) if count == 5 else (30, *[70 / (count - 1)] * (count - 1))
    with pdf.table(
        col_widths=widths,
        num_heading_rows=len(paper.headings),
        headings_style=FontFace(emphasis="BOLD"),
        line_height=4,
        text_align=("LEFT", *["CENTER"] * (count - 1)),
    ) as table:
        for heading in paper.headings:
            table.row(heading)
        for number, row in enumerate(paper.rows):
            first = "      " + str(row[0]) if number in paper.indented else str(row[0])
            table.row([first, *("" if value is None else str(value) for value in row[1:])])
