"""What the library hands out can be copied and pickled, also into another process, and answers as before."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import povrules as pr
from povrules.testing.households import draw_households
from tests.support.example_packs import example_packs

ROOT = Path(__file__).parents[2]
DAY = "2024-10-01"
HOUSEHOLD = {"area": "rural", "income_per_capita": 1_600_000, "members": [{"birth_date": "2020-05-01"}]}
LAW = pr.load_policy(on=DAY)
OUTPUTS = ["poverty_class", "age"]
COPIES: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
IN_A_FRESH_PROCESS = """
import pickle, sys
policy, households, expected = pickle.load(sys.stdin.buffer)
names = ("poverty_class", "deprivation_count")
found = [[policy.assess(given).outcome(name) for name in names] for given in households]
assert found == expected
print(policy.digest)
"""


@pytest.fixture(params=COPIES)
def again(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    return COPIES[request.param]


def register() -> pr.Register:
    frame = {"household_id": ["H1", "H2", "H2"], "area": ["rural", "urban", "urban"], "income_per_capita": [1, None, 3]}
    return pr.Register(pl.DataFrame(frame), pl.DataFrame({"household_id": ["H1"], "birth_date": ["2020-05-01"]}))


POLICIES = {
    "the nation": lambda: LAW,
    "a reform": lambda: LAW.reform({"income_line.rural": 1_700_000}),
    "every place": lambda: pr.load_policy(on=DAY, place="by_row"),
    "a place with plugins": lambda: pr.load_policy(on=DAY, place="99", plugins=example_packs()),
}


@pytest.mark.parametrize("name", POLICIES)
def test_policies(again: Callable[[Any], Any], name: str) -> None:
    policy = POLICIES[name]()
    found = again(policy)
    assert (found, found.digest, hash(found)) == (policy, policy.digest, hash(policy))
    assert found.assess(HOUSEHOLD).possible == policy.assess(HOUSEHOLD).possible


def test_a_copy_keeps_plugins_that_were_handed_over() -> None:
    policy = POLICIES["a place with plugins"]()
    assert copy.copy(policy).plugins is copy.deepcopy(policy).plugins is policy.plugins


def test_a_policy_answers_the_same_in_a_fresh_process() -> None:
    policy = POLICIES["a place with plugins"]()
    households = draw_households(policy, 12, seed=4)
    expected = [[policy.assess(h).outcome(name) for name in ("poverty_class", "deprivation_count")] for h in households]
    done = subprocess.run(
        [sys.executable, "-c", IN_A_FRESH_PROCESS],
        input=pickle.dumps((policy, households, expected)),
        cwd=ROOT / "src",
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == policy.digest


def test_assessments_and_what_hangs_on_them(again: Callable[[Any], Any]) -> None:
    assessment = LAW.assess({"area": "rural", "income_per_capita": 1_200_000, "members": [{"birth_year": 2015}]})
    found = again(assessment)
    assert (found.poverty_class, found.missing, found.method) == (
        assessment.poverty_class, assessment.missing, assessment.method,
    )  # fmt: skip
    explanation = assessment.explain("en")
    assert found.explain("en").text() == again(explanation).text() == explanation.text()
    assert again(assessment.members[0])["age"] == assessment.members[0]["age"]
    granted = again(assessment.members[0].programmes)["health_insurance"]
    assert granted.eligible == assessment.members[0].programmes["health_insurance"].eligible


def test_records(again: Callable[[Any], Any]) -> None:
    record = LAW.assess({"area": "rural", "income_per_capita": 2_400_000}).record(DAY)
    assert again(record).digest == record.digest


def test_counterfactuals(again: Callable[[Any], Any]) -> None:
    found = LAW.assess({"area": "rural", "income_per_capita": 2_400_000}).counterfactual(to="average", most=1)
    assert again(found).text("en") == found.text("en")


def test_registers_and_their_results(again: Callable[[Any], Any]) -> None:
    given = register()
    results = LAW.evaluate(given, outputs=OUTPUTS)
    assert again(given).used == given.used
    assert_frame_equal(again(given).rejects, given.rejects)
    assert_frame_equal(LAW.evaluate(again(given), outputs=OUTPUTS).households, results.households)
    assert_frame_equal(again(results).persons, results.persons)
    assert_frame_equal(again(results).rejects, results.rejects)
    comparison = pr.compare(LAW, LAW.reform({"income_line.rural": 1_700_000}), given)
    assert_frame_equal(again(comparison).transitions(), comparison.transitions())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: LAW.assess({"aera": "rural", "members": [{"sex": "x"}]}),
        lambda: LAW.parameter("incom_line"),
        lambda: LAW.assess({}).programmes["helth_insurance"],
        lambda: pr.load_policy(on="1999-01-01"),
    ],
)
def test_errors(again: Callable[[Any], Any], wrong: Callable[[], object]) -> None:
    with pytest.raises(pr.PovrulesError) as caught:
        wrong()
    found = again(caught.value)
    assert type(found) is type(caught.value)
    assert (str(found), found.as_dict()) == (str(caught.value), caught.value.as_dict())
