"""Random histories over whatever the definitions say: mostly lawful, often not.

Everything comes from one `random.Random`, so a seed is a history.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from events.moves import MOVES

START = date(2026, 1, 5)
CHARGES = [
    "*250.2,251.2",
    "173.1",
    "174.3",
    "353.4",
    "*188.1",
    "999.1",
    "123.1,999",
    "108.1",
    "251",
]
AGENCIES = ["CA-01", "TC-CQDT", "T01", "TA-01", "HQ-1", "KHONG-RO", "K01-01", "TC"]
PENALTIES = ["prison", "prison", "death", "fine", "strange", "post_ban", "remedy"]
UNITS = ["T01", "K01-01", "TC-PT1", "KHONG-CO"]


def history(random, definitions, dossier, length=12, of=None):
    """Rows of moves of one dossier, in the order of telling."""
    return [row for rows in events(random, definitions, dossier, length, of) for row in rows]


def events(random, definitions, dossier, length=12, of=None):
    """One list of rows an event. `of`: kinds of subject; all that there are, if none is named."""
    kinds = {kind for track in definitions.tracks.values() for kind in track.kinds}
    kinds = of or sorted(kinds - {"judged_charge"})  # which no document lists
    subjects = [
        (f"{kind}-{number}", kind)
        for kind in random.sample(kinds, random.randint(1, min(3, len(kinds))))
        for number in range(random.randint(1, 2))
    ]
    noticed = {t for limit in definitions.limits for notice in limit.notices for t in notice.by}
    stages = {}
    told, day = [], START + timedelta(days=random.randint(0, 60))
    for sequence in range(length):
        day += timedelta(days=random.choice([0, 0, 1, 1, 3, 12, 25, 40, 70]))
        listed = random.sample(subjects, min(len(subjects), random.choice([0, *[1, 1, 2, 3] * 3])))
        kind_type = choose(random, definitions, listed, stages)
        when = day if random.random() < 0.85 else day - timedelta(days=random.randint(0, 45))
        event = {
            "event_id": f"{dossier}/{random.randrange(10**6):06d}-{sequence}",
            "type": kind_type,
            "dossier": dossier,
            "sequence": sequence if random.random() < 0.9 else max(0, sequence - 1),
            "effective_on": when,
            "recorded_on": when + timedelta(days=random.choice([0, 0, 1, 5, -1])),
            **decided(random),
        }
        if kind_type in noticed:  # mostly asked for shortly before it was decided
            event["received_on"] = maybe(random, 0.8, when - timedelta(days=random.randint(0, 40)))
        if told and random.random() < 0.15:
            event["corrects"] = random.choice(told)[0]["event_id"]
            if random.random() < 0.4:
                event |= {"type": "event_annulled"}
                listed = []
            elif random.random() < 0.1:
                event["corrects"] = f"{dossier}/not-here"
        rows = [
            blank() | event | {"subject": name, "kind": kind} | about(random, definitions, kind)
            for name, kind in listed
        ]
        told.append(rows or [blank() | event])
        for name, kind in listed:
            advance(definitions, event, name, kind, stages)
    return told


def blank():
    return dict.fromkeys(MOVES)


def choose(random, definitions, listed, stages):
    """Mostly a type that the first subject's stage expects, else any type at all."""
    every = [*definitions.events, "event_unheard_of"]
    if not listed or random.random() < 0.15:
        return random.choice(every)
    name, kind = listed[0]
    fitting = [
        rule.event
        for track in definitions.tracks.values()
        if kind in track.kinds
        for rule in track.transitions
        if stages.get((name, kind, track.name), "") in {*rule.moves, *rule.stays}
        or (rule.stays_anywhere and (name, kind, track.name) in stages and random.random() < 0.2)
    ]
    return random.choice(fitting or every)


def advance(definitions, event, name, kind, stages):
    """A rough guess of where the subject now stands, good enough to choose what comes next."""
    for track in definitions.tracks.values():
        stage = stages.get((name, kind, track.name), "")
        for rule in track.transitions:
            if kind in track.kinds and rule.event == event["type"] and stage in rule.moves:
                stages[name, kind, track.name] = rule.moves[stage]
                break


def maybe(random, share, value):
    return value if random.random() < share else None


def decided(random):
    extension = random.random()
    return {
        "unit": random.choices(UNITS, [20, 10, 5, 1])[0],
        "agency": random.choices([*AGENCIES, None], [10, 5, 5, 5, 5, 1, 5, 3, 1])[0],
        "agency_unit": maybe(random, 0.2, random.choice(["TC-CQDT", "VKSTC"])),
        "article": maybe(random, 0.3, random.choice(["153", "229", "157"])),
        "ground": maybe(random, 0.3, random.choice(["157.2", "229.1.b", "230.1.a", "173.5"])),
        "extension_months": random.choice([1, 2, 4]) if extension < 0.3 else None,
        "extension_days": random.choice([10, 20]) if 0.25 < extension < 0.35 else None,
        "extension_until": START + timedelta(days=random.randint(20, 400))
        if 0.33 < extension < 0.42
        else None,
        "counterpart": maybe(random, 0.2, random.choice(AGENCIES)),
        "hearing": maybe(random, 0.2, random.choice(["mobile", "mobile,online"])),
        "appealed_by": maybe(random, 0.3, random.choice(["appeal", "protest", "both"])),
        "document_kind": maybe(random, 0.3, random.choice(["protest", "petition"])),
        "addressee": maybe(random, 0.2, random.choice(["court", "police"])),
        "level": maybe(random, 0.2, random.choice(["same", "higher"])),
        "demands": maybe(random, 0.2, random.choice(["stop", "cancel", "against_convict"])),
        "field": maybe(random, 0.2, random.choice(["custody", "prison"])),
        "violation": maybe(random, 0.1, random.choice(["1", "report_not_accepted", "questioning"])),
        "violator": maybe(random, 0.1, random.choice(["court", "police", "nobody"])),
        "violator_level": maybe(random, 0.1, random.choice(["province", "commune"])),
        "object": maybe(random, 0.1, random.choice(["o1", "o2"])),
        "without_ground": maybe(random, 0.1, random.choice(["yes", "no"])),
        "quantity": maybe(random, 0.2, random.choice([0, 1, 7])),
        "answer": maybe(random, 0.7, random.choice(["accepted", "partly", "refused", "other"])),
        "first_prosecuted_on": maybe(random, 0.15, START + timedelta(days=random.randint(-90, 90))),
        "received_on": maybe(random, 0.2, START + timedelta(days=random.randint(0, 200))),
        "limitation_on": maybe(random, 0.4, START + timedelta(days=random.randint(0, 300))),
        "simplified": maybe(random, 0.2, "yes"),
        "key_case": maybe(random, 0.2, random.choice(["yes", "no"])),
        "special_measures": maybe(random, 0.2, random.choice(["yes", "no"])),
        "requested": maybe(random, 0.2, "yes"),
        "accepted": maybe(random, 0.2, random.choice(["yes", "no"])),
    }


def about(random, definitions, kind):
    stages = [
        stage.name
        for track in definitions.tracks.values()
        if kind in track.kinds
        for stage in track.stages.values()
    ]
    outcomes = ["annulled_for_reinvestigation", "annulled_for_retrial", "reduced", "upheld"]
    return {
        "stated_stage": random.choices([None, random.choice(stages), "no_such_stage"], [6, 6, 1])[
            0
        ],
        "charges": maybe(random, 0.4, random.choice(CHARGES)),
        "outcome": maybe(random, 0.4, random.choice(outcomes)),
        "charge_change": maybe(random, 0.2, random.choice(["lighter", "graver"])),
        "penalty": maybe(random, 0.5, random.choice(PENALTIES)),
        "penalty_months": maybe(random, 0.8, random.choice([35, 36, 37, 84, 85, 180, 181])),
        "penalty_suspended": maybe(random, 0.2, random.choice(["yes", "no"])),
        "additional": maybe(random, 0.2, random.choice(["fine", "confiscation,fine"])),
        "facility_kind": maybe(random, 0.2, random.choice(["custody_house", "prison"])),
        "legal_entity": maybe(random, 0.1, random.choice(["yes", "no"])),
        "lead": maybe(random, 0.3, random.choice(["yes", "no"])),
        "person": maybe(random, 0.2, random.choice(["p1", "p2"])),
        "sex": maybe(random, 0.2, random.choice(["male", "female"])),
        "age_at_act": maybe(random, 0.2, random.choice([13, 14, 15, 16, 17, 18, 30, 31, 70, 71])),
        "ethnicity": maybe(random, 0.2, random.choice(["kinh", "05"])),
        "nationality": maybe(random, 0.2, random.choice(["VN", "LA"])),
        "education": maybe(random, 0.1, "secondary"),
        "party_member": maybe(random, 0.1, "yes"),
        "recidivism": maybe(random, 0.1, "dangerous"),
        "official_of": maybe(random, 0.2, random.choice(["police", "court", "other", "commune"])),
        "counsel": maybe(random, 0.2, random.choice(["lawyer", "lawyer,legal_aid"])),
    }


def frame(rows):
    return pl.DataFrame(rows, schema=MOVES, orient="row")
