"""Case stories worked by hand: what the product counts of them, and what it says of bad ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.local import LocalPostgres
from thongke.assembly import assemble
from thongke.errors import Refused
from thongke.stories import run
from thongke.stories.run import Report

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
STORIES = [story for file in FILES for story in run.stories(file)]

# What a file of stories may name, as far as Biểu 01, 02, 03 and L1–L3 are concerned.
ROWS = {
    "B01": "1 2 6 10 17 18 24 30 34 36 40 44 49 50 52 53 70",
    "B02": "P02-A01b P02-A01v P02-A02b P02-A02v P02-A04b P02-A04v P02-A05b P02-A05v P02-A06b "
    "P02-A06v P02-A08b P02-A08v P02-A24b P02-A24v P02-A25b P02-A25v P02-A26b P02-A26v P02-A27b "
    "P02-A27v P02-A28b P02-A28v P02-A29b P02-A30b P02-A31b P02-A36b P02-A37b P02-A38b P02-A39b "
    "P02-A39v P02-A44b P02-A44v P02-A45b P02-A45v P02-A46v P02-B02v P02-B03v P02-B08b P02-B08v "
    "P02-B19v P02-B22v P02-C06b",
    "B03": "P03-02b P03-02v P03-03v P03-04v P03-08b P03-08v P03-09b P03-10b P03-16b P03-17b "
    "P03-21b P03-21v P03-23v",
    "B07": "1 2 3 4 11 12 30 31 32 33 34 35 46 47 48 49 51 52 61 62 69 75 76 78 85",
    "L1": "closed new open", "L2": "new", "L3": "new",
}  # fmt: skip
SUB_ROWS = {
    ("B02", "P02-B21v/trả nhiều lần"), ("B03", "P03-12b/>15 năm"), ("B03", "P03-12b/tử hình"),
    ("B03", "P03-25b/ngang cấp"),
}  # fmt: skip
CODES = (
    "bc.gui dt.chuyen dt.denghi_chuyen dt.dinhchi dt.giahan dt.huy_tdc dt.kldt dt.ktbc "
    "dt.nhan_dtbs dt.nhan_dtlai dt.nhanchuyen dt.nhap dt.pheduyet dt.phuchoi dt.tach "
    "dt.tamdinhchi nc.batkhancap nc.giahan_tg1 nc.giahan_tg2 nc.tamgiam nc.tamgiu nc.thaythe "
    "nc.traotudo_dinhchi nc.traotudo_phientoa nt.chuyen nt.giahan nt.keodai nt.khoito "
    "nt.khongkhoito nt.kiemsat_tructiep "
    "nt.nhanchuyen nt.phancong nt.phuchoi nt.tamdinhchi nt.ttks_batdau pt.khangcao pt.khangnghi "
    "pt.quyetdinh pt.thuly sk.dinhchinh tt.nhanhs tt.rut tt.trahs tt.truyto tuhinh.angiam "
    "tuhinh.chuyen tuhinh.coluc tuhinh.hoan tuhinh.qdtha tuhinh.thihanh xx.banan_st xx.thuly "
    "xx.trahs"
)

Tell = Callable[..., Report]


@pytest.fixture(scope="module")
def url(postgres: LocalPostgres) -> Iterator[str]:
    yield postgres.create_database("stories")
    postgres.drop_database("stories")


@pytest.fixture(scope="module")
def report(url: str) -> Report:
    return run.run_on(url, STORIES, assemble())


@pytest.fixture
def tell(url: str, tmp_path: Path) -> Tell:
    """Writes stories to a file and runs it."""

    def written(*told: dict[str, Any]) -> Report:
        file = tmp_path / "told.yaml"
        file.write_text(yaml.safe_dump(list(told), allow_unicode=True), "utf-8")
        return run.run_on(url, run.stories(file), assemble())

    return written


def test_the_stories_name_every_row_and_event_that_a_file_of_stories_may_name() -> None:
    asked = {(e["form"], str(e.get("row"))) for story in STORIES for e in story["expect"]}
    told = {event["facts"]["event"] for story in STORIES for event in story["events"]}
    due = {(form, row) for form, rows in ROWS.items() for row in rows.split()} | SUB_ROWS

    # The band above 15 years is told in other words here (`P03-12b/tù >15 năm`) as well.
    assert due - asked == set()
    assert set(CODES.split()) - told == set()


def test_no_two_stories_share_an_id() -> None:
    told = Counter(str(story["id"]) for story in STORIES)

    assert [story for story, times in told.items() if times > 1] == []


@pytest.mark.parametrize("story", [str(story["id"]) for story in STORIES])
def test_every_cell_of_a_story_is_what_was_worked_by_hand(report: Report, story: str) -> None:
    failed = [o.spelled() for o in report.failed if o.story == story]
    asked = {o.number for o in report.outcomes if o.story == story}

    assert not failed, "\n".join(failed)
    assert len(asked) == len(next(s for s in STORIES if s["id"] == story)["expect"])
    assert [p for p in report.problems if p.startswith(story)] == []


# ---- what is said of a file that fails ----

PROSECUTED = {"on": "2026-01-05", "unit": "KV1-HN", "subjects": ["VA1"],
              "facts": {"event": "nt.khoito", "offence": "174", "clause": 1}}  # fmt: skip
NEW = {"form": "B02", "row": "P02-A08v", "unit": "KV1-HN", "period": "2026-01", "value": 1}


def story(*expect: dict[str, Any], events: list[Any] | None = None) -> dict[str, Any]:
    return {"id": "X1", "events": events or [PROSECUTED], "expect": list(expect) or [NEW]}


def event(code: str, on: str = "2026-01-06", **told: Any) -> dict[str, Any]:
    subjects = told.pop("subjects", ["VA1"])
    return {"on": on, "unit": "KV1-HN", "subjects": subjects, "facts": {"event": code, **told}}


def test_a_failed_cell_is_named_with_its_spans_and_the_run_ends_with_1(tell: Tell) -> None:
    told = tell(story(NEW, {**NEW, "value": 2, "why": "worked wrongly"}))

    assert told.code == 1
    assert len(told.failed) == 2  # in both orders
    said = told.spelled()
    assert "X1 B02 P02-A08v KV1-HN 2026-01 (current, recorded in order of telling): " in said
    assert "expected 2, counted 1 – worked wrongly" in said
    assert "subject VA1, dossier X1-VA1, stage investigating, since 2026-01-05" in said
    assert said.endswith("1 passed, 1 failed, 0 not yet covered")


def test_an_unknown_event_is_reported_and_the_rest_of_the_file_is_counted(tell: Tell) -> None:
    told = tell(story(events=[PROSECUTED, event("dt.khonghieu")]), {**story(), "id": "X2"})

    assert told.code == 1
    assert not told.failed
    [problem] = told.problems
    assert problem.startswith(
        "X1, event 2 (dt.khonghieu): event code 'dt.khonghieu' is not known; known: nt.phancong, "
    )
    assert told.spelled().endswith("2 passed, 0 failed, 0 not yet covered, 1 not understood")


def test_other_forms_are_counted_as_not_yet_covered(tell: Tell) -> None:
    told = tell(story(NEW, {**NEW, "form": "B99", "row": 1}))

    assert told.code == 0
    assert told.spelled().endswith("1 passed, 0 failed, 1 not yet covered")


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        ({"row": "P02-A99v"}, "02 has no row 'P02-A99v'; there are, for instance: "),
        ({"form": "B03", "row": "P03-12b/chém"}, "P03-12b.death (tử hình)"),
        ({"form": "L1", "row": "nẻw"}, "L1 has no row 'nẻw'; there are, for instance: new, "),
        ({"unit": "KV1-XX"}, "unit 'KV1-XX' is not known; known: KVn-XX, TINH-XX"),
        ({"unit": "KV99-HN"}, "unit 'K01-99' is not in the catalogue"),
        ({"period": "2026-13"}, "accepted: 2026-01 (month)"),
        ({"view": "closed"}, "KV1-HN 2026-01 was not closed"),
        ({"view": "vuota"}, "view 'vuota' is not known; known: current, closed, adjustment"),
    ],
)
def test_a_cell_that_cannot_be_asked_fails_alone_and_says_what_there_is(
    tell: Tell, expected: dict[str, Any], reason: str
) -> None:
    told = tell(story(NEW, {**NEW, **expected}))

    assert told.code == 1
    assert len(told.failed) == 2
    assert all(o.counted is None and reason in o.spelled() for o in told.failed)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({**PROSECUTED, "unit": "KV1-XX"}, "unit 'KV1-XX' is not known"),
        ({**PROSECUTED, "unit": "KV99-HN"}, "unit K01-99 is not in the catalogue"),
        ({**PROSECUTED, "on": "5 January"}, "'5 January' is no day; accepted: 2026-01-31"),
        ({"on": "2026-01-05", "unit": "KV1-HN"}, "lacks 'facts'"),
        ({**PROSECUTED, "arrives": "soon"}, "arrives 'soon'; accepted: 2026-01-31T08:00"),
        (event("sk.dinhchinh", corrects={"M-9": {"on": "2026-01-06"}}),
         "corrects message 'M-9'; named messages: none"),
        (event("dt.tach", new_case="VA2"), "cannot be understood: KeyError('source')"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_understood_is_a_problem_of_its_story(
    tell: Tell, bad: dict[str, Any], reason: str
) -> None:
    told = tell(story(events=[PROSECUTED, bad]))

    assert told.code == 1
    assert len(told.problems) == 1
    assert reason in told.problems[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- id: X1\n  events: [\n  - a: b: c\n", r"told\.yaml:3: not YAML: "),
        ("id: X1\n", r"told\.yaml:1: expected a list of stories, found dict"),
        ("", r"told\.yaml:1: expected a list of stories, found NoneType"),
        ("- id: X1\n  events: []\n", r"told\.yaml: story 1: expected `id`, and lists `events`"),
    ],
)
def test_a_file_that_is_no_file_of_stories_is_refused_with_its_place(
    tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "told.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(Refused, match=reason):
        run.stories(file)


def test_an_unknown_id_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused, match=r"has no story S99; it has S\w+, "):
        run.stories(FILES[0], frozenset({"S99"}))


# ---- what people write otherwise ----


def test_a_message_said_to_be_repeated_counts_once_though_it_has_no_name(tell: Tell) -> None:
    report = event("nt.phancong", subjects=["NT1"], offence="174")
    protest = event("pt.khangnghi", on="2026-01-20", level="ngang cấp")
    again = {**protest, "facts": {**protest["facts"], "repeated": True}}
    told = tell(
        story(
            {**NEW, "form": "B01", "row": 6},
            {**NEW, "form": "B03", "row": "P03-25v/ngang cấp"},
            events=[PROSECUTED, report, protest, again, again],
        )
    )

    assert (told.failed, told.problems) == ([], [])


def test_missing_subjects_bare_on_unknown_keys_and_words_in_other_order_are_read(
    tell: Tell,
) -> None:
    told = tell(
        story(
            {**NEW, "row": "P02-A08b"},
            {**NEW, "row": "P02-A28b", "period": "2026-02"},
            {**NEW, "row": "P02-A36b", "period": "2026-02"},
            {**NEW, "row": "P02-A27b", "period": "2026-02", "value": "1"},
            {**NEW, "form": "B03", "row": "P03-12b/tù ≤3", "period": "2026-05"},
            {**NEW, "form": "B01", "row": 70, "period": "2026-02"},
            events=[
                {True: "2026-01-05", "unit": " kv1-hn", "mood": "grim", **{
                    k: v for k, v in PROSECUTED.items() if k in {"subjects", "facts"}}},
                event("dt.ktbc", subjects=["VA1"], extra=1, lead="A1", persons={
                    "A1": {"born": "1990-02-03", "charges": "Điều 174 khoản 1", "hobby": None},
                    "PN1": {"kind": "Pháp  nhân thương mại", "charges": [174]}}),
                event("dt.pheduyet", subjects="A1"),
                event("dt.pheduyet", on="2026-02-01", subjects=["PN1"]),
                event("dt.dinhchi", on="2026-02-02", subjects=["PN1"], case="VA1",
                      ground="Khoản 7 Điều 157 BLTTHS"),
                event("dt.kldt", on="2026-02-20"),
                event("nt.kiemsat_tructiep", on="2026-02-21", subjects=[]),
                event("tt.nhanhs", on="2026-02-23", subjects=None),
                event("tt.truyto", on="2026-03-02"),
                event("xx.thuly", on="2026-03-04"),
                event("xx.banan_st", on="2026-05-04", sentences={"A1": "phạt tù 03 năm"}),
            ],
        )
    )  # fmt: skip

    assert told.problems == []
    assert told.failed == [], told.spelled()
