"""Who issued a document, told by its code."""

import pytest
from published import AGENCIES, UNITS, rows

from projections.agencies import Agencies


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("CA-BO", "police"),
        ("CA-01", "police"),
        ("CAX-00004", "police"),
        ("CAX", "police"),
        ("QD-QK1", "military"),
        ("QS-CQDT", "military_procuracy"),
        ("VKS-CQDT", "procuracy_investigation"),
        ("TC-CQDT", "procuracy_investigation"),
        ("HQ", "assigned"),
        ("HQ-01", "assigned"),
        ("KL-14", "assigned"),
        ("BDBP", "assigned"),
        ("CSB-3", "assigned"),
        ("KN", "assigned"),
        ("K01-03", "procuracy"),
        ("TC", "procuracy"),
        ("TC-V06", "procuracy"),
        ("QS-QK1-11", "procuracy"),
        ("TA-01", "court"),
        ("TA-01-03", "court"),
        ("TA-TC", "court"),
        ("TA-PT3", "court"),
        ("TA-QS-QK1", "court"),
        ("TTR-04", "state_body"),
        ("KTNN", "state_body"),
        ("CTN", "head_of_state"),
        ("CA", "unknown"),
        ("CA-99", "unknown"),  # no such province
        ("TA-01-99", "unknown"),  # no such region
        ("CTN-01", "unknown"),
        ("HQX", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_code_tells_the_kind(code: str, kind: str) -> None:
    assert AGENCIES.kind(code) == kind
    assert AGENCIES.known(code) == (kind != "unknown")


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("CA-01", "Cơ quan điều tra Công an thành phố Hà Nội"),
        ("CA-24", "Cơ quan điều tra Công an tỉnh Bắc Ninh"),
        ("TA-01-03", "Tòa án nhân dân khu vực 3 – Hà Nội"),
        ("HQ-01", "Cơ quan Hải quan (01)"),
        ("HQ", "Cơ quan Hải quan"),
        ("T01", "Viện kiểm sát nhân dân thành phố Hà Nội"),
        ("CTN", "Chủ tịch nước"),
        ("CA-99", "CA-99"),
    ],
)
def test_the_label_names_the_place(code: str, label: str) -> None:
    assert AGENCIES.label(code) == label


def test_a_kind_that_forms_do_not_know_is_refused() -> None:
    row = rows("agencies")[0] | {"kind": "army"}
    with pytest.raises(ValueError, match=r"agency CA-BO: kind 'army'; accepted: assigned, court"):
        Agencies.from_rows([row], UNITS)
