"""Đăng ký lỗi: what a failing check or a finding is known as, how grave, and who may waive it.

A check is as severe as it says itself, a finding as the gravest error that it decides. Who may
waive: every error of that severity must name somebody (X11 is also E05, but itself names nobody);
only where there is none of that severity do the others speak (the balance of PL 10, known as E22).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from projections.checks import EVERYWHERE
from projections.definitions import Check, Definitions, KnownError

GRAVEST = ("block", "flag", "warn", "none")


@dataclass(frozen=True, slots=True)
class Known:
    """The errors that one check or finding decides."""

    severity: str  # "": no error of the register
    errors: tuple[KnownError, ...]

    @classmethod
    def nothing(cls) -> Self:
        return cls("", ())

    @property
    def ids(self) -> str:
        return ", ".join(error.id for error in self.errors)

    @property
    def spelled(self) -> str:
        """`E05 Không đối chiếu giữa các biểu; X11 …`."""
        return "; ".join(f"{error.id} {error.says}" for error in self.errors)

    @property
    def waived_by(self) -> tuple[str, ...]:
        """Who may let it pass, in the register's words; empty: nobody may."""
        same = [error for error in self.errors if error.severity == self.severity]
        speaking = same or self.errors
        named = [error.waived_by for error in speaking if error.waived_by]
        return tuple(dict.fromkeys(named)) if len(named) == len(speaking) else ()


def of_finding(definitions: Definitions, code: str) -> Known:
    errors = definitions.errors_of(code)
    return Known(min((e.severity for e in errors), key=GRAVEST.index, default=""), errors)


def of_check(definitions: Definitions, check: Check) -> Known:
    """Of a check of a form or list."""
    found = [e for e in definitions.errors if any(names(said, check) for said in e.checks)]
    return Known(check.severity, tuple(found))


def of_everywhere(definitions: Definitions, id: str, severity: str) -> Known:
    """Of a check that holds of every form."""
    assert id in EVERYWHERE
    return Known(severity, tuple(e for e in definitions.errors if id in e.checks))


def names(said: str, check: Check) -> bool:
    """`X11` stands for X11.50…, `P02-F03` for its pair, and for checks on that basis."""
    begins = re.compile(re.escape(said) + (r"(?!\d)" if said[-1].isdigit() else ""))
    word = re.compile(rf"\b{re.escape(said)}\b")
    return bool(begins.match(check.id)) or any(map(word.search, check.provenance.basis))
