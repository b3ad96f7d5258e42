"""From a story's events (codes of the domain catalogue) to ours, as the platforms would send them.

A story is told without dossiers: a criminal case is its own dossier, and so are a source of crime
information, a direct supervision, and a death row inmate whose case the story does not tell. What
concerns two dossiers (severing, joining, a source that becomes a case) becomes two events here.
"""

from __future__ import annotations

from thongke.stories import (
    acts,
    carried,
    cassation,
    custody,
    death_sentences,
    detainee,
    enforcement,
    investigation,
    measures,
    prosecution,
    reclassification,
    reports,
    trial,
    violations,
)
from thongke.stories.records import Record, Translation
from thongke.stories.told import Step
from thongke.stories.words import UnknownWord

NOT_OURS = ("ds.",)  # civil: other forms' stories

TRANSLATIONS: dict[str, Translation] = {
    **reports.TRANSLATIONS,
    "sk.nhap": carried.carried_in,
    **investigation.TRANSLATIONS,
    **prosecution.TRANSLATIONS,
    **trial.TRANSLATIONS,
    **death_sentences.TRANSLATIONS,
    **custody.TRANSLATIONS,
    **acts.TRANSLATIONS,
    **enforcement.TRANSLATIONS,
    **cassation.TRANSLATIONS,
    **measures.TRANSLATIONS,
    **reclassification.TRANSLATIONS,
    **violations.TRANSLATIONS,
}


def translate(step: Step) -> list[Record]:
    """The events of ours that one told event becomes, with what it tells other dossiers."""
    if step.code.startswith(NOT_OURS):
        made: list[Record] = []
    elif step.code in TRANSLATIONS:
        made = TRANSLATIONS[step.code](step)
    else:
        raise UnknownWord(
            f"event code {step.code!r} is not known; known: {', '.join(TRANSLATIONS)}"
        )
    return [*made, *detainee.told(step, made), *enforcement.told(step, made)]
