"""Sums of units and indicators on the command line. Figures worked by hand from the records.

R1 goes from K01-01 to K01-02 in January; R2 leaves K01-01 on the 28th and has not arrived.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from in_store import record_in
from openpyxl import load_workbook

from ops.local import LocalPostgres
from thongke import cli

Run = Callable[..., tuple[int, str, str]]
ROADS = {
    "R1": (("K01-01", 5), ("K01-01", 10), ("K01-02", 12)),
    "R2": (("K01-01", 7), ("K01-01", 28)),
}
STEPS = ("report_accepted", "report_transferred_out", "report_transferred_in")


@pytest.fixture(scope="module")
def recorded(postgres: LocalPostgres) -> Iterator[str]:
    url = postgres.create_database("cli_areas")
    record_in(url, told())
    yield url
    postgres.drop_database("cli_areas")


def told() -> list[dict[str, Any]]:
    return [
        {
            "event_id": f"{dossier}.{n}",
            "type": type,
            "dossier_id": dossier,
            "unit": unit,
            "agency": "CA-01",
            "effective_on": date(2026, 1, day),
            "sequence": n,
            "recorded_at": datetime(2026, 2, 1, 9, tzinfo=UTC),
            "subjects": [{"id": "t", "kind": "report"}],
            **({} if n == 1 else {"transfer": {"counterpart": "CA-01"}}),
        }
        for dossier, steps in ROADS.items()
        for n, (type, (unit, day)) in enumerate(zip(STEPS, steps, strict=False), 1)
    ]


@pytest.fixture
def thongke(
    recorded: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["thongke", *arguments])
        monkeypatch.setenv("THONGKE_DATABASE_URL", recorded)
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, told.out, told.err

    return run


def test_a_sum_says_net_in_transit_and_silent(thongke: Run) -> None:
    code, out, _ = thongke("form", "01", "--unit", "T01+K", "--period", "2026-01", "--json")
    beside = json.loads(out)["rollup"]
    assert code == 0
    assert (beside["net"]["d10"], beside["net"]["d17"]) == (0, 1)  # gross 1 and 2
    assert beside["on_the_way"] == ["R2"]
    assert (beside["units"], len(beside["silent"])) == (12, 10)  # but K01-01 and K01-02


def test_the_same_for_people(thongke: Run) -> None:
    _, out, _ = thongke("form", "01", "--unit", "T01+K", "--period", "2026-02")
    assert "12/12 đơn vị không có sự kiện nào trong kỳ" in out
    assert "K01-01 Viện kiểm sát nhân dân khu vực 1 – Hà Nội: cuối criminal 28/01/2026" in out
    assert "đang trên đường cuối kỳ: 1 (R2)" in out


def test_a_workbook_of_a_sum_says_net_and_silent(thongke: Run, tmp_path: Path) -> None:
    file = tmp_path / "b01.xlsx"
    asked = ("form", "01", "--unit", "T01+K", "--period", "2026-01")
    assert thongke(*asked, "--xlsx", str(file), "--pdf", str(tmp_path / "b01.pdf"))[0] == 0
    sheet = load_workbook(file)["T01+K"]
    assert str(sheet["A4"].value).startswith("10/12 đơn vị không có sự kiện nào trong kỳ")
    rows = {row[1].value: row for row in sheet.iter_rows()}
    assert [rows[code][3].value for code in ("010", "017")] == [1, 2]
    assert [str(rows[code][4].value) for code in ("010", "017")] == [
        "ròng 0; dòng của 560",
        "ròng 1; dòng của 560",
    ]


def test_one_unit_has_nothing_beside_it(thongke: Run) -> None:
    _, out, _ = thongke("form", "01", "--unit", "K01-01", "--period", "2026-01", "--json")
    assert "rollup" not in json.loads(out)


def test_indicators_are_told_with_their_cells(thongke: Run) -> None:
    code, out, _ = thongke(
        "indicators", "--unit", "K01-01", "--period", "2026-01", "--series", "358", "--json"
    )
    found = {one["indicator"]: one for one in map(json.loads, out.splitlines())}
    assert code == 0
    # No source was resolved: both went elsewhere.
    assert (found["2"]["light"], found["2"]["readings"][0]["value"]) == ("nothing", None)
    assert found["2"]["readings"][0]["cells"] == {"form(01).d23": 0, "form(01).d40": 0}
    assert found["7"]["readings"][0]["period"] == "2025-10-01..2026-02-01"
    assert found["18"]["readings"][0]["cells"]["CT2.i18.decided"] == 0


def test_an_own_line_of_indicators_can_be_explained(thongke: Run) -> None:
    code, out, _ = thongke("explain", "CT2.i18.decided", "--unit", "K01-01", "--period", "2026-01")
    assert (code, out.rstrip().endswith("2026-01: 0")) == (0, True)


def test_indicators_of_a_province_say_who_is_silent(thongke: Run) -> None:
    code, out, _ = thongke("indicators", "--unit", "T01+K", "--period", "2026-01")
    assert code == 0
    assert "không phát sinh" in out
    assert "10/12 đơn vị không có sự kiện nào trong kỳ" in out


def test_an_unknown_series_or_suffix_is_refused_in_words(thongke: Run) -> None:
    code, _, told = thongke(
        "indicators", "--unit", "K01-01", "--period", "2026-01", "--series", "1"
    )
    assert (code, "there are 358, NQ96" in told) == (2, True)
    code, _, told = thongke("indicators", "--unit", "T01+x", "--period", "2026-01")
    assert (code, "accepted after a code: +, +K, +P" in told) == (2, True)


def test_a_group_of_indicators_is_shown_with_its_formulas(thongke: Run) -> None:
    code, out, _ = thongke("definitions", "show", "CT1")
    assert code == 0
    said = out[out.index("\n2        ") :].splitlines()
    assert said[2].strip() == "form(01).d23 - form(01).d40  /  form(01).d23"
    assert said[3].strip() == "region = 100 %; province = 100 %; supreme = 100 %"
    _, out, _ = thongke("definitions", "show", "CT5", "--json")
    shown = {one["id"]: one for one in json.loads(out)["indicators"]}
    assert shown["78"]["targets"] == {"region": "≥ 80 %", "province": "≥ 80 %"}
