"""Overdue is counted by the law's own limits, offences by its own chapters."""

from __future__ import annotations

from law import groups_unlike_the_law, limits_unlike_the_law

from thongke.assembly import Assembly


def test_every_limit_ends_on_the_day_that_the_law_says(assembly: Assembly) -> None:
    assert list(limits_unlike_the_law(assembly.meaning)) == []


def test_every_offence_is_in_the_group_of_its_chapter(assembly: Assembly) -> None:
    assert list(groups_unlike_the_law(assembly.definitions.offences)) == []
