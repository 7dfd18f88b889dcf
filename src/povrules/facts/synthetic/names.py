"""Invented names of people, put together from common Vietnamese names."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.facts.synthetic.draws import Draws

_SURNAMES: Mapping[str, int] = {
    "Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Huỳnh": 6, "Võ": 5, "Đặng": 4, "Bùi": 3, "Đỗ": 3, "Hồ": 3,
    "Ngô": 2, "Dương": 2, "Thông": 2, "Mang": 1, "Qua": 1, "Lư": 1,
}  # fmt: skip
_MALE: Mapping[str, int] = {
    f"{middle} {given}": 1
    for middle in ("Văn", "Hữu", "Đức", "Minh", "Quốc", "Thanh")
    for given in ("An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Sơn", "Tài", "Tuấn")
}
_FEMALE: Mapping[str, int] = {
    f"{middle} {given}": 1
    for middle in ("Thị", "Ngọc", "Thu", "Kim", "Mỹ", "Thanh")
    for given in ("Ánh", "Châu", "Dung", "Hà", "Hạnh", "Hoa", "Hương", "Lan", "Mai", "Nga", "Thảo", "Thủy", "Yến")
}
_OWN_SURNAME = ("Vợ", "Chồng", "Con dâu, con rể", "Bố, mẹ")


def with_names(households: pl.DataFrame, persons: pl.DataFrame, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``head_name`` to the households and ``full_name`` to the persons of a whole register."""
    of_household = Draws(seed, "counter")
    surnames = households.select(
        "household_id",
        counter=pl.int_range(pl.len(), dtype=pl.UInt64),
    ).select("household_id", family=of_household.choose("surname", _SURNAMES))
    draws = Draws(seed, "counter")
    own = pl.col("relation_to_head").is_in(_OWN_SURNAME)
    given = (
        pl.when(pl.col("sex") == "female")
        .then(draws.choose("female name", _FEMALE))
        .otherwise(draws.choose("male name", _MALE))
    )
    named = (
        persons.with_columns(counter=pl.int_range(pl.len(), dtype=pl.UInt64))
        .join(surnames, on="household_id", how="left", maintain_order="left")
        .with_columns(
            full_name=pl.when(own).then(draws.choose("own surname", _SURNAMES)).otherwise("family") + " " + given
        )
        .drop("counter", "family")
    )
    heads = named.filter(pl.col("relation_to_head") == "Chủ hộ").select("household_id", head_name="full_name")
    return households.join(heads, on="household_id", how="left", maintain_order="left"), named
