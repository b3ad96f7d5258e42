"""One question with its filter: the smallest part of a line, and what it may name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from projections.definitions import Condition, Question, Term, Trait
from thongke.definitions.problems import nearest
from thongke.definitions.reading import Cursor
from thongke.definitions.sets import Sets, expand
from thongke.definitions.vocabulary import Paths, Vocabulary

QUESTIONS = ("opening", "entered", "left", "closing")
KEYS = ("ask", "track", "stage", "act", "standing", "came_by", "left_by", "kind", "since")
DATE_WORDS: dict[str, Literal["in_period", "before_period", "by_period_end"]] = {
    "in": "in_period",
    "before": "before_period",
    "by_end": "by_period_end",
}


def read_term(
    cursor: Cursor, track: str | None, sets: Sets, words: Vocabulary, *, whenever: bool = False
) -> Term:
    """`track` is the pair member's, when the line has one. `whenever`: not of the period alone."""
    row = cursor.table((*KEYS, *words.traits), required=("ask",))
    question = cast(Question, row["ask"].choice(QUESTIONS, "question"))
    if "track" in row:
        track = row["track"].choice(words.paths, "track")
    if track is None:
        raise cursor.refuse("the term names no track", f"accepted: track: {min(words.paths)} …")
    _fitting(row, question, words, whenever)
    paths = words.paths[track]
    conditions = [Condition(column="track", op="in", values=frozenset({track}))]
    conditions.append(_place(cursor, row, sets, paths))
    stages = conditions[-1].values
    if "standing" in row:
        conditions.append(_standing(row["standing"], sets, paths))
    conditions += _manners(row, question, paths, stages)
    if "kind" in row:
        known = paths.track.kinds
        names = [item.choice(known, "kind of this track") for item in row["kind"].items()]
        conditions.append(_in("kind", names))
    if "since" in row:
        word = row["since"].choice(("in", "before"), "place of the first day")
        conditions.append(Condition(column="since", op=DATE_WORDS[word]))
    for name, trait in words.traits.items():
        if name in row:
            conditions += _trait(row[name], trait)
    return Term(question=question, conditions=tuple(conditions))


def read_last(cursor: Cursor, words: Vocabulary) -> tuple[Condition, ...]:
    """What the last span taken of a key must say: traits with one value at a time."""
    single = [n for n, t in words.traits.items() if t.kind in ("place", "entry", "leaving")]
    row = cursor.table([n for n in single if not words.traits[n].set_valued])
    found = tuple(c for name, said in row.items() for c in _trait(said, words.traits[name]))
    if not found:
        raise cursor.refuse("no trait is named", "expected at least one")
    return found


def _fitting(row: dict[str, Cursor], question: Question, words: Vocabulary, whenever: bool) -> None:
    """A stock has no manner; what is known on leaving is asked of those who left."""
    for key, cursor in row.items():
        leaving = key in words.traits and words.traits[key].kind == "leaving"
        if question in ("opening", "closing") and (key in ("came_by", "left_by") or leaving):
            raise cursor.refuse(
                f'"{key}" with {question}: a stock has no manner', "accepted with entered or left"
            )
        if question == "entered" and (key == "left_by" or leaving):
            raise cursor.refuse(
                f'"{key}" with entered: not yet known when entering', "accepted with left"
            )
        if key == "since" and question in ("opening", "entered") and not whenever:
            when = "before the period" if question == "opening" else "in it"
            raise cursor.refuse(
                f"since with {question}: that began {when} anyhow", "accepted with left or closing"
            )
        if key == "act" and question in ("opening", "closing"):
            raise cursor.refuse(
                f"act with {question}: a moment only happens",
                "accepted: entered; left, for what its document decides",
            )


def _place(cursor: Cursor, row: dict[str, Cursor], sets: Sets, paths: Paths) -> Condition:
    if ("stage" in row) == ("act" in row):
        raise cursor.refuse("found not one of stage and act", "expected stage: [...] or act: name")
    if "act" in row:
        named = [row["act"]] if row["act"].is_text else row["act"].items()
        return _in("stage", [act.choice(paths.acts, "act of this track") for act in named])
    names = expand(row["stage"], sets)
    for name in names:
        if name not in paths.stages:
            raise row["stage"].refuse(
                f'unknown stage "{name}" of track {paths.track.name}', nearest(name, paths.stages)
            )
    return _in("stage", names)


def _standing(cursor: Cursor, sets: Sets, paths: Paths) -> Condition:
    """Where the subject stood when the act happened: a closed stage too."""
    names = expand(cursor, sets)
    for name in names:
        if name and name not in paths.track.stages:
            raise cursor.refuse(f'unknown stage "{name}"', nearest(name, paths.track.stages))
    return _in("standing", names)


def _manners(
    row: dict[str, Cursor], question: Question, paths: Paths, stages: frozenset[str]
) -> list[Condition]:
    conditions = []
    for key, known in (("came_by", paths.entered), ("left_by", paths.left)):
        if key not in row:
            continue
        here = {manner for stage in stages for manner in known.get(stage, ())}
        names = []
        for item in row[key].items():
            name = item.text()
            if name not in here:
                verb = "entered" if key == "came_by" else "left"
                raise item.refuse(
                    f'no row of track {paths.track.name} has {_some(stages)} {verb} by "{name}"',
                    nearest(name, here),
                )
            names.append(name)
        conditions.append(_in(key, names))
    return conditions


def _trait(cursor: Cursor, trait: Trait) -> list[Condition]:
    if trait.kind == "date" or trait.name.endswith("_on"):
        word = cursor.choice(DATE_WORDS, "place of a date")
        return [Condition(column=trait.name, op=DATE_WORDS[word])]
    values = []
    for item in cursor.items():
        value = item.text()
        if trait.values and value not in trait.values | {"unknown"}:
            raise item.refuse(
                f'unknown value "{value}" of {trait.name}', nearest(value, trait.values)
            )
        values.append(value)
    if not values:
        raise cursor.refuse("no value is listed", "expected at least one")
    found = [
        Condition(
            column=trait.name,
            op="contains" if trait.set_valued else "in",
            values=frozenset(values),
        )
    ]
    if trait.kind == "period_end":
        found.append(Condition(column=f"{trait.name}_on", op="by_period_end"))
    return found


def _in(column: str, values: Iterable[str]) -> Condition:
    return Condition(column=column, op="in", values=frozenset(values))


def _some(stages: frozenset[str]) -> str:
    names = sorted(stages)
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
