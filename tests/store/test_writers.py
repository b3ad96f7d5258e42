"""Several writers at once: they wait for each other, never block, and lose nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from happenings import a_case, batch, event
from sqlalchemy import Engine, text

from store.audit import audit
from store.recorder import Recorded, record
from thongke.assembly import assemble


def writer(engine: Engine, batches: list[list[dict[str, Any]]]) -> Callable[[], list[Recorded]]:
    def write() -> list[Recorded]:
        recorded = []
        for records in batches:
            with engine.begin() as connection:
                recorded.append(record(connection, batch(*records), assemble().meaning))
        return recorded

    return write


def test_writers_of_the_same_dossiers_do_not_block_each_other(engine: Engine) -> None:
    """Four writers tell overlapping, shuffled pieces of the same cases, corrections included."""
    assemble()
    records = [e for n in range(12) for e in a_case(f"D{n}")]
    for n in range(0, 12, 2):
        records.append(event(f"X{n}", "case_prosecuted", f"D{n}", "01-04", corrects=f"D{n}-0"))
    plans = []
    for seed in range(4):
        r = random.Random(seed)
        mine = r.sample(records, len(records))
        plans.append([mine[n : n + 9] for n in range(0, len(mine), 9)])
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(writer(engine, plan)) for plan in plans]
        recorded = [one for done in work for one in done.result()]
    assert sum(one.added for one in recorded) == len(records)
    assert sum(one.repeated for one in recorded) == 3 * len(records)
    assert sum(one.quarantined for one in recorded) == 0
    with engine.begin() as connection:
        assert audit(connection, assemble().meaning).differences == 0
        given = connection.execute(text("SELECT position, recorded_at FROM position ORDER BY 1"))
        times = [row.recorded_at for row in given]
        assert times == sorted(times)
        assert len(times) == sum(one.position is not None for one in recorded)


def test_two_contents_told_at_once_under_one_id_leave_one_of_them(engine: Engine) -> None:
    """Different dossiers, so that no dossier's lock keeps the writers apart."""
    assemble()
    rounds = 10
    ones = [[event(f"E{n}", "case_prosecuted", f"A{n}", "01-05")] for n in range(rounds)]
    others = [[event(f"E{n}", "case_prosecuted", f"B{n}", "01-06")] for n in range(rounds)]
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(writer(engine, ones)), pool.submit(writer(engine, others))]
        recorded = [one for done in work for one in done.result()]
    assert sum(one.added for one in recorded) == rounds
    assert sum(one.quarantined for one in recorded) == rounds
    with engine.begin() as connection:
        assert audit(connection, assemble().meaning).differences == 0


def test_a_position_is_seen_only_when_all_before_it_are(engine: Engine) -> None:
    """The second writer, though faster, gets its position after the first has committed."""
    meaning = assemble().meaning
    with engine.connect() as slow, ThreadPoolExecutor(1) as pool:
        first = record(slow, batch(a_case("D1")[0]), meaning)
        fast = pool.submit(writer(engine, [[a_case("D2")[0]]]))
        with engine.connect() as reader:
            seen = "SELECT position FROM counter"
            assert reader.execute(text(seen)).scalar_one() == 0
        slow.commit()
        (second,) = fast.result()
    assert (first.position, second.position) == (1, 2)
