"""The main job in a real browser: choose, read a number, open its list, open a dossier."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import Engine

from review.app import create
from thongke.assembly import assemble

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"no browser: {CHROMIUM} is missing (apt install chromium)"
)


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    app = create(engine, assemble().definitions)
    server = uvicorn.Server(uvicorn.Config(app, port=0, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(base_url=address, viewport={"width": 1200, "height": 900})
        page.set_default_timeout(20_000)
        yield page
        browser.close()


def test_from_the_choice_to_a_number_its_list_and_a_dossier(page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto("/")
    page.get_by_label("Tìm đơn vị").fill("ha noi khu vuc 3")  # no diacritics needed
    expect(page.get_by_role("status")).to_have_text("1 đơn vị")
    page.get_by_label("Tháng, 6 tháng hoặc năm công tác").select_option("2026-01")
    page.get_by_label("Biểu 02").check()
    page.get_by_role("button", name="Xem số liệu").click()
    expect(page.locator("h1")).to_contain_text("khởi tố, điều tra, truy tố")
    number = page.locator("#P02-A39b").get_by_role("link")
    expect(number).to_have_text("1")
    number.click()
    expect(page.locator("#so-luong")).to_have_text("1")
    page.locator("table.list").get_by_role("link", name="HS-A1").click()
    expect(page.locator("h1")).to_have_text("HS-A1")
    expect(page.locator("ol.events > li")).to_have_count(4)
    assert told == []  # nothing was blocked, nothing failed


def test_a_number_is_reached_and_opened_by_keyboard_alone(page: Page) -> None:
    page.goto("/bieu/02?don_vi=K01-03&ky=2026-01")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung")).to_be_focused()
    page.locator("#P02-A07v").get_by_role("link").focus()
    page.keyboard.press("Tab")
    focused = page.locator("tr:has(a:focus)")
    line = focused.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator(".above")).to_contain_text(f"dòng {line}")


def test_the_head_of_the_table_stays_in_sight(page: Page) -> None:
    page.goto("/bieu/01?don_vi=K01-03&ky=2026-01")
    page.locator("#d60").scroll_into_view_if_needed()
    expect(page.get_by_role("columnheader", name="SỐ LIỆU HỆ THỐNG")).to_be_in_viewport()


def test_no_page_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    asked = "don_vi=K01-03&ky=2026-01"
    for address in (
        "/", f"/bieu/01?{asked}", f"/bieu/02?{asked}", f"/bieu/02/P02-A39b?{asked}",
        f"/danh-sach/L1?{asked}", f"/dieu-can-xem?{asked}", "/ho-so/HS-A1",
    ):  # fmt: skip
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
