"""Programmes and overlap groups become plain computed facts, and what does not fit is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.policy.merging import PackText
from povrules.policy.resolving import resolve
from povrules.policy.values_of_law import CoverageError
from tests.support.packs import law, pack
from tests.support.programmes import ALLOWANCE, DAY, FACTS, HOUSE, OVERLAP, PENSION, PROGRAMMES, land

TAKEN = "variables:\n  pension: {of: person, type: bool, label: {vi: a, en: b}, formula: old}\n"
CIRCLE = PROGRAMMES.replace('formula: "disabled"', 'formula: "pension"').replace('"old"', '"allowance"')


def test_a_programme_outside_groups_is_its_rule_and_a_benefit_rests_without_it(tmp_path: Path) -> None:
    policy = land(tmp_path)
    house = policy.facts["household", "vn:house"]
    assert house.formula == n.Ref("vn:poor", "household")
    assert (house.given, house.computed, house.basis is not None and house.basis.enacted_by) == (False, True, "ND-2")
    kind = policy.facts["household", "vn:house.kind"].formula
    assert isinstance(kind, n.IfElse)
    assert (kind.test, kind.otherwise) == (n.Ref("vn:house", "household"), n.Literal("none"))
    assert policy.programmes["vn:house"].conditions == "vn:house"


def test_everything_comes_after_what_it_reads(tmp_path: Path) -> None:
    policy = land(tmp_path)
    places = {key: i for i, key in enumerate(policy.facts)}
    for key, fact in policy.facts.items():
        for part in n.walk(fact.formula) if fact.formula is not None else ():
            if isinstance(part, n.Ref):
                assert places[part.of, part.id] < places[key], (key, part.id)


def test_before_its_first_day_a_programme_is_not_in_force_and_in_no_group(tmp_path: Path) -> None:
    policy = land(tmp_path, on="2022-12-31")
    assert not policy.programmes["vn:pension"].in_force
    assert policy.programmes["vn:allowance"].in_force
    assert not policy.overlaps
    assert policy.programmes["vn:allowance"].groups == ()
    assert policy.facts["person", "vn:allowance"].formula == n.Ref("vn:disabled", "person")


def test_a_rule_nobody_has_seen_is_unknown_law_and_not_the_end(tmp_path: Path) -> None:
    policy = land(tmp_path, on="2026-06-30")
    house = policy.facts["household", "vn:house"]
    assert policy.programmes["vn:house"].in_force
    assert house.formula is None
    assert house.basis is not None
    assert (house.basis.why_unknown, house.basis.enacted_by) == ("not seen", "ND-3")


def test_a_benefit_reads_its_siblings_and_other_rules_read_it_by_the_programme(tmp_path: Path) -> None:
    reader = """
    variables:
      twice:
        of: person
        type: number
        unit: VND/person/month
        label: {vi: Gấp đôi, en: Twice}
        formula: "allowance.monthly_vnd + allowance.monthly_vnd if allowance else nothing"
    """
    node = land(tmp_path, reader).facts["person", "vn:twice"].formula
    assert node is not None
    read = {part.id for part in n.walk(node) if isinstance(part, n.Ref)}
    assert read == {"vn:allowance", "vn:allowance.monthly_vnd"}


def test_a_rule_of_a_person_reads_the_programme_of_its_household(tmp_path: Path) -> None:
    reader = """
    variables:
      housed: {of: person, type: bool, label: {vi: a, en: b}, formula: "household.house"}
    """
    formula = land(tmp_path, reader).facts["person", "vn:housed"].formula
    assert formula == n.OfHousehold(n.Ref("vn:house", "household"))


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ((PROGRAMMES.replace("coefficient", "degree"),), "has the name of vn:degree"),
        ((PROGRAMMES, OVERLAP.replace("pension]", "house]")), "house is a programme of a household"),
        ((PROGRAMMES, OVERLAP.replace("[allowance, pension]", "[allowance, pensions]")), "did you mean 'pension'"),
        ((PROGRAMMES, OVERLAP.replace("key: monthly_vnd", "key: coefficient")), "has no benefit 'coefficient'"),
        ((PROGRAMMES.replace("per: once", "per: once\n    costs: {household: poor}"),), "is bool"),
        ((TAKEN, PROGRAMMES), "pension"),
        ((CIRCLE,), "in a circle"),
        ((PROGRAMMES.replace('formula: "disabled"', 'formula: "pensoin"'),), "did you mean 'pension'"),
        ((PROGRAMMES.replace("ND-2, at", "ND-9, at"),), "ND-9"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(tmp_path: Path, texts: tuple[str, ...], says: str) -> None:
    texts = tuple(text.replace("TIE", "first") for text in texts)
    with pytest.raises(PovrulesError) as error:
        law(tmp_path, FACTS, *texts)
    assert says in str(error.value)
    assert error.value.span is not None


def test_an_enum_of_a_benefit_says_what_nothing_is(tmp_path: Path) -> None:
    bare = FACTS.replace("none: {vi: không, en: none}, ", "")
    with pytest.raises(PovrulesError, match="has no member 'none'"):
        law(tmp_path, bare, PROGRAMMES)


def test_a_pack_of_programmes_may_be_loaded_for_a_day_it_does_not_cover(tmp_path: Path) -> None:
    short = "coverage: {from: 2021-01-01, to: 2022-12-31}\n"
    base = pack(tmp_path / "a", FACTS, id="standard")
    programmes = pack(tmp_path / "b", ALLOWANCE + PENSION + HOUSE, id="programmes", base=short)
    late = resolve([base, programmes], on=DAY)
    outside = late.programmes["vn:allowance"].outside
    assert outside is not None
    assert (outside.pack, str(outside.end)) == ("programmes", "2022-12-31")
    assert not late.programmes["vn:allowance"].in_force
    rules_only = PackText("rules", "vn", "1", pack(tmp_path / "c", base=short).texts)
    with pytest.raises(CoverageError, match="rules covers"):
        resolve([base, rules_only], on=DAY)
