"""Whether linear conditions on unknown amounts can hold together: Fourier-Motzkin elimination, exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from povrules.language.numbers import Number
from povrules.language.unknowns import Branch, Cut, Unknown, cells, leaves, unknowns_in


@dataclass(frozen=True, slots=True)
class Below:
    """``sum of terms + constant <= 0``, or ``< 0`` when strict."""

    terms: tuple[tuple[Unknown, Fraction], ...]
    constant: Fraction
    strict: bool


def condition_from(terms: dict[Unknown, Fraction], constant: Number, strict: bool) -> Below:
    """The condition without terms that fall away."""
    kept = tuple(sorted(((u, c) for u, c in terms.items() if c), key=lambda t: t[0].order))
    return Below(kept, Fraction(constant), strict)


def conditions_of(unknown: Unknown, low: Cut | None, high: Cut | None) -> list[Below]:
    """That an unknown, or a sum of several, lies between two cuts."""
    terms = {u: Fraction(c) for u, c in (unknown.terms or ((unknown, 1),))}
    found = []
    if low is not None:
        found.append(condition_from({u: -c for u, c in terms.items()}, low[0], strict=low[1] == 1))
    if high is not None:
        found.append(condition_from(terms, -high[0], strict=high[1] == 0))
    return found


def feasible(conditions: Iterable[Below]) -> bool:
    """Whether some values of the unknowns meet all conditions."""
    rest = set(conditions)
    while True:
        if any(not c.terms and (c.constant > 0 or (c.strict and c.constant == 0)) for c in rest):
            return False
        rest = {c for c in rest if c.terms}
        if not rest:
            return True
        first = min((u for c in rest for u, _ in c.terms), key=lambda u: u.order)
        above = [(c, f) for c in rest for u, f in c.terms if u == first and f < 0]
        below = [(c, f) for c in rest for u, f in c.terms if u == first and f > 0]
        rest = {c for c in rest if all(u != first for u, _ in c.terms)}
        for lower, lower_factor in above:
            for upper, upper_factor in below:
                terms: dict[Unknown, Fraction] = {}
                for condition, factor in ((lower, upper_factor), (upper, -lower_factor)):
                    for unknown, coefficient in condition.terms:
                        terms[unknown] = terms.get(unknown, Fraction(0)) + coefficient * factor
                constant = lower.constant * upper_factor - upper.constant * lower_factor
                rest.add(condition_from(terms, constant, lower.strict or upper.strict))


def entangled(unknowns: Iterable[Unknown]) -> frozenset[Unknown]:
    """Those that share an amount with another one, so that not all their cells can hold together.

    A sum whose parts are tested nowhere else is as free as a plain unknown: every cell of its range can be reached.
    """
    tested = list(unknowns)
    uses = Counter(part for unknown in tested for part in _parts(unknown))
    return frozenset(unknown for unknown in tested if any(uses[part] > 1 for part in _parts(unknown)))


def _parts(unknown: Unknown) -> tuple[Unknown, ...]:
    return tuple(part for part, _ in unknown.terms) or (unknown,)


def feasible_leaves(diagram: Any) -> list[Any]:
    """The leaves of paths whose cells can hold together.

    Needed where a path tests a sum of unknowns besides its parts; other paths are always possible.
    """
    bound = entangled(unknowns_in(diagram))
    if not bound:
        return leaves(diagram)
    summed = {part for unknown in bound for part in _parts(unknown)}
    domains = frozenset(c for u in summed for c in conditions_of(u, _edge(u.low, 0), _edge(u.high, 1)))
    found: dict[Any, None] = {}
    seen: set[tuple[int, frozenset[Below]]] = set()

    def visit(item: Any, conditions: frozenset[Below]) -> None:
        if (id(item), conditions) in seen:
            return
        seen.add((id(item), conditions))
        if not isinstance(item, Branch):
            found[item] = None
            return
        for low, high, child in cells(item):
            if item.unknown in bound:
                narrowed = conditions | frozenset(conditions_of(item.unknown, low, high))
                if feasible(narrowed):
                    visit(child, narrowed)
            else:
                visit(child, conditions)

    visit(diagram, domains)
    return list(found)


def _edge(value: Number | None, side: int) -> Cut | None:
    return None if value is None else (value, side)
