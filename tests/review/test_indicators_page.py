"""The page of indicators. Expected figures are counted by hand from review_story.py."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

JANUARY = "don_vi=K01-03&ky=2026-01"


def shown(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(f"{address}&json=1")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def one(page: dict[str, Any], id: str) -> dict[str, Any]:
    return next(i for group in page["groups"] for i in group["indicators"] if i["id"] == id)


def test_an_indicator_is_a_fraction_of_cells_that_open(client: TestClient) -> None:
    # Two cases are newly prosecuted in January (HS-A1, HS-F6), none has a written request.
    found = one(shown(client, f"/chi-tieu/358?{JANUARY}"), "14")
    (reading,) = found["readings"]
    assert (found["light"], found["target"], reading["spelled"]) == (
        "missed",
        "≥ 80 %",
        "0/2 = 0 %",
    )
    (part,) = reading["parts"]
    (accepted,) = part["denominator"]
    assert (accepted["cell"], accepted["value"]) == ("i14.accepted", 2)
    listed = shown(client, accepted["href"])
    assert listed["size"] == 2
    assert {row["spans"][0]["dossier"] for row in listed["rows"]} == {"HS-A1", "HS-F6"}


def test_nothing_of_nothing_is_no_success(client: TestClient) -> None:
    # No crime report was resolved in January: HS-C3 is still open.
    found = one(shown(client, f"/chi-tieu/358?{JANUARY}"), "2")
    assert (found["light_name"], found["readings"][0]["spelled"]) == ("không phát sinh", "0/0")


def test_an_own_line_of_a_group_opens_too(client: TestClient) -> None:
    found = one(shown(client, f"/chi-tieu/358?{JANUARY}"), "18")
    (cell,) = found["readings"][0]["parts"][0]["denominator"]
    assert (cell["home"], cell["cell"], cell["value"]) == ("CT2", "i18.decided", 0)
    assert shown(client, cell["href"])["size"] == 0


def test_a_number_for_the_year_is_counted_from_its_first_day(client: TestClient) -> None:
    found = one(shown(client, f"/chi-tieu/358?{JANUARY}"), "7")
    (reading,) = found["readings"]
    assert (reading["from"], reading["to"]) == ("2025-10-01", "2026-01-31")
    assert found["light_name"] == "chưa đến hạn"


def test_the_other_series_is_one_step_away(client: TestClient) -> None:
    page = shown(client, f"/chi-tieu/NQ96?{JANUARY}")
    # HS-B2 was judged in January as it was charged.
    found = one(page, "NQ96.09")
    assert (found["light"], found["readings"][0]["spelled"]) == ("met", "1/1 = 100 %")
    assert page["others"] == [{"series": "358", "href": f"/chi-tieu/358?{JANUARY}"}]
    assert client.get("/xem?don_vi=K01-03&ky=2026-01&bieu=NQ96", follow_redirects=False).headers[
        "location"
    ] == (f"/chi-tieu/NQ96?{JANUARY}")


def test_an_unknown_series_is_refused_in_words(client: TestClient) -> None:
    answer = client.get(f"/chi-tieu/139?{JANUARY}&json=1")
    assert answer.status_code == 404
    assert answer.json()["accepted"] == "358, NQ96"
