"""Versions of one thing follow each other: on every day since its regime began, exactly one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise

from events.catalogue import Provenance
from projections.calendar import Regime
from projections.definitions import Form
from thongke.definitions.forms import Placed
from thongke.definitions.problems import Problems
from thongke.definitions.reading import Cursor


def check_versions(
    placed: Iterable[Placed], regimes: Collection[Regime], problems: Problems
) -> None:
    starts = {regime.id: regime.valid_from for regime in regimes}
    versions: dict[str, list[Placed]] = {}
    for one in placed:
        versions.setdefault(one.definition.id, []).append(one)
    for same in versions.values():
        with problems.gathering():
            same.sort(key=lambda one: one.definition.provenance.start)
            _follow(same, starts[same[0].definition.regime])


def _follow(same: list[Placed], regime_start: date) -> None:
    first = same[0]
    if first.definition.provenance.start > regime_start:
        raise _refuse(
            first,
            f"no version covers the days from {regime_start} to "
            f"{first.definition.provenance.start}",
            f"expected from: {regime_start}, where regime {first.definition.regime} begins",
        )
    for before, after in pairwise(same):
        ends: Provenance = before.definition.provenance
        begins = after.definition.provenance.start
        if ends.end is None or ends.end > begins:
            raise _refuse(
                after,
                f"two versions hold on {begins}, also {before.file.file}",
                "accepted: one a day",
            )
        if ends.end < begins:
            raise _refuse(
                after,
                f"no version covers the days from {ends.end} to {begins}",
                f"expected from: {ends.end}, or {before.file.file} lasting to {begins}",
            )
    if same[-1].definition.provenance.end is not None:
        end = same[-1].definition.provenance.end
        raise _refuse(same[-1], f"no version covers the days from {end}", "expected to: null")


def check_tracks(files: Iterable[Cursor], placed: Iterable[Placed], problems: Problems) -> None:
    """Every day that a form covers, the procedure behind it covers too."""
    since = min((one.definition.provenance.start for one in placed), default=None)
    for file in files:
        with problems.gathering():
            top = file.table()
            valid = top["valid"].table()
            if since is not None and valid["from"].day() > since:
                raise valid["from"].refuse(
                    f"tracks {', '.join(top['tracks'].table())}: no version covers the days from "
                    f"{since}, where the first form begins",
                    f"expected from: {since} or earlier",
                )
            if not valid["to"].empty:
                raise valid["to"].refuse(
                    f"tracks {', '.join(top['tracks'].table())}: no version covers the days from "
                    f"{valid['to'].day()}",
                    "expected to: null; rows that end state their own valid",
                )


def _refuse(placed: Placed, found: str, accepted: str) -> Exception:
    name = placed.definition
    what = "form" if isinstance(name, Form) else "list"
    return placed.file.table()["valid"].refuse(f"{what} {name.id}: {found}", accepted)
