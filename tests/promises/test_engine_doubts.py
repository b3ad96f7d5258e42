"""Quy tắc dữ liệu (E27–E44): what documents of one dossier say together, by the day and the law."""

from __future__ import annotations

import pytest
from engine_story import Row, definitions, derived, document, frame
from oracles import differences, oracle

CHARGES = {"charges": "*173.1"}


def accused(type: str, on: str, **facts: object) -> Row:
    return document(type, on, **{"subject": "A1", "kind": "accused", **facts})


def codes(*documents: Row) -> list[str]:
    """What the engine finds; the plain fold must find the same."""
    found = derived(*documents).findings
    assert differences(found, oracle(frame(*documents), definitions())[1]) == []
    return sorted(found["code"])


def said(code: str, *documents: Row) -> list[str]:
    found = derived(*documents).findings
    return sorted(found.filter(found["code"] == code)["says"])


PROSECUTED = document("case_prosecuted", "2026-01-05", **CHARGES)
CHARGED = accused("accused_charged", "2026-01-10", lead="yes", **CHARGES)
APPROVED = accused("charge_approved", "2026-01-10")
CONCLUDED = document("investigation_concluded", "2026-02-06")  # a Friday


def test_nobody_is_charged_before_the_case_is_prosecuted() -> None:
    early = accused("accused_charged", "2026-01-04", **CHARGES)
    on_the_day = accused("accused_charged", "2026-01-05", **CHARGES)
    assert codes(PROSECUTED, early) == ["charged_before_case"]
    assert said("charged_before_case", PROSECUTED, early)[0].endswith("(05/01/2026).")
    assert codes(PROSECUTED, on_the_day) == []
    # A case that came from elsewhere has no such document here.
    assert codes(document("case_transferred_in", "2026-01-20", **CHARGES), early) == []


def test_what_is_taken_up_was_received_by_then() -> None:
    told = document("report_accepted", "2026-01-05", subject="NT", kind="report", **CHARGES)
    from_later, from_then = (
        {**told, "received_on": day} for day in (date_of("2026-01-06"), date_of("2026-01-05"))
    )
    assert codes(from_later) == ["taken_up_before_received"]
    assert codes(from_then) == codes(told) == []


def date_of(text: str) -> object:
    return document("x", text)["effective_on"]


@pytest.mark.parametrize(
    ("received", "late"),
    # BLTTHS Đ.232(4): 02 days, to Sunday 08/02, moved to Monday.
    [("2026-02-08", False), ("2026-02-09", False), ("2026-02-10", True)],
)
def test_a_conclusion_is_sent_within_two_days(received: str, late: bool) -> None:
    told = (PROSECUTED, CONCLUDED, document("file_received", received))
    assert ("conclusion_sent_late" in codes(*told)) is late
    if late:
        assert said("conclusion_sent_late", *told)[0].endswith("(phải gửi chậm nhất 09/02/2026).")


def test_the_day_of_receipt_counts_where_it_is_stated() -> None:
    taken_up = {**document("file_received", "2026-02-12"), "received_on": date_of("2026-02-09")}
    assert codes(PROSECUTED, CONCLUDED, taken_up) == []


def test_an_indictment_reaches_the_court_within_three_days() -> None:
    before = (PROSECUTED, CONCLUDED, document("file_received", "2026-02-09"))
    indicted = document("indicted", "2026-02-16", **CHARGES)
    # 16/02 to 20/02/2026 is Tết: the third day moves to Monday 23/02.
    assert codes(*before, indicted, document("trial_accepted", "2026-02-23")) == []
    late = codes(*before, indicted, document("trial_accepted", "2026-02-24"))
    assert late == ["indictment_sent_late"]


def test_what_the_court_takes_up_again_without_a_new_indictment_has_no_new_term() -> None:
    told = (
        PROSECUTED,
        CONCLUDED,
        document("file_received", "2026-02-09"),
        document("indicted", "2026-03-02", **CHARGES),
        document("trial_accepted", "2026-03-03"),
        document("trial_accepted", "2026-06-01"),
    )
    assert "indictment_sent_late" not in codes(*told)


@pytest.mark.parametrize(
    ("age", "charges", "wrong"),
    [
        (13, "*123.1", True),  # BLHS Đ.12: nobody under 14
        (14, "*173.1", True),  # less serious
        (15, "*173.3", False),  # very serious
        (16, "*173.1", False),
        (15, "*999.1", False),  # an unknown article is another finding
    ],
)
def test_who_is_too_young_for_the_charge(age: int, charges: str, wrong: bool) -> None:
    charged = accused("accused_charged", "2026-01-10", charges=charges, age_at_act=age)
    assert ("too_young" in codes(PROSECUTED, charged)) is wrong


def test_an_age_told_later_is_the_age() -> None:
    told = (PROSECUTED, {**CHARGED, "age_at_act": 17})
    assert codes(*told) == []
    mended = accused("prosecution_changed", "2026-02-01", age_at_act=15, **CHARGES)
    assert codes(*told, APPROVED, mended) == ["too_young", "too_young"]


@pytest.mark.parametrize(
    ("charges", "wrong"),
    [
        ("173.1", False),
        ("*173.1", False),
        ("*173.1,174.1", False),
        ("173.1,174.1", True),
        ("*173.1,*174.1", True),
    ],
)
def test_one_charge_of_several_is_the_main_one(charges: str, wrong: bool) -> None:
    told = accused("accused_charged", "2026-01-10", charges=charges)
    assert ("main_charge_unclear" in codes(PROSECUTED, told)) is wrong


def test_a_suspended_case_leaves_nobody_behind() -> None:
    second = {**CHARGED, "subject": "A2", "lead": "no"}
    approved = {**APPROVED, "subject": "A2"}
    told = (PROSECUTED, CHARGED, APPROVED, second, approved)
    suspended = document("investigation_suspended", "2026-02-02", event_id="s", ground="229.1.a")
    of_first = {**suspended, "subject": "A1", "kind": "accused"}
    of_second = {**suspended, "subject": "A2", "kind": "accused"}
    assert said("accused_left_behind", *told, suspended, of_first) == [
        "Quyết định tạm đình chỉ điều tra: bị can A2 chưa có quyết định."
    ]
    assert codes(*told, suspended, of_first, of_second) == []


def test_the_case_goes_by_the_crime_of_its_lead() -> None:
    other = accused("prosecution_changed", "2026-02-01", charges="*174.1")
    case_too = document("prosecution_changed", "2026-02-01", charges="*174.1")
    assert codes(PROSECUTED, CHARGED, APPROVED) == []
    assert codes(PROSECUTED, CHARGED, APPROVED, other) == ["lead_otherwise"]
    assert codes(PROSECUTED, CHARGED, APPROVED, other, case_too) == []


def test_the_procuracy_returns_a_file_twice_at_most() -> None:
    told = [PROSECUTED]
    for month in (2, 4, 6):
        told += [
            document("investigation_concluded", f"2026-{month:02}-02"),
            document("file_received", f"2026-{month:02}-03"),
            document("returned_by_procuracy", f"2026-{month:02}-10"),
            document("supplement_started", f"2026-{month:02}-12"),
        ]
    assert codes(*told[:9]) == []
    assert codes(*told) == ["returned_too_often"]
    assert said("returned_too_often", *told)[0].endswith("lần thứ 3.")


AT_COURT = (
    PROSECUTED,
    document("investigation_concluded", "2026-01-20"),
    document("file_received", "2026-01-21"),
    document("indicted", "2026-01-26", **CHARGES),
    document("trial_accepted", "2026-01-27"),
)


def returned(*articles: str | None, month: int = 2) -> list[Row]:
    """The court returns the file under each article in turn, and has it back within the month."""
    told = []
    for later, article in enumerate(articles):
        on = f"2026-{month + later:02}"
        told += [
            document("returned_by_court", f"{on}-02", article=article, accepted="no"),
            document("trial_accepted", f"{on}-09"),
        ]
    return told


@pytest.mark.parametrize(
    ("articles", "wrong"),
    [
        # BLTTHS Đ.174(2): the presiding judge (280) once, the panel (298, 326) once.
        (["280", "326"], []),
        (["280", "280"], ["judge 2"]),
        (["298", "326"], ["panel 2"]),
        (["280", "298", "280"], ["court 3", "judge 2"]),
        # Who returned it is not said: no more than both together may.
        ([None, "280"], []),
        ([None, None], []),
        ([None, "326", None], ["court 3"]),
    ],
)
def test_the_judge_returns_a_file_once_and_the_panel_once(
    articles: list[str | None], wrong: list[str]
) -> None:
    told = (*AT_COURT, *returned(*articles))
    assert codes(*told) == [f"returned_too_often_by_{each.split()[0]}" for each in wrong]
    for who, times in (each.split() for each in wrong):
        assert said(f"returned_too_often_by_{who}", *told)[0].endswith(f"lần thứ {times}.")


def test_a_case_tried_again_from_the_beginning_may_be_returned_again() -> None:
    """BLTTHS Đ.360: after annulment it goes by the common procedure, as if for the first time."""
    annulled = (
        document("first_instance_judged", "2026-04-02", outcome="convicted", **CHARGES),
        document("appealed", "2026-04-06", appealed_by="appeal"),
        document("appeal_accepted", "2026-04-20"),
        document("appeal_decided", "2026-05-20", outcome="annulled_for_retrial"),
        document("trial_accepted", "2026-06-01"),
    )
    again = returned("280", "298", month=7)
    assert codes(*AT_COURT, *returned("280", "298"), *annulled, *again) == []
    once_more = returned("280", month=9)
    assert codes(*AT_COURT, *returned("280", "298"), *annulled, *again, *once_more) == [
        *("returned_too_often_by_court", "returned_too_often_by_judge")
    ]


def test_each_accused_is_counted_by_himself() -> None:
    """The second return is the first that A2 has."""
    of_both = [
        {**document("returned_by_court", on, article="280"), "subject": who, "kind": "accused"}
        for on, who in (("2026-02-02", "A1"), ("2026-03-02", "A1"), ("2026-03-02", "A2"))
    ]
    found = derived(*of_both).findings
    assert found.filter(found["code"] == "returned_too_often_by_judge")["event_id"].to_list() == [
        "e1"
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"violation": "questioning", "violator": "police"}, None),
        ({"violation": "shouting", "violator": "police"}, "unknown_violation"),
        ({"violation": "measure_notice", "violator": "prison"}, "violator_unfit"),
        ({"violation": "report_not_accepted", "violator": "police"}, "object_missing"),
        ({"violation": "report_not_accepted", "violator": "police", "object": "NT-1"}, None),
    ],
)
def test_a_violation_is_one_of_the_catalogue(facts: dict[str, object], code: str | None) -> None:
    told = document("violation_found", "2026-01-05", subject="VP", kind="violation", **facts)
    assert codes(told) == ([] if code is None else [code])
