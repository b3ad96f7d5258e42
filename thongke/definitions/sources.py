"""The files of a directory of definitions, as texts by name, and what they hash to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from thongke.definitions.problems import Problem, Problems

FOLDERS = ("catalogues", "events", "procedures", "limits", "forms", "lists", "indicators", "checks")


def texts(directory: Path | None, problems: Problems) -> dict[str, bytes]:
    """Name relative to the directory -> content, in order of name; None: what the package ships."""
    top: Traversable = files("schemas") if directory is None else directory
    found: dict[str, bytes] = {}
    for folder in FOLDERS:
        for name, entry in _inside(top, folder):
            if name.endswith((".yaml", ".csv")):
                found[name] = entry.read_bytes()
            elif not name.endswith(".md"):
                problems.add(
                    Problem(name, "", "is not read under this name", "accepted: .yaml, .csv, .md")
                )
    traits = top / "traits.yaml"
    if traits.is_file():
        found["traits.yaml"] = traits.read_bytes()
    return found


def _inside(top: Traversable, folder: str) -> Iterator[tuple[str, Traversable]]:
    place = top / folder
    if place.is_dir():
        for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and not entry.name.startswith("."):
                yield f"{folder}/{entry.name}", entry


def decoded(contents: dict[str, bytes], problems: Problems) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, content in contents.items():
        try:
            found[name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.add(Problem(name, "", f"byte {error.start} is not UTF-8", "accepted: UTF-8"))
    return found


def hashes(contents: dict[str, bytes]) -> dict[str, str]:
    """What a closing keeps, so that it can tell by which definitions it was counted."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
