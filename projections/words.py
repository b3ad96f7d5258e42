"""Lời: the Vietnamese words for the codes of spans and events, as people read them.

Stages, events, traits, units and agencies bring their labels from `schemas/`; what has none there
(manners, open traits) has its words here, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from projections.definitions import TOTAL, UNIT, Definitions, Form

KINDS = {
    "report": "nguồn tin về tội phạm",
    "case": "vụ án",
    "accused": "bị can, bị cáo",
    "document": "văn bản của Viện kiểm sát",
    "supervision": "cuộc trực tiếp kiểm sát",
    "violation": "vi phạm",
    "detainee": "người bị tạm giữ, tạm giam",
    "convict": "người, pháp nhân bị kết án",
    "penalty": "hình phạt đang thi hành",
    "judged_charge": "tội danh đã xét xử của một bị cáo",
    "petition": "đơn đề nghị kháng nghị giám đốc thẩm, tái thẩm",
    "measure": "biện pháp ngăn chặn, cưỡng chế",
    "examination": "giám định, định giá tài sản",
}
SEVERITIES = {"block": "chặn", "flag": "nhắc", "warn": "cảnh báo", "none": "không tính"}
STATUSES = {"official": "", "carried_over": "dòng của 560", "inferred": "suy luận"}
# How a subject came into a stage, or left it. The last four are the engine's own.
MANNERS = {
    "accepted": "thụ lý, được chấp nhận",
    "annulled": "bản án bị hủy",
    "appeal_accepted": "Tòa án thụ lý phúc thẩm",
    "appeal_accepted_supreme": "Tòa Phúc thẩm TANDTC thụ lý phúc thẩm",
    "approved": "được phê chuẩn",
    "arrived": "nơi nhận đã thụ lý",
    "cancelled": "quyết định bị hủy bỏ",
    "carried_in": "số có sẵn khi bắt đầu dùng hệ thống",
    "charged": "khởi tố bị can",
    "commuted": "được ân giảm, chuyển hình phạt",
    "concluded": "kết luận",
    "court_return_kept": "Viện kiểm sát tự bổ sung theo yêu cầu Tòa án",
    "decided": "đã có bản án, quyết định",
    "deferred": "hoãn thi hành",
    "delivered": "đã giao hồ sơ",
    "died": "chết",
    "executed": "đã thi hành",
    "in_force": "bản án có hiệu lực",
    "indicted": "truy tố",
    "issued": "ban hành",
    "joined_in": "nhập đến",
    "joined_out": "nhập đi",
    "judged": "xét xử, tuyên án",
    "kept_by_procuracy": "Viện kiểm sát giữ lại tự bổ sung",
    "lapsed": "hết thời hiệu",
    "not_prosecuted": "không khởi tố",
    "found": "mới phát hiện",
    "ordered": "có quyết định thi hành án",
    "remedied": "đã khắc phục",
    "partly": "được chấp nhận một phần",
    "prosecuted": "khởi tố vụ án",
    "protested": "kháng nghị",
    "received": "mới nhận, thụ lý",
    "received_back": "nhận lại hồ sơ",
    "received_by_investigator": "cơ quan điều tra nhận hồ sơ",
    "reduced_on_appeal": "phúc thẩm giảm hình phạt",
    "refused": "không phê chuẩn, không chấp nhận",
    "reheard": "thụ lý để xét xử phúc thẩm lại",
    "reheard_supreme": "Tòa Phúc thẩm TANDTC thụ lý để xét xử phúc thẩm lại",
    "reinvestigation": "điều tra lại",
    "reopened": "phục hồi sau đình chỉ, hủy bỏ",
    "reported": "báo cáo khi chưa có trong hệ thống",
    "resumed": "phục hồi",
    "resumed_supreme": "Tòa Phúc thẩm TANDTC phục hồi",
    "retrial": "xét xử lại",
    "returned": "trả hồ sơ",
    "returned_by_court": "Tòa án trả hồ sơ",
    "returned_by_procuracy": "Viện kiểm sát trả hồ sơ",
    "sent": "đã chuyển đi, chờ nơi nhận",
    "sentenced": "bị tuyên án",
    "sentenced_on_appeal": "cấp phúc thẩm tuyên",
    "severed_in": "tách đến",
    "severed_out": "tách đi",
    "started": "bắt đầu",
    "suspended": "tạm đình chỉ",
    "taken_over": "Viện kiểm sát trực tiếp giải quyết",
    "terminated": "đình chỉ",
    "transferred_in": "nơi khác chuyển đến",
    "transferred_out": "chuyển đi nơi khác",
    "withdrawn": "rút",
    "withdrawn_at_hearing": "rút tại phiên tòa",
    "withdrawn_by_superior": "Viện kiểm sát cấp trên rút",
    "reclassified": "thay đổi tội danh, đơn vị hoặc cơ quan thụ lý",
    "overdue": "hết thời hạn",
    "extended": "được gia hạn",
    "unknown": "chưa rõ",
    "order_issued": "Tòa án ra quyết định thi hành án",
    "delegated_in": "nhận ủy thác ra quyết định thi hành án",
    "delegated_out": "ủy thác đi nơi khác ra quyết định thi hành án",
    "to_serve": "đã đi chấp hành án",
    "deferred_for_illness": "hoãn thi hành vì bệnh nặng",
    "deferral_cancelled": "bị hủy quyết định hoãn",
    "ordered_and_deferred": "có quyết định thi hành án và hoãn cùng ngày",
    "escaped": "trốn",
    "recaptured": "bắt lại",
    "exempted": "miễn chấp hành hình phạt",
    "limitation": "hưởng thời hiệu thi hành bản án",
    "annulled_on_cassation": "giám đốc thẩm hủy án",
    "annulled_on_reopening": "tái thẩm hủy án",
    "suspended_sentence_revoked": "buộc chấp hành hình phạt tù thay án treo",
    "suspension_ended": "hết tạm đình chỉ, tiếp tục chấp hành",
    "begun": "bắt đầu thi hành",
    "finished": "chấp hành xong",
    "amnestied": "đặc xá",
    "extracted": "trích xuất",
    "returned_from_extraction": "trả trích xuất",
    "conditionally_released": "tha tù trước thời hạn có điều kiện",
    "release_cancelled": "hủy quyết định tha tù trước thời hạn có điều kiện",
    "freed_by_court": "Tòa án trả tự do",
    "freed_by_procuracy": "Viện kiểm sát trả tự do",
    "treated": "bắt buộc chữa bệnh",
    "treatment_ended": "hết bắt buộc chữa bệnh",
    "reduced": "được giảm xuống tù có thời hạn",
    "breached": "vi phạm nghĩa vụ, buộc chấp hành hình phạt tù",
    "noncompliant": "không chấp hành quyết định thi hành án",
    "compliant": "chấp hành lại quyết định thi hành án",
    "file_received": "đã nhận hồ sơ vụ án",
    "not_protested": "không kháng nghị",
    "filed": "lưu đơn, trả đơn",
    "restored_on_cassation": "giám đốc thẩm giữ nguyên án của cấp dưới",
    "reduced_on_cassation": "giám đốc thẩm giảm hình phạt",
    "demanded_by_assembly": "yêu cầu của Ủy ban Thường vụ Quốc hội",
    "recommended_by_committee": "kiến nghị của Ủy ban Tư pháp của Quốc hội",
    "recommended_by_procurator": "kiến nghị của Viện trưởng VKSND tối cao",
    "proposed_by_chief_justice": "đề nghị của Chánh án TAND tối cao",
    "imposed": "áp dụng biện pháp",
    "replaced": "thay thế bằng biện pháp khác",
    "expired": "hết thời hạn",
    "examination_ordered": "trưng cầu giám định, yêu cầu định giá",
    "examination_ordered_psychiatric": "trưng cầu giám định tình trạng tâm thần",
    "examination_ordered_one_month": "trưng cầu giám định thời hạn 01 tháng",
    "examination_ordered_nine_days": "trưng cầu giám định thời hạn 09 ngày",
    "diverted": "xử lý chuyển hướng",
    "completed": "chấp hành xong biện pháp xử lý chuyển hướng",
    "applied": "bắt buộc chữa bệnh trong tố tụng",
    "stopped": "đình chỉ bắt buộc chữa bệnh",
    "taken": "mới bị tạm giữ",
    "from_custody": "tạm giữ chuyển tạm giam",
    "arrested": "bắt để tạm giam",
    "reported_to_serve": "tự nguyện đến hoặc bị áp giải đến để thi hành án",
    "to_detention": "khởi tố, chuyển tạm giam",
    "other_measure": "khởi tố, áp dụng biện pháp ngăn chặn khác",
    "released": "trả tự do",
    "released_by_procuracy": "Viện kiểm sát trả tự do",
    "released_by_court": "Hội đồng xét xử trả tự do",
    "term_served_pending_appeal": "hết thời hạn tù khi đang kháng cáo, kháng nghị",
    "term_served_waiting": "hết thời hạn tù khi chờ đưa đi chấp hành án",
    "sentence_suspended": "tạm đình chỉ chấp hành án khi chờ đưa đi",
    "stage_told": "vụ án chuyển giai đoạn tố tụng",
    "sentence_changed": "hình phạt tử hình được thay đổi",
    "transferred_in_to_serve": "nơi khác chuyển đến để làm thủ tục chấp hành án",
    "transferred_in_for_appeal": "nơi khác chuyển đến để xét xử phúc thẩm",
    "transferred_out_to_serve": "chuyển đi để làm thủ tục chấp hành án",
    "transferred_out_for_appeal": "chuyển đi để xét xử phúc thẩm",
}
# Values of traits that any platform may add to; an unknown one is shown as it is.
_COUNSEL = {
    "lawyer": "luật sư",
    "legal_aid": "trợ giúp viên pháp lý",
    "people_defender": "bào chữa viên nhân dân",
    "representative": "người đại diện",
}
_HEARING = {"mobile": "lưu động", "lesson": "rút kinh nghiệm", "online": "trực tuyến"}
OUTCOMES = {
    "convicted": "có tội",
    "acquitted": "không phạm tội (30)",
    "acquitted_after_withdrawal": "không phạm tội, Viện kiểm sát đã rút truy tố (31)",
    "exempt_liability": "miễn trách nhiệm hình sự (32)",
    "exempt_penalty": "miễn hình phạt (33)",
    "upheld": "giữ nguyên",
    "reduced": "giảm",
    "increased": "tăng",
    "modified": "sửa bản án",
    "annulled_for_reinvestigation": "hủy để điều tra lại",
    "annulled_for_retrial": "hủy để xét xử lại",
    "annulled_and_terminated": "hủy và đình chỉ",
    "appeal_terminated": "đình chỉ xét xử phúc thẩm",
    "suspended_granted": "cho hưởng án treo",
    "suspended_refused": "không cho hưởng án treo",
    "lighter_penalty": "chuyển hình phạt nhẹ hơn",
    "graver_penalty": "chuyển hình phạt nặng hơn",
    "charge_changed": "đổi tội danh",
    "civil_only": "chỉ sửa phần dân sự",
    "other_handling": "xử lý khác",
    "recovered": "khỏi bệnh",
    "lower_restored": "hủy và giữ nguyên bản án đúng của cấp dưới",
    "annulled_for_rehearing": "hủy để xét xử phúc thẩm lại",
    "cassation_terminated": "đình chỉ xét xử giám đốc thẩm, tái thẩm",
    "council_decided": "hủy và quyết định nội dung",
    "council_compensation": "hủy và xác định trách nhiệm bồi thường",
}
DOCUMENTS = {
    "prosecution_request": "yêu cầu khởi tố vụ án",
    "charge_request": "yêu cầu khởi tố bị can",
    "report_prevention": "kiến nghị phòng ngừa (nguồn tin)",
    "report_remedy": "kiến nghị khắc phục vi phạm (nguồn tin)",
    "report_supervision": "trực tiếp kiểm sát (nguồn tin)",
    "investigation_prevention": "kiến nghị phòng ngừa (điều tra)",
    "investigation_remedy": "kiến nghị khắc phục vi phạm (điều tra)",
    "appeal_remedy": "kiến nghị (xét xử phúc thẩm)",
    "appeal_lesson": "thông báo rút kinh nghiệm (xét xử phúc thẩm)",
    "custody_lesson": "thông báo rút kinh nghiệm (tạm giữ, tạm giam, thi hành án hình sự)",
    "investigation_lesson": "thông báo rút kinh nghiệm (điều tra)",
    "trial_lesson": "thông báo rút kinh nghiệm (xét xử sơ thẩm)",
    "trial_prevention": "kiến nghị phòng ngừa (xét xử)",
    "trial_remedy": "kiến nghị khắc phục vi phạm (xét xử)",
    "assembly_demand": "yêu cầu xem xét lại của Ủy ban Thường vụ Quốc hội",
    "committee_recommendation": "kiến nghị xem xét lại của Ủy ban Tư pháp",
    "procurator_recommendation": "kiến nghị xem xét lại của Viện trưởng VKSND tối cao",
    "chief_justice_proposal": "đề nghị xem xét lại của Chánh án TAND tối cao",
    "arrest_order": "lệnh bắt",
    "residence_order": "cấm đi khỏi nơi cư trú",
    "bail": "bảo lĩnh",
    "deposit": "đặt tiền để bảo đảm",
    "exit_ban": "tạm hoãn xuất cảnh",
    "escort": "áp giải",
    "compelled_appearance": "dẫn giải",
    "seizure": "kê biên tài sản",
    "freeze": "phong tỏa tài khoản",
    "electronic_monitoring": "giám sát điện tử",
    "guardian_monitoring": "giám sát bởi người đại diện",
    "operation_suspension": "tạm đình chỉ có thời hạn hoạt động của pháp nhân",
    "security_payment": "buộc nộp tiền để bảo đảm thi hành án",
    "forensic_medicine": "giám định pháp y",
    "forensic_psychiatry": "giám định pháp y tâm thần",
    "criminalistics": "giám định kỹ thuật hình sự",
    "finance": "giám định tài chính, ngân hàng",
    "construction": "giám định xây dựng",
    "land_environment": "giám định đất đai, môi trường",
    "culture": "giám định văn hóa",
    "information": "giám định thông tin",
    "other": "giám định khác",
    "valuation": "định giá tài sản",
    "treatment_recommendation": "kiến nghị về bắt buộc chữa bệnh",
    "treatment_protest": "kháng nghị về bắt buộc chữa bệnh",
    "secret_recording": "ghi âm, ghi hình bí mật",
    "secret_telephone": "nghe điện thoại bí mật",
    "secret_data": "thu thập bí mật dữ liệu điện tử",
    "reprimand": "khiển trách",
    "apology": "xin lỗi bị hại",
    "compensation": "bồi thường thiệt hại",
    "community_education": "giáo dục tại xã, phường, thị trấn",
    "home_confinement": "quản thúc tại gia đình",
    "curfew": "hạn chế khung giờ đi lại",
    "contact_ban": "cấm tiếp xúc với người có nguy cơ dẫn đến phạm tội mới",
    "place_ban": "cấm đến địa điểm có nguy cơ dẫn đến phạm tội mới",
    "training": "tham gia chương trình học tập, dạy nghề",
    "therapy": "tham gia điều trị hoặc tư vấn tâm lý",
    "community_service": "thực hiện công việc phục vụ cộng đồng",
    "reformatory": "giáo dục tại trường giáo dưỡng",
    "recommendation": "kiến nghị",
    "protest": "kháng nghị",
    "request_self_inspection": "yêu cầu tự kiểm tra",
    "request_files": "yêu cầu cung cấp hồ sơ, tài liệu",
    "request_notice": "yêu cầu thông báo tình hình",
    "request_answer": "yêu cầu trả lời về việc làm vi phạm pháp luật",
    "direct": "trực tiếp kiểm sát",
    "unannounced": "kiểm sát đột xuất",
    "follow_up": "kiểm sát việc thực hiện kiến nghị, kháng nghị, yêu cầu",
}
_ADDRESSEES = {
    "custody_house": "nhà tạm giữ",
    "detention_camp": "trại tạm giam",
    "prison": "trại giam",
    "sub_camp": "phân trại quản lý phạm nhân",
    "enforcement_agency": "cơ quan thi hành án hình sự",
    "court": "Tòa án",
    "commune": "ủy ban nhân dân cấp xã, cơ quan, tổ chức",
}
_FIELDS = {
    "custody": "tạm giữ, tạm giam",
    "enforcement": "thi hành án hình sự",
    "prison": "quản lý phạm nhân",
}
_DEMANDS = {
    "stop": "đình chỉ việc thi hành quyết định",
    "cancel": "hủy bỏ quyết định",
}
# Custody: on what a person was taken, why released, of what one died.
_GROUNDS = {
    "emergency": "giữ trong trường hợp khẩn cấp",
    "caught": "bắt quả tang",
    "wanted": "bắt theo quyết định truy nã",
    "confessed": "tự thú",
    "surrendered": "đầu thú",
    "custody_cancelled": "Viện kiểm sát hủy bỏ quyết định tạm giữ",
    "extension_refused": "Viện kiểm sát không phê chuẩn gia hạn tạm giữ",
    "emergency_arrest_refused": "Viện kiểm sát không phê chuẩn lệnh bắt khẩn cấp",
    "no_ground_to_charge": "không đủ căn cứ khởi tố bị can",
    "awaiting_expert": "chờ kết quả giám định, định giá",
    "victim_withdrew": "bị hại rút đơn yêu cầu khởi tố",
    "administrative": "chuyển xử lý hành chính",
    "disciplinary": "chuyển xử lý kỷ luật",
    "illness": "bệnh lý",
    "suicide": "tự sát",
    "other": "nguyên nhân, lý do khác",
}
_RECIDIVISM = {"recidivism": "tái phạm", "dangerous_recidivism": "tái phạm nguy hiểm"}
OPEN: dict[str, Mapping[str, str]] = {
    "counsel": _COUNSEL,
    "left_hearing": _HEARING,
    "left_outcome": OUTCOMES,
    "document_kind": DOCUMENTS,
    "recidivism": _RECIDIVISM,
    "addressee": _ADDRESSEES,
    "facility_kind": {**_ADDRESSEES, "at_liberty": "tại ngoại"},
    "field": _FIELDS,
    "demands": _DEMANDS,
    "ground": _GROUNDS,
    "left_ground": _GROUNDS,
}
PENALTIES = {
    "warning": "cảnh cáo",
    "fine": "phạt tiền",
    "non_custodial": "cải tạo không giam giữ",
    "expulsion": "trục xuất",
    "prison": "tù có thời hạn",
    "life": "tù chung thân",
    "death": "tử hình",
    "operation_suspended": "đình chỉ hoạt động có thời hạn",
    "operation_ended": "đình chỉ hoạt động vĩnh viễn",
    "post_ban": "cấm đảm nhiệm chức vụ, cấm hành nghề hoặc làm công việc nhất định",
    "residence_ban": "cấm cư trú",
    "local_supervision": "quản chế",
    "civic_rights": "tước một số quyền công dân",
    "confiscation": "tịch thu tài sản",
    "business_ban": "cấm kinh doanh, cấm hoạt động trong một số lĩnh vực nhất định",
    "capital_ban": "cấm huy động vốn",
    "remedy": "biện pháp tư pháp",
}
_PROVISIONS = ("article", "ground", "left_article", "left_ground")
# Time after a limit has passed; where none is here, the labels of the limits say it.
OVERDUE = {
    "checking_overdue": "Quá hạn giải quyết nguồn tin",
    "investigation_overdue": "Quá hạn điều tra",
    "prosecution_overdue": "Quá hạn quyết định việc truy tố",
    "trial_overdue": "Quá hạn chuẩn bị xét xử",
    "appeal_overdue": "Quá hạn chuẩn bị xét xử phúc thẩm",
    "custody_overdue": "Quá hạn tạm giữ",
    "detention_overdue": "Quá hạn tạm giam",
    "awaiting_order_overdue": "Quá hạn ra quyết định thi hành án",
    "deferral_expired": "Đã hết thời hạn hoãn chấp hành án",
    "ordered_suspended_expired": "Đã hết thời hạn tạm đình chỉ (chưa đi chấp hành án)",
    "suspension_expired": "Đã hết thời hạn tạm đình chỉ",
    "life_suspension_expired": "Đã hết thời hạn tạm đình chỉ (án chung thân)",
    "case_cassation_overdue": "Quá hạn mở phiên tòa giám đốc thẩm, tái thẩm",
    "accused_cassation_overdue": "Quá hạn mở phiên tòa giám đốc thẩm, tái thẩm",
    "examination_overdue": "Quá hạn giám định",
    "death_review_overdue": "Quá hạn xem xét bản án tử hình",
    "limitation_overdue": "Đang tạm đình chỉ, đã hết thời hiệu truy cứu",
    "trial_limitation_overdue": "Đang tạm đình chỉ ở Tòa án, đã hết thời hiệu truy cứu",
}
_LAW = re.compile(r"(BLHS|BLTTHS)?(\d{1,3}[a-z]?)(?:\.(\d{1,2}[a-z]?))?(?:\.([a-zđ]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that a page or a table says instead of a code."""

    definitions: Definitions
    acts: Mapping[str, str]  # act -> the documents that make it
    overdue: Mapping[str, str]  # overdue stage -> the limits that it passes

    @classmethod
    def of(cls, definitions: Definitions) -> Words:
        acts: dict[str, dict[str, None]] = {}
        for track in definitions.tracks.values():
            for row in track.transitions:
                if row.act:
                    acts.setdefault(row.act, {})[definitions.events[row.event].label] = None
        overdue: dict[str, dict[str, None]] = {}
        for limit in definitions.limits:
            overdue.setdefault(limit.overdue, {})[limit.label] = None
        return cls(
            definitions,
            {act: "; ".join(labels) for act, labels in acts.items()},
            {
                stage: OVERDUE.get(stage) or f"Quá hạn: {' hoặc '.join(labels)}"
                for stage, labels in overdue.items()
            },
        )

    def stage(self, track: str, name: str) -> str:
        """A stage of the track, an act, or the time after a limit."""
        known = self.definitions.tracks.get(track)
        if known and name in known.stages:
            return known.stages[name].label
        return self.acts.get(name) or self.overdue.get(name) or name

    def manner(self, name: str) -> str:
        return MANNERS.get(name) or self.acts.get(name) or name

    def event(self, type: str) -> str:
        known = self.definitions.events.get(type)
        return known.label if known else type

    def unit(self, code: str, on: date) -> str:
        return "đơn vị chưa rõ" if code == "unknown" else self.definitions.units.label(code, on)

    def agency(self, code: str) -> str:
        return self.definitions.agencies.label(code)

    def offence(self, article: str) -> str:
        if article == "unknown":
            return "chưa rõ"
        label = self.definitions.offences.label(article)
        return law(article) if label == article else f"{law(article)} – {label}"

    def row(self, form: Form, value: str) -> str:
        """What stands at the head of a row, in a form that has one for each value of a trait."""
        if value == TOTAL:
            return "Tổng số"
        if form.by == UNIT:
            return self.units(value)
        return self.offence(value) if form.by == "offence" else self.trait(form.by or "", value)

    def units(self, text: str) -> str:
        """`T01+`, `K01-01,K01-02`: units as they are asked for."""
        named = (self.definitions.units.label(code.rstrip("+")) for code in text.split(","))
        return "; ".join(named) + (" và các đơn vị cấp dưới" if text.endswith("+") else "")

    def penalty(self, kind: str) -> str:
        return PENALTIES.get(kind, kind)

    def trait(self, name: str, value: str) -> str:
        trait = self.definitions.traits.get(name)
        words = {**OPEN.get(name, {}), **(trait.words if trait else {}), "unknown": "chưa rõ"}
        if value not in words and "," in value:  # set-valued
            return ", ".join(words.get(one, one) for one in value.split(","))
        return words.get(value) or (law(value) if name in _PROVISIONS else value)

    def span(self, column: str, row: Mapping[str, object]) -> str | None:
        """The value of one column of a span."""
        value = row[column]
        if value is None:
            return None
        if isinstance(value, date):
            return day(value)
        said = str(value)
        match column:
            case "stage" | "standing":
                return self.stage(str(row["track"]), said)
            case "came_by" | "left_by":
                return self.manner(said)
            case "unit":
                since = row["since"]
                return self.unit(said, since if isinstance(since, date) else date.max)
            case "kind":
                return KINDS.get(said, said)
            case "offence":
                return self.offence(said)
            case "agency_unit":
                return self.agency(said)
            case "track":
                return self.definitions.tracks[said].label
            case "dossier" | "subject" | "person" | "since_event" | "until_event":
                return said
            case _:
                return self.trait(column, said)


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def law(text: str) -> str:
    """`229.1.b` is điểm b khoản 1 Điều 229; what is no provision stays as it is."""
    found = _LAW.fullmatch(text)
    if found is None:
        return text
    code, article, clause, point = found.groups()
    said = f"Điều {article}{f' {code}' if code else ''}"
    said = f"khoản {clause} {said}" if clause else said
    return f"điểm {point} {said}" if point else said
