"""Không đọc được: why bytes or text are not an event."""

from __future__ import annotations


class Unreadable(Exception):
    """A message that is no event. `code` is for programs, `reason` for people.

    `dossier` is the hồ sơ that the message belongs to, where it can be told.
    """

    def __init__(self, code: str, reason: str, dossier: str | None = None) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.dossier = dossier


UNREADABLE: dict[str, str] = {
    "truncated": "Thông điệp bị cắt cụt: hết dữ liệu trước khi hết sự kiện.",
    "unknown_schema": "Không biết lược đồ đã ghi thông điệp: lược đồ đó chưa từng được công bố.",
    "trailing_bytes": "Còn dữ liệu thừa sau sự kiện.",
    "oversized": "Thông điệp dài hơn 1 MiB.",
    "key_mismatch": "Khóa của thông điệp không phải là mã hồ sơ ghi trong sự kiện.",
    "id_mismatch": "Tiêu đề ce_id không phải là mã sự kiện ghi trong sự kiện.",
    "date_out_of_range": "Có ngày ngoài khoảng năm 1945–2100.",
    "not_avro": "Không phải sự kiện mã hóa Avro, hoặc dữ liệu bị hỏng.",
    "not_json": "Không phải một đối tượng JSON hợp lệ.",
    "unknown_field": "Có trường không có trong lược đồ.",
    "missing_field": "Thiếu trường bắt buộc.",
    "wrong_type": "Giá trị không đúng kiểu của trường.",
}
"""Code -> what it says, for the reference page."""
