"""A whole story: its messages in the order of telling, with corrections and repeated deliveries.

What a document must state of earlier ones (where an accused stood when he was severed) is known in
the order of their effect, so that a story may tell its events in any order.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from thongke.stories import words
from thongke.stories.records import Record
from thongke.stories.told import Facts, Step, Told
from thongke.stories.translate import translate
from thongke.stories.words import UnknownWord

PERSON_KEYS = {
    *("charges", "born", "sex", "ethnic", "kind", "position"),
    *("nationality", "education", "party", "recidivism"),
}
ENVELOPE = {"dossier_id", "unit", "agency", "agency_unit", "effective_on", "sequence"}


# What comes after what on one day, in whatever order the story tells the two.
FOLLOWS = {
    "dt.pheduyet": "dt.ktbc",
    "dt.nhanchuyen": "dt.chuyen",
    "tt.nhanhs": "dt.kldt",
    "xx.thuly": "tt.truyto",
    "nc.traotudo_dinhchi": "dt.dinhchi",
    "nc.traotudo_phientoa": "xx.banan_st",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One event of ours with the moment it arrives; or the closing of a period."""

    arrives: datetime
    record: Record | None
    closes: str | None = None
    unit: str = ""


@dataclass(slots=True)
class _Sent:
    """A named message: what was sent first, what stands for it now, and how it was told."""

    first: list[Record]
    standing: list[Record]
    step: Step
    before: Told


@dataclass(slots=True)
class Telling:
    """The messages of a story, and what of it could not be understood."""

    story: Facts
    problems: list[str] = field(default_factory=list)
    _told: Told = field(default_factory=Told)
    _sent: dict[str, _Sent] = field(default_factory=dict)
    _unnamed: dict[tuple[object, ...], list[Record]] = field(default_factory=dict)

    def messages(self) -> list[Message]:
        made: dict[int, list[Message]] = {}
        for step in self._steps():
            try:
                made[step.index] = list(self._messages(step))
            except UnknownWord as error:
                self._problem(step.index, step.event, str(error))
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                self._problem(step.index, step.event, f"cannot be understood: {error!r}")
        return [message for index in sorted(made) for message in made[index]]

    def _steps(self) -> Iterator[Step]:
        """In order of effect; corrections after everything that they may correct."""
        steps = []
        for index, told in enumerate(self.story["events"]):
            try:
                steps.append(Step(str(self.story["id"]), index, _read(told), self._told))
            except (UnknownWord, KeyError, TypeError, AttributeError) as error:
                reason = str(error) if isinstance(error, UnknownWord) else f"lacks {error}"
                self._problem(index, told, reason)
        for step in steps:
            step.after = max((s.index for s in steps if _follows(step, s)), default=-1)
        names = {step.facts.get("message"): step.on for step in reversed(steps)}

        def effect(step: Step) -> tuple[Any, int]:
            corrected = [names[n] for n in step.facts.get("corrects") or () if n in names]
            return max([step.on, *corrected]), step.place

        yield from sorted(steps, key=effect)

    def _problem(self, index: int, told: object, reason: str) -> None:
        facts = told.get("facts") if isinstance(told, Mapping) else None
        code = facts.get("event") if isinstance(facts, Mapping) else None
        self.problems.append(f"{self.story['id']}, event {index + 1} ({code}): {reason}")

    def _messages(self, step: Step) -> Iterator[Message]:
        arrives = _arrival(step)
        name = step.facts.get("message")
        if step.code == "bc.gui":
            unit = words.unit_code(step.event["unit"])
            yield Message(arrives, None, str(step.facts["closes"]), unit)
            return
        if step.code == "sk.dinhchinh":
            made = self._corrections(step, arrives)
        elif name in self._sent:
            made = self._sent[name].first  # the same message delivered again
        elif step.facts.get("repeated") and name is None and (said := _said(step)) in self._unnamed:
            made = self._unnamed[said]
        else:
            before = copy.deepcopy(self._told)
            made = [
                {**one, "event_id": f"{step.story}-{step.index:03d}-{n}",
                 "sequence": one["sequence"] + n, "recorded_at": _recorded(one, arrives)}
                for n, one in enumerate(translate(step))
            ]  # fmt: skip
            self._unnamed[_said(step)] = made
            if name:
                self._sent[name] = _Sent(made, made, step, before)
        yield from (Message(arrives, one) for one in made)

    def _corrections(self, step: Step, arrives: datetime) -> list[Record]:
        """Each named message told again with what the correction says of it, in its place."""
        made: list[Record] = []
        for name, changes in step.facts["corrects"].items():
            if name not in self._sent:
                known = ", ".join(map(str, self._sent)) or "none"
                raise UnknownWord(f"corrects message {name!r}; named messages: {known}")
            made += self._correction(step, name, changes, arrives)
        return made

    def _correction(
        self, step: Step, name: str, changes: object, arrives: datetime
    ) -> list[Record]:
        sent = self._sent[name]
        again: list[Record] = []
        if isinstance(changes, Mapping):
            event = copy.deepcopy(sent.step.event)
            _change(event, changes, step.people)
            told = copy.deepcopy(sent.before)
            corrected = Step(sent.step.story, sent.step.index, event, told, sent.step.after)
            again = translate(corrected)
            self._told.learn(told, corrected)
            sent.step = corrected
        sent.standing = [
            _replacement(old, new, f"{step.story}-{step.index:03d}-{name}-{n}", arrives)
            for n, (old, new) in enumerate(zip_longest(sent.standing, again))
        ]
        return sent.standing


def _replacement(
    old: Record | None, new: Record | None, event_id: str, arrives: datetime
) -> Record:
    """`new` in the place of `old`; without `new`, `old` is taken out."""
    said = new or {key: value for key, value in (old or {}).items() if key in ENVELOPE}
    return {
        **said,
        **({} if new else {"type": "event_annulled", "subjects": []}),
        "event_id": event_id,
        "corrects": old["event_id"] if old else None,
        "sequence": old["sequence"] if old else said["sequence"],
        "recorded_at": _recorded(said, arrives),
    }


def _change(event: Facts, changes: Mapping[str, Any], people: list[str]) -> None:
    """What a correction says goes where the message has it: the event, its facts, its persons."""
    persons = event["facts"].get("persons") or {}
    for told, value in changes.items():
        key = _key(told)
        if key in {"on", "unit", "subjects"}:
            event[key] = words.day(value) if key == "on" else value
        elif key in PERSON_KEYS and persons:
            for name in [p for p in people if p in persons] or list(persons):
                persons[name][key] = value
        elif key in persons and isinstance(value, Mapping):
            persons[key].update(value)
        elif key == "persons" and persons:
            for name, facts in value.items():
                persons.setdefault(name, {}).update(facts)
        elif isinstance(value, Mapping) and isinstance(said := event["facts"].get(key), dict):
            said.update(value)  # of the persons named; the others stay
        else:
            event["facts"][key] = value


def _follows(step: Step, other: Step) -> bool:
    """A paper on persons whom the other, told later, moves the same day."""
    persons = {*step.named("A", "PN")} & {*other.named("A", "PN")}
    return FOLLOWS.get(step.code) == other.code and step.on == other.on and bool(persons)


def _key(told: Any) -> Any:
    """YAML 1.1 reads a bare `on` as true."""
    return "on" if told is True else told


def _read(told: Mapping[Any, Any]) -> Facts:
    event = {_key(key): value for key, value in told.items()}
    return {**event, "on": words.day(event["on"]), "unit": event["unit"],
            "facts": {**event["facts"], "event": str(event["facts"]["event"])}}  # fmt: skip


def _said(step: Step) -> tuple[object, ...]:
    return step.on, str(step.event["unit"]), step.code, *step.subjects


def _arrival(step: Step) -> datetime:
    """On its own day unless the story says otherwise (local time)."""
    told = step.event.get("arrives")
    if isinstance(told, datetime):
        return told.replace(tzinfo=None)
    if told is None:
        return datetime.combine(step.on, time(8))
    try:
        return datetime.fromisoformat(str(told)).replace(tzinfo=None)
    except ValueError:
        raise UnknownWord(f"arrives {told!r}; accepted: 2026-01-31T08:00") from None


def _recorded(one: Record, arrives: datetime) -> datetime:
    """Typed in the platform when it is sent, never before the day of the decision."""
    typed = (arrives - timedelta(hours=7)).replace(tzinfo=UTC)
    return max(typed, datetime.combine(one["effective_on"], time(1), UTC))
