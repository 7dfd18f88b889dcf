"""A resolved policy as a durable_rules ruleset: one rule for each way a decision can come out.

Facts that the rules read, by their kind ``k``:

* a *case* of a decision: for each atom ``n`` the truths ``tn`` (certainly true) and ``fn`` (certainly not), thresholds
  ``nn``, the class it is joined with ``j``, and whose it is, ``i``;
* the *class of the rules*, derived by those of the class: ``i`` and ``v``, its position;
* the *link*: nobody certified a class, so programmes use the one of the rules;
* the *class that programmes use*, derived from these two or asserted from a certificate, once for each group of readers
  (no fact may match more than sixty rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from povrules.engines.durable.formulas import decision
from povrules.engines.durable.parts import (
    All,
    Counted,
    Decision,
    Formula,
    Is,
    Recognised,
    Some,
    alternatives,
)
from povrules.language.nodes import Scope
from povrules.language.types import EnumType
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.resolved import ResolvedPolicy

CLASS, COUNT = "vn:poverty_class", "vn:deprivation_count"
OF_RULES, LINK, READ, CASES = 1, 2, 10, 100
READERS = 50
"""So many rules read one copy of the class."""
MAIN = 0
"""The class as it is; other numbers are classes taken in one case."""
Rules = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Compiled:
    """A policy as rules.

    Args:
        decisions: by (whose, id), in order.
        rules: in the JSON form of durable_rules.
        names: for each rule the decision's number and the position of the value that comes out.
        copies: for each kind of copy of the class.
        classes: in order.
    """

    decisions: Mapping[tuple[Scope, str], Decision]
    rules: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, tuple[int, int]]
    copies: tuple[int, ...]
    classes: tuple[str, ...]


@lru_cache(maxsize=32)
def compiled(policy: ResolvedPolicy) -> Compiled:
    """Compile a policy; kept by its digest."""
    wanted: list[tuple[Scope, str]] = [("household", CLASS), ("household", COUNT)]
    wanted += [(p.of, p.id) for p in policy.programmes.values() if p.in_force and p.outside is None]
    kept = [key for key in wanted if key in policy.facts and policy.facts[key].in_force]
    decisions = {key: decision(policy, *key, number) for number, key in enumerate(kept)}
    recognised = policy.facts.get(("household", RECOGNISED))
    classes = recognised.type.members if recognised is not None and isinstance(recognised.type, EnumType) else ()
    rules: Rules = {}
    names: dict[str, tuple[int, int]] = {}
    copies, readers = [READ], 0
    for made in decisions.values():
        outcomes = [(i, part) for i, (_, formula) in enumerate(made.outcomes) for part in _pieces(formula)]
        if made.reads_class:
            readers += len(outcomes)
            if readers > READERS:
                copies.append(copies[-1] + 1)
                readers = len(outcomes)
        for piece, (position, formula) in enumerate(outcomes):
            name = f"d{made.number}v{position}p{piece}"
            names[name] = (made.number, position)
            rules[name] = {"all": _parts(made, formula, copies[-1], classes), "run": name}
    rules["recognise"] = {
        "all": [
            {"c": {"$and": [{"k": OF_RULES}, {"one": 1}]}},
            {"l": {"$and": [{"k": LINK}, {"one": {"c": "one"}}]}},
        ],
        "run": "recognise",
    }
    return Compiled(decisions, rules, names, tuple(copies), classes)


def _pieces(formula: Formula) -> list[Formula]:
    return [] if formula == Some(()) else alternatives(formula)


def _parts(made: Decision, formula: Formula, copy: int, classes: tuple[str, ...]) -> list[dict[str, Any]]:
    kind = {"k": CASES + made.number}
    if not made.reads_class:
        return [{"p": {"$and": [kind, _alone(formula, made)]}}]
    joined = {"$and": [{"k": copy}, {"i": {"p": "j"}}, _joined(formula, classes)]}
    return [{"p": {"$and": [kind, {"one": 1}]}}, {"d": joined}]


def _field(literal: Is) -> str:
    return f"{'t' if literal.positive else 'f'}{literal.atom}"


def _alone(formula: Formula, made: Decision) -> dict[str, Any]:
    """The formula as a condition on the case itself."""
    if isinstance(formula, Is):
        return {_field(formula): 1}
    if isinstance(formula, Counted):
        atoms = made.tallies[formula.tally].atoms
        total = _sum([{"$m": _field(Is(atom, formula.positive))} for atom in atoms])
        return {"$lte": {f"{'n' if formula.positive else 's'}{formula.tally}": total}}
    assert isinstance(formula, (All, Some))
    plain, parts = split(formula)
    return _connected(formula, _added(formula, plain, "$m", ()), [_alone(item, made) for item in parts])


def _joined(formula: Formula, classes: tuple[str, ...]) -> dict[str, Any]:
    """The formula as a condition on the class, which the case ``p`` is joined with."""
    if isinstance(formula, Is):
        return {"one": {"p": _field(formula)}}
    if isinstance(formula, Recognised):
        return {"$lte": {"one": _sum(_terms(formula, "p", classes))}}
    assert isinstance(formula, (All, Some))
    plain, parts = split(formula)
    return _connected(formula, _added(formula, plain, "p", classes), [_joined(item, classes) for item in parts])


def split(formula: All | Some) -> tuple[list[Formula], list[Formula]]:
    """Its atoms, and its other parts."""
    plain: list[Formula] = [item for item in formula.items if isinstance(item, (Is, Recognised))]
    return plain, [item for item in formula.items if item not in plain]


def _connected(formula: All | Some, tests: list[dict[str, Any]], parts: list[dict[str, Any]]) -> dict[str, Any]:
    found = [*tests, *parts]
    if len(found) > 1:
        return {"$and" if isinstance(formula, All) else "$or": found}
    return found[0] if found else {"one": 1}


def _added(formula: All | Some, plain: list[Formula], owner: str, classes: tuple[str, ...]) -> list[dict[str, Any]]:
    """All or some of several atoms in one test: durable_rules takes only so many connectives, sums without limit."""
    if not plain:
        return []
    total = _sum([term for item in plain for term in _terms(item, owner, classes)])
    for _ in plain[1:] if isinstance(formula, All) else ():  # no number: in an alternative it would be lost
        total = {"$sub": {"$l": total, "$r": {owner: "one"}}}
    return [{"$lte": {"one": total}}]


def _terms(item: Formula, owner: str, classes: tuple[str, ...]) -> list[Any]:
    """What adds up to 1 where an atom holds, or the class is one of these, and to 0 where not.

    A test that reads the class alone is lost in an alternative with tests that read the case: so the case is in each.
    """
    if isinstance(item, Recognised):
        return [{owner: "zero"}, *({"$m": f"y{i}"} for i, member in enumerate(classes) if member in item.classes)]
    assert isinstance(item, Is)
    return [{owner: _field(item)}]


def _sum(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = {"$add": {"$l": total, "$r": term}}
    return total


def recognised(copy: int, joined: int, position: int, classes: int) -> dict[str, int]:
    """The class that programmes use, as a fact: the one at that position is 1, the others 0."""
    fact = {"k": copy, "one": 1, "i": joined, "v": position}
    return fact | {f"y{i}": int(i == position) for i in range(classes)}


def case(made: Decision, bits: tuple[bool | None, ...], needs: tuple[int, ...], joined: int) -> dict[str, int]:
    """One case of a decision, as a fact.

    Args:
        made: the decision.
        bits: for each atom: true, false, open.
        needs: for each tally its threshold.
        joined: which class it is joined with.
    """
    fact = {"k": CASES + made.number, "one": 1, "j": joined}
    if made.reads_class:
        fact["zero"] = 0
    for i, bit in enumerate(bits):
        fact[f"t{i}"] = int(bit is True)
        fact[f"f{i}"] = int(bit is False)
    for i, need in enumerate(needs):
        fact[f"n{i}"] = need
        fact[f"s{i}"] = len(made.tallies[i].atoms) - need + 1
    return fact
