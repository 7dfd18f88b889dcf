"""What a diagram looked through once says is what looking through it for each cell says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from povrules.language.operations import AND, IF, OPEN, OR
from povrules.language.surveyed import Surveyed
from povrules.language.unknowns import Cut, Diagrams, Unknown, cuts_of, leaves, unknowns_in

PLAIN = (True, False, None, 0, 1, "a")
WIDTH = 4


def drawn(data: st.DataObject, space: Diagrams, unknowns: list[Unknown], values: tuple[Any, ...]) -> Any:
    """A diagram over some unknowns."""

    def below(rest: list[Unknown]) -> Any:
        if not rest or data.draw(st.booleans(), label="leaf"):
            return data.draw(st.sampled_from(values), label="value")
        cuts = data.draw(st.lists(st.integers(1, WIDTH - 1), max_size=2, unique=True), label="cuts")
        return space.branch(
            rest[0], tuple((cut, 0) for cut in sorted(cuts)), tuple(below(rest[1:]) for _ in [0, *cuts])
        )

    return below(unknowns)


def unknowns_of(space: Diagrams) -> list[Unknown]:
    return [space.unknown(name, 0, WIDTH - 1, whole=True) for name in "xyz"]


@given(st.data())
def test_answers_left_are_those_of_the_diagram_restricted(data: st.DataObject) -> None:
    space = Diagrams()
    diagram = drawn(data, space, unknowns_of(space), ("no answer", "a", "b", 1, True))
    seen = Surveyed(diagram, space.leaf("no answer"))
    assert seen.unknowns == unknowns_in(diagram)
    assert list(map(id, seen.leaves)) == list(map(id, leaves(diagram)))
    for unknown in unknowns_of(space):
        cells: list[Cut | None] = [None, *cuts_of(diagram, unknown)]
        assert seen.cuts(unknown) == cells[1:]
        wanted = [leaves(space.restrict(diagram, unknown, cell)) for cell in cells]
        assert list(seen.left(unknown)) == [sum(leaf != "no answer" for leaf in found) for found in wanted]


@given(st.data())
def test_connectives_are_those_of_python_whatever_they_leave_unread(data: st.DataObject) -> None:
    space = Diagrams()
    one, other, test = (drawn(data, space, unknowns_of(space), (True, False, None)) for _ in range(3))
    assert space.both(one, other) is space.apply(lambda a, b: a and b, one, other)
    assert space.either(one, other) is space.apply(lambda a, b: a or b, one, other)
    assert space.choice(test, one, other) is space.apply(lambda t, a, b: a if t else b, test, one, other)


def test_what_is_settled_early_is_what_python_says() -> None:
    for connective in (AND, OR):
        for one in (True, False, None):
            for other in (True, False, None):
                early = connective.early(one, other)
                assert early is OPEN or early is connective.of_plain(one, other)
    for test in (True, False, None):
        for one in PLAIN:
            for other in PLAIN:
                early = IF.early(test, one, other)
                assert early is OPEN or early is IF.of_plain(test, one, other)
