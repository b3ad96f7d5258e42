"""Cơ quan ra quyết định: who issued a document, told by its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.units import Units

KINDS = frozenset(
    {
        "police",
        "military",
        "military_procuracy",
        "procuracy_investigation",
        "assigned",
        "procuracy",
        "court",
        "state_body",
        "head_of_state",
    }
)
# What may follow a rule's code after a hyphen, and the unit whose place it then shares.
PLACES = {"none": "", "province": "T", "region": "K", "any": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Agencies whose code is, or begins with, `code`."""

    code: str
    place: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Agencies:
    """Danh mục cơ quan: rules instead of a list of every office; the longest code wins.

    A code of the unit catalogue that no rule claims is a procuracy.
    """

    rules: tuple[Rule, ...]
    units: Units

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]], units: Units) -> Agencies:
        rules = [
            Rule(code=row["code"], place=row["place"], kind=row["kind"], label=row["label"])
            for row in rows
        ]
        for rule in rules:
            for name, found, accepted in (
                ("kind", rule.kind, KINDS),
                ("place", rule.place, PLACES.keys()),
            ):
                if found not in accepted:
                    allowed = ", ".join(sorted(accepted))
                    raise ValueError(f"agency {rule.code}: {name} {found!r}; accepted: {allowed}")
        return cls(tuple(sorted(rules, key=lambda rule: -len(rule.code))), units)

    def kind(self, code: str) -> str:
        if rule := self._rule(code):
            return rule.kind
        return "procuracy" if code in self.units else "unknown"

    def label(self, code: str) -> str:
        """The agency's name; the code itself when it is unknown."""
        rule = self._rule(code)
        if rule is None:
            return self.units.label(code)
        tail = code.removeprefix(rule.code).removeprefix("-")
        if rule.place == "any" and tail:
            return f"{rule.label} ({tail})"
        return rule.label.format(place=self._place(rule, tail))

    def known(self, code: str) -> bool:
        return self.kind(code) != "unknown"

    def _rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if self._holds(rule, code)), None)

    def _holds(self, rule: Rule, code: str) -> bool:
        if code == rule.code:
            return rule.place in ("none", "any")
        if not code.startswith(rule.code + "-"):
            return False
        tail = code[len(rule.code) + 1 :]
        return rule.place == "any" or bool(self._place(rule, tail))

    def _place(self, rule: Rule, tail: str) -> str:
        if not PLACES[rule.place]:
            return ""
        versions = self.units.versions.get(PLACES[rule.place] + tail, ())
        return versions[-1].place if versions and versions[-1].level == rule.place else ""
