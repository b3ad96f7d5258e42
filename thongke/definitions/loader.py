"""Reads everything, in the order in which one kind names another, and lets nothing dangle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from events.catalogue import EventType
from projections.definitions import Definitions, Form, ListDefinition, Track
from thongke.definitions.catalogues import read_catalogues
from thongke.definitions.events import read_events
from thongke.definitions.forms import look_up, read_forms, read_lists
from thongke.definitions.limits import read_limits
from thongke.definitions.problems import Problems
from thongke.definitions.reading import Cursor, read
from thongke.definitions.sources import decoded, hashes, texts
from thongke.definitions.tracks import read_tracks
from thongke.definitions.traits import read_traits
from thongke.definitions.versions import check_tracks, check_versions
from thongke.definitions.vocabulary import vocabulary

WITHOUT_ROWS = frozenset({"event_annulled"})  # takes another event out; moves nothing itself


def load(directory: Path | None = None) -> Definitions:
    """Every definition of the directory (None: what the package ships), or DefinitionError.

    Forms are read once the words that they use are sound: a mistake in a procedure would otherwise
    be told again for every line that names it.
    """
    problems = Problems()
    contents = texts(directory, problems)
    files = decoded(contents, problems)
    catalogues = read_catalogues(files, problems)
    folders = {
        folder: [c for n, t in files.items() if _of(n, folder) and (c := read(n, t, problems))]
        for folder in ("events", "procedures", "limits", "forms", "lists")
    }
    traits_file = read("traits.yaml", files.get("traits.yaml", ""), problems)
    traits = read_traits(traits_file, problems) if traits_file else {}
    dates = frozenset(name for name, trait in traits.items() if trait.kind == "date")
    tracks = {track.name: track for track in read_tracks(folders["procedures"], dates, problems)}
    kinds = frozenset(kind for track in tracks.values() for kind in track.kinds)
    events = {event.name: event for event in read_events(folders["events"], kinds, problems)}
    _rows_have_events(folders["procedures"], events, problems)
    _events_have_rows(folders["events"], tracks, problems)
    limits = read_limits(folders["limits"], tracks, traits, problems)
    problems.stop_if_any()
    assert catalogues is not None  # else it has said why
    words = vocabulary(tracks.values(), limits, traits)
    regimes = catalogues.calendar.regimes
    forms = read_forms(folders["forms"], words, regimes, problems)
    lists = read_lists(folders["lists"], words, regimes, events, problems)
    problems.stop_if_any()
    look_up(forms, lists)
    check_versions(forms, regimes, problems)
    check_versions(lists, regimes, problems)
    check_tracks(folders["procedures"], (*forms, *lists), problems)
    problems.stop_if_any()
    return Definitions(
        events=events,
        tracks=tracks,
        limits=tuple(limits),
        traits=traits,
        forms=tuple(p.definition for p in forms if isinstance(p.definition, Form)),
        lists=tuple(p.definition for p in lists if isinstance(p.definition, ListDefinition)),
        offences=catalogues.offences,
        units=catalogues.units,
        agencies=catalogues.agencies,
        calendar=catalogues.calendar,
        working_days=catalogues.working_days,
        hashes=hashes(contents),
    )


def _of(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") and name.endswith(".yaml")


def _rows_have_events(
    procedures: list[Cursor], events: Mapping[str, EventType], problems: Problems
) -> None:
    for file in procedures:
        with problems.gathering():
            for row in file.table()["rows"].items():
                with problems.gathering():
                    row.table()["event"].choice(events, "event type")


def _events_have_rows(files: list[Cursor], tracks: Mapping[str, Track], problems: Problems) -> None:
    """A type that no procedure knows would be accepted and then do nothing at all."""
    moving = {row.event for track in tracks.values() for row in track.transitions}
    for file in files:
        with problems.gathering():
            for name, cursor in file.table()["events"].table().items():
                if name not in moving | WITHOUT_ROWS:
                    cursor.refuse(
                        f'no procedure row says what "{name}" does',
                        "expected a row: moves, or stays where it is merely recorded",
                    )
