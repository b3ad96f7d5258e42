"""Bao nhiêu ô đếm từ sự kiện: of each form and list, what events count, and why not the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.catalogue import Status
from projections.definitions import Definitions, Form, Line, ListDefinition
from thongke.definitions.reach import Reach

CRIMINAL = tuple(f"{number:02}" for number in range(1, 13))
AIM = 95  # percent of the cells of Biểu 01–12 that events must count


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One form or list. Of a form by a trait a cell is a column, in every row alike."""

    id: str
    start: date
    lines: tuple[Line, ...]
    silent: tuple[Line, ...]  # from events, and yet nothing can ever reach them

    @property
    def declared(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.not_from_events is not None)

    @property
    def counted(self) -> int:
        return len(self.lines) - len(self.declared) - len(self.silent)

    def of_status(self, *statuses: Status) -> int:
        return sum(line.provenance.status in statuses for line in self.lines)


def covered(definitions: Definitions) -> tuple[Covered, ...]:
    """Every form and list, and the own lines of indicators."""
    reach = Reach.of(definitions)
    homes = (group.home for group in definitions.indicators if group.home.lines)
    return tuple(_covered(one, reach) for one in (*definitions.asked, *homes))


def _covered(one: Form | ListDefinition, reach: Reach) -> Covered:
    return Covered(
        id=one.id,
        start=one.provenance.start,
        lines=one.lines,
        silent=tuple(line for line in one.lines if reach.silent(line)),
    )


def table(found: Sequence[Covered]) -> list[str]:
    """As `thongke definitions check --coverage` prints it."""
    said = [_row("biểu", "từ", ("ô", "đếm", "khai báo", "luôn 0", "chính thức", "suy luận"))]
    for one in found:
        numbers = (
            len(one.lines),
            one.counted,
            len(one.declared),
            len(one.silent),
            one.of_status("official", "carried_over"),
            one.of_status("inferred"),
        )
        said.append(_row(one.id, one.start.isoformat(), tuple(map(str, numbers))))
    said.append(total(found))
    for one in found:
        said += [
            f"  {one.id} {line.id}: {line.not_from_events} ({line.supplied_by})"
            for line in one.declared
        ]
        said += [
            f"  {one.id} {line.id}: luôn bằng 0, không bước nào của tiến trình tới được"
            for line in one.silent
        ]
    return said


def total(found: Sequence[Covered]) -> str:
    """Of the criminal forms together, and whether that is enough; compared exactly."""
    criminal = [one for one in found if one.id in CRIMINAL]
    cells = sum(len(one.lines) for one in criminal)
    counted = sum(one.counted for one in criminal)
    enough = counted * 100 >= AIM * cells
    tenths = counted * 1000 // cells if cells else 0
    return (
        f"Biểu 01–12: {counted}/{cells} ô đếm từ sự kiện, {tenths // 10},{tenths % 10} %"
        f" (cần {AIM} %: {'đạt' if enough else 'chưa đạt'})"
    )


def _row(id: str, start: str, numbers: tuple[str, ...]) -> str:
    return f"{id:<6} {start:<10} " + " ".join(f"{number:>10}" for number in numbers)
