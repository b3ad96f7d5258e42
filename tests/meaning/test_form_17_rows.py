"""Biểu 17, row by row: kinds, violators and what is counted, worked from the official labels."""

from __future__ import annotations

from test_form_17 import form, lines
from worked import asked, worked

# Rows that count violations found: the kinds that the label names ("Trong đó" rows by violator
# take those of the row above them, and are not said again).
KINDS = """
1 report_not_accepted
7 report_wrong_competence
15 report_suspended_unlawfully
22 report_decision_not_sent
33 report_prosecution_not_demanded
34 report_refusal_cancelled_without_ground
35 report_other
36 investigation_decision
37 evidence_collection investigative_act questioning examination
38 investigative_act
39 questioning
40 examination
41 documents_handover
43 special_measures_cancelled
44 investigation_resumption
45 evidence_keeping
46 wanted_accused
47 defence_in_investigation
49 consular_notice
59 case_cancelled_without_ground
60 charge_approval_late
61 special_measures_cancelled_without_ground
62 charge_approved_without_ground
63 charge_refused_without_ground
64 procuracy_decision_cancelled
65 defence_in_prosecution
67 case_terminated_without_ground
68 accused_terminated_without_ground
69 case_suspended_without_ground
70 accused_suspended_without_ground
71 prosecution_decision
72 investigation_other
73 measure_decision emergency_arrest_order
74 measure_decision emergency_arrest_order
75 emergency_arrest_order
76 measure_decision
77 measure_decision
78 measure_notice
82 measure_execution
87 measure_approval_late
88 measure_approval_without_ground emergency_arrest_approval_without_ground
89 emergency_arrest_approval_without_ground
90 procuracy_measure_notice
91 measure_other
92 coercion_applied coercion_escort coercion_delivery coercion_seizure coercion_account
93 coercion_escort
94 coercion_delivery
95 coercion_seizure
96 coercion_account
97 coercion_not_notified
98 coercion_cancelled_without_ground
103 coercion_other
105 court_decision
106 trial_panel
107 hearing_paused
108 hearing_postponed
109 trial_scope
110 aggravation_applied
111 mitigation_applied
112 penalty_applied
113 trial_evidence_handling
114 defence_in_trial
115 judgment_service
116 judgment_sent_to_procuracy
117 deliberation
119 indictment_withdrawn_without_ground
120 file_transfer_late
122 trial_other
123 administrative_decision_late
124 administrative_school administrative_education administrative_rehabilitation
125 administrative_school
126 administrative_education
127 administrative_rehabilitation
128 administrative_other
129 procedure_custody procedure_detention
130 procedure_custody
131 procedure_detention
132 management_custody management_detention
133 management_custody
134 management_detention
135 education_custody education_detention
136 education_custody
137 education_detention
139 regime_custody regime_detention
140 regime_custody
141 regime_detention
146 new_offence_in_custody
147 new_offence_in_detention
153 custody_release_without_ground
154 detention_release_without_ground
155 enforcement_decision exemption_decision deferral_decision reduction_decision probation_shortening_decision enforcement_suspension_decision enforcement_termination_decision criminal_record_decision limitation_decision
156 exemption_decision
157 deferral_decision
158 reduction_decision
159 probation_shortening_decision
160 enforcement_suspension_decision
161 enforcement_termination_decision
162 criminal_record_decision
163 limitation_decision
164 convict_escort_and_pursuit
165 enforcement_procedure
166 enforcement_management conditional_release_management
167 conditional_release_management
168 enforcement_file conditional_release_file
169 conditional_release_file
170 conditional_release_granted
171 convict_education
172 prisoner_regime
180 probation_supervision
181 other_penalties_enforcement
183 judicial_measure_file
184 prisoner_prosecuted
185 prisoner_release_without_ground
186 groundless_enforcement_document
193 enforcement_other
194 administrative_relief_decision_late
195 administrative_deferral administrative_exemption administrative_reduction administrative_suspension
196 administrative_deferral
197 administrative_exemption
198 administrative_reduction
199 administrative_suspension
200 administrative_relief_other
201 defence_registration
203 defence_conduct
205 defence_certificate_refused
206 defence_certificate_revoked
207 defence_other
208 expertise
210 valuation
211 interpretation
213 translation
214 notarisation
216 expertise_request_unfulfilled
217 expertise_other
218 civil_competence
219 civil_acceptance
220 civil_acceptance_notice_late
221 civil_evidence
222 civil_testimony
223 civil_dispute_relation
224 civil_expertise
225 civil_interim_measure
226 civil_mediation
227 civil_file_to_procuracy_late
228 civil_preparation_late
229 civil_judgment_sent_late
230 civil_judgment
231 civil_judgment_correction
232 civil_service
233 civil_court_fees
234 civil_first_hearing
235 civil_appeal_hearing
236 civil_cassation_hearing
237 civil_interim_measure_not_petitioned
238 civil_returned_claim_not_petitioned
239 civil_file_transfer_late
240 civil_protest_withdrawn
241 civil_other
242 civil_enforcement_request_acceptance
243 civil_enforcement_notice
244 civil_enforcement_decision
245 civil_enforcement_decision_sent_late
246 civil_enforcement_condition_check
247 civil_enforcement_entrustment
248 civil_enforcement_deferral
249 civil_enforcement_suspension
250 civil_enforcement_termination
251 civil_enforcement_coercion civil_enforcement_property_auction
252 civil_enforcement_property_auction
253 civil_enforcement_security_measure
254 civil_enforcement_rights_transfer
255 civil_enforcement_interim_measure
256 civil_enforcement_confiscation_and_return
257 civil_enforcement_budget_collection
258 civil_enforcement_evidence_handling
259 civil_enforcement_exemption_file
260 civil_enforcement_money_handling
261 civil_enforcement_fee_decision
262 judgment_transfer_to_enforcement_late
263 administrative_enforcement_decision
264 court_exemption_of_enforcement_money
265 civil_enforcement_other
266 petition_reception
272 petition_acceptance
278 denouncer_protection
284 petition_procedure
290 petition_competence
296 petition_content
302 petition_supervision
303 groundless_petition_document
304 petition_other
"""  # noqa: E501

# Who violated, by the words of a row under another (or of the row itself: 155, court decisions).
INVESTIGATION = "police,military,military_procuracy,procuracy_investigation,assigned"
ALL_OTHERS = (
    "custody_house,detention_camp,prison,commune,counsel,counsel_authority,competent_agency,other"
)
VIOLATORS = {
    "Cơ quan điều tra của công an nhân dân": "police",
    "Cơ quan điều tra của quân đội nhân dân": "military,military_procuracy",
    "Cơ quan điều tra của VKSQS trung ương": "military_procuracy",
    "Cơ quan điều tra của Viện kiểm sát nhân dân tối cao": "procuracy_investigation",
    "Cơ quan điều tra của Viện kiểm sát tối cao": "procuracy_investigation",
    "Cơ quan điều tra khác được giao tiến hành một số hoạt động điều tra"
    " (hải quan, cảnh sát biển, kiểm lâm...)": "assigned",
    "Cơ quan điều tra": INVESTIGATION,
    "Số lệnh bắt người bị giữ trong trường hợp khẩn cấp": INVESTIGATION,
    "Cơ quan Viện kiểm sát": "procuracy",
    "Cơ quan Tòa án": "court",
    "Những người có thẩm quyền thuộc CQĐT": INVESTIGATION,
    "Những người có thẩm quyền thuộc CQĐT của công an nhân dân": "police",
    "Những người có thẩm quyền thuộc Cơ quan Viện kiểm sát": "procuracy",
    "Những người có thẩm quyền thuộc Cơ quan tòa án": "court",
    "Cơ quan có thẩm quyền, trách nhiệm": "competent_agency",
    "Cơ quan quản lý người bào chữa": "counsel_authority",
    "Cơ quan thi hành án": "enforcement,criminal_enforcement",
    "Cơ quan khác": ALL_OTHERS,
    "Số quyết định thi hành án có vi phạm": "court",
}
# Row 186 and below: to whom the groundless document was addressed.
ADDRESSEES = {
    187: "custody_house", 188: "detention_camp", 189: "prison", 190: "court",
    191: "enforcement_agency", 192: "commune",
}  # fmt: skip

# Rows that a field form decides (X06–X20), and those of persons prosecuted.
DECIDED_ELSEWHERE = """
13 left report checking by prosecuted,not_prosecuted,suspended left_overdue=yes
14 =13 handler=police
16 closing report checking_overdue
17 =16 handler=police
18 =16 handler=military,military_procuracy
19 =16 handler=military_procuracy
20 =16 handler=procuracy_investigation
21 =16 handler=assigned
27 entered report report_suspension_cancelled
28 entered case investigating by prosecuted handler=procuracy ground=153.3.a
29 =28 violator=police
30 =28 violator=military,military_procuracy
31 =28 violator=procuracy_investigation
32 =28 violator=assigned
48 closing case investigation_overdue
50 entered case prosecution_cancelled
51 entered accused charge_cancelled
52 entered case prosecution_change_cancelled
53 entered accused prosecution_change_cancelled
54 entered case joinder_cancelled
55 entered case termination_cancelled
56 entered accused termination_cancelled
57 entered case suspension_cancelled
58 entered accused suspension_cancelled
66 closing case prosecution_overdue
83 closing custody custody_overdue,detention_overdue; left custody custody_overdue by to_detention,other_measure,released,released_by_procuracy; left custody detention_overdue by $settled
84 =83 handler=$investigation
85 =83 handler=procuracy
86 =83 handler=court
104 closing case trial_overdue
118 left accused trial by judged left_outcome=acquitted_after_withdrawal; left accused trial,trial_suspended by terminated left_ground=285,282.1.b
121 left case_protest pending,pending_same,pending_higher by withdrawn_by_superior
138 left custody held by released left_ground=custody_cancelled
142 left custody held by died left_ground=suicide,other
143 left custody $detained by died left_ground=suicide,other
144 left custody $detained by died left_ground=suicide
145 left custody $detained by died left_ground=other
148 entered custody held_escaped by escaped
149 closing custody $escaped since=in
150 left custody held by released_by_procuracy; left custody $detained by released_by_procuracy
151 left custody held by released_by_procuracy
152 left custody $detained by released_by_procuracy
173 left penalty $serving by died left_ground=suicide,other
174 =173 facility_kind=detention_camp
175 =173 facility_kind=prison,sub_camp
176 =173 facility_kind=custody_house
177 left penalty $serving by died left_ground=suicide
178 left penalty $serving by died left_ground=other
179 entered penalty life_escaped,life_reduced_escaped,term_escaped by escaped
311 entered violation violator_charged
312 =311 violator=police
313 =311 violator=procuracy,procuracy_investigation
314 =311 violator=court
315 =311 violator=enforcement,criminal_enforcement
316 =311 violator=military,military_procuracy,assigned,$others
317 entered violation violator_charge_requested
318 entered violation violator_charged agency=procuracy
"""  # noqa: E501
SETS = {
    "investigation": INVESTIGATION,
    "others": ALL_OTHERS,
    "detained": "detained_investigation,detained_prosecution,detained_trial,detained_appeal,detained_waiting,detained_condemned",  # noqa: E501
    "escaped": "detained_investigation_escaped,detained_prosecution_escaped,detained_trial_escaped,detained_appeal_escaped,detained_waiting_escaped,detained_condemned_escaped",  # noqa: E501
    # Biểu 07 rows 47-63: how somebody detained is settled
    "settled": "cancelled,replaced,terminated,released_by_court,term_served_pending_appeal,term_served_waiting,released_by_procuracy,sentence_suspended,to_serve,executed,treated",  # noqa: E501
    "serving": "life_serving,life_reduced,term_serving",
}


def kinds() -> dict[int, set[str]]:
    """Kinds of every row that counts violations found; a row by violator has its parent's."""
    table: dict[int, set[str]] = {}
    for each in KINDS.strip().splitlines():
        number, *codes = each.split()
        table[int(number)] = set(codes)
    for line in lines():
        number, parent = int(line.code or ""), int((line.parent or "d0").removeprefix("d"))
        if parent in table and number not in table:
            table[number] = table[parent]
    return table


def test_each_row_of_violations_found_asks_for_its_kinds_violator_and_addressee() -> None:
    table = kinds()
    for line in lines():
        number = int(line.code or "")
        if number not in table:
            continue
        who = VIOLATORS.get(line.label, "") if line.parent or number == 155 else ""
        to = ADDRESSEES.get(number, "")
        row = f"{number} entered violation found by found violation={','.join(table[number])}"
        row += f" violator={who}" * bool(who and not to) + f" addressee={to}" * bool(to)
        assert asked(line) == worked(row, {})[str(number)], (number, line.label)


def test_each_other_row_asks_what_the_form_of_its_field_counts() -> None:
    table = worked(DECIDED_ELSEWHERE, SETS)
    for line in lines():
        number = str(int(line.code or ""))
        if number in table:
            assert asked(line) == table[number], (number, line.label)


def test_all_318_rows_are_worked() -> None:
    supplied = set(range(305, 311))  # discipline: no event tells it
    apart = (set(kinds()), set(map(int, worked(DECIDED_ELSEWHERE, SETS))), supplied)
    assert sum(map(len, apart)) == 318
    assert set.union(*apart) == {int(line.code or "") for line in lines()} == set(range(1, 319))


def test_a_row_counts_once_each_what_its_label_names_and_times_only_where_it_says_times() -> None:
    table = kinds()
    labels = {line.id: line.label for line in lines()}
    for line in lines():
        if int(line.code or "") in table:
            first = labels[line.parent] if line.parent else line.label
            # row 75 stands two rows below the one that names what is counted
            times = first.startswith("Số lần") or line.label.startswith("Số lần")
            assert (line.count.what, line.count.of) == (
                ("spans", "") if times else ("distinct", "object")
            ), (line.code, line.label)
    persons = {line.code for line in lines() if line.count.of == "person"}
    assert persons == {str(number) for number in (311, 312, 313, 314, 315, 316, 317, 318)}


def test_other_lines_count_dossiers_of_violations_whatever_their_kind() -> None:
    own = """
m.opening opening violation found
m.found entered violation found by found
m.remedied left violation found by remedied
m.closing closing violation found
"""
    for id, expected in worked(own, {}).items():
        line = form().line(id)
        assert line is not None and asked(line) == expected, id
