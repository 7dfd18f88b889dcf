"""The benchmark beside the peers: the law is handed over as data and means the same everywhere; the page of a run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import povrules as pr
from benchmarks.beside import ours
from benchmarks.beside.contestants import EVERYBODY
from benchmarks.beside.drawing import bars
from benchmarks.beside.facts import answers, hand_over, law, mappings, register
from benchmarks.beside.goals import floors, goals, ratios
from benchmarks.beside.page import PAGE, write
from benchmarks.beside.runs import Found, Task
from benchmarks.beside.words import AXES, TITLES
from benchmarks.common import keep
from benchmarks.peers.durable_rules.rules import ruleset
from benchmarks.peers.json_logic.rule import rules
from benchmarks.peers.telling import Handed, save
from benchmarks.peers.zen.graph import graph
from benchmarks.register import DAY
from povrules.law.model import Words

ROWS = 2_000
Decide = Callable[[Mapping[str, Any]], tuple[str, int]]


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    folder = tmp_path_factory.mktemp("facts")
    hand_over(folder, ROWS)
    return Handed(folder, ROWS)


@pytest.fixture(scope="module")
def expected(handed: Handed) -> list[tuple[str | None, int | None]]:
    policy = pr.load_policy(on=DAY)
    found = [policy.assess(given) for given in handed.households]
    return [(each.poverty_class, each.deprivation_count) for each in found]


# the law as data -----------------------------------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_policy(handed: Handed) -> None:
    assert handed.law == law(pr.load_policy(on=DAY))
    assert law(pr.load_policy(on="2020-10-01"))["line"] == {"rural": 700_000, "urban": 900_000}


def test_households_stand_exactly_on_both_lines_of_both_areas(handed: Handed) -> None:
    given = {(each["area"], each["income_per_capita"]) for each in handed.households}
    assert {(area, handed.law[line][area]) for area in ("rural", "urban") for line in ("line", "average")} <= given


def logic(rule: Any, given: Mapping[str, Any]) -> Any:
    """The few operators of JSON Logic that the rule is made of."""
    if not isinstance(rule, dict):
        return rule
    ((name, terms),) = rule.items()
    if name == "var":
        return given[terms]
    if name == "if":
        *pairs, otherwise = terms
        for condition, then in zip(pairs[::2], pairs[1::2], strict=True):
            if logic(condition, given):
                return logic(then, given)
        return logic(otherwise, given)
    made = [logic(term, given) for term in terms]
    if name == "+":
        return sum(made)
    return {"<=": made[0] <= made[1], ">=": made[0] >= made[1], "==": made[0] == made[1]}[name]


def cell(text: str, value: int) -> bool:
    """A cell of a ZEN table: a comparison, an interval that is open below, or nothing."""
    if between := re.fullmatch(r"\((\d+)\.\.(\d+)\]", text):
        return int(between[1]) < value <= int(between[2])
    if not text:
        return True
    sign, number = text.split()
    return {"<=": value <= int(number), "<": value < int(number), ">=": value >= int(number), ">": value > int(number)}[
        sign
    ]


def by_json_logic(numbers: Mapping[str, Any]) -> Decide:
    made = rules(numbers)
    return lambda given: (logic(made[0], given), logic(made[1], given))


def by_zen(numbers: Mapping[str, Any]) -> Decide:
    _, counting, deciding, _ = graph(numbers)["nodes"]
    flags = re.findall(r"\((\w+) \? 1 : 0\)", counting["content"]["expressions"][-1]["value"])

    def decide(given: Mapping[str, Any]) -> tuple[str, int]:
        count = sum(given[flag] for flag in flags)
        for row in deciding["content"]["rules"]:
            same = row["a"] == f'"{given["area"]}"'
            if same and cell(row["i"], given["income_per_capita"]) and cell(row["d"], count):
                return row["class"].strip('"'), count
        raise AssertionError("no row of the table holds")

    return decide


def by_durable_rules(numbers: Mapping[str, Any]) -> Decide:
    signs: dict[str, Callable[[int, int], bool]] = {
        "$lte": lambda a, b: a <= b, "$lt": lambda a, b: a < b, "$gt": lambda a, b: a > b, "$gte": lambda a, b: a >= b
    }  # fmt: skip

    def holds(term: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
        ((name, wanted),) = term.items()
        if name not in signs:
            return bool(fact[name] == wanted)
        ((field, bound),) = wanted.items()
        return signs[name](fact[field], bound)

    def decide(given: Mapping[str, Any]) -> tuple[str, int]:
        count = sum(given[flag] for flag in numbers["flags"])
        fact = {**given, "kind": "counted", "deprivation_count": count}
        found = [
            rule["run"]
            for name, rule in ruleset(numbers).items()
            if name != "count" and all(holds(term, fact) for term in rule["all"][0]["m"]["$and"])
        ]
        assert len(found) == 1
        return found[0], count

    return decide


@pytest.mark.parametrize("made", [by_json_logic, by_zen, by_durable_rules])
def test_the_rules_of_a_peer_say_what_the_policy_says(
    made: Callable[[Mapping[str, Any]], Decide], handed: Handed, expected: list[tuple[str, int]]
) -> None:
    decide = made(handed.law)
    assert [decide(given) for given in handed.households] == expected
    moved = {**handed.law, "line": {"rural": 0, "urban": 0}, "average": {"rural": 1, "urban": 1}, "cutoff": 1}
    assert {made(moved)(given)[0] for given in handed.households} == {"above"}


@pytest.mark.parametrize("way", sorted(set(ours.WAYS) - {"dossier"}))
def test_our_own_ways_give_the_answers_of_the_policy(way: str, handed: Handed, expected: list[tuple[str, int]]) -> None:
    made = ours.WAYS[way](handed)
    save(handed, way, *made.read(made.register()))
    assert answers(handed.folder, way).rows() == expected


def test_a_small_register_is_the_beginning_of_a_large_one() -> None:
    numbers = law(pr.load_policy(on=DAY))
    assert register(300, numbers).head(100).equals(register(100, numbers))
    assert len(mappings(register(300, numbers))) == 300


# the page ------------------------------------------------------------------------------------------------------------


def invented() -> dict[Task, dict[str, Found]]:
    """Everybody takes twice as long as the one before."""
    found: dict[Task, dict[str, Found]] = {"register": {}, "one": {}}
    for place, contestant in enumerate(EVERYBODY):
        each = 1e-8 * 2**place
        count = contestant.rows or 1_000_000
        found["register"][contestant.way] = Found(
            contestant, count, [each * count, 3 * each * count, 2 * each * count], [], 2**21, "1.2.3"
        )
        if contestant.calls:
            found["one"][contestant.way] = Found(contestant, 1, [100 * each] * 50, [], 0, "1.2.3")
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    write(folder, invented(), {1_000_000: "0123456789abcdef"}, Words("2 nhân", "2 cores"), date(2026, 11, 23))
    return folder


def test_the_page_says_what_was_measured(pages: Path) -> None:
    english, vietnamese = ((pages / place / PAGE).read_text(encoding="utf-8") for place in (".", "vi"))
    ours_row = "| povrules: a frame, checked and decided | 1.2.3 | 1,000,000 | 20.0 [10.0 – 30.0] | 1.00 | 2.00 |"
    assert ours_row in english
    assert (
        ours_row.replace("a frame, checked and decided", "kiểm tra khung dữ liệu rồi xét")
        .replace("1,000,000", "1.000.000")
        .replace("20.0 [10.0 – 30.0]", "20,0 [10,0 – 30,0]")
        .replace("1.00 | 2.00", "1,00 | 2,00")
        in vietnamese
    )
    assert "2 cores. Measured on 2026-11-23." in english
    assert "2 nhân. Ngày đo: 23/11/2026." in vietnamese
    assert "`0123456789abcdef` (1,000,000)" in english
    assert "OpenFisca-Core 1.2.3" in english
    for contestant in EVERYBODY:
        assert f"| {contestant.label.en} |" in english
        assert f"| {contestant.label.vi} |" in vietnamese


def test_goals_are_said_to_be_reached_or_not(pages: Path) -> None:
    told = {(goal.task, goal.other.contestant.way): goal.reached for goal in goals(invented())}
    assert told["register", "zen-loader"]
    english = (pages / PAGE).read_text(encoding="utf-8")
    slow = invented()
    slow["one"]["openfisca"].seconds = [99 * slow["one"]["assess"].each]
    assert not {(g.task, g.other.contestant.way): g.reached for g in goals(slow)}["one", "openfisca"]
    assert "| One decision | OpenFisca-Core: households of persons | 100 | 128 | reached | 64.0 |" in english


def test_every_floor_belongs_to_a_ratio_that_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = invented()
    assert floors(found).keys() <= ratios(found).keys()
    assert keep("x", {"a / b": 10.0}, folder=tmp_path, floors={"a / b": 10})
    assert not keep("x", {"a / b": 9.9}, folder=tmp_path, floors={"a / b": 10})
    assert "(at least 10: NOT kept)" in capsys.readouterr().out
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == {"ratios": {"a / b": 9.9}}


def test_the_charts_are_drawn_in_both_languages(pages: Path) -> None:
    for folder in (pages, pages / "vi"):
        assert sorted(each.name for each in folder.glob("*.svg")) == ["benchmarks-one.svg", "benchmarks-register.svg"]
    text = (pages / "vi" / "benchmarks-register.svg").read_text(encoding="utf-8")
    assert "hồ sơ sống" in text
    assert "http://www.w3.org" in text
    assert "2.620.000 ns" in text
    chart = bars(invented()["one"], "en", title=TITLES["one"], axis=AXES["one"], unit="µs")
    assert chart.data["time"].is_sorted()
