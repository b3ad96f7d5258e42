"""Limits and their extensions, one document after another (naive.py)."""

from __future__ import annotations

from datetime import date, timedelta


def with_limits(track, stays, definitions, findings, young):
    """Each stay with its last day and its lapses; extensions beyond the law are findings."""
    mine = [limit for limit in definitions.limits if limit.track == track.name]
    for stay in stays:
        stay |= {"limit": None, "limit_on": None, "lapses": []}
    under([limit for limit in mine if not is_stated(limit)], stays, definitions, findings, young)
    # A limitation runs beside: it neither ends nor begins what is reckoned in other stages.
    under([limit for limit in mine if is_stated(limit)], stays, definitions, findings, young)
    return stays


def under(mine, stays, definitions, findings, young):
    """The stays that these limits watch, one after another."""
    limit, episode = None, None
    running = False  # whether the episode was overdue when it was last seen
    for stay in stays:
        goes_on = (
            limit is not None
            and stay["stage"] in limit.stages
            and stay["came_by"] in limit.continues
        )
        if not goes_on:
            fitting = [
                each
                for each in mine
                if stay["stage"] in each.stages
                and (not each.came_by or stay["came_by"] in each.came_by)
                and each.provenance.holds_on(stay["since"])
            ]
            if not fitting:
                continue
            limit, running = fitting[0], False
            episode = {"since": stay["since"], "until": None, "months": 0, "days": 0}
            episode |= {"begun": stay["since"], "last": None, "given": {}, "stage": stay["stage"]}
            episode["young"] = is_young(limit, stay["since"], young)
        stay["limit"] = limit
        running = live_through(stay, limit, episode, running, definitions, findings)


def live_through(stay, limit, episode, running, definitions, findings):
    """Reckons the limit at each document of the stay; says whether it was overdue at the end."""
    severity = stay["place"]["charged"][1]
    points = [
        (row, first, is_extension(row, limit), simple)
        for row, first, tells, simple in stay["points"]
        if row is stay["came"]
        or is_extension(row, limit)
        or (tells and limit.counts_from != "entry")
        or turns_limit(row, limit)
    ]
    current, reckoned = None, {}
    for number, (row, first, extends, simple) in enumerate(points):
        if is_endless(row, limit):
            judge_endless(row, limit, definitions, findings)
            episode |= {"until": date.max, "months": 0, "days": 0}
        elif extends:
            judge(row, stay, limit, episode, definitions, findings)
        if limit.simplified and row["type"] in limit.simplified.ended_by:
            episode |= {"since": row["effective_on"], "until": None, "months": 0, "days": 0}
            episode["anew"] = True
        if extends and not is_endless(row, limit):
            if row[limit.stated_by] is not None:
                episode |= {"until": row[limit.stated_by], "months": 0, "days": 0}
            else:
                episode["months"] += row["extension_months"] or 0
                episode["days"] += row["extension_days"] or 0
        episode["simple"] = simple
        last = last_day(limit, severity, episode, first, definitions)
        stay["limit_on"] = episode["last"] = reckoned[row["event_id"]] = last
        begins = row["effective_on"]
        following = points[number + 1 :]
        stops = following[0][0]["effective_on"] if following else stay["until"]
        if stops is not None and stops <= begins:
            continue  # no day lies between
        if last in (None, date.max) or (stops is not None and day_after(last) >= stops):
            running, current = False, None
            continue
        since = max(day_after(last), begins)
        if running and day_after(last) <= begins and current is not None:
            current |= {"until": stops, "limit_on": last}
        else:
            again = running and day_after(last) <= begins
            current = {
                "again": again,
                "lawful_until": last,
                "since": since,
                "came_by": stay["came_by"] if again else "overdue",
                "until": stops,
                "limit_on": last,
            }
            stay["lapses"].append(current)
        current["reached"] = number
        running = True
    for lapse in stay["lapses"]:
        lifting = [
            row
            for row, _, extends, _ in points[lapse["reached"] + 1 :]
            if extends and row["effective_on"] == lapse["until"]
        ]
        lapse["lifted"] = bool(lifting)
        lapse["left_by"] = "extended" if lifting else stay["left_by"]
        lapse["left"] = lifting[0] if lifting else stay["left"]
    look_for_notices(stay, limit, reckoned, findings)
    return running


def lawful(stay):
    """The stay itself; where its limit ends it, only what lies between its lapses."""
    if not stay["lapses"] or not stay["limit"].ends_stay:
        return [stay]
    parts = []
    part = stay
    for lapse in stay["lapses"]:
        if not lapse["again"]:
            by_limit = {"until": lapse["since"], "left_by": "overdue", "left": "limit"}
            parts.append({**part, **by_limit, "limit_on": lapse["lawful_until"]})
        part = {**stay, "since": lapse["until"], "came_by": "extended"}
    return [*parts, part] if stay["lapses"][-1]["lifted"] else parts


def is_stated(limit):
    return limit.stated_by != "extension_until"


def is_extension(row, limit):
    if is_stated(limit):
        return row["type"] in limit.extended_by and row[limit.stated_by] is not None
    given = ("extension_months", "extension_days", "extension_until")
    stated = row["type"] in limit.extended_by and any(row[name] is not None for name in given)
    anew = limit.simplified is not None and row["type"] in limit.simplified.ended_by
    return stated or anew or is_endless(row, limit)


def is_endless(row, limit):
    given = ("extension_months", "extension_days", "extension_until")
    told = limit.open_ended
    if told is None or any(row[name] is not None for name in given):
        return False
    return row["type"] in told.by and row["ground"] in told.grounds


def turns_limit(row, limit):
    told = limit.simplified
    return told is not None and row["type"] in told.begun_by | told.ended_by


def turns_simple(row, simple, definitions):
    """Whether the simplified procedure stands after this document."""
    told = [limit.simplified for limit in definitions.limits if limit.simplified]
    if any(row["type"] in each.ended_by for each in told):
        return False
    return simple or any(row["type"] in each.begun_by for each in told)


def young_in(subjects, mine, definitions):
    """Kinds of which somebody in the dossier was under 18; `own`: the subject itself."""
    young = set()
    for (_, kind), rows in subjects.items():
        rows = sorted(rows, key=definitions.in_order)
        ages = [row["age_at_act"] for row in rows if row["age_at_act"] is not None]
        if ages and ages[-1] < 18:
            young.add(kind)
            if (rows[0]["subject"], kind) == (mine[0]["subject"], mine[0]["kind"]):
                young.add("own")
    return young


def is_young(limit, since, young):
    told = limit.under_18
    return told is not None and since >= told.since and (told.of or "own") in young


def length_of(limit, severity, episode):
    told = limit.simplified if episode["simple"] and limit.simplified else limit
    lengths = told.lengths_in.get(episode["stage"], told.lengths)
    length = lengths.get(severity) or lengths.get("*")
    return None if length is None else shared(length, limit, episode)


def shared(length, limit, episode):
    """(months, days): all of it, or the share for people under 18."""
    if not episode["young"]:
        return length.months, length.days
    above, below = limit.under_18.share
    if limit.inclusive:
        return 0, (30 * length.months + length.days) * above // below
    whole, rest = divmod(length.months * above, below)
    return whole, (length.days * above + 30 * rest) // below


def last_day(limit, severity, episode, first, definitions):
    if is_stated(limit):
        return episode["until"]
    months, days = episode["months"], episode["days"]
    if episode["until"] is not None:
        start = episode["until"]
        if months == 0 and days == 0:
            return start
    else:
        length = length_of(limit, severity, episode)
        if length is None:
            return None
        months, days = months + length[0], days + length[1]
        start = episode["since"]
        if limit.counts_from != "entry" and first is not None and "anew" not in episode:
            start = min(start, first)
        if limit.inclusive:
            days -= 1  # the day on which it begins is its first
    return to_working_day(limit, later(limit, start, months, days), definitions)


def later(limit, start, months, days):
    """So much later, as the limit counts; the last day there is when that is too far."""
    try:
        if limit.inclusive:
            return start + timedelta(days=30 * months + days)
        return later_month(start, months) + timedelta(days=days)
    except (OverflowError, ValueError):
        return date.max


def to_working_day(limit, last, definitions):
    try:
        while limit.moves_to_working_day and definitions.working_days.day_off(last):
            last += timedelta(days=1)
    except OverflowError:
        return date.max
    return last


def later_month(day, months):
    """The same day number, or the last day of a month that lacks it."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            if number <= 28:
                raise
    raise AssertionError


def day_after(day):
    return day + timedelta(days=1)


# ---- extensions beyond the law -----------------------------------------------------------------

AUTHORITY = ["region", "province", "supreme"]
IN_WORDS = {"region": "khu vực", "province": "cấp tỉnh", "supreme": "tối cao"}
PROVINCIAL = ["province", "province_department", "military_region"]


def judge(row, stay, limit, episode, definitions, findings):
    """Whether the law lets this document extend the limit, so much, by this authority."""
    for number, table in enumerate(limit.extensions):
        if row["type"] not in table.by or stay["stage"] not in (table.stages or limit.stages):
            continue
        before = episode["given"].get(number, 0)
        episode["given"][number] = before + 1
        offence, severity, _ = stay["place"]["charged"]
        grants = grants_of(table, offence, severity, definitions)
        if grants is None:
            continue
        if before >= len(grants) and not table.again:
            findings.append((row, "extended_too_often", {"said": str(before + 1), "subject": True}))
            continue
        grant = grants[0] if table.again else grants[before]
        allowed = allowed_until(row, table, grant, limit, episode, definitions)
        if allowed is not None:
            said = allowed.strftime("%d/%m/%Y")
            findings.append((row, "extended_too_long", {"said": said, "subject": True}))
        if too_low(row["agency"], grant.level, definitions):
            said = IN_WORDS[grant.level]
            findings.append((row, "extended_without_authority", {"said": said, "subject": True}))


def grants_of(table, offence, severity, definitions):
    own = table.grants.get(severity, table.grants.get("*"))
    if own is None:
        return None
    for group, more in table.more.items():
        if offence in definitions.offences.groups[group].articles:
            own = [*own, *more.get(severity, more.get("*", ()))]
    return list(own)


def allowed_until(row, table, grant, limit, episode, definitions):
    """The last day that the law allows, when the document goes beyond it."""
    if episode["last"] is None:
        return None
    base = episode["begun"] if table.whole else episode["last"]
    strict = later(limit, base, *shared(grant.length, limit, episode))
    allowed = to_working_day(limit, strict, definitions)
    asked = row["extension_until"]
    if asked is None:
        months, days = row["extension_months"] or 0, row["extension_days"] or 0
        asked = later(limit, episode["last"], months, days)
        if not table.whole:
            return allowed if asked > strict else None
    return allowed if asked > allowed else None


def look_for_notices(stay, limit, reckoned, findings):
    """Each document of the stay, and that which ends it, against the last day that it found."""
    last = None
    for row in [*(row for row, *_ in stay["points"]), stay["left"]]:
        if row is None:
            continue
        if row is not stay["came"] and last is not None:
            for notice in limit.notices:
                judge_notice(row, notice, stay, limit, last, findings)
        last = reckoned.get(row["event_id"], last)


def judge_notice(row, notice, stay, limit, last, findings):
    if row["type"] not in notice.by or stay["stage"] not in (notice.stages or limit.stages):
        return
    latest = last - timedelta(days=notice.days)
    came = row[notice.day]
    if came is not None and came > latest:
        said = latest.strftime("%d/%m/%Y")
        findings.append((row, "notice_too_late", {"said": said, "subject": True}))


def judge_endless(row, limit, definitions, findings):
    if too_low(row["agency"], limit.open_ended.level, definitions):
        said = IN_WORDS[limit.open_ended.level]
        findings.append((row, "extended_without_authority", {"said": said, "subject": True}))


def too_low(agency, level, definitions):
    """Whether a procuracy of the catalogue stands below the level that alone may decide."""
    versions = definitions.units.versions.get(agency)
    if not versions:
        return False
    own = versions[-1].level
    rank = 0 if own in ("region", "military_area") else 1 if own in PROVINCIAL else 2
    return rank < AUTHORITY.index(level)
