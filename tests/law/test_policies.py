"""The law as it ships: it loads, every value cites its instrument and evidence, every formula is of the language."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from povrules.language import nodes as n
from povrules.language.parser import parse
from povrules.law.evidence import Evidence
from povrules.law.model import Dated, Expression, Words
from povrules.law.reading import read_law
from povrules.law.text import LawText
from povrules.law.yaml_nodes import plain, read_yaml

POLICIES = Path(__file__).parents[2] / "policies"
FOLDERS = sorted({path.parent for path in POLICIES.rglob("*.yaml")})
STANDARD = POLICIES / "vn" / "poverty_standard"


@pytest.fixture(scope="module")
def texts() -> list[LawText]:
    return [read_law(folder) for folder in FOLDERS]


def entries(text: LawText) -> Iterator[tuple[str, Dated, object]]:
    for parameter in text.parameters:
        for value in parameter.values:
            yield parameter.id, value.dated, value.value
    for variable in text.variables:
        for rule in variable.rules:
            yield variable.id, rule.dated, rule.formula
    for named in text.sets:
        for members in named.members:
            yield named.id, members.dated, members.items
    for decision in text.decisions:
        for table in decision.tables:
            yield decision.id, table.dated, table.rows
    for programme in text.programmes:
        for rule in programme.eligible:
            yield programme.id, rule.dated, rule.formula
        for benefit in programme.benefits:
            for rule in benefit.rules:
                yield f"{programme.id}.{benefit.id}", rule.dated, rule.formula
    for overlap in text.overlaps:
        for held in overlap.rules:
            yield overlap.id, held.dated, None if held.dated.evidence is Evidence.UNKNOWN else overlap.among


def expressions(text: LawText) -> Iterator[Expression]:
    for parameter in text.parameters:
        yield from parameter.invariants
    for variable in text.variables:
        yield from (rule.formula for rule in variable.rules if rule.formula is not None)
        if variable.definition is not None:
            yield variable.definition
    for decision in text.decisions:
        for table in decision.tables:
            for row in table.rows or ():
                yield row.then
                if row.when is not None:
                    yield row.when
    for programme in text.programmes:
        yield from (rule.formula for rule in programme.eligible if rule.formula is not None)
        yield from (expression for _, expression in programme.costs)
        for benefit in programme.benefits:
            yield from (rule.formula for rule in benefit.rules if rule.formula is not None)
            if benefit.definition is not None:
                yield benefit.definition
    yield from (rule.exception for group in text.overlaps for rule in group.rules if rule.exception is not None)
    yield from (constraint.that for constraint in text.constraints)
    for programme in text.programmes:
        yield from (rule.formula for rule in programme.eligible if rule.formula is not None)
        yield from (amount for _, amount in programme.costs)
        for benefit in programme.benefits:
            yield from (rule.formula for rule in benefit.rules if rule.formula is not None)
            if benefit.definition is not None:
                yield benefit.definition
    yield from (held.exception for overlap in text.overlaps for held in overlap.rules if held.exception is not None)


def words(text: LawText) -> Iterator[Words | None]:
    for item in (*text.enums, *text.facts, *text.constants, *text.parameters, *text.variables, *text.sets):
        yield item.label
    for item in (*text.decisions, *text.constraints, *text.programmes, *text.overlaps):
        yield item.label
    yield from (benefit.label for programme in text.programmes for benefit in programme.benefits)
    for enum in text.enums:
        yield from (label for _, label in enum.members)
    for fact in (*text.facts, *text.variables):
        yield fact.question
    for act in text.instruments:
        yield from (act.title, act.issuer, act.note)
    yield from (dated.note for _, dated, _ in entries(text))


def test_every_entry_names_a_declared_instrument_and_its_evidence(texts: list[LawText]) -> None:
    instruments = {act.id: act for text in texts for act in text.instruments}
    for text in texts:
        for id, dated, content in entries(text):
            assert dated.enacted_by in instruments, id
            assert set(dated.support) <= set(instruments), id
            assert dated.ended_by is None or dated.ended_by in instruments, id
            assert (dated.evidence is Evidence.UNKNOWN) == (content is None), id
    assert all(set(act.amends) <= set(instruments) for act in instruments.values())


def test_every_instrument_is_used(texts: list[LawText]) -> None:
    cited = {
        id
        for text in texts
        for _, dated, _ in entries(text)
        for id in (dated.enacted_by, dated.ended_by, *dated.support)
    }
    assert {act.id for text in texts for act in text.instruments} == cited - {None}


def test_no_entry_is_surer_than_memory_when_its_instrument_was_not_read(texts: list[LawText]) -> None:
    """An instrument known from memory alone has no page; nothing it enacts can be secondary."""
    unread = {act.id for text in texts for act in text.instruments if not act.source}
    for text in texts:
        for id, dated, _ in entries(text):
            assert dated.enacted_by not in unread or dated.evidence <= Evidence.UNVERIFIED, id


def test_every_formula_is_of_the_language_and_writes_no_threshold(texts: list[LawText]) -> None:
    for text in texts:
        for expression in expressions(text):
            tree = parse(expression.text, expression.span)
            written = [
                part for part in n.walk(tree) if isinstance(part, n.Literal) and not isinstance(part.value, bool)
            ]
            assert not written, f"{expression.span}: {expression.text}"


def test_facts_are_asked_for_in_both_languages_without_thresholds(texts: list[LawText]) -> None:
    for text in texts:
        for fact in text.facts:
            assert fact.question is not None, fact.id
        for variable in text.variables:
            assert (variable.question is not None) == variable.given, variable.id
            assert variable.question is None or not re.search(r"\b\d{1,2}\b(?! *-)", variable.question.vi), variable.id


def test_words_are_composed_unicode(texts: list[LawText]) -> None:
    for text in texts:
        for label in filter(None, words(text)):
            assert all(unicodedata.is_normalized("NFC", part) and part == part.strip() for part in (label.vi, label.en))


@pytest.mark.parametrize(
    ("day", "rural", "urban", "by"),
    [
        ("2016-01-05", "700_000", "900_000", "QD-59-2015"),
        ("2020-12-31", "700_000", "900_000", "QD-59-2015"),
        ("2021-12-31", "700_000", "900_000", "ND-07-2021"),
        ("2022-01-01", "1_500_000", "2_000_000", "ND-07-2021"),
        ("2026-12-31", "1_500_000", "2_000_000", "ND-351-2025"),
        ("2027-01-01", "2_200_000", "2_800_000", "ND-351-2025"),
    ],
)
def test_the_income_line_of_each_regime(texts: list[LawText], day: str, rural: str, urban: str, by: str) -> None:
    line = next(p for text in texts for p in text.parameters if p.id == "income_line")
    on = date.fromisoformat(day)
    (entry,) = [v for v in line.values if v.dated.start.not_before <= on and (v.dated.end is None or on <= v.dated.end)]
    assert entry.value == (("rural", rural), ("urban", urban))
    assert entry.dated.enacted_by == by


def test_retirement_age_rises_by_three_and_four_months_a_year_to_its_ceiling(texts: list[LawText]) -> None:
    ages = next(p for text in texts for p in text.parameters if p.id == "working_age_end")
    cells = {v.dated.start.not_before.year: dict(v.value) for v in ages.values if isinstance(v.value, tuple)}
    assert cells[2021] == {"male": str(60 * 12 + 3), "female": str(55 * 12 + 4)}
    assert cells[2024] == {"male": str(61 * 12), "female": str(56 * 12 + 4)}
    assert cells[2028]["male"] == cells[2030]["male"] == str(62 * 12)
    assert cells[2030]["female"] == str(58 * 12 + 4)


def test_the_average_line_of_2022_is_only_unverified(texts: list[LawText]) -> None:
    line = next(p for text in texts for p in text.parameters if p.id == "average_line")
    marks = {v.dated.start.not_before.year: v.dated.evidence for v in line.values}
    assert marks[2016] is Evidence.SECONDARY
    assert marks[2022] is marks[2026] is Evidence.UNVERIFIED
    assert marks[2027] is Evidence.UNKNOWN


def test_from_2027_flags_can_be_given_but_no_raw_rule_is_known(texts: list[LawText]) -> None:
    named = next(s for text in texts for s in text.sets if s.id == "deprivations")
    last = named.members[-1].items
    assert len(last) == 12
    assert "deprived_information_means" not in last
    assert last[-1] == "deprived_waste"
    flags = {v.id: v for text in texts for v in text.variables if v.id in last}
    assert set(flags) == set(last)
    for flag in flags.values():
        assert flag.given
        assert flag.rules[-1].formula is None
        assert flag.rules[-1].dated.start.not_before == date(2027, 1, 1)


def test_cases_name_each_household_once_and_only_declared_facts(texts: list[LawText]) -> None:
    declared = {(item.of, item.id) for text in texts for item in (*text.facts, *text.variables)}
    indicators = {i.removeprefix("deprived_") for text in texts for s in text.sets for m in s.members for i in m.items}
    cases = plain(read_yaml(STANDARD / "cases.yaml"))
    assert isinstance(cases, list)
    ids = [case["id"] for case in cases]  # type: ignore[index,call-overload]
    assert len(ids) == len(set(map(str, ids)))
    for case in cases:
        assert isinstance(case, dict)
        assert set(case) - {"method"} == {"id", "note", "on", "given", "expect", "source"}
        given, expect = case["given"], case["expect"]
        assert isinstance(given, dict)
        assert isinstance(expect, dict)
        members = given.pop("members", [])
        assert isinstance(members, list)
        assert {("household", name) for name in given} <= declared, case["id"]
        assert {("person", name) for member in members if isinstance(member, dict) for name in member} <= declared
        deprivations = expect.get("deprivations", {})
        assert isinstance(deprivations, dict)
        assert set(deprivations) <= indicators, case["id"]


def test_the_cases_show_both_sides_of_every_known_indicator() -> None:
    cases = plain(read_yaml(STANDARD / "cases.yaml"))
    assert isinstance(cases, list)
    seen = {
        (name, answer, str(case["on"]) >= "2022")
        for case in cases
        if isinstance(case, dict) and isinstance(case["expect"], dict)
        for name, answer in (case["expect"].get("deprivations") or {}).items()  # type: ignore[union-attr]
    }
    for name, *_ in seen:
        for later in {era for other, _, era in seen if other == name}:
            assert {(name, "true", later), (name, "false", later)} <= seen, (name, later)
    assert {name for name, _, later in seen if later} == {
        "employment",
        "dependents",
        "nutrition",
        "health_insurance",
        "adult_education",
        "child_schooling",
        "housing_quality",
        "housing_area",
        "water",
        "toilet",
        "telecom",
        "information_means",
    }
    assert {name for name, _, later in seen if not later} == {
        "health_care",
        "health_insurance",
        "adult_education",
        "child_schooling",
        "housing_quality",
        "housing_area",
        "water",
        "toilet",
        "telecom",
        "information_means",
    }


def test_the_sample_score_table_says_what_it_is() -> None:
    lines = (STANDARD / "score_table_2016_2020_sample.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# SAMPLE, PARTIAL, 2016-2020")
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len({row["region"] for row in rows}) == 7
    assert len({(row["item"], row["answer"], row["region"]) for row in rows}) == len(rows) == 19 * 7
    points = {(row["item"][0], row["answer"], row["region"]): row["points"] for row in rows}
    assert points["1", "1", "THANH_THI"] == "80"
    assert points["5", "2 người trở lên", "TDMNPB"] == "50"
