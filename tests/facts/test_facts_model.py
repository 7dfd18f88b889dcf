"""The pydantic model of a policy's facts: the verdict of the mapping, its JSON Schema, JSON there and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, get_args

import pytest
from pydantic import ValidationError

import povrules as pr
from povrules.facts.given_facts import GivenFacts
from povrules.facts.intake import take_household
from povrules.facts.problems import FactsError
from povrules.language.calendar import PartialDate
from povrules.testing.households import draw_households
from tests.facts.test_intake import REFUSED
from tests.support.example_packs import example_packs

POLICY = pr.load_policy(on="2024-10-01")
MODEL = POLICY.facts_model


def shapes(name: str, model: type[GivenFacts] = MODEL) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = model.model_json_schema()["properties"][name]["anyOf"]
    return found


@pytest.mark.parametrize("day", ["2018-06-30", "2024-10-01", "2026-12-31"])
def test_drawn_households_are_taken_as_from_the_mapping(day: str) -> None:
    policy = pr.load_policy(on=day)
    for given in draw_households(policy, 60, seed=8):
        model = policy.facts_model(**given)
        assert take_household(policy.facts, model, on=policy.on) == take_household(policy.facts, given, on=policy.on)
        read_again = policy.facts_model.model_validate_json(model.model_dump_json(exclude_unset=True))
        assert read_again == model


def test_drawn_households_are_decided_as_from_the_mapping() -> None:
    for given in draw_households(POLICY, 25, seed=9):
        model, mapping = POLICY.assess(MODEL(**given)), POLICY.assess(given)
        assert (model.poverty_class, model.possible, model.missing) == (
            mapping.poverty_class, mapping.possible, mapping.missing,
        )  # fmt: skip


@pytest.mark.parametrize("facts", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_the_mapping_is_refused_for_the_model_is_refused_for(facts: dict[str, Any]) -> None:
    with pytest.raises(FactsError) as of_mapping:
        take_household(POLICY.facts, facts, on=POLICY.on)
    with pytest.raises(ValidationError) as of_model:
        MODEL(**facts)
    expected = [(p.at, p.why.code, p.why.vi, p.closest) for p in of_mapping.value.problems]
    found = [(e["loc"], e["type"], e["ctx"]["reason_vi"], e["ctx"]["closest"]) for e in of_model.value.errors()]
    assert found == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (0.1, Decimal("0.1")),
        ("1.600.000 đ", 1_600_000),
        (Decimal("44923.50"), Decimal("44923.5")),
        (Fraction(1, 3), Fraction(1, 3)),
        (2_000_000.0, 2_000_000),
    ],
)
def test_numbers_are_kept_exact(given: Any, kept: Any) -> None:
    value = MODEL(income_per_capita=given).given()["income_per_capita"]
    assert (value, type(value)) == (kept, type(kept))


@pytest.mark.parametrize("text", ["0.1", "35.125", "1500000.5", '"0.1234567890123456789"', "-250000"])
def test_numbers_survive_json(text: str) -> None:
    model = MODEL.model_validate_json(f'{{"income_per_capita": {text}}}')
    assert Fraction(model.given()["income_per_capita"]) == Fraction(json.loads(text, parse_float=str))
    assert MODEL.model_validate_json(model.model_dump_json(exclude_unset=True)) == model


def test_a_number_without_end_has_no_json() -> None:
    with pytest.raises(ValueError, match="no finite decimal form"):
        MODEL(income_per_capita=Fraction(1, 3)).model_dump_json()


def test_absent_and_unknown_are_two_things() -> None:
    model = MODEL(area=None, members=[{"sex": "nữ", "birth_date": None}, {}])
    assert model.given() == {"area": None, "members": [{"sex": "female", "birth_date": None}, {}]}


def test_words_of_registers_are_read() -> None:
    model = MODEL(area="Nông thôn", phone_subscription="x", members=[{"birth_date": "03/2008"}, {"birth_year": "1990"}])
    assert model.given() == {
        "area": "rural",
        "phone_subscription": True,
        "members": [{"birth_date": PartialDate(date(2008, 3, 1), date(2008, 3, 31))}, {"birth_year": 1990}],
    }
    assert '"birth_date":"2008-03"' in model.model_dump_json()


def test_indicators_by_short_names() -> None:
    model = MODEL(area="rural", deprivations={"water": "x", "toilet": None})
    assert model.given() == {"area": "rural", "deprivations": {"water": True, "toilet": None}}
    assert POLICY.assess(model).deprivations["water"] is True


def test_a_member_is_checked_by_itself_and_by_the_household() -> None:
    member = get_args(get_args(MODEL.model_fields["members"].annotation)[0])[0]
    born_later = member(birth_date="2024-12-31")
    assert MODEL(observed_on="2025-01-01", members=[born_later]).given()["members"][0] == born_later.given()
    with pytest.raises(ValidationError, match="after the day of observation"):
        MODEL(members=[born_later])
    with pytest.raises(ValidationError) as caught:
        member(sexx="female")
    assert caught.value.errors()[0]["loc"] == ("sexx",)


def test_it_cannot_change_and_does_not_repeat_values() -> None:
    model = MODEL(hamlet="Lâm Giang")
    with pytest.raises(ValidationError, match="frozen"):
        model.hamlet = "Lâm Thuận"  # type: ignore[attr-defined]
    with pytest.raises(ValidationError) as caught:
        MODEL(floor_area="12 Trần Phú")
    assert "Trần Phú" not in str(caught.value)


def test_the_types_of_fields() -> None:
    assert MODEL.model_fields["area"].annotation == Literal["rural", "urban"] | None
    assert shapes("area") == [{"type": "string", "enum": ["rural", "urban"]}, {"type": "null"}]
    assert shapes("household_size") == [{"type": "integer", "minimum": 1, "maximum": 30}, {"type": "null"}]
    assert shapes("phone_subscription") == [{"type": "boolean"}, {"type": "null"}]
    assert shapes("floor_area")[0] == {"type": "number", "minimum": 0, "maximum": 100_000}
    assert shapes("observed_on") == [{"type": "string", "format": "date"}, {"type": "null"}]


def test_labels_questions_and_units_in_both_languages() -> None:
    schema = MODEL.model_json_schema()
    area = schema["properties"]["floor_area"]
    assert area["title"] == "Diện tích nhà ở / Floor area"
    assert "mét vuông" in area["description"]
    assert area["description"].endswith("[m2]")
    assert area["x-unit"] == "m2"
    assert schema["properties"]["area"]["x-members"]["rural"] == {"vi": "nông thôn", "en": "rural"}
    for fields in (schema["properties"], schema["$defs"]["Member"]["properties"]):
        assert all(field["title"] and field["x-label"]["vi"] and field["x-label"]["en"] for field in fields.values())
    assert schema["additionalProperties"] is False


def test_it_is_one_for_the_same_facts_and_day() -> None:
    assert POLICY.facts_model is MODEL
    assert pr.load_policy(on="2024-10-01").facts_model is MODEL
    assert pr.load_policy(on="2024-10-02").facts_model is not MODEL


def test_another_policy_checks_an_instance_again() -> None:
    born_later = pr.load_policy(on="2025-06-30").facts_model(members=[{"birth_date": "2025-01-01"}])
    with pytest.raises(FactsError, match="after the day of observation"):
        POLICY.assess(born_later)


def test_facts_of_a_place_have_fields_by_their_names() -> None:
    policy = pr.load_policy(on="2024-10-01", place="99", plugins=example_packs())
    household = {"area": "rural", "income_per_capita": 1_800_000, "99:boat": True}
    model = policy.facts_model(**household)
    assert model.given() == household
    assert '"99:boat":true' in model.model_dump_json(by_alias=True)
    assert shapes("99:boat", policy.facts_model)[0] == {"type": "boolean"}
    with pytest.raises(ValidationError, match="no such fact; did you mean '99:boat'"):
        policy.facts_model(**{"99:boot": True})
    with pytest.raises(ValidationError, match="no such fact"):
        MODEL(**{"99:boat": True})


def test_every_place_at_once() -> None:
    policy = pr.load_policy(on="2024-10-01", place="by_row", plugins=example_packs())
    model = policy.facts_model(province="99", area="rural", income_per_capita=1_800_000)
    assert policy.assess(model).poverty_class == policy.assess(model.given()).poverty_class == "average"
