"""Trang: long lists are shown page by page."""

from __future__ import annotations

from review.asked import NotAccepted

PER_PAGE = 200


def within(size: int, number: int) -> int:
    """How many rows come before page `number`."""
    last = pages(size)
    if number > last:
        raise NotAccepted(404, f"Không có trang {number}.", f"từ 1 đến {last}")
    return (number - 1) * PER_PAGE


def pages(size: int) -> int:
    return max(1, -(-size // PER_PAGE))
