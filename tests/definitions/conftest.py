"""A small sound set of definitions, which each test may break in its own copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A copy of the sound set, with the catalogues that the package ships."""
    directory = tmp_path / "schemas"
    shutil.copytree(HERE / "sound", directory)
    shutil.copytree(HERE.parents[1] / "schemas" / "catalogues", directory / "catalogues")
    return directory
