"""The engine reads 20,000 dossiers as the naive fold does, frame by frame."""

from __future__ import annotations

import pytest
from oracles import differences, oracle
from walks import walks
from worlds import World

from thongke.assembly import Assembly


@pytest.mark.soak
@pytest.mark.parametrize("kind", ("simulated", "walked"))
def test_twenty_thousand_dossiers_mean_what_the_oracle_reads(kind: str, assembly: Assembly) -> None:
    if kind == "simulated":
        world = World.simulated(5700, 27, noise=True)
    else:
        world = World.of(walks(28, 20_000, assembly.definitions))
    spans, findings = oracle(world.moves, assembly.definitions)
    assert world.moves["dossier"].n_unique() >= 19_000
    assert differences(world.spans, spans) == []
    assert differences(world.findings, findings) == []
