"""The same seed gives the same register: on every machine, whole or in pieces."""

from __future__ import annotations

import polars as pl
import pytest

from povrules.facts.synthetic import generate_province, province_chunks
from povrules.facts.synthetic.draws import Draws

MASK = (1 << 64) - 1


def splitmix(counter: int) -> int:
    """The published algorithm in plain whole numbers."""
    word = (counter + 0x9E3779B97F4A7C15) & MASK
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def test_a_draw_is_splitmix64_of_counter_and_salt() -> None:
    frame = pl.DataFrame({"i": pl.Series([0, 1, 2, 1 << 40, MASK], dtype=pl.UInt64)})
    drawn = frame.select(Draws(60, "i").order("demo"))["i"].to_list()
    # The salt is part of the format of the generator: a change would change every example.
    salt = 8639433513467704690
    assert drawn == [splitmix((counter + salt) & MASK) for counter in frame["i"]]


def test_draws_are_even() -> None:
    frame = pl.select(i=pl.int_range(0, 100_000, dtype=pl.UInt64))
    draws = Draws(1, "i")
    tenths = frame.select(draws.below("tenths", 10))["i"].value_counts()["count"]
    assert tenths.len() == 10
    assert all(9_600 < count < 10_400 for count in tenths)
    assert 0.29 < frame.select(draws.chance("third", 300).mean()).item() < 0.31
    words = frame.select(word=draws.choose("words", {"a": 1, "b": 3}))["word"].value_counts()
    assert dict(words.iter_rows())["b"] == pytest.approx(75_000, rel=0.02)
    assert frame.select(draws.order("all different").n_unique()).item() == 100_000


def test_same_seed_same_register_other_seed_another() -> None:
    first, again, other = generate_province(500, 60), generate_province(500, 60), generate_province(500, 61)
    assert first.households.equals(again.households)
    assert first.persons.equals(again.persons)
    assert not first.persons.equals(other.persons)


def test_pieces_make_the_whole() -> None:
    whole = generate_province(1000, 60)
    pieces = list(province_chunks(1000, 60, size=333))
    assert [piece.households.height for piece in pieces] == [333, 333, 333, 1]
    for name in ("households", "persons", "targets"):
        assert pl.concat([getattr(piece, name) for piece in pieces]).equals(getattr(whole, name))
