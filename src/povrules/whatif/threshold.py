"""A threshold of law: where it stands in the rules of a decision, and what it may be.

A household's verdict turns at one value of a threshold when the rules only compare the threshold with one amount of the
household (its income, how many of its indicators are deprived). Then that amount is its critical value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from povrules.language import nodes as n
from povrules.language.constants import constant
from povrules.language.errors import closest
from povrules.language.numbers import Number
from povrules.language.types import NumberType
from povrules.language.units import Unit
from povrules.law.model import Words
from povrules.policy.ordering import Key, law_read, reads
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.changes import named_in
from povrules.whatif.errors import ReformError
from povrules.whatif.paths import cell_words
from povrules.whatif.readers import most_counted, readers_of


@dataclass(frozen=True, slots=True)
class Threshold:
    """One value of law.

    Args:
        id, member: the parameter, and the member of its enum.
        path: as people write it.
        value: in force; None when it is not known.
        low, high: what it may be beside the other values of law; None has no end.
        whole: it is a whole number.
        label: what the law calls it.
        unit: of the value.
    """

    id: str
    member: str | None
    path: str
    value: Number | None
    low: Number | None
    high: Number | None
    whole: bool
    label: Words
    unit: Unit


@dataclass(frozen=True, slots=True)
class Turning:
    """Where verdicts turn.

    Args:
        amount: what the threshold is compared with.
        reached: the verdict on the far side holds at the amount itself; else only beyond it.
        chain: what stands between the decision and the threshold, the decision included.
    """

    amount: n.Node
    reached: bool
    chain: tuple[Key, ...]


def threshold_of(policy: ResolvedPolicy, path: str) -> Threshold:
    """The threshold of a path.

    Raises:
        ReformError: the path is none, names several values, or is no number.
    """
    name, dot, member = path.partition(".")
    known = [id.partition(":")[2] for id in policy.parameters]
    id = named_in(policy.parameters, name)
    if id is None:
        raise ReformError(f"the policy has no value {path!r}", closest=closest(name, known))
    parameter = policy.parameters[id]
    members = [cell for cell, _ in parameter.cells]
    cell = member if dot else None
    if cell not in members:
        named = [f"{name}.{each}" for each in members if each is not None]
        expected = ", ".join(named) if named else name
        raise ReformError(f"{path!r} names no single value", expected=expected, closest=closest(path, named))
    if not isinstance(parameter.type, NumberType):
        raise ReformError(f"{path!r} is {parameter.type}", expected="a number")
    low, high = _ends(policy, id, cell, parameter.low, parameter.high)
    value = parameter.value(cell)
    label, type = cell_words(policy, id, cell), parameter.type
    return Threshold(id, cell, path, value, low, high, type.integer, label, type.unit)  # type: ignore[arg-type]


def _ends(
    policy: ResolvedPolicy, id: str, member: str | None, low: Number | None, high: Number | None
) -> tuple[Number | None, Number | None]:
    """The declared range, narrowed by what must hold beside other values, and by how many things are counted."""
    most = most_counted(policy).get(id)
    if most is not None:
        high = most if high is None else min(high, most)
    for relation in policy.relations:
        that = relation.that
        if not isinstance(that, n.Compare) or that.op not in ("<=", ">="):
            continue
        for mine, other, above in ((that.left, that.right, that.op == ">="), (that.right, that.left, that.op == "<=")):
            index = mine.index.value if isinstance(mine, n.ParameterRef) and isinstance(mine.index, n.Literal) else None
            if not isinstance(mine, n.ParameterRef) or mine.id != id or index != member:
                continue
            bound = constant(other, lambda each, cell: policy.parameters[each].value(cell))
            if bound is not None and above:
                low = bound if low is None else max(low, bound)
            elif bound is not None:
                high = bound if high is None else min(high, bound)
    return low, high


@lru_cache(maxsize=64)
def turning_of(policy: ResolvedPolicy, threshold: Threshold, decision: Key) -> Turning | None:
    """How a decision turns on a threshold; None where its rules do more than compare it with one amount."""
    reach = readers_of(policy, [threshold.id])
    chain = tuple(key for key in _below(policy, decision) if key in reach)
    found: set[tuple[n.Node, bool]] = set()
    for key in chain:
        fact = policy.facts[key]
        if fact.formula is None or key[0] != "household":
            return None
        if threshold.id not in law_read(fact.formula):
            continue
        for use in _uses(fact.formula, threshold.id):
            if use is None:
                return None
            found.add(use)
    if not found and chain:
        return None
    if len(found) != 1:
        return Turning(n.Literal(0), True, ()) if not chain else None
    amount, reached = found.pop()
    return Turning(amount, reached, chain)


def _below(policy: ResolvedPolicy, key: Key) -> Iterator[Key]:
    """The decision and everything it reads, each once."""
    waiting, seen = [key], {key}
    while waiting:
        at = waiting.pop()
        yield at
        for read in sorted(reads(policy.facts[at].formula) - seen):
            seen.add(read)
            waiting.append(read)


def _uses(node: n.Node, id: str) -> Iterator[tuple[n.Node, bool] | None]:
    """For each place where the threshold stands, what it is compared with; None where it is not only compared."""

    def mine(part: n.Node) -> bool:
        return isinstance(part, n.ParameterRef) and part.id == id

    def inside(part: n.Node) -> bool:
        return any(mine(each) for each in n.walk(part))

    if isinstance(node, n.Compare) and (mine(node.left) or mine(node.right)):
        amount, op = (node.right, node.op) if mine(node.left) else (node.left, _turned(node.op))
        # op: threshold op amount.
        yield None if inside(amount) or op in ("==", "!=") else (amount, op in (">=", "<"))
        return
    if isinstance(node, n.AtLeast) and mine(node.count):
        yield None if any(inside(item) for item in node.items) else (n.CountTrue(node.items, node.name), False)
        return
    if mine(node):
        yield None
        return
    for child in n.children(node):
        yield from _uses(child, id)


def _turned(op: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
