"""The page of several units: gross beside net, who is on the way, and who is silent.

R1 goes from K01-01 to K01-02 in January, R2 from K01-01 to K04-01, R3 leaves K01-01 on 28 January
for a unit that has not taken it. The dossiers of review_story.py are of K01-03.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import review_story
from sqlalchemy import Engine
from starlette.testclient import TestClient

from review.app import create
from store.recorder import record
from thongke.assembly import assemble

ROADS = {
    "R1": (("K01-01", 5), ("K01-01", 10), ("K01-02", 12)),
    "R2": (("K01-01", 6), ("K01-01", 20), ("K04-01", 25)),
    "R3": (("K01-01", 7), ("K01-01", 28)),
}
STEPS = ("report_accepted", "report_transferred_out", "report_transferred_in")


def told() -> list[dict[str, Any]]:
    records = []
    for dossier, steps in ROADS.items():
        for n, (type, (unit, day)) in enumerate(zip(STEPS, steps, strict=False), 1):
            report = {"id": "t", "kind": "report"}
            on = date(2026, 1, day)
            one = review_story.event(dossier, n, type, on, [report], "CA-01")
            more = {} if n == 1 else {"transfer": {"counterpart": "CA-01"}}
            records.append({**one, **more, "unit": unit})
    return records


@pytest.fixture(scope="module")
def area(engine: Engine) -> Iterator[TestClient]:
    with engine.begin() as connection:
        record(connection, review_story.admitted(told()), assemble().meaning)
    with TestClient(create(engine, assemble().definitions)) as client:
        yield client


def shown(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(f"{address}&json=1")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_a_province_shows_gross_and_net(area: TestClient) -> None:
    page = shown(area, "/bieu/01?don_vi=T01%2B&ky=2026-01")
    lines = {line["id"]: (line["value"], line["net"]) for line in page["lines"]}
    assert lines["d10"] == (1, 0)  # R1 came, from inside
    assert lines["d17"] == (3, 2)  # R1, R2, R3 went; R1 stayed inside
    assert lines["d6"] == (4, None)  # no transfer: R1, R2, R3 and HS-C3
    assert page["on_the_way"]["count"] == 1
    assert [one["dossier"] for one in page["on_the_way"]["dossiers"]] == ["R3"]
    text = area.get("/bieu/01?don_vi=T01%2B&ky=2026-01").text
    assert "ròng 2" in text and "Đang trên đường cuối kỳ: 1" in text


def test_silent_units_are_named_with_every_sum(area: TestClient) -> None:
    page = shown(area, "/bieu/01?don_vi=K01-01,K01-02,K01-05&ky=2026-02")
    whole = page["whole"]
    assert (whole["units"], whole["silent"]) == (3, 3)
    assert [(unit["unit"], unit["last"][0]["on"]) for unit in whole["missed"]] == [
        ("K01-01", "2026-01-28"),
        ("K01-02", "2026-01-12"),
    ]
    assert whole["never"] == ["K01-05"]
    text = area.get("/bieu/01?don_vi=K01-01,K01-02,K01-05&ky=2026-02").text
    assert "3/3 đơn vị không có sự kiện nào trong kỳ" in text
    assert "3 đơn vị được chọn" in text


def test_one_unit_alone_adds_nothing_up(area: TestClient) -> None:
    page = shown(area, "/bieu/01?don_vi=K01-01&ky=2026-01")
    assert (page["whole"], page["on_the_way"]) == (None, None)


def test_indicators_of_a_province_say_how_whole_they_are(area: TestClient) -> None:
    page = shown(area, "/chi-tieu/358?don_vi=T01%2BK&ky=2026-01")
    assert page["unit_name"].endswith("các đơn vị khu vực")
    assert (page["whole"]["units"], page["whole"]["silent"]) == (12, 9)


def test_many_units_can_be_chosen_at_once(area: TestClient) -> None:
    answer = area.get("/xem?nhieu=K01-01,T04%2BK&ky=2026-01&bieu=01", follow_redirects=False)
    assert answer.headers["location"] == "/bieu/01?don_vi=K01-01%2CT04%2BK&ky=2026-01"
