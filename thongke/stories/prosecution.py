"""Truy tố: files received, indictments, withdrawals."""

from __future__ import annotations

import re

from thongke.stories import words
from thongke.stories.investigation import extended, transferred
from thongke.stories.records import (
    Record,
    Translation,
    case_of,
    listed,
    on_case,
    on_case_alone,
    record,
)
from thongke.stories.told import Step


def received(step: Step) -> list[Record]:
    """Nhận hồ sơ: of the court's return too, when the procuracy keeps it to supplement itself."""
    known = step.told.cases.get(case_of(step))
    kept = known is not None and known.stage == "returned_by_court"
    return on_case("supplement_by_procuracy" if kept else "file_received", "vks")(step)


def indicted(step: Step) -> list[Record]:
    known = step.told.cases.get(case_of(step))
    kept = known is not None and known.stage == "returned_by_court"
    first = [record(step, "supplement_by_procuracy", case_of(step), listed(step), agency="vks")]
    return [*(first if kept else []), *on_case("indicted", "vks")(step)]


def simplified(type_: str) -> Translation:
    """The same document under the simplified procedure (thủ tục rút gọn)."""

    def translate(step: Step) -> list[Record]:
        made = on_case(type_, "vks")(step)
        return [{**one, "circumstances": {"simplified": True}} for one in made]

    return translate


def withdrawn(step: Step) -> list[Record]:
    """Rút quyết định truy tố: before the hearing the court ends the case; at it, it acquits."""
    made = on_case("indictment_withdrawn", "vks")(step)
    when = words.plain(step.facts.get("when", ""))
    before = bool(re.search(r"trước|before", when)) and "tại phiên" not in when
    for person in filter(None, map(step.person, step.people)):
        person.gone, person.withdrawn = before, not before
    if before:
        made.append(record(step, "trial_terminated", case_of(step), listed(step), agency="tòa",
                           ground="282.1.b"))  # fmt: skip
    return made


TRANSLATIONS: dict[str, Translation] = {
    "tt.nhanhs": received,
    "tt.giahan": extended("prosecution_extended", "vks"),
    "tt.truyto": indicted,
    "tt.truyto_rg": simplified("indicted"),
    "tt.giao": on_case("indictment_delivered", "vks"),
    "tt.trongdiem": on_case_alone("key_case_designated", "vks", circumstances={"key_case": True}),
    "tt.trahs": on_case("returned_by_procuracy", "vks"),
    "tt.tamdinhchi": on_case("prosecution_suspended", "vks", grounded=True),
    "tt.phuchoi": on_case("prosecution_resumed", "vks"),
    "tt.dinhchi": on_case("prosecution_terminated", "vks", grounded=True),
    "tt.chuyen": transferred("case_transferred_out", "vks"),
    "tt.rut": withdrawn,
}
