"""Đăng ký lỗi: every error that statisticians are warned of, and every formula between forms."""

from __future__ import annotations

from functools import cache

import pytest

from projections import register
from projections.definitions import Definitions
from projections.findings import SAYS
from thongke.definitions import load

# §17 of the domain notes: flags and warnings; all others block, but E50, which is no figure.
FLAGS = {"E02", "E15", "E31", "T02", "T03"}
WARNINGS = {"E07", "E16", "E19", "E22", "E24", "E37", "E43", "E44", "E47"}
# §16, and doubts 44: X08 warns; X28 warns (doubts 9, 43).
WARNING_CHECKS = {8, 9, 10, 15, *range(18, 29)}
# Our own: extensions of limits, notices before they end, deadlines that end no stay.
OURS = ("T01", "T02", "T03")
# Corrections that miss their event are of no form of the law.
OF_CORRECTIONS = {"corrects_unknown", "corrects_twice"}


@cache
def definitions() -> Definitions:
    return load()


def test_every_warned_error_and_every_formula_between_forms_is_registered_once() -> None:
    ids = [error.id for error in definitions().errors]
    warned = [*(f"E{n:02}" for n in range(1, 51)), *OURS]
    assert ids == [*warned, *(f"X{n:02}" for n in range(1, 31))]


def test_severities_are_those_of_the_rules() -> None:
    found = {error.id: error.severity for error in definitions().errors}
    due = {f"E{n:02}": "block" for n in range(1, 50)} | {"E50": "none", "T01": "warn"}
    due |= dict.fromkeys(FLAGS, "flag") | dict.fromkeys(WARNINGS, "warn")
    due |= {f"X{n:02}": "warn" if n in WARNING_CHECKS else "block" for n in range(1, 31)}
    assert found == due


@pytest.mark.parametrize("number", range(3, 28))
def test_formulas_between_forms_are_as_severe_as_registered(number: int) -> None:
    known = definitions()
    severity = next(e.severity for e in known.errors if e.id == f"X{number:02}")
    own = {
        (home.id, check.id): check.severity
        for home in known.asked
        for check in home.checks
        if check.id.startswith(f"X{number:02}")
    }
    assert own and set(own.values()) == {severity}, own


def test_who_may_waive_is_named_where_nothing_blocks_beyond_appeal() -> None:
    for error in definitions().errors:
        if error.severity in ("flag", "warn"):
            assert error.waived_by or error.guarantee, error.id


def test_every_finding_is_a_known_error() -> None:
    known = definitions()
    decided = {name for error in known.errors for name in (*error.findings, *error.journal)}
    codes = {*SAYS, *(rule.code for rule in (*known.rules, *known.journal_rules))}
    assert codes - decided == OF_CORRECTIONS


def known_of(home: str, id: str) -> register.Known:
    checks = [c for one in definitions().asked if one.id == home for c in one.checks if c.id == id]
    return register.of_check(definitions(), checks[0])


@pytest.mark.parametrize(
    ("home", "id", "errors", "waived"),
    [
        ("17", "X08", "E05, E46, X08", True),  # warns, as X08 does
        ("17", "X11.50", "E05, E46, X11", False),  # X11 blocks and names nobody
        ("02", "X27", "E05, E09, X27", True),  # E09 blocks; X27 warns and speaks for itself
        ("02", "E43", "E43", True),
        ("PL10", "PL10-F01", "E22", True),  # nothing of its own severity: E22 speaks
        ("07", "B07-F43", "E17, E22", False),  # a balance of Biểu 07
        ("03", "P03-F05", "E38", False),
        ("10", "B10-F03.age", "E16", True),
        ("12", "B12-F02.ethnicity", "E16", True),
        ("02", "P02-F07v", "", False),
    ],
)
def test_a_formula_is_known_by_its_errors_and_waived_by_those_of_its_severity(
    home: str, id: str, errors: str, waived: bool
) -> None:
    known = known_of(home, id)
    assert (known.ids, bool(known.waived_by)) == (errors, waived)


def test_a_finding_is_as_grave_as_its_gravest_error() -> None:
    found = {code: register.of_finding(definitions(), code) for code in SAYS}
    # E16 warns, E33 blocks; both name who may waive.
    assert (found["unknown_article"].severity, found["unknown_article"].ids) == (
        *("block", "E16, E33"),
    )
    assert found["unknown_article"].waived_by
    assert (found["unknown_agency"].severity, found["future_date"].waived_by) == ("warn", ())
    assert {found[code].severity for code in OF_CORRECTIONS} == {""}
