"""Bản án mô phỏng: outcomes and penalties within the frames of the Code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thongke.simulate.charges import MOST, NONE, Charges, Flags, Ints, Random

PENALTIES = (
    "warning",
    "fine",
    "non_custodial",
    "prison",
    "life",
    "death",
    "operation_suspended",
    "operation_ended",
)
WARNING, FINE, NON_CUSTODIAL, PRISON, LIFE, DEATH, OPERATION_SUSPENDED, OPERATION_ENDED = range(8)
OUTCOMES = (
    "convicted", "acquitted", "exempt_liability", "exempt_penalty", "acquitted_after_withdrawal",
    "upheld", "reduced", "increased", "modified", "appeal_terminated",
    "annulled_for_reinvestigation", "annulled_for_retrial", "annulled_and_terminated",
    "annulled_for_rehearing", "cassation_terminated",
)  # fmt: skip
CONVICTED, ACQUITTED = 0, 1
UPHELD, REDUCED, INCREASED, MODIFIED, APPEAL_TERMINATED = range(5, 10)
FIRST_INSTANCE = (0.9935, 0.0008, 0.0025, 0.0022, 0.0010)
ON_APPEAL = {
    UPHELD: 0.6,
    REDUCED: 0.29,
    INCREASED: 0.015,
    MODIFIED: 0.065,
    ACQUITTED: 0.004,
    APPEAL_TERMINATED: 0.026,
}
ADDITIONAL = (None, "fine", "confiscation", "post_ban", "residence_ban", "local_supervision")
ADDITIONAL_ODDS = (0.85, 0.10, 0.015, 0.02, 0.01, 0.005)
LONGEST, LONGEST_SUSPENDED = 360, 36


@dataclass(frozen=True, slots=True)
class Sentences:
    """One row per defendant: result, joint penalty, and the penalty of each charge."""

    outcome: Ints
    kind: Ints  # joint
    months: Ints
    suspended: Flags
    kinds: Ints  # by charge
    terms: Ints
    additional: Ints


def judge(
    g: Random, charges: Charges, sets: Ints, age: Ints, legal: Flags, said: Ints
) -> Sentences:
    """`sets`: charges judged; `said`: outcome already fixed by the document, or -1."""
    n = len(sets)
    drawn = np.searchsorted(np.cumsum(FIRST_INSTANCE), g.random(n))
    outcome = np.where(said == NONE, np.minimum(drawn, len(FIRST_INSTANCE) - 1), said)
    young = (age >= 0) & (age < 18)
    kinds = np.full((n, MOST), NONE, np.int64)
    terms = np.full((n, MOST), NONE, np.int64)
    for place in range(MOST):
        charged = np.maximum(sets[:, place], 0)
        kind, term = _penalty(g, charges, charged, young, legal)
        given = (outcome == CONVICTED) & (sets[:, place] != NONE)
        kinds[:, place] = np.where(given, kind, NONE)
        terms[:, place] = np.where(given, term, NONE)
    joint = kinds.max(axis=1)
    months = np.where(kinds == joint[:, None], terms, 0).sum(axis=1)
    timed = (joint == PRISON) | (joint == NON_CUSTODIAL)
    months = np.where(timed, np.minimum(months, np.where(joint == PRISON, LONGEST, 36)), NONE)
    suspended = (joint == PRISON) & (months <= LONGEST_SUSPENDED) & (g.random(n) < 0.42)
    additional = np.searchsorted(np.cumsum(ADDITIONAL_ODDS), g.random(n))
    return Sentences(outcome, joint, months, suspended, kinds, terms, np.minimum(additional, 5))


def _penalty(
    g: Random, charges: Charges, charged: Ints, young: Flags, legal: Flags
) -> tuple[Ints, Ints]:
    n = len(charged)
    luck = g.random(n)
    low, high = charges.shortest[charged], charges.longest[charged]
    low, high = (
        np.where(young, low // 2, low),
        np.where(young, np.minimum(high * 3 // 4, 216), high),
    )
    term = low + (g.beta(1.3, 2.6, n) * (high - low)).astype(np.int64)
    kind = np.where(charges.prison[charged], PRISON, NON_CUSTODIAL)
    kind = np.where(charges.non_custodial[charged] & (luck > 0.95), NON_CUSTODIAL, kind)
    kind = np.where(charges.fine[charged] & (luck > 0.985), FINE, kind)
    life = charges.life[charged] & ~young & (luck < 0.12)
    kind = np.where(life | (~charges.prison[charged] & charges.life[charged] & ~young), LIFE, kind)
    kind = np.where(charges.death[charged] & ~young & (luck < 0.06), DEATH, kind)
    kind = np.where(young & charges.non_custodial[charged] & (luck < 0.003), WARNING, kind)
    entity = np.where(luck < 0.9, FINE, np.where(luck < 0.97, OPERATION_SUSPENDED, OPERATION_ENDED))
    kind = np.where(legal, entity, kind)
    term = np.where(kind == NON_CUSTODIAL, 6 + term % 31, term)
    return kind, np.where((kind == PRISON) | (kind == NON_CUSTODIAL), term, NONE)


def appeal(g: Random, kind: Ints, months: Ints, suspended: Flags) -> tuple[Ints, Ints, Ints, Flags]:
    """Outcome and penalty of each defendant after an appeal that decides for good."""
    n = len(kind)
    chances = np.cumsum(list(ON_APPEAL.values()))
    drawn = np.searchsorted(chances, g.random(n) * chances[-1])
    outcome = np.array(list(ON_APPEAL))[np.minimum(drawn, len(ON_APPEAL) - 1)]
    grave = (kind == LIFE) | (kind == DEATH)
    outcome = np.where(grave & (outcome != REDUCED), UPHELD, outcome)
    outcome = np.where(
        np.isin(kind, (PRISON, LIFE, DEATH)),
        outcome,
        np.where(outcome == ACQUITTED, ACQUITTED, UPHELD),
    )
    reduced, increased = outcome == REDUCED, outcome == INCREASED
    after = np.where(
        reduced & (kind == DEATH), LIFE, np.where(reduced & (kind == LIFE), PRISON, kind)
    )
    term = np.where(reduced & (kind == LIFE), 240, months)
    term = np.where(reduced & (kind == PRISON), np.maximum(months * 4 // 5, 3), term)
    term = np.where(increased, np.minimum(months * 5 // 4 + 1, LONGEST), term)
    suspended = (suspended & ~increased) | (
        reduced & (kind == PRISON) & (term <= LONGEST_SUSPENDED) & (g.random(n) < 0.3)
    )
    acquitted = outcome == ACQUITTED
    return (
        outcome,
        np.where(acquitted, NONE, after),
        np.where(acquitted, NONE, term),
        suspended & ~acquitted & (after == PRISON),
    )
