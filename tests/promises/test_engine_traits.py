"""Traits: of the person over the whole history, of entry, of leaving, of the period's end."""

from __future__ import annotations

from datetime import date

import pytest
from engine_story import document, spans

ACCUSED = {"subject": "BC", "kind": "accused"}
CHARGED = document("accused_charged", "2026-01-05", **ACCUSED)
APPROVED = document("charge_approved", "2026-01-08", **ACCUSED)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (13, "under_14"),
        (14, "14_to_16"),
        (15, "14_to_16"),
        (16, "16_to_18"),
        (17, "16_to_18"),
        (18, "18_to_30"),
        (30, "18_to_30"),
        (31, "31_to_70"),
        (70, "31_to_70"),
        (71, "over_70"),
        (None, "unknown"),
    ],
)
def test_age_bands_are_completed_years(age: int | None, band: str) -> None:
    assert {row["age_band"] for row in spans({**CHARGED, "age_at_act": age})} == {band}


def test_a_later_fact_of_the_person_amends_the_whole_history() -> None:
    told = [{**CHARGED, "sex": "male", "ethnicity": "kinh"}, {**APPROVED, "sex": "female"}]
    assert {row["sex"] for row in spans(*told)} == {"female"}
    assert {row["ethnicity"] for row in spans(*told)} == {"kinh"}


def test_a_legal_entity_has_no_age_sex_nor_ethnicity() -> None:
    told = {**CHARGED, "legal_entity": "yes", "sex": "male", "age_at_act": 20, "ethnicity": "05"}
    (row,) = spans(told)
    assert [row[name] for name in ("sex", "age_band", "ethnicity")] == ["unknown"] * 3


def test_counsel_is_the_first_known_with_its_day() -> None:
    told = [
        CHARGED,
        {**APPROVED, "counsel": "lawyer"},
        document("interrogation_attended", "2026-01-20", counsel="lawyer,legal_aid", **ACCUSED),
    ]
    assert {(row["counsel"], row["counsel_on"]) for row in spans(*told)} == {
        ("lawyer", date(2026, 1, 8))
    }


def test_a_key_case_is_one_from_the_day_it_is_first_told() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", key_case="no"),
        document("key_case_designated", "2026-01-12", key_case="yes"),
        document("key_case_designated", "2026-01-14", key_case="yes"),
    ]
    assert {row["key_case_on"] for row in spans(*told)} == {date(2026, 1, 12)}


@pytest.mark.parametrize(
    ("penalty", "months", "suspended", "band"),
    [
        ("prison", 36, "no", "prison_to_3"),
        ("prison", 37, "no", "prison_3_to_7"),
        ("prison", 84, None, "prison_3_to_7"),
        ("prison", 85, None, "prison_7_to_15"),
        ("prison", 180, None, "prison_7_to_15"),
        ("prison", 181, None, "prison_over_15"),
        ("prison", 24, "yes", "suspended_prison"),
        ("prison", None, None, "unknown"),
        ("life", None, None, "life"),
        ("fine", None, None, "fine"),
        (None, None, None, "unknown"),
    ],
)
def test_the_penalty_of_a_judgment_is_a_fact_of_leaving(
    penalty: str | None, months: int | None, suspended: str | None, band: str
) -> None:
    told = [
        document("carried_in", "2026-01-05", stated_stage="trial", **ACCUSED),
        document(
            "first_instance_judged",
            "2026-02-02",
            penalty=penalty,
            penalty_months=months,
            penalty_suspended=suspended,
            **ACCUSED,
        ),
    ]
    (trial,), (tried,) = spans(*told, stage="trial"), spans(*told, stage="tried")
    assert trial["left_penalty"] == band
    assert tried["left_penalty"] is None


def test_entry_traits_are_of_the_document_that_opened_the_stay() -> None:
    suspended = document("investigation_suspended", "2026-02-02", ground="229.1.b", article="229")
    (row,) = spans(
        document("case_prosecuted", "2026-01-05", ground="153"),
        suspended,
        stage="investigating_suspended",
    )
    assert (row["ground"], row["article"], row["agency"]) == ("229.1.b", "229", "police")


def test_the_first_prosecution_is_stated_or_the_day_of_the_decision() -> None:
    prosecuted = document("case_prosecuted", "2026-01-05")
    assert {row["first_prosecuted_on"] for row in spans(prosecuted)} == {date(2026, 1, 5)}
    severed = document(
        "case_severed_in", "2026-01-05", first_prosecuted_on=date(2025, 11, 3), stated_stage="trial"
    )
    assert {row["first_prosecuted_on"] for row in spans(severed)} == {date(2025, 11, 3)}
    charged = spans(CHARGED)
    assert {row["first_prosecuted_on"] for row in charged} == {None}
