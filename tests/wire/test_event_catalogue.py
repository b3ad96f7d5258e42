"""An event that can be read is taken only as its type allows."""

from __future__ import annotations

from typing import Any

import pytest
from wire_samples import event_type, told

from events.catalogue import REFUSALS, Catalogue

CATALOGUE = Catalogue.of(
    {
        "case_prosecuted": event_type(
            "case_prosecuted",
            requires=("subjects.accused.charges", "dates.first_prosecuted_on"),
            allows=("decision",),
        ),
        "investigation_suspended": event_type(
            "investigation_suspended", requires=("ground", "subjects.outcome")
        ),
        "event_annulled": event_type(
            "event_annulled", kinds=(), needs_subject=False, requires=("corrects",)
        ),
    }
)
CASE: dict[str, Any] = {"id": "v", "kind": "case"}
ACCUSED: dict[str, Any] = {"id": "b", "kind": "accused", "charges": [{"article": "250"}]}
PROSECUTED_ON = {"first_prosecuted_on": told()["effective_on"]}


def code(**facts: Any) -> str | None:
    refusal = CATALOGUE.refusal(told(**facts))
    if refusal is None:
        return None
    assert refusal.code in REFUSALS
    return f"{refusal.code}: {refusal.reason}"


def prosecuted(**facts: Any) -> str | None:
    return code(**({"subjects": [CASE, ACCUSED], "dates": PROSECUTED_ON} | facts))


def test_an_event_with_all_that_its_type_asks_is_taken() -> None:
    assert prosecuted() is None
    assert prosecuted(decision={"number": "1"}, corrects="E-0") is None


def test_an_unknown_type_is_refused() -> None:
    assert code(type="eclipse") == "unknown_type: loại sự kiện 'eclipse' không có trong danh mục"


def test_subjects_are_needed_and_of_the_right_kind() -> None:
    said = prosecuted(subjects=[])
    assert said == "missing_subject: case_prosecuted phải kê ít nhất một đối tượng"
    assert prosecuted(subjects=[CASE, {"id": "t", "kind": "report"}]) == (
        "subject_kind_not_allowed: subjects[1].kind là 'report'; "
        "case_prosecuted nhận: accused, case"
    )


def test_a_fact_asked_of_one_kind_is_not_asked_of_others() -> None:
    without = {"id": "b", "kind": "accused"}
    said = prosecuted(subjects=[CASE, without])
    assert said == "missing_group: case_prosecuted phải có subjects[1].charges"


@pytest.mark.parametrize("dates", [None, {}, {"received_on": told()["effective_on"]}])
def test_a_group_that_says_nothing_of_what_is_asked_is_missing(dates: Any) -> None:
    said = prosecuted(dates=dates)
    assert said == "missing_group: case_prosecuted phải có dates.first_prosecuted_on"


def test_a_group_that_is_not_listed_may_not_be_sent_unless_empty() -> None:
    said = prosecuted(link={"relation": "joined"})
    assert said == "group_not_allowed: case_prosecuted không được gửi link"
    assert prosecuted(extension={}) is None


def test_a_ground_stated_for_every_subject_is_stated() -> None:
    kinds = [{**CASE, "outcome": "x"}, {**ACCUSED, "outcome": "x"}]
    assert code(type="investigation_suspended", subjects=kinds, ground="229.1.b") is None
    own = [{**subject, "ground": "229.1.b"} for subject in kinds]
    assert code(type="investigation_suspended", subjects=own) is None
    said = code(type="investigation_suspended", subjects=[own[0], kinds[1]])
    assert said == "missing_group: investigation_suspended phải có ground"


def test_an_annulment_names_what_it_takes_out_and_no_subject() -> None:
    assert code(type="event_annulled", corrects="E-0") is None
    said = code(type="event_annulled")
    assert said == "missing_group: event_annulled phải có corrects"
    said = code(type="event_annulled", corrects="E-0", subjects=[CASE])
    assert said is not None
    assert said.startswith("subject_kind_not_allowed")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"event_id": ""}, "empty_id: event_id để trống"),
        ({"dossier_id": " "}, "empty_id: dossier_id để trống"),
        ({"subjects": [CASE, {**ACCUSED, "id": ""}]}, "empty_id: subjects[1].id để trống"),
        ({"corrects": "E-1"}, "corrects_itself: corrects là chính sự kiện 'E-1'"),
        ({"subjects": [CASE, ACCUSED, ACCUSED]}, "repeated_subject: subjects[2].id 'b' đã kê"),
    ],
)
def test_ids_must_name_something_once(facts: dict[str, Any], words: str) -> None:
    said = prosecuted(**facts)
    assert said is not None
    assert said.startswith(words)
