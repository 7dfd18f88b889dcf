"""Codes that lost their leading zeros on the way through a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from povrules.facts.reasons import Reason, padded

# Official codes of administrative units and of ethnic groups have a fixed length.
CODE_WIDTHS: Mapping[str, int] = {"province": 2, "district": 3, "commune": 5, "ethnicity": 2}
_LEAST_WIDTH = 5  # shorter ids are as likely to be plain counting
_MOST_LOST = 2  # zeros that a code can be believed to have lost
_DIGITS = r"^[0-9]+$"
_FIRST = 1000  # ids that show most often that they are no digits


def pad_codes(values: pl.Series, width: int) -> tuple[pl.Series, Reason | None]:
    """Complete codes of digits to their official width; names and longer codes stay.

    Returns:
        The codes, and a warning when any was completed.

    >>> codes, warning = pad_codes(pl.Series(["1234", "60001", "Chợ Lầu"]), 5)
    >>> codes.to_list()
    ['01234', '60001', 'Chợ Lầu']
    """
    short = (values.str.len_bytes() < width).fill_null(False)
    if short.any():
        short = short & values.str.contains(_DIGITS).fill_null(False)
    if not short.any():
        return values, None
    whole = pl.DataFrame([values.alias("v"), short.alias("short")])
    done = whole.select(pl.when("short").then(pl.col("v").str.zfill(width)).otherwise("v").alias("v")).to_series()
    return done, padded(int(short.sum()), f"{values.filter(short)[0]} → {done.filter(short)[0]}")


class IdShape:
    """What the ids of one kind look like, gathered column after column: the width to which they must be completed.

    Ids have a width when all are digits, and either those that begin with a zero share it, or the short ones are few
    and miss only one or two digits.

    >>> shape = IdShape()
    >>> shape.add(pl.Series(["00017", "1234"]))
    >>> shape.width()
    5
    """

    def __init__(self) -> None:
        self._plain = True
        self._zeros: set[int] = set()
        self._keys: dict[int, list[pl.Series]] = {}

    def add(self, ids: pl.Series) -> None:
        """Take more ids of the same kind."""
        if not self._plain:
            return
        known = ids.drop_nulls()
        if not (known.head(_FIRST).str.contains(_DIGITS).all() and known.str.contains(_DIGITS).all()):
            self._plain = False
            self._keys.clear()
            return
        widths = known.str.len_bytes()
        self._zeros.update(widths.filter(known.str.starts_with("0")).unique().to_list())
        keys = known.hash()
        for width in widths.unique().to_list():
            self._keys.setdefault(width, []).append(keys.filter(widths == width))

    def width(self) -> int | None:
        """The width, or None when nothing shows that they have one."""
        if not self._plain or len(self._keys) < 2:
            return None
        least, most = min(self._keys), max(self._keys)
        if self._zeros:
            return most if self._zeros == {most} else None
        counts = {width: pl.concat(keys).n_unique() for width, keys in self._keys.items()}
        short = sum(counts.values()) - counts[most]
        believable = most >= _LEAST_WIDTH and most - least <= _MOST_LOST and short * 2 < sum(counts.values())
        return most if believable else None
