"""Random draws by counting: the draw of row ``i`` in a named stream is a hash of both, so chunks and machines agree."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

_STEP = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_HALF = 1 << 32


def _word(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _mixed(counter: pl.Expr) -> pl.Expr:
    """The finaliser of splitmix64 on a UInt64 column; multiplication and addition wrap at 64 bits."""
    mixed = counter + _word(_STEP)
    mixed = (mixed ^ (mixed // _word(1 << 30))) * _word(_FIRST)
    mixed = (mixed ^ (mixed // _word(1 << 27))) * _word(_SECOND)
    return mixed ^ (mixed // _word(1 << 31))


@dataclass(frozen=True, slots=True)
class Draws:
    """Streams of draws that depend on the seed, the stream's name and the row's own counter, and on nothing else.

    Args:
        seed: any whole number.
        counter: the UInt64 column that numbers the rows over the whole province.

    >>> frame = pl.DataFrame({"i": pl.Series([0, 1, 2], dtype=pl.UInt64)})
    >>> frame.select(Draws(60, "i").below("demo", 10)).equals(frame.select(Draws(60, "i").below("demo", 10)))
    True
    """

    seed: int
    counter: str

    def order(self, stream: str) -> pl.Expr:
        """A UInt64 to shuffle by. Within a stream two rows never share one: the hash is one to one."""
        salt = int.from_bytes(hashlib.sha256(f"{self.seed}/{stream}".encode()).digest()[:8], "big")
        return _mixed(pl.col(self.counter) + _word(salt))

    def below(self, stream: str, limit: int | pl.Expr) -> pl.Expr:
        """A whole number 0 <= x < ``limit`` (Int64); ``limit`` may differ by row and stays below 2**31."""
        return (self.order(stream) // _word(_HALF)).cast(pl.Int64) * limit // _HALF

    def chance(self, stream: str, permille: int | pl.Expr) -> pl.Expr:
        """True for ``permille`` of 1,000 rows on average."""
        return self.below(stream, 1000) < permille

    def choose(self, stream: str, weights: Mapping[str, int]) -> pl.Expr:
        """One of the keys of ``weights`` (text), each as often as its weight says."""
        table = pl.Series([key for key, weight in weights.items() for _ in range(weight)], dtype=pl.String)
        return pl.lit(table).gather(self.below(stream, len(table)))


def chosen_member(eligible: pl.Expr, order: pl.Expr, household: str) -> pl.Expr:
    """True for one eligible person of each household, drawn by ``order``; for nobody where none is eligible."""
    key = pl.when(eligible).then(order)
    return (key == key.min().over(household)).fill_null(False)
