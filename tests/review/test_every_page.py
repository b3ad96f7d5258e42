"""Every form and list that there is opens; what is declared, waived or known is said on it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from projections.calendar import parse_period
from store.everywhere import judged
from store.waivers import Formula, waive_formula
from thongke.assembly import assemble
from thongke.definitions import load

NATION = "don_vi=TC%2B&ky=2026-H1"
JANUARY = "don_vi=K01-03&ky=2026-01"
DEFINITIONS = load()
ADDRESSES = [
    *(f"/bieu/{id}" for id in dict.fromkeys(form.id for form in DEFINITIONS.forms)),
    *(f"/danh-sach/{id}" for id in dict.fromkeys(one.id for one in DEFINITIONS.lists)),
]


def twin(client: TestClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{address}&json=1").json()
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_and_list_opens(client: TestClient, address: str) -> None:
    page = client.get(f"{address}?{NATION}")
    assert page.status_code == 200, page.text[:500]
    assert client.get(f"{address}?{NATION}&json=1").status_code == 200


@pytest.mark.parametrize(
    "address", [f"/bieu/{form.id}" for form in DEFINITIONS.forms if form.by is not None]
)
def test_every_form_by_offence_opens_by_unit(client: TestClient, address: str) -> None:
    assert client.get(f"{address}?{NATION}&theo=don_vi").status_code == 200


def test_a_declared_column_is_a_dash_and_says_who_supplies_it(client: TestClient) -> None:
    page = twin(client, f"/bieu/S169?{JANUARY}")
    for row in page["rows"]:
        [cell] = [cell for cell in row["cells"] if cell["id"].endswith(".c19")]
        assert (cell["value"], cell["href"]) == (None, None)
        assert all(c["value"] is not None for c in row["cells"] if c != cell)
    text = client.get(f"/bieu/S169?{JANUARY}").text
    assert text.count(">–</td>") == len(page["rows"])
    assert "Loại chất, khối lượng là nội dung vụ án" in text
    assert "(Đơn vị thụ lý vụ án cung cấp)" in text


def test_a_formula_over_declared_cells_is_not_judged(client: TestClient) -> None:
    [check] = [c for c in twin(client, f"/bieu/17?{JANUARY}")["checks"] if c["id"] == "B17-F46"]
    assert check["holds"] is None
    assert check["spelled"] == "d305 – = d306 – + d307 – + d308 – + d309 – + d310 –"
    assert "1 công thức chưa xét" in client.get(f"/bieu/17?{JANUARY}").text


def test_a_failing_formula_says_which_error_it_is_and_who_let_it_pass(
    client: TestClient, engine: Engine
) -> None:
    # HS-D4 was indicted, and no court took it up: X26, of E05 and E37.
    known = assemble().definitions
    text = client.get(f"/bieu/02?{JANUARY}").text
    assert "Truy tố so với Tòa án thụ lý" in text and "Đã bỏ qua" not in text

    period = parse_period("2026-01", known.calendar)
    form = known.form("02", period.start)
    assert form is not None
    with engine.begin() as connection:
        verdicts = judged(connection, known, form, {"K01-03": ("K01-03",)}, period)["K01-03"]
        [failed] = [verdict for verdict in verdicts if verdict.id == "X26v"]
        formula = Formula(home="02", id="X26v", unit="K01-03", codes=("K01-03",), period=period)
        waive_formula(connection, formula, failed.known, failed.spelled, "Lê C", "án chuyển")
    [check] = [c for c in twin(client, f"/bieu/02?{JANUARY}")["checks"] if c["id"] == "X26v"]
    assert [error["id"] for error in check["errors"]] == ["E05", "E37", "X26"]
    assert check["waived"] == "Lê C: án chuyển"
    assert "<strong>Đã bỏ qua</strong> – Lê C: án chuyển" in client.get(f"/bieu/02?{JANUARY}").text
