"""limits/*.yaml: thời hạn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from projections.definitions import (
    EXTENSION_UNTIL,
    Length,
    Limit,
    OpenEnded,
    Simplified,
    Track,
    Trait,
    UnderEighteen,
)
from projections.extensions import LEVELS
from thongke.definitions.extensions import by_class, length_of, read_extension
from thongke.definitions.notices import read_notice
from thongke.definitions.problems import Problems, nearest, quoted
from thongke.definitions.provenance import HEAD, head, of_row
from thongke.definitions.reading import Cursor
from thongke.definitions.vocabulary import Paths, vocabulary

COMMON = (
    *(*HEAD, "id", "label", "stages", "came_by", "extended_by", "continues", "overdue"),
    "notices",
)
ROW = (
    *(*COMMON, "from", "lengths", "to_working_day", "ends_stay", "inclusive"),
    *("lengths_in", "simplified", "under_18", "open_ended", "extensions"),
)
REQUIRED = ("id", "label", "stages", "from", "lengths", "overdue")
STATED_BY = ("limitation_on",)
STATED_ROW = (*COMMON, "stated_by")
STATED_REQUIRED = ("id", "label", "stages", "stated_by", "extended_by", "overdue")


def read_limits(
    files: Iterable[Cursor],
    tracks: Mapping[str, Track],
    traits: Mapping[str, Trait],
    groups: Collection[str],
    problems: Problems,
) -> list[Limit]:
    """`groups`: of offences, for which the law may give more."""
    paths = vocabulary(tracks.values(), (), traits).paths
    kinds = {kind for track in tracks.values() for kind in track.kinds}
    limits: list[Limit] = []
    ids: set[str] = set()
    for file in files:
        with problems.gathering():
            top = file.table((*HEAD, "track", "limits"), required=(*HEAD, "track", "limits"))
            provenance = head(top)
            track = top["track"].choice(paths, "track")
            for cursor in top["limits"].items():
                with problems.gathering():
                    row = _row(cursor)
                    name = row["id"].text()
                    if name in ids:
                        raise row["id"].refuse(f'limit "{name}" stands twice', "accepted once")
                    ids.add(name)
                    classes = _classes(traits)
                    scope = _scope(row, paths[track])
                    limits.append(
                        Limit(
                            id=name,
                            label=row["label"].text(),
                            track=track,
                            **scope,
                            counts_from=_counts_from(row, traits),
                            lengths=_lengths(row["lengths"], classes) if "lengths" in row else {},
                            overdue=_overdue(row["overdue"], paths[track]),
                            moves_to_working_day=_flag(row, "to_working_day"),
                            ends_stay=_ends_stay(row, track, limits),
                            inclusive=_flag(row, "inclusive"),
                            lengths_in=_lengths_in(row, scope, classes),
                            simplified=_simplified(row, scope, paths[track], classes),
                            under_18=_under_18(row, kinds),
                            open_ended=_open_ended(row, paths[track]),
                            extensions=tuple(
                                read_extension(place, scope, classes, groups)
                                for place in (
                                    row["extensions"].items() if "extensions" in row else ()
                                )
                            ),
                            stated_by=_stated_by(row, scope["stages"], track, limits),
                            notices=tuple(
                                read_notice(place, scope["stages"], _moving(paths[track]))
                                for place in (row["notices"].items() if "notices" in row else ())
                            ),
                            provenance=of_row(row, provenance),
                        )
                    )
    return limits


def _row(cursor: Cursor) -> dict[str, Cursor]:
    """A limit that documents state has no lengths, and nothing that is about lengths."""
    if "stated_by" in cursor.table():
        return cursor.table(STATED_ROW, required=STATED_REQUIRED)
    return cursor.table(ROW, required=REQUIRED)


def _stated_by(
    row: dict[str, Cursor], stages: frozenset[str], track: str, before: Iterable[Limit]
) -> str:
    """The column that states it; limits of two kinds never watch one stage."""
    column = row["stated_by"].choice(STATED_BY, "date of a document") if "stated_by" in row else ""
    column = column or EXTENSION_UNTIL
    for limit in before:
        of_two_kinds = limit.track == track and (
            (limit.stated_by == EXTENSION_UNTIL) != (column == EXTENSION_UNTIL)
        )
        if of_two_kinds and (shared := sorted(limit.stages & stages)):
            raise row["stages"].refuse(
                f'limit "{limit.id}" watches {quoted(shared)} already',
                "accepted: other stages; one limit has lengths, the other is only stated",
            )
    return column


def _flag(row: dict[str, Cursor], key: str) -> bool:
    return key in row and row[key].flag()


def _ends_stay(row: dict[str, Cursor], track: str, before: Iterable[Limit]) -> bool:
    """Limits that share the name of their overdue stage share what it means."""
    ends = _flag(row, "ends_stay")
    for limit in before:
        if (limit.track, limit.overdue) == (track, row["overdue"].text()) and (
            limit.ends_stay != ends
        ):
            raise row.get("ends_stay", row["overdue"]).refuse(
                f'"{limit.overdue}" of limit "{limit.id}" says otherwise',
                "accepted: ends_stay of both or of none, or a name of its own",
            )
    return ends


def _scope(row: dict[str, Cursor], paths: Paths) -> dict[str, frozenset[str]]:
    """Which spans the limit holds for, what lengthens it, through what it goes on."""
    stages = [item.choice(paths.stages, "open stage") for item in row["stages"].items()]
    here = {manner for stage in stages for manner in paths.entered.get(stage, ())}
    going_on = here | {"reclassified"}  # the engine's own manner, wherever a place changes
    return {
        "stages": frozenset(stages),
        "came_by": _names(row, "came_by", here, "manner of entering"),
        "extended_by": _names(row, "extended_by", _moving(paths), "event of this track"),
        "continues": _names(row, "continues", going_on, "manner of entering"),
    }


def _names(row: dict[str, Cursor], key: str, known: set[str], what: str) -> frozenset[str]:
    if key not in row:
        return frozenset()
    return frozenset(item.choice(known, what) for item in row[key].items())


def _moving(paths: Paths) -> set[str]:
    return {row.event for row in paths.track.transitions}


def _counts_from(row: dict[str, Cursor], traits: Mapping[str, Trait]) -> str:
    dates = [name for name, trait in traits.items() if trait.kind == "date"]
    if "from" not in row:
        return "entry"
    return row["from"].choice(("entry", *dates), "beginning of a limit")


def _classes(traits: Mapping[str, Trait]) -> frozenset[str]:
    return traits["severity"].values - {"unknown"} if "severity" in traits else frozenset()


def _lengths(cursor: Cursor, classes: frozenset[str]) -> dict[str, Length]:
    lengths = {
        name: length_of(length, length.table(("months", "days")))
        for name, length in by_class(cursor, classes).items()
    }
    missing = sorted(classes - lengths.keys())
    if missing and "*" not in lengths:
        raise cursor.refuse(f"no length for {quoted(missing)}", 'expected every class, or "*"')
    return lengths


def _lengths_in(
    row: dict[str, Cursor], scope: Mapping[str, frozenset[str]], classes: frozenset[str]
) -> dict[str, dict[str, Length]]:
    """Other lengths for what begins in some of the limit's stages."""
    told = row["lengths_in"].table() if "lengths_in" in row else {}
    for stage, cursor in told.items():
        if stage not in scope["stages"]:
            raise cursor.refuse(
                f'unknown stage of this limit "{stage}"', nearest(stage, scope["stages"])
            )
    return {stage: _lengths(cursor, classes) for stage, cursor in told.items()}


def _simplified(
    row: dict[str, Cursor],
    scope: Mapping[str, frozenset[str]],
    paths: Paths,
    classes: frozenset[str],
) -> Simplified | None:
    if "simplified" not in row:
        return None
    keys = ("begun_by", "ended_by", "lengths")
    said = row["simplified"].table((*keys, "lengths_in"), required=keys)
    return Simplified(
        begun_by=_events(said["begun_by"], paths),
        ended_by=_events(said["ended_by"], paths),
        lengths=_lengths(said["lengths"], classes),
        lengths_in=_lengths_in(said, scope, classes),
    )


def _under_18(row: dict[str, Cursor], kinds: Collection[str]) -> UnderEighteen | None:
    """`kinds`: of subjects in dossiers, whose age may count for others."""
    if "under_18" not in row:
        return None
    said = row["under_18"].table(("share", "from", "of"), required=("share", "from"))
    parts = [item.number() for item in said["share"].items()]
    if len(parts) != 2 or not 0 < parts[0] <= parts[1]:
        raise said["share"].refuse("the share is no part of a length", "accepted: [1, 2], [2, 3]")
    of = said["of"].choice(kinds, "kind of subject") if "of" in said else None
    return UnderEighteen(share=(parts[0], parts[1]), since=said["from"].day(), of=of)


def _open_ended(row: dict[str, Cursor], paths: Paths) -> OpenEnded | None:
    if "open_ended" not in row:
        return None
    keys = ("by", "grounds", "level")
    said = row["open_ended"].table(keys, required=keys)
    return OpenEnded(
        by=_events(said["by"], paths),
        grounds=frozenset(said["grounds"].texts()),
        level=said["level"].choice(LEVELS, "level of procuracy"),
    )


def _events(cursor: Cursor, paths: Paths) -> frozenset[str]:
    return frozenset(item.choice(_moving(paths), "event of this track") for item in cursor.items())


def _overdue(cursor: Cursor, paths: Paths) -> str:
    name = cursor.text()
    if name in paths.track.stages or name in paths.acts:
        raise cursor.refuse(
            f'"{name}" is already a stage or act of the track', "accepted: a name of its own"
        )
    return name
