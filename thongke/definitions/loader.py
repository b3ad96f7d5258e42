"""Reads everything, in the order in which one kind names another, and lets nothing dangle."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from events.catalogue import EventType
from projections.definitions import Definitions, Form, Limit, ListDefinition, Track, Trait
from thongke.definitions.catalogues import read_catalogues
from thongke.definitions.errors import Deciding, read_errors
from thongke.definitions.events import check_events, read_events
from thongke.definitions.forms import look_up, read_forms, read_lists
from thongke.definitions.indicators import read_indicators
from thongke.definitions.limits import read_limits
from thongke.definitions.problems import Problems
from thongke.definitions.reading import Cursor, read
from thongke.definitions.rules import read_rules
from thongke.definitions.sources import decoded, hashes, texts
from thongke.definitions.tracks import check_rows, read_tracks
from thongke.definitions.traits import closed, read_traits
from thongke.definitions.versions import check_tracks, check_versions
from thongke.definitions.vocabulary import vocabulary


def load(directory: Path | None = None) -> Definitions:
    """Every definition of the directory (None: what the package ships), or DefinitionError.

    One kind of file is judged by another only when the other is sound: a mistake in a procedure
    would otherwise be told again for every line that names it.
    """
    problems = Problems()
    contents = texts(directory, problems)
    files = decoded(contents, problems)
    catalogues = read_catalogues(files, problems)
    folders = {
        folder: [c for n, t in files.items() if _of(n, folder) and (c := read(n, t, problems))]
        for folder in ("events", "procedures", "limits", "forms", "lists", "indicators")
    }
    traits_file = read("traits.yaml", files.get("traits.yaml", ""), problems)
    traits = read_traits(traits_file, problems) if traits_file else {}
    if catalogues is not None:
        traits = closed(traits, catalogues.violations)
    events = {event.name: event for event in read_events(folders["events"], problems)}
    groups = catalogues.offences.groups.keys() if catalogues is not None else ()
    tracks, limits = _procedures(folders, traits, events, groups, problems)
    if not problems.clean("catalogues", "events", "procedures", "limits", "traits"):
        problems.stop_if_any()
    assert catalogues is not None  # else it has said why
    words = vocabulary(tracks.values(), limits, traits)
    rules = read_rules(_checks("rules", files, problems), events, tracks, problems)
    regimes = catalogues.calendar.regimes
    forms = read_forms(folders["forms"], words, regimes, problems)
    lists = read_lists(folders["lists"], words, regimes, events, problems)
    problems.stop_if_any()
    look_up(forms, lists)
    indicators = read_indicators(
        folders["indicators"], words, regimes, catalogues.units, forms, lists, problems
    )
    asked = [placed.definition for placed in (*forms, *lists)]
    errors = read_errors(_checks("errors", files, problems), Deciding.of(asked, rules), problems)
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
        violations=catalogues.violations,
        hashes=hashes(contents),
        indicators=indicators,
        rules=rules.dossier,
        journal_rules=rules.journal,
        errors=errors,
    )


def _procedures(
    folders: Mapping[str, list[Cursor]],
    traits: Mapping[str, Trait],
    events: Mapping[str, EventType],
    groups: Collection[str],
    problems: Problems,
) -> tuple[dict[str, Track], list[Limit]]:
    if not problems.clean("traits"):
        return {}, []
    dates = frozenset(name for name, trait in traits.items() if trait.kind == "date")
    tracks = {track.name: track for track in read_tracks(folders["procedures"], dates, problems)}
    if not problems.clean("catalogues", "procedures"):
        return tracks, []
    if problems.clean("events"):
        check_rows(folders["procedures"], events, problems)
        check_events(folders["events"], tracks, problems)
    return tracks, read_limits(folders["limits"], tracks, traits, groups, problems)


def _checks(name: str, files: Mapping[str, str], problems: Problems) -> Cursor | None:
    file = f"checks/{name}.yaml"
    return read(file, files[file], problems) if file in files else None


def _of(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") and name.endswith(".yaml")
