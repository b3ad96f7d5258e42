"""What a story has said so far: enough to state what a later document would state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thongke.stories import words

Facts = dict[str, Any]

INVESTIGATING = "investigating"


UNKNOWN_CHARGE = {"article": "unknown", "main": False}


@dataclass(slots=True)
class CaseFacts:
    unit: str
    first_prosecuted_on: date
    charges: list[Facts]
    stage: str = INVESTIGATING


@dataclass(slots=True)
class PersonFacts:
    facts: Facts
    charges: list[Facts]
    pending: bool = True
    suspended_in: str | None = None  # the stage of his case when he was suspended
    gone: bool = False  # terminated, withdrawn: no longer carried along with the case
    withdrawn: bool = False  # the procuracy withdrew the whole indictment at the hearing
    act_on: Any = None

    @property
    def suspended(self) -> bool:
        return self.suspended_in is not None


@dataclass(slots=True)
class Detained:
    """Where a person stands in custody, and for which cases."""

    unit: str
    stage: str
    cases: list[str] = field(default_factory=list)
    penalty: str | None = None


@dataclass(slots=True)
class Convicted:
    """The punishment that a judgment in force gave a person, and how far its enforcement is."""

    penalty: Facts
    stage: str


@dataclass(slots=True)
class Told:
    cases: dict[str, CaseFacts] = field(default_factory=dict)
    people: dict[tuple[str, str], PersonFacts] = field(default_factory=dict)
    case_of: dict[str, str] = field(default_factory=dict)
    report_charges: dict[str, list[Facts]] = field(default_factory=dict)
    received: dict[str, date] = field(default_factory=dict)  # reports
    units: dict[str, str] = field(default_factory=dict)  # of a report: who supervises our agency
    condemned: set[str] = field(default_factory=set)
    to_be_executed: set[str] = field(default_factory=set)  # under an order to execute
    appealed: dict[str, set[str]] = field(default_factory=dict)  # case -> appeal, protest
    # case -> whom the appeals and protests concern, in the order told
    appellants: dict[str, dict[str, None]] = field(default_factory=dict)
    detained: dict[str, Detained] = field(default_factory=dict)
    taken_on: dict[str, str] = field(default_factory=dict)  # person -> basis told before custody
    results: dict[str, Facts] = field(default_factory=dict)  # person -> outcome, penalty
    tried: dict[str, tuple[str, date]] = field(default_factory=dict)  # person -> unit, day
    convicts: dict[str, Convicted] = field(default_factory=dict)

    def standing(self, case: str | None) -> list[str]:
        """The accused who are still in a case."""
        return [name for (of, name), known in self.people.items() if of == case and not known.gone]

    def learn(self, corrected: Told, step: Step) -> None:
        """Take over what a corrected message now says of the people and cases that it names."""
        for (of, name), known in corrected.people.items():
            mine = self.people.get((of, name))
            if mine is not None and name in step.people:
                mine.facts, mine.charges, mine.act_on = known.facts, known.charges, known.act_on
        for name in step.named("VA"):
            if name in self.cases and name in corrected.cases:
                case = corrected.cases[name]
                self.cases[name].charges = case.charges
                self.cases[name].first_prosecuted_on = case.first_prosecuted_on


# Where a document leads the case; whom it moves besides those that it lists.
STAGES: dict[str, dict[str, str]] = {
    "dt.nhan_dtbs": {"returned_by_court": "supplementing_for_court",
                     "returned_after_court": "supplementing_after_court", "": "supplementing"},
    "dt.nhan_dtlai": {"": "reinvestigating"},
    "tt.nhanhs": {"supplementing": "prosecuting_again",
                  "supplementing_for_court": "prosecuting_after_court",
                  "supplementing_after_court": "prosecuting_after_court",
                  "returned_by_court": "prosecuting_after_court", "": "prosecuting"},
    "tt.trahs": {"prosecuting_after_court": "returned_after_court",
                 "returned_by_court": "returned_by_court", "": "returned"},
    "tt.truyto": {"": "indicted"},
    "tt.truyto_rg": {"": "indicted"},
    "xx.thuly": {"": "trial"},
    "xx.trahs": {"": "returned_by_court"},
    "xx.trahs_toinang": {"": "returned_by_court"},
}  # fmt: skip
CARRYING = {
    "dt.kldt", "dt.nhan_dtbs", "dt.nhan_dtlai", "dt.chuyen", "dt.nhanchuyen", "dt.denghi_chuyen",
    "tt.nhanhs", "tt.truyto", "tt.truyto_rg", "tt.chuyen", "tt.trahs", "xx.thuly", "xx.trahs",
    "xx.trahs_toinang", "dt.nhap", "dt.dinhchi",
}  # fmt: skip
OF_PENDING = {"dt.pheduyet", "dt.khongpheduyet"}  # without names: all whose charge awaits it
WITH_SUSPENDED = {"dt.chuyen", "tt.chuyen", "dt.nhanchuyen", "dt.nhap"}


@dataclass(slots=True)
class Step:
    """One told event with its surroundings."""

    story: str
    index: int
    event: Facts
    told: Told
    after: int = -1  # the later told event of its day that it follows by law

    @property
    def place(self) -> int:
        """Its place among the events of its day, with room for what one event becomes."""
        return 100 * (self.index + 1) if self.after < self.index else 100 * (self.after + 1) + 50

    @property
    def facts(self) -> Facts:
        return self.event["facts"]  # type: ignore[no-any-return]

    @property
    def code(self) -> str:
        return str(self.facts["event"])

    @property
    def on(self) -> date:
        return self.event["on"]  # type: ignore[no-any-return]

    @property
    def subjects(self) -> list[str]:
        told = self.event.get("subjects") or []
        return [told] if isinstance(told, str) else [str(name) for name in told]

    def named(self, *kinds: str) -> list[str]:
        return [s for s in self.subjects if re.sub(r"\d+$", "", s) in kinds]

    @property
    def people(self) -> list[str]:
        """Those listed; on a whole case without any, or wherever all must go, all of the case."""
        listed = self.named("A", "PN")
        if not listed and self.code in OF_PENDING:
            people = self.told.people
            return [n for n in self.told.standing(self.case) if people[str(self.case), n].pending]
        if not self.whole_case or self.code not in CARRYING:
            return listed
        standing = {
            name: self.told.people[case, name]
            for case in self.merged or [str(self.case)]
            for name in self.told.standing(case)
        }
        if not listed:
            listed = [name for name, known in standing.items() if self._goes_along(known)]
        if self.code in WITH_SUSPENDED:
            suspended = (name for name, known in standing.items() if known.suspended)
            listed += [name for name in suspended if name not in listed]
        return listed

    @property
    def merged(self) -> list[str]:
        """The cases that a decision joins into another."""
        told = self.facts.get("merged") or []
        return [str(name) for name in (told if isinstance(told, list) else [told])]

    def _goes_along(self, person: PersonFacts) -> bool:
        return self.code == "dt.dinhchi" or not (person.suspended or person.pending)

    @property
    def case(self) -> str | None:
        """The case whose dossier the event belongs to."""
        if stated := self.facts.get("case"):
            return str(stated)
        if listed := self.named("VA"):
            return listed[0]
        for name in self.named("A", "PN"):
            if name in self.told.case_of:
                return self.told.case_of[name]
        return next(iter(self.told.cases)) if len(self.told.cases) == 1 else None

    @property
    def whole_case(self) -> bool:
        return bool(self.named("VA")) or not self.subjects

    @property
    def agency_unit(self) -> str | None:
        code = words.unit_code(self.event["unit"])
        return code if code == words.unit_code(words.INVESTIGATION_AGENCY) else None

    @property
    def unit(self) -> str:
        """The procuracy: the supervising one where the procuracy's own agency acts."""
        if self.agency_unit is None:
            return words.unit_code(self.event["unit"])
        if stated := self.facts.get("supervising_unit"):
            return words.unit_code(stated)
        known = self.told.cases.get(self.case or "")
        reports = (self.told.units.get(name) for name in self.named("NT"))
        return known.unit if known else next(filter(None, reports), self.agency_unit)

    def dossier(self, subject: str) -> str:
        return f"{self.story}-{subject}"

    def person_ref(self, name: str) -> str:
        return f"{self.story}-{name}"

    def person(self, name: str) -> PersonFacts | None:
        return self.told.people.get((self.case or "", name))

    def keep(self) -> None:
        """Remember where case and accused stand, for a later document that must state it."""
        known = self.told.cases.get(self.case or "")
        if known and self.whole_case and (leads := STAGES.get(self.code)):
            known.stage = leads.get(known.stage, leads[""])
        if known and self.whole_case and self.code == "dt.nhanchuyen":
            known.unit = self.unit
        for person in filter(None, map(self.person, self.people)):
            person.pending = person.pending and self.code != "dt.pheduyet"
            if self.code in {"dt.tamdinhchi", "dt.phuchoi"}:
                stage = known.stage if known else INVESTIGATING
                person.suspended_in = stage if self.code == "dt.tamdinhchi" else None
            if self.code in {"dt.dinhchi", "dt.khongpheduyet"}:
                person.gone = True


def text_of(value: Any) -> str | None:
    return None if value is None else str(value)


def said(facts: Mapping[str, Any]) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}
