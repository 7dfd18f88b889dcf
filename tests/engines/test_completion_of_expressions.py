"""Every admissible completion, for any expression: sums, products, choices, counts and days, with a constraint.

The points tried are exact: thresholds are whole and factors are 1, so the halves and quarters between whole numbers
stand for everything in between.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Household
from povrules.law.evidence import Evidence
from povrules.law.model import Constraint, Expression
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from tests.support.expressions import HERE, LABEL, computed, fact, law_text

ON = date(2024, 6, 30)
DAY = (date(2024, 2, 27), date(2024, 3, 2))
FACTS = [
    fact("b", "bool"),
    fact("c", "bool"),
    fact("i", "integer", range="0..3"),
    fact("j", "integer", range="0..400"),
    fact("x", "number", range="0..3"),
    fact("y", "number", range="0..3"),
    fact("d", "date", range="2024-02-27..2024-03-02"),
]
POINTS: dict[str, list[Any]] = {
    "b": [False, True],
    "c": [False, True],
    "i": [0, 1, 2, 3],
    "j": [0, 1, 2, 3, 4, 5, 400],
    "x": [Fraction(k, 4) for k in range(13)],
    "y": [Fraction(k, 4) for k in range(13)],
    "d": [DAY[0] + timedelta(days=k) for k in range((DAY[1] - DAY[0]).days + 1)],
}
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
TURNING = ("2025, 2, 28", "2024, 2, 29", "2024, 3, 28", "2025, 3, 1")


def number(r: Random, depth: int) -> str:
    kind = r.random()
    if depth == 0 or kind < 0.5:
        return r.choice(["x", "y", "x", "y", "i", str(r.randint(0, 3))])
    a, b = number(r, depth - 1), number(r, depth - 1)
    if kind < 0.7:
        return f"({a} {r.choice('+-')} {b})"
    if kind < 0.8:
        return f"{r.choice(['min', 'max'])}({a}, {b})"
    if kind < 0.87:
        return f"abs({a})"
    if kind < 0.94:
        return f"({a} if {truth(r, depth - 1)} else {b})"
    return f"(i * {r.choice('xy')})"


def truth(r: Random, depth: int) -> str:
    kind = r.random()
    if depth == 0 or kind < 0.12:
        return r.choice("bc")
    if kind < 0.45:
        return f"{number(r, depth - 1)} {r.choice(COMPARISONS)} {number(r, depth - 1)}"
    if kind < 0.5:
        return f"j {r.choice(COMPARISONS)} {r.randint(0, 5)}"
    if kind < 0.6:
        return f"d + months({r.choice([0, 12, 1])}) {r.choice(COMPARISONS)} date({r.choice(TURNING)})"
    a, b, c = truth(r, depth - 1), truth(r, depth - 1), truth(r, depth - 1)
    if kind < 0.73:
        return f"({a} and {b})"
    if kind < 0.86:
        return f"({a} or {b})"
    return f"not {a}" if kind < 0.94 else f"at_least(2, [{a}, {b}, {c}])"


def names_in(text: str) -> list[str]:
    return sorted(set(re.findall(r"\b[bcijxyd]\b", text)))


def policy_of(text: str, constraint: str | None) -> ResolvedPolicy:
    law = law_text(FACTS, [computed("answer", "bool", text)])
    if constraint:
        law = replace(law, constraints=(Constraint("c", "household", Expression(constraint, HERE), LABEL, HERE),))
    return resolve([PackText("test", "vn", "1", (law,))], on=ON, evidence=Evidence.UNVERIFIED)


def household(known: dict[str, Any]) -> Household:
    return Household({"vn:on": ON, "vn:observed_on": ON, **{f"vn:{name}": value for name, value in known.items()}})


def mattering(names: list[str], answers: dict[tuple[Any, ...], Any]) -> set[str]:
    """The names that alone change an answer."""
    found = set()
    for i, name in enumerate(names):
        by_rest: dict[tuple[Any, ...], set[Any]] = {}
        for values, answer in answers.items():
            by_rest.setdefault(values[:i] + values[i + 1 :], set()).add(answer)
        if any(len(group) > 1 for group in by_rest.values()):
            found.add(name)
    return found


def agrees(text: str, constraint: str | None) -> bool | None:
    """Whether the engine answers as all completions together do; None where it is not asked to."""
    policy = policy_of(text, constraint)
    names = names_in(f"{text} {constraint or ''}")
    if len(names) > 4:
        return None
    tried: dict[tuple[Any, ...], tuple[bool, bool]] = {}
    for values in product(*(POINTS[name] for name in names)):
        evaluation = Evaluation(policy, household(dict(zip(names, values, strict=True))))
        holds = all(evaluation.value(each.that) is not False for each in policy.constraints)
        tried[values] = (evaluation.ref("vn:answer"), holds)
    # What the expression really turns on: the rest is chosen in favour of the constraint.
    turns_on = mattering(names, {values: answer for values, (answer, _) in tried.items()})
    # A compared amount that the answer does not turn on is taken to follow the others wherever they go.
    if constraint and not turns_on.issuperset({"x", "y"}.intersection(names_in(constraint))):
        return None
    read = [i for i, name in enumerate(names) if name in turns_on]
    admitted = {tuple(v[i] for i in read): answer for v, (answer, holds) in tried.items() if holds}
    if not admitted:
        return None
    possible = set(admitted.values())
    missing = mattering([names[i] for i in read], admitted) if len(possible) > 1 else set()
    found = ReferenceEngine().answer(policy, household(dict.fromkeys(names)), [("vn:answer", None)])["vn:answer", None]
    assert found.determined == (len(found.possible) == 1)
    return (set(found.possible), set(found.missing)) == (possible, missing)


@settings(max_examples=80)
@given(seed=st.integers(0, 10**9), constrained=st.booleans())
def test_any_expression(seed: int, constrained: bool) -> None:
    r = Random(seed)
    text, constraint = truth(r, 3), truth(r, 2) if constrained else None
    same = agrees(text, constraint)
    assume(same is not None)
    assert same, f"{text}, where {constraint}"


@pytest.mark.big
@settings(max_examples=5000)
@given(seed=st.integers(0, 10**9), constrained=st.booleans())
def test_any_expression_at_length(seed: int, constrained: bool) -> None:
    r = Random(seed)
    text, constraint = truth(r, 3), truth(r, 2) if constrained else None
    same = agrees(text, constraint)
    assume(same is not None)
    assert same, f"{text}, where {constraint}"


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        # The path through a sum and one of its parts is not possible, so `i` settles nothing.
        ("((0 if b else y) == (x + y) and i >= x)", None),
        ("y > min(i, max(y, x))", None),
        # What the constraint fixes settles nothing.
        ("y != x", "(2 == x and x == i)"),
        ("((i * y) - (i * x)) > 0", "(not b and 1 == x)"),
        ("(max(y, x) + y) >= abs((i + x))", "min(y, i) == x"),
    ],
)
def test_sums_beside_their_parts(text: str, constraint: str | None) -> None:
    assert agrees(text, constraint)
