"""Biểu 10 with a row for each unit, and forms that an agency files, as pages."""

from __future__ import annotations

from starlette.testclient import TestClient

PROVINCE = "don_vi=T01%2B&ky=2026-01"


def test_rows_are_the_units_asked_and_say_what_their_own_forms_say(client: TestClient) -> None:
    by_offence = client.get(f"/bieu/10?{PROVINCE}&json=1").json()
    assert by_offence["turned"]["href"].endswith("theo=don_vi")
    data = client.get(by_offence["turned"]["href"] + "&json=1").json()
    assert data["turned"]["label"] == "Xem theo tội danh"
    heads = [row["id"] for row in data["rows"]]
    assert heads[:2] == ["all", "T01"] and "K01-03" in heads
    assert data["rows"][0]["label"] == "Tổng số"

    def column(rows: list[dict[str, object]], name: str, row: str) -> object:
        cells = {c["id"]: c["value"] for r in rows for c in r["cells"]}  # type: ignore[attr-defined]
        return cells[f"{row}.{name}"]

    # All of the story is in K01-03: HS-A1 and HS-F6 are prosecuted in January.
    assert column(data["rows"], "c6", "all") == column(data["rows"], "c6", "K01-03") == 2
    assert column(data["rows"], "c6", "T01") == 0
    totals = by_offence["rows"][0]["cells"]
    assert [c["value"] for c in totals] == [c["value"] for c in data["rows"][0]["cells"]]


def test_a_number_of_a_unit_opens_to_the_list_of_that_unit(client: TestClient) -> None:
    data = client.get(f"/bieu/10?{PROVINCE}&theo=don_vi&json=1").json()
    shown = [c for row in data["rows"] for c in row["cells"] if c["value"]]
    assert shown
    for cell in shown:
        listed = client.get(cell["href"] + "&json=1").json()
        assert listed["size"] == cell["value"]
    assert "ĐƠN VỊ" in client.get(f"/bieu/10?{PROVINCE}&theo=don_vi").text


def test_only_a_form_by_offence_turns_to_units(client: TestClient) -> None:
    refused = client.get(f"/bieu/02?{PROVINCE}&theo=don_vi&json=1")
    assert refused.status_code == 400
    assert client.get(f"/bieu/10?{PROVINCE}&theo=khac").status_code == 400


def test_a_form_of_an_agency_is_filed_by_it_alone(client: TestClient) -> None:
    refused = client.get("/bieu/09?don_vi=K01-03&ky=2026-01&json=1")
    assert refused.status_code == 404
    assert refused.json()["accepted"] == "TC-CQDT, TC+"
    for unit in ("TC-CQDT", "TC%2B"):
        assert client.get(f"/bieu/09?don_vi={unit}&ky=2026-01").status_code == 200


def test_who_chooses_it_for_another_unit_is_shown_that_of_the_agency(client: TestClient) -> None:
    def target(query: str) -> str:
        return client.get(f"/xem?{query}", follow_redirects=False).headers["location"]

    assert target("don_vi=K01-03&ky=2026-01&bieu=08").startswith("/bieu/08?don_vi=TC-CQDT&")
    assert "don_vi=TC%2B" in target("don_vi=TC&cap_duoi=1&ky=2026-01&bieu=08")
    assert "don_vi=K01-03" in target("don_vi=K01-03&ky=2026-01&bieu=01")
