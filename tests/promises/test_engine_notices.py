"""What the law wants before a limit ends, reckoned by hand: requests, files, notices to the court.

A day is held against the last day of the limit as it stood just before the document.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine_story import Row, derived, document

HELD = {"subject": "A", "kind": "detainee"}
REPORT = {"subject": "NT", "kind": "report"}


def late(*told: Row) -> list[str]:
    """Until when what came too late could have come."""
    found = derived(*told).findings.filter(code="notice_too_late").sort("event_id")
    return [says.rpartition(" ")[2] for says in found["says"]]


def prosecuted(on: str, charge: str = "173.1") -> Row:
    return document("case_prosecuted", on, charges=charge)


def extended(on: str, received: str | None, months: int = 2) -> Row:
    day = None if received is None else date.fromisoformat(received)
    return document("investigation_extended", on, extension_months=months, received_on=day)


def test_an_extension_of_investigation_is_asked_for_ten_days_before() -> None:
    """Two months from 5 January 2026 end on 5 March; ten days before are 23 February."""
    assert late(prosecuted("2026-01-05"), extended("2026-03-02", "2026-02-23")) == []
    asked_late = late(prosecuted("2026-01-05"), extended("2026-03-02", "2026-02-24"))
    assert asked_late == ["23/02/2026."]


def test_a_document_that_states_no_day_is_not_judged() -> None:
    assert late(prosecuted("2026-01-05"), extended("2026-03-02", None)) == []


@pytest.mark.parametrize(("received", "due"), [("2026-02-28", []), ("2026-03-02", ["28/02/2026."])])
def test_a_latest_day_that_is_a_day_off_stays_where_it_is(received: str, due: list[str]) -> None:
    """Two months from 10 January end on Tuesday 10 March; ten days before is a Saturday."""
    assert late(prosecuted("2026-01-10"), extended("2026-03-04", received)) == due


def test_a_second_extension_is_held_against_the_limit_that_the_first_left() -> None:
    """Very serious: four months to 5 May, four more to 5 September, a Saturday: Monday the 7th.

    Ten days before are 25 April and 28 August.
    """
    first = [prosecuted("2026-01-05", "173.3"), extended("2026-05-04", "2026-04-25", 4)]
    assert late(*first, extended("2026-09-01", "2026-08-28", 4)) == []
    assert late(*first, extended("2026-09-01", "2026-08-29", 4)) == ["28/08/2026."]
    later = [prosecuted("2026-01-05", "173.3"), extended("2026-05-04", "2026-04-26", 4)]
    assert late(*later, extended("2026-09-01", "2026-08-29", 4)) == ["25/04/2026.", "28/08/2026."]


def test_what_is_asked_for_when_the_limit_has_passed_is_too_late() -> None:
    told = extended("2026-03-20", "2026-03-16")
    assert late(prosecuted("2026-01-05"), told) == ["23/02/2026."]


def test_a_resumed_investigation_has_the_same_notice() -> None:
    """Điều 174(1): resumed on 2 March, less serious: two months to Saturday 2 May; the holidays
    end on Monday 4 May, and ten days before are 24 April."""
    told = [
        prosecuted("2026-01-05"),
        document("investigation_suspended", "2026-02-02", ground="229.1.a"),
        document("investigation_resumed", "2026-03-02"),
    ]
    assert late(*told, extended("2026-04-28", "2026-04-24", 1)) == []
    assert late(*told, extended("2026-04-28", "2026-04-25", 1)) == ["24/04/2026."]


def test_a_corrected_request_is_judged_as_corrected() -> None:
    told = [prosecuted("2026-01-05"), extended("2026-03-02", "2026-02-24")]
    right = {**told[1], "received_on": date(2026, 2, 20), "corrects": "e1"}
    assert late(*told, right) == []


def test_an_extension_for_a_crime_report_is_asked_for_five_days_before() -> None:
    """Điều 147(3): prolonged to Monday 4 May; five days before are 29 April."""

    def asked(received: date) -> list[str]:
        return late(
            document("report_accepted", "2026-03-02", **REPORT),
            document(
                *("report_limit_prolonged", "2026-03-20"),
                extension_until=date(2026, 5, 4),
                **REPORT,
            ),
            document(
                *("report_extended", "2026-05-04"),
                extension_months=2,
                received_on=received,
                **REPORT,
            ),
        )

    assert asked(date(2026, 4, 29)) == []
    assert asked(date(2026, 4, 30)) == ["29/04/2026."]


def detained(**facts: object) -> Row:
    """Sixty days from 2 February 2026, the first counted: the last is 2 April."""
    told = {"charges": "173.1", "ground": "caught", **HELD, **facts}
    return document("detention_ordered", "2026-02-02", **told)


def prolonged(on: str, received: date) -> Row:
    return document(
        "detention_prolonged", on, extension_months=1, received_on=received, agency="K01-01", **HELD
    )


def test_an_extension_of_detention_is_asked_for_ten_days_before() -> None:
    assert late(detained(), prolonged("2026-03-30", date(2026, 3, 23))) == []
    assert late(detained(), prolonged("2026-03-30", date(2026, 3, 24))) == ["23/03/2026."]


def test_the_ten_days_are_those_of_an_investigation() -> None:
    """Điều 173(2); at the stage of prosecution nobody has to ask the procuracy."""
    told = detained(stated_stage="detained_prosecution", extension_until=date(2026, 4, 2))
    assert late(told, prolonged("2026-03-30", date(2026, 3, 30))) == []


@pytest.mark.parametrize("stage", ["detained_investigation", "detained_prosecution"])
def test_the_court_is_told_seven_days_before_detention_ends(stage: str) -> None:
    """Điều 244, by the day of the notice itself."""
    order = detained(stated_stage=stage, extension_until=date(2026, 4, 2))
    notified = [document("custody_expiry_notified", day, **HELD) for day in ("2026-03-26",)]
    assert late(order, *notified) == []
    tomorrow = document("custody_expiry_notified", "2026-03-27", **HELD)
    assert late(order, *notified, tomorrow) == ["26/03/2026."]


def test_a_notice_does_not_lengthen_the_limit() -> None:
    told = [detained(), document("custody_expiry_notified", "2026-03-20", **HELD)]
    spans = derived(*told).spans
    stay = spans.filter(stage="detained_investigation").row(0, named=True)
    lapse = spans.filter(stage="detention_overdue").row(0, named=True)
    assert (stay["limit_on"], lapse["since"]) == (date(2026, 4, 2), date(2026, 4, 3))


def test_detention_without_end_has_nothing_to_be_told_before() -> None:
    """Điều 173(5): until the investigation ends."""
    endless = document("detention_prolonged", "2026-03-20", ground="173.5", agency="TC", **HELD)
    told = [detained(charges="108.1"), endless]
    assert late(*told, document("custody_expiry_notified", "2026-12-20", **HELD)) == []


@pytest.mark.parametrize(("received", "due"), [(4, []), (5, ["04/02/2026."])])
def test_a_file_comes_a_day_before_custody_ends(received: int, due: list[str]) -> None:
    """TTLT 04/2018 Điều 16: held at some hour of 2 February 2026, three days end at that hour of
    the 5th; twenty-four hours before still lie on the 4th, the last whole day."""
    day = date(2026, 2, received)
    held = document("custody_ordered", "2026-02-02", ground="caught", **HELD)
    order = document("detention_ordered", "2026-02-05", charges="173.1", received_on=day, **HELD)
    assert late(held, order) == due


def test_an_order_that_follows_another_order_has_no_such_day() -> None:
    again = document("detention_ordered", "2026-04-01", received_on=date(2026, 4, 1), **HELD)
    assert late(detained(), again) == []


def test_nobody_is_told_anything_without_a_limit() -> None:
    """A notice of somebody who is not detained is out of turn, and late for nothing."""
    assert late(document("custody_expiry_notified", "2026-03-27", **HELD)) == []
    unknown = detained(charges=None)
    assert late(unknown, document("custody_expiry_notified", "2026-12-27", **HELD)) == []


def test_each_day_more_is_as_late_as_the_one_before() -> None:
    for more in range(1, 40):
        told = extended("2026-04-20", str(date(2026, 2, 23) + timedelta(days=more)))
        assert late(prosecuted("2026-01-05"), told) == ["23/02/2026."]
