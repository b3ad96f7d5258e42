"""Trang giấy: a filled form as it is laid out, for workbooks and for print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from projections.definitions import UNIT, Definitions, Form
from projections.words import Words
from store.filled import Filled
from store.rollup import Rollup
from thongke.asking import STATUS

COLUMNS = ("TIÊU CHÍ", "MÃ DÒNG", "SỐ LIỆU HIỆU CHỈNH", "SỐ LIỆU HỆ THỐNG", "GHI CHÚ")
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """Head of the form, its headings and rows; `indented`: rows that are part of one above."""

    head: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Value, ...], ...]
    indented: frozenset[int]


def laid_out(
    filled: Filled, definitions: Definitions, made_on: date, beside: Rollup | None = None
) -> Paper:
    """In the official order of columns; inferred rows say so in GHI CHÚ.

    `beside`: what stands beside a sum of several units.
    """
    form = filled.definition
    unit = definitions.units.name(filled.unit, filled.period)
    head = (
        f"{unit}{' và các đơn vị cấp dưới' if filled.unit.endswith('+') else ''}",
        f"Biểu số {form.id} – {form.title}",
        f"Kỳ {filled.period}; lập ngày {made_on:%d/%m/%Y}",
        *_beside(beside),
        *(f"Đã bỏ qua công thức {v.id} – {v.waived}" for v in filled.failed if v.waived),
    )
    net = beside.net if beside else {}
    if isinstance(form, Form) and form.by:
        return _by_trait(head, filled, form, definitions)
    rows: list[tuple[Value, ...]] = []
    for line in form.lines:
        known = line.not_from_events is None
        note = STATUS[line.provenance.status] if known else line.not_from_events
        if line.id in net:
            note = f"ròng {net[line.id]}; {note}".removesuffix("; ")
        value = filled.cells.get(line.id) if known else None
        rows.append((line.label, line.code or line.id, None, value, note))
    indented = frozenset(n for n, line in enumerate(form.lines) if line.parent)
    return Paper(head, (COLUMNS,), tuple(rows), indented)


def _beside(found: Rollup | None) -> tuple[str, ...]:
    """How whole the sum is, and that transfers inside it stand in it on either side."""
    if found is None:
        return ()
    whole = found.completeness
    said = f"{len(whole.silent)}/{len(whole.sources)} đơn vị không có sự kiện nào trong kỳ"
    if found.net:
        said += "; ròng: không tính chuyển đi và đến trong kỳ giữa các đơn vị được gộp"
    return (said,)


def _by_trait(head: tuple[str, ...], filled: Filled, form: Form, definitions: Definitions) -> Paper:
    """A form by offence: its columns under their headings, a row for each offence."""
    headings = (
        ("", *(line.group or "" for line in form.lines)),
        ("ĐƠN VỊ" if form.by == UNIT else "DÒNG", *(line.label for line in form.lines)),
        ("", *(line.code or line.id for line in form.lines)),
    )
    words = Words.of(definitions)
    rows: list[tuple[Value, ...]] = []
    for value in filled.rows:
        cells = [
            filled.cells[f"{value}.{line.id}"] if line.not_from_events is None else None
            for line in form.lines
        ]
        rows.append((words.row(form, value), *cells))
    return Paper(head, headings, tuple(rows), frozenset())
