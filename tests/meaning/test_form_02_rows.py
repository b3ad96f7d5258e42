"""Biểu 02: rows of which stories tell little, worked from their labels.

Tách, nhập, chuyển, nhập số đầu kỳ; điều kiện tính đến cuối kỳ; hoạt động của Viện kiểm sát.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from test_form_07 import definitions
from worked import Asked, asked, worked

from projections.definitions import Form

SETS = {
    "active": "investigating,reinvestigating,supplementing,supplementing_for_court,supplementing_after_court",  # noqa: E501
    "suspended": "investigating_suspended,reinvestigating_suspended,supplementing_suspended,supplementing_for_court_suspended,supplementing_after_court_suspended",  # noqa: E501
    "prosecuting": "prosecuting,prosecuting_again,prosecuting_after_court",
    "set_aside": "prosecuting_suspended,prosecuting_again_suspended,prosecuting_after_court_suspended",  # noqa: E501
    "between": "concluded,supplement_concluded,court_supplement_concluded,returned,returned_after_court,returned_by_court",  # noqa: E501
    "in_hand": "$active,$suspended,$between,$prosecuting,$set_aside,trial,trial_suspended",
}
# `@` is vụ án (v), then bị can (b).
PAIRS = """
P02-A47@ left @ $active,$suspended by cancelled
P02-A47@.from_suspension left @ $suspended by cancelled
P02-A48@ entered @ $active by carried_in
P02-B05@ entered @ $prosecuting by resumed,reopened
P02-B05@.resumed entered @ $prosecuting by resumed
P02-B05@.reopened entered @ $prosecuting by reopened
P02-B06@.in entered @ $prosecuting by transferred_in
P02-B06@.out left @ $prosecuting by transferred_out
P02-B09@ left @ $prosecuting by indicted left_simplified=yes
P02-B13@.corruption left @ $prosecuting by indicted offence_group=corruption
P02-B13@.economic left @ $prosecuting by indicted offence_group=economic
P02-B13@.other_position left @ $prosecuting by indicted offence_group=other_position
P02-B14@ left @ $prosecuting,$set_aside by terminated
P02-B14@.from_suspension left @ $set_aside by terminated
P02-B17@ left @ $prosecuting by suspended
P02-B18@ closing @ $set_aside
P02-B25@ entered @ $prosecuting by carried_in
P02-B27@ closing @ indicted,indicted_after_court
P02-C03@ entered @ prosecution_change_cancelled
P02-C05@ entered @ termination_cancelled
P02-C06@ entered @ suspension_cancelled
"""
CASES = """
P02-A14v entered case $active by prosecuted requested=yes
P02-A17v entered case $active by prosecuted special_measures_on=by_period_end
P02-A17v.recording entered case special_measures_applied document_kind=secret_recording first_prosecuted_on=in
P02-A17v.telephone entered case special_measures_applied document_kind=secret_telephone first_prosecuted_on=in
P02-A17v.data entered case special_measures_applied document_kind=secret_data first_prosecuted_on=in
P02-A21v entered case $active by prosecuted simplified=yes
P02-A22v entered case $active by prosecuted key_case_on=by_period_end
P02-A23v.in entered case $active by severed_in
P02-A23v.in_new entered case $active by severed_in first_prosecuted_on=in
P02-A23v.out left case $active by joined_out
P02-A23v.out_new entered case $active by prosecuted; =P02-A23v.in_new; left case $in_hand by joined_out
P02-A46v closing case investigation_overdue
P02-A49v.in entered case $suspended by transferred_in,severed_in,carried_in
P02-A49v.out left case $suspended by transferred_out,joined_out
P02-B23v closing case prosecution_overdue
P02-B24v.in entered case $prosecuting by severed_in
P02-B24v.out left case $prosecuting by joined_out
P02-B26v.in entered case $set_aside by transferred_in,severed_in,carried_in
P02-B26v.out left case $set_aside by transferred_out,joined_out
P02-B28v closing case returned_by_court accepted=yes
P02-C02v entered case prosecution_cancelled
P02-C04v entered case joinder_cancelled
P02-C07v entered case investigation_requested
P02-C07v.requests entered case investigation_requested
P02-C07v.fulfilled entered case investigation_request_fulfilled
P02-C08v.requested entered document awaiting by issued document_kind=prosecution_request
P02-C08v.prosecuted =P02-A14v
P02-C11v entered case investigative_act_attended
P02-C14v.investigation entered case investigation_extended
P02-C14v.prosecution entered case prosecution_extended
"""  # noqa: E501
PEOPLE = """
P02-A14b entered accused $active by charged requested=yes
P02-A23b.in entered accused $active by severed_in,joined_in
P02-A23b.out left accused $active by severed_out,joined_out
P02-A49b.in entered accused $suspended by transferred_in,severed_in,joined_in,carried_in
P02-A49b.out left accused $suspended by transferred_out,severed_out,joined_out
P02-A51b closing accused charge_pending
P02-B24b.in entered accused $prosecuting by severed_in,joined_in
P02-B24b.out left accused $prosecuting by severed_out,joined_out
P02-B26b.in entered accused $set_aside by transferred_in,severed_in,joined_in,carried_in
P02-B26b.out left accused $set_aside by transferred_out,severed_out,joined_out
P02-C01b.approved entered accused charge_approved
P02-C01b.refused entered accused charge_refused
P02-C02b entered accused charge_cancelled
P02-C08b.requested entered document awaiting by issued document_kind=charge_request
P02-C08b.prosecuted =P02-A14b
P02-C09b entered accused interrogation_attended
P02-C10b.approved entered accused measure_approved
P02-C10b.refused entered accused measure_refused
P02-C10b.replaced entered accused measure_replaced
P02-C10b.cancelled entered accused measure_cancelled
P02-C14b.custody entered accused custody_extended
"""
# BLTTHS Đ.113, 121–130, 436–439: one sub-row for each kind, and what becomes of them.
KINDS = (
    "arrest_order", "residence_order", "bail", "deposit", "exit_ban", "escort",
    "compelled_appearance", "seizure", "freeze", "operation_suspension", "security_payment",
)  # fmt: skip
MEASURES = "\n".join([
    "P02-C15 entered measure measure_ordered",
    *(f"P02-C15.{kind} entered measure measure_ordered document_kind={kind}" for kind in KINDS),
    "P02-C16 closing measure measure_in_force",
    *(f"P02-C16.{end} left measure measure_in_force by {end}"
      for end in ("cancelled", "replaced", "expired")),
])  # fmt: skip


@cache
def form() -> Form:
    found = definitions().form("02", date(2026, 1, 1))
    assert found is not None
    return found


@cache
def table() -> dict[str, frozenset[Asked]]:
    cases = PAIRS.replace(" @ ", " case ").replace("@", "v")
    people = PAIRS.replace(" @ ", " accused ").replace("@", "b")
    parts = (cases, people, CASES, PEOPLE, MEASURES)
    return worked("\n".join(part.strip() for part in parts), SETS)


@pytest.mark.parametrize("id", sorted(table()))
def test_a_row_asks_what_its_label_says(id: str) -> None:
    line = form().line(id)
    assert line is not None
    assert asked(line) == table()[id], line.label


def test_what_is_counted_once_each_stands_so() -> None:
    once = {line.id for line in form().lines if line.count.what == "distinct"}
    assert once == {
        "P02-A17v.recording", "P02-A17v.telephone", "P02-A17v.data", "P02-A23v.out_new",
        "P02-A27v.once", "P02-A27b.once", "P02-B08v.once", "P02-B08b.once", "P02-B19v", "P02-B19b",
        "P02-B20v.evidence", "P02-B20v.other_crime", "P02-B20v.accomplice", "P02-B20v.procedure",
        "P02-B21v.accepted", "P02-B21v.refused", "P02-B21v.many", "P02-C07v", "P02-C09b",
    }  # fmt: skip
