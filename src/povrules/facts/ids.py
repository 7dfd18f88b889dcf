"""Codes that lost their leading zeros on the way through a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import polars as pl

from povrules.facts.reasons import Reason, padded

# Official codes of administrative units and of ethnic groups have a fixed length.
CODE_WIDTHS: Mapping[str, int] = {"province": 2, "district": 3, "commune": 5, "ethnicity": 2}
PERSON_IDS = ("person_id", "parent_id", "guardian_id", "spouse_id")
_LEAST_WIDTH = 5  # shorter ids are as likely to be plain counting
_MOST_LOST = 2  # zeros that a code can be believed to have lost
_DIGITS = r"^[0-9]+$"
_SPARSE = 16  # numbers of which at most every so-many-th is an id are not ticked off one by one
_FIRST = 1000  # ids that show most often that they are no digits
_STREAMED = 100_000  # so many ids are read over all cores


def pad_codes(values: pl.Series, width: int) -> tuple[pl.Series, Reason | None]:
    """Complete codes of digits to their official width; names and longer codes stay.

    Returns:
        The codes, and a warning when any was completed.

    >>> codes, warning = pad_codes(pl.Series(["1234", "60001", "Chợ Lầu"]), 5)
    >>> codes.to_list()
    ['01234', '60001', 'Chợ Lầu']
    """
    widths = values.str.len_bytes()
    least = widths.min()
    if not isinstance(least, int) or least >= width:
        return values, None
    short = ((widths < width) & values.str.contains(_DIGITS)).fill_null(False)
    if not short.any():
        return values, None
    whole = pl.DataFrame([values.alias("v"), short.alias("short")])
    done = whole.select(pl.when("short").then(pl.col("v").str.zfill(width)).otherwise("v").alias("v")).to_series()
    return done, padded(int(short.sum()), f"{values.filter(short)[0]} → {done.filter(short)[0]}")


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Ids that are all digits, as numbers: a tenth of the work of reading them as texts.

    Args:
        numbers: what they say; null where there is no id.
        lowest: the smallest of the numbers.
        least, most: the shortest and the longest, in digits.

    >>> found = Digits.of(pl.Series(["0017", None, "1234"]))
    >>> found.numbers.to_list(), found.least, found.most, found.all_different()
    ([17, None, 1234], 4, 4, True)
    """

    numbers: pl.Series
    lowest: int
    least: int
    most: int

    @classmethod
    def of(cls, ids: pl.Series) -> Digits | None:
        """The ids as numbers; None when one of them is something else, or none is there."""
        first = ids.head(_FIRST)
        if first.cast(pl.UInt64, strict=False).null_count() > first.null_count():
            return None
        # Polars reads a text as a number without a sign when it is digits only, or digits behind a plus.
        id = pl.col("id")
        parts = (
            id.cast(pl.UInt64, strict=False).alias("number"),
            id.str.starts_with("+").alias("plus"),
            id.str.len_bytes().alias("width"),
        )
        frame = ids.to_frame("id")
        small = frame.height < _STREAMED
        told = frame.select_seq(*parts) if small else frame.lazy().select(*parts).collect(engine="streaming")
        numbers, widths = told.get_column("number"), told.get_column("width")
        if numbers.null_count() > ids.null_count() or told.get_column("plus").any():
            return None
        lowest, least, most = numbers.min(), widths.min(), widths.max()
        if not isinstance(lowest, int) or not isinstance(least, int) or not isinstance(most, int):
            return None
        return cls(numbers, lowest, least, most)

    def all_different(self) -> bool:
        """Whether no two known ids are the same; False too when two of them differ only in their zeros."""
        known = self.numbers.drop_nulls()
        if rise(known):
            return True
        highest = known.max()
        if not isinstance(highest, int) or highest - self.lowest > _SPARSE * len(known):
            return known.n_unique() == len(known)
        if highest > _SPARSE * len(known):  # far from zero: counted from the lowest
            known, highest = known - self.lowest, highest - self.lowest
        met = pl.repeat(False, highest + 1, dtype=pl.Boolean, eager=True)
        return met.scatter(known.cast(pl.UInt32), True).sum() == len(known)


def rise(numbers: pl.Series, *, equal: bool = False) -> bool:
    """Whether each number is larger than the one before, or as large where ``equal``.

    >>> rise(pl.Series([1, 2, 2])), rise(pl.Series([1, 2, 2]), equal=True)
    (False, True)
    """
    before, after = numbers.head(max(numbers.len() - 1, 0)), numbers.slice(1)
    return bool(((before <= after) if equal else (before < after)).all())


def texts_rise(ids: pl.Series) -> bool:
    """Whether every id is there and stands as a text behind the one before, so that no two are the same.

    >>> texts_rise(pl.Series(["H1-1", "H1-2", "H2-1"])), texts_rise(pl.Series(["a", None, "b"]))
    (True, False)
    """
    return not ids.null_count() and rise(ids.head(_FIRST)) and rise(ids)


def _digits(ids: pl.Series) -> bool:
    return bool(ids.str.contains(_DIGITS).all())


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
        self.plain = True
        """Whether all are digits so far; ids that are not have no width, whatever comes."""
        self._zeros: set[int] = set()
        self._ids: dict[int, list[pl.Series]] = {}

    def add(self, ids: pl.Series, digits: Digits | None = None) -> None:
        """Take more ids of the same kind; ``digits`` when they were found to be such."""
        if not self.plain:
            return
        known = ids.drop_nulls()
        if digits is None and not (_digits(known.head(_FIRST)) and _digits(known)):
            self.plain = False
            self._ids.clear()
            return
        if digits is not None and digits.least == digits.most:
            if digits.lowest < 10 ** (digits.least - 1):
                self._zeros.add(digits.least)
            self._ids.setdefault(digits.least, []).append(known)
            return
        widths = known.str.len_bytes()
        self._zeros.update(widths.filter(known.str.starts_with("0")).unique().to_list())
        for width in widths.unique().to_list():
            self._ids.setdefault(width, []).append(known.filter(widths == width))

    def width(self) -> int | None:
        """The width, or None when nothing shows that they have one."""
        if not self.plain or len(self._ids) < 2:
            return None
        return believed_width(
            self._ids, self._zeros, lambda: {width: pl.concat(ids).n_unique() for width, ids in self._ids.items()}
        )


def believed_width(widths: Collection[int], zeros: set[int], counts: Callable[[], Mapping[int, int]]) -> int | None:
    """The width to which ids of digits must be completed; None when nothing shows that they have one.

    Args:
        widths: that there are, at least two.
        zeros: widths of those that begin with a zero.
        counts: gives the number of different ids of each width; only asked where none begins with a zero.

    >>> believed_width({4, 5}, {5}, dict), believed_width({4, 5}, set(), lambda: {4: 9, 5: 3}) is None
    (5, True)
    """
    least, most = min(widths), max(widths)
    if zeros:
        return most if zeros == {most} else None
    found = counts()
    short = sum(found.values()) - found[most]
    believable = most >= _LEAST_WIDTH and most - least <= _MOST_LOST and short * 2 < sum(found.values())
    return most if believable else None
