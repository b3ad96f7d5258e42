"""Định nghĩa: reads `schemas/` strictly, cross-checks it, and shows it to people."""

from __future__ import annotations

from thongke.definitions.loader import load
from thongke.definitions.problems import DefinitionError, Problem

__all__ = ["DefinitionError", "Problem", "load"]
