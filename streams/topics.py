"""Chủ đề Kafka: where each kind of procedure publishes."""

from __future__ import annotations

KINDS = ("criminal", "custody", "enforcement", "civil", "supervision")


def topic_of(kind: str) -> str:
    """The topic of a kind of procedure, as event types name it (`criminal`)."""
    return f"vks.{kind}.events.v1"


TOPICS = tuple(topic_of(kind) for kind in KINDS)
