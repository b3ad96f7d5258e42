"""Hỏi số liệu: units, periods and forms as users name them, filled forms as they read them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.table import Table
from sqlalchemy import Connection

from projections.calendar import Period, parse_period
from projections.definitions import TOTAL, Definitions, Form, Line, ListDefinition
from projections.units import UNKNOWN
from projections.words import Words, day
from store.completeness import Completeness
from store.filled import Filled
from store.journal import position_at
from store.lists import Listed
from store.rollup import Rollup
from thongke.errors import Refused

MANY = 40  # lines that an error names all of
STATUS = {"official": "", "carried_over": "dòng của 560", "inferred": "suy luận"}


def period_of(definitions: Definitions, text: str) -> Period:
    return parse_period(text, definitions.calendar)


def form_of(definitions: Definitions, name: str, period: Period) -> Form:
    found = definitions.form(name, period.start)
    if found is None:
        known = ", ".join(sorted({f.id for f in definitions.forms}))
        raise Refused(f"there is no form {name!r} on {period.start}; there are {known}")
    return found


def list_of(definitions: Definitions, name: str, period: Period) -> ListDefinition:
    found = definitions.list(name, period.start)
    if found is None:
        known = ", ".join(sorted({d.id for d in definitions.lists}))
        raise Refused(f"there is no list {name!r} on {period.start}; there are {known}")
    return found


def home_of(definitions: Definitions, name: str, period: Period) -> Form | ListDefinition:
    """A form or a list by its id."""
    found: Form | ListDefinition | None = definitions.form(name, period.start)
    found = found or definitions.list(name, period.start)
    if found is None:
        known = sorted({d.id for d in definitions.forms} | {d.id for d in definitions.lists})
        raise Refused(
            f"there is no form or list {name!r} on {period.start}; there are {', '.join(known)}"
        )
    return found


def line_of(home: Form | ListDefinition, name: str) -> Line:
    found = home.line(name)
    if found is None:
        ids = [line.id for line in home.lines]
        near = ids if len(ids) <= MANY else difflib.get_close_matches(name, ids, 8, 0.5)
        raise Refused(f"{home.id} has no line {name!r}; there are, for instance: {', '.join(near)}")
    return found


def units_of(
    definitions: Definitions,
    named: Sequence[str],
    period: Period,
    asked: Form | ListDefinition | None = None,
) -> dict[str, tuple[str, ...]]:
    """Each named unit with the codes whose figures it adds up; `all`: every unit by itself.

    Asked a form of agencies (Biểu 08, 09), only such as are agencies, or hold one.
    """
    units = definitions.units
    agencies = asked is not None and asked.counts_by == "agency_unit"
    every = units.agencies(period.start) if agencies else units.codes(period.start)
    if list(named) == ["all"]:
        return {code: (code,) for code in (*every, UNKNOWN)}
    found = {name: units.answering(name, period) for name in named}
    for name, codes in found.items():
        if asked and agencies and not {*every, UNKNOWN} & {*codes}:
            known = ", ".join((*every, "TC+"))
            raise Refused(f"unit {name!r} files no form {asked.id}; accepted: {known}")
    return found


def position_of(connection: Connection, as_of: str | None) -> int | None:
    """`--as-of`: a position of the journal, or a moment (ISO, local time when it has no zone)."""
    if as_of is None:
        return None
    if as_of.isdecimal():
        return int(as_of)
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise Refused(
            f"--as-of {as_of!r}: expected a position (1234) or a moment (2026-02-03T17:00)"
        ) from error
    return position_at(connection, moment.astimezone(UTC))


def as_json(
    filled: Filled, findings: Sequence[dict[str, Any]] = (), beside: Rollup | None = None
) -> str:
    """One filled form as architecture.md §10 says it; of several units with what is beside it."""
    return json.dumps(
        {
            "form": filled.definition.id,
            "unit": filled.unit,
            "period": str(filled.period),
            "regime": filled.definition.regime,
            "cells": dict(filled.cells),
            "checks": [verdict.as_json() for verdict in filled.verdicts],
            "findings": list(findings),
            **({"rollup": beside.as_json()} if beside else {}),
        },
        ensure_ascii=False,
    )


def as_table(filled: Filled, definitions: Definitions, net: Mapping[str, int] = {}) -> Table:
    """A filled form for the terminal, in the official order of columns."""
    definition = filled.definition
    if isinstance(definition, Form) and definition.by:
        return _table_by_row(filled, definition, definitions)
    table = _table(filled, definitions)
    table.add_column("TIÊU CHÍ", overflow="fold")
    table.add_column("MÃ DÒNG")
    table.add_column("SỐ LIỆU HỆ THỐNG", justify="right")
    table.add_column("GHI CHÚ")
    for line in definition.lines:
        if line.not_from_events is not None:
            value, note = "–", f"{line.not_from_events} ({line.supplied_by})"
        else:
            value, note = str(filled.cells[line.id]), STATUS[line.provenance.status]
        if line.id in net:
            note = f"ròng {net[line.id]}; {note}".removesuffix("; ")
        indent = "  " if line.parent else ""
        table.add_row(indent + line.label, line.code or line.id, value, note)
    return table


def _table_by_row(filled: Filled, form: Form, definitions: Definitions) -> Table:
    """Offences below each other; of the many columns those that have anything."""
    shown = [line for line in form.lines if filled.cells.get(f"{TOTAL}.{line.id}")]
    table = _table(filled, definitions)
    table.add_column("DÒNG", overflow="fold")
    for line in shown:
        table.add_column(f"{line.id}\n{line.group}: {line.label}", justify="right")
    words = Words.of(definitions)
    for row in filled.rows:
        table.add_row(
            words.row(form, row), *(str(filled.cells[f"{row}.{line.id}"]) for line in shown)
        )
    declared = [line for line in form.lines if line.not_from_events is not None]
    beside = [f"{d.id} {d.label}: – {d.not_from_events} ({d.supplied_by})" for d in declared]
    if zeros := len(form.lines) - len(shown) - len(declared):
        beside.append(f"{zeros} cột đều bằng 0 không in")
    table.caption = "\n".join(filter(None, [str(table.caption or ""), *beside]))
    return table


def _table(filled: Filled, definitions: Definitions) -> Table:
    unit = definitions.units.name(filled.unit, filled.period)
    scope = " (và các đơn vị cấp dưới)" if filled.unit.endswith("+") else ""
    return Table(
        title=f"{filled.definition.title}\n{unit}{scope} – {filled.period}",
        caption=_caption(filled),
        title_justify="left",
        caption_justify="left",
    )


def _caption(filled: Filled) -> str:
    if not filled.verdicts:
        return ""
    unjudged = [verdict.id for verdict in filled.verdicts if verdict.holds is None]
    said = [f"chưa xét {', '.join(unjudged)}: số do nơi khác cung cấp"] if unjudged else []
    if not filled.failed:
        right = len(filled.verdicts) - len(unjudged)
        return "\n".join([f"{right} công thức kiểm tra đều đúng", *said])
    said.append(f"{len(filled.failed)} công thức kiểm tra không đúng:")
    for verdict in filled.failed:
        named = ", ".join(verdict.dossiers[:5]) + (" …" if len(verdict.dossiers) > 5 else "")
        waived = f"; đã bỏ qua – {verdict.waived}" if verdict.waived else ""
        known = f"; {verdict.known.spelled}" if verdict.known.errors else ""
        said.append(
            f"  {verdict.id} ({verdict.severity}): {verdict.spelled}{known}; hồ sơ: {named}{waived}"
        )
    return "\n".join(said)


def beside_table(beside: Rollup, definitions: Definitions, period: Period) -> list[str]:
    """What a sum of several units must be read with."""
    said = whole_table(beside.completeness, definitions, period)
    if beside.net:
        said.append("ròng: không tính chuyển đi và đến trong kỳ giữa các đơn vị được gộp")
    if beside.on_the_way:
        dossiers = ", ".join(dict.fromkeys(beside.on_the_way))
        said.append(f"đang trên đường cuối kỳ: {len(beside.on_the_way)} ({dossiers})")
    return said


def whole_table(whole: Completeness, definitions: Definitions, period: Period) -> list[str]:
    """Độ đầy đủ: which of the units told nothing in the period."""
    silent = whole.silent
    said = [
        f"{len(silent)}/{len(whole.sources)} đơn vị không có sự kiện nào trong kỳ"
        f" (nguồn: {', '.join(whole.topics)})"
    ]
    missed = [source for source in silent if source.last]
    for source in missed[:MANY]:
        last = ", ".join(f"{topic} {day(on)}" for topic, on in sorted(source.last.items()))
        said.append(f"  {source.unit} {definitions.units.name(source.unit, period)}: cuối {last}")
    if len(missed) > MANY:
        said.append(f"  và {len(missed) - MANY} đơn vị khác")
    if len(silent) > len(missed):
        never = [source.unit for source in silent if not source.last]
        said.append(f"  chưa từng có sự kiện: {', '.join(never[:MANY])}")
    return said


def list_table(found: Listed, title: str) -> Table:
    """The rows of a list for the terminal: what is known of each, names left sealed."""
    declared = [c for c in found.columns if c.not_from_events]
    shown = [c for c in found.columns if c.source != "sealed" and c not in declared]
    sealed = ", ".join(c.label for c in found.columns if c.source == "sealed")
    beside = [f"Niêm phong: {sealed}"] if sealed else []
    beside += [f"Để trống: {c.label} – {c.not_from_events} ({c.supplied_by})" for c in declared]
    table = Table(
        title=title,
        caption="\n".join(beside) or None,
        title_justify="left",
        caption_justify="left",
        show_lines=True,
    )
    table.add_column("STT", justify="right")
    table.add_column("Nội dung", overflow="fold")
    for number, row in enumerate(found.rows, 1):
        said = [f"{c.label}: {row[c.id]}" for c in shown if row[c.id] and c.source != "stt"]
        table.add_row(str(number), "; ".join(said))
    return table
