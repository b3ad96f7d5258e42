"""What leaves one unit on its way is what the other side of the flow sees arrive.

Read of the procedures, not of simulated cases: a pair of lines that no transfer joins is noticed
also where nobody is transferred between two units with forms of their own.
"""

from __future__ import annotations

import pytest

from projections.definitions import Form, Transfers
from thongke.assembly import assemble

DEFINITIONS = assemble().definitions
SENT = {
    *("transferred_out", "transferred_out_to_serve", "transferred_out_for_appeal"),
    "delegated_out",
}
Place = tuple[str, str]  # track, stage
PAIRS = [
    pytest.param(form, flow, id=f"{form.id}-{flow.outs[0]}-{flow.ins[0]}")
    for form in DEFINITIONS.forms
    for flow in form.transfers
]


@pytest.mark.parametrize(("form", "flow"), PAIRS)
def test_whoever_left_can_arrive_on_the_other_side(form: Form, flow: Transfers) -> None:
    how = {m for id in flow.ins for _, _, manners in asked(form, id, "came_by") for m in manners}
    ends = {id: arrivals(form, id, how) for id in flow.outs}
    seen = {id: arrived_at(form, id) for id in flow.ins}

    assert all(any(came & there for there in seen.values()) for came in ends.values())
    assert all(any(came & there for came in ends.values()) for there in seen.values())
    assert set[Place]().union(*ends.values()) <= set[Place]().union(*seen.values())


def arrivals(form: Form, id: str, how: set[str]) -> set[Place]:
    """Where those whom a line sees leave come to stand: by way of the stages between."""
    found: set[Place] = set()
    for track, stages, manners in asked(form, id, "left_by"):
        rows = DEFINITIONS.tracks[track].transitions
        between = {
            after
            for row in rows
            for before, after in row.moves.items()
            if row.out in manners & SENT and before in stages
        }
        found |= {
            (track, after)
            for row in rows
            for before, after in row.moves.items()
            if before in between and row.into in how
        }
    return found


def arrived_at(form: Form, id: str) -> set[Place]:
    return {(track, stage) for track, stages, _ in asked(form, id, "came_by") for stage in stages}


def asked(form: Form, id: str, manner: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    line = form.line(id)
    assert line is not None
    found = []
    for term in line.terms:
        values = {c.column: c.values for c in term.conditions}
        found += [(track, values["stage"], values[manner]) for track in values["track"]]
    return found
