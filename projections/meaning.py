"""Ý nghĩa: what a history of documents says. The one path from moves to spans and findings.

Live batches, late and corrected events, replay, rebuild and audit all come through `derive`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from projections import doubts, findings, finer, spans
from projections.definitions import Definitions
from projections.extensions import Extensions
from projections.history import History
from projections.lengths import Minors
from projections.limits import Limits
from projections.notices import Notices
from projections.parts import parts
from projections.procedure import Procedure
from projections.stays import Manners, Walked, settle
from projections.traits import Facts, Registers


@dataclass(frozen=True, slots=True)
class Derived:
    spans: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Meaning:
    """The definitions, compiled once."""

    definitions: Definitions
    procedure: Procedure
    manners: Manners
    registers: Registers
    limits: Limits
    extensions: Extensions
    notices: Notices
    finer: tuple[str, ...]  # event types that speak of parts of their subjects

    @classmethod
    def of(cls, definitions: Definitions) -> Meaning:
        procedure = Procedure.of(definitions.tracks.values())
        manners = Manners.of(procedure)
        limits = Limits.of(definitions.limits, procedure, manners, definitions.working_days)
        return cls(
            definitions,
            procedure,
            manners,
            Registers.of(definitions.offences, definitions.units, definitions.agencies),
            limits,
            Extensions.of(limits, definitions.offences, definitions.units),
            Notices.of(limits),
            finer.types_of(definitions.events.values()),
        )

    def derive(self, moves: pl.DataFrame) -> Derived:
        """Spans and findings of dossiers whose whole known history is in `moves`, in any order."""
        moves = finer.expanded(moves, self.finer)
        facts = Facts.of(moves, self.registers)
        history = History.of(moves, self.procedure.types)
        situations, met = self.procedure.situations(moves, facts.day)
        situation = situations[history.row]
        walked = Walked.of(history, self.procedure, situation, met, facts)
        stays, acts = settle(walked, self.procedure, self.manners, facts)
        minors = Minors.of(history, self.limits.lengths.kinds)
        reckoned = self.limits.reckon(walked, stays, facts.charged, moves, minors)
        kept = parts(walked, stays, reckoned, self.limits, self.manners)
        draft = spans.drafted(walked, stays, kept, acts, reckoned, self.procedure)
        names = spans.Names.of(self.procedure, self.manners, self.limits)
        told = spans.written(draft, names, facts, history)
        beyond = self.extensions.beyond(self.limits, reckoned, walked, stays, facts.charged, moves)
        late = self.notices.late(self.limits, reckoned, walked, stays, moves)
        rules, days = self.definitions.rules, self.definitions.working_days
        noted = [
            *findings.of_turns(walked, self.procedure),
            *findings.of_meetings(history, situation, met),
            *findings.of_documents(history, facts),
            *findings.of_violations(history, self.definitions.violations),
            *findings.of_limits((*beyond, *late)),
            *findings.of_rules(doubts.found(rules, history, facts, told, days)),
        ]
        return Derived(told, findings.frame(noted, moves, self.definitions.events))
