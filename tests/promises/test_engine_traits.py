"""Traits: of the person over the whole history, of entry, of leaving, of the period's end."""

from __future__ import annotations

from datetime import date

import pytest
from engine_story import Row, document, spans

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


def judged(on: str, **facts: object) -> Row:
    return document("first_instance_judged", on, outcome="convicted", **ACCUSED, **facts)


IN_TRIAL = document("carried_in", "2026-01-05", stated_stage="trial", **ACCUSED)


def test_the_penalty_that_stands_is_a_trait_of_the_place_from_the_judgment_on() -> None:
    """48 months are more than three years and not more than seven."""
    told = [
        IN_TRIAL,
        judged("2026-02-02", penalty="prison", penalty_months=48, additional="confiscation,fine"),
    ]
    (trial,), (tried,) = spans(*told, stage="trial"), spans(*told, stage="tried")
    assert (trial["penalty"], trial["left_penalty"]) == ("unknown", "prison_3_to_7")
    assert trial["left_additional"] == "confiscation,fine"
    assert (tried["penalty"], tried["left_additional"]) == ("prison_3_to_7", None)


@pytest.mark.parametrize(
    "kind",
    [
        *("post_ban", "residence_ban", "local_supervision", "civic_rights", "confiscation"),
        *("business_ban", "capital_ban", "remedy"),
    ],
)
def test_additional_punishments_executed_by_themselves_are_penalties_of_their_own(
    kind: str,
) -> None:
    (tried,) = spans(IN_TRIAL, judged("2026-02-02", penalty=kind), stage="tried")
    assert tried["penalty"] == kind


DOCUMENT = {"subject": "VB", "kind": "document"}


def test_a_document_has_its_field_and_addressee_while_it_waits_for_an_answer() -> None:
    said = {
        "document_kind": "protest",
        "addressee": "prison",
        "field": "custody",
        "demands": "cancel",
        "level": "higher",
        "quantity": 4,
    }
    issued = document("document_issued", "2026-01-05", **said, **DOCUMENT)
    answered = document("document_answered", "2026-01-20", answer="accepted", **DOCUMENT)
    (row,) = spans(issued, answered)[:1]
    assert {name: row[name] for name in said} == said


def test_what_the_answer_states_is_not_the_quantity_of_the_document() -> None:
    issued = document("document_issued", "2026-01-05", **DOCUMENT)
    answered = document("document_answered", "2026-01-20", answer="partly", quantity=9, **DOCUMENT)
    (row,) = spans(issued, answered)[:1]
    assert row["quantity"] is None


def test_a_violation_is_a_fact_of_how_its_span_began() -> None:
    said = {
        "violation": "17.1",
        "violator": "court",
        "violator_level": "commune",
        "object": "QD-7",
        "without_ground": "yes",
    }
    (row,) = spans(document("case_prosecuted", "2026-01-05", **said))[:1]
    assert {name: row[name] for name in said} == said
    (plain,) = spans(document("case_prosecuted", "2026-01-05"))[:1]
    assert {plain[name] for name in said} == {"unknown"}


def test_who_is_moved_to_another_kind_of_facility_keeps_it_until_the_next_move() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", facility_kind="custody_house"),
        document("prosecution_changed", "2026-02-02", facility_kind="detention_camp"),
        document("investigation_suspended", "2026-03-02"),
    ]
    found = [row for row in spans(*told) if row["standing"] is None]  # stays, no acts
    assert [(row["stage"], row["facility_kind"]) for row in found] == [
        ("investigating", "custody_house"),
        ("investigating", "detention_camp"),
        ("investigating_suspended", "detention_camp"),
    ]
