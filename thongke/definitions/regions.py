"""What a term covers, as values by column: whether two terms meet, whether one lies inside others.

Proofs are on the safe side: what cannot be shown from the conditions alone is not narrower, and
not apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from projections.definitions import Condition, Count, Term
from thongke.definitions.vocabulary import EXTENDED

# A date against the asked period: which of three places it may have.
DATES = {
    "in_period": frozenset({"in"}),
    "before_period": frozenset({"before"}),
    "by_period_end": frozenset({"in", "before"}),
}
Region = Mapping[tuple[str, str], frozenset[str]]  # (column, in | contains) -> values


def region(conditions: Iterable[Condition]) -> Region:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for condition in conditions:
        key = (condition.column, "contains" if condition.op == "contains" else "in")
        values = DATES.get(condition.op, condition.values)
        found[key] = found[key] & values if key in found else values
    return found


def apart(one: Term, other: Term) -> bool:
    """Some column with one value at a time tells them apart; or they ask different questions."""
    if one.question != other.question:
        return True
    here, there = region(one.conditions), region(other.conditions)
    return any(key in there and not here[key] & there[key] for key in here if key[1] == "in")


def inside(child: Term, parents: Iterable[Term], bases: Mapping[str, frozenset[str]]) -> bool:
    """Whether all that the child takes is taken by the parents together.

    `bases`: the stages that each overdue stage belongs to; who stands overdue also stands there.
    """
    around = [region(p.conditions) for p in parents if p.question == child.question]
    if _covered(region(child.conditions), around):
        return True
    grounded = _grounded(child, bases)
    return grounded is not None and _covered(region(grounded.conditions), around)


def narrower(child: Count, parent: Count) -> bool:
    """Whether counting so can't give more than the parent's way of counting the same spans."""
    if child.what == "sum" or parent.what == "sum":
        return child == parent
    if parent.what == "spans":
        return True
    if child.what == "spans" or child.at_least < parent.at_least:
        return False
    if not set(parent.last) <= set(child.last) or not set(parent.unless) <= set(child.unless):
        return False
    if not set(parent.met) <= set(child.met):
        return False
    return child.of == parent.of or (
        (child.of, parent.of, parent.at_least) == ("dossier", "subject", 1)
    )


def _covered(child: Region, parents: list[Region]) -> bool:
    """Takes the first parent's values away column by column; each rest must lie in the others."""
    if not parents:
        return False
    parent, others = parents[0], parents[1:]
    left = dict(child)
    for key, values in parent.items():
        mine = left.get(key)
        if mine is None:
            return _covered(left, others)
        rest = mine - values
        if rest and not _covered({**left, key: rest}, others):
            return False
        if key[1] == "in":
            left[key] = mine & values
            if not left[key]:
                return True
    return True


def _grounded(child: Term, bases: Mapping[str, frozenset[str]]) -> Term | None:
    """The same term asked of the stages beneath its overdue stages; None when it names none.

    Who enters an overdue stage entered the stage beneath it earlier, so `entered` is not the same;
    and who leaves it because the limit was extended does not leave the stage beneath it.
    """
    ways_out = region(child.conditions).get(("left_by", "in"))
    if child.question == "entered":
        return None
    if child.question == "left" and (ways_out is None or EXTENDED in ways_out):
        return None
    conditions = []
    for condition in child.conditions:
        if condition.column == "came_by":
            continue
        if condition.column == "stage":
            stages = {b for s in condition.values for b in bases.get(s, {s})}
            condition = replace(condition, values=frozenset(stages))
        conditions.append(condition)
    return replace(child, conditions=tuple(conditions))
