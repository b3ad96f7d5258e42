"""Mô phỏng: seeded procedural events of a year, as the platforms of the procuracies would send them."""

from __future__ import annotations

from thongke.simulate.simulated import Simulated, simulate

__all__ = ["Simulated", "simulate"]
