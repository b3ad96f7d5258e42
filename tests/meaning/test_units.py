"""The procuracies, as a dated tree."""

from collections import Counter
from datetime import date

import pytest
from published import UNITS, rows

from projections.calendar import Period
from projections.units import Units, UnknownUnit

TODAY = date(2026, 1, 15)
LAST_OLD_DAY = date(2025, 6, 30)
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
YEAR_OF_MERGERS = Period(date(2024, 12, 1), date(2025, 10, 1))


def levels(on: date) -> Counter[str]:
    found = (UNITS.unit(code, on) for code in UNITS.codes(on))
    return Counter(unit.level for unit in found if unit)


def test_there_are_34_provinces_and_355_regional_procuracies() -> None:
    assert levels(TODAY)["province"] == 34
    assert levels(TODAY)["region"] == 355
    assert levels(TODAY)["supreme"] == 1


def test_there_were_63_provinces_before_july_2025() -> None:
    assert levels(LAST_OLD_DAY)["province"] == 63


@pytest.mark.parametrize(
    ("province", "count"),
    [("01", 12), ("12", 4), ("14", 6), ("19", 9), ("22", 6), ("24", 9), ("38", 13), ("40", 12),
     ("48", 12), ("75", 14), ("79", 19), ("80", 12)],
)  # fmt: skip
def test_the_published_counts_of_regions_are_met_and_official(province: str, count: int) -> None:
    regions = [row for row in rows("units") if row["code"].startswith(f"K{province}-")]
    assert len(regions) == count
    assert {row["status"] for row in regions} == {"official"}


def test_provinces_named_before_dong_nai_have_84_regions_together() -> None:
    before = [f"K{code}-" for code in ("91", "24", "96", "04", "92", "48", "66", "11")]
    assert sum(row["code"].startswith(tuple(before)) for row in rows("units")) == 84


def test_regions_that_nobody_published_are_marked_inferred() -> None:
    status = {row["code"]: row["status"] for row in rows("units")}
    assert status["K91-15"] == "official"  # seen
    assert {status[code] for code in status if code.startswith("K96-")} == {"inferred"}


def test_a_plain_code_is_the_unit_alone() -> None:
    assert UNITS.resolve("T01", TODAY) == ("T01",)


def test_a_plus_takes_all_below() -> None:
    found = UNITS.resolve("T01+", TODAY)
    assert found[0] == "T01"
    assert {code for code in found if code[0] == "K"} == {f"K01-{n:02}" for n in range(1, 13)}
    assert "T01-P02" in found
    assert not any(code.startswith(("T04", "K04")) for code in found)
    assert UNITS.resolve("K01-03+", TODAY) == ("K01-03",)


def test_the_nation_is_every_unit_once() -> None:
    nation = UNITS.resolve("TC+", TODAY)
    assert len(nation) == len(set(nation))
    assert set(nation) == {*UNITS.codes(TODAY), "unknown"}
    assert {"TC-V02", "TC-PT1", "TC-CQDT", "K79-19", "QS-TW", "QS-QK1-11"} <= set(nation)


def test_what_happened_before_a_unit_began_may_stand_under_it() -> None:
    assert UNITS.known("K01-03", date(2024, 6, 14))
    assert "K01-03" in UNITS.resolve("T01+", date(2024, 6, 14))


def test_a_unit_that_ended_carries_nothing_later() -> None:
    assert UNITS.known("T02", LAST_OLD_DAY)
    assert not UNITS.known("T02", date(2025, 7, 1))
    with pytest.raises(UnknownUnit, match=r"'T02' ended on 2025-07-01; accepted: T08"):
        UNITS.resolve("T02", TODAY)


def test_a_code_that_changed_hands_bears_the_name_of_the_day() -> None:
    assert UNITS.label("T24", LAST_OLD_DAY) == "Viện kiểm sát nhân dân tỉnh Bắc Giang"
    assert UNITS.label("T24", TODAY) == "Viện kiểm sát nhân dân tỉnh Bắc Ninh"
    assert UNITS.label("T24") == "Viện kiểm sát nhân dân tỉnh Bắc Ninh"
    assert UNITS.label("T27", LAST_OLD_DAY) == "Viện kiểm sát nhân dân tỉnh Bắc Ninh"


def test_labels_are_in_vietnamese_and_an_unknown_code_is_its_own() -> None:
    assert UNITS.label("K79-01") == "Viện kiểm sát nhân dân khu vực 1 – Hồ Chí Minh"
    assert UNITS.label("T98") == "T98"


def test_the_line_above_a_unit_ends_at_the_top() -> None:
    assert UNITS.ancestors("K01-03", TODAY) == ("T01", "TC")
    assert UNITS.ancestors("QS-QK1-11", TODAY) == ("QS-QK1", "QS-TW", "TC")
    assert UNITS.ancestors("TC", TODAY) == ()
    assert UNITS.children("QS-QK1", TODAY) == ("QS-QK1-11",)


def test_every_successor_still_stands() -> None:
    for row in rows("units"):
        if row["successor"]:
            assert UNITS.known(row["successor"], TODAY), row


@pytest.mark.parametrize(("typed", "meant"), [("k01-3", "K01-03"), ("TC-V2", "TC-V02")])
def test_an_unknown_code_is_answered_with_near_ones(typed: str, meant: str) -> None:
    assert meant in UNITS.near(typed)
    with pytest.raises(UnknownUnit, match=meant):
        UNITS.resolve(typed, TODAY)


def test_a_broken_tree_is_refused() -> None:
    row = next(row for row in rows("units") if row["code"] == "TC")
    with pytest.raises(ValueError, match="unit TC: parent 'X' is not in the catalogue"):
        Units.from_rows([row | {"parent": "X"}])
    with pytest.raises(ValueError, match="unit TC: two versions stand"):
        Units.from_rows([row, row])


def test_the_nation_counts_what_names_no_known_unit_and_no_other_roll_up_does() -> None:
    day = date(2026, 1, 1)

    assert "unknown" in UNITS.resolve("TC+", day)
    assert "unknown" not in UNITS.resolve("T01+", day)
    assert UNITS.resolve("unknown", day) == ("unknown",)


def test_a_province_is_answered_for_by_region_by_office_or_whole() -> None:
    regions = UNITS.answering("T24+K", MARCH)
    offices = UNITS.answering("T24+P", MARCH)
    assert regions == tuple(f"K24-{n:02}" for n in range(1, 10))
    assert offices[0] == "T24" and "T24-P07" in offices
    assert set(UNITS.answering("T24+", MARCH)) == {*regions, *offices}


def test_a_merged_province_is_answered_for_by_its_successor() -> None:
    # Hà Giang (02) went into Tuyên Quang (08), the old Bắc Ninh (27) into the new one (24).
    for period in (YEAR_OF_MERGERS, MARCH):
        assert "T02" in UNITS.answering("T08+", period)
        assert "T27" in UNITS.answering("T24+", period)
        assert "T02" not in UNITS.answering("T24+", period)
    assert UNITS.answering("T02", YEAR_OF_MERGERS) == ("T02",)  # it stood when the year began
    with pytest.raises(UnknownUnit, match="'T02' ended on 2025-07-01; accepted: T08"):
        UNITS.answering("T02", MARCH)


def test_the_tree_before_the_mergers_is_its_own() -> None:
    may = Period(date(2025, 5, 1), date(2025, 6, 1))
    assert "T27" not in UNITS.answering("T24+", may)
    assert UNITS.name("T24", may) == "Viện kiểm sát nhân dân tỉnh Bắc Giang"
    assert UNITS.name("T24", YEAR_OF_MERGERS) == "Viện kiểm sát nhân dân tỉnh Bắc Ninh"


def test_the_nation_leaves_no_code_out() -> None:
    nation = UNITS.answering("TC+", MARCH)
    assert len(nation) == len(set(nation))
    assert set(nation) == {*UNITS.versions, "unknown"}


def test_any_list_of_units_can_be_asked_each_once() -> None:
    assert UNITS.answering("K01-03, K04-01,K01-03", MARCH) == ("K01-03", "K04-01")
    assert UNITS.answering("QS-TW+K", MARCH) == ("QS-QK1-11",)
    assert UNITS.level("K01-03,K04-01", TODAY) == "region"
    assert UNITS.level("K01-03,T04+", TODAY) is None
    assert UNITS.name("K01-03,T04+K", MARCH) == (
        "2 đơn vị được chọn: Viện kiểm sát nhân dân khu vực 3 – Hà Nội; "
        "Viện kiểm sát nhân dân tỉnh Cao Bằng – các đơn vị khu vực"
    )


def test_what_may_follow_a_code_is_told() -> None:
    with pytest.raises(UnknownUnit, match=r"'T01\+x'; accepted after a code: \+, \+K, \+P"):
        UNITS.answering("T01+x", MARCH)


def test_what_was_asked_falls_into_rows_that_make_it_up() -> None:
    for text in ("TC+", "T01+", "T08+", "T01+K", "K01-03", "K01-03, T04+K"):
        rows = UNITS.rows(text, MARCH)
        below = [code for codes in rows.values() for code in codes]
        assert sorted(below) == sorted(UNITS.answering(text, MARCH)), text
        for asked, codes in rows.items():
            if UNITS.asked_alone(asked, MARCH):
                assert sorted(UNITS.answering(asked, MARCH)) == sorted(codes)
    assert not UNITS.asked_alone("T02", MARCH) and UNITS.asked_alone("unknown", MARCH)
    assert list(UNITS.rows("K01-03, T04+K", MARCH)) == ["K01-03", "T04+K"]
    nation = UNITS.rows("TC+", MARCH)
    assert {"TC", "TC-V01", "T01+", "QS-TW+", "unknown"} <= set(nation)
    assert nation["T01+"] == UNITS.answering("T01+", MARCH)


def test_agencies_with_forms_of_their_own_are_units_of_that_level() -> None:
    assert UNITS.agencies(TODAY) == ("TC-CQDT",)
