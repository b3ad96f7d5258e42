"""Limits of the simplified procedure, of people under 18, of detention by stage or without end.

Worked by hand from BLTTHS 278, 329, 346, 347, 419, 457–464, 173(5), (6) and Luật 59/2024 Điều 120.
"""

from __future__ import annotations

from datetime import date

import pytest
from engine_story import Row, derived, document, spans

SIMPLE, ORDINARY = "simplified_procedure_applied", "simplified_procedure_cancelled"
ACCUSED = {"subject": "BC", "kind": "accused"}
HELD = {"subject": "A", "kind": "detainee"}


def limits(*documents: Row, stage: str = "investigating") -> list[object]:
    return [row["limit_on"] for row in spans(*documents, stage=stage)]


def overdue(*documents: Row, stage: str) -> list[str]:
    return [str(row["since"]) for row in spans(*documents, stage=stage)]


def test_a_simplified_investigation_has_twenty_days_from_the_first_decision() -> None:
    """Điều 460: from Monday 5 January 2026 to Sunday 25 January, moved to the 26th."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document(SIMPLE, "2026-01-08"),
    ]
    assert limits(*told) == [date(2026, 1, 26)]
    assert overdue(*told, stage="investigation_overdue") == ["2026-01-27"]


def test_when_it_is_cancelled_the_ordinary_limit_begins_that_day() -> None:
    """Điều 458: two months from 20 January."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document(SIMPLE, "2026-01-08"),
        document(ORDINARY, "2026-01-20"),
    ]
    assert limits(*told) == [date(2026, 3, 20)]
    more = document("investigation_extended", "2026-03-10", extension_months=2)
    assert limits(*told, more) == [date(2026, 5, 20)]


def test_cancelling_it_too_late_lifts_what_was_overdue_until_then() -> None:
    """Overdue from 27 January until 2 February, then two months: Thursday 2 April."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document(SIMPLE, "2026-01-08"),
        document(ORDINARY, "2026-02-02"),
    ]
    lapses = [
        (str(row["since"]), str(row["until"]), row["left_by"])
        for row in spans(*told, stage="investigation_overdue")
    ]
    assert lapses == [
        ("2026-01-27", "2026-02-02", "extended"),
        ("2026-04-03", "None", None),
    ]


def test_it_goes_on_into_prosecution_and_trial() -> None:
    """Five days from Friday 23 January, Wednesday; seventeen from 30 January: Monday 16 February
    2026 is the eve of the lunar new year, the first working day after the feast is the 23rd."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document(SIMPLE, "2026-01-08"),
        document("investigation_concluded", "2026-01-22"),
        document("file_received", "2026-01-23"),
        document("indicted", "2026-01-27"),
        document("trial_accepted", "2026-01-30"),
    ]
    assert limits(*told, stage="prosecuting") == [date(2026, 1, 28)]
    assert limits(*told, stage="trial") == [date(2026, 2, 23)]


def test_an_appeal_has_twenty_two_days() -> None:
    """Điều 464: 22 days from Tuesday 3 March; the day that a document states stands instead."""
    told = [
        document("carried_in", "2026-02-02", charges="173.1", stated_stage="tried"),
        document("appeal_accepted", "2026-03-03"),
        document(SIMPLE, "2026-03-04"),
    ]
    assert limits(*told, stage="appeal") == [date(2026, 3, 25)]
    told[-1]["extension_until"] = date(2026, 3, 20)
    assert limits(*told, stage="appeal") == [date(2026, 3, 20)]


@pytest.mark.parametrize(
    ("unit", "accepted", "last"),
    [
        ("T01", "2026-03-02", date(2026, 5, 4)),  # 60 days: Friday 1 May, a day off
        ("QS-QK1", "2026-03-02", date(2026, 5, 4)),
        ("TC-PT2", "2026-03-02", date(2026, 6, 1)),  # 90: Sunday 31 May
        ("QS-TW", "2026-03-02", date(2026, 6, 1)),
        ("TC-CC3", "2025-03-03", date(2025, 6, 2)),  # 90: Sunday 1 June; abolished that July
    ],
)
def test_an_appeal_has_sixty_days_or_ninety_by_who_hears_it(
    unit: str, accepted: str, last: date
) -> None:
    """Điều 346: of the province and the military region 60; above them 90."""
    told = [
        document("carried_in", "2025-02-03", charges="173.1", stated_stage="tried"),
        document("appeal_accepted", accepted, unit=unit),
    ]
    assert limits(*told, stage="appeal") == [last]


@pytest.mark.parametrize(
    ("charge", "last"),
    [
        ("173.1", date(2026, 2, 5)),  # two months: one
        ("173.2", date(2026, 2, 23)),  # three: a month and fifteen days, 20 February, in the feast
        ("173.3", date(2026, 3, 5)),  # four: two
    ],
)
def test_a_case_with_an_accused_under_18_has_half_the_limit(charge: str, last: date) -> None:
    """Luật 59/2024 Điều 120, from 1 January 2026; of another accused in the same dossier."""
    told = [
        document("case_prosecuted", "2026-01-05", charges=charge),
        document("accused_charged", "2026-01-06", charges=charge, age_at_act=17, **ACCUSED),
    ]
    assert limits(*told) == [last]


def test_before_2026_and_at_18_the_limit_is_whole() -> None:
    for first, age, last in (
        ("2025-12-31", 17, date(2026, 3, 2)),  # 28 February is a Saturday
        ("2026-01-05", 18, date(2026, 3, 5)),
    ):
        told = [
            document("case_prosecuted", first, charges="173.1"),
            document("accused_charged", first, charges="173.1", age_at_act=age, **ACCUSED),
        ]
        assert limits(*told) == [last]


def test_a_stated_end_stands_whatever_the_age() -> None:
    """Especially complex: the document says so by its end."""
    told = [
        document(
            "case_prosecuted", "2026-01-05", charges="173.1", extension_until=date(2026, 3, 5)
        ),
        document("accused_charged", "2026-01-06", charges="173.1", age_at_act=15, **ACCUSED),
    ]
    assert limits(*told) == [date(2026, 3, 5)]


def test_half_of_the_days_of_prosecution_without_a_part_of_a_day() -> None:
    """Thirty days of a very serious crime: fifteen; trial: 45 days, 22. From 4 May 2026 to the
    19th; from Monday 1 June to Tuesday 23 June."""
    minor = document("accused_charged", "2026-01-06", charges="173.3", age_at_act=16, **ACCUSED)
    told = [document("carried_in", "2026-05-04", charges="173.3", stated_stage="concluded")]
    told += [document("file_received", "2026-05-04"), minor]
    assert limits(*told, stage="prosecuting") == [date(2026, 5, 19)]
    told = [document("carried_in", "2026-06-01", charges="173.2", stated_stage="indicted")]
    told += [document("trial_accepted", "2026-06-01"), minor | {"charges": "173.2"}]
    assert limits(*told, stage="trial") == [date(2026, 6, 23)]


@pytest.mark.parametrize(
    ("stage", "last"),
    [
        # The day of the order counts: 90 days of a serious crime from 1 June end on 29 August.
        ("detained_investigation", date(2026, 8, 29)),
        ("detained_prosecution", date(2026, 6, 20)),  # Điều 240, 241: 20
        ("detained_trial", date(2026, 7, 15)),  # Điều 277, 278: 45
        ("detained_appeal", date(2026, 7, 30)),  # Điều 346, 347: 60
        ("detained_waiting", date(2026, 7, 15)),  # Điều 329: 45
    ],
)
def test_detention_has_the_length_of_the_stage_in_which_it_is_ordered(
    stage: str, last: date
) -> None:
    told = document("detention_ordered", "2026-06-01", charges="173.2", stated_stage=stage, **HELD)
    assert limits(told, stage=stage) == [last]


def test_somebody_under_18_is_detained_for_two_thirds() -> None:
    """Điều 419: of 60 days 40, the day of the order among them: 1 June to 10 July."""
    told = document("detention_ordered", "2026-06-01", charges="173.1", age_at_act=17, **HELD)
    assert limits(told, stage="detained_investigation") == [date(2026, 7, 10)]


@pytest.mark.parametrize(
    ("stage", "last"),
    [  # ordered on Monday 1 June 2026, which counts; custody does not move to a working day
        ("detained_investigation", date(2026, 6, 20)),  # 20 days
        ("detained_prosecution", date(2026, 6, 5)),  # 5
        ("detained_trial", date(2026, 6, 17)),  # 17
        ("detained_appeal", date(2026, 6, 22)),  # 22
        ("detained_waiting", date(2026, 7, 15)),  # as ever: Điều 329, 45
    ],
)
def test_detention_under_the_simplified_procedure_is_shorter(stage: str, last: date) -> None:
    """Điều 459, told by the dossier of the case."""
    told = [
        document("detention_ordered", "2026-06-01", charges="173.2", stated_stage=stage, **HELD),
        document("simplified_procedure_told", "2026-06-02", **HELD),
    ]
    assert limits(*told, stage=stage) == [last]
    stated = document(
        "detention_prolonged", "2026-06-04", extension_until=date(2026, 6, 30), **HELD
    )
    assert limits(*told, stated, stage=stage) == [date(2026, 6, 30)]


def test_detention_is_ordinary_again_from_the_day_that_ends_the_simplified_procedure() -> None:
    """Điều 458: three months of 30 days from 10 June, a serious crime; the 10th counts."""
    told = [
        document("detention_ordered", "2026-06-01", charges="173.2", **HELD),
        document("simplified_procedure_told", "2026-06-02", **HELD),
        document("simplified_procedure_ended_told", "2026-06-10", **HELD),
    ]
    assert limits(*told, stage="detained_investigation") == [date(2026, 9, 7)]


def open_ended(agency: str, ground: str | None = "173.6") -> list[Row]:
    return [
        document("detention_ordered", "2026-01-05", charges="173.4", **HELD),
        document("detention_prolonged", "2026-05-03", ground=ground, **HELD | {"agency": agency}),
    ]


def test_detention_until_the_investigation_ends_is_never_overdue() -> None:
    """Điều 173(5), (6): by the supreme procuracy, of national security and gravest crimes."""
    assert overdue(*open_ended("TC"), stage="detention_overdue") == []
    # 120 days from 5 January, which counts: the last is 4 May.
    assert overdue(*open_ended("TC", None), stage="detention_overdue") == ["2026-05-05"]


def test_only_the_supreme_procuracy_gives_it() -> None:
    def codes(agency: str) -> list[str]:
        return derived(*open_ended(agency)).findings["code"].to_list()

    assert codes("TC") == []
    assert codes("T01") == ["extended_without_authority"]


def test_an_order_of_the_next_stage_ends_it() -> None:
    told = document(
        "detention_ordered", "2026-06-01", stated_stage="detained_prosecution",
        extension_until=date(2026, 6, 20), **HELD,
    )  # fmt: skip
    assert overdue(*open_ended("TC"), told, stage="detention_overdue") == ["2026-06-21"]
