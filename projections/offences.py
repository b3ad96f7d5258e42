"""Tội danh: what the Penal Code says of an offence: its gravity, its groups, its penalties.

The class (Điều 9) belongs to the clause charged and follows from the heaviest penalty of its frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from projections.calendar import optional_day

SEVERITIES = ("less_serious", "serious", "very_serious", "especially_serious")
# Điều 32: penalties from the lightest; a term of prison adds its months.
WEIGHTS = {
    "warning": 1,
    "fine": 2,
    "non_custodial": 3,
    "prison": 10,
    "life": 1_000,
    "death": 2_000,
}
DIVIDED_OTHERWISE = "other"
_CHARGE = re.compile(r"(\*?)([^.]*)(?:\.([^.]*))?(?:\.(.*))?")
_ARTICLE = re.compile(r"(\d+)([a-zđ]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """Một điều: an offence, or (`kind`) a definition article or a repealed one, which none is."""

    article: str
    label: str
    chapter: str
    kind: str
    legal_entity: bool
    from_14: bool
    preparation: bool
    victim_request_clause: int | None
    victim_request_to: date | None
    valid_from: date | None
    valid_to: date | None

    def covers(self, on: date) -> bool:
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Một khoản: `frame`, `preparation` (CB), `additional` (HPBS) or `legal_entity` (PNTM)."""

    kind: str
    penalties: frozenset[str]
    max_months: int
    severity: str | None
    valid_from: date
    valid_to: date | None

    @property
    def weight(self) -> int | None:
        """The heaviest penalty as a number; None where the clause has no frame of its own."""
        if not self.penalties:
            return None
        heaviest = max(self.penalties, key=WEIGHTS.__getitem__)
        return WEIGHTS[heaviest] + (self.max_months if heaviest == "prison" else 0)

    def covers(self, on: date) -> bool:
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Charge:
    """Tội danh bị cáo buộc: điều, khoản, điểm; `main` when the document flags it."""

    article: str
    clause: int | None = None
    point: str | None = None
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Nhóm tội: `divides` when it is one of the exclusive groups of the forms."""

    code: str
    label: str
    articles: frozenset[str]
    divides: bool


@dataclass(frozen=True, slots=True)
class Offences:
    """Danh mục tội danh."""

    offences: Mapping[str, Offence]
    clauses: Mapping[str, Mapping[int, tuple[Clause, ...]]]
    groups: Mapping[str, Group]

    @classmethod
    def from_rows(
        cls,
        offences: Iterable[Mapping[str, str]],
        clauses: Iterable[Mapping[str, str]],
        groups: Iterable[Mapping[str, Any]],
    ) -> Offences:
        """The rows of offences.csv and offence-clauses.csv, and `groups` of offence-groups.yaml."""
        articles: dict[str, Offence] = {}
        for row in offences:
            if row["article"] in articles:
                raise ValueError(f"article {row['article']} stands twice")
            articles[row["article"]] = _offence(row)
        frames = _clauses(clauses, articles)
        known = [article for article, offence in articles.items() if offence.kind == "offence"]
        return cls(articles, frames, _groups(groups, known))

    def known(self, article: str, on: date | None = None) -> bool:
        """Whether the article is an offence (on that day); definitions and 292 are none."""
        offence = self.offences.get(article)
        if offence is None or offence.kind != "offence":
            return False
        return on is None or offence.covers(on)

    def label(self, article: str) -> str:
        offence = self.offences.get(article)
        return offence.label if offence else article

    def articles(self, on: date) -> tuple[str, ...]:
        """The offences in force on a day, in the order of the Code."""
        return tuple(sorted((a for a in self.offences if self.known(a, on)), key=article_order))

    def severity(self, article: str, clause: int | None, on: date) -> str | None:
        """Loại tội phạm of the clause; without one, of the article if all its frames agree.

        None for what has no class of its own: preparation, additional penalties, legal entities.
        """
        found = {frame.severity for frame in self._frames(article, clause, on) if frame.severity}
        return found.pop() if len(found) == 1 else None

    def weight(self, article: str, clause: int | None, on: date) -> int | None:
        """The heaviest penalty as a number that grows with gravity; None when it cannot be told."""
        found = {frame.weight for frame in self._frames(article, clause, on)} - {None}
        return found.pop() if len(found) == 1 else None

    def death_possible(self, article: str, clause: int | None, on: date) -> bool:
        """Whether the clause (without one: any of the article) carries the death penalty."""
        return any("death" in frame.penalties for frame in self._frames(article, clause, on))

    def gravest(self, charges: str, on: date) -> Charge | None:
        """The charge under which a subject counts: heaviest penalty, then smallest article.

        The class needs no comparing of its own: it grows with the heaviest penalty. Where some
        charge cannot be weighed, the one that the document flags as main stands.
        """
        weighed = [(self.weight(c.article, c.clause, on), c) for c in parse_charges(charges)]
        if any(weight is None for weight, _ in weighed):
            flagged = next((charge for _, charge in weighed if charge.main), None)
            if flagged:
                return flagged
        return min(weighed, key=_gravity, default=(None, None))[1]

    def group(self, article: str) -> str:
        """Tham nhũng, kinh tế, chức vụ khác: the one group of the forms' rows."""
        if not self.known(article):
            return "unknown"
        dividing = (g.code for g in self.groups.values() if g.divides and article in g.articles)
        return next(dividing, DIVIDED_OTHERWISE)

    def _frames(self, article: str, clause: int | None, on: date) -> list[Clause]:
        standing = self.clauses.get(article, {})
        if clause is not None:
            return [version for version in standing.get(clause, ()) if version.covers(on)]
        versions = (version for number in standing.values() for version in number)
        return [version for version in versions if version.kind == "frame" and version.covers(on)]


def parse_charges(text: str) -> tuple[Charge, ...]:
    """`"*250.2,251.2.b"`: article, clause, point; `*` before the one flagged as main."""
    charges = []
    for part in filter(None, text.split(",")):
        match = _CHARGE.fullmatch(part)
        assert match is not None  # the pattern takes any text
        flag, article, clause, point = match.groups()
        number = int(clause) if clause and clause.isascii() and clause.isdigit() else None
        charges.append(Charge(article, number, point or None, bool(flag)))
    return tuple(charges)


def article_order(article: str) -> tuple[int, str]:
    """217 < 217a < 218; what is no article comes last."""
    match = _ARTICLE.fullmatch(article)
    return (int(match[1]), match[2]) if match else (10**6, article)


def _gravity(weighed: tuple[int | None, Charge]) -> tuple[int, tuple[int, str]]:
    weight, charge = weighed
    return (-(weight or 0), article_order(charge.article))


def _covers(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)


def _offence(row: Mapping[str, str]) -> Offence:
    return Offence(
        article=row["article"],
        label=row["label"],
        chapter=row["chapter"],
        kind=row["kind"],
        legal_entity=row["legal_entity"] == "yes",
        from_14=row["from_14"] == "yes",
        preparation=row["preparation"] == "yes",
        victim_request_clause=int(row["victim_request_clause"] or 0) or None,
        victim_request_to=optional_day(row["victim_request_to"]),
        valid_from=optional_day(row["valid_from"]),
        valid_to=optional_day(row["valid_to"]),
    )


def _clauses(
    rows: Iterable[Mapping[str, str]], articles: Mapping[str, Offence]
) -> dict[str, dict[int, tuple[Clause, ...]]]:
    clauses: dict[str, dict[int, tuple[Clause, ...]]] = {}
    for row in rows:
        article, number, clause = row["article"], int(row["clause"]), _clause(row)
        if article not in articles:
            raise ValueError(
                f"clause {article}.{number}: article {article} is not in the catalogue"
            )
        standing = clauses.setdefault(article, {})
        if any(earlier.covers(clause.valid_from) for earlier in standing.get(number, ())):
            raise ValueError(f"clause {article}.{number}: two versions on {clause.valid_from}")
        standing[number] = (*standing.get(number, ()), clause)
    return clauses


def _clause(row: Mapping[str, str]) -> Clause:
    where = f"clause {row['article']}.{row['clause']}"
    penalties = frozenset(filter(None, row["penalties"].split("|")))
    if strange := penalties - WEIGHTS.keys():
        raise ValueError(f"{where}: penalty {min(strange)!r}; accepted: {', '.join(WEIGHTS)}")
    severity = row["severity"] or None
    if (row["kind"] == "frame") != (severity in SEVERITIES):
        raise ValueError(
            f"{where}: severity {row['severity']!r} for kind {row['kind']!r}; "
            f"accepted: one of {', '.join(SEVERITIES)} for a frame, nothing for others"
        )
    return Clause(
        kind=row["kind"],
        penalties=penalties,
        max_months=int(row["max_months"] or 0),
        severity=severity,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=optional_day(row["valid_to"]),
    )


def _groups(rows: Iterable[Mapping[str, Any]], known: list[str]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    divided: dict[str, str] = {}
    for row in rows:
        ranges = (_range(text, known, row["code"]) for text in row["articles"])
        articles = frozenset(article for found in ranges for article in found)
        group = Group(
            code=row["code"],
            label=row["label"],
            articles=articles,
            divides=row.get("divides", False),
        )
        if group.code in groups:
            raise ValueError(f"group {group.code} stands twice")
        groups[group.code] = group
        for article in articles if group.divides else ():
            if article in divided:
                raise ValueError(f"article {article} is in {divided[article]} and {group.code}")
            divided[article] = group.code
    return groups


def _range(text: str, known: list[str], group: str) -> list[str]:
    first, _, last = text.partition("-")
    low, high = article_order(first), article_order(last or first)
    found = [article for article in known if low <= article_order(article) <= high]
    if not found:
        raise ValueError(f"group {group}: {text!r} holds no offence; accepted: 324 or 353-359")
    return found
