"""`thongke definitions check`: everything loaded and cross-checked, told in one report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from projections.definitions import Definitions
from thongke.definitions.coverage import Covered, covered, table
from thongke.definitions.loader import load
from thongke.definitions.problems import DefinitionError, Problem
from thongke.definitions.show import all_shown
from thongke.definitions.warnings import warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found; `code` is the exit code of the command."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    summary: str = ""
    coverage: tuple[Covered, ...] = ()

    @property
    def code(self) -> int:
        return 1 if self.problems else 0

    def spelled(self) -> str:
        if self.problems:
            return "\n".join([*map(str, self.problems), f"{len(self.problems)} lỗi"])
        lines = [f"nên xem: {warning}" for warning in self.warnings]
        lines += table(self.coverage) if self.coverage else []
        return "\n".join([*lines, self.summary])


def check(directory: Path | None = None, *, coverage: bool = False) -> Report:
    try:
        definitions = load(directory)
    except DefinitionError as error:
        return Report(problems=error.problems)
    return Report(
        warnings=tuple(warnings(definitions)),
        summary=_summary(definitions),
        coverage=covered(definitions) if coverage else (),
    )


def _summary(definitions: Definitions) -> str:
    shown = all_shown(definitions)
    lines, checks = sum(len(s.lines) for s in shown), sum(len(s.checks) for s in shown)
    return (
        f"{len(definitions.events)} loại sự kiện, {len(definitions.tracks)} tiến trình, "
        f"{len(definitions.limits)} thời hạn, {len(definitions.traits)} đặc điểm, "
        f"{len(definitions.forms)} biểu, {len(definitions.lists)} danh sách, "
        f"{lines} dòng, {checks} công thức: khớp"
    )
