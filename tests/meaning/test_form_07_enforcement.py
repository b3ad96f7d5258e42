"""Biểu 07, enforcement: blocks that lose nobody, and appendices as large as their cells."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from test_form_07_rows import OF_ENTITIES, SMALL
from test_forms_data import pairs

from projections.definitions import Definitions, Form, Line, ListDefinition
from thongke.definitions import load
from thongke.definitions.vocabulary import Vocabulary, vocabulary

DAY = date(2026, 1, 1)


@cache
def definitions() -> Definitions:
    return load()


@cache
def words() -> Vocabulary:
    known = definitions()
    return vocabulary(known.tracks.values(), known.limits, known.traits)


@cache
def form() -> Form:
    found = definitions().form("07", DAY)
    assert found is not None
    return found


def line(id: str) -> Line:
    found = form().line(id)
    assert found is not None, f"Biểu 07 has no line {id}"
    return found


def test_every_row_of_enforcement_is_counted_from_events() -> None:
    supplied = [one.id for one in form().lines if one.code and one.not_from_events]
    assert supplied == []


# ---- nobody comes into a block, or leaves it, without a row ----

# Stages; rows that count who enters and who leaves; ways inside the block; ways that a row of
# another block counts where the subject comes from, or goes to.
Block = tuple[str, str, str, str, set[str], set[str]]
BLOCKS: dict[str, Block] = {
    "chưa có quyết định": (
        "convict", "d128", "d109 d111 m.awaiting.carried_in", "d113 d119 d124 m.awaiting.other",
        set(), set(),
    ),
    "chưa đi chấp hành": (
        "convict", "d154", "d134 m.ordered.back m.ordered.carried_in",
        "d135 d137 d138 d141 d143 d145 d151 m.ordered.gone", set(),
        {"order_issued", "deferred", "suspended", "escaped", "extended"},
    ),
    "đang hoãn": (
        "convict", "d167", "d139 m.deferred.in", "d161 d162 d163 m.deferred.out m.deferred.gone",
        set(), {"overdue"},
    ),
    "tử hình": (
        "death_sentence", "d176", "d169 m.death.carried_in", "d172 d173 d175 m.death.annulled",
        {"deferred", "escaped", "recaptured", "resumed"}, set(),
    ),
    "chung thân": (
        "penalty", "d195", "d180 d181 m.life.back m.life.carried_in",
        "d183 d187 d192 d194 m.life.other", {"escaped", "recaptured", "reduced"}, set(),
    ),
    "tù có thời hạn": (
        "penalty", "d218", "d198 d199 d200 m.term.back m.term.carried_in",
        "d202 d205 d207 d208 d209 d210 d216 d221 m.term.other", {"escaped", "recaptured"}, set(),
    ),
    "tạm đình chỉ": (
        "penalty", "d227", "m.suspended.carried_in", "d222 d223 d224 m.suspended.gone", set(),
        {"suspended", "escaped"},
    ),
    "bắt buộc chữa bệnh": (
        "penalty", "d217", "m.term.treated_carried_in", "m.term.treatment_ended", set(),
        {"treated"},
    ),
    "án treo": (
        "penalty", "d240", "d230 d231 m.suspended_sentence.carried_in",
        "d232 d234 d235 d237 d238 d239 m.suspended_sentence.other", set(), set(),
    ),
    "cải tạo không giam giữ": (
        "penalty", "d255", "d247 d248 m.reform.carried_in", "d249 d251 d252 d254 m.reform.other",
        set(), set(),
    ),
    **{
        name: (
            "penalty", f"d{first + 4}", f"d{first + 1} m.{name}.in", f"d{first + 3} m.{name}.out",
            {"compliant", "noncompliant"}, set(),
        )
        for name, first in {**SMALL, **OF_ENTITIES}.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_every_way_into_a_block_and_out_of_it_stands_in_exactly_one_of_its_rows(name: str) -> None:
    track, stock, ins, outs, inside, across = BLOCKS[name]
    stages = next(c.values for c in line(stock).terms[0].conditions if c.column == "stage")
    paths = words().paths[track]
    for question, rows, known in (("entered", ins, paths.entered), ("left", outs, paths.left)):
        possible = {
            (stage, manner)
            for stage in stages
            for manner in known.get(stage, frozenset())
            if manner not in {"reclassified", *inside, *across}
        }
        counted = pairs([line(row) for row in rows.split()], question, track)
        within = {pair: n for pair, n in counted.items() if pair[0] in stages}
        assert possible - within.keys() == set(), question
        assert [pair for pair, n in within.items() if n > 1 and pair[1] not in inside] == []


def test_appendices_10_to_12_have_the_size_of_the_cells_that_they_stand_behind() -> None:
    tied = {(one.id, e.line): e.cells for one in definitions().lists for e in one.equals}
    assert tied["PL10", "new.deferred"] == ("d139",)
    assert tied["PL10", "open.deferred"] == ("d167", "m.deferred.life")
    assert tied["PL11", "open.awaiting"] == ("d128",)
    assert tied["PL11", "open.overdue"] == ("d129",)
    assert tied["PL11", "open.ordered"] == ("d154",)
    rows = {e[0] for (id, _), e in tied.items() if id == "PL12"}
    assert rows == {f"d{row}" for row in (*range(168, 170), *range(171, 179), 62, 85)}


def test_the_appendices_are_published() -> None:
    found: list[ListDefinition | None] = [
        definitions().list(f"PL{number}", DAY) for number in (10, 11, 12)
    ]
    assert all(found)
