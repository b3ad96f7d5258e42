"""procedures/*.yaml: tiến trình."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from events.catalogue import EventType, Provenance
from events.moves import MOVES
from projections.definitions import Stage, Track, Transition
from thongke.definitions.problems import Problems, nearest
from thongke.definitions.provenance import HEAD, head, of_row, overlap
from thongke.definitions.reading import Cursor
from thongke.definitions.sets import Sets, expand, members, read_sets

ROW = (
    *HEAD,
    *("event", "only", "when", "moves", "stays", "from", "out", "in", "act"),
    *("reclassifies", "otherwise", "silent", "stated", "handler", "sets_date"),
)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One file, whose tracks share its stages, sets and rows."""

    tracks: dict[str, Cursor]
    stages: dict[str, Stage]
    sets: Sets
    provenance: Provenance
    rows: list[tuple[Cursor, tuple[str, ...], Transition]]


def read_tracks(files: Iterable[Cursor], dates: frozenset[str], problems: Problems) -> list[Track]:
    """Every track; `dates` are the date traits that a row may set."""
    found: dict[str, Track] = {}
    for file in files:
        with problems.gathering():
            procedure = _procedure(file, dates)
            if not problems.clean(file.file):
                continue
            _reached(file, procedure)
            for name, cursor in procedure.tracks.items():
                if name in found:
                    cursor.refuse(
                        f'track "{name}" is defined by another file too',
                        "accepted in one file; a rule that changes gives its rows their own valid",
                    )
                with problems.gathering():
                    found[name] = _track(name, cursor, procedure)
    return list(found.values())


def _procedure(file: Cursor, dates: frozenset[str]) -> Procedure:
    top = file.table(
        (*HEAD, "tracks", "stages", "sets", "rows"), required=(*HEAD, "tracks", "stages", "rows")
    )
    stages = {
        name: Stage(name=name, label=cursor.text())
        for name, cursor in top["stages"].table().items()
    }
    sets = read_sets(top.get("sets"))
    for name, listed in sets.items():
        for stage in listed:
            if stage not in stages:
                place = top["sets"].table()[name]
                raise place.refuse(f'unknown stage "{stage}"', nearest(stage, stages))
    tracks = top["tracks"].table()
    provenance = head(top)
    rows = []
    for cursor in top["rows"].items():
        with file.problems.gathering():
            rows.append(_row(cursor, tracks, stages, sets, provenance, dates))
    return Procedure(tracks, stages, sets, provenance, rows)


def _row(
    cursor: Cursor,
    tracks: Mapping[str, Cursor],
    stages: Mapping[str, Stage],
    sets: Sets,
    provenance: Provenance,
    dates: frozenset[str],
) -> tuple[Cursor, tuple[str, ...], Transition]:
    row = cursor.table(ROW, required=("event",))
    stated = row["stated"].flag() if "stated" in row else False
    if stated and "moves" in row:
        row["moves"].refuse("a stated row has moves", "accepted: from, with stated: true")
    if not stated and "from" in row:
        row["from"].refuse('"from" without stated: true', "accepted: moves or stays")
    if not stated and "moves" not in row and "stays" not in row:
        raise cursor.refuse("the row says nothing", "expected moves, stays, or stated: true")
    moves = _moves(row["moves"], stages, sets) if "moves" in row else {}
    anywhere = "stays" in row and row["stays"].is_text
    stays: tuple[str, ...] = ()
    if anywhere:
        row["stays"].choice(("any",), "value of stays")
    elif "stays" in row:
        stays = _stages(row["stays"], stages, sets)
    if stated:
        stays = _stages(row["from"], stages, sets) if "from" in row else ("",)
    only = tuple(tracks)
    if "only" in row:
        only = tuple(item.choice(tracks, "track of this file") for item in row["only"].items())
    transition = Transition(
        event=row["event"].text(),
        when=stated_facts(row["when"]) if "when" in row else {},
        moves=moves,
        stays=frozenset(stays),
        stays_anywhere=anywhere,
        out=_name(row, "out"),
        into=_name(row, "in"),
        act=_name(row, "act"),
        reclassifies=row["reclassifies"].flag() if "reclassifies" in row else False,
        otherwise=_stage(row["otherwise"], stages) if "otherwise" in row else None,
        silent=row["silent"].flag() if "silent" in row else False,
        stated=stated,
        handler=row["handler"].flag() if "handler" in row else False,
        sets_date=row["sets_date"].choice(dates, "date trait") if "sets_date" in row else None,
        provenance=of_row(row, provenance),
    )
    _manners(cursor, transition, stages)
    return cursor, only, transition


def _manners(cursor: Cursor, row: Transition, stages: Mapping[str, Stage]) -> None:
    """What leaves an open stage, and what enters one, says how."""
    if row.reclassifies:
        return
    leaves = sorted(before for before in row.moves if before in stages and stages[before].open)
    enters = sorted(after for after in row.moves.values() if stages[after].open)
    if leaves and row.out is None:
        cursor.refuse(f'"{leaves[0]}" is left without a manner', "expected out: <manner>")
    if (enters or row.stated) and row.into is None:
        stage = f'"{enters[0]}"' if enters else "the stated stage"
        cursor.refuse(f"{stage} is entered without a manner", "expected in: <manner>")


def _moves(cursor: Cursor, stages: Mapping[str, Stage], sets: Sets) -> dict[str, str]:
    moves: dict[str, str] = {}
    for name, target in cursor.table().items():
        after = _stage(target, stages)
        for before in members(target, name, sets):
            if before and before not in stages:
                raise target.refuse(f'unknown stage "{before}"', nearest(before, stages))
            if before in moves and moves[before] != after:
                raise target.refuse(
                    f'"{before}" leads to "{moves[before]}" and to "{after}"',
                    "accepted: one of them",
                )
            moves[before] = after
    if not moves:
        raise cursor.refuse("no stage moves", "expected stage before: stage after")
    return moves


def _stage(cursor: Cursor, stages: Mapping[str, Stage]) -> str:
    name = cursor.text()
    if name == ".":
        raise cursor.refuse('"." is a closed stage without a name', nearest(name, stages))
    return cursor.choice(stages, "stage")


def _stages(cursor: Cursor, stages: Mapping[str, Stage], sets: Sets) -> tuple[str, ...]:
    names = expand(cursor, sets)
    for name in names:
        if name and name not in stages:
            raise cursor.refuse(f'unknown stage "{name}"', nearest(name, stages))
    return names


def stated_facts(cursor: Cursor) -> dict[str, frozenset[str]]:
    """Columns of the moves, and the values that a document must state."""
    guards: dict[str, frozenset[str]] = {}
    for column, values in cursor.table().items():
        if column not in MOVES:
            raise values.refuse(f'unknown move column "{column}"', nearest(column, MOVES))
        guards[column] = frozenset(values.texts())
    return guards


def _name(row: dict[str, Cursor], key: str) -> str | None:
    return None if key not in row or row[key].empty else row[key].text()


def _reached(file: Cursor, procedure: Procedure) -> None:
    """Some row of the file leads to every stage; that a document may state it is not enough."""
    targets = {after for _, _, row in procedure.rows for after in row.moves.values()}
    targets |= {row.otherwise for _, _, row in procedure.rows if row.otherwise}
    for name, cursor in file.table()["stages"].table().items():
        if name not in targets:
            cursor.refuse(f'no row leads to stage "{name}"', "expected a row that moves into it")


def _track(name: str, cursor: Cursor, procedure: Procedure) -> Track:
    said = cursor.table(("label", "kinds"), required=("label", "kinds"))
    rows = [(place, row) for place, only, row in procedure.rows if name in only]
    _agree(name, rows)
    transitions = tuple(row for _, row in rows)
    return Track(
        name=name,
        label=said["label"].text(),
        kinds=said["kinds"].texts(),
        stages=procedure.stages,
        transitions=transitions,
        provenance=procedure.provenance,
    )


def _agree(track: str, rows: list[tuple[Cursor, Transition]]) -> None:
    """One document finds one row from each stage; on no day two."""
    seen: dict[tuple[object, ...], list[tuple[Transition, int]]] = {}
    for cursor, row in rows:
        guard = frozenset(row.when.items())
        before = set(row.moves) | row.stays | ({"any"} if row.stays_anywhere else set())
        for stage in sorted(before):
            key = (row.event, guard, row.stated, stage)
            for other, line in seen.get(key, []):
                if other is not row and overlap(other.provenance, row.provenance):
                    cursor.refuse(
                        f'track "{track}": {row.event} from stage "{stage}" is also said by '
                        f"the row on line {line}",
                        "accepted: one row for an event, its facts (when) and a stage before",
                    )
            seen.setdefault(key, []).append((row, cursor.node.line))


def check_rows(
    files: Iterable[Cursor], events: Mapping[str, EventType], problems: Problems
) -> None:
    """Every row is about an event that may be published."""
    for file in files:
        for row in file.table()["rows"].items():
            with problems.gathering():
                row.table()["event"].choice(events, "event type")
