"""Thói quen: how often dossiers beside a case take each road, and what their documents say.

The roads themselves are the procedures' (`roads.py`); here is only what they do not say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projections.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Profile:
    """What a dossier is about from its first document on: its penalty, its kind of document …"""

    facts: Mapping[str, str]
    weight: float = 1.0

    @property
    def to_prison(self) -> bool:
        suspended = self.facts.get("penalty_suspended") == "yes"
        return self.facts.get("penalty") in ("prison", "life") and not suspended


GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("penalty", "penalty_suspended", "penalty_months", "additional"), "penalty"),
    **dict.fromkeys(("document_kind", "addressee", "level", "demands", "field"), "document"),
    **dict.fromkeys(("violation", "violator", "violator_level", "object_kind"), "violation"),
}
"""Column -> the group of facts that carries it."""

STAYING = 0.06  # odds of a document that leaves the subject where it stands
REST: Mapping[str, float] = {
    "": 0.35, "closed": 25.0, "custody": 0.0, "convict": 0.15, "penalty": 4.0, "measure": 0.2,
}  # fmt: skip
"""By track, `""` for others: odds that nothing more happens; `closed`: at a closed stage."""

ODDS: Mapping[str, float] = {
    # tạm giữ, tạm giam
    "custody_ordered": 6, "custody_prolonged": 1.2, "custody_replaced": 0.25,
    "released_from_custody": 0.2, "released_by_procuracy": 0.008, "detention_ordered": 3,
    "detention_prolonged": 0.8, "detention_cancelled": 0.05, "detention_replaced": 0.15,
    "released_on_termination": 0.03, "released_by_court": 0.06, "term_served": 0.08,
    "released_on_suspension": 0.01, "received_to_serve": 0.25, "moved_to_serve": 0.5,
    "detainee_executed": 0.01, "detainee_treated": 0.02, "detainee_died": 0.012,
    "detainee_escaped": 0.01, "detainee_recaptured": 8, "detainee_transferred_out": 0.1,
    "detainee_transferred_in": 0.3, "facility_changed": 0.08, "detainee_extracted": 0.08,
    "proceedings_stage_told": 1.5, "sentence_told": 0.15, "emergency_arrest_approved": 0.4,
    "emergency_held": 0.4, "arrested": 0.4, "released_before_custody": 0.05,
    "custody_expiry_notified": 0.05, "detainee_wanted": 2, "simplified_procedure_told": 0.02,
    "simplified_procedure_ended_told": 0.01, "death_file_returned": 0.8,
    # thi hành án
    "judgment_in_force": 8, "enforcement_delegated_out": 0.1, "enforcement_ordered": 8,
    "convict_taken_to_serve": 3, "sentence_deferred": 0.15, "sentence_suspended": 0.05,
    "prisoner_escaped": 0.02, "prisoner_recaptured": 3, "penalty_exempted": 0.02,
    "limitation_applied": 0.01, "enforcement_terminated": 0.02, "sentenced_died": 0.02,
    "annulled_on_cassation": 0.01, "annulled_on_reopening": 0.006, "prisoner_received": 8,
    "commuted_prisoner_received": 0.05, "penalty_begun": 1.5, "penalty_transferred_out": 0.15,
    "reduction_granted": 0.5, "amnesty_granted": 0.08, "conditionally_released": 0.1,
    "conditional_release_cancelled": 0.2, "freed_by_procuracy": 0.005, "freed_by_court": 0.005,
    "prisoner_treated": 0.03, "penalty_finished": 2, "suspended_sentence_revoked": 0.05,
    "suspended_sentence_cancelled": 0.15, "noncompliance_found": 0.3, "sentence_commuted": 0.01,
    "convict_transferred_out": 0.12,
    # đơn, vi phạm, biện pháp
    "petition_transferred_out": 0.1, "petition_transferred_in": 0.15, "petition_accepted": 1,
    "case_file_requested": 0.5, "violation_remedied": 0.8, "violator_charged": 0.02,
    "violator_charge_requested": 0.02, "measure_extended": 0.3, "examination_refused": 0.02,
    "examination_concluded": 3, "treatment_escaped": 0.05, "document_withdrawn": 0.02,
}  # fmt: skip
PER_STAGE: Mapping[tuple[str, str], float] = {
    ("detention_ordered", ""): 1.0, ("emergency_held", "held"): 0.02, ("arrested", "held"): 0.02,
}  # fmt: skip
"""Odds of a document where they are other than elsewhere."""
DAYS: Mapping[str, float] = {
    "usual": 45, "held": 2, "awaiting_order": 6, "custody_ordered": 0, "judgment_in_force": 0,
    "ordered": 15, "examining": 12, "awaiting": 20, "found": 30, "term_serving": 150,
    "life_serving": 200, "suspended_sentence": 170, "reform": 120, "released_before_custody": 0,
}  # fmt: skip
"""Mean days from the document before, by event, else by stage."""
PASSING = ("_in_transit", "_escaped", "_treated", "_suspended", "_noncompliant", "_condemned")
"""Ends of the names of stages that no document brings a subject back to by stating them."""
ELSEWHERE = ("held",)
"""Stages that only their own orders lead to: who was detained is not recaptured into custody."""
TO_PRISON = ("ordered", "deferred")
"""Beginnings of the names of stages of those alone who are to serve in prison."""
STATING: Mapping[str, Mapping[str, str]] = {"detained_condemned": {"penalty": "death"}}
"""What a document says besides that states this stage."""

PROCURACY, COURT, HANDLER = "procuracy", "court", "handler"
ISSUERS: Mapping[str, str] = {
    **dict.fromkeys(("petition", "violation", "document", "supervision"), PROCURACY),
    "convict": COURT,
}
"""By kind of subject: who issues what is not named below; else the police, camps, assigned."""
BY_NAME: Sequence[tuple[str, str]] = (
    ("_by_procuracy", PROCURACY), ("_demanded", PROCURACY), ("_proposed", PROCURACY),
    ("_supervised", PROCURACY), ("_approved", PROCURACY), ("_requested", PROCURACY),
    ("_notified", PROCURACY),
    ("death_", PROCURACY), ("_by_court", COURT), ("_ordered", HANDLER),
    ("reduction_granted", COURT),
    ("conditionally_released", COURT), ("sentence_", COURT), ("term_served", COURT),
    ("treatment_applied", PROCURACY), ("diversion_", HANDLER),
)  # fmt: skip
"""Part of an event's name -> who issues it; the first that fits."""

_PRISONS = {"facility_kind": {"prison": 6, "sub_camp": 1, "detention_camp": 2, "custody_house": 1}}
SAYS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "prisoner_received": _PRISONS,
    "commuted_prisoner_received": _PRISONS,
    "penalty_transferred_in": _PRISONS,
    "enforcement_carried_in": _PRISONS,
    "custody_ordered": {
        "ground": {"emergency": 4, "caught": 3, "wanted": 1, "confessed": 1, "surrendered": 1},
        "facility_kind": {"custody_house": 4, "detention_camp": 3, "sub_camp": 2},
    },
    "detention_ordered": {"facility_kind": {"detention_camp": 5, "sub_camp": 2}},
    "custody_carried_in": {
        "ground": {"emergency": 1, "caught": 1},
        "facility_kind": {"detention_camp": 5, "sub_camp": 2},
    },
    "received_to_serve": {"facility_kind": {"detention_camp": 5, "sub_camp": 2}},
    "detainee_transferred_in": {
        "ground": {"emergency": 1, "caught": 1, "wanted": 1},
        "facility_kind": {"detention_camp": 5, "sub_camp": 2},
    },
    "facility_changed": {"facility_kind": {"detention_camp": 2, "sub_camp": 1}},
    "released_from_custody": {
        "ground": {
            "custody_cancelled": 1, "extension_refused": 1, "emergency_arrest_refused": 1,
            "no_ground_to_charge": 3, "awaiting_expert": 1, "victim_withdrew": 1, "other": 1,
        },
    },
    "released_before_custody": {
        "ground": {
            "emergency_arrest_refused": 2, "no_ground_to_charge": 3, "victim_withdrew": 1,
            "other": 1,
        },
    },
    "released_on_termination": {"ground": {"administrative": 1, "disciplinary": 1, "157.2": 3}},
    "released_by_court": {
        "outcome": {"acquitted": 1, "exempt_penalty": 1, "exempt_liability": 1, "convicted": 3},
        "penalty": {"non_custodial": 2, "fine": 1, "warning": 1},
    },
    "detainee_died": {"ground": {"illness": 6, "suicide": 2, "other": 1}},
    "sentenced_died": {"ground": {"illness": 6, "suicide": 1, "other": 1}},
    "examination_ordered": {"article": {"205": 3, "206": 2, "215": 3, "210": 1, "211": 1}},
    "treatment_applied": {"ground": {"449": 3, "450": 2, "451": 2}},
    "files_supervised": {"quantity": {"3": 1, "12": 2, "40": 1}},
    "inmates_interviewed": {"quantity": {"1": 1, "5": 2, "20": 1}},
}  # fmt: skip
"""Event -> column -> what it says, by odds; a fact that decides the way is said by the road."""
REQUIRED: Mapping[str, Mapping[str, float]] = {"ground": {"other": 1}, "outcome": {"other": 1}}
"""What stands for a required fact of which nothing better is known."""


def profiles(kind: str, definitions: Definitions) -> list[Profile]:
    """What dossiers of a kind are about."""
    if kind == "violation":
        return [
            Profile({"violation": v.code, "violator": who, "object_kind": "decision", **paper})
            for v in definitions.violations.codes.values()
            for who in (sorted(v.violators) or ("police", "court", "enforcement", "procuracy"))
            for paper in (PAPERS if v.stage == "enforcement" and not v.violators else ({},))
        ]
    return [Profile(facts, weight) for facts, weight in PROFILES.get(kind, (({}, 1.0),))]


def _prison(months: int, suspended: str = "no") -> dict[str, str]:
    return {"penalty": "prison", "penalty_months": str(months), "penalty_suspended": suspended}


_SENTENCES = (
    (_prison(18), 4.0), (_prison(60), 3.0), (_prison(120), 1.5), (_prison(216), 0.6),
    (_prison(24, "yes"), 2.5), ({"penalty": "life"}, 0.25), ({"penalty": "non_custodial"}, 0.4),
    ({"penalty": "fine"}, 0.3), ({"penalty": "warning"}, 0.1), ({"penalty": "expulsion"}, 0.05),
)  # fmt: skip
_OF_ENTITIES = ("operation_suspended", "operation_ended", "business_ban", "capital_ban", "remedy")
_ADDITIONAL = ("residence_ban", "local_supervision", "civic_rights", "post_ban")
PAPERS: Sequence[Mapping[str, str]] = tuple(
    {"document_kind": "recommendation", "addressee": to}
    for to in (
        "custody_house", "detention_camp", "prison", "court", "enforcement_agency", "commune",
    )
)  # fmt: skip
_DOCUMENTS = (
    ("custody", "custody_house"), ("custody", "detention_camp"), ("prison", "prison"),
    ("prison", "sub_camp"), ("enforcement", "enforcement_agency"), ("enforcement", "court"),
    ("enforcement", "commune"), ("custody", "sub_camp"),
)  # fmt: skip
PROFILES: Mapping[str, Sequence[tuple[Mapping[str, str], float]]] = {
    "convict": (
        *_SENTENCES, ({"penalty": "death"}, 0.15),
        *(({"penalty": name}, 0.05) for name in _OF_ENTITIES[:2]),
        *(({**_prison(48), "additional": name}, 0.1) for name in _ADDITIONAL),
    ),
    "penalty": (
        *(s for s in _SENTENCES if s[0]["penalty"] not in ("fine", "warning")),
        *(({"penalty": name}, 0.25) for name in _ADDITIONAL),
        *(({"penalty": name}, 0.12) for name in _OF_ENTITIES),
    ),
    "detainee": (
        *(s for s in _SENTENCES if s[0]["penalty"] in ("prison", "life")),
        ({"penalty": "death"}, 0.3),
    ),
    "measure": tuple(
        ({"document_kind": name}, 1.0)
        for name in (
            "arrest_order", "residence_order", "bail", "deposit", "exit_ban", "escort",
            "compelled_appearance", "seizure", "freeze", "electronic_monitoring",
            "guardian_monitoring", "operation_suspension", "security_payment",
        )
    ),
    "examination": tuple(
        ({"document_kind": name}, 1.0)
        for name in (
            "forensic_medicine", "forensic_psychiatry", "criminalistics", "finance",
            "construction", "land_environment", "culture", "information", "other", "valuation",
        )
    ),
    "document": tuple(
        (
            {"document_kind": name, "field": field, "addressee": addressee, "level": "same"}
            | ({"demands": demands} if demands else {}), 1.0,
        )
        for name, demands in (
            ("recommendation", ""), ("protest", "cancel"), ("protest", "stop"),
            ("request_self_inspection", ""), ("request_files", ""), ("request_notice", ""),
            ("request_answer", ""),
        )
        for field, addressee in _DOCUMENTS
    ),
    "supervision": tuple(
        ({"document_kind": name, "field": field, "addressee": addressee}, 1.0)
        for name in ("direct", "unannounced", "follow_up")
        for field, addressee in _DOCUMENTS
    ),
    "accused": tuple(
        ({"document_kind": name}, 1.0)
        for name in (
            "reprimand", "apology", "compensation", "community_education", "home_confinement",
            "curfew", "contact_ban", "place_ban", "training", "therapy", "community_service",
            "reformatory",
        )
    ),
}  # fmt: skip
