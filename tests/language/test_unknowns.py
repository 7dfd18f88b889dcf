"""Diagrams: leaves are exactly the answers of completions, and a tested unknown is exactly one that matters."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from povrules.language.unknowns import Branch, Diagrams, Unknown, cells, leaves, unknowns_in

NAMES = "abcd"


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> Any:
    if depth == 0 or draw(st.booleans()):
        return ("is", draw(st.sampled_from(NAMES)), draw(st.integers(0, 2)))
    kind = draw(st.sampled_from(["and", "or", "not", "xor"]))
    if kind == "not":
        return (kind, draw(formulas(depth - 1)))
    return (kind, draw(formulas(depth - 1)), draw(formulas(depth - 1)))


OPS = {"and": lambda a, b: a and b, "or": lambda a, b: a or b, "xor": lambda a, b: a != b, "not": lambda a: not a}


def plain(formula: Any, values: dict[str, int]) -> bool:
    if formula[0] == "is":
        return values[formula[1]] <= formula[2]
    return OPS[formula[0]](*(plain(part, values) for part in formula[1:]))


def lifted(diagrams: Diagrams, unknowns: dict[str, Unknown], formula: Any) -> Any:
    if formula[0] == "is":
        return diagrams.branch(unknowns[formula[1]], ((formula[2], 1),), (True, False))
    return diagrams.apply(OPS[formula[0]], *(lifted(diagrams, unknowns, part) for part in formula[1:]))


@given(formulas())
def test_leaves_and_tested_unknowns_are_exact(formula: Any) -> None:
    diagrams = Diagrams()
    unknowns = {name: diagrams.unknown(name, 0, 3, whole=True) for name in NAMES}
    diagram = lifted(diagrams, unknowns, formula)
    every = [dict(zip(NAMES, values, strict=True)) for values in product(range(4), repeat=len(NAMES))]
    assert set(leaves(diagram)) == {plain(formula, values) for values in every}
    matter = {
        name
        for name in NAMES
        if any(
            plain(formula, values) != plain(formula, {**values, name: other}) for values in every for other in range(4)
        )
    }
    assert {unknown.key for unknown in unknowns_in(diagram)} == matter


@given(formulas(), formulas())
def test_equal_functions_are_one_object(one: Any, other: Any) -> None:
    diagrams = Diagrams()
    unknowns = {name: diagrams.unknown(name, 0, 3, whole=True) for name in NAMES}
    a, b = lifted(diagrams, unknowns, one), lifted(diagrams, unknowns, other)
    every = [dict(zip(NAMES, values, strict=True)) for values in product(range(4), repeat=len(NAMES))]
    assert (a is b) == all(plain(one, values) == plain(other, values) for values in every)


@given(formulas())
def test_restriction_and_choice_agree_with_enumeration(formula: Any) -> None:
    diagrams = Diagrams()
    unknowns = {name: diagrams.unknown(name, 0, 3, whole=True) for name in NAMES}
    diagram = lifted(diagrams, unknowns, formula)
    chosen = diagrams.exists(diagram, frozenset([unknowns["a"]]))
    for values in product(range(4), repeat=len(NAMES)):
        point = dict(zip(NAMES, values, strict=True))
        rest: Any = chosen
        for name in NAMES:
            rest = diagrams.restrict(rest, unknowns[name], (point[name], 0))
        assert rest == any(plain(formula, {**point, "a": a}) for a in range(4))


def test_a_branch_is_reduced_and_cuts_outside_the_domain_go() -> None:
    diagrams = Diagrams()
    unknown = diagrams.unknown("x", 0, 10)
    assert diagrams.branch(unknown, ((5, 0),), (1, 1)) == 1
    assert diagrams.branch(unknown, ((0, 0),), (1, 2)) == 2
    assert diagrams.branch(unknown, ((10, 1),), (1, 2)) == 1
    kept = diagrams.branch(unknown, ((10, 0),), (1, 2))
    assert isinstance(kept, Branch)
    assert [child for _, _, child in cells(kept)] == [1, 2]
