"""The two examples of TTLT 04/2018 Điều 17: a month of custody is 30 days, days held are deducted.

Held three days from 10:00 on 1 March 2018, detained two months, that is one month and 27 days: from
4 March to 29 April. Held six days from 14:00 on 5 March, let go, arrested on 11 April, detained two
months, which is one month and 24 days: to 3 June. Week-ends count, and no last day moves.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
from engine_story import meaning

from events.moves import moves
from events.shape import Record

HERE = timezone(timedelta(hours=7))
HELD, ARREST = "custody_ordered", "detention_ordered"


def order(type: str, start: datetime, expires: datetime, sequence: int) -> Record:
    """An order as a platform writes it: with the hour, or 24:00 of its last day."""
    return {
        "event_id": f"e{sequence}",
        "type": type,
        "dossier_id": "HS",
        "unit": "K01-01",
        "agency": "CA-01",
        "effective_on": start.date(),
        "sequence": sequence,
        "recorded_at": start.astimezone(UTC),
        "subjects": [
            {
                "id": "A",
                "kind": "detainee",
                "charges": [{"article": "173", "clause": "2", "main": True}],
                "custody": {"basis": "caught", "expires_at": expires.astimezone(UTC)},
            }
        ],
    }


def at(day: int, month: int, hour: int = 0) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=HERE)


@pytest.mark.parametrize(
    ("held", "until", "detained", "last"),
    [
        (at(1, 3, 10), at(4, 3, 10), at(4, 3), date(2018, 4, 29)),
        (at(5, 3, 14), at(11, 3, 14), at(11, 4), date(2018, 6, 3)),
    ],
)
def test_detention_ends_on_the_day_that_the_circular_says(
    held: datetime, until: datetime, detained: datetime, last: date
) -> None:
    deducted = (until - held).days
    assert detained.date() + timedelta(days=2 * 30 - deducted - 1) == last
    midnight = datetime(last.year, last.month, last.day, tzinfo=HERE) + timedelta(days=1)
    told = [order(HELD, held, until, 1), order(ARREST, detained, midnight, 2)]
    spans = meaning().derive(moves(told)).spans
    stay = spans.filter(pl.col("stage") == "detained_investigation")
    assert stay["limit_on"].to_list() == [last]
    lapse = spans.filter(pl.col("stage") == "detention_overdue")
    assert lapse["since"].to_list() == [last + timedelta(days=1)]


def test_who_is_held_at_the_end_of_the_day_on_which_the_hours_ran_out_is_overdue() -> None:
    """Three days to 10:00 on 4 March: the last whole day is the third."""
    spans = meaning().derive(moves([order(HELD, at(1, 3, 10), at(4, 3, 10), 1)])).spans
    assert spans.filter(pl.col("stage") == "held")["limit_on"].to_list() == [date(2018, 3, 3)]
    overdue = spans.filter(pl.col("stage") == "custody_overdue")
    assert overdue["since"].to_list() == [date(2018, 3, 4)]
