"""Máy chủ tại chỗ: the servers that `thongke` starts when none are named."""

from ops.broker import (
    LocalKafka,
    MockBroker,
    default_jars,
    ensure_kafka,
    running_kafka,
    why_no_kafka,
)
from ops.child import Child, ServerFailed
from ops.postgres import LocalPostgres

__all__ = [
    "Child",
    "LocalKafka",
    "LocalPostgres",
    "MockBroker",
    "ServerFailed",
    "default_jars",
    "ensure_kafka",
    "running_kafka",
    "why_no_kafka",
]
