"""Overdue is counted by the law's own limits."""

from __future__ import annotations

from law import limits_unlike_the_law

from thongke.assembly import Assembly


def test_every_limit_ends_on_the_day_that_the_law_says(assembly: Assembly) -> None:
    assert list(limits_unlike_the_law(assembly.meaning)) == []
