"""Every node of the language through every engine: a made-up standard whose rules use what the shipped law does not.

Its values have every degree of evidence, so that the way taken through a rule shows in the answer.
"""

from __future__ import annotations

import pytest

import povrules as pr
from povrules.api import Policy
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.language.calendar import PartialDate
from povrules.law.evidence import Evidence
from tests.engines.contract import HOUSEHOLD_ENGINES, HouseholdEngine, disagreements, drawn
from tests.support.packs import law

L = "label: {vi: nhãn, en: label}"
DATED = "from: 2016-01-01, enacted_by: ND-1"
FACTS = f"""
enums:
  area: {{{L}, members: {{rural: {{vi: a, en: a}}, urban: {{vi: b, en: b}}, island: {{vi: c, en: c}}}}}}
facts:
  area: {{of: household, type: area, general: true, {L}}}
  receipts: {{of: household, type: number, range: -1000..1000, {L}}}
  costs: {{of: household, type: number, range: 0..1000, {L}}}
  rooms: {{of: household, type: integer, range: 1..9, {L}}}
  left_on: {{of: household, type: date, range: 2000-01-01.., {L}}}
  note: {{of: household, type: text, {L}}}
  solid: {{of: household, type: bool, {L}}}
  leaks: {{of: household, type: bool, {L}}}
  birth_date: {{of: person, type: date, range: 1900-01-01.., general: true, {L}}}
  wage: {{of: person, type: number, range: 0..500, {L}}}
  ill: {{of: person, type: bool, {L}}}
  enrolled: {{of: person, type: bool, {L}}}
"""
VALUES = f"""
parameters:
  line:
    {L}
    by: area
    values: [{{{DATED}, value: {{rural: 0.5, urban: 1.25, island: 2}}, evidence: secondary}}]
  gap:
    {L}
    by: area
    values: [{{{DATED}, unknown: true}}]
  share_limit: {{{L}, values: [{{{DATED}, value: 0.5, evidence: official_text}}]}}
  old: {{{L}, type: integer, unit: year, values: [{{{DATED}, value: 60, evidence: unverified}}]}}
  young: {{{L}, type: integer, unit: year, values: [{{{DATED}, value: 16, evidence: secondary}}]}}
  window: {{{L}, type: integer, unit: month, values: [{{{DATED}, value: 36, evidence: unverified}}]}}
  unseen: {{{L}, values: [{{{DATED}, unknown: true}}]}}
"""
FORMULAS = {
    "net": ("number", "receipts - costs", "official_text"),
    "per_room": ("number", "net / rooms", "secondary"),
    "third": ("number", "(receipts + costs) / 3 - -rooms * 1.5", "official_text"),
    "below": ("bool", "net / rooms / 2 < line[area] / 3", "official_text"),
    "between": ("bool", "line[area] < per_room <= share_limit * 7 or receipts == costs", "official_text"),
    "larger": ("number", "max(receipts, costs / 7, abs(net) / 3)", "official_text"),
    "smaller": ("number", "min(rooms, abs(receipts))", "official_text"),
    "paid": ("number", "round(net / rooms, to=0.5, mode=half_even)", "official_text"),
    "recently": ("bool", "left_on + months(window) >= on and left_on != date(2020, 2, 29)", "official_text"),
    "same_day": ("bool", "left_on == date(2024, 6, 30)", "official_text"),
    "noted": ("bool", "note == 'note 1' or note in ['note 2', 'note 3']", "official_text"),
    "somebody_old": ("bool", "any(members, (ill if enrolled else wage > 250) and age >= old)", "official_text"),
    "all_young": ("bool", "all(members, age < young or wage > share_limit)", "official_text"),
    "ill_count": ("integer", "count(members, ill)", "official_text"),
    "ill_share": ("bool", "share(members, ill) >= share_limit", "official_text"),
    "wages": ("number", "sum(members, wage / 3)", "secondary"),
    "top_wage": ("number", "max(members, wage)", "official_text"),
    "least_wage": ("number", "min(members, wage / 2)", "official_text"),
    "two_of": ("bool", "at_least(2, [solid, not leaks, below, somebody_old])", "official_text"),
    "how_many": ("integer", "count([solid, leaks, somebody_old])", "official_text"),
    "chosen": ("number", "line[area] if solid else share_limit", "official_text"),
    "without_law": ("bool", "solid and per_room < unseen", "official_text"),
    "gap_in_law": ("bool", "solid or per_room < gap[area]", "official_text"),
    "nobody_ill": ("bool", "not any(members, ill)", "unverified"),
}
GIVEN = ("ill_count", "somebody_old", "nobody_ill", "per_room")
PERSON = {
    "minor": ("bool", "age < young", "official_text"),
    "earns": ("bool", "wage > household.per_room or (minor and household.solid)", "secondary"),
    "counted": ("bool", "earns and household.ill_count >= 1 and age in [15, 16, 60]", "official_text"),
}
DECISION = f"""
decisions:
  verdict:
    of: household
    type: area
    hit: first
    {L}
    tables:
      - from: 2016-01-01
        enacted_by: ND-1
        evidence: official_text
        rows:
          - {{when: "solid and below", then: rural}}
          - {{when: "not solid and recently", then: urban}}
          - {{when: "ill_count > 2", then: island}}
"""


def variable(name: str, of: str, type: str, formula: str, evidence: str) -> str:
    given = "given: true, " if name in GIVEN else ""
    domain = "range: 0..30, " if type == "integer" else ""
    rule = f'{{{DATED}, formula: "{formula}", evidence: {evidence}}}'
    return f"  {name}: {{of: {of}, type: {type}, {domain}{given}{L}, rules: [{rule}]}}"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> pr.Policy:
    size = "  household_size: {of: household, type: integer, range: 1..30, general: true, given: true, "
    size += f"{L}, formula: 'count(members, true)'}}"
    lines = [variable(name, "household", *made) for name, made in FORMULAS.items()]
    lines += [variable(name, "person", *made) for name, made in PERSON.items()]
    variables = "\n".join(["variables:", size, *lines])
    return Policy(law(tmp_path_factory.mktemp("law"), FACTS, VALUES, variables, DECISION))


def wanted(policy: pr.Policy, household: Household) -> list[tuple[str, int | None]]:
    computed = [key for key, fact in policy.resolved.facts.items() if fact.computed]
    members = range(len(household.members))
    return [
        place for of, id in computed for place in ([(id, None)] if of == "household" else [(id, i) for i in members])
    ]


@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.big) for seed in (1, 2, 3))])
def test_every_node(policy: pr.Policy, engine: HouseholdEngine, seed: int) -> None:
    for household in drawn(policy, 40, seed, (0.0, 0.0, 0.0, 0.05)):
        asked = [place for place in wanted(policy, household) if place[0] != "vn:verdict"]
        found = disagreements(engine, policy.resolved, household, asked)
        assert not found, "\n".join(found)


@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_the_way_taken_shows_in_the_evidence(policy: pr.Policy, engine: HouseholdEngine) -> None:
    observed = {"vn:on": policy.on, "vn:observed_on": policy.on}
    well = Household(observed, ({"vn:ill": False, "vn:enrolled": True, "vn:birth_date": PartialDate.year(1950)},))
    place = ("vn:somebody_old", None)
    assert engine.answer(policy.resolved, well, [place])[place].evidence == Evidence.OFFICIAL_TEXT
    ill = Household(observed, (*well.members, {**well.members[0], "vn:ill": True}))
    assert engine.answer(policy.resolved, ill, [place])[place].evidence == Evidence.UNVERIFIED


@pytest.mark.parametrize("engine", HOUSEHOLD_ENGINES, ids=lambda e: e.name)
def test_a_gap_between_rows_is_an_error_from_every_engine(policy: pr.Policy, engine: HouseholdEngine) -> None:
    facts = {"vn:solid": False, "vn:left_on": policy.on.replace(year=2010), "vn:ill_count": 0, "vn:on": policy.on}
    gap = Household({**facts, "vn:observed_on": policy.on})
    errors = set()
    for each in (engine, ReferenceEngine()):
        with pytest.raises(Exception, match="no row of this table holds") as error:
            each.answer(policy.resolved, gap, [("vn:verdict", None)])
        errors.add((error.type, str(error.value)))
    assert len(errors) == 1


def test_draws_reach_every_answer(policy: pr.Policy) -> None:
    """The draws above can tell engines apart only where answers differ from household to household."""
    values: dict[str, set[object]] = {}
    for household in drawn(policy, 40, 0, (0.0, 0.1)):
        asked = [place for place in wanted(policy, household) if place[0] != "vn:verdict"]
        for (id, _), found in ReferenceEngine().answer(policy.resolved, household, asked).items():
            values.setdefault(id, set()).add(found.value)
    assert {id for id, found in values.items() if len(found) < 2} <= {"vn:without_law", "vn:on"}
