"""The words that stories use, and ours: units, agencies, penalties, outcomes.

A story is told in Vietnamese; everything that has to be understood of its words is on this page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

PROVINCES = {"HN": "01", "HCM": "79", "DN": "48", "NA": "40"}
UNITS = f"KVn-XX, TINH-XX (XX: {', '.join(PROVINCES)}), TC-Vn, TC-PTn, CQDT-VKSTC, TOAN-QUOC, …+"
INVESTIGATION_AGENCY = "CQDT-VKSTC"

AGENCIES: tuple[tuple[str, str], ...] = (
    # first words that occur decide; `{p}` is the unit's province
    ("vksqs", "QS-CQDT"),
    ("cqđt vks quân sự", "QS-CQDT"),
    ("vksndtc", "VKS-CQDT"),
    ("cqđt vks", "VKS-CQDT"),
    ("cqđt viện", "VKS-CQDT"),
    ("cqđt của v", "VKS-CQDT"),
    ("viện kiểm sát", "{unit}"),
    ("viện ks", "{unit}"),
    ("vks", "{unit}"),
    ("chủ tịch nước", "CTN"),
    ("hải quan", "HQ-{p}"),
    ("kiểm lâm", "KL-{p}"),
    ("biên phòng", "BDBP-{p}"),
    ("cảnh sát biển", "CSB-{p}"),
    ("kiểm ngư", "KN-{p}"),
    ("quân đội", "QD-{p}"),
    ("qđnd", "QD-{p}"),
    ("quân sự", "QD-{p}"),
    ("quân khu", "QD-{p}"),
    ("bộ quốc phòng", "QD-{p}"),
    ("thanh tra", "TTR-{p}"),
    ("kiểm toán", "KTNN"),
    ("quản lý thị trường", "QLTT-{p}"),
    ("thuế", "THUE-{p}"),
    ("ủy ban kiểm tra", "UBKT-{p}"),
    ("ủy ban nhân dân", "UBND-{p}"),
    ("ubnd", "UBND-{p}"),
    ("tòa", "TA-{p}"),
    ("tand", "TA-{p}"),
    ("hđxx", "TA-{p}"),
    ("hội đồng xét xử", "TA-{p}"),
    ("công an", "CA-{p}"),
    ("catp", "CA-{p}"),
    ("cqđt", "CA-{p}"),
    ("csđt", "CA-{p}"),
    ("cảnh sát điều tra", "CA-{p}"),
    ("an ninh điều tra", "CA-{p}"),
    ("anđt", "CA-{p}"),
)

ACQUITTED = ("không có tội", "không phạm tội", "vô tội", "mã 30", "mã 31")
WITHDRAWN = ("mã 31", "rút")
EXEMPT = (
    ("mã 32", "exempt_liability"),
    ("mã 33", "exempt_penalty"),
    ("miễn trách nhiệm hình sự", "exempt_liability"),
    ("miễn tnhs", "exempt_liability"),
    ("miễn hình phạt", "exempt_penalty"),
)
MAIN_PENALTIES = (
    ("tử hình", "death"),
    ("chung thân", "life"),
    ("không giam giữ", "non_custodial"),
    ("ctkgg", "non_custodial"),
    ("cảnh cáo", "warning"),
    ("vĩnh viễn", "operation_ended"),
    ("đình chỉ hoạt động", "operation_suspended"),
    ("án treo", "prison"),
    ("tù", "prison"),
    ("phạt tiền", "fine"),
    ("trục xuất", "expulsion"),
)
OFFICIALS = (
    ("thi hành án", "enforcement"),
    ("thads", "enforcement"),
    ("chấp hành viên", "enforcement"),
    ("tòa", "court"),
    ("tand", "court"),
    ("thẩm phán", "court"),
    ("hội thẩm", "court"),
    ("kiểm sát", "procuracy"),
    ("vks", "procuracy"),
    ("công an", "police"),
    ("cảnh sát", "police"),
    ("điều tra viên", "police"),
    ("quản giáo", "police"),
    ("trại giam", "police"),
    ("trại tạm giam", "police"),
)
EDUCATION = (
    ("không biết chữ", "illiterate"),
    ("tiểu học", "primary"),
    ("trung học cơ sở", "lower_secondary"),
    ("trung học phổ thông", "upper_secondary"),
    ("đại học", "university"),
)
RECIDIVISM = (("nguy hiểm", "dangerous_recidivism"), ("tái phạm", "recidivism"))
NATIONALITIES = (("việt nam", "VN"), ("lào", "LA"), ("trung quốc", "CN"), ("không quốc tịch", "XX"))
COUNSEL = (
    ("luật sư", "lawyer"),
    ("bào chữa viên", "people_defender"),
    ("trợ giúp", "legal_aid"),
)
CHANGES = (("nhẹ hơn", "lighter"), ("nặng hơn", "graver"), ("bằng", "equal"))
SEXES = {"nam": "male", "nữ": "female", "nu": "female"}
WORDS_OF_PROVISION = ("điều", "khoản", "điểm")
_PROVISION_WORDS = {"đ": "điều", "k": "khoản"}
_ABBREVIATED = re.compile(r"\b([đk])\. ?(?=\d)")
ADDITIONAL = (
    ("cấm kinh doanh", "business_ban"),
    ("cấm hoạt động", "business_ban"),
    ("cấm huy động vốn", "capital_ban"),
    ("cấm đảm nhiệm", "post_ban"),
    ("cấm hành nghề", "post_ban"),
    ("cấm cư trú", "residence_ban"),
    ("quản chế", "local_supervision"),
    ("tước", "civic_rights"),
    ("tịch thu", "confiscation"),
    ("phạt tiền", "fine"),
    ("trục xuất", "expulsion"),
    ("biện pháp tư pháp", "remedy"),
)
MODIFIED = (
    # what an appeal court changed otherwise than by raising or reducing; first words decide
    (r"không cho hưởng án treo", "suspended_refused"),
    (r"cho hưởng án treo", "suspended_granted"),
    (r"hình phạt nhẹ hơn", "lighter_penalty"),
    (r"hình phạt nặng hơn", "graver_penalty"),
    (r"đổi tội danh", "charge_changed"),
    (r"miễn trách nhiệm|miễn tnhs", "exempt_liability"),
    (r"miễn hình phạt", "exempt_penalty"),
    (r"phần dân sự", "civil_only"),
)
CUSTODY_BASES = (
    ("khẩn cấp", "emergency"),
    ("quả tang", "caught"),
    ("truy nã", "wanted"),
    ("đầu thú", "surrendered"),
    ("tự thú", "confessed"),
)
RELEASES = (
    # first words that occur decide
    (r"gia hạn", "extension_refused"),
    (r"lệnh bắt|khẩn cấp", "emergency_arrest_refused"),
    (r"h[ủu][ỷy]? ", "custody_cancelled"),
    (r"giám định|định giá", "awaiting_expert"),
    (r"rút (đơn|yêu cầu)", "victim_withdrew"),
    (r"không đủ|căn cứ|không cấu thành|không thực hiện|không khởi tố", "no_ground_to_charge"),
    (r"hành chính", "administrative"),
    (r"kỷ luật|kỉ luật", "disciplinary"),
)
DEATHS = (("tự sát", "suicide"), ("tự tử", "suicide"), ("bệnh", "illness"))
PURPOSES = (("chấp hành án", "serve"), ("thi hành án", "serve"), ("phúc thẩm", "appeal"))


# `toà`, `huỷ`, `uỷ` as `tòa`, `hủy`, `ủy`; not `quý`
_NEW_TONES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_OLD_TONES = re.compile(rf"(?<!q)({'|'.join(_NEW_TONES)})\b")


class UnknownWord(ValueError):
    """A story names something that we do not know; the message says what would be known."""


def plain(text: object) -> str:
    """Words compared without regard to case, spacing, Unicode form or the place of a tone mark."""
    told = " ".join(unicodedata.normalize("NFC", str(text)).lower().split())
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found[0]], told)


def day(told: Any) -> date:
    if isinstance(told, datetime):
        return told.date()
    try:
        return told if isinstance(told, date) else date.fromisoformat(str(told).strip()[:10])
    except ValueError:
        raise UnknownWord(f"{told!r} is no day; accepted: 2026-01-31") from None


def instant(told: Any) -> datetime | None:
    """`2026-02-01T22:00` in local time as an instant; a bare day lasts until its midnight."""
    if told is None:
        return None
    text = str(told).strip()
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d", text):
        local = datetime.fromisoformat(text).replace(tzinfo=None)
    else:
        local = datetime.combine(day(told) + timedelta(days=1), time())
    return (local - timedelta(hours=7)).replace(tzinfo=UTC)


def number(told: Any) -> int | None:
    """`3`, `"3"` or `"03 tháng"`."""
    digits = re.search(r"\d+", str(told)) if told is not None else None
    return int(digits[0]) if digits else None


def unit_code(name: str) -> str:
    """`KV1-HN` -> `K01-01`, `TINH-HN` -> `T01`, `TC-V6` -> `TC-V06`, `TOAN-QUOC` -> `TC+`.

    `TINH-HN+` is the province with all units under it.
    """
    told = " ".join(str(name).upper().split())
    if told.endswith("+"):
        return unit_code(told[:-1]) + "+"
    if told == "TOAN-QUOC":
        return "TC+"
    if told == INVESTIGATION_AGENCY:
        return "TC-CQDT"
    if (regional := re.fullmatch(r"KV(\d+)-(\w+)", told)) and regional[2] in PROVINCES:
        return f"K{PROVINCES[regional[2]]}-{int(regional[1]):02d}"
    if (provincial := re.fullmatch(r"TINH-(\w+)", told)) and provincial[1] in PROVINCES:
        return f"T{PROVINCES[provincial[1]]}"
    if department := re.fullmatch(r"TC-V(\d+)", told):
        return f"TC-V{int(department[1]):02d}"
    if told == "TC" or re.fullmatch(r"TC-PT\d", told):
        return told
    raise UnknownWord(f"unit {name!r} is not known; known: {UNITS}")


def agency_code(words: str | None, unit: str, default: str = "công an") -> str:
    """The code of the agency that a story names in words, seen from a unit (our code)."""
    province = unit[1:3] if re.match(r"[TK]\d\d", unit) else "BO"
    text = plain(words or default).replace("cơ quan điều tra", "cqđt")
    for sign, code in AGENCIES:
        if sign in text:
            return code.format(p=province, unit=unit).replace("TA-BO", "TA-TC")
    return unit_code(words or default)


def counterpart(told: str, unit: str) -> str:
    """The other side of a transfer: a unit of ours, or an agency in words."""
    try:
        return unit_code(told)
    except UnknownWord:
        return agency_code(told, unit)


def charge(text: object) -> dict[str, Any]:
    """`"174/3"`, `174`, `"256a/2"`, `"174/3/b"` or `"điểm b khoản 3 Điều 174"` as a charge."""
    return {**dict(zip(("article", "clause", "point"), _provision(plain(text)), strict=True)),
            "main": False}  # fmt: skip


def ground(told: object) -> str:
    """`229.1.b`, `BLTTHS Đ.157(2)`, `BLHS29.2.c` or `khoản 7 Điều 157` as `article.clause.point`.

    What the criminal code grants (exemption) keeps its sign; the procedure code needs none.
    """
    text = plain(told)
    code = "BLHS" if re.search(r"blhs|bộ luật hình sự", text) else ""
    return code + ".".join(part for part in _provision(text) if part)


def _provision(text: str) -> tuple[str, str | None, str | None]:
    text = _ABBREVIATED.sub(lambda found: f"{_PROVISION_WORDS[found[1]]} ", text)
    spelled = [re.search(rf"{word} ?([0-9]+a?|[a-zđ]\b)", text) for word in WORDS_OF_PROVISION]
    if spelled[1] and not spelled[0]:  # `157 khoản 2`
        spelled[0] = re.search(r"^\D*(\d+a?)", text)
    if spelled[0] and (spelled[1] or spelled[2]):
        article, clause, point = (found[1] if found else None for found in spelled)
        return str(article), clause, point
    short = re.search(r"(\d+a?)(?:[./( ]+(\d+)\)?)?(?:[./( ]*\b([a-zđ])\b)?", text)
    if short is None:
        return "unknown", None, None
    return short[1], short[2], short[3]


def months(text: str) -> int | None:
    years = re.search(r"(\d+)\s*(?:năm|n)\b", text)
    rest = re.search(r"(\d+)\s*(?:tháng|th)\b", text)
    if not years and not rest:
        return None
    return 12 * int(years[1] if years else 0) + int(rest[1] if rest else 0)


def penalty(words: object) -> dict[str, Any] | None:
    text = plain(words)
    found = next((kind for sign, kind in MAIN_PENALTIES if re.search(rf"\b{sign}\b", text)), None)
    if found is None:
        if months(text) is None:
            return None
        found = "prison"  # a bare length
    timed = found in {"prison", "non_custodial"}
    return {
        "kind": found,
        "months": months(text) if timed else None,
        "suspended": found == "prison" and "án treo" in text,
        "additional": [],
    }


def additional(words: object) -> list[str]:
    text = plain(words)
    return [kind for sign, kind in ADDITIONAL if sign in text]


def outcome(words: object) -> str:
    """What a first-instance judgment said of one charge."""
    text = plain(words)
    if any(sign in text for sign in ACQUITTED):
        withdrawn = any(sign in text for sign in WITHDRAWN)
        return "acquitted_after_withdrawal" if withdrawn else "acquitted"
    return next((code for sign, code in EXEMPT if sign in text), "convicted")


def charge_change(words: object) -> str | None:
    """How the crime tried compares with the one prosecuted: `nhẹ hơn`, `bằng`, `nặng hơn`."""
    text = plain(words)
    return next((code for sign, code in CHANGES if sign in text), None)


def outcome_on_appeal(words: object) -> tuple[str, dict[str, Any] | None]:
    """What the appeal court did, and the penalty that it put in place of the first one."""
    text = plain(words)
    if "điều tra" in text and ("hủy" in text or "điều tra lại" in text):
        return "annulled_for_reinvestigation", None
    if re.search(r"xét xử (sơ thẩm )?lại", text):
        return "annulled_for_retrial", None
    if any(sign in text for sign in ACQUITTED):
        return "acquitted", None
    if "đình chỉ" in text:
        return ("annulled_and_terminated" if "hủy" in text else "appeal_terminated"), None
    for result, sign in (("reduced", r"giảm|xuống"), ("increased", r"tăng|lên\b")):
        if re.search(sign, text):
            return result, penalty(re.split(r"xuống|lên\b|còn\b", text)[-1])
    if re.search(r"giữ nguyên|y án|không chấp nhận|bác", text):
        return "upheld", None
    if changed := next((code for sign, code in MODIFIED if re.search(sign, text)), None):
        return changed, penalty(text.replace("không cho hưởng án treo", ""))
    return ("increased" if "tử hình" in text else "modified"), penalty(text)


def appealed_by(told: object) -> str | None:
    """`chỉ có kháng cáo`, `chỉ có kháng nghị`, `vừa kháng cáo vừa kháng nghị`."""
    text = plain(told or "")
    said = [code for sign, code in (("kháng cáo", "appeal"), ("kháng nghị", "protest"))
            if sign in text and f"không có {sign}" not in text]  # fmt: skip
    return "both" if len(said) > 1 else next(iter(said), None)


def answer(told: object) -> str | None:
    """What the appeal court said of a protest."""
    text = plain(told or "")
    if re.search(r"một phần", text):
        return "partly"
    if re.search(r"không chấp nhận|bác", text):
        return "refused"
    return "accepted" if "chấp nhận" in text else None


def custody_basis(told: object) -> str | None:
    """`quả tang`, `khẩn cấp`, `theo quyết định truy nã`, `đầu thú`, `tự thú`."""
    text = plain(told or "")
    return next((code for sign, code in CUSTODY_BASES if sign in text), None)


def release_ground(told: object) -> str:
    text = plain(told or "") + " "
    return next((code for sign, code in RELEASES if re.search(sign, text)), "other")


def death(told: object) -> str:
    text = plain(told or "")
    return next((code for sign, code in DEATHS if sign in text), "other")


def purpose(told: object) -> str | None:
    """What a detainee is moved for: to serve, for the hearing on appeal, or anything else."""
    text = plain(told or "")
    return next((code for sign, code in PURPOSES if sign in text), None)


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def person(facts: Mapping[str, Any], act_on: Any, charged_on: date) -> dict[str, Any] | None:
    """Person facts; age at the act, at the charge where the act's day is unknown (doubt 21)."""
    if is_legal_entity(facts):
        return None
    born = day(facts["born"]) if facts.get("born") else None
    act_on = day(act_on) if act_on else None
    ethnic = facts.get("ethnic")
    return {
        "sex": SEXES.get(plain(facts.get("sex", ""))),
        "age_at_act": completed_years(born, act_on or charged_on) if born else None,
        "act_on": act_on,
        "ethnicity": None if ethnic is None else plain(ethnic),
        "nationality": _found(NATIONALITIES, facts.get("nationality", "việt nam")),
        "education": _found(EDUCATION, facts.get("education")),
        **party(facts.get("party")),
        "recidivism": _found(RECIDIVISM, facts.get("recidivism")),
        "official_of": official_of(facts.get("position")),
        "counsel": [code for sign, code in COUNSEL if sign in plain(facts.get("counsel", ""))],
    }


def party(told: object) -> dict[str, bool | None]:
    """`đảng viên, quản lý`, `quần chúng`: a party member or not, a manager or not."""
    if told is None:
        return {"party_member": None, "manager": None}
    text = plain(told)
    return {"party_member": "đảng viên" in text, "manager": "quản lý" in text}


def _found(signs: tuple[tuple[str, str], ...], told: object) -> str | None:
    """The code of the first words that occur in what is told; said in unknown words, unknown."""
    text = plain(told or "")
    return next((code for sign, code in signs if sign in text), None)


def official_of(position: object) -> str | None:
    """`cán bộ Tòa án`, `cán bộ cơ quan thi hành án`: whose official, by the codes of events."""
    if not position:
        return None
    text = plain(position)
    return next((code for sign, code in OFFICIALS if sign in text), "other")


def is_legal_entity(facts: Mapping[str, Any]) -> bool:
    return "pháp nhân" in plain(facts.get("kind", ""))
