"""What blocks a report, who may let it pass, and which store a command asks.

K01-01: D1 and D2 were indicted in January without a file, with one number: each is out of turn
(E28, E30) and repeats a number (E34), and no court took them up (X26, a warning).
K01-02: D3 was prosecuted by an agency that nobody knows (E16), so a sum of Biểu 02 does not hold.
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
JANUARY = ("--unit", "K01-01", "--period", "2026-01")
WHO = ("--who", "Trần Thị B")
WHY = (*WHO, "--why", "đã đối chiếu sổ")


def told() -> list[dict[str, Any]]:
    return [
        _event("D1", "indicted", 15, "K01-01", "K01-01"),
        _event("D2", "indicted", 16, "K01-01", "K01-01"),
        _event("D3", "case_prosecuted", 7, "K01-02", "XYZ-7"),
    ]


def _event(dossier: str, type: str, day: int, unit: str, agency: str) -> dict[str, Any]:
    theft = {"article": "173", "clause": "1", "main": True}
    return {
        "event_id": f"{dossier}.1", "type": type, "dossier_id": dossier, "unit": unit,
        "agency": agency, "effective_on": date(2026, 1, day), "sequence": 1,
        "recorded_at": datetime(2026, 2, 1, 9, tzinfo=UTC), "decision": {"number": "01/CT"},
        "subjects": [{"id": "v", "kind": "case", "charges": [theft]}],
    }  # fmt: skip


@pytest.fixture
def store(database: str) -> str:
    record_in(database, told())
    return database


@pytest.fixture
def thongke(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("THONGKE_DATABASE_URL", raising=False)

    def run(*arguments: str, url: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["thongke", *arguments])
        if url is not None:
            monkeypatch.setenv("THONGKE_DATABASE_URL", url)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run


def of(out: str, *words: str) -> list[str]:
    return [line for line in out.splitlines() if all(word in line for word in words)]


def test_findings_block_by_their_register_until_they_are_waived(thongke: Run, store: str) -> None:
    code, out, _ = thongke("check", *JANUARY, url=store)
    assert (code, out.splitlines()[-1].partition(", ")[2]) == (1, "4 lỗi chặn gửi")
    turns = of(out, "out_of_turn [block]", "E28 Ngày thụ lý trước", "E30 Kết luận điều tra")
    assert [line.rpartition(" – hồ sơ: ")[2] for line in turns] == [
        "D1, sự kiện D1.1", "D2, sự kiện D2.1",
    ]  # fmt: skip
    numbers = of(out, "number_repeated [block]", "E34 Trùng số")
    assert [line.rpartition(" – hồ sơ: ")[2] for line in numbers] == [
        "D1, sự kiện D1.1", "D2, sự kiện D2.1",
    ]  # fmt: skip

    for event in ("D1.1", "D2.1"):
        for finding in ("out_of_turn", "number_repeated"):
            assert thongke("waive", event, finding, *WHY)[0] == 0
    code, out, _ = thongke("check", *JANUARY)
    assert (code, out.splitlines()[-1].partition(", ")[2]) == (0, "0 lỗi chặn gửi")
    assert len(of(out, "[block]", "đã bỏ qua: Trần Thị B: đã đối chiếu sổ")) == 4

    assert thongke("waive", "D2.1", "number_repeated", *WHO, "--withdraw")[0] == 0
    code, out, _ = thongke("check", *JANUARY)
    assert (code, out.splitlines()[-1].partition(", ")[2]) == (1, "1 lỗi chặn gửi")


def test_a_warning_finding_does_not_block_and_names_its_error(thongke: Run, store: str) -> None:
    asked = ("--unit", "K01-02", "--period", "2026-01")
    _, out, _ = thongke("check", *asked, url=store)
    assert len(of(out, "unknown_agency [warn]", "E16 Sổ nghiệp vụ", "hồ sơ: D3")) == 1
    blocking = of(out, "[block]")
    assert any("P02-F07v" in line for line in blocking)
    assert f", {len(blocking)} lỗi chặn gửi" in out


def test_a_formula_is_waived_for_a_unit_and_period_and_says_so_everywhere(
    thongke: Run, store: str, tmp_path: Path
) -> None:
    _, out, _ = thongke("check", *JANUARY, url=store)
    [failed] = of(out, "K01-01 02 X26v [warn]")
    assert "X26 Truy tố so với Tòa án thụ lý" in failed and "E05 Không đối chiếu" in failed
    assert "bỏ qua" not in failed

    assert thongke("waive", "02", "X26v", *JANUARY, *WHY)[0] == 0
    _, out, _ = thongke("check", *JANUARY)
    [failed] = of(out, "K01-01 02 X26v [warn]")
    assert failed.endswith("hồ sơ: D1, D2 – đã bỏ qua: Trần Thị B: đã đối chiếu sổ")

    _, out, _ = thongke("form", "02", *JANUARY)
    assert "đã bỏ qua – Trần Thị B: đã đối chiếu sổ" in " ".join(out.split())
    [check] = [c for c in verdicts(thongke, *JANUARY) if c["id"] == "X26v"]
    assert (check["holds"], check["waived"]) == (False, "Trần Thị B: đã đối chiếu sổ")
    assert check["errors"] == ["E05", "E37", "X26"]
    book = tmp_path / "b02.xlsx"
    assert thongke("form", "02", *JANUARY, "--xlsx", str(book))[0] == 0
    head = [str(cell.value) for cell in load_workbook(book)["K01-01"]["A"][:5]]
    assert "Đã bỏ qua công thức X26v – Trần Thị B: đã đối chiếu sổ" in head

    for other in (("K01-01", "2026-Q1"), ("T01+", "2026-01")):
        asked = ("--unit", other[0], "--period", other[1])
        assert not any("waived" in c for c in verdicts(thongke, *asked))
    assert thongke("waive", "02", "X26v", *JANUARY, *WHO, "--withdraw")[0] == 0
    assert not any("waived" in c for c in verdicts(thongke, *JANUARY))


def verdicts(thongke: Run, *asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(thongke("form", "02", *asked, "--json")[1])["checks"]
    return found


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("02", "P02-F07v", "--unit", "K01-02"), "P02-F07v không ai được bỏ qua"),
        (("02", "X26v", "--unit", "K01-02"), "X26v của K01-02 đang đúng"),
        (("02", "X99", "--unit", "K01-01"), "02 has no formula 'X99'; there are "),
        (("02", "X26v", "--unit", "all"), "a formula is waived for one unit"),
    ],
)
def test_what_no_one_may_waive_or_what_does_not_fail_is_refused(
    thongke: Run, store: str, named: tuple[str, ...], said: str
) -> None:
    code, _, err = thongke("waive", *named, "--period", "2026-01", *WHY, url=store)
    assert code == 2
    assert said in err


def test_a_declared_cell_says_who_supplies_it_and_is_no_number(thongke: Run) -> None:
    asked = ("explain", "05.P05-15b.late", *JANUARY)
    code, out, _ = thongke(*asked, url="postgresql://nobody@127.0.0.1:1/nothing")
    assert code == 0
    assert "– không lấy từ sự kiện: Thời hạn xét xử phúc thẩm tính theo vụ án" in out
    assert "Đơn vị kiểm sát xét xử phúc thẩm cung cấp" in out
    one = json.loads(thongke(*asked, "--json")[1])
    assert (one["spans"], one["supplied_by"]) == (None, "Đơn vị kiểm sát xét xử phúc thẩm")


def test_a_form_by_offence_with_a_declared_column_is_printed_and_shown(
    thongke: Run, store: str, tmp_path: Path
) -> None:
    """S169 c19: the amount of drugs is no event's."""
    book, print_ = tmp_path / "s169.xlsx", tmp_path / "s169.pdf"
    code, out, _ = thongke("form", "S169", *JANUARY, url=store)
    assert code == 0
    assert "c19 Khối lượng chất ma túy theo từng chất: – Loại chất" in " ".join(out.split())
    assert thongke("form", "S169", *JANUARY, "--xlsx", str(book), "--pdf", str(print_))[0] == 0
    rows = list(load_workbook(book)["K01-01"].iter_rows(values_only=True))
    [ids] = [row for row in rows if "c19" in row]
    total = next(row for row in rows if row[0] == "Tổng số")
    assert total[ids.index("c19")] is None
    assert total[1:3] == (0, 0)


@pytest.fixture
def demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store where `thongke demo` keeps its own, running."""
    local = tmp_path / "local"
    monkeypatch.setenv("THONGKE_LOCAL_DIR", str(local))
    with LocalPostgres(local / "demo" / "postgres") as server:
        record_in(server.url, told())
        yield local


def test_commands_ask_the_demonstration_that_runs_and_say_so(
    thongke: Run, demonstration: Path
) -> None:
    asked = ("--unit", "K01-02", "--period", "2026-01")
    code, out, err = thongke("form", "02", *asked, "--json")
    assert code == 0
    assert json.loads(out)["cells"]["P02-A08v"] == 1
    assert err == (
        f"store: {demonstration / 'demo' / 'postgres'} (THONGKE_DATABASE_URL names none)\n"
    )
