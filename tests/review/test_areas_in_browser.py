"""Indicators and sums of units in a real browser: by keyboard, and as wide as a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import review_story
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from test_review_in_browser import address as address
from test_review_in_browser import page as page
from test_review_in_browser import pytestmark as pytestmark
from test_rollup_page import told

from store.recorder import record
from thongke.assembly import assemble


@pytest.fixture(scope="module", autouse=True)
def area(engine: Engine) -> Iterator[None]:
    with engine.begin() as connection:
        record(connection, review_story.admitted(told()), assemble().meaning)
    yield


def test_from_the_choice_to_an_indicator_its_cell_and_a_dossier(page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto("/")
    page.get_by_label("Tìm đơn vị").fill("ha noi khu vuc 3")
    page.get_by_label("Tháng, 6 tháng hoặc năm công tác").select_option("2026-01")
    page.get_by_label("Chỉ tiêu 358").check()
    page.get_by_role("button", name="Xem số liệu").click()
    expect(page.locator("h1")).to_contain_text("chỉ tiêu nghiệp vụ")
    row = page.locator("#CT-14")
    expect(row.locator(".result")).to_have_text("0/2 = 0 %")
    expect(row.locator(".light")).to_have_text("không đạt")
    number = row.get_by_role("link").nth(1)  # the new cases, below the requests
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#so-luong")).to_have_text("2")
    page.locator("table.list").get_by_role("link", name="HS-A1").click()
    expect(page.locator("h1")).to_have_text("HS-A1")
    assert told == []


def test_many_units_are_read_gross_and_net(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Hoặc nhiều đơn vị").fill("K01-01,K01-02")
    page.get_by_label("Tháng, 6 tháng hoặc năm công tác").select_option("2026-01")
    page.get_by_label("Biểu 01").check()
    page.get_by_role("button", name="Xem số liệu").click()
    # R1, R2, R3 left K01-01; R1 arrived in K01-02.
    expect(page.locator("#d17 .system")).to_contain_text("ròng 2")
    expect(page.locator("#d10 .system")).to_contain_text("ròng 0")
    expect(page.locator(".net-note")).to_contain_text("Đang trên đường cuối kỳ: 1")
    expect(page.locator("details.whole summary")).to_contain_text("0/2 đơn vị không có sự kiện")


def test_the_province_names_who_is_silent(page: Page) -> None:
    page.goto("/bieu/01?don_vi=T01%2BK&ky=2026-02")
    expect(page.locator("details.whole")).to_have_attribute("open", "")
    expect(page.locator("details.whole li").first).to_contain_text("sự kiện cuối")


def test_no_page_of_many_units_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for place in (
        "/chi-tieu/358?don_vi=T01%2B&ky=2026-01",
        "/chi-tieu/NQ96?don_vi=K01-03&ky=2026-Y",
        "/bieu/01?don_vi=K01-01,K01-02,K04-01&ky=2026-02",
        "/danh-sach/L1?don_vi=T01%2B&ky=2026-01",
    ):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
