"""Any order of arrival, any repetition, any split into batches: the store says what is true."""

from __future__ import annotations

import pytest
from oracles import differences, oracle
from recordings import Recording, finished, in_any_order, record_all, simulated_records, store
from sqlalchemy import Connection

from ops.local import LocalPostgres
from projections.findings import FINDINGS
from store.audit import audit
from store.spans import rows_of, standing
from thongke.assembly import Assembly


def assert_true(connection: Connection, recording: Recording, assembly: Assembly) -> None:
    """What stands is what the oracle reads in the finished history; recounting changes nothing."""
    spans, findings = oracle(finished(recording.records), assembly.definitions)
    assert len(spans) > 1000 and len(findings) > 10
    assert differences(standing(connection, recording.dossiers), spans) == []
    said = rows_of(connection, "finding", FINDINGS, recording.dossiers)
    assert differences(said, findings) == []
    assert audit(connection, assembly.meaning).differences == 0


def test_events_in_order_of_arrival_mean_what_the_finished_history_means(
    recorded: Recording, assembly: Assembly
) -> None:
    with recorded.engine.begin() as connection:
        assert_true(connection, recorded, assembly)


@pytest.mark.parametrize("seed", (1, 2))
def test_any_order_any_repetition_any_split_means_the_same(
    seed: int, recorded: Recording, postgres: LocalPostgres, assembly: Assembly
) -> None:
    with store(postgres) as engine:
        for batch in in_any_order(recorded.records, seed):
            record_all(engine, batch)
        with engine.begin() as connection, recorded.engine.begin() as other:
            assert_true(connection, recorded, assembly)
            assert recorded.figures(connection) == recorded.figures(other)


@pytest.mark.soak
def test_twenty_thousand_dossiers_in_any_order_mean_what_the_oracle_reads(
    postgres: LocalPostgres, assembly: Assembly
) -> None:
    records = simulated_records(5700, 25)
    with store(postgres) as engine:
        recording = Recording(engine, records)
        assert len(recording.dossiers) >= 20_000
        for batch in in_any_order(records, 26, sizes=(5000, 20_000)):
            record_all(engine, batch)
        with engine.begin() as connection:
            assert_true(connection, recording, assembly)
