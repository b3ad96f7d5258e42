"""Biểu 01–03, L1–L3, PL 01–03: the published data says what the offices print, and loses nobody.

Figures of whole stories are worked elsewhere; here stands what must hold of the data itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from projections.definitions import Definitions, Form, Line, ListDefinition
from thongke.definitions import load
from thongke.definitions.vocabulary import Vocabulary, vocabulary

OFFICIAL = Path(__file__).parent / "official" / "bieu01-560.json"
DAY = date(2026, 1, 1)
# Slips of the official text that a reader would only stumble over: row -> (printed, ours).
SLIPS = {"33": ("khácvề", "khác về"), "65": ("giải guyết", "giải quyết")}
# Biểu 01, "Trong đó" of the printed form: row -> rows under it.
UNDER = {
    2: (3, 4, 5),
    6: (7, 8, 9),
    10: (11, 12, 13, 14, 15),
    15: (16,),
    18: (19, 20, 21, 22),
    24: (25, 26, 27, 28, 29),
    30: (31, 32, 33, 34, 35),
    36: (37, 38, 39),
    40: (41, 42, 43),
    44: (45, 46, 47, 48, 49),
    49: (50,),
    53: (54, 55, 56),
    57: (58, 59, 60, 61, 62, 63, 64, 66),
    64: (65,),
    67: (68,),
}
# Rows of the inferred lists (forms-criminal §4.2–5.2) with their halves: v cases, b accused.
INFERRED = {
    "02": {
        "A": {
            "vb": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 16 23 24 25 26 27 28 39 44 45",
            "v": "15 17 21 22 46",
            "b": "18 19 20 29 30 31 32 33 34 35 36 37 38 40 41 42 43",
        },
        "B": {
            "vb": "01 02 03 04 05 06 07 08 09 13 14 17 18 19 22",
            "v": "12 20 21 23",
            "b": "10 11 15 16",
        },
        "C": {
            "vb": "02 03 05 06 08",
            "v": "04 07 11",
            "b": "01 09 10",
            "": "12 13",
        },
    },
    "03": {
        "": {
            "vb": "01 02 03 04 05 06 07 08 16 17 19 20 21 23 25 26",
            "v": "15 22 24 28",
            "b": "09 10 11 12 13 14 18",
            "": "27",
        }
    },
    "05": {
        "": {
            "vb": "01 02 03 04 05 06 07 08 11 12 15 16 17 18 19",
            "v": "20",
            "b": "09 10 13 14",
            "": "21",
        }
    },
}


@cache
def definitions() -> Definitions:
    return load()


def words() -> Vocabulary:
    known = definitions()
    return vocabulary(known.tracks.values(), known.limits, known.traits)


def form(id: str) -> Form:
    found = definitions().form(id, DAY)
    assert found is not None, f"form {id} is not published"
    return found


def listing(id: str) -> ListDefinition:
    found = definitions().list(id, DAY)
    assert found is not None, f"list {id} is not published"
    return found


def line(home: Form | ListDefinition, id: str) -> Line:
    found = home.line(id)
    assert found is not None, f"{home.id} has no line {id}"
    return found


# ---- what is printed ----


def printed(text: str) -> str:
    """An official label without "Trong đó:", dashes and the padding of the template."""
    return " ".join(re.sub(r"^\s*(Trong đó:)?\s*[-+]?\s*", "", text).split())


def test_bieu_01_has_the_74_official_rows_under_their_official_codes_and_in_their_order() -> None:
    coded = [(one.id, one.code) for one in form("01").lines if one.code is not None]

    assert coded == [(f"d{n}", f"{n:03d}") for n in range(1, 75)]


def test_labels_of_bieu_01_are_the_official_words() -> None:
    for code, text in json.loads(OFFICIAL.read_text(encoding="utf-8")):
        slip, ours = SLIPS.get(code, ("", ""))
        assert line(form("01"), f"d{code}").label == printed(text).replace(slip, ours)


def test_rows_of_bieu_01_stand_under_the_rows_that_the_form_prints_them_under() -> None:
    expected = {f"d{child}": f"d{parent}" for parent, rows in UNDER.items() for child in rows}

    assert {one.id: one.parent for one in form("01").lines if one.code and one.parent} == expected


def test_bieu_01_is_carried_over_and_every_line_of_our_own_says_that_it_is_inferred() -> None:
    for one in form("01").lines:
        status = "carried_over" if one.code else "inferred"
        assert (one.id, one.provenance.status) == (one.id, status)


@pytest.mark.parametrize("id", ["02", "03", "05"])
def test_every_inferred_row_is_there_for_cases_or_accused_and_none_shows_an_official_code(
    id: str,
) -> None:
    there = {one.id.partition(".")[0] for one in form(id).lines}
    for part, halves in INFERRED[id].items():
        for members, numbers in halves.items():
            for number in numbers.split():
                for member in members or [""]:
                    assert f"P{id}-{part}{number}{member}" in there
    assert [one.id for one in form(id).lines if one.code is not None] == []
    assert {one.provenance.status for one in form(id).lines} == {"inferred"}


@pytest.mark.parametrize(
    ("id", "row", "words_of_the_list"),
    [
        ("03", "P03-12b", "cảnh cáo; phạt tiền; CTKGG; trục xuất; tù cho hưởng án treo; ≤3; "
         ">3–7; >7–15; >15 năm; chung thân; tử hình"),
        ("03", "P03-25b", "ngang cấp; trên một cấp"),
        ("03", "P03-25v", "ngang cấp; trên một cấp"),
        ("03", "P03-11b", "miễn TNHS; miễn hình phạt"),
        ("02", "P02-B21v", "được CQĐT chấp nhận; không chấp nhận; trả nhiều lần"),
        ("02", "P02-B20v", "thiếu chứng cứ; tội khác; đồng phạm khác; vi phạm tố tụng"),
        ("02", "P02-B12v", "đúng thời hạn; quá thời hạn"),
        ("02", "P02-A20b", "luật sư; bào chữa viên nhân dân; trợ giúp viên pháp lý"),
        ("05", "P05-03v", "chỉ có kháng cáo; chỉ có kháng nghị; vừa kháng cáo vừa kháng nghị"),
        ("05", "P05-10b", "tăng hình phạt; giảm hình phạt; cho hưởng án treo; không cho hưởng án "
         "treo; chuyển hình phạt nhẹ hơn; chuyển hình phạt nặng hơn; đổi tội danh; miễn TNHS; "
         "miễn hình phạt; chỉ phần dân sự"),
        ("05", "P05-11v", "hủy để điều tra lại; hủy để xét xử lại"),
        ("05", "P05-14b", "giữ nguyên; giảm xuống chung thân; tăng lên tử hình"),
        ("05", "P05-16b", "ngang cấp; trên cấp"),
        ("05", "P05-17b", "VKS rút trước phiên tòa; VKS rút tại phiên tòa; VKS cấp trên rút"),
        ("05", "P05-18b", "đã xét xử; chấp nhận toàn bộ; chấp nhận một phần; không chấp nhận; "
         "chưa xét xử"),
        ("05", "P05-21", "Kiến nghị; thông báo rút kinh nghiệm; phiên tòa rút kinh nghiệm; "
         "vi phạm"),
    ],
)  # fmt: skip
def test_sub_rows_speak_in_the_words_of_the_list(id: str, row: str, words_of_the_list: str) -> None:
    labels = [one.label for one in form(id).lines if one.id.startswith(f"{row}.")]

    said = words_of_the_list.split("; ")
    assert labels[: len(said)] == said  # what we add ourselves stands below


# ---- how it is counted ----


@pytest.mark.parametrize(
    ("id", "total"),
    [("01", "d18"), ("02", "P02-A26v"), ("02", "P02-A26b"), ("02", "P02-B07v"),
     ("02", "P02-B07b"), ("03", "P03-07v"), ("03", "P03-07b"), ("05", "P05-05v"),
     ("05", "P05-05b")],
)  # fmt: skip
def test_totals_are_counted_by_who_is_still_there_and_who_left_never_from_the_printed_sum(
    id: str, total: str
) -> None:
    assert {term.question for term in line(form(id), total).terms} == {"closing", "left"}


@pytest.mark.parametrize(
    ("id", "row"),
    [("02", "P02-B19v"), ("02", "P02-B19b"), ("02", "P02-A27v.once"), ("02", "P02-B08b.once"),
     ("03", "P03-21v"), ("03", "P03-21b"), ("01", "d51"), ("01", "d52"), ("01", "d69")],
)  # fmt: skip
def test_a_file_sent_back_or_a_source_asked_about_several_times_is_one(id: str, row: str) -> None:
    count = line(form(id), row).count

    assert (count.what, count.of, count.at_least) == ("distinct", "subject", 1)


def pairs(lines: Iterable[Line], question: str, track: str) -> Counter[tuple[str, str]]:
    """(stage, manner) pairs that these lines count, each as often as it is counted."""
    manner = "came_by" if question == "entered" else "left_by"
    found: Counter[tuple[str, str]] = Counter()
    for one in lines:
        for term in one.terms:
            said = {c.column: c.values for c in term.conditions}
            if term.question == question and said["track"] == {track}:
                found.update((s, m) for s in said["stage"] for m in said[manner])
    return found


BALANCES = {
    # track, stages, rows that enter, rows that leave, manners inside the stages
    "B01 đang giải quyết": (
        "01", "report", "d44", "d2 d6 d10 m.carried_in m.reopened m.taken_over",
        "d17 d30 d36 d24", {"taken_over"},
    ),
    "B01 tạm đình chỉ": (
        "01", "report", "d53", "m.suspended_in", "m.suspended_out m.lapsed", set(),
    ),
    "B02 điều tra": (
        "02", "{}", "P02-A45@", "P02-A02@ P02-A03@ P02-A06@ P02-A07@ P02-A08@ P02-A23@.in "
        "P02-A24@ P02-A48@", "P02-A25@ P02-A27@ P02-A28@ P02-A39@ P02-A47@ P02-A23@.out", set(),
    ),
    "B02 tạm đình chỉ điều tra": (
        "02", "{}", "P02-A44@", "P02-A49@.in",
        "P02-A49@.out P02-A28@.from_suspension P02-A47@.from_suspension", set(),
    ),
    "B02 truy tố": (
        "02", "{}", "P02-B22@", "P02-B02@ P02-B03@ P02-B04@ P02-B05@ P02-B06@.in P02-B24@.in "
        "P02-B25@", "P02-B06@.out P02-B08@ P02-B14@ P02-B17@ P02-B19@ P02-B24@.out", set(),
    ),
    "B02 VKS tạm đình chỉ": (
        "02", "{}", "P02-B18@", "P02-B26@.in", "P02-B26@.out P02-B14@.from_suspension", set(),
    ),
    "B03 xét xử": (
        "03", "{}", "P03-23@", "P03-02@ P03-03@ P03-04@ P03-05@ P03-06@.in P03-29@.in P03-30@",
        "P03-06@.out P03-08@ P03-16@ P03-19@ P03-21@ P03-29@.out", set(),
    ),
    "B03 tạm đình chỉ": (
        "03", "{}", "P03-20@", "P03-31@.in", "P03-31@.out P03-16@.from_suspension", set(),
    ),
    "B05 phúc thẩm": (
        "05", "{}", "P05-15@", "P05-02@ P05-04@ P05-22@ P05-23@ P05-24@",
        "P05-06@ P05-07@ P05-08@", set(),
    ),
    "B05 tạm đình chỉ": (
        "05", "{}", "P05-07@.stock", "P05-25@", "P05-06@.from_suspension", set(),
    ),
    "B05 kháng nghị, vụ án": (
        "05", "case_protest", "P05-18v.pending", "P05-16v P05-26v.carried_in",
        "P05-18v.tried P05-17v P05-26v.terminated", set(),
    ),
    "B05 kháng nghị, bị cáo": (
        "05", "accused_protest", "P05-18b.pending", "P05-16b P05-26b.carried_in",
        "P05-18b.tried P05-17b P05-26b.terminated", set(),
    ),
    "B08 đang giải quyết": (
        "08", "report", "d21", "d2 d4 d6 m.carried_in m.reopened m.taken_in",
        "d9 d12 d14 d17 m.taken_out", set(),
    ),
    "B08 tạm đình chỉ": (
        "08", "report", "d24", "m.suspended_in", "m.suspended_out m.lapsed", set(),
    ),
    "B09 điều tra, vụ án": (
        "09", "case", "d48", "d2 d3 d4 d9 d26 m.carried_in.v m.reopened.v m.separated_in.v",
        "d28 d34 d38 d42 m.separated_out.v m.cancelled.v", set(),
    ),
    "B09 điều tra, bị can": (
        "09", "accused", "d51", "d6 d7 d8 d15 d27 m.carried_in.b m.reopened.b m.separated_in.b",
        "d29 d36 d40 d44 m.separated_out.b m.cancelled.b", set(),
    ),
    "B09 tạm đình chỉ, vụ án": (
        "09", "case", "d46", "m.suspended_in.v",
        "m.suspended_out.v m.terminated_suspended.v m.cancelled_suspended.v", set(),
    ),
    "B09 tạm đình chỉ, bị can": (
        "09", "accused", "d47", "m.suspended_in.b",
        "m.suspended_out.b m.terminated_suspended.b m.cancelled_suspended.b", set(),
    ),
    "L1": ("L1", "death_sentence", "open", "new reported", "closed",
           {"in_force", "ordered", "ordered_and_deferred", "deferred", "escaped", "recaptured",
            "resumed"}),
}  # fmt: skip
# A stock of suspended matters is entered by the suspension, and left by the resumption, which are
# counted where the matter comes from and goes to.
COUNTED_ACROSS = {
    "B01 tạm đình chỉ": ({"suspended"}, {"resumed", "prosecuted"}),
    "B02 tạm đình chỉ điều tra": ({"suspended"}, {"resumed"}),
    "B02 VKS tạm đình chỉ": ({"suspended"}, {"resumed"}),
    "B03 tạm đình chỉ": ({"suspended"}, {"resumed"}),
    "B05 tạm đình chỉ": ({"suspended"}, {"resumed"}),
    "B08 tạm đình chỉ": ({"suspended"}, {"resumed", "prosecuted"}),
    "B09 tạm đình chỉ, vụ án": ({"suspended"}, {"resumed"}),
    "B09 tạm đình chỉ, bị can": ({"suspended"}, {"resumed"}),
}
ASKED = [
    (name, half)
    for name, (_, track, *_) in BALANCES.items()
    for half in (("v", "b") if track == "{}" else ("",))
]


@pytest.mark.parametrize(("name", "half"), ASKED)
def test_every_way_into_a_balance_and_out_of_it_stands_in_exactly_one_of_its_rows(
    name: str, half: str
) -> None:
    id, track, stock, ins, outs, inner = BALANCES[name]
    home: Form | ListDefinition = listing(id) if id.startswith("L") else form(id)
    track = {"v": "case", "b": "accused", "": track}[half]
    stages = next(
        c.values
        for c in line(home, stock.replace("@", half)).terms[0].conditions
        if c.column == "stage"
    )
    across_in, across_out = COUNTED_ACROSS.get(name, (set[str](), set[str]()))
    paths = words().paths[track]
    for question, rows, known, elsewhere in (
        ("entered", ins, paths.entered, across_in),
        ("left", outs, paths.left, across_out),
    ):
        possible = {
            (stage, manner)
            for stage in stages
            for manner in known.get(stage, frozenset())
            if manner not in {"reclassified", *inner, *elsewhere}
        }
        lines = [line(home, row.replace("@", half)) for row in rows.split()]
        counted = pairs(lines, question, track)
        within = {pair: n for pair, n in counted.items() if pair[0] in stages}

        missing = possible - within.keys()
        assert not missing, f"{name} {half} {question}: no row counts {sorted(missing)}"
        # a row may count the whole set of stages by a manner that only some of them know
        twice = [pair for pair, n in within.items() if n > 1 and pair[1] not in inner]
        assert twice == []


def test_a_list_has_the_size_of_the_cells_that_it_belongs_to() -> None:
    tied = {
        (one.id, equality.line): (equality.form, equality.cells)
        for one in definitions().lists
        for equality in one.equals
    }

    assert tied["L1", "new.first_instance"] == ("03", ("P03-12b.death",))
    assert tied["L2", "new"] == ("02", ("P02-A29b", "P02-A30b", "P02-A31b", "P02-B15b"))
    assert tied["L3", "new.first_instance"] == ("03", ("P03-09b",))
    assert tied["PL01", "openb"] == ("02", ("P02-A44b", "P02-B18b"))
    assert tied["PL02", "newv"] == ("02", ("P02-A28v", "P02-B14v"))
    assert tied["PL03", "acquittedb"] == ("03", ("P03-09b",))


def test_who_a_list_names_is_opened_with_a_right_only() -> None:
    for one in definitions().lists:
        assert [c.source for c in one.columns if c.id == "person"] == ["sealed"], one.id


# ---- what may be published ----


def test_a_type_admits_exactly_the_kinds_of_subject_that_some_procedure_row_takes() -> None:
    taken: dict[str, set[str]] = {}
    for track in definitions().tracks.values():
        for row in track.transitions:
            taken.setdefault(row.event, set()).update(track.kinds)
    for name, type_ in definitions().events.items():
        assert {*type_.kinds, *type_.finer} == taken.get(name, set()), name


def test_types_require_the_facts_without_which_a_cell_would_be_wrong() -> None:
    required = {name: set(type_.requires) for name, type_ in definitions().events.items()}

    assert "subjects.accused.charges" in required["accused_charged"]
    assert "subjects.accused.outcome" in required["first_instance_judged"]
    assert "ground" in required["investigation_suspended"] & required["investigation_terminated"]
    assert "ground" in required["prosecution_suspended"] & required["prosecution_terminated"]
    assert "ground" in required["trial_suspended"] & required["trial_terminated"]
    assert "extension" in required["report_extended"] & required["investigation_extended"]
    assert "transfer" in required["case_transferred_out"] & required["report_transferred_in"]
    assert "link" in required["case_severed_in"] & required["case_joined_out"]
    assert "document.answer" in required["document_answered"]
    assert "subjects.stage" in required["carried_in"]
