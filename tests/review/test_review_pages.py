"""What a statistician sees. Expected figures are counted by hand from review_story.py."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
import review_story
from sqlalchemy import Engine, create_engine
from starlette.testclient import TestClient

from review.app import create
from store.recorder import record
from thongke.assembly import assemble

JANUARY = "don_vi=K01-03&ky=2026-01"
PAGES = (
    "/",
    f"/bieu/01?{JANUARY}",
    f"/bieu/02?{JANUARY}",
    f"/bieu/03?{JANUARY}",
    f"/bieu/02/P02-A08b?{JANUARY}",
    f"/danh-sach/L1?{JANUARY}",
    f"/danh-sach/PL01?{JANUARY}&dong=newb",
    f"/dieu-can-xem?{JANUARY}",
    "/ho-so/HS-A1",
    "/ho-so/HS-C3",
)


class Seen(HTMLParser):
    """Rows of the form's table as a reader sees them: id -> texts of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self.heads: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row = self.rows.setdefault(dict(attrs).get("id") or "", [])
        if tag in ("th", "td"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self._cell is not None and self._row is not None:
            self._row.append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def seen(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer


def twin(client: TestClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = seen(client, with_json(address)).json()
    return found


def with_json(address: str) -> str:
    return address + ("&" if "?" in address else "?") + "json=1"


def values(page: dict[str, Any]) -> dict[str, int]:
    return {line["id"]: line["value"] for line in page["lines"]}


def test_a_form_has_its_official_columns_in_order_and_its_figures(client: TestClient) -> None:
    page = Seen(seen(client, f"/bieu/02?{JANUARY}").text)
    assert page.rows[""][:5] == [
        "TIÊU CHÍ", "MÃ DÒNG", "SỐ LIỆU HIỆU CHỈNH", "SỐ LIỆU HỆ THỐNG", "GHI CHÚ",
    ]  # fmt: skip
    # Prosecuted in January: the cases HS-A1 and HS-F6; b1 and b2; b2 is suspended.
    label, code, adjusted, system, note = page.rows["P02-A08v"]
    assert (code, adjusted, system, note) == ("P02-A08v", "", "2", "suy luận")
    assert label.endswith("(vụ án)")
    assert page.rows["P02-A08b"][3] == "2"
    assert page.rows["P02-A39b"][3] == page.rows["P02-A44b"][3] == "1"


def test_the_head_says_unit_form_title_and_days(client: TestClient) -> None:
    text = seen(client, f"/bieu/01?{JANUARY}").text
    for said in (
        "Viện kiểm sát nhân dân khu vực 3 – Hà Nội",
        "Biểu số 01",
        "Từ ngày 01/01/2026 đến ngày 31/01/2026",
        "tính đến vị trí 1",
    ):
        assert said in text


def test_the_province_with_all_below_adds_what_its_units_have(client: TestClient) -> None:
    below = twin(client, "/bieu/02?don_vi=T01%2B&ky=2026-01")
    alone = twin(client, "/bieu/02?don_vi=T01&ky=2026-01")
    assert (values(below)["P02-A08v"], values(alone)["P02-A08v"]) == (2, 0)
    assert below["with_below"]
    assert "và các đơn vị cấp dưới" in seen(client, "/bieu/02?don_vi=T01%2B&ky=2026-01").text


def test_an_inferred_row_never_poses_as_official(client: TestClient) -> None:
    marks = {"inferred": "suy luận", "carried_over": "dòng của 560"}
    for form in ("01", "02", "03"):
        rows = Seen(seen(client, f"/bieu/{form}?{JANUARY}").text).rows
        for line in twin(client, f"/bieu/{form}?{JANUARY}")["lines"]:
            if line["status"] in marks:
                assert rows[line["id"]][4].startswith(marks[line["status"]]), line["id"]


def test_a_row_that_no_event_can_supply_says_why_and_who_does(client: TestClient) -> None:
    page = twin(client, f"/bieu/05?{JANUARY}")
    line = next(line for line in page["lines"] if line["not_from_events"])
    assert (line["value"], line["href"]) == (None, None)
    shown = Seen(seen(client, f"/bieu/05?{JANUARY}").text).rows[line["id"]]
    assert shown[3] == "–"
    assert line["not_from_events"] in shown[4] and line["supplied_by"] in shown[4]
    refused = client.get(f"/bieu/05/{line['id']}?{JANUARY}")
    assert refused.status_code == 404
    assert "không lấy từ sự kiện" in refused.text


@pytest.mark.parametrize("form", ["01", "02", "03"])
def test_the_twin_says_what_the_page_says(client: TestClient, form: str) -> None:
    rows = Seen(seen(client, f"/bieu/{form}?{JANUARY}").text).rows
    told = twin(client, f"/bieu/{form}?{JANUARY}")["lines"]
    assert [id for id in rows if id] == [line["id"] for line in told]
    for line in told:
        shown = "–" if line["value"] is None else str(line["value"])
        assert rows[line["id"]][3] == shown


@pytest.mark.parametrize("form", ["01", "02", "03"])
def test_every_number_opens_to_a_list_of_its_size(client: TestClient, form: str) -> None:
    counted = [n for n in twin(client, f"/bieu/{form}?{JANUARY}")["lines"] if n["value"]]
    assert counted
    for line in counted:
        page = twin(client, line["href"])
        assert (page["size"], len(page["rows"])) == (line["value"], line["value"]), line["id"]


def test_a_list_tells_how_each_subject_came_and_leads_to_its_dossier(client: TestClient) -> None:
    page = twin(client, f"/bieu/02/P02-A39b?{JANUARY}")
    (row,) = page["rows"]
    (span,) = row["spans"]
    assert (span["dossier"], span["words"]["subject"]) == ("HS-A1", "b2")
    assert span["words"]["until"] == "20/01/2026"
    assert span["words"]["left_by"] == "tạm đình chỉ"
    (until,) = [event for event in span["events"] if event["role"] == "until"]
    assert (until["event_id"], until["number"]) == ("HS-A1.4", "21/QĐ-TĐC")
    assert seen(client, span["href"]).status_code == 200


def test_a_failed_check_names_the_dossier_that_fails_it(client: TestClient) -> None:
    failed = [c for c in twin(client, f"/bieu/02?{JANUARY}")["checks"] if not c["holds"]]
    # HS-F6 was prosecuted by nobody known; HS-D4 was indicted without being prosecuted before.
    assert [(c["id"], c["severity"], [d["dossier"] for d in c["dossiers"]]) for c in failed] == [
        ("P02-F07v", "block", ["HS-F6"]),
        ("X26v", "warn", ["HS-D4"]),
    ]
    text = seen(client, f"/bieu/02?{JANUARY}").text
    assert "2 công thức kiểm tra không đúng" in text
    assert "2 so với 1, lệch 1" in text
    assert f'href="{failed[0]["dossiers"][0]["href"]}"' in text


def test_an_incomplete_dossier_is_told_on_every_figure_that_it_touches(client: TestClient) -> None:
    for address in (f"/bieu/02?{JANUARY}", f"/danh-sach/L1?{JANUARY}"):
        assert [d["dossier"] for d in twin(client, address)["incomplete"]] == ["HS-D4"]
        assert "Số liệu có thể chưa đủ" in seen(client, address).text
    assert twin(client, "/bieu/02?don_vi=K01-04&ky=2026-01")["incomplete"] == []
    assert "1 thông điệp của hồ sơ này đang bị cách ly" in seen(client, "/ho-so/HS-D4").text


def test_findings_are_counted_and_listed(client: TestClient) -> None:
    # HS-D4 is indicted out of turn, HS-F6 names an agency that nobody knows.
    told = twin(client, f"/bieu/01?{JANUARY}")["findings"]
    assert told["count"] == 2
    listed = twin(client, told["href"])["findings"]
    assert [(f["dossier"], f["code"]) for f in listed] == [
        ("HS-D4", "out_of_turn"),
        ("HS-F6", "unknown_agency"),
    ]


def test_a_dossier_shows_its_events_in_order_and_marks_what_was_corrected(
    client: TestClient,
) -> None:
    page = twin(client, "/ho-so/HS-C3")
    first, second = page["events"]
    assert (first["event_id"], first["stands"], first["undone_by"]) == (
        "HS-C3.1", False, "HS-C3.2",
    )  # fmt: skip
    assert (second["corrects"], second["stands"]) == ("HS-C3.1", True)
    text = seen(client, "/ho-so/HS-C3").text
    assert 'class="undone"' in text
    assert "đã bị thay hoặc hủy bởi" in text
    stays = [s["words"]["since"] for s in page["subjects"][0]["spans"] if s["what"] == "stay"]
    assert stays == ["12/01/2026"]


def test_a_dossier_shows_the_stages_of_each_subject(client: TestClient) -> None:
    subjects = {s["subject"]: s["spans"] for s in twin(client, "/ho-so/HS-A1")["subjects"]}
    assert set(subjects) == {"v", "b1", "b2"}
    stays = [s["words"] for s in subjects["b2"] if s["what"] == "stay"]
    assert [(s["stage"], s["since"], s.get("until")) for s in stays] == [
        (
            "Đã có quyết định khởi tố bị can, chờ Viện kiểm sát phê chuẩn",
            "06/01/2026", "09/01/2026",
        ),
        ("Đang điều tra", "09/01/2026", "20/01/2026"),
        ("Tạm đình chỉ điều tra", "20/01/2026", None),
    ]  # fmt: skip


def test_the_death_sentence_list_seals_the_name_and_agrees_with_its_cell(
    client: TestClient,
) -> None:
    page = twin(client, f"/danh-sach/L1?{JANUARY}")
    (row,) = page["rows"]
    assert page["size"] == 1
    assert row["cells"]["person"] == "niêm phong"
    assert row["cells"]["judgment_number"] == "08/2026"
    assert row["cells"]["judgment_on"] == "21/01/2026"
    assert row["cells"]["charge_on"] == "07/10/2025"
    assert row["cells"]["offence"].startswith("Điều 123 – Tội giết người")
    assert row["cells"]["order_on"] is None
    assert all(equal["holds"] for equal in page["equals"])
    equal = next(e for e in page["equals"] if e["line"] == "new.first_instance")
    assert equal["cells"] == {"P03-12b.death": 1}
    assert row["cells"]["form_row"] == "Biểu 03: P03-12b.death"


def test_a_column_that_no_document_states_stays_empty_and_says_who_fills_it_in(
    client: TestClient,
) -> None:
    page = twin(client, f"/danh-sach/L1?{JANUARY}")
    (declared,) = [c for c in page["columns"] if c["id"] == "case_name"]
    assert declared["label"] == "Tên vụ án"
    assert declared["supplied_by"] == "đơn vị thụ lý"
    (row,) = page["rows"]
    assert row["cells"]["case_name"] is None
    shown = client.get(f"/danh-sach/L1?{JANUARY}").text
    assert "tên vụ án thường là tên người (đơn vị thụ lý cung cấp)" in shown


def test_what_is_shown_stays_the_same_when_more_becomes_known(
    client: TestClient, engine: Engine
) -> None:
    before = twin(client, f"/bieu/01?{JANUARY}")
    (received,) = [line for line in before["lines"] if line["id"] == "d6"]
    assert received["value"] == 1
    with engine.begin() as connection:
        record(connection, review_story.late_report(), assemble().meaning)
    after = twin(client, f"/bieu/01?{JANUARY}")
    assert values(after)["d6"] == 2
    old = twin(client, received["href"])
    assert (old["size"], old["known"]["newer"]) == (1, 2)
    assert "Đã có dữ liệu mới hơn" in seen(client, received["href"]).text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/bieu/02?don_vi=K01-99&ky=2026-01", 404, "Không có đơn vị “K01-99”"),
        ("/bieu/02?ky=2026-01", 400, "Chưa chọn đơn vị"),
        ("/bieu/02?don_vi=K01-03&ky=2026-13", 400, "Không có kỳ “2026-13”"),
        ("/bieu/99?don_vi=K01-03&ky=2026-01", 404, "Không có biểu “99”"),
        ("/bieu/02?don_vi=K01-03&ky=2019-01", 404, "Không có biểu “02”"),
        ("/bieu/02/P02-XX?don_vi=K01-03&ky=2026-01", 404, "không có dòng “P02-XX”"),
        ("/danh-sach/L9?don_vi=K01-03&ky=2026-01", 404, "Không có danh sách “L9”"),
        ("/bieu/02?don_vi=K01-03&ky=2026-01&vi_tri=999", 400, "Không có vị trí “999”"),
        ("/bieu/02/P02-A08v?don_vi=K01-03&ky=2026-01&trang=7", 404, "Không có trang 7"),
        ("/ho-so/HS-nobody", 404, "Không có hồ sơ này"),
        ("/khong-co", 404, "Không có trang này"),
    ],
)
def test_what_is_not_accepted_is_told_with_what_would_be(
    client: TestClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert "Được chấp nhận" in answer.text
    again = client.get(with_json(address))
    assert (again.status_code, again.json()["status"]) == (status, status)
    assert again.json()["accepted"]


def test_the_choice_goes_to_the_form_and_comes_back_chosen(client: TestClient) -> None:
    chosen = client.get("/xem?don_vi=T01&cap_duoi=1&ky=2026-H1&bieu=03", follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (
        303, "/bieu/03?don_vi=T01%2B&ky=2026-H1",
    )  # fmt: skip
    listed = client.get("/xem?don_vi=T01&ky=2026-01&bieu=L1", follow_redirects=False)
    assert listed.headers["location"] == "/danh-sach/L1?don_vi=T01&ky=2026-01"
    again = twin(client, twin(client, chosen.headers["location"])["choose"] + "&bieu=03")
    assert again["chosen"] == {
        "many": "", "unit": "T01", "with_below": True, "period": "2026-H1", "form": "03",
    }  # fmt: skip


def test_every_page_is_ours_alone_and_is_not_kept(client: TestClient) -> None:
    for address in (*PAGES, "/khong-co", "/static/style.css", "/healthz"):
        headers = client.get(address).headers
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
    for address in PAGES:
        text = seen(client, address).text
        assert "<style" not in text and " style=" not in text and " onclick=" not in text
        assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_no_identity_is_shown_and_titles_carry_no_dossier(client: TestClient) -> None:
    for address in PAGES:
        text = seen(client, address).text
        assert "bm9ib2R5" not in text
        title = re.search(r"<title>(.*?)</title>", text, re.S)
        assert title is not None
        assert "HS-" not in title[1]


def test_pages_are_vietnamese_in_one_form_of_unicode(client: TestClient) -> None:
    for address in PAGES:
        text = seen(client, address).text
        assert '<html lang="vi">' in text
        assert unicodedata.is_normalized("NFC", text)


def test_health_says_ok_and_a_lost_database_is_told(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    lost = TestClient(create(nowhere, assemble().definitions))
    assert lost.get("/healthz").status_code == 503
    answer = lost.get(f"/bieu/02?{JANUARY}")
    assert answer.status_code == 503
    assert "Không kết nối được cơ sở dữ liệu" in answer.text
