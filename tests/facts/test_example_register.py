from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import povrules as pr
from povrules.facts.checking import read_register
from povrules.facts.making import fact_schema
from povrules.facts.schema import FactSchema

EXAMPLE = Path(__file__).parents[2] / "examples" / "binh_thuan"
OBSERVED = date(2022, 10, 31)


@pytest.fixture(scope="module")
def national() -> FactSchema:
    return fact_schema(pr.load_policy(on="2022-12-31").resolved)


def test_the_csv_pair_is_used_whole(national: FactSchema) -> None:
    register = read_register(national, EXAMPLE, observed_on=OBSERVED)
    assert register.used.households == 2000
    assert register.rejects == ()
    assert not [c.name for c in register.mapping.households.columns if c.fact is None and c.name.startswith("Thu")]


def test_the_workbook_says_the_same_and_its_bad_rows_are_named(national: FactSchema) -> None:
    csv = read_register(national, EXAMPLE, observed_on=OBSERVED)
    book = read_register(national, EXAMPLE / "register.xlsx", observed_on=OBSERVED, locale="vi")
    facts = [name for name in csv.households.columns if name not in ("row", "unlisted")]
    both = csv.households.select(facts).join(book.households.select(facts), on="household_id", suffix="_book")
    assert both.height == 2000
    for fact in facts[1:]:
        assert both[fact].equals(both[f"{fact}_book"]), fact
    kinds = {reject.reason.code for reject in book.rejects}
    assert {"unknown_member", "duplicate_household", "not_a_flag", "total_row", "person_without_household"} <= kinds
    unread = read_register(national, EXAMPLE / "register.xlsx", observed_on=OBSERVED)
    assert "ambiguous_number" in {reject.reason.code for reject in unread.rejects}


def test_every_header_alias_of_the_national_standard_means_its_fact(national: FactSchema) -> None:
    from povrules.facts import header_aliases as words
    from povrules.facts.headers import Headers

    for of, table, specs in (
        ("household", words.HOUSEHOLD, national.household),
        ("person", words.PERSON, national.person),
    ):
        headers = Headers(national, of)  # type: ignore[arg-type]
        for fact in table:
            assert fact in specs or fact.startswith("birth_year"), fact
        for fact, listed in [*table.items(), *((name, name) for name in specs)]:
            for alias in listed.split("|"):
                found = headers.meaning(alias.strip())
                assert found is not None, alias
                assert found.target == fact, alias
