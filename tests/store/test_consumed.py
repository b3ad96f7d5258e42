"""Offsets: claimed with an epoch, kept with their effect, checked for holes and repetitions."""

from __future__ import annotations

from typing import Any

from happenings import TOPIC, a_case, arrival, through_the_door
from sqlalchemy import Engine, text

from events.door import Arrival
from store.consumed import Consumed, claim
from store.recorder import Recorded, record
from thongke.assembly import assemble


def claimed(engine: Engine, earliest: int = 0) -> tuple[int, int]:
    with engine.begin() as connection:
        found = claim(connection, TOPIC, {0: earliest})[0]
    return found.next_offset, found.epoch


def told(engine: Engine, epoch: int, *fetched: tuple[Arrival, int]) -> Recorded:
    """Record arrivals, each with the offset that was due when it was fetched."""
    due = {(a.source, a.partition, a.offset): expected for a, expected in fetched}
    batch = through_the_door(*(a for a, _ in fetched))
    with engine.begin() as connection:
        return record(connection, batch, assemble().meaning, Consumed({(TOPIC, 0): epoch}, due))


def chained(records: list[dict[str, Any]], first: int) -> list[tuple[Arrival, int]]:
    return [(arrival(r, first + n), first + n) for n, r in enumerate(records)]


def journalled(engine: Engine) -> int:
    with engine.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM journal")).scalar_one())


def test_a_claim_begins_where_the_topic_does_and_goes_on_where_reading_stopped(
    engine: Engine,
) -> None:
    assert claimed(engine, earliest=40) == (40, 1)
    recorded = told(engine, 1, *chained(a_case("D1"), 40))
    assert (recorded.added, recorded.lost) == (4, False)
    assert recorded.next_offsets == {(TOPIC, 0): 44}
    assert claimed(engine, earliest=0) == (44, 2)


def test_whoever_lost_a_partition_is_fenced(engine: Engine) -> None:
    claimed(engine)
    claimed(engine)
    late = told(engine, 1, *chained(a_case("D1"), 0))
    assert (late.added, late.lost) == (0, True)
    assert told(engine, 2, *chained(a_case("D1"), 0)).added == 4


def test_what_the_broker_delivers_again_is_left_out(engine: Engine) -> None:
    claimed(engine)
    told(engine, 1, *chained(a_case("D1")[:3], 0))
    again = told(engine, 1, *chained(a_case("D1"), 0))
    assert (again.added, again.repeated, again.lost) == (1, 0, False)
    assert journalled(engine) == 4


def test_a_hole_stops_at_its_edge(engine: Engine) -> None:
    """Offset 2 never arrived, though 2 was due before 3 was fetched: 0 and 1 are kept."""
    claimed(engine)
    whole = chained(a_case("D1"), 0)
    recorded = told(engine, 1, whole[0], whole[1], whole[3])
    assert (recorded.added, recorded.lost) == (2, True)
    assert claimed(engine) == (2, 2)


def test_gaps_that_the_broker_left_are_passed(engine: Engine) -> None:
    """Offsets 1 to 4 hold no record (a transaction's marker, say): 5 was fetched when 1 was due."""
    claimed(engine)
    first, second = a_case("D1")[:2]
    recorded = told(engine, 1, (arrival(first, 0), 0), (arrival(second, 5), 1))
    assert (recorded.added, recorded.lost) == (2, False)
    assert claimed(engine) == (6, 2)


def test_a_batch_without_effect_still_moves_the_offset(engine: Engine) -> None:
    claimed(engine)
    told(engine, 1, *chained(a_case("D1"), 0))
    repeated = told(engine, 1, *chained(a_case("D1"), 4))
    assert (repeated.position, repeated.repeated) == (None, 4)
    assert claimed(engine) == (8, 2)


def test_refused_messages_move_the_offset_too(engine: Engine) -> None:
    claimed(engine)
    recorded = told(engine, 1, (Arrival(TOPIC, 0, 0, b"D1", b"\x01", {}), 0))
    assert (recorded.quarantined, recorded.lost) == (1, False)
    assert claimed(engine) == (1, 2)
