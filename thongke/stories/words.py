"""The words that stories use, and ours: units, agencies, penalties, outcomes.

A story is told in Vietnamese; everything that has to be understood of its words is on this page.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

PROVINCES = {"HN": "01", "HCM": "79", "DN": "48", "NA": "40"}
INVESTIGATION_AGENCY = "CQDT-VKSTC"

AGENCIES: tuple[tuple[str, str], ...] = (
    # first words that occur decide; `{p}` is the unit's province
    ("vksndtc", "VKS-CQDT"),
    ("cqđt vks", "VKS-CQDT"),
    ("viện kiểm sát", "{unit}"),
    ("vks", "{unit}"),
    ("hải quan", "HQ-{p}"),
    ("kiểm lâm", "KL-{p}"),
    ("biên phòng", "BDBP-{p}"),
    ("cảnh sát biển", "CSB-{p}"),
    ("kiểm ngư", "KN-{p}"),
    ("quân đội", "QD-{p}"),
    ("qđnd", "QD-{p}"),
    ("quân sự", "QD-{p}"),
    ("thanh tra", "TTR-{p}"),
    ("kiểm toán", "KTNN"),
    ("tòa", "TA-{p}"),
    ("công an", "CA-{p}"),
    ("catp", "CA-{p}"),
    ("cqđt", "CA-{p}"),
)

OUTCOMES_ON_APPEAL: tuple[tuple[str, str, str | None], ...] = (
    ("hủy để điều tra lại", "annulled_for_reinvestigation", None),
    ("điều tra lại", "annulled_for_reinvestigation", None),
    ("xét xử lại", "annulled_for_retrial", None),
    ("đình chỉ xét xử", "appeal_terminated", None),
    ("đình chỉ", "annulled_and_terminated", None),
    ("không phạm tội", "acquitted", None),
    ("không có tội", "acquitted", None),
    ("giảm xuống chung thân", "reduced", "life"),
    ("tăng lên tử hình", "increased", "death"),
    ("tử hình", "increased", "death"),
    ("giảm", "reduced", None),
    ("tăng", "increased", None),
    ("giữ nguyên", "upheld", None),
)

ACQUITTED = ("không có tội", "không phạm tội", "vô tội")
WITHDRAWN = ("mã 31", "rút")
EXEMPT = (
    ("miễn trách nhiệm hình sự", "exempt_liability"),
    ("miễn tnhs", "exempt_liability"),
    ("miễn hình phạt", "exempt_penalty"),
)
MAIN_PENALTIES = (
    ("tử hình", "death"),
    ("chung thân", "life"),
    ("cải tạo không giam giữ", "non_custodial"),
    ("ctkgg", "non_custodial"),
    ("cảnh cáo", "warning"),
    ("trục xuất", "expulsion"),
    ("đình chỉ hoạt động có thời hạn", "operation_suspended"),
    ("đình chỉ hoạt động vĩnh viễn", "operation_ended"),
    ("án treo", "prison"),
    ("tù", "prison"),
    ("phạt tiền", "fine"),
)
ADDITIONAL = (
    ("cấm kinh doanh", "business_ban"),
    ("cấm hoạt động", "business_ban"),
    ("cấm huy động vốn", "capital_ban"),
    ("cấm đảm nhiệm", "post_ban"),
    ("cấm hành nghề", "post_ban"),
    ("cấm cư trú", "residence_ban"),
    ("quản chế", "probation"),
    ("tước", "civic_rights"),
    ("tịch thu", "confiscation"),
    ("phạt tiền", "fine"),
    ("trục xuất", "expulsion"),
)


def plain(text: object) -> str:
    """Words compared without regard to case, spacing or Unicode form."""
    return " ".join(unicodedata.normalize("NFC", str(text)).lower().split())


def unit_code(name: str) -> str:
    """`KV1-HN` -> `K01-01`, `TINH-HN` -> `T01`, `TC-V6` -> `TC-V06`, `TOAN-QUOC` -> `TC+`."""
    if name == "TOAN-QUOC":
        return "TC+"
    if name == INVESTIGATION_AGENCY:
        return "TC-CQDT"
    if regional := re.fullmatch(r"KV(\d+)-(\w+)", name):
        return f"K{PROVINCES[regional[2]]}-{int(regional[1]):02d}"
    if provincial := re.fullmatch(r"TINH-(\w+)", name):
        return f"T{PROVINCES[provincial[1]]}"
    if department := re.fullmatch(r"TC-V(\d+)", name):
        return f"TC-V{int(department[1]):02d}"
    return name


def agency_code(words: str | None, unit: str, default: str = "công an") -> str:
    """The code of the agency that a story names in words, seen from a unit (our code)."""
    province = unit[1:3] if re.match(r"[TK]\d\d", unit) else "BO"
    text = plain(words or default)
    for sign, code in AGENCIES:
        if sign in text:
            return code.format(p=province, unit=unit).replace("TA-BO", "TA-TC")
    return code_of_unit(words, unit)


def code_of_unit(words: str | None, unit: str) -> str:
    return unit_code(words) if words else unit


def charge(text: str, main: bool = False) -> dict[str, Any]:
    """`"174/3"` or `"174"` as a charge."""
    article, _, clause = str(text).partition("/")
    return {"article": article, "clause": clause or None, "main": main}


def months(text: str) -> int | None:
    years = re.search(r"(\d+)\s*(?:năm|n)\b", text)
    rest = re.search(r"(\d+)\s*(?:tháng|th)\b", text)
    if not years and not rest:
        return None
    return 12 * int(years[1] if years else 0) + int(rest[1] if rest else 0)


def penalty(words: str) -> dict[str, Any] | None:
    text = plain(words)
    for sign, kind in MAIN_PENALTIES:
        if sign in text:
            timed = kind in {"prison", "non_custodial"}
            return {
                "kind": kind,
                "months": months(text) if timed else None,
                "suspended": "án treo" in text,
                "additional": [],
            }
    return None


def additional(words: str) -> list[str]:
    text = plain(words)
    return [kind for sign, kind in ADDITIONAL if sign in text]


def outcome(words: str) -> str:
    """What a first-instance judgment said of one charge."""
    text = plain(words)
    if any(sign in text for sign in ACQUITTED):
        withdrawn = any(sign in text for sign in WITHDRAWN)
        return "acquitted_after_withdrawal" if withdrawn else "acquitted"
    return next((code for sign, code in EXEMPT if sign in text), "convicted")


def outcome_on_appeal(words: str) -> tuple[str, str | None]:
    text = plain(words)
    for sign, code, kind in OUTCOMES_ON_APPEAL:
        if sign in text:
            return code, kind
    return "modified", None


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def person(facts: dict[str, Any], act_on: date | None, charged_on: date) -> dict[str, Any] | None:
    """Person facts; age at the act, at the charge where the act's day is unknown (doubt 21)."""
    if is_legal_entity(facts):
        return None
    born = facts.get("born")
    ethnic = facts.get("ethnic")
    return {
        "sex": {"nam": "male", "nữ": "female"}.get(plain(facts.get("sex", ""))),
        "age_at_act": completed_years(born, act_on or charged_on) if born else None,
        "act_on": act_on,
        "ethnicity": None if ethnic is None else plain(ethnic),
        "nationality": "VN",
        "official_of": facts.get("position"),
    }


def is_legal_entity(facts: dict[str, Any]) -> bool:
    return "pháp nhân" in plain(facts.get("kind", ""))
