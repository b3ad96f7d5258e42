"""The published rules on what documents of one dossier say together, read one by one (naive.py)."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from tests.oracle.naive_limits import later_month

GRAVE = {"very_serious", "especially_serious", "unknown"}


def look_across(subjects, spans, standing, definitions, findings):
    """`subjects`: {(id, kind): rows in the order of the law} of one dossier; `spans`: its own."""
    for rule in definitions.data_rules:
        says = READ.get(type(rule.shape).__name__)
        if says is None:
            continue
        for mine in subjects.values():
            for row, said in says(rule.shape, mine, subjects, definitions):
                of_subject = type(rule.shape).__name__ in ("Minor", "MainCharge")
                findings.append((row, rule, {"said": said, "subject": of_subject}))
    for rule in definitions.data_rules:
        if type(rule.shape).__name__ == "Lead":
            for row, said in lead(rule.shape, subjects, definitions):
                findings.append((row, rule, {"said": said}))
        if type(rule.shape).__name__ == "LeftBehind":
            for row, said in left_behind(rule.shape, spans, standing):
                findings.append((row, rule, {"said": said}))


def in_words(day):
    return day.strftime("%d/%m/%Y")


def order(shape, mine, subjects, definitions):
    around = [row for rows in subjects.values() for row in rows]
    days = [row["effective_on"] for row in around if row["type"] in shape.earlier]
    for row in mine:
        if row["type"] in shape.later and days and row["effective_on"] < min(days):
            yield row, in_words(min(days))


def deadline(shape, mine, subjects, definitions):
    answered = None
    for row in mine:
        if row["type"] in shape.later and asked(shape, row):
            start, hours = answered, shape.hours + shape.sending
            if shape.counts_from and row[shape.counts_from] is not None:
                start, hours = row[shape.counts_from], shape.hours
            met = row["effective_on"]
            if shape.met_on and row[shape.met_on] is not None:
                met = row[shape.met_on]
            if start is not None:
                last = later_month(start, shape.months) + timedelta(days=ceil(hours / 24))
                if shape.to_working_day:
                    last = definitions.working_days.next_working_day(last)
                if met > last:
                    yield row, in_words(last)
        if row["type"] in shape.earlier:
            answered = row["effective_on"]
        elif row["type"] in shape.ended_by:
            answered = None


def asked(shape, row):
    stated = all(row[column] in values for column, values in shape.when)
    return stated and not any(row[column] in values for column, values in shape.unless)


def received(shape, mine, subjects, definitions):
    for row in mine:
        if row["type"] not in shape.events or row["received_on"] is None:
            continue
        if row["effective_on"] < row["received_on"]:
            yield row, in_words(row["received_on"])


def repeats(shape, mine, subjects, definitions):
    number = 0
    for row in mine:
        if row["type"] in shape.anew:
            number = 0
        elif row["type"] in shape.events:
            if shape.articles and row["article"] not in shape.articles:
                continue
            number += 1
            if number > shape.at_most:
                yield row, str(number)


def minor(shape, mine, subjects, definitions):
    ages = [row["age_at_act"] for row in mine if row["age_at_act"] is not None]
    for row in mine:
        if row["type"] in shape.events and ages:
            age, light = ages[-1], False
            if row["charges"] is not None:
                light = charged(row, definitions)[1] not in GRAVE
            if age < 14 or (age < 16 and light):
                yield row, str(age)


def main_charge(shape, mine, subjects, definitions):
    for row in mine:
        if row["type"] in shape.events and row["charges"]:
            listed = row["charges"].split(",")
            flagged = sum(part.count("*") for part in listed)
            if flagged > 1 or (len(listed) > 1 and flagged != 1):
                yield row, row["charges"]


def charged(row, definitions):
    gravest = definitions.offences.gravest(row["charges"], row["effective_on"])
    if gravest is None or not definitions.offences.known(gravest.article):
        return "unknown", "unknown"
    severity = definitions.offences.severity(gravest.article, gravest.clause, row["effective_on"])
    return gravest.article, severity or "unknown"


def lead(shape, subjects, definitions):
    last, leading = {}, []
    for who, mine in subjects.items():
        said = [row for row in mine if row["charges"] is not None]
        if said:
            last[who] = (said[-1], charged(said[-1], definitions)[0])
            if who[1] == shape.part and any(row["lead"] == "yes" for row in mine):
                leading.append(who)
    for who, (row, article) in last.items():
        if who[1] == shape.whole and leading:
            theirs = [last[each] for each in leading]
            if article not in [other for _, other in theirs]:
                first = min(theirs, key=lambda each: each[0]["subject"])
                yield row, first[1]


def left_behind(shape, spans, standing):
    for whole in spans:
        if whole["track"] != shape.whole or whole["left_by"] not in shape.left_by:
            continue
        for part in spans:
            if part["track"] != shape.part or part["stage"] != whole["stage"]:
                continue
            still = part["until"] is None or part["until"] > whole["until"]
            if part["since"] <= whole["until"] and still:
                document = next(r for r in standing if r["event_id"] == whole["until_event"])
                yield document, part["subject"]


READ = {
    "Order": order,
    "Deadline": deadline,
    "Received": received,
    "Repeats": repeats,
    "Minor": minor,
    "MainCharge": main_charge,
}
