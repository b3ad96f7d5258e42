"""Mô phỏng: seeded procedural events of a year, as the platforms would send them."""

from __future__ import annotations

from thongke.simulate.simulated import Simulated, simulate

__all__ = ["Simulated", "simulate"]
