"""Simulated worlds that the promises are tried on, and all questions asked of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

import polars as pl

from projections.calendar import Period, months, previous
from projections.checks import culprits, holds, name, needs
from projections.definitions import (
    Check,
    Condition,
    Definitions,
    Form,
    Line,
    ListDefinition,
    Operand,
)
from projections.meaning import Meaning
from projections.notices import TOO_LATE
from store.figures import figures_by_dossier, figures_of
from store.filled import fill
from thongke.assembly import assemble
from thongke.simulate import simulate

YEAR = Period(date(2025, 10, 1), date(2026, 10, 1))
HALVES = (
    Period(date(2025, 10, 1), date(2026, 4, 1)),
    Period(date(2026, 4, 1), date(2026, 10, 1)),
)
MONTHS = months(YEAR)

SUPERVISED = "under "
OWN = Condition(column="agency_unit", op="in", values=frozenset({"TC-CQDT"}))

Home = Form | ListDefinition
Figures = Mapping[str, Mapping[str, int]]  # label -> cell -> number


@dataclass(frozen=True)
class World:
    """What moves mean: spans and findings."""

    moves: pl.DataFrame
    spans: pl.DataFrame
    findings: pl.DataFrame

    @classmethod
    def of(cls, moves: pl.DataFrame, meaning: Meaning | None = None) -> World:
        derived = (meaning or assemble().meaning).derive(moves)
        return cls(moves, derived.spans, derived.findings)

    @classmethod
    def simulated(cls, cases: int, seed: int, *, noise: bool) -> World:
        definitions = assemble().definitions
        return cls.of(simulate(cases, seed, definitions=definitions, noise=noise).moves())

    @property
    def disorders(self) -> pl.DataFrame:
        """Findings of order, units, words: not those of the published rules, by which documents in
        their turn are late or at odds with one another and count all the same."""
        late = [TOO_LATE, *(rule.code for rule in assemble().definitions.rules)]
        return self.findings.filter(~pl.col("code").is_in(late))

    @property
    def labels(self) -> dict[str, Sequence[str]]:
        """Every unit by itself, the province with all below it, the nation."""
        units = sorted(self.spans["unit"].unique())
        own = sorted(
            set(self.spans["agency_unit"].drop_nulls()) - {"unknown"}
        )  # with forms of its own
        plain = {unit: (unit,) for unit in (*units, *own)}
        return plain | {"T01+": below(units), "TC+": (*units, *own)}

    def without(self, dossiers: Iterable[str]) -> World:
        out = pl.Series(sorted(set(dossiers)), dtype=pl.String).implode()
        frames = (self.moves, self.spans, self.findings)
        return World(*(frame.filter(~pl.col("dossier").is_in(out)) for frame in frames))


def below(units: Iterable[str]) -> list[str]:
    return [unit for unit in units if unit.startswith(("T01", "K01-"))]


def homes(definitions: Definitions | None = None) -> tuple[Home, ...]:
    """Every form and list that holds in the simulated year."""
    published = definitions or assemble().definitions
    everything: tuple[Home, ...] = (*published.forms, *published.lists)
    return tuple(home for home in everything if home.provenance.holds_on(YEAR.start))


def cell(home: Home, id: str) -> str:
    """A cell's name where all forms and lists are asked together."""
    return f"{home.id}:{id}"


def lines(definitions: Definitions | None = None) -> dict[str, Line]:
    """Every line that comes from events, under the name of its cell.

    Lines of the agency with forms of its own also as its supervising units ask them.
    """
    found = {}
    for home in homes(definitions):
        for line in home.lines:
            if line.not_from_events is None:
                found[cell(home, line.id)] = replace(line, id=cell(home, line.id))
                if line.counts_by == "agency_unit" and line.count.what == "spans":
                    under = f"{SUPERVISED}{cell(home, line.id)}"
                    terms = [replace(t, conditions=(*t.conditions, OWN)) for t in line.terms]
                    found[under] = replace(line, id=under, counts_by="unit", terms=tuple(terms))
    return found


def of_all(
    ask: Callable[[list[Line]], Mapping[str, Mapping[str, int]]], asked: Iterable[Line]
) -> dict[str, dict[str, int]]:
    """Lines that look for their units in different columns can't be asked at once."""
    found: dict[str, dict[str, int]] = {}
    by_column: dict[str, list[Line]] = {}
    for line in asked:
        by_column.setdefault(line.counts_by, []).append(line)
    for some in by_column.values():
        for label, cells in ask(some).items():
            found.setdefault(label, {}).update(cells)
    return found


@dataclass
class Answers:
    """Every cell of every form and list, asked once a period for all labels together."""

    spans: pl.DataFrame
    labels: Mapping[str, Sequence[str]]
    definitions: Definitions | None = None
    _known: dict[Period, Figures] = field(default_factory=dict)

    def of(self, period: Period) -> Figures:
        if period not in self._known:
            self._known[period] = of_all(
                lambda some: figures_of(self.spans, some, self.labels, period),
                lines(self.definitions).values(),
            )
        return self._known[period]


@dataclass(frozen=True)
class Failure:
    """A check that does not hold, with what its operands count."""

    home: Home
    check: Check
    period: Period
    label: str
    values: Mapping[str, int]

    def __str__(self) -> str:
        said = ", ".join(f"{k}={v}" for k, v in self.values.items())
        return f"{self.home.id} {self.check.id} {self.period} {self.label}: {said}"


def failures(answers: Answers, periods: Iterable[Period]) -> Iterator[Failure]:
    """Blocking checks of every form and list that do not hold, for every label and period."""
    for period in periods:
        for home, check in blocking(answers.definitions):
            for label in answers.labels:
                values = {
                    name(o): answers.of(_when(o, period))[label][operand_cell(home.id, o)]
                    for o in needs(check)
                }
                if not holds(check, values):
                    yield Failure(home, check, period, label, values)


def names_of(
    found: list[Failure], world: World, definitions: Definitions
) -> list[tuple[str, tuple[str, ...]]]:
    """What a form that people open says of each failure: the dossiers behind it."""
    named = []
    for (id, period), some in groupby(found, key=lambda f: (f.home.id, f.period)):
        wanted = list(some)
        failed = {f.check.id for f in wanted}
        home = wanted[0].home
        asked = replace(home, checks=tuple(c for c in home.checks if c.id in failed))
        labels = {f.label: world.labels[f.label] for f in wanted}
        filled = fill(world.spans, definitions, asked, labels, period)
        for f in wanted:
            verdict = next(v for v in filled[f.label].failed if v.id == f.check.id)
            named.append((f"{id} {verdict.id} {f.label}", verdict.dossiers))
    return named


def unequal(answers: Answers, periods: Iterable[Period]) -> Iterator[str]:
    """Lines of lists that are not as many as the cells that they stand behind."""
    for period in periods:
        for label, known in answers.of(period).items():
            for home in homes(answers.definitions):
                for e in home.equals if isinstance(home, ListDefinition) else ():
                    listed = known[cell(home, e.line)]
                    counted = sum(known[f"{e.form}:{c}"] for c in e.cells)
                    if listed != counted:
                        yield f"{home.id} {e.line} {period} {label}: {listed}, cells {counted}"


def unbalanced(world: World, period: Period) -> set[tuple[str, str]]:
    """Blocking checks that some dossier breaks by itself: (check, dossier)."""
    units = world.labels["TC+"]
    shares = {
        p: of_all(
            lambda some, p=p: figures_by_dossier(world.spans, some, units, p), lines().values()
        )
        for p in (period, previous(period))
    }
    found = set()
    for home, check in blocking():
        own: dict[str, dict[str, int]] = {}
        for o in needs(check):
            for dossier, cells in shares[_when(o, period)].items():
                if n := cells.get(operand_cell(home.id, o)):
                    own.setdefault(dossier, {})[name(o)] = n
        found |= {(f"{home.id} {check.id}", dossier) for dossier in culprits(check, own)}
    return found


def blocking(definitions: Definitions | None = None) -> Iterator[tuple[Home, Check]]:
    """Those that events can decide: of rows that offices supply they say nothing."""
    counted = lines(definitions)
    for home in homes(definitions):
        for check in home.checks:
            if check.severity == "block" and all(
                operand_cell(home.id, o) in counted for o in needs(check)
            ):
                yield home, check


def _when(o: Operand, period: Period) -> Period:
    return previous(period) if o.shape == "previous" else period


def operand_cell(home: str, o: Operand) -> str:
    if o.shape not in ("form", "list"):
        return f"{home}:{o.cell}"
    of_agency = o.form in ("08", "09") and home not in ("08", "09")
    return f"{SUPERVISED if of_agency else ''}{o.form}:{o.cell}"
