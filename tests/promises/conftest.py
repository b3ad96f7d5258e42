"""One clean and one noisy simulated year, lawful walks, and a recorded store, for all promises."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The oracle stands beside us; it shares no code with the engine.
sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

from recordings import Recording, store, tell
from walks import walks
from worlds import Answers, World

from ops.local import LocalPostgres
from thongke.assembly import Assembly, assemble


@pytest.fixture(scope="session")
def assembly() -> Assembly:
    return assemble()


@pytest.fixture(scope="session")
def clean() -> World:
    """A year without a mistake: every document in its turn."""
    return World.simulated(600, 14, noise=False)


@pytest.fixture(scope="session")
def noisy() -> World:
    """A year with late, corrected, annulled and out-of-turn documents."""
    return World.simulated(600, 12, noise=True)


@pytest.fixture(scope="session")
def walked(assembly: Assembly) -> World:
    """Roads that life hardly takes, all lawful."""
    world = World.of(walks(13, 2000, assembly.definitions))
    return world.without(world.disorders["dossier"])


@pytest.fixture(scope="session")
def answers(clean: World) -> Answers:
    return Answers(clean.spans, clean.labels)


@pytest.fixture(scope="session")
def recorded(postgres: LocalPostgres) -> Iterator[Recording]:
    """Some 150 noisy dossiers told to a real store in batches, with figures noted after each."""
    with store(postgres) as engine:
        yield tell(engine, cases=40, seed=31, batches=6)
