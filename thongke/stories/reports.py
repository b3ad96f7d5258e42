"""Nguồn tin về tội phạm: sources of crime information, and who supervises those who have them."""

from __future__ import annotations

from projections.calendar import add_months
from thongke.stories import (
    words,
)
from thongke.stories.records import (
    Record,
    Translation,
    case_subject,
    offence_of,
    record,
)
from thongke.stories.told import UNKNOWN_CHARGE, CaseFacts, Facts, Step, said


def on_report(type_: str, agency: str | None = None) -> Translation:
    def translate(step: Step) -> list[Record]:
        made = []
        for name in step.named("NT"):
            if offence := step.facts.get("offence"):
                step.told.report_charges[name] = [offence_of(step, offence)]
            step.told.units[name] = step.unit
            if type_ in {"report_accepted", "report_transferred_in"}:
                step.told.received[name] = step.on
            charges = step.told.report_charges.get(name)
            outcome = "other_handling" if "handling" in step.facts else None
            subject = {"id": name, "kind": "report",
                       **said({"charges": charges, "outcome": outcome})}  # fmt: skip
            other = step.facts.get("sender") or step.facts.get("to")
            transfer = {"counterpart": words.counterpart(other, step.unit)} if other else None
            if transfer is None and type_ in {"report_transferred_in", "report_transferred_out"}:
                transfer = {"counterpart": "unknown"}
            ground = step.facts.get("ground")
            made.append(
                record(step, type_, name, [subject], agency=agency, transfer=transfer,
                       extension=_due(step, type_, name), circumstances=_requested(step),
                       ground=words.ground(ground) if ground else None)
            )  # fmt: skip
        return made

    return translate


def _requested(step: Step) -> Facts | None:
    """Theo yêu cầu của Viện kiểm sát."""
    return {"requested_by_procuracy": True} if step.facts.get("requested") else None


def _due(step: Step, type_: str, name: str) -> Facts | None:
    """The stated end of the limit; without one an extension is the longest that the law allows.

    A limit is prolonged to two months in all (BLTTHS Đ.147(2)), extended by two months more.
    """
    if due := step.facts.get("due"):
        stated = type_ not in {"report_suspended", "report_transferred_out"}
        return {"until": words.day(due)} if stated else None
    months = words.number(step.facts.get("months"))
    received = step.told.received.get(name)
    if type_ == "report_limit_prolonged" and months is None and received:
        return {"until": add_months(received, 2)}
    return {"months": months or 2} if type_ in EXTENDING else None


EXTENDING = {"report_limit_prolonged", "report_extended"}


def prosecuted(step: Step) -> list[Record]:
    reports = step.named("NT")
    made = on_report("report_prosecuted")(step)
    for name in step.named("VA"):
        offence = step.facts.get("offence")
        of_report = next(filter(None, map(step.told.report_charges.get, reports)), None)
        charges = [offence_of(step, offence)] if offence else of_report or [UNKNOWN_CHARGE]
        step.told.cases[name] = CaseFacts(step.unit, step.on, charges)
        link = {"dossier_id": step.dossier(reports[0]), "relation": "report"} if reports else None
        subject = case_subject(name, charges=charges)
        made.append(record(step, "case_prosecuted", name, [subject], link=link, **_refused(step)))
    return made


def _refused(step: Step) -> Facts:
    """Khởi tố sau khi hủy quyết định không khởi tố: the ground, and whose refusal it was."""
    told = step.facts
    whose = told.get("refusal_of")
    return {
        "ground": words.ground(told["ground"]) if "ground" in told else None,
        "violation": {"code": "report_refusal_cancelled", "violator_kind": str(whose)}
        if whose
        else None,
    }


def supervision(type_: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        return [
            record(step, type_, name, [{"id": name, "kind": "supervision"}], agency="vks",
                   document={"kind": "report_supervision"})
            for name in step.named("TTKS") or [f"TTKS-{step.index}"]
        ]  # fmt: skip

    return translate


def issued(step: Step) -> list[Record]:
    """Văn bản ban hành, in a dossier of its own; its kind by the code of events."""
    return [
        record(step, "document_issued", name, [{"id": name, "kind": "document"}],
               document={"kind": str(step.facts["kind"])})
        for name in step.named("KN")
    ]  # fmt: skip


TRANSLATIONS: dict[str, Translation] = {
    "nt.phancong": on_report("report_accepted"),
    "nt.nhanchuyen": on_report("report_transferred_in"),
    "nt.chuyen": on_report("report_transferred_out"),
    "nt.keodai": on_report("report_limit_prolonged"),
    "nt.giahan": on_report("report_extended", "vks"),
    "nt.khongkhoito": on_report("report_not_prosecuted"),
    "nt.tamdinhchi": on_report("report_suspended"),
    "nt.phuchoi": on_report("report_resumed"),
    "nt.khoito": prosecuted,
    "nt.vks_thuly": on_report("report_taken_over", "vks"),
    "nt.huy_tdc": on_report("report_suspension_cancelled", "vks"),
    "nt.huy_kkt": on_report("report_refusal_cancelled", "vks"),
    "nt.yeucau_kt": on_report("verification_requested", "vks"),
    "nt.yeucau_tiepnhan": on_report("acceptance_demanded", "vks"),
    "nt.ttks_batdau": supervision("supervision_started"),
    "nt.kiemsat_tructiep": supervision("supervision_concluded"),
    "dt.kiennghi": issued,
}
