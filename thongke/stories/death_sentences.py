"""Án tử hình: what follows a death sentence, in a dossier of the condemned when no case is told."""

from __future__ import annotations

import re
from datetime import timedelta

from thongke.stories import (
    words,
)
from thongke.stories.records import (
    Record,
    Translation,
    accused,
    record,
)
from thongke.stories.told import Facts, Step


def condemned(type_: str, agency: str) -> Translation:
    """A document on a death sentence; the first on a person of no told case opens a line."""

    def translate(step: Step) -> list[Record]:
        made = []
        under_order = bool(step.facts.get("has_qdtha")) or step.code in AFTER_THE_ORDER
        for name in step.people:
            dossier = step.told.case_of.get(name, name)
            ordered = name in step.told.to_be_executed
            if name not in step.told.condemned:
                step.told.condemned.add(name)
                stage = "ordered" if under_order else "in_force"
                ordered = ordered or (under_order and "list_since" not in step.facts)
                made.append(_opened(step, name, dossier, stage))
                if type_ == "death_sentence_in_force" and not step.facts.get("list_since"):
                    continue
            if under_order and not ordered:
                made.append(record(step, "execution_ordered", dossier, [accused(step, name)],
                                   agency="tòa"))  # fmt: skip
            if under_order or type_ == "execution_ordered":
                step.told.to_be_executed.add(name)
            made.append(record(step, type_, dossier, [accused(step, name)], agency=agency))
        return made

    return translate


AFTER_THE_ORDER = {"tuhinh.hoan", "tuhinh.thihanh"}


def _opened(step: Step, name: str, dossier: str, stage: str) -> Record:
    """The line of list L1: by the judgment of the day told; else the person was on it before."""
    offence = step.facts.get("offence")
    facts: Facts = {"charges": [words.charge(offence)] if offence else None}
    since = step.facts.get("list_since")
    if since is None:
        opened = record(step, "carried_in", dossier,
                        [accused(step, name, stage=stage, **facts)], agency="tòa")  # fmt: skip
        known_before = step.on.replace(day=1) - timedelta(days=1)
        return opened if step.code == "tuhinh.coluc" else {**opened, "effective_on": known_before}
    facts |= {"outcome": "convicted", "penalty": words.penalty("tử hình")}
    judgment = record(step, "first_instance_judged", dossier,
                      [accused(step, name, **facts)], agency="tòa")  # fmt: skip
    return {**judgment, "effective_on": words.day(since)}


def clemency(step: Step) -> list[Record]:
    refused = re.search(r"bác|không", words.plain(step.facts.get("result", "")))
    return condemned("clemency_refused" if refused else "clemency_granted", "chủ tịch nước")(step)


TRANSLATIONS: dict[str, Translation] = {
    "tuhinh.coluc": condemned("death_sentence_in_force", "tòa"),
    "tuhinh.xemxet": condemned("death_sentence_reviewed", "vks"),
    "tuhinh.xinangiam": condemned("clemency_petitioned", "công an"),
    "tuhinh.tron": condemned("convict_escaped", "công an"),
    "tuhinh.qdtha": condemned("execution_ordered", "tòa"),
    "tuhinh.angiam": clemency,
    "tuhinh.chuyen": condemned("death_sentence_converted", "tòa"),
    "tuhinh.hoan": condemned("execution_deferred", "tòa"),
    "tuhinh.thihanh": condemned("execution_carried_out", "tòa"),
    "tuhinh.chet": condemned("convict_died", "công an"),
}
