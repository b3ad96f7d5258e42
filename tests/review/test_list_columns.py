"""What stands in the columns of lists: words, not codes, and what documents say, told by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import review_story
from review_story import COURT, POLICE, UNIT, event
from sqlalchemy import Connection, Engine, text

from projections.calendar import Period
from store.lists import listed
from store.recorder import record
from thongke.asking import list_table
from thongke.assembly import assemble

DEFINITIONS = assemble().definitions
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
ROBBERY = {"article": "168", "clause": "2", "point": "d", "main": True}
THEFT = {"article": "173", "clause": "1"}
Said = dict[str, Any]


def told(dossier: str, *steps: tuple[str, date, list[Said], str, Said]) -> list[Said]:
    return [
        event(dossier, n, type, on, subjects, who, **more)
        for n, (type, on, subjects, who, more) in enumerate(steps, 1)
    ]


def by(prosecutor: str) -> Said:
    return {"handlers": {"prosecutor": prosecutor}}


def a_case_dropped() -> list[Said]:
    """b1 is held 3–20 February under the pseudonym P-1, charged on the 9th, cleared on 2 March."""
    v = {"id": "v", "kind": "case", "charges": [ROBBERY, THEFT]}
    b1 = {"id": "b1", "kind": "accused", "person_ref": "P-1", "charges": [ROBBERY, THEFT]}
    cleared: Said = {"ground": "157.2", "decision": {"number": "9/ĐC"}}
    return told(
        "HS-K1",
        ("case_prosecuted", date(2026, 2, 5), [v], POLICE, by("KSV-1")),
        ("accused_charged", date(2026, 2, 9), [v, b1], POLICE, {}),
        ("charge_approved", date(2026, 2, 12), [v, b1], UNIT, by("KSV-2")),
        ("investigation_terminated", date(2026, 3, 2), [v, b1], POLICE, cleared),
        ("termination_cancelled", date(2026, 3, 30), [v, b1], UNIT, by("KSV-3")),
    )


def a_suspended_case() -> list[Said]:
    v = {"id": "v", "kind": "case", "charges": [THEFT | {"main": True}]}
    stopped: Said = {"ground": "229.1.a", "dates": {"limitation_on": date(2031, 4, 1)}}
    note = {"id": "k1", "kind": "document"}
    return told(
        "HS-K2",
        ("case_prosecuted", date(2026, 4, 1), [v], POLICE, {}),
        ("investigation_suspended", date(2026, 4, 20), [v], POLICE, stopped),
        ("document_issued", date(2026, 5, 4), [note], UNIT,
         {"document": {"kind": "investigation_remedy"}, "decision": {"number": "12/KN"}}),
    )  # fmt: skip


def held(dossier: str, person: str, since: date, until: date | None, **link: Any) -> list[Said]:
    """Taken as caught, and let go as the victim withdrew."""
    d: Said = {"id": "d", "kind": "detainee", "person_ref": person}
    custody: Said = {"basis": "caught", "facility": "NTG-7", "facility_kind": "custody_house"}
    limit: Said = {"extension": {"until": date(2026, 6, 12)}} if until is None else {}
    steps: list[Any] = [
        ("custody_ordered", since, [d | {"custody": custody}], POLICE, {**link, **limit})
    ]
    if until is not None:
        steps += [("released_from_custody", until, [d], POLICE, {"ground": "victim_withdrew"})]
    return told(dossier, *steps)


def a_protested_judgment() -> list[Said]:
    """Sentenced, and acquitted on appeal; the higher procuracy had protested."""
    b = {"id": "b1", "kind": "accused", "charges": [ROBBERY]}
    v = {"id": "v", "kind": "case", "charges": [ROBBERY]}
    prison = {"penalty": {"kind": "prison", "months": 30, "suspended": True}}
    protest: Said = {"document": {"kind": "protest", "level": "higher"},
                     "decision": {"number": "3/KN"}}  # fmt: skip
    judged: Said = {"decision": {"number": "7/ST", "article": "168", "clause": "2"}}
    final: Said = {"judgment": {"in_force_on": date(2026, 6, 9)}, "decision": {"number": "5/PT"}}
    return told(
        "HS-K3",
        ("case_prosecuted", date(2025, 11, 3), [v], POLICE, {}),
        ("accused_charged", date(2025, 11, 4), [v, b], POLICE, {}),
        ("charge_approved", date(2025, 11, 6), [v, b], UNIT, {}),
        ("investigation_concluded", date(2026, 1, 9), [v, b], POLICE, {}),
        ("file_received", date(2026, 1, 12), [v, b], UNIT, {}),
        ("indicted", date(2026, 1, 30), [v, b], UNIT, {}),
        ("trial_accepted", date(2026, 2, 3), [v, b], COURT, {}),
        ("first_instance_judged", date(2026, 3, 10),
         [v, b | prison | {"outcome": "convicted"}], COURT, judged),
        ("appeal_protested", date(2026, 3, 20), [v, b], UNIT, protest),
        ("appeal_accepted", date(2026, 4, 2), [v, b], COURT, {}),
        ("appeal_decided", date(2026, 6, 9), [v | {"outcome": "modified"},
         b | {"outcome": "acquitted"}], COURT, final),
    )  # fmt: skip


@pytest.fixture(scope="module")
def connection(engine: Engine) -> Iterator[Connection]:
    records = [
        *a_case_dropped(),
        *a_suspended_case(),
        *held("HS-G1", "P-1", date(2026, 2, 3), date(2026, 2, 20), link={"relation": "case",
              "dossier_id": "HS-K1"}),
        *held("HS-G2", "P-1", date(2025, 5, 1), date(2025, 5, 4)),
        *held("HS-G3", "P-3", date(2026, 6, 10), None),
        *a_protested_judgment(),
    ]  # fmt: skip
    with engine.begin() as connection:
        record(connection, review_story.admitted(records), assemble().meaning)
    with engine.connect() as connection:
        yield connection


def row(
    connection: Connection, list: str, line: str, dossier: str, period: Period = YEAR
) -> dict[str, str | None]:
    definition = DEFINITIONS.list(list, period.start)
    assert definition is not None
    found = listed(connection, DEFINITIONS, definition, [UNIT], period, line).rows
    (one,) = [row for row in found if row["dossier"] == dossier]
    return one


def test_a_reason_of_release_is_said_in_words(connection: Connection) -> None:
    said = row(connection, "PL06", "released", "HS-G1")
    assert said["released_ground"] == "bị hại rút đơn yêu cầu khởi tố"
    assert said["left_ground"] == "bị hại rút đơn yêu cầu khởi tố"
    assert said["ground"] == "bắt quả tang"


def test_each_row_names_the_cell_that_counts_it(connection: Connection) -> None:
    assert row(connection, "PL06", "released", "HS-G1")["form_row"] == "Biểu 07: 015"
    assert row(connection, "PL02", "newb", "HS-K1")["form_row"] == "Biểu 02: P02-A28b"
    # 157.2: the deed is no crime.
    assert row(connection, "L2", "new", "HS-K1")["form_row"] == "Biểu 02: P02-A30b"
    assert row(connection, "PL01", "openv", "HS-K2")["form_row"] == "Biểu 02: P02-A44v"


def test_a_row_of_a_line_without_a_cell_names_that_of_its_sub_row(connection: Connection) -> None:
    assert row(connection, "L3", "new", "HS-K3")["form_row"] == "Biểu 05: P05-13b"


def test_the_prosecutor_is_the_one_named_last_until_the_day_of_the_row(
    connection: Connection,
) -> None:
    assert row(connection, "L2", "new", "HS-K1")["prosecutor"] == "KSV-2"


def test_a_crime_has_its_clause_and_point(connection: Connection) -> None:
    said = row(connection, "PL02", "newb", "HS-K1")["provision"]
    assert said == "điểm d khoản 2 Điều 168; khoản 1 Điều 173"


def test_the_time_held_is_that_of_the_person_in_the_case(connection: Connection) -> None:
    """3 to 20 February are 18 days, both ends counted; held in 2025 is another matter."""
    for list, line in (("PL02", "newb"), ("L2", "new")):
        said = row(connection, list, line, "HS-K1")
        assert said["held"] == "từ 03/02/2026 đến 20/02/2026 (18 ngày)"


def test_of_who_was_never_held_no_time_is_said(connection: Connection) -> None:
    assert row(connection, "L3", "new.on_appeal", "HS-K3")["held"] is None


def test_whether_it_was_no_crime_is_a_column_of_people(connection: Connection) -> None:
    assert row(connection, "PL02", "newb", "HS-K1")["no_crime"] == "có"
    assert row(connection, "PL02", "newv", "HS-K1")["no_crime"] is None


def test_a_suspension_says_until_when_the_deed_can_be_prosecuted(connection: Connection) -> None:
    said = row(connection, "PL01", "openv", "HS-K2")
    assert said["limitation_on"] == "01/04/2031"
    assert said["suspended_ground"] == "điểm a khoản 1 Điều 229"
    assert said["acts"] == "kiến nghị khắc phục vi phạm (điều tra) số 12/KN ngày 04/05/2026"


def test_days_overdue_are_those_after_the_last_day_of_the_order(connection: Connection) -> None:
    """The order names 12 June: held without one from the 13th to the 30th, 18 days."""
    said = row(connection, "PL07", "custody.open", "HS-G3", JUNE)
    assert (said["limit_on"], said["since"]) == ("12/06/2026", "13/06/2026")
    assert said["overdue_days"] == "18"
    assert said["facility"] == "NTG-7"


def test_the_judgment_below_says_its_outcome_penalty_and_clause(connection: Connection) -> None:
    said = row(connection, "PL04", "acquittedb", "HS-K3")
    assert said["first_outcome"] == "có tội"
    assert said["first_penalty"] == "tù có thời hạn 30 tháng, cho hưởng án treo"
    assert said["first_article"] == "khoản 2 Điều 168"
    assert said["outcome"] == "không phạm tội (30)"


def test_an_acquittal_says_the_level_of_the_protest_and_its_day_in_force(
    connection: Connection,
) -> None:
    said = row(connection, "L3", "new.on_appeal", "HS-K3")
    assert said["protest_level"] == "trên một cấp"
    assert said["appeal_in_force_on"] == "09/06/2026"
    assert said["form_row"] == "Biểu 05: P05-13b"


def test_the_terminal_names_what_is_left_empty_and_who_fills_it_in(connection: Connection) -> None:
    definition = DEFINITIONS.list("PL02", YEAR.start)
    assert definition is not None
    found = listed(connection, DEFINITIONS, definition, [UNIT], YEAR, "newb")
    caption = str(list_table(found, "PL02").caption)
    assert "Niêm phong: Họ và tên" in caption
    assert (
        "Để trống: Xử lý vật chứng – chưa có loại sự kiện về vật chứng (Kiểm sát viên thụ lý)"
        in caption.splitlines()
    )


def test_no_cell_of_any_list_is_a_bare_code(connection: Connection) -> None:
    """Lower case with underscores, or an English word alone: a code that nobody put in words."""
    opaque = {"dossier", "linked", "prosecutor", "facility"}  # ids are codes, and stay so
    for one in DEFINITIONS.lists:
        coded = {c.id for c in one.columns if c.source.split(".")[-1] in opaque}
        for found in listed(connection, DEFINITIONS, one, [UNIT], YEAR).rows:
            for column, value in found.items():
                if value is None or column in coded | {"line", "dossier"}:
                    continue
                assert "_" not in value, (one.id, column, value)
                assert value not in ("other", "caught", "wanted", "illness", "same", "prison")


def test_a_reviewer_may_read_what_lists_show(engine: Engine, connection: Connection) -> None:
    del connection  # recorded
    with engine.begin() as reading:
        reading.execute(text("SET LOCAL ROLE thongke_reviewer"))
        reading.execute(text("SELECT set_config('thongke.units', :u, true)"), {"u": UNIT})
        assert row(reading, "L2", "new", "HS-K1")["prosecutor"] == "KSV-2"
        assert row(reading, "PL07", "custody.open", "HS-G3", JUNE)["facility"] == "NTG-7"
