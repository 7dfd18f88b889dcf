"""What every pack must keep: povrules.testing says what is wrong, with file and line."""

import povrules_binh_thuan

from povrules.testing import check_pack


def test_the_pack_keeps_the_contract() -> None:
    check_pack(povrules_binh_thuan)
