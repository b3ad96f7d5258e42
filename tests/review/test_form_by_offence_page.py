"""Biểu 10 as a page: a row for each offence, every number opening to the cases behind it."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

JANUARY = "don_vi=K01-03&ky=2026-01"


def test_rows_are_offences_below_the_total_and_every_number_opens(client: TestClient) -> None:
    page = client.get(f"/bieu/10?{JANUARY}")
    assert page.status_code == 200
    data = client.get(f"/bieu/10?{JANUARY}&json=1").json()
    assert data["rows"][0]["label"] == "Tổng số"
    assert len(data["rows"]) > 1
    assert sum(group["columns"] for group in data["groups"]) == len(data["lines"]) == 55
    for row in data["rows"]:
        assert re.search(rf'<tr id="{row["id"]}"', page.text)
        for cell in row["cells"]:
            assert cell["href"].replace("&", "&amp;") in page.text
    total = {cell["id"].partition(".")[2]: cell["value"] for cell in data["rows"][0]["cells"]}
    below = [cell for row in data["rows"][1:] for cell in row["cells"]]
    for column, value in total.items():
        assert sum(c["value"] for c in below if c["id"].endswith(f".{column}")) == value


def test_a_cell_of_an_offence_lists_as_many_as_it_says(client: TestClient) -> None:
    data = client.get(f"/bieu/10?{JANUARY}&json=1").json()
    shown = [c for row in data["rows"] for c in row["cells"] if c["value"]][:25]
    assert shown
    for cell in shown:
        path, _, query = cell["href"].partition("?")
        listed = client.get(f"{path}?{query}&json=1").json()
        assert (listed["size"], listed["line"]) == (cell["value"], cell["id"])
