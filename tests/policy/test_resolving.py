"""From law texts to the law of one day: what is in force, what is unknown and why, and what does not hold together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from povrules.decisions.assessment import Assessment
from povrules.engines.outcome import Outcome
from povrules.engines.reference.engine import ReferenceEngine
from povrules.facts.household import Household
from povrules.language.errors import PovrulesError, RuleError
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.policy.values_of_law import CoverageError, InvariantError
from tests.support.packs import instrument, law, pack

LABEL = "label: {vi: Nhãn, en: Label}"
FACTS = f"""
facts:
  income: {{of: household, type: number, unit: VND/month, range: -1000..1000, {LABEL}}}
  size: {{of: household, type: integer, unit: person, range: 1..30, {LABEL}}}
  owns: {{of: household, type: bool, {LABEL}}}
  works: {{of: person, type: bool, {LABEL}}}
"""
LINE = f"""
parameters:
  line:
    {LABEL}
    unit: VND/month
    range: 0..1000
    values:
      - {{from: 2016-01-01, to: 2021-12-31, value: 70, enacted_by: ND-1, evidence: official_text}}
      - {{from: 2022-01-01, to: 2025-12-31, value: 150, enacted_by: ND-2, evidence: secondary, at: art. 3}}
      - {{from: 2026-01-01, to: 2026-12-31, value: 150, enacted_by: ND-3, evidence: unverified}}
      - {{from: 2027-07-01, unknown: true, enacted_by: ND-3}}
"""


def variable(name: str, formula: str, type: str = "bool", of: str = "household") -> str:
    return f'variables:\n  {name}: {{of: {of}, type: {type}, {LABEL}, formula: "{formula}"}}\n'


POOR = variable("poor", "income <= line")


def asked(policy: ResolvedPolicy, name: str = "poor", **facts: object) -> Outcome:
    given = {f"vn:{key}": value for key, value in facts.items()}
    household = Household({"vn:on": policy.on, "vn:observed_on": policy.on, **given})  # type: ignore[dict-item]
    return ReferenceEngine().answer(policy, household, [(f"vn:{name}", None)])[f"vn:{name}", None]


# what is in force ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "value"),
    [("2016-01-01", 70), ("2021-12-31", 70), ("2022-01-01", 150), ("2025-12-31", 150), ("2026-12-31", 150)],
)
def test_the_target_day_picks_the_value(tmp_path: Path, on: str, value: int) -> None:
    policy = law(tmp_path, FACTS, LINE, POOR, on=on)
    assert policy.parameters["vn:line"].value() == value
    assert asked(policy, income=value).value is True
    assert asked(policy, income=value + 1).value is False


@pytest.mark.parametrize("on", ["2015-12-31", "2031-01-01"])
def test_a_day_outside_the_coverage_names_the_interval(tmp_path: Path, on: str) -> None:
    with pytest.raises(
        CoverageError, match=f"{on} is outside the days that test covers; expected 2016-01-01 to 2030-12-31"
    ):
        law(tmp_path, FACTS, on=on)


@pytest.mark.parametrize(
    ("on", "choices", "why", "enacted_by"),
    [
        ("2026-06-30", {"known_on": date(2025, 12, 29)}, "not issued", None),
        ("2024-06-30", {"evidence": Evidence.OFFICIAL_TEXT}, "evidence", "ND-2"),
        ("2026-06-30", {"evidence": Evidence.SECONDARY}, "evidence", "ND-3"),
        ("2027-07-01", {}, "not seen", "ND-3"),
        ("2027-01-01", {}, "no value", "ND-3"),
    ],
)
def test_a_gap_inside_is_unknown_law(
    tmp_path: Path, on: str, choices: dict[str, object], why: str, enacted_by: str | None
) -> None:
    policy = law(tmp_path, FACTS, LINE, POOR, on=on, **choices)
    parameter = policy.parameters["vn:line"]
    assert parameter.value() is None
    assert parameter.basis is not None
    assert (parameter.basis.why_unknown, parameter.basis.enacted_by) == (why, enacted_by)
    found = asked(policy, income=100)
    assert (found.value, found.reason, found.law) == (None, "law", ("vn:line",))
    assert found.possible == (True, False)
    # What every admissible value of the law decides is decided: the line is never below 0 nor above 1000.
    assert asked(policy, income=-1).value is True
    # Where facts are lacking as well, the reason is law.
    assert asked(policy).reason == "law"


def test_what_has_been_issued_by_then_is_known(tmp_path: Path) -> None:
    policy = law(tmp_path, FACTS, LINE, POOR, on="2026-06-30", known_on=date(2025, 12, 30))
    assert policy.parameters["vn:line"].value() == 150


ENDED = f"""
parameters:
  line:
    {LABEL}
    unit: VND/month
    values:
      - {{from: 2016-01-01, to: 2021-12-31, ended_by: ND-2, value: 70, enacted_by: ND-1, evidence: secondary}}
      - {{from: 2022-01-01, value: 150, enacted_by: ND-2, evidence: secondary}}
"""


def test_an_end_set_later_is_not_seen_before_it_was_set(tmp_path: Path) -> None:
    before = law(tmp_path, ENDED, on="2022-06-30", known_on=date(2021, 1, 26))
    assert before.parameters["vn:line"].value() == 70
    assert before.parameters["vn:line"].basis.end is None  # type: ignore[union-attr]
    after = law(tmp_path, ENDED, on="2022-06-30", known_on=date(2021, 1, 27))
    assert after.parameters["vn:line"].value() == 150


ROUGH = f"""
parameters:
  line:
    {LABEL}
    unit: VND/month
    values:
      - {{from: 2016-01-01, to: 2021-12-31, value: 70, enacted_by: ND-1, evidence: secondary}}
      - {{from: {{not_before: 2022-01-01, not_after: NOT_AFTER}}, value: 150, enacted_by: ND-2, evidence: secondary}}
"""


@pytest.mark.parametrize(
    ("on", "not_after", "value"),
    [
        ("2021-12-31", "2022-03-01", 70),
        ("2022-01-01", "2022-03-01", None),
        ("2022-02-28", "2022-03-01", None),
        ("2022-03-01", "2022-03-01", 150),
        ("2030-12-31", "unknown", None),
    ],
)
def test_a_commencement_known_roughly(tmp_path: Path, on: str, not_after: str, value: int | None) -> None:
    policy = law(tmp_path, FACTS, ROUGH.replace("NOT_AFTER", not_after), POOR, on=on)
    assert policy.parameters["vn:line"].value() == value
    if value is None:
        assert policy.parameters["vn:line"].basis.why_unknown == "commencement"  # type: ignore[union-attr]
        assert asked(policy, income=100).reason == "law"


def test_an_assessment_says_that_the_law_is_unknown_and_which_instrument_would_tell(tmp_path: Path) -> None:
    enum = f"""
    enums:
      poverty_class:
        {LABEL}
        members: {{poor: {{vi: nghèo, en: poor}}, above: {{vi: không nghèo, en: above}}}}
    """
    decision = f"""
    decisions:
      poverty_class:
        of: household
        type: poverty_class
        hit: unique
        {LABEL}
        tables:
          - from: 2016-01-01
            to: 2026-12-31
            enacted_by: ND-1
            evidence: secondary
            rows:
              - {{when: "income <= line", then: poor}}
              - {{otherwise: above}}
          - {{from: 2027-01-01, unknown: true, enacted_by: ND-3}}
    """
    facts = {"vn:income": 100}
    by_gap = Assessment(law(tmp_path, FACTS, LINE, enum, decision, known_on=date(2016, 1, 1)), Household(facts))
    assert (by_gap.poverty_class, by_gap.reason, by_gap.law_unknown) == (None, "law", ("vn:line",))
    by_evidence = Assessment(law(tmp_path, evidence=Evidence.OFFICIAL_TEXT), Household(facts))
    assert (by_evidence.reason, by_evidence.instruments) == ("law", ("ND-1",))
    by_unknown = Assessment(law(tmp_path, on="2027-07-01"), Household(facts))
    assert (by_unknown.reason, by_unknown.instruments) == ("law", ("ND-3",))
    assert by_unknown.possible["poverty_class"] == ("poor", "above")
    assert Assessment(law(tmp_path), Household(facts)).poverty_class == "poor"


# what does not hold together -----------------------------------------------------------------------------------------


def entry(start: str, end: str | None, by: str, more: str = "") -> str:
    to = f", to: {end}" if end else ""
    return f"      - {{from: {start}{to}, value: 1, enacted_by: {by}, evidence: secondary{more}}}\n"


def values(*entries: str) -> str:
    return f"parameters:\n  line:\n    {LABEL}\n    values:\n" + "".join(entries)


BROKEN: list[tuple[str, str, int, list[str]]] = [
    # (name, text of the second file, line of the message, pieces of it)
    (
        "two values for one day",
        values(entry("2022-01-01", "2025-12-31", "ND-1"), entry("2025-12-31", None, "ND-2")),
        6,
        ["line has two values on 2025-12-31", "file1.yaml:5:"],
    ),
    (
        "a value that never ends and a later one",
        values(entry("2022-01-01", None, "ND-1"), entry("2025-12-31", None, "ND-2")),
        6,
        ["two values on 2025-12-31"],
    ),
    ("an unknown instrument", values(entry("2022-01-01", None, "ND1")), 5, ["'ND1', which is not declared", "'ND-1'"]),
    (
        "an unknown instrument that ends it",
        values(entry("2022-01-01", "2023-01-01", "ND-1", ", ended_by: ND-22")),
        5,
        ["'ND-22', which is not declared", "'ND-2'"],
    ),
    (
        "an unknown instrument in support",
        values(entry("2022-01-01", None, "ND-1", ", support: [ND-2, XY]")),
        5,
        ["'XY', which is not declared"],
    ),
    ("an unknown parameter", variable("poor", "income <= lin"), 2, ["unknown name 'lin'"]),
    (
        "the closest of an unknown parameter",
        LINE + variable("poor", "income <= lnie"),
        12,
        ["unknown name 'lnie'", "'line'"],
    ),
    ("a value outside its range", LINE.replace("value: 150", "value: 1001", 1), 8, ["line is 1001", "0..1000"]),
    ("a value of another type", LINE.replace("value: 150", "value: x", 1), 8, ["'x' is not a value of this type"]),
    ("text that is no rule", variable("poor", "income <="), 2, ["not an expression"]),
    ("a rule of another type", variable("poor", "income"), 2, ["this is number in VND/month", "expected bool"]),
    ("a division by zero", variable("x", "1 / (size - 1) > 0"), 2, ["the divisor can be zero: its range is 0 .. 29"]),
    ("a type nobody knows", variable("x", "1", "numbr"), 2, ["'numbr' is not a type", "'number'"]),
    ("a part of a person", variable("x", "works"), 2, ["works is a fact of a member"]),
]


@pytest.mark.parametrize(("text", "line", "pieces"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_refused_at_load_with_its_place(tmp_path: Path, text: str, line: int, pieces: list[str]) -> None:
    with pytest.raises((LawError, RuleError)) as caught:
        law(tmp_path, text.lstrip("\n"), FACTS)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'file1.yaml'}:{line}:")
    for piece in pieces:
        assert piece in message


def test_every_entry_must_be_right_not_only_the_one_in_force(tmp_path: Path) -> None:
    rules = f"""
    variables:
      poor:
        of: household
        type: bool
        {LABEL}
        rules:
          - {{from: 2016-01-01, to: 2021-12-31, formula: "income <= nothing", enacted_by: ND-1, evidence: secondary}}
          - {{from: 2022-01-01, formula: "income <= 1", enacted_by: ND-2, evidence: secondary}}
    """
    with pytest.raises(RuleError, match="unknown name 'nothing'"):
        law(tmp_path, FACTS, rules)


def test_a_missing_enacting_instrument_is_named(tmp_path: Path) -> None:
    base = "instruments:" + instrument("ND-1", "2015-06-01")
    with pytest.raises(LawError, match="line names the instrument 'ND-2', which is not declared"):
        resolve([pack(tmp_path, FACTS, LINE, base=base)], on=date(2024, 6, 30))


def test_a_cycle_names_its_members(tmp_path: Path) -> None:
    variables = "variables:\n" + "".join(
        f'  {name}: {{of: household, type: bool, {LABEL}, formula: "{formula}"}}\n'
        for name, formula in [("start", "a"), ("a", "owns and b"), ("b", "not c"), ("c", "any(members, d)")]
    )
    member = f'  d: {{of: person, type: bool, {LABEL}, formula: "works and household.a"}}\n'
    with pytest.raises(LawError, match="go round in a circle: a reads b reads c reads d reads a"):
        law(tmp_path, FACTS, variables + member)
    with pytest.raises(LawError, match="x reads x"):
        law(tmp_path / "self", FACTS, variable("x", "not x"))


INVARIANT = f"""
enums:
  area: {{{LABEL}, members: {{rural: {{vi: a, en: a}}, urban: {{vi: b, en: b}}}}}}
parameters:
  low:
    {LABEL}
    by: area
    invariant: "low[area] <= high[area]"
    values:
      - {{from: 2016-01-01, value: {{rural: 1, urban: URBAN}}, enacted_by: ND-1, evidence: secondary}}
  high:
    {LABEL}
    by: area
    values:
      - {{from: 2016-01-01, value: {{rural: 1, urban: 3}}, enacted_by: ND-1, evidence: secondary}}
"""


def test_a_broken_invariant_is_named(tmp_path: Path) -> None:
    assert law(tmp_path, INVARIANT.replace("URBAN", "3")).parameters["vn:low"].value("urban") == 3
    with pytest.raises(InvariantError) as caught:
        law(tmp_path, INVARIANT.replace("URBAN", "3.000001"))
    assert "low[area] <= high[area] does not hold on 2024-06-30" in str(caught.value)
    assert "file1.yaml:7:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("low[area] / (high[area] - 1) <= 5", "the divisor can be zero"),
        ("low[area] <= hihg[area]", "did you mean 'high'"),
        ("low[area]", "expected bool"),
        ("abs(low[area]) <= high[area]", "an invariant reads values of law only"),
    ],
)
def test_an_invariant_that_cannot_be_checked_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message.replace("(", r"\(")):
        law(tmp_path, INVARIANT.replace("URBAN", "3").replace("low[area] <= high[area]", text))


def test_an_invariant_over_unknown_law_narrows_what_is_possible(tmp_path: Path) -> None:
    text = INVARIANT.replace("URBAN", "3").replace("evidence: secondary", "evidence: unverified", 1)
    rule = variable("reached", "low[rural] <= 1")
    policy = law(tmp_path, text, rule, evidence=Evidence.SECONDARY)
    assert policy.parameters["vn:low"].value("rural") is None
    assert asked(policy, "reached").value is True


SETS = f"""
sets:
  lacking:
    of: household
    {LABEL}
    members:
      - {{from: 2016-01-01, to: 2021-12-31, items: [owns], enacted_by: ND-1, evidence: secondary}}
      - {{from: 2022-01-01, items: [ITEM], enacted_by: ND-2, evidence: secondary}}
"""


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("onws", "'onws' is not a variable of the household; did you mean 'owns'?"),
        ("works", "'works' is not a variable of the household"),
        ("income", "income in lacking is number in VND/month; expected bool"),
    ],
)
def test_a_set_holds_truths_of_its_scope(tmp_path: Path, item: str, message: str) -> None:
    with pytest.raises(PovrulesError) as caught:
        law(tmp_path, FACTS, SETS.replace("ITEM", item), variable("any_lacking", "any(lacking)"))
    assert message in str(caught.value)


# one name, one thing -------------------------------------------------------------------------------------------------

TWICE = [
    (variable("owns", "true"), "owns"),
    (variable("line", "true"), "line"),
    (f"constants:\n  line: {{value: 1, {LABEL}}}\n", "line"),
    (f"constants:\n  income: {{value: 1, {LABEL}}}\n", "income"),
    (LINE, "line"),
    (FACTS, "income"),
    ("instruments:" + instrument("ND-1", "2015-06-01"), "ND-1"),
]


@pytest.mark.parametrize(("text", "name"), TWICE, ids=[f"{text.split(':')[0].strip()} {name}" for text, name in TWICE])
def test_one_name_for_two_things_is_refused_with_both_places(tmp_path: Path, text: str, name: str) -> None:
    packs = [pack(tmp_path / "one", FACTS, LINE), pack(tmp_path / "two", text, id="other", base="")]
    with pytest.raises(LawError) as caught:
        resolve(packs, on=date(2024, 6, 30))
    assert f"{name} is declared twice" in str(caught.value)
    assert str(tmp_path / "one") in str(caught.value)
    assert str(tmp_path / "two") in str(caught.value)


def test_a_variable_and_a_decision_of_one_name_are_refused(tmp_path: Path) -> None:
    rows = '[{when: "owns", then: true}, {otherwise: false}]'
    table = f"{{from: 2016-01-01, enacted_by: ND-1, evidence: secondary, rows: {rows}}}"
    decision = f"decisions:\n  poor: {{of: household, type: bool, hit: unique, {LABEL}, tables: [{table}]}}\n"
    packs = [pack(tmp_path / "one", FACTS, LINE, POOR), pack(tmp_path / "two", decision, id="other", base="")]
    with pytest.raises(LawError, match="poor is declared twice"):
        resolve(packs, on=date(2024, 6, 30))


@pytest.mark.parametrize("name", ["on", "observed_on", "method"])
def test_names_the_library_provides_are_taken(tmp_path: Path, name: str) -> None:
    with pytest.raises(LawError, match=f"{name} is a name that the library provides itself"):
        law(tmp_path, variable(name, "true"))


def test_each_place_has_its_own_names(tmp_path: Path) -> None:
    province = (
        LINE.replace("150", "180") + variable("poor", "income <= line") + variable("poor_too", "income <= vn.line")
    )
    province = province.replace("variables:\n  poor_too", "  poor_too")
    packs = [pack(tmp_path / "vn", FACTS, LINE, POOR), pack(tmp_path / "22", province, id="p", namespace="22", base="")]
    policy = resolve(packs, on=date(2024, 6, 30), place="22")
    facts = {"vn:income": 160}
    wanted = [("vn:poor", None), ("22:poor", None), ("22:poor_too", None)]
    answers = ReferenceEngine().answer(policy, Household(facts), wanted)
    assert [answers[key].value for key in wanted] == [False, True, False]
