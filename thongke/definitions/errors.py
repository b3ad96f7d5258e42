"""checks/errors.yaml: đăng ký lỗi, each with what decides it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from events.catalogue import REFUSALS
from projections import register
from projections.checks import EVERYWHERE
from projections.definitions import Check, ErrorSeverity, Form, KnownError, ListDefinition
from projections.findings import SAYS
from thongke.definitions.problems import Problems, nearest, quoted
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor
from thongke.definitions.rules import Rules

ROW = (*HEAD, "id", "says", "severity", "decided_by", "waived_by")
NAMES = ("checks", "findings", "refusals", "journal")
WORDS = ("guarantee", "process")
SEVERITIES = ("block", "flag", "warn", "none")


@dataclass(frozen=True, slots=True)
class Deciding:
    """What there is that can decide an error."""

    checks: tuple[Check, ...]
    names: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, asked: Iterable[Form | ListDefinition], rules: Rules) -> Deciding:
        return cls(
            tuple(check for one in asked for check in one.checks),
            {
                "findings": {*SAYS, *(rule.code for rule in rules.dossier)},
                "refusals": REFUSALS,
                "journal": {rule.code for rule in rules.journal},
            },
        )

    def has_check(self, name: str) -> bool:
        return name in EVERYWHERE or any(register.names(name, check) for check in self.checks)


def read_errors(
    file: Cursor | None, deciding: Deciding, problems: Problems
) -> tuple[KnownError, ...]:
    """None: there is no such file, and nothing is registered."""
    errors: dict[str, KnownError] = {}
    if file is None:
        return ()
    with problems.gathering():
        top = file.table((*HEAD, "errors"), required=(*HEAD, "errors"))
        provenance = head(top)
        for place in top["errors"].items():
            with problems.gathering():
                row = place.table(ROW, required=("id", "says", "severity", "decided_by"))
                id = row["id"].text()
                if id in errors:
                    raise row["id"].refuse(f'error "{id}" stands twice', "accepted once")
                said = _decided(row["decided_by"], deciding)
                errors[id] = KnownError(
                    id=id,
                    says=row["says"].text(),
                    severity=cast(ErrorSeverity, row["severity"].choice(SEVERITIES, "severity")),
                    checks=_names(said, "checks"),
                    findings=_names(said, "findings"),
                    refusals=_names(said, "refusals"),
                    journal=_names(said, "journal"),
                    guarantee=_words(said, "guarantee"),
                    process=_words(said, "process"),
                    waived_by=_words(row, "waived_by"),
                    provenance=of_row(row, provenance),
                )
    return tuple(errors.values())


def _decided(cursor: Cursor, deciding: Deciding) -> dict[str, Cursor]:
    said = cursor.table((*NAMES, *WORDS))
    if not said:
        raise cursor.refuse("nothing decides it", f"expected one of {quoted((*NAMES, *WORDS))}")
    for kind, accepted in deciding.names.items():
        for item in said[kind].items() if kind in said else ():
            item.choice(accepted, f"name among {kind}")
    for item in said["checks"].items() if "checks" in said else ():
        name = item.text()
        if not deciding.has_check(name):
            known = {check.id for check in deciding.checks}
            raise item.refuse(f'unknown check "{name}"', nearest(name, known))
    return said


def _names(said: Mapping[str, Cursor], key: str) -> tuple[str, ...]:
    return said[key].texts() if key in said else ()


def _words(said: Mapping[str, Cursor], key: str) -> str | None:
    return said[key].text() if key in said else None
