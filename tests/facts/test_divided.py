"""The division of a register by province: the same rows as a filter, and never that of other tables."""

from __future__ import annotations

import pickle

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import povrules as pr
from povrules.facts.divided import Division, Divisions, Tables

WORDS = st.sampled_from(["79", "Hà Nội", "01", "22", None])


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    words = draw(st.lists(WORDS, max_size=12))
    rows = draw(st.lists(st.integers(0, len(words) - 1), max_size=20)) if words else []
    households = pl.DataFrame(
        {"province": words, "n": range(len(words))}, schema={"province": pl.String, "n": pl.Int64}
    )
    persons = pl.DataFrame(
        {"household_row": rows, "p": range(len(rows))}, schema={"household_row": pl.UInt32, "p": pl.Int64}
    )
    return Tables(households, persons, pl.DataFrame(), pl.DataFrame())


@given(tables(), st.data())
def test_a_cut_is_a_filter_and_an_order_puts_cuts_back(given: Tables, data: st.DataObject) -> None:
    division = Division(given, "province")
    said = given.households.get_column("province").to_list()
    assert [division.words[at] for at in division.at.to_list()] == said
    assert sorted(map(str, division.words)) == sorted(map(str, set(said)))
    for number, word in enumerate(division.words):
        cut = division.cut((number,))
        assert cut.tables.households.get_column("n").to_list() == [i for i, its in enumerate(said) if its == word]
        assert cut.tables.persons is not None
        assert given.persons is not None
        assert cut.tables.persons.get_column("p").to_list() == [
            p for p, row in zip(given.persons["p"], given.persons["household_row"], strict=True) if said[row] == word
        ]
        theirs = cut.tables.households.get_column("n").to_list()
        expected = [said[row] for row in given.persons["household_row"] if said[row] == word]
        assert [said[theirs[row]] for row in cut.tables.persons["household_row"]] == expected
    below = data.draw(st.permutations([(number,) for number in range(len(division.words))]))
    if not below:
        return
    for kept in (below, below[:-1] or below):
        told = pl.concat([division.cut(words).tables.households for words in kept])
        order = division.order("household", kept)
        again = told if order is None else told.select(pl.all().gather(order))
        inside = {number for words in kept for number in words}
        expected = [i if at in inside else None for i, at in enumerate(division.at.to_list())]
        assert again.get_column("n").to_list() == expected


def test_other_tables_have_another_division() -> None:
    register = pr.Register(pl.DataFrame({"household_id": ["1", "2"], "province": ["79", "01"]})).checked
    first = register.divisions.of(register.tables, "province")
    assert register.divisions.of(register.tables, "province") is first
    part = register.part(pl.Series([1], dtype=pl.UInt32))
    assert part.divisions.of(part.tables, "province").words == ("01",)
    changed = register.households.with_columns(pl.lit("22").alias("province"))
    other = Tables(changed, None, register.extra_households, None)
    assert register.divisions.of(other, "province").words == ("22",)
    assert register.divisions.of(register.tables, "province").words == ("79", "01")


def test_a_pickled_register_is_divided_anew() -> None:
    kept = Divisions()
    kept.of(Tables(pl.DataFrame({"province": ["79"]}), None, pl.DataFrame(), None), "province")
    again = pickle.loads(pickle.dumps(kept))
    assert again.of(Tables(pl.DataFrame({"province": ["01"]}), None, pl.DataFrame(), None), "province").words == ("01",)
