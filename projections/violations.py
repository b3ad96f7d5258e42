"""Danh mục vi phạm: what procuracies find wrong in judicial activity, by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

Counted = Literal["times", "object"]
COUNTED = ("times", "object")


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One kind of violation; `violators` are those among whom its rows divide, empty: anybody."""

    code: str
    label: str
    rows: tuple[str, ...]  # of Biểu 17
    stage: str
    counted: Counted
    violators: frozenset[str]


@dataclass(frozen=True, slots=True)
class Violations:
    """Codes that events may state, and who may be named as violator."""

    codes: Mapping[str, Violation]
    violators: Mapping[str, str]  # kind -> what people read

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, str]], violators: Mapping[str, str]
    ) -> Violations:
        codes: dict[str, Violation] = {}
        for row in rows:
            violation = _violation(row)
            if violation.code in codes:
                raise ValueError(f"violation {violation.code} stands twice; accepted once")
            for name, found, accepted in (
                ("counted", {violation.counted}, COUNTED),
                ("violators", violation.violators, violators),
            ):
                if strange := sorted(found - set(accepted)):
                    known = ", ".join(accepted)
                    raise ValueError(
                        f"violation {violation.code}: {name} {strange[0]!r}; accepted: {known}"
                    )
            codes[violation.code] = violation
        return cls(codes, dict(violators))

    def known(self, code: str) -> bool:
        return code in self.codes

    def fits(self, code: str | None, violator: str) -> bool:
        """Whether some row of the code takes this violator."""
        stated = self.codes.get(code or "")
        return violator in ((stated and stated.violators) or self.violators)

    def names_object(self, code: str | None) -> bool:
        """Whether it is counted by what it was done to, once each."""
        stated = self.codes.get(code or "")
        return stated is not None and stated.counted == "object"


def _violation(row: Mapping[str, str]) -> Violation:
    return Violation(
        code=row["code"],
        label=row["label"],
        rows=tuple(row["rows"].split()),
        stage=row["stage"],
        counted=cast(Counted, row["counted"]),
        violators=frozenset(row["violators"].split()),
    )
