"""Which rows know the two sides of a way between units, so that a sum of units counts it once.

Whoever leaves by a row on the left comes, in the unit that receives, into rows on the right: into
the total and into those of its sub-rows that are his. Biểu 07 has a table of its own.
"""

from __future__ import annotations

from test_form_07 import definitions

WAYS = {
    # Tin báo chuyển đi; sub-rows of what arrives go by group of offences and by who sends it.
    "01": ["d17 > d10 d11 d12 d13 d14 d15 d16", "m.suspended_out > m.suspended_in"],
    # Đang điều tra, tạm đình chỉ, đang truy tố, VKS tạm đình chỉ: of cases and of accused.
    "02": [
        "P02-A25v > P02-A24v", "P02-A25b > P02-A24b",
        "P02-A49v.out > P02-A49v.in", "P02-A49b.out > P02-A49b.in",
        "P02-B06v.out > P02-B06v.in", "P02-B06b.out > P02-B06b.in",
        "P02-B26v.out > P02-B26v.in", "P02-B26b.out > P02-B26b.in",
    ],
    "03": ["P03-06v.out > P03-06v.in", "P03-06b.out > P03-06b.in"],
    # Đơn chuyển đi, chưa có hồ sơ và cùng hồ sơ: each sum is net of both.
    "06": ["P06-05.out P06-05.out_with_file > P06-05.in P06-05.in_with_file"],
    # Tin báo của CQĐT VKSNDTC; trong đó của cơ quan điều tra khác, cơ quan nhà nước khác.
    "08": ["d9 > d6 d7 d8", "m.suspended_out > m.suspended_in"],
    # Vụ án, bị can của CQĐT VKSNDTC chuyển đi và nhận chuyển đến.
    "09": [
        "d28 > d26", "d29 > d27",
        "m.suspended_out.v > m.suspended_in.v", "m.suspended_out.b > m.suspended_in.b",
    ],
}  # fmt: skip


def test_a_sum_of_units_knows_both_sides_of_every_way_between_them() -> None:
    found = {
        form.id: [f"{' '.join(t.outs)} > {' '.join(t.ins)}" for t in form.transfers]
        for form in definitions().forms
        if form.transfers and form.id != "07"
    }
    assert {id: sorted(ways) for id, ways in found.items()} == {
        id: sorted(ways) for id, ways in WAYS.items()
    }
