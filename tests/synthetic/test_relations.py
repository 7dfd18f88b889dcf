"""Persons and households fit together, and every value is one of the facts' words."""

from __future__ import annotations

import polars as pl
import pytest

from povrules.facts.synthetic import OBSERVED_ON, Synthetic, generate_province
from povrules.facts.synthetic.words import VALUES


@pytest.fixture(scope="module")
def register() -> Synthetic:
    return generate_province(2000, 60)


def test_ids_are_unique_and_every_person_has_a_household(register: Synthetic) -> None:
    assert register.households["household_id"].is_unique().all()
    assert register.persons["person_id"].is_unique().all()
    assert set(register.persons["household_id"]) <= set(register.households["household_id"])
    assert set(register.households["household_id"].str.len_chars()) == {8}


def test_the_listed_members_are_as_many_as_the_size_says_but_for_open_households(register: Synthetic) -> None:
    listed = register.persons.group_by("household_id").len()
    sizes = register.households.join(listed, on="household_id", how="left", maintain_order="left")
    missing = sizes["household_size"] - sizes["len"].fill_null(0).cast(pl.Int64)
    is_open = (register.targets["unknown"] == "open").fill_null(False)
    assert is_open.sum() >= 5
    assert missing.equals(is_open.cast(pl.Int64).rename(missing.name))


def test_persons_stand_in_the_order_of_their_households(register: Synthetic) -> None:
    order = {household: row for row, household in enumerate(register.households["household_id"])}
    rows = [order[household] for household in register.persons["household_id"]]
    assert rows == sorted(rows)


def test_each_member_has_one_birth_and_nobody_is_born_after_the_observation(register: Synthetic) -> None:
    persons = register.persons
    both = persons.filter(pl.col("birth_date").is_null() == pl.col("birth_year").is_null())
    assert both.is_empty()
    assert persons["birth_date"].max() <= OBSERVED_ON  # type: ignore[operator]
    assert persons["birth_year"].max() < OBSERVED_ON.year  # type: ignore[operator]


def test_a_household_has_one_head_and_at_most_one_spouse(register: Synthetic) -> None:
    relations = register.persons.group_by("household_id").agg(
        heads=(pl.col("relation_to_head") == "Chủ hộ").sum(),
        spouses=pl.col("relation_to_head").is_in(["Vợ", "Chồng"]).sum(),
    )
    assert set(relations["heads"]) == {1}
    assert set(relations["spouses"]) <= {0, 1}


def test_children_are_younger_than_the_head_by_eighteen_years(register: Synthetic) -> None:
    year = pl.coalesce(pl.col("birth_date").dt.year(), pl.col("birth_year"))
    head = year.filter(pl.col("relation_to_head") == "Chủ hộ").first().over("household_id")
    gaps = register.persons.select("relation_to_head", gap=year - head).filter(pl.col("relation_to_head") == "Con")[
        "gap"
    ]
    assert min(gaps) >= 18


def test_words_of_closed_lists_are_known(register: Synthetic) -> None:
    for frame in (register.households, register.persons):
        for name in set(frame.columns) & set(VALUES):
            assert set(frame[name].drop_nulls()) <= set(VALUES[name])


def test_the_kinds_of_houses_follow_the_structures(register: Synthetic) -> None:
    kinds = register.households.drop_nulls(["wall_durable", "frame_durable", "roof_durable"])
    sound = kinds.select(pl.sum_horizontal("wall_durable", "frame_durable", "roof_durable")).to_series()
    expected = [("simple", "not_solid", "semi_solid", "solid")[int(count)] for count in sound]
    assert kinds["house_kind"].to_list() == expected
