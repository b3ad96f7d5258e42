"""Điều cần xem: what a statistician must look at. Data about data, never an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections import finer
from projections.definitions import EventType
from projections.doubts import DataRule
from projections.extensions import TOO_LONG, TOO_OFTEN, WITHOUT_AUTHORITY, Beyond
from projections.history import History
from projections.notices import TOO_LATE
from projections.numbers import NONE, Flags, Ints, named, pointers
from projections.procedure import (
    FACTS_UNMATCHED,
    OUT_OF_TURN,
    REPEATED,
    UNKNOWN_FOR_KIND,
    UNKNOWN_STAGE,
    Procedure,
    Situation,
)
from projections.stays import Walked
from projections.told import Found
from projections.traits import AGENCY_KINDS, UNKNOWN, Facts
from projections.violations import Violations

FINDINGS: dict[str, pl.DataType] = {
    "code": pl.String(),
    "dossier": pl.String(),
    "subject": pl.String(),
    "unit": pl.String(),
    "event_id": pl.String(),
    "effective_on": pl.Date(),
    "says": pl.String(),
}
"""Shape of a frame of findings: of which document of which unit, and of whom; `subject` is null
for what concerns the whole event."""

SAYS = {
    OUT_OF_TURN: "{event}: không đúng trình tự, {where}.",
    REPEATED: "{event}: lặp lại, {where}.",
    UNKNOWN_FOR_KIND: "{event}: không áp dụng cho loại đối tượng này.",
    UNKNOWN_STAGE: "{event}: giai đoạn “{said}” không có trong tiến trình.",
    FACTS_UNMATCHED: "{event}: chưa có quy tắc nào cho nội dung văn bản này.",
    "unknown_unit": "{event}: không có đơn vị “{said}” vào ngày này.",
    "unknown_agency": "{event}: không có cơ quan “{said}” trong danh mục.",
    "unknown_article": "{event}: tội danh “{said}” có điều luật không có trong danh mục.",
    "future_date": "{event}: ngày quyết định sau ngày nhập vào hệ thống.",
    "unknown_violation": "{event}: không có vi phạm “{said}” trong danh mục.",
    "violator_unfit": "{event}: vi phạm này không thuộc về “{said}” theo danh mục.",
    "object_missing": "{event}: vi phạm “{said}” tính theo đối tượng, chưa ghi đối tượng nào.",
    TOO_OFTEN: "{event}: gia hạn lần {said}, quá số lần luật cho.",
    TOO_LONG: "{event}: dài hơn luật cho (chậm nhất đến {said}).",
    WITHOUT_AUTHORITY: "{event}: chỉ Viện kiểm sát {said} được quyết định lần gia hạn này.",
    TOO_LATE: "{event}: đề nghị, thông báo, hồ sơ phải có trước khi hết hạn, chậm nhất {said}.",
    "corrects_unknown": "{event}: đính chính sự kiện “{said}” không có trong hồ sơ này.",
    "corrects_twice": "{event}: sự kiện “{said}” đã được đính chính bằng sự kiện khác.",
}
"""What each finding says; `said` is what the document states, `where` the stage it met."""
OF_SUBJECTS = {OUT_OF_TURN, REPEATED, UNKNOWN_FOR_KIND, UNKNOWN_STAGE, FACTS_UNMATCHED}
OF_SUBJECTS |= {"unknown_article", TOO_OFTEN, TOO_LONG, WITHOUT_AUTHORITY, TOO_LATE}


@dataclass(frozen=True, slots=True)
class Noted:
    """Findings of one code: rows of the moves, and what each says beside."""

    code: str
    row: Ints
    said: pl.Series | None = None
    where: pl.Series | None = None
    rule: DataRule | None = None

    @property
    def says(self) -> str:
        return SAYS[self.code] if self.rule is None else self.rule.says

    @property
    def of_subject(self) -> bool:
        return self.code in OF_SUBJECTS if self.rule is None else self.rule.of_subject


def frame(
    noted: Iterable[Noted], moves: pl.DataFrame, events: Mapping[str, EventType]
) -> pl.DataFrame:
    """The findings in words."""
    noted = [each for each in noted if len(each.row)]
    found = [_rows(each, moves) for each in noted]
    if not found:
        return pl.DataFrame(schema=FINDINGS)
    # What is wrong with a part of a subject is wrong with the document, and said of the subject.
    rows = pl.concat(found).filter(~pl.col("kind").is_in(finer.KINDS).fill_null(False))
    says_of = {each.code: each.says for each in noted}
    words = [
        says_of[code].format(
            event=events[type].label if type in events else type, said=said or "", where=where
        )
        for code, type, said, where in rows.select("code", "type", "said", "where").rows()
    ]
    says = pl.Series("says", words, dtype=pl.String)
    return rows.with_columns(says).select(*FINDINGS).unique()


def of_turns(walked: Walked, procedure: Procedure) -> list[Noted]:
    """Documents out of turn, and documents that lead where the subject stands already."""

    def noted(code: str, where: Flags) -> Noted:
        at = np.flatnonzero(where[walked.cell])
        stage = walked.track[at] * procedure.width + walked.was[at]
        return Noted(
            code, walked.row[at], where=pl.select(named(stage, procedure.places)).to_series()
        )

    return [noted(OUT_OF_TURN, procedure.out_of_turn), noted(REPEATED, procedure.repeated)]


def of_meetings(history: History, situation: Ints, met: Sequence[Situation]) -> list[Noted]:
    """Documents that no track takes."""
    codes = (UNKNOWN_FOR_KIND, UNKNOWN_STAGE, FACTS_UNMATCHED)
    numbers = [codes.index(each.finding) if each.finding else NONE for each in met]
    why = np.array(numbers, np.int64)[situation]
    rows = [history.row[why == number] for number in range(len(codes))]
    stated = history.moves["stated_stage"].gather(pointers(rows[1]))
    return [
        Noted(codes[0], rows[0]),
        Noted(codes[1], rows[1], said=stated),
        Noted(codes[2], rows[2]),
    ]


def of_documents(history: History, facts: Facts) -> list[Noted]:
    """What a document says by itself that cannot be so."""
    moves, standing = history.moves, history.standing.to_numpy()
    unknown = AGENCY_KINDS.index(UNKNOWN)

    def noted(code: str, where: Flags, column: str) -> Noted:
        rows = np.flatnonzero(where & standing)
        return Noted(code, rows, said=moves[column].gather(pointers(rows)))

    correcting = np.flatnonzero(moves["corrects"].is_not_null().to_numpy())
    events = moves["event_id"].gather(pointers(correcting))
    wrong = {
        "corrects_unknown": history.corrections.lost,
        "corrects_twice": history.corrections.doubled,
    }
    found = [
        noted("unknown_unit", facts.place["unit"] == 0, "unit"),
        noted("unknown_unit", _unknown_agency_unit(facts), "agency_unit"),
        noted("unknown_agency", facts.place["handler"] == unknown, "agency"),
        noted("unknown_agency", facts.counterpart == unknown, "counterpart"),
        noted("unknown_article", facts.strange, "charges"),
        noted("future_date", (moves["effective_on"] > moves["recorded_on"]).to_numpy(), "type"),
    ]
    for code, names in wrong.items():
        named_so = np.array([event in names for event in events], bool)
        where = np.zeros(len(moves), bool)
        where[correcting[named_so]] = True
        found.append(noted(code, where, "corrects"))
    return found


def of_violations(history: History, violations: Violations) -> list[Noted]:
    """Violations that the catalogue does not have, or has otherwise."""
    moves = history.moves
    stated = (moves["violation"].is_not_null() | moves["violator"].is_not_null()) & history.standing
    rows = stated.arg_true()
    columns = ("violation", "violator", "object")
    told = moves.select(pl.col(columns).gather(rows))

    def noted(code: str, wrong: list[bool], column: str) -> Noted:
        where = pl.Series(wrong, dtype=pl.Boolean)
        return Noted(code, rows.filter(where).to_numpy(), said=told[column].filter(where))

    facts = told.rows()
    return [
        noted("unknown_violation", [bool(c) and not violations.known(c) for c, _, _ in facts],
              "violation"),
        noted("violator_unfit", [bool(v) and not violations.fits(c, v) for c, v, _ in facts],
              "violator"),
        noted("object_missing", [violations.names_object(c) and not o for c, _, o in facts],
              "violation"),
    ]  # fmt: skip


def of_limits(beyond: Iterable[Beyond]) -> list[Noted]:
    """Extensions of limits that the law does not give, and notices that came too late."""
    return [Noted(code, row, said=said) for code, row, said in beyond]


def of_rules(found: Iterable[tuple[DataRule, Found]]) -> list[Noted]:
    """What documents of one dossier say against one another, by the published rules."""
    return [Noted(rule.code, row, said=said, rule=rule) for rule, (row, said) in found]


def _unknown_agency_unit(facts: Facts) -> Flags:
    where = np.zeros(len(facts.day), bool)
    words = facts.names["agency_unit"]
    if UNKNOWN in words:
        where |= facts.place["agency_unit"] == words.index(UNKNOWN)
    return where


def _rows(noted: Noted, moves: pl.DataFrame) -> pl.DataFrame:
    at, of_subject = pointers(noted.row), noted.of_subject
    nothing = pl.repeat(None, len(noted.row), dtype=pl.String, eager=True)
    return moves.select(
        pl.col("dossier", "unit", "event_id", "type", "effective_on", "kind").gather(at),
        subject=pl.col("subject").gather(at) if of_subject else nothing,
        code=pl.repeat(noted.code, len(noted.row), dtype=pl.String),
        said=nothing if noted.said is None else noted.said,
        where=nothing if noted.where is None else noted.where,
    )
