"""forms/*.yaml and lists/*.yaml: biểu, danh sách."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from events.catalogue import EventType, Provenance
from projections.calendar import Regime
from projections.checks import NotLinear, needs, parse
from projections.definitions import (
    TOTAL,
    Check,
    Equality,
    Form,
    Line,
    ListDefinition,
    Transfers,
)
from thongke.definitions.columns import OF_LINE, read_columns
from thongke.definitions.lines import Frame, read_checks, read_frame, read_lines
from thongke.definitions.problems import Problems, nearest
from thongke.definitions.provenance import HEAD, head
from thongke.definitions.reading import Cursor
from thongke.definitions.transfers import read_transfers
from thongke.definitions.vocabulary import Vocabulary

SHARED = (*HEAD, "title", "regime", "lines")
OPTIONAL = ("pair", "sets", "columns", "checks", "counts_by")
COLUMNS = (
    ("label", "TIÊU CHÍ"),
    ("code", "MÃ DÒNG"),
    ("adjusted", "SỐ LIỆU HIỆU CHỈNH"),
    ("system", "SỐ LIỆU HỆ THỐNG"),
    ("note", "GHI CHÚ"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A form or list, with the places of what is looked up once all of them are read."""

    definition: Form | ListDefinition
    file: Cursor
    checks: tuple[tuple[Check, Cursor], ...]

    @property
    def lines(self) -> frozenset[str]:
        return frozenset(line.id for line in self.definition.lines)

    @property
    def by(self) -> str | None:
        return self.definition.by if isinstance(self.definition, Form) else None

    def cells(self, by: str | None) -> frozenset[str]:
        """What a check names, in a form by this trait: of its own kind columns, else totals."""
        if self.by is None or self.by == by:
            return self.lines
        return frozenset(f"{TOTAL}.{line}" for line in self.lines)


def read_forms(
    files: Iterable[Cursor], words: Vocabulary, regimes: Collection[Regime], problems: Problems
) -> list[Placed]:
    placed = []
    for file in files:
        with problems.gathering():
            keys = (*SHARED, *OPTIONAL, "form", "by", "transfers")
            top = file.table(keys, required=(*SHARED, "form"))
            frame = read_frame(top, head(top), words)
            lines = read_lines(top["lines"], frame)
            checks = read_checks(top.get("checks"), frame)
            form = Form(
                id=top["form"].text(),
                title=top["title"].text(),
                regime=_regime(top["regime"], regimes),
                lines=tuple(line for line, _ in lines.values()),
                columns=_printed(top.get("columns")),
                checks=tuple(check for check, _ in checks),
                provenance=frame.provenance,
                by=frame.by,
                counts_by=frame.counts_by,
                transfers=_transfers(top, frame, lines),
            )
            placed.append(Placed(form, file, tuple(checks)))
    return placed


def read_lists(
    files: Iterable[Cursor],
    words: Vocabulary,
    regimes: Collection[Regime],
    events: Mapping[str, EventType],
    problems: Problems,
) -> list[Placed]:
    placed = []
    for file in files:
        with problems.gathering():
            keys = (*SHARED, *OPTIONAL, "list", "equals")
            top = file.table(keys, required=(*SHARED, "list", "columns"))
            frame = read_frame(top, head(top), words)
            lines = read_lines(top["lines"], frame)
            checks = read_checks(top.get("checks"), frame)
            equals = _equalities(top.get("equals"))
            definition = ListDefinition(
                id=top["list"].text(),
                title=top["title"].text(),
                regime=_regime(top["regime"], regimes),
                lines=tuple(line for line, _ in lines.values()),
                columns=read_columns(top["columns"], frame, events),
                equals=equals,
                checks=(
                    *(check for check, _ in checks),
                    *(_as_check(one, frame.provenance) for one in equals),
                ),
                provenance=frame.provenance,
                counts_by=frame.counts_by,
            )
            placed.append(Placed(definition, file, tuple(checks)))
    return placed


def _transfers(
    top: dict[str, Cursor], frame: Frame, lines: Mapping[str, tuple[Line, Cursor]]
) -> tuple[Transfers, ...]:
    """Read when all lines are sound: a refused one would be missed here too."""
    if "transfers" not in top or not top["lines"].problems.clean(top["lines"].file):
        return ()
    known = {id: line for id, (line, _) in lines.items()}
    return read_transfers(top["transfers"], known, frame.pair)


def _as_check(equality: Equality, provenance: Provenance) -> Check:
    """A list has the size of the cells that it stands behind (X30); judged like any formula."""
    formula = _spelled(equality)
    left, op, right = parse(formula)
    return Check(
        id=f"X30.{equality.line}",
        says=f"Danh sách ({equality.line}) bằng số liệu Biểu {equality.form}.",
        severity="block",
        formula=formula,
        left=left,
        op=op,
        right=right,
        provenance=provenance,
    )


def _spelled(equality: Equality) -> str:
    cells = " + ".join(f"form({equality.form}).{cell}" for cell in equality.cells)
    return f"{equality.line} = {cells}"


def look_up(forms: list[Placed], lists: list[Placed]) -> None:
    """Cells that checks and equalities name, in their own form and in others."""
    list_lines = _by_id(lists)
    for placed in (*forms, *lists):
        form_lines = _by_id(forms, placed.by)
        for check, place in placed.checks:
            with place.problems.gathering():
                at = place.table()["formula"]
                for operand in needs(check):
                    match operand.shape:
                        case "list":
                            _look(at, "list", operand.form, operand.cell, list_lines)
                        case "form":
                            _look(at, "form", operand.form, operand.cell, form_lines)
                        case _ if operand.cell not in placed.lines:
                            raise at.refuse(
                                f'unknown line "{operand.cell}"',
                                nearest(operand.cell, placed.lines),
                            )
    for placed in lists:
        with placed.file.problems.gathering():
            _look_up_equalities(placed, _by_id(forms))
            _look_up_columns(placed)


def _look_up_equalities(placed: Placed, form_lines: Mapping[str, set[str]]) -> None:
    top = placed.file.table()
    if "equals" not in top:
        return
    for place in top["equals"].items():
        row = place.table()
        row["line"].choice(placed.lines, "line of this list")
        for cell in row["cells"].items():
            _look(cell, "form", row["form"].text(), cell.text(), form_lines)


def _look_up_columns(placed: Placed) -> None:
    """Lines of the list itself, of which a column says whether a row is in them."""
    for place in placed.file.table()["columns"].items():
        row = place.table()
        if "from" in row and (source := row["from"].text()).startswith(OF_LINE):
            line = source.removeprefix(OF_LINE)
            if line not in placed.lines:
                raise row["from"].refuse(f'unknown line "{line}"', nearest(line, placed.lines))


def _by_id(placed: Iterable[Placed], by: str | None = None) -> dict[str, set[str]]:
    lines: dict[str, set[str]] = {}
    for one in placed:
        lines.setdefault(one.definition.id, set()).update(one.cells(by))
    return lines


def _look(at: Cursor, what: str, id: str, cell: str, lines: Mapping[str, set[str]]) -> None:
    if id not in lines:
        raise at.refuse(f'unknown {what} "{id}"', nearest(id, lines))
    if cell not in lines[id]:
        raise at.refuse(f'unknown line "{cell}" of {what} {id}', nearest(cell, lines[id]))


def _regime(cursor: Cursor, regimes: Collection[Regime]) -> str:
    return cursor.choice([regime.id for regime in regimes], "regime")


def _printed(cursor: Cursor | None) -> tuple[tuple[str, str], ...]:
    if cursor is None:
        return COLUMNS
    rows = [item.table(("id", "label"), required=("id", "label")) for item in cursor.items()]
    return tuple((row["id"].text(), row["label"].text()) for row in rows)


def _equalities(cursor: Cursor | None) -> tuple[Equality, ...]:
    equalities = []
    keys = ("line", "form", "cells")
    for place in cursor.items() if cursor else ():
        with place.problems.gathering():
            row = place.table(keys, required=keys)
            equality = Equality(
                line=row["line"].text(),
                form=row["form"].text(),
                cells=row["cells"].texts(),
            )
            try:
                parse(_spelled(equality))
            except NotLinear as error:
                raise place.refuse(
                    str(error), "accepted: ids of letters, digits, - and ."
                ) from None
            equalities.append(equality)
    return tuple(equalities)
