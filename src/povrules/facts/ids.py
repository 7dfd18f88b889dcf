"""Codes that lost their leading zeros on the way through a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from povrules.facts.reasons import Reason, padded

# Official codes of administrative units and of ethnic groups have a fixed length.
CODE_WIDTHS: Mapping[str, int] = {"province": 2, "district": 3, "commune": 5, "ethnicity": 2}
_LEAST_WIDTH = 5  # shorter ids are as likely to be plain counting
_MOST_LOST = 2  # zeros that a code can be believed to have lost
_DIGITS = r"^[0-9]+$"


def pad_codes(values: pl.Series, width: int) -> tuple[pl.Series, Reason | None]:
    """Complete codes of digits to their official width; names and longer codes stay.

    Returns:
        The codes, and a warning when any was completed.

    >>> codes, warning = pad_codes(pl.Series(["1234", "60001", "Chợ Lầu"]), 5)
    >>> codes.to_list()
    ['01234', '60001', 'Chợ Lầu']
    """
    short = (values.str.contains(_DIGITS) & (values.str.len_bytes() < width)).fill_null(False)
    if not short.any():
        return values, None
    whole = pl.DataFrame([values.alias("v"), short.alias("short")])
    done = whole.select(pl.when("short").then(pl.col("v").str.zfill(width)).otherwise("v").alias("v")).to_series()
    return done, padded(int(short.sum()), f"{values.filter(short)[0]} → {done.filter(short)[0]}")


def id_width(columns: Sequence[pl.Series]) -> int | None:
    """The width to which ids must be completed, or None when nothing shows that they have one.

    Ids have a width when all are digits, and either those that begin with a zero share it, or the short ones are few
    and miss only one or two digits.

    Args:
        columns: all columns that hold ids of the same kind.
    """
    ids = pl.concat([column.drop_nulls().alias("id") for column in columns]).unique()
    if ids.is_empty() or not ids.str.contains(_DIGITS).all():
        return None
    widths = ids.str.len_bytes()
    most = int(widths.max())  # type: ignore[arg-type]
    short = ids.filter(widths < most)
    if short.is_empty():
        return None
    zeros = ids.filter(ids.str.starts_with("0"))
    if not zeros.is_empty():
        return most if (zeros.str.len_bytes() == most).all() else None
    least = int(short.str.len_bytes().min())  # type: ignore[arg-type]
    believable = most >= _LEAST_WIDTH and most - least <= _MOST_LOST and short.len() * 2 < ids.len()
    return most if believable else None
