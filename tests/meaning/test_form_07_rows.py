"""Biểu 07, row by row: who, what and in what manner, worked from the official labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from test_form_07 import form
from worked import Asked, asked, worked

# What the tables below name more than once, in the words of the law.
SETS = {
    "detained": "detained_investigation,detained_prosecution,detained_trial,detained_appeal,$convicted",  # noqa: E501
    "convicted": "detained_waiting,detained_condemned",
    "escaped": "detained_investigation_escaped,detained_prosecution_escaped,detained_trial_escaped,detained_appeal_escaped,detained_waiting_escaped,detained_condemned_escaped",  # noqa: E501
    "treated": "detained_investigation_treated,detained_prosecution_treated,detained_trial_treated,detained_appeal_treated,detained_waiting_treated,detained_condemned_treated",  # noqa: E501
    "in_transit": "detained_investigation_in_transit,detained_prosecution_in_transit,detained_trial_in_transit,detained_appeal_in_transit,detained_waiting_in_transit,detained_condemned_in_transit",  # noqa: E501
    "investigation": "police,military,military_procuracy,procuracy_investigation,assigned",
    "arrived": "transferred_in,transferred_in_to_serve,transferred_in_for_appeal",
    "sent": "transferred_out,transferred_out_to_serve,transferred_out_for_appeal",
    # r12-r15, r22: how somebody in custody is settled; r47-r63: somebody detained
    "settled": "to_detention,other_measure,released,released_by_procuracy",
    "resolved": "cancelled,replaced,terminated,released_by_court,term_served_pending_appeal,term_served_waiting,released_by_procuracy,sentence_suspended,to_serve,executed,treated",  # noqa: E501
    # Bands of a term of imprisonment, and with life
    "term": "prison_to_3,prison_3_to_7,prison_7_to_15,prison_over_15",
    "imprisonment": "life,$term",
    # What ends an execution that is not served: annulled, exempted, limitation, terminated
    "annulled": "annulled_on_cassation,annulled_on_reopening",
    "lapsed": "exempted,limitation,terminated",
    "to_serve": "ordered,deferral_expired",
    "with_order": "$to_serve,deferred,ordered_suspended,ordered_escaped",
    "not_ended": "awaiting_order,$with_order",
    "awaiting_everywhere": "awaiting_order,awaiting_order_in_transit",
    "after_order": "ordered,ordered_in_transit,ordered_suspended,ordered_escaped,deferred,deferred_in_transit,.enforcing,.serving",  # noqa: E501
    "condemned": "ordered,deferred,escaped",
    "life": "life_serving,life_reduced",
    "life_escaped": "life_escaped,life_reduced_escaped",
    "life_away": "life_suspended,life_reduced_suspended,life_treated,life_reduced_treated",
    "freed": "freed_by_court,freed_by_procuracy",
    "escape_ended": "died,finished,$freed,$annulled,$lapsed",
    # Punishments carried out outside prison (r229–r275)
    "outside": "suspended_sentence,expulsion,reform,residence_ban,local_supervision,civic_rights,post_ban",  # noqa: E501
    "in_prison": "life_serving,life_escaped,life_in_transit,life_treated,life_reduced,life_reduced_escaped,life_reduced_in_transit,life_reduced_treated,term_serving,term_escaped,term_in_transit,term_treated",  # noqa: E501
    "suspended_prison": "life_suspended,life_reduced_suspended,term_suspended,term_suspended_escaped",  # noqa: E501
    "prisoners": "$in_prison,$suspended_prison",
    "not_suspended": "$in_prison,$outside,released_conditionally",
}

CUSTODY = """
d1 opening custody held
d2 entered custody held by taken; left custody held_escaped by recaptured since=before
d3 entered custody held by taken ground=emergency
d4 entered custody held by taken ground=caught
d5 entered custody held by taken ground=wanted; left custody held_escaped by recaptured since=before
d6 entered custody held by taken ground=confessed
d7 entered custody held by taken ground=surrendered
d8 entered custody held by $arrived
d9 left custody held by $sent
d10 closing custody held; left custody held by $settled,died; closing custody held_escaped since=in
d11 left custody held by $settled
d12 left custody held by to_detention ground=emergency,caught,confessed,surrendered; left custody held came_by=taken,$arrived,carried_in,reclassified left_by=to_detention ground=unknown
d13 left custody held by other_measure
d14 left custody held by to_detention ground=wanted; left custody held came_by=recaptured left_by=to_detention ground=unknown
d15 left custody held by released
d16 =d15 left_ground=custody_cancelled
d17 =d15 left_ground=extension_refused
d18 =d15 left_ground=emergency_arrest_refused
d19 =d15 left_ground=no_ground_to_charge
d20 =d15 left_ground=awaiting_expert
d21 =d15 left_ground=victim_withdrew
d22 left custody held by released_by_procuracy
d23 left custody custody_overdue by $settled
d24 left custody held by died
d25 =d24 left_ground=illness
d26 =d24 left_ground=suicide
d27 =d24 left_ground=other
d28 entered custody held_escaped by escaped
d29 closing custody held_escaped since=in
d30 closing custody held
d31 closing custody custody_overdue
d32 opening custody $detained
d33 entered custody $detained by from_custody,arrested,reported_to_serve; left custody $escaped by recaptured since=before
d34 entered custody $detained by from_custody
d35 entered custody $detained by arrested agency=$investigation
d36 entered custody $detained by arrested agency=procuracy
d37 entered custody detained_investigation,detained_prosecution,detained_trial,$convicted by arrested agency=court
d38 entered custody detained_waiting by reported_to_serve
d39 entered custody $detained by $arrived
d40 entered custody $detained by transferred_in_to_serve
d41 entered custody $detained by transferred_in_for_appeal
d42 left custody $detained by $sent
d43 left custody $detained by transferred_out_to_serve
d44 left custody $detained by transferred_out_for_appeal
d45 closing custody $detained; left custody $detained by $resolved,died; closing custody $escaped since=in
d46 left custody $detained by $resolved
d47 left custody $detained by cancelled
d48 left custody $detained by replaced
d49 left custody $detained by terminated
d50 =d49 left_ground=administrative,disciplinary
d51 left custody $detained by released_by_court
d52 =d51 left_outcome=acquitted,acquitted_after_withdrawal
d53 =d51 left_outcome=exempt_liability,exempt_penalty
d54 =d51 left_penalty=warning,fine,non_custodial,expulsion
d55 =d51 left_penalty=suspended_prison
d56 =d51 left_penalty=$term
d57 left custody $detained by term_served_pending_appeal
d58 left custody $detained by term_served_waiting
d59 left custody $detained by released_by_procuracy
d60 left custody $detained by sentence_suspended
d61 left custody $detained by to_serve
d62 left custody $detained by executed
d63 left custody $detained by treated
d64 closing custody $treated
d65 left custody detention_overdue by $resolved
d66 =d65 handler=$investigation
d67 =d65 handler=procuracy
d68 =d65 handler=court
d69 left custody $detained by died
d70 =d69 left_ground=suicide
d71 =d69 left_ground=illness
d72 =d69 left_ground=other
d73 closing custody $escaped
d74 closing custody $escaped since=in
d75 closing custody $detained
d76 closing custody detained_investigation
d77 closing custody detained_prosecution
d78 closing custody detained_trial
d79 closing custody detained_appeal
d80 closing custody detained_waiting
d81 closing custody detention_overdue
d82 =d81 handler=$investigation
d83 =d81 handler=procuracy
d84 =d81 handler=court
d85 closing custody $detained penalty=death
d86 entered supervision supervision_concluded document_kind=direct addressee=custody_house
d87 entered supervision supervision_concluded document_kind=unannounced addressee=custody_house
d88 entered supervision supervision_concluded document_kind=direct addressee=detention_camp field=custody
d89 entered supervision supervision_concluded document_kind=unannounced addressee=detention_camp field=custody
d94 entered supervision files_supervised field=custody
d95 entered supervision inmates_interviewed field=custody
d106 entered supervision supervision_concluded document_kind=follow_up field=custody
m.held_carried_in entered custody held,held_escaped by carried_in
m.held_escaped closing custody held_escaped
m.custody_overdue_lifted left custody custody_overdue by extended
m.detained_carried_in entered custody $detained,$escaped by carried_in
m.treatment_ended entered custody $detained by treatment_ended
m.treated_carried_in entered custody $treated by carried_in
m.treated_left left custody $treated by treatment_ended
m.recaptured left custody $escaped by recaptured since=before
m.condemned closing custody detained_condemned
m.detention_overdue_lifted left custody detention_overdue by extended
m.in_transit closing custody held_in_transit,$in_transit
"""  # noqa: E501

# Người bị kết án, pháp nhân: chờ quyết định, chờ đi chấp hành, hoãn; tử hình.
AWAITING = """
d107 opening convict awaiting_order
d108 =d107 legal_entity=yes
d109 entered convict awaiting_order by in_force,suspended_sentence_revoked
d110 =d109 legal_entity=yes
d111 entered convict awaiting_order by delegated_in
d112 =d111 legal_entity=yes
d113 left convict awaiting_order by delegated_out
d114 =d113 legal_entity=yes
d115 closing convict awaiting_order; left convict awaiting_order by order_issued,died,commuted,$annulled,$lapsed
d116 =d115 penalty=life
d117 =d115 penalty=$term
d118 =d115 legal_entity=yes
d119 left convict awaiting_order by died
d120 entered convict new_offence standing=$awaiting_everywhere
d121 =d120 penalty=non_custodial
d122 =d120 penalty=suspended_prison
d123 =d120 penalty=$term facility_kind=at_liberty
d124 left convict awaiting_order by order_issued
d125 =d124 left_penalty=life
d126 =d124 left_penalty=$term
d127 =d124 legal_entity=yes
d128 closing convict awaiting_order
d129 closing convict awaiting_order_overdue
d130 =d128 penalty=life
d131 =d128 penalty=$term
d132 =d128 legal_entity=yes
d133 opening convict $to_serve
d134 entered convict $to_serve by transferred_in
d135 left convict $to_serve by transferred_out
d136 closing convict $to_serve; left convict ordered by deferred,suspended,escaped,to_serve,died,$annulled,$lapsed; left convict deferral_expired by extended,deferral_cancelled,escaped,to_serve,died,$annulled,$lapsed
d137 left convict $with_order by annulled_on_cassation
d138 left convict $with_order by annulled_on_reopening
d139 entered convict deferred by deferred,deferred_for_illness,extended
d140 entered convict ordered_suspended by suspended
d141 left convict $with_order by exempted; left penalty $outside by exempted
d142 left convict $with_order by exempted penalty=$imprisonment
d143 left convict $with_order by limitation; left penalty $outside by limitation
d144 left convict $with_order by limitation penalty=$imprisonment
d145 left convict $with_order by died
d146 entered convict ordered_escaped by escaped
d147 entered convict new_offence standing=$after_order
d148 =d147 penalty=non_custodial
d149 =d147 penalty=suspended_prison
d150 =d147 penalty=$term facility_kind=at_liberty
d151 left convict $with_order by to_serve
d152 =d151 penalty=life
d153 =d151 penalty=$term
d154 closing convict $to_serve
d155 =d154 penalty=life
d156 closing convict ordered_escaped penalty=life
d157 =d154 penalty=$term
d158 closing convict ordered_escaped penalty=$term
d159 closing convict ordered_suspended penalty=$term
d160 closing convict deferred; left convict deferred by overdue,deferral_cancelled,escaped,to_serve,died,$annulled,$lapsed
d161 left convict deferred by died
d162 left convict deferred by exempted
d163 left convict deferred by deferral_cancelled
d164 entered convict deferral_expired by overdue
d165 left convict deferral_expired by to_serve since=in
d166 closing convict deferral_expired since=in
d167 closing convict deferred penalty=$term
d168 opening death_sentence $condemned
d169 entered death_sentence ordered by ordered,reported; entered death_sentence deferred by ordered_and_deferred
d170 closing death_sentence $condemned; left death_sentence $condemned by commuted,reduced_on_cassation,annulled,died,executed
d171 entered death_sentence deferred by deferred,ordered_and_deferred
d172 left death_sentence $condemned by commuted
d173 left death_sentence $condemned by died
d174 entered death_sentence escaped by escaped
d175 left death_sentence $condemned by executed
d176 closing death_sentence $condemned
d177 closing death_sentence deferred
d178 closing death_sentence escaped
m.awaiting.carried_in entered convict awaiting_order by carried_in
m.awaiting.entities_carried_in =m.awaiting.carried_in legal_entity=yes
m.awaiting.other left convict awaiting_order by commuted,$annulled,$lapsed
m.ordered.back entered convict ordered by deferral_cancelled,suspension_ended,recaptured; entered convict deferral_expired by overdue
m.ordered.carried_in entered convict $to_serve by carried_in
m.ordered.gone left convict $to_serve by terminated; left convict deferral_expired by deferral_cancelled
m.ordered.elsewhere left convict deferred,ordered_suspended by $annulled,exempted,limitation,died,escaped,to_serve; left convict ordered_escaped by $annulled,exempted,limitation,died,to_serve; left penalty $outside by exempted,limitation
m.deferred.life closing convict deferred penalty=life,unknown
m.deferred.in entered convict deferred by transferred_in,carried_in
m.deferred.out left convict deferred by transferred_out
m.deferred.gone left convict deferred by $annulled,limitation,terminated,to_serve,escaped
m.expired.gone left convict deferral_expired by extended,deferral_cancelled,escaped,transferred_out,died,$annulled,$lapsed since=in
m.expired.in entered convict deferral_expired by transferred_in,reclassified
m.death.carried_in entered death_sentence $condemned by carried_in
m.death.annulled left death_sentence $condemned by annulled,reduced_on_cassation
m.tried left accused trial by judged left_outcome=convicted
m.tried.life =m.tried left_penalty=life
m.tried.term =m.tried left_penalty=$term
m.decided left accused appeal,appeal_suspended by decided,terminated
"""  # noqa: E501

PRISON = """
d179 opening penalty $life
d180 entered penalty life_serving by received,commuted; left penalty $life_escaped by recaptured since=before
d181 entered penalty $life by transferred_in,returned_from_extraction
d182 entered penalty $life by returned_from_extraction
d183 left penalty $life by transferred_out,extracted
d184 left penalty $life by extracted
d185 closing penalty $life; left penalty life_serving by finished,amnestied,$freed,suspended,treated,died,$annulled,$lapsed; left penalty life_reduced by finished,amnestied,conditionally_released,$freed,suspended,treated,died,$annulled,$lapsed; closing penalty $life_escaped since=in; left penalty $life_escaped by $escape_ended since=in
d186 closing penalty life_reduced; left penalty life_reduced by finished,amnestied,conditionally_released,$freed,suspended,treated,died,$annulled,$lapsed; closing penalty life_reduced_escaped since=in; left penalty life_reduced_escaped by $escape_ended since=in
d187 left penalty $life by died
d188 =d187 left_ground=suicide
d189 =d187 left_ground=illness
d190 =d187 left_ground=other
d191 closing penalty $life_escaped since=in
d192 left penalty life_reduced by finished,amnestied
d193 left penalty life_reduced by amnestied
d194 left penalty $life by freed_by_court
d195 closing penalty $life
d196 closing penalty $life_escaped
d197 opening penalty term_serving
d198 entered penalty term_serving by release_cancelled
d199 entered penalty term_serving by received; left penalty term_escaped by recaptured since=before
d200 entered penalty term_serving by transferred_in,returned_from_extraction
d201 entered penalty term_serving by returned_from_extraction
d202 left penalty term_serving by transferred_out,extracted
d203 left penalty term_serving by extracted
d204 closing penalty term_serving; left penalty term_serving by finished,amnestied,conditionally_released,$freed,suspended,treated,died,$annulled,$lapsed; closing penalty term_escaped since=in; left penalty term_escaped by $escape_ended since=in
d205 left penalty term_serving by finished,amnestied
d206 left penalty term_serving by amnestied
d207 left penalty term_serving by conditionally_released
d208 left penalty term_serving by freed_by_procuracy
d209 left penalty term_serving by freed_by_court
d210 left penalty term_serving by died
d211 =d210 left_ground=suicide
d212 =d210 left_ground=illness
d213 =d210 left_ground=other
d214 closing penalty term_escaped
d215 closing penalty term_escaped since=in
d216 left penalty term_serving by treated
d217 closing penalty term_treated
d218 closing penalty term_serving
d219 =d218 facility_kind=detention_camp
d220 =d218 facility_kind=custody_house
d221 left penalty term_serving by suspended
d222 left penalty term_suspended by suspension_ended
d223 left penalty term_suspended by exempted
d224 left penalty term_suspended by died
d225 closing penalty term_suspended_escaped since=in
d226 closing penalty term_suspended_escaped
d227 closing penalty term_suspended
d228 closing penalty suspension_expired
m.life.back entered penalty $life by suspension_ended,treatment_ended; left penalty $life_away by escaped
m.life.carried_in entered penalty $life,$life_escaped by carried_in
m.life.other left penalty life_serving by finished,amnestied,freed_by_procuracy,suspended,treated,$annulled,$lapsed; left penalty life_reduced by conditionally_released,freed_by_procuracy,suspended,treated,$annulled,$lapsed
m.life.escape_ended left penalty $life_escaped by $escape_ended since=in
m.life.recaptured left penalty $life_escaped by recaptured,$escape_ended since=before
m.life.away closing penalty $life_away
m.term.back entered penalty term_serving by suspension_ended,treatment_ended; left penalty term_suspended_escaped by recaptured; left penalty term_treated by escaped
m.term.carried_in entered penalty term_serving,term_escaped by carried_in
m.term.other left penalty term_serving by $annulled,$lapsed
m.term.escape_ended left penalty term_escaped by $escape_ended since=in
m.term.recaptured left penalty term_escaped by recaptured,$escape_ended since=before
m.term.treatment_ended left penalty term_treated by treatment_ended,escaped,amnestied,$escape_ended
m.term.treated_carried_in entered penalty term_treated by carried_in
m.suspended.carried_in entered penalty term_suspended,term_suspended_escaped by carried_in
m.suspended.gone left penalty term_suspended by finished,amnestied,$freed,$annulled,limitation,terminated; left penalty term_suspended_escaped by recaptured,$escape_ended since=in
m.suspended.recaptured left penalty term_suspended_escaped by recaptured,$escape_ended since=before
m.released closing penalty released_conditionally,released_conditionally_in_transit
"""  # noqa: E501

# Án treo, cải tạo không giam giữ; the other punishments have the five rows of SMALL or the six
# of OF_ENTITIES.
OUTSIDE = """
d229 opening penalty suspended_sentence
d230 entered penalty suspended_sentence by begun
d231 entered penalty suspended_sentence by transferred_in
d232 left penalty suspended_sentence by transferred_out
d233 closing penalty suspended_sentence; left penalty suspended_sentence by finished,breached,cancelled,died,$annulled,$lapsed
d234 left penalty suspended_sentence by finished
d235 left penalty suspended_sentence by $annulled
d236 entered penalty new_offence standing=suspended_sentence
d237 left penalty suspended_sentence by breached
d238 left penalty suspended_sentence by cancelled
d239 left penalty suspended_sentence by died
d240 closing penalty suspended_sentence
m.suspended_sentence.carried_in entered penalty suspended_sentence by carried_in
m.suspended_sentence.other left penalty suspended_sentence by $lapsed
d246 opening penalty reform
d247 entered penalty reform by begun
d248 entered penalty reform by transferred_in
d249 left penalty reform by transferred_out
d250 closing penalty reform; left penalty reform by finished,died,$annulled,$lapsed
d251 left penalty reform by finished
d252 left penalty reform by $annulled
d253 entered penalty new_offence standing=reform
d254 left penalty reform by died
d255 closing penalty reform
m.reform.carried_in entered penalty reform by carried_in
m.reform.other left penalty reform by $lapsed
"""  # noqa: E501
# Punishments with five rows each, or six: the first of them.
SMALL = {
    "expulsion": 241, "residence_ban": 256, "local_supervision": 261, "civic_rights": 266,
    "post_ban": 271,
}  # fmt: skip
OF_ENTITIES = {
    "operation_suspended": 276, "operation_ended": 282, "business_ban": 288, "capital_ban": 294,
    "remedy": 300,
}  # fmt: skip


def punishment(name: str, first: int) -> str:
    """Kỳ trước, mới, tổng số, đã xong, còn lại; of entities also: không chấp hành."""
    stages = f"{name},{name}_noncompliant" if name in OF_ENTITIES else name
    carried = f"m.{name}.in entered penalty {name} by transferred_in,carried_in"
    rows = [
        f"d{first} opening penalty {stages}",
        f"d{first + 1} entered penalty {name} by begun",
        f"d{first + 2} closing penalty {stages};"
        f" left penalty {stages} by finished,died,$annulled,$lapsed",
        f"d{first + 3} left penalty {stages} by finished",
        f"d{first + 4} closing penalty {stages}",
        f"m.{name}.out left penalty {stages} by transferred_out,died,$annulled,$lapsed",
        f"m.{name}.transferred_out left penalty {stages} by transferred_out",
    ]
    if name in OF_ENTITIES:
        carried += f"; entered penalty {name}_noncompliant by carried_in"
        rows.append(f"d{first + 5} closing penalty {name}_noncompliant")
    return "\n".join([*rows, carried])


# Việc VKS đề nghị, yêu cầu và kết quả với từng người.
ACTS = """
d306 entered violation found by found violator=court violation=enforcement_decision,exemption_decision,deferral_decision,reduction_decision,probation_shortening_decision,enforcement_suspension_decision,enforcement_termination_decision,criminal_record_decision,limitation_decision
d307 entered convict order_demanded
d308 left convict awaiting_order by order_issued left_requested=yes
d309 entered convict deferral_proposed
d310 entered convict deferred by deferred,deferred_for_illness,extended requested=yes
d311 entered convict exemption_proposed; entered penalty exemption_proposed standing=$not_suspended
d312 left convict $not_ended by exempted left_requested=yes; left penalty $not_suspended by exempted left_requested=yes
d313 left convict $not_ended by exempted left_requested=yes penalty=$imprisonment; left penalty $in_prison by exempted left_requested=yes
d314 entered convict limitation_proposed
d315 left convict $not_ended by limitation left_requested=yes; left penalty $not_suspended by limitation left_requested=yes
d316 left convict $not_ended by limitation left_requested=yes penalty=$imprisonment; left penalty $in_prison by limitation left_requested=yes
d317 entered convict termination_proposed
d318 entered convict enforcement_terminated requested=yes
d321 entered convict suspension_proposed; entered penalty suspension_proposed
d322 entered penalty exemption_proposed standing=$suspended_prison
d323 entered convict escort_demanded
d324 entered convict convict_escorted requested=yes
d325 entered convict wanted_order_demanded; entered penalty wanted_order_demanded
d326 entered convict wanted_order_issued requested=yes; entered penalty wanted_order_issued requested=yes
d365 entered penalty reduction_supervised standing=$prisoners
d366 entered penalty reduction_removal_requested standing=$prisoners
d367 entered penalty reduction_removal_accepted standing=$prisoners
d368 entered penalty reduction_granted standing=$prisoners
d369 entered penalty reduction_difference_proposed standing=$prisoners
d370 entered penalty reduction_difference_accepted standing=$prisoners
d371 entered penalty release_supervised
d372 entered penalty release_refusal_proposed
d373 entered penalty release_refused requested=yes
d374 entered penalty amnesty_supervised
d375 entered penalty amnesty_removal_requested
d376 entered penalty amnesty_removal_accepted
"""  # noqa: E501
# Xét rút ngắn, giảm: án treo, cải tạo không giam giữ, tha tù trước thời hạn.
REDUCTIONS = {"suspended_sentence": 386, "reform": 390, "released_conditionally": 394}


def reductions(name: str, first: int) -> str:
    acts = (
        "reduction_supervised", "reduction_removal_requested", "reduction_removal_accepted",
        "reduction_granted",
    )  # fmt: skip
    standing = f"standing={name},{name}_in_transit"
    return "\n".join(f"d{first + n} entered penalty {act} {standing}" for n, act in enumerate(acts))


@dataclass(frozen=True)
class Addressed:
    """Kiến nghị, kháng nghị với một bên: các dòng theo loại, yêu cầu và kết quả."""

    to: str  # filters: field, addressee, level
    recommended: int  # kiến nghị, được chấp nhận, không được chấp nhận
    protested: int
    demanded: tuple[str, ...]  # rows under the protests
    waiting: tuple[str, str]


BY_DEMAND = ("demands=stop", "demands=cancel")
BY_LEVEL = tuple(f"level={level} {demand}" for level in ("same", "higher") for demand in BY_DEMAND)
AGENCY = "field=enforcement addressee=enforcement_agency"
PRISONS = "field=prison addressee=prison,sub_camp,detention_camp"
ADDRESSED = [
    Addressed(
        "field=custody", 96, 99, BY_LEVEL, ("m.recommendations_awaiting", "m.protests_awaiting")
    ),
    Addressed(f"{AGENCY} level=same", 336, 342, BY_DEMAND, ("m.waiting336", "m.waiting342")),
    Addressed(f"{AGENCY} level=higher", 339, 347, BY_DEMAND, ("m.waiting339", "m.waiting347")),
    Addressed(PRISONS, 355, 358, BY_LEVEL, ("m.waiting355", "m.waiting358")),
    Addressed(
        "field=enforcement addressee=commune", 380, 383, (), ("m.waiting380", "m.waiting383")
    ),
    Addressed(
        "field=enforcement addressee=court", 398, 401, BY_LEVEL, ("m.waiting398", "m.waiting401")
    ),
]  # fmt: skip
# Yêu cầu, kiểm sát trực tiếp, đột xuất, hồ sơ, gặp hỏi.
REQUESTS = f"""
d90 entered document awaiting by issued document_kind=request_self_inspection field=custody
d91 entered document awaiting by issued document_kind=request_files field=custody
d92 entered document awaiting by issued document_kind=request_notice field=custody
d93 entered document awaiting by issued document_kind=request_answer field=custody
d319 entered document awaiting by issued document_kind=request_self_inspection field=enforcement addressee=court
d320 entered document awaiting by issued document_kind=request_files field=enforcement addressee=court
d327 entered document awaiting by issued document_kind=request_self_inspection {AGENCY} level=same
d328 entered document awaiting by issued document_kind=request_self_inspection {AGENCY} level=higher
d329 entered document awaiting by issued document_kind=request_files {AGENCY} level=same
d330 entered document awaiting by issued document_kind=request_files {AGENCY} level=higher
d331 entered supervision supervision_concluded document_kind=direct {AGENCY} level=same
d332 entered supervision supervision_concluded document_kind=direct {AGENCY} level=higher
d333 entered supervision supervision_concluded document_kind=unannounced {AGENCY} level=same
d334 entered supervision supervision_concluded document_kind=unannounced {AGENCY} level=higher
d335 entered supervision files_supervised field=enforcement
d352 entered supervision supervision_concluded document_kind=direct {PRISONS}
d353 entered supervision files_supervised field=prison
d354 entered supervision inmates_interviewed field=prison
d377 entered document awaiting by issued document_kind=request_self_inspection field=enforcement,prison addressee=prison,sub_camp,detention_camp
d378 entered document awaiting by issued document_kind=request_self_inspection field=enforcement addressee=commune
d379 entered supervision supervision_concluded document_kind=direct field=enforcement addressee=commune
d408 entered supervision supervision_concluded document_kind=follow_up field=enforcement,prison
"""  # noqa: E501


def answered(a: Addressed) -> Iterator[str]:
    """Ban hành, được chấp nhận (cả một phần), không được chấp nhận; chờ trả lời đầu kỳ."""
    kinds = (("recommendation", a.recommended, ()), ("protest", a.protested, a.demanded))
    for (kind, first, demanded), waiting in zip(kinds, a.waiting, strict=True):
        filters = f"document_kind={kind} {a.to}"
        rows = [f"entered document awaiting by issued {filters}"]
        rows += [f"entered document awaiting by issued {filters} {each}" for each in demanded]
        rows += [
            f"left document awaiting by accepted,partly {filters}",
            f"left document awaiting by refused {filters}",
        ]
        yield from (f"d{first + n} {row}" for n, row in enumerate(rows))
        yield (
            f"{waiting} opening document awaiting {filters};"
            f" entered document awaiting by carried_in {filters}"
        )


@cache
def table() -> dict[str, frozenset[Asked]]:
    small = [punishment(name, first) for name, first in (SMALL | OF_ENTITIES).items()]
    reduced = [reductions(name, first) for name, first in REDUCTIONS.items()]
    answers = [row for each in ADDRESSED for row in answered(each)]
    parts = (CUSTODY, AWAITING, PRISON, OUTSIDE, *small, ACTS, *reduced, REQUESTS, *answers)
    return worked("\n".join(part.strip() for part in parts), SETS)


def test_every_row_and_line_is_worked() -> None:
    assert set(table()) == {line.id for line in form().lines}
    assert {f"d{n}" for n in range(1, 409)} <= set(table())


@pytest.mark.parametrize("id", sorted(table()))
def test_a_row_asks_what_its_label_says(id: str) -> None:
    line = form().line(id)
    assert line is not None
    assert asked(line) == table()[id], line.label


def test_rows_of_files_and_interviews_add_up_and_decisions_of_courts_count_once_each() -> None:
    ways = {line.id: (line.count.what, line.count.of) for line in form().lines}
    sums = {id for id, way in ways.items() if way == ("sum", "quantity")}
    assert sums == {"d94", "d95", "d335", "d353", "d354"}
    assert {id for id, way in ways.items() if way[0] == "distinct"} == {"d306"}
    assert ways["d306"] == ("distinct", "object")


def test_net_sums_know_the_two_sides_of_every_way_between_units() -> None:
    """Who goes out of one unit's rows comes into these rows of the other, and nowhere else."""
    ways = {
        "d9": "d8", "d42 d43 d44": "d39 d40 d41", "d113 d114": "d111 d112", "d135": "d134",
        "m.deferred.out": "m.deferred.in", "d183": "d181", "d202": "d200", "d232": "d231",
        "d249": "d248",
        **{f"m.{x}.out m.{x}.transferred_out": f"m.{x}.in" for x in SMALL | OF_ENTITIES},
    }  # fmt: skip
    assert {" ".join(t.outs): " ".join(t.ins) for t in form().transfers} == ways
