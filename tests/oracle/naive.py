"""The fold that anybody can check by reading: one subject, one document at a time.

It shares no code with the engine, only the definitions, and is slow on purpose. Where the two
differ, one of them misreads docs/design.md §2.
"""

from __future__ import annotations

import json

from tests.oracle.naive_doubts import look_across
from tests.oracle.naive_limits import lawful, turns_simple, with_limits, young_in

CARRIED = ["unit", "agency_unit", "charged", "handler", "document_kind", "addressee"]
CARRIED += ["field", "facility_kind", "penalty"]
NOTHING_SAID = {
    "unit": "unknown",
    "agency_unit": None,
    "charged": ("unknown", "unknown", "unknown"),
    "handler": "unknown",
    "document_kind": "unknown",
    "addressee": "unknown",
    "field": "unknown",
    "facility_kind": "unknown",
    "penalty": "unknown",
}


class Book:
    """The definitions, with the rules of each event and the order of the events looked up once."""

    def __init__(self, definitions):
        self.tracks, self.limits = definitions.tracks, definitions.limits
        self.events, self.offences = definitions.events, definitions.offences
        self.units, self.agencies = definitions.units, definitions.agencies
        self.working_days = definitions.working_days
        self.data_rules, self.violations = definitions.rules, definitions.violations
        self.rules, self.rank = {}, {}
        for track in definitions.tracks.values():
            for rule in track.transitions:
                self.rules.setdefault((track.name, rule.event), []).append(rule)
                self.rank.setdefault(rule.event, len(self.rank))
        starts = [rule.provenance.start for rules in self.rules.values() for rule in rules]
        self.first_day = min(starts)

    def in_order(self, row):
        """The order of the law."""
        rank = self.rank.get(row["type"], len(self.rank))
        return (row["effective_on"], row["place"], rank, row["event_id"])


def derive(rows, definitions):
    """Rows of moves as dicts -> (spans, findings) as lists of dicts."""
    definitions = Book(definitions)
    spans, findings = [], []
    dossiers = {}
    for row in with_parts(rows, definitions):
        dossiers.setdefault(row["dossier"], []).append(row)
    for own in dossiers.values():
        standing = effective(own, findings)
        for row in standing:
            if row["kind"] != "judged_charge":
                look_at(row, definitions, findings)
        subjects, own_spans = {}, []
        for row in standing:
            if row["subject"] is not None and row["type"] != "event_annulled":
                subjects.setdefault((row["subject"], row["kind"]), []).append(row)
        for (_, kind), mine in subjects.items():
            mine.sort(key=definitions.in_order)
            person = facts_of_person(mine)
            if kind == "judged_charge":
                whole = subjects.get((mine[0]["subject"].rpartition("/")[0], "accused"), mine)
                person = facts_of_person(sorted(whole, key=definitions.in_order))
            said_of_the_whole = [] if kind == "judged_charge" else findings
            for row in mine:
                meets_somebody(row, kind, definitions, said_of_the_whole)
            for track in definitions.tracks.values():
                if kind in track.kinds:
                    young = young_in(subjects, mine, definitions)
                    told = fold(track, mine, person, definitions, said_of_the_whole, young)
                    own_spans.extend(told)
        whole = {who: mine for who, mine in subjects.items() if who[1] != "judged_charge"}
        look_across(whole, own_spans, standing, definitions, findings)
        spans.extend(own_spans)
    return spans, in_words(findings, definitions)


# ---- the history as it should have been written -----------------------------------------------


def effective(rows, findings):
    """Without what was corrected; what corrects stands where the first of its chain stood."""
    events = {row["event_id"]: row for row in rows}
    corrected = {row["corrects"] for row in events.values() if row["corrects"]}
    standing = []
    for row in rows:
        if row["event_id"] in corrected:
            continue
        first, seen = row, set()
        while first["corrects"] in events and first["corrects"] not in seen | {row["event_id"]}:
            seen.add(first["corrects"])
            first = events[first["corrects"]]
        standing.append({**row, "place": first["sequence"]})
        target = row["corrects"]
        if target and target not in events:
            findings.append((row, "corrects_unknown", {"said": target}))
        if target and sum(e["corrects"] == target for e in events.values()) > 1:
            findings.append((row, "corrects_twice", {"said": target}))
    return standing


def look_at(row, definitions, findings):
    """What is wrong with a document by itself."""
    if not definitions.units.known(row["unit"] or "", row["effective_on"]):
        findings.append((row, "unknown_unit", {"said": row["unit"]}))
    if agency_unit_of(row, definitions) == "unknown":
        findings.append((row, "unknown_unit", {"said": row["agency_unit"]}))
    for column in ("agency", "counterpart"):
        if row[column] is not None and definitions.agencies.kind(row[column]) == "unknown":
            findings.append((row, "unknown_agency", {"said": row[column]}))
    if row["charges"] is not None:
        articles = [part.lstrip("*").split(".")[0] for part in row["charges"].split(",") if part]
        if not articles or not all(definitions.offences.known(article) for article in articles):
            findings.append((row, "unknown_article", {"said": row["charges"], "subject": True}))
    code, violations = row["violation"], definitions.violations
    if code is not None and code not in violations.codes:
        findings.append((row, "unknown_violation", {"said": code}))
    if row["violator"] is not None:
        fitting = violations.codes[code].violators if code in violations.codes else set()
        if row["violator"] not in (fitting or violations.violators):
            findings.append((row, "violator_unfit", {"said": row["violator"]}))
    of_objects = code in violations.codes and violations.codes[code].counted == "object"
    if of_objects and row["object"] is None:
        findings.append((row, "object_missing", {"said": code}))
    if row["recorded_on"] is not None and row["effective_on"] > row["recorded_on"]:
        findings.append((row, "future_date", {}))


def meets_somebody(row, kind, definitions, findings):
    """A document that no track of its subject's kind takes."""
    known = stated = False
    for track in definitions.tracks.values():
        if kind in track.kinds:
            if rules_of(track, row, definitions) is not None:
                return
            rules = rules_in_force(track, row["type"], row["effective_on"], definitions)
            known = known or bool(rules)
            stated = stated or any(rule.stated for rule in rules)
    if not known:
        findings.append((row, "unknown_for_kind", {"subject": True}))
    elif stated:
        findings.append((row, "unknown_stage", {"said": row["stated_stage"], "subject": True}))
    else:
        findings.append((row, "facts_unmatched", {"subject": True}))


# ---- charges judged, each as a subject of its own ----------------------------------------------


def with_parts(rows, definitions):
    """Every row, and for an accused who is judged one more for each crime (C08)."""
    for row in rows:
        yield row
        type_ = definitions.events.get(row["type"])
        if type_ and "judged_charge" in type_.finer and row["kind"] == "accused":
            yield from parts_of(row)


def parts_of(row):
    stated = {}
    for said in json.loads(row["judged"] or "[]"):
        stated.setdefault(said["charge"], said)
    crimes = {}
    for text in (row["charges"] or "").split(","):
        if text:
            charge = text.removeprefix("*")
            said = stated.get(charge, {})
            crime = {
                "charge": charge,
                "main": text.startswith("*"),
                "outcome": said.get("outcome") or row["outcome"],
                "penalty": said.get("penalty"),
            }
            crimes.setdefault(charge.split(".")[0], []).append(crime)
    if not crimes:
        crime = {"charge": None, "main": False, "outcome": row["outcome"], "penalty": None}
        crimes = {"unknown": [crime]}
    parts = []
    for article, clauses in crimes.items():
        # of two clauses of one article the one convicted of, then the one flagged, then the first
        best = [c for c in clauses if c["outcome"] == "convicted"] or clauses
        best = ([c for c in best if c["main"]] or best)[0]
        main = any(c["main"] for c in clauses)
        parts.append({**best, "article": article, "main": main})
    convicted = [part for part in parts if part["outcome"] == "convicted"]
    leading = convicted or parts
    leading = ([part for part in leading if part["main"]] or leading)[0]
    split = any(part["penalty"] and part["penalty"].get("additional") for part in parts)
    for part in parts:
        mine = {
            **row,
            "kind": "judged_charge",
            "subject": f"{row['subject']}/{part['article']}",
            "charges": part["charge"],
            "outcome": part["outcome"],
            "charge_change": row["charge_change"] if part is leading else None,
            "lead": "yes" if part is leading else "no",
            "judged": None,
        }
        given = part["penalty"]
        if given:
            mine |= {"penalty": given["kind"], "penalty_months": given.get("months")}
            mine["penalty_suspended"] = "yes" if given.get("suspended") else "no"
        elif part is not leading or len(convicted) > 1:
            mine |= {"penalty": None, "penalty_months": None, "penalty_suspended": None}
        if given and given.get("additional"):
            mine["additional"] = ",".join(sorted(set(given["additional"])))
        elif split or part is not leading:
            mine["additional"] = None
        yield mine


# ---- the procedure ----------------------------------------------------------------------------


def rules_in_force(track, event, day, definitions):
    """What is older than all law falls under the first."""
    rules = definitions.rules.get((track.name, event), [])
    return [rule for rule in rules if rule.provenance.holds_on(max(day, definitions.first_day))]


def rules_of(track, row, definitions):
    """The rules that read this document: the first guard that it satisfies, with all its rules."""
    rules = rules_in_force(track, row["type"], row["effective_on"], definitions)
    for rule in rules:
        if rule.stated and not is_open(track, row["stated_stage"]):
            continue
        if all(row[column] in values for column, values in rule.when.items()):
            return [r for r in rules if r.stated == rule.stated and r.when == rule.when]
    return None


def is_open(track, stage):
    return bool(stage) and not stage.startswith(".") and stage in track.stages


def consult(track, rules, stage, row):
    """(stage after, the rule whose manners count or None when nothing happens, finding)."""
    expecting = [rule for rule in rules if stage in rule.moves or stage in rule.stays]
    if not expecting and is_open(track, stage):
        expecting = [rule for rule in rules if rule.stays_anywhere]
    if expecting:
        rule, finding = expecting[0], None
        target = row["stated_stage"] if rule.stated else rule.moves.get(stage)
    else:
        if any(rule.silent for rule in rules):
            return stage, None, None
        rule, finding = rules[0], "out_of_turn"
        stated_elsewhere = [r.otherwise for r in rules if r.otherwise is not None]
        everywhere = {after for r in rules for after in r.moves.values()}
        if rule.stated:
            target = row["stated_stage"]
        elif stated_elsewhere:
            target = stated_elsewhere[0]
        elif len(everywhere) == 1:
            target = min(everywhere)
        else:
            target = None
    if target is None:
        return stage, rule, finding
    if target == stage and not rule.reclassifies:
        return stage, None, "repeated"
    return target, rule, finding


# ---- one subject on one track -----------------------------------------------------------------


def fold(track, rows, person, definitions, findings, young):
    stage, place = "", dict(NOTHING_SAID)
    stays, acts, first_told, told_so_far = [], [], None, []
    simple = False
    for row in rows:
        rules = rules_of(track, row, definitions)
        if rules is None:
            continue
        after, rule, finding = consult(track, rules, stage, row)
        if finding:
            findings.append((row, finding, {"at": (track, stage), "subject": True}))
        if rule is None:
            continue
        simple = turns_simple(row, simple, definitions)
        told = row["first_prosecuted_on"]
        if told is None and rule.sets_date:
            told = row["effective_on"]
        if told is not None:
            told_so_far.append(told)
            first_told = first_told or told
        said = what_it_says_of_place(row, rule, definitions)
        before = stage
        moved_place = dict(place)
        if after != stage or rule.reclassifies:
            moved_place |= {name: said[name] for name in CARRIED if said[name] is not None}
            if rule.handler:
                moved_place["agency_unit"] = said["agency_unit"]  # named anew; unsaid, none
        elsewhere = moved_place != place
        if after != stage or (elsewhere and is_open(track, stage)):
            default = "reclassified" if after == stage else "unknown"
            if stays and stays[-1]["until"] is None:
                stays[-1] |= {
                    "until": row["effective_on"],
                    "left_by": rule.out or default,
                    "left": row,
                }
            if is_open(track, after):
                stays.append(
                    {
                        "stage": after,
                        "since": row["effective_on"],
                        "came_by": rule.into or default,
                        "came": row,
                        "until": None,
                        "left_by": None,
                        "left": None,
                        "place": moved_place,
                        "points": [],
                    }
                )
        stage, place = after, moved_place
        if stays and stays[-1]["until"] is None:
            older = min(told_so_far, default=None)
            stays[-1]["points"].append((row, older, told is not None, simple))
        if rule.act:
            own = place | {name: said[name] for name in CARRIED if said[name] is not None}
            own |= {"agency_unit": said["agency_unit"], "handler": place["handler"]}
            acts.append((row, rule.act, before or after or "unknown", own))
    spans = []
    for stay in with_limits(track, stays, definitions, findings, young):
        spans.extend(
            written_stay(part, track, person, first_told, definitions) for part in lawful(stay)
        )
        spans.extend(
            written_lapse(lapse, stay, track, person, first_told, definitions)
            for lapse in stay["lapses"]
        )
    for row, name, standing, own in acts:
        span = common(row, own, track, person, first_told, definitions)
        span |= {
            "stage": name,
            "standing": standing,
            "since": row["effective_on"],
            "came_by": name,
            "limit_on": None,
        }
        spans.append(span | leaving(row, row["effective_on"], name, "unknown", definitions))
    return spans


def what_it_says_of_place(row, rule, definitions):
    """None: the document says nothing of it."""
    day = row["effective_on"]
    known = definitions.units.known(row["unit"] or "", day)
    charged = None
    if row["charges"] is not None:
        charged = ("unknown", "unknown", "unknown")
        gravest = definitions.offences.gravest(row["charges"], day)
        if gravest is not None and definitions.offences.known(gravest.article):
            charged = (
                gravest.article,
                definitions.offences.severity(gravest.article, gravest.clause, day) or "unknown",
                definitions.offences.group(gravest.article),
            )
    handler = None
    if rule.handler and row["agency"] is not None:
        handler = definitions.agencies.kind(row["agency"])
    return {
        "unit": row["unit"] if known else "unknown",
        "agency_unit": agency_unit_of(row, definitions),
        "charged": charged,
        "handler": handler,
        "document_kind": row["document_kind"],
        "addressee": row["addressee"],
        "field": row["field"],
        "facility_kind": row["facility_kind"],
        "penalty": None if row["penalty"] is None else penalty_band(row),
    }


def agency_unit_of(row, definitions):
    """The agency with forms of its own; None: the document names none."""
    said = row["agency_unit"]
    if said is None or definitions.units.known(said, row["effective_on"]):
        return said
    return "unknown"


# ---- traits and words -------------------------------------------------------------------------


def facts_of_person(rows):
    def latest(column):
        said = [row[column] for row in rows if row[column] is not None]
        return said[-1] if said else None

    def first_day(column):
        days = [row["effective_on"] for row in rows if row[column] == "yes"]
        return days[0] if days else None

    entity = any(row["legal_entity"] == "yes" for row in rows)
    ethnicity, nationality = latest("ethnicity"), latest("nationality")
    person = {name: latest(name) or "unknown" for name in PLAIN}
    if entity:
        person["legal_entity"] = "yes"
    official = latest("official_of")
    counsel = [row for row in rows if row["counsel"] is not None]
    return person | {
        "person": latest("person"),
        "sex": "unknown" if entity else latest("sex") or "unknown",
        "age_band": "unknown" if entity else age_band(latest("age_at_act")),
        "ethnicity": "unknown"
        if entity or ethnicity is None
        else ("kinh" if ethnicity == "kinh" else "minority"),
        "nationality": "unknown"
        if nationality is None
        else ("vietnamese" if nationality == "VN" else "foreign"),
        "official": official if official in OFFICIALS else "unknown",
        "counsel": counsel[0]["counsel"] if counsel else "unknown",
        "counsel_on": counsel[0]["effective_on"] if counsel else None,
        "key_case_on": first_day("key_case"),
        "special_measures_on": first_day("special_measures"),
    }


OFFICIALS = ["police", "procuracy", "court", "enforcement", "other"]
PLAIN = ["education", "party_member", "manager", "recidivism", "legal_entity"]


def age_band(age):
    if age is None:
        return "unknown"
    if age < 14:
        return "under_14"
    if age < 16:
        return "14_to_16"
    if age < 18:
        return "16_to_18"
    if age < 31:
        return "18_to_30"
    return "31_to_70" if age < 71 else "over_70"


def penalty_band(row):
    kind, months = row["penalty"], row["penalty_months"]
    if kind == "prison":
        if row["penalty_suspended"] == "yes":
            return "suspended_prison"
        if months is None:
            return "unknown"
        if months <= 3 * 12:
            return "prison_to_3"
        if months <= 7 * 12:
            return "prison_3_to_7"
        return "prison_7_to_15" if months <= 15 * 12 else "prison_over_15"
    simple = "warning fine non_custodial expulsion life death operation_suspended operation_ended"
    simple += " post_ban residence_ban local_supervision civic_rights confiscation business_ban"
    simple += " capital_ban remedy"
    return kind if kind in simple.split() else "unknown"


def agency_kind(code, definitions):
    return "unknown" if code is None else definitions.agencies.kind(code)


def common(row, place, track, person, first_told, definitions):
    """What a span has from its subject, its place and the document that began it."""
    offence, severity, group = place["charged"]
    entry = ["ground", "requested", "simplified", "accepted", "level", "article", "appealed_by"]
    entry += ["demands", "violation", "violator", "violator_level", "object", "without_ground"]
    return {
        "dossier": row["dossier"],
        "subject": row["subject"],
        "kind": row["kind"],
        "track": track.name,
        "standing": None,
        **{name: place[name] for name in CARRIED if name != "charged"},
        "offence": offence,
        "severity": severity,
        "offence_group": group,
        "since_event": row["event_id"],
        "agency": agency_kind(row["agency"], definitions),
        "counterpart": agency_kind(row["counterpart"], definitions),
        **{name: row[name] if row[name] is not None else "unknown" for name in entry},
        **person,
        "first_prosecuted_on": first_told,
        "quantity": row["quantity"],
    }


def leaving(row, until, manner, overdue, definitions):
    names = ["ground", "outcome", "charge_change", "requested", "accepted", "simplified"]
    names += ["hearing", "article", "additional"]
    if row == "limit":
        row = dict.fromkeys(["event_id", "agency", "penalty", "penalty_months", *names])
    if row is None:
        left = dict.fromkeys(["left_agency", "left_penalty", *(f"left_{name}" for name in names)])
        return left | {"until": None, "left_by": None, "until_event": None, "left_overdue": None}
    left = {f"left_{name}": row[name] if row[name] is not None else "unknown" for name in names}
    return left | {
        "until": until,
        "left_by": manner,
        "until_event": row["event_id"],
        "left_agency": agency_kind(row["agency"], definitions),
        "left_penalty": penalty_band(row),
        "left_overdue": overdue,
    }


def written_stay(stay, track, person, first_told, definitions):
    span = common(stay["came"], stay["place"], track, person, first_told, definitions)
    overdue = "unknown"
    if stay["limit_on"] is not None and stay["until"] is not None:
        overdue = "yes" if stay["until"] > stay["limit_on"] else "no"
    span |= {key: stay[key] for key in ("stage", "since", "came_by", "limit_on")}
    return span | leaving(stay["left"], stay["until"], stay["left_by"], overdue, definitions)


def written_lapse(lapse, stay, track, person, first_told, definitions):
    span = common(stay["came"], stay["place"], track, person, first_told, definitions)
    span |= {key: lapse[key] for key in ("since", "came_by", "limit_on")}
    span["stage"] = stay["limit"].overdue
    left = lapse["left"] if lapse["until"] is not None else None
    return span | leaving(left, lapse["until"], lapse["left_by"], "yes", definitions)


def in_words(findings, definitions):
    """Findings as rows; the same thing said twice of one document is said once."""
    written = {}
    for row, code, more in findings:
        sentence = SENTENCES.get(code)
        if not isinstance(code, str):
            code, sentence = code.code, code.says
        label = row["type"]
        if label in definitions.events:
            label = definitions.events[label].label
        where = None
        if "at" in more:
            track, stage = more["at"]
            where = f"{track.label} chưa có trong hồ sơ"
            if stage:
                where = f"{track.label} ở giai đoạn “{track.stages[stage].label}”"
        said = more.get("said") or ""
        finding = {
            "dossier": row["dossier"],
            "subject": row["subject"] if more.get("subject") else None,
            "unit": row["unit"],
            "event_id": row["event_id"],
            "code": code,
            "effective_on": row["effective_on"],
            "says": sentence.format(event=label, said=said, where=where),
        }
        written[tuple(finding.values())] = finding
    return list(written.values())


SENTENCES = {
    "extended_too_often": "{event}: gia hạn lần {said}, quá số lần luật cho.",
    "extended_too_long": "{event}: dài hơn luật cho (chậm nhất đến {said}).",
    "notice_too_late": (
        "{event}: đề nghị, thông báo, hồ sơ phải có trước khi hết hạn, chậm nhất {said}."
    ),
    "extended_without_authority": (
        "{event}: chỉ Viện kiểm sát {said} được quyết định lần gia hạn này."
    ),
    "unknown_violation": "{event}: không có vi phạm “{said}” trong danh mục.",
    "violator_unfit": "{event}: vi phạm này không thuộc về “{said}” theo danh mục.",
    "object_missing": "{event}: vi phạm “{said}” tính theo đối tượng, chưa ghi đối tượng nào.",
    "out_of_turn": "{event}: không đúng trình tự, {where}.",
    "repeated": "{event}: lặp lại, {where}.",
    "unknown_for_kind": "{event}: không áp dụng cho loại đối tượng này.",
    "unknown_stage": "{event}: giai đoạn “{said}” không có trong tiến trình.",
    "facts_unmatched": "{event}: chưa có quy tắc nào cho nội dung văn bản này.",
    "unknown_unit": "{event}: không có đơn vị “{said}” vào ngày này.",
    "unknown_agency": "{event}: không có cơ quan “{said}” trong danh mục.",
    "unknown_article": "{event}: tội danh “{said}” có điều luật không có trong danh mục.",
    "future_date": "{event}: ngày quyết định sau ngày nhập vào hệ thống.",
    "corrects_unknown": "{event}: đính chính sự kiện “{said}” không có trong hồ sơ này.",
    "corrects_twice": "{event}: sự kiện “{said}” đã được đính chính bằng sự kiện khác.",
}
