"""Order, corrections, what is out of turn, and how a change of place splits a stay."""

from __future__ import annotations

from engine_story import derived, document, findings, spans, stays

PROSECUTED = document("case_prosecuted", "2026-01-05", charges="173.1")
CONCLUDED = document("investigation_concluded", "2026-02-02")
RECEIVED = document("file_received", "2026-02-04")


def test_each_leaving_is_paired_with_the_coming_before_it() -> None:
    assert stays(PROSECUTED, CONCLUDED, RECEIVED) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-02-02", "concluded"),
        ("concluded", "2026-02-02", "concluded", "2026-02-04", "delivered"),
        ("prosecuting", "2026-02-04", "received", None, None),
    ]


def test_the_order_of_telling_does_not_matter_but_the_day_and_the_sequence_do() -> None:
    numbered = [
        {**row, "event_id": f"e{n}", "sequence": n}
        for n, row in enumerate((PROSECUTED, CONCLUDED, RECEIVED))
    ]
    assert stays(*reversed(numbered)) == stays(*numbered)


def test_two_documents_of_one_day_go_by_the_platforms_sequence() -> None:
    same_day = document("investigation_suspended", "2026-01-05")
    assert stays(PROSECUTED, same_day) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-01-05", "suspended"),
        ("investigating_suspended", "2026-01-05", "suspended", None, None),
    ]


def test_documents_of_one_day_and_one_place_go_by_the_order_of_the_procedure() -> None:
    """The rows of the procedure name case_prosecuted before investigation_suspended."""
    late = {**PROSECUTED, "event_id": "z", "sequence": 1}
    early = {**document("investigation_suspended", "2026-01-05"), "event_id": "a", "sequence": 1}
    assert [stay[0] for stay in stays(early, late)] == ["investigating", "investigating_suspended"]


def test_a_replacement_takes_the_place_of_the_root_of_its_chain_and_its_own_day() -> None:
    """e0 prosecuted, e1 suspended, e2 resumed on one day; e1 is replaced twice over (e3, e4).

    With its own sequence the suspension would come after the resumption.
    """
    told = [
        document("case_prosecuted", "2026-01-05"),
        document("investigation_suspended", "2026-01-12"),
        document("investigation_resumed", "2026-01-12"),
        document("investigation_suspended", "2026-01-13", corrects="e1"),
        document("investigation_suspended", "2026-01-12", corrects="e3"),
    ]
    assert [(stay[0], stay[1]) for stay in stays(*told)] == [
        ("investigating", "2026-01-05"),
        ("investigating_suspended", "2026-01-12"),
        ("investigating", "2026-01-12"),
    ]
    assert findings(*told) == []


def test_an_annulled_event_is_out_and_annulling_the_annulment_brings_nothing_back() -> None:
    annulment = document("event_annulled", "2026-02-03", subject=None, kind=None, corrects="e1")
    again = document("event_annulled", "2026-02-04", subject=None, kind=None, corrects="e2")
    expected = [("investigating", "2026-01-05", "prosecuted", None, None)]
    assert stays(PROSECUTED, CONCLUDED, annulment) == expected
    assert stays(PROSECUTED, CONCLUDED, annulment, again) == expected


def test_a_correction_of_what_the_dossier_does_not_have_counts_and_is_found() -> None:
    told = [PROSECUTED, document("investigation_concluded", "2026-02-02", corrects="elsewhere")]
    assert [stay[0] for stay in stays(*told)] == ["investigating", "concluded"]
    assert findings(*told) == [("e1", "corrects_unknown")]


def test_a_correction_does_not_reach_into_another_dossier() -> None:
    other = document("event_annulled", "2026-02-02", subject=None, kind=None, corrects="e0")
    found = derived(PROSECUTED, {**other, "dossier": "HS2"})
    assert found.spans["dossier"].unique().to_list() == ["HS"]
    assert found.findings["code"].to_list() == ["corrects_unknown"]


def test_two_corrections_of_one_event_are_found() -> None:
    told = [
        PROSECUTED,
        document("case_prosecuted", "2026-01-06", corrects="e0"),
        document("case_prosecuted", "2026-01-07", corrects="e0"),
    ]
    assert findings(*told) == [
        ("e1", "corrects_twice"),
        ("e2", "corrects_twice"),
        ("e2", "repeated"),
    ]


def test_a_document_out_of_turn_has_its_effect_and_is_found() -> None:
    told = [PROSECUTED, document("trial_accepted", "2026-02-02")]
    assert stays(*told)[1] == ("trial", "2026-02-02", "accepted", None, None)
    assert findings(*told) == [("e1", "out_of_turn")]


def test_a_document_that_leads_where_the_subject_stands_moves_nothing_and_is_found() -> None:
    told = [PROSECUTED, document("case_prosecuted", "2026-01-06")]
    assert stays(*told) == [("investigating", "2026-01-05", "prosecuted", None, None)]
    assert findings(*told) == [("e1", "repeated")]


def test_findings_say_in_words_what_was_met() -> None:
    says = derived(PROSECUTED, document("trial_accepted", "2026-02-02")).findings["says"].item()
    assert says.endswith("không đúng trình tự, Vụ án ở giai đoạn “Đang điều tra”.")


def test_what_a_document_says_by_itself_that_cannot_be_is_found() -> None:
    told = [
        document(
            "case_prosecuted",
            "2026-01-05",
            unit="KHONG-CO",
            agency="LA",
            charges="999.1",
            recorded_on=document("x", "2026-01-04")["effective_on"],
        )
    ]
    assert findings(*told) == [
        ("e0", "future_date"),
        ("e0", "unknown_agency"),
        ("e0", "unknown_article"),
        ("e0", "unknown_unit"),
    ]
    (span,) = spans(*told)
    assert [span[name] for name in ("unit", "offence", "severity", "handler", "agency")] == (
        ["unknown"] * 5
    )


def test_a_type_that_no_track_of_the_kind_knows_is_found() -> None:
    told = [PROSECUTED, document("report_suspended", "2026-01-06")]
    assert findings(*told) == [("e1", "unknown_for_kind")]


def test_a_stated_stage_opens_the_track_that_has_it() -> None:
    carried = document("carried_in", "2026-01-05", stated_stage="trial")
    assert stays(carried) == [("trial", "2026-01-05", "carried_in", None, None)]
    lost = document("carried_in", "2026-01-05", stated_stage="nowhere")
    assert stays(lost) == []
    assert findings(lost) == [("e0", "unknown_stage")]


def test_a_stated_stage_of_the_death_sentence_leaves_the_trial_alone() -> None:
    carried = document(
        "carried_in", "2026-01-05", subject="BC", kind="accused", stated_stage="ordered"
    )
    assert stays(carried, track="death_sentence")[0][0] == "ordered"
    assert stays(carried, track="accused") == []


def test_facts_of_the_document_choose_among_the_rows_of_an_event() -> None:
    before = document("carried_in", "2026-01-05", stated_stage="appeal")
    annulled = document("appeal_decided", "2026-02-02", outcome="annulled_for_retrial")
    upheld = document("appeal_decided", "2026-02-02", outcome="upheld")
    assert stays(before, annulled)[1][0] == "annulled_retrial"
    assert len(stays(before, upheld)) == 1


def test_silent_rows_do_nothing_elsewhere_and_are_no_finding() -> None:
    """An annulled judgment closes a death sentence where there is one, and only there."""
    accused = {"subject": "BC", "kind": "accused"}
    before = document("carried_in", "2026-01-05", stated_stage="appeal", **accused)
    annulled = document("appeal_decided", "2026-02-02", outcome="annulled_for_retrial", **accused)
    assert stays(before, annulled, track="death_sentence") == []
    assert findings(before, annulled) == []


def test_a_new_classification_splits_the_stay() -> None:
    changed = document("prosecution_changed", "2026-01-20", charges="173.3")
    assert stays(PROSECUTED, changed) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-01-20", "reclassified"),
        ("investigating", "2026-01-20", "reclassified", None, None),
    ]
    assert [row["severity"] for row in spans(PROSECUTED, changed, stage="investigating")] == [
        "less_serious",
        "very_serious",
    ]


def test_a_document_that_stays_does_not_change_the_place() -> None:
    extended = document("investigation_extended", "2026-01-20", unit="T01", charges="353.4")
    assert [row["unit"] for row in spans(PROSECUTED, extended, stage="investigating")] == ["K01-01"]


def test_a_moment_carries_its_own_unit_and_the_stage_it_found() -> None:
    extended = document("investigation_extended", "2026-01-20", unit="T01")
    (act,) = spans(PROSECUTED, extended, stage="investigation_extended")
    assert act["since"] == act["until"]
    assert (act["unit"], act["standing"]) == ("T01", "investigating")
    assert (act["offence"], act["severity"]) == ("173", "less_serious")


def test_a_transfer_leaves_the_sender_and_enters_the_receiver_when_accepted() -> None:
    sent = document("case_transferred_out", "2026-01-12", counterpart="T79")
    taken = document("case_transferred_in", "2026-01-19", unit="K79-01")
    found = [
        (row["stage"], row["unit"], row["left_by"])
        for row in spans(PROSECUTED, sent, taken)
        if row["stage"] != "investigation_overdue"
    ]
    assert found == [
        ("investigating", "K01-01", "transferred_out"),
        ("investigating_in_transit", "K01-01", "arrived"),
        ("investigating", "K79-01", None),
    ]


def test_the_handler_changes_only_where_the_procedure_says_so() -> None:
    taken = document("report_taken_over", "2026-01-12", subject="NT", kind="report", agency="T01")
    accepted = document("report_accepted", "2026-01-05", subject="NT", kind="report")
    prolonged = document(
        "report_limit_prolonged", "2026-01-07", subject="NT", kind="report", agency="T01"
    )
    rows = spans(accepted, prolonged, taken, stage="checking")
    assert [row["handler"] for row in rows] == ["police", "procuracy"]
    assert [row["came_by"] for row in rows] == ["received", "taken_over"]
