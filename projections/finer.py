"""Đối tượng chi tiết: parts of a subject that a document speaks of, as subjects of their own.

A judgment speaks of each charge: Biểu 04 counts a defendant under each crime, with that crime's
outcome and penalty (C08). Such a part is `<accused>/<article>`; it has the person of its accused.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from events.catalogue import EventType

UNKNOWN = "unknown"
ACCUSED = "accused"
JUDGED_CHARGE = "judged_charge"
KINDS = (JUDGED_CHARGE,)
"""What an event type may speak of in parts (`finer`)."""

_WHOSE = r"/[^/]*$"  # what a part's id adds to that of its subject
_PENALTY = pl.Struct(
    {
        "kind": pl.String(),
        "months": pl.Int32(),
        "suspended": pl.Boolean(),
        "additional": pl.List(pl.String()),
    }
)
_JUDGED = pl.List(pl.Struct({"charge": pl.String(), "outcome": pl.String(), "penalty": _PENALTY}))


def types_of(events: Iterable[EventType]) -> tuple[str, ...]:
    """The event types that speak of charges judged."""
    return tuple(type.name for type in events if JUDGED_CHARGE in type.finer)


def expanded(moves: pl.DataFrame, types: tuple[str, ...]) -> pl.DataFrame:
    """The moves, and one more for each charge of an accused judged by a document of these types."""
    judging = pl.col("type").is_in(types) & (pl.col("kind") == ACCUSED)
    judged = moves.filter(judging) if types else moves.clear()
    if judged.is_empty():
        return moves
    # One piece: what is gathered from it afterwards is gathered many times.
    return pl.concat([moves, _judged(judged).select(moves.columns)], rechunk=True)


def inherited(people: pl.DataFrame) -> pl.DataFrame:
    """Facts of persons, by subject: a part has those of the accused that it is a part of."""
    parts = people["kind"].is_in(KINDS).arg_true()
    if parts.is_empty():
        return people
    accused = people.select("dossier", "subject", "kind").with_row_index("at")
    accused = accused.filter(pl.col("kind") == ACCUSED).drop("kind")
    whose = people.select(
        pl.col("dossier").gather(parts), pl.col("subject").gather(parts).str.replace(_WHOSE, "")
    ).join(accused, on=["dossier", "subject"], how="left", maintain_order="left")
    rows = np.arange(len(people))
    rows[parts.to_numpy()] = whose["at"].cast(pl.Int64).fill_null(parts.cast(pl.Int64)).to_numpy()
    named = people.select("dossier", "subject", "kind")
    return named.hstack(people.drop("dossier", "subject", "kind")[rows]).select(people.columns)


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a charge of these rows, each of one accused.

    What the judgment says of the accused as a whole stands with one of the charges, the leading
    one (`lead`): the first convicted of, the one flagged as main before the others.
    """
    rows = rows.with_row_index("of")
    charges = _charges(rows).join(_said(rows), on=["of", "charge"], how="left")
    whole = rows.select("of", outcome_of_all="outcome")
    charges = charges.join(whole, on="of").with_columns(
        outcome=pl.coalesce("outcome", "outcome_of_all")
    )
    charges = charges.with_columns(spared=(pl.col("outcome") != "convicted").fill_null(True))
    # Two clauses of one article are one crime.
    charges = (
        charges.sort("of", "spared", pl.col("main").not_(), "place")
        .with_columns(main=pl.col("main").any().over("of", "article"))
        .unique(["of", "article"], keep="first", maintain_order=True)
        .sort("of", "spared", pl.col("main").not_(), "place")
    )
    leading = pl.int_range(pl.len()).over("of") == 0
    alone = pl.col("spared").not_().sum().over("of") <= 1
    split = pl.col("penalty").struct.field("additional").is_not_null().any().over("of")
    charges = charges.with_columns(
        leading=leading, alone=leading & alone, bears=leading & split.not_()
    )
    return (
        rows.drop("outcome")
        .join(charges, on="of", suffix="_own")
        .select(
            pl.all().exclude(*_TOLD),
            **{name: _TOLD[name] for name in _TOLD},
        )
    )


def _charges(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns `of`, `place`, `charge` (null: the judgment names none), `article`, `main`."""
    named = pl.col("charges").str.strip_chars(",").replace("", None)
    listed = named.str.split(",").list.eval(pl.element().filter(pl.element() != ""))
    return (
        rows.select("of", charge=listed)
        .explode("charge")
        .with_row_index("place")
        .with_columns(
            charge=pl.col("charge").str.strip_prefix("*"),
            main=pl.col("charge").str.starts_with("*").fill_null(False),
        )
        .with_columns(article=pl.col("charge").str.extract(r"^([^.]*)").fill_null(UNKNOWN))
    )


def _said(rows: pl.DataFrame) -> pl.DataFrame:
    """What the judgment says of single charges: `of`, `charge`, `outcome`, `penalty`."""
    said = rows.filter(pl.col("judged").is_not_null())
    return (
        said.select("of", said=pl.col("judged").str.json_decode(_JUDGED))
        .explode("said")
        .unnest("said")
        .unique(["of", "charge"], keep="first", maintain_order=True)
    )


def _penalty(fact: str) -> pl.Expr:
    return pl.col("penalty_own").struct.field(fact)


_OWN = pl.col("penalty_own").is_not_null()
_SUSPENDED = pl.when(_penalty("suspended")).then(pl.lit("yes")).otherwise(pl.lit("no"))
_TOLD: dict[str, pl.Expr] = {
    "kind": pl.lit(JUDGED_CHARGE),
    "subject": pl.col("subject") + "/" + pl.col("article_own"),
    "charges": pl.col("charge"),
    "outcome": pl.col("outcome"),
    "charge_change": pl.when("leading").then("charge_change"),
    "penalty": pl.when(_OWN).then(_penalty("kind")).when("alone").then("penalty"),
    "penalty_months": (pl.when(_OWN).then(_penalty("months")).when("alone").then("penalty_months")),
    "penalty_suspended": pl.when(_OWN).then(_SUSPENDED).when("alone").then("penalty_suspended"),
    "additional": pl.coalesce(
        _penalty("additional").list.unique().list.sort().list.join(","),
        pl.when("bears").then("additional"),
    ),
    "lead": pl.when("leading").then(pl.lit("yes")).otherwise(pl.lit("no")),
    "judged": pl.lit(None, dtype=pl.String),
}
