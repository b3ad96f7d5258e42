"""Số đo vận hành: every Prometheus series of a worker, named once.

Labels are topics, partitions and reasons; never a dossier, never a person.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BATCH_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_AFTER_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600)


class Metrics:
    """The series of one worker, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.received = Counter(
            "thongke_events_received", "Messages taken from Kafka", ["topic"], registry=registry
        )
        self.recorded = Counter(
            "thongke_events_recorded", "Events new to the journal", registry=registry
        )
        self.repeated = Counter(
            "thongke_events_repeated", "Events that the journal had already", registry=registry
        )
        self.dropped = Counter(
            "thongke_messages_dropped",
            "Messages read twice or before a seek; they are read again if need be",
            registry=registry,
        )
        self.quarantined = Counter(
            "thongke_events_quarantined", "Messages set apart", ["reason"], registry=registry
        )
        self.asserted = Counter("thongke_spans_asserted", "Spans newly said", registry=registry)
        self.retracted = Counter("thongke_spans_retracted", "Spans taken back", registry=registry)
        self.reseeks = Counter(
            "thongke_reseeks", "Times the worker went back to its offsets", registry=registry
        )
        self.waits = Counter(
            "thongke_waits",
            "Tries that a server being away made vain",
            ["server"],
            registry=registry,
        )
        self.next_offset = Gauge(
            "thongke_next_offset",
            "Offset to be read next, as PostgreSQL has it",
            ["topic", "partition"],
            registry=registry,
        )
        self.lag = Gauge(
            "thongke_lag",
            "Messages in Kafka after the next offset",
            ["topic", "partition"],
            registry=registry,
        )
        self.progress = Gauge(
            "thongke_last_progress_timestamp_seconds",
            "When the worker last recorded something or found nothing to record",
            registry=registry,
        )
        self.halted = Gauge(
            "thongke_halted", "1: stopped until a person decides", ["reason"], registry=registry
        )
        self.batch_seconds = Histogram(
            "thongke_batch_seconds",
            "From batch in hand to commit",
            buckets=_BATCH_SECONDS,
            registry=registry,
        )
        self.batch_events = Histogram(
            "thongke_batch_events",
            "Messages in a batch",
            buckets=(1, 10, 100, 500, 1000, 2000, 5000, 10000),
            registry=registry,
        )
        self.batch_dossiers = Histogram(
            "thongke_batch_dossiers",
            "Distinct dossiers in a batch",
            buckets=(1, 10, 100, 500, 1000, 2000, 5000, 10000),
            registry=registry,
        )
        self.after_seconds = Histogram(
            "thongke_recorded_after_seconds",
            "From publishing to commit",
            buckets=_AFTER_SECONDS,
            registry=registry,
        )
