"""The closed set of nodes a rule is made of. Frozen, hashable, comparable; the span is for messages only.

``parse`` makes trees of the *untyped* leaves ``Name`` and ``Dotted``; ``bind`` replaces them by the *bound* leaves
``Ref`` and ``ParameterRef``. Engines only ever see bound trees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from typing import Literal as OneOf

from povrules.language.errors import Span
from povrules.language.numbers import Number

Scope = OneOf["household", "person"]
Value = bool | Number | str | date


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes. ``span`` never takes part in equality."""

    span: Span | None = field(default=None, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written in the rule: number (exact), truth, text, date or enum member. ``true`` is not the number 1."""

    value: Value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Literal) or isinstance(other.value, bool) != isinstance(self.value, bool):
            return False
        return other.value == self.value

    def __hash__(self) -> int:
        return hash((isinstance(self.value, bool), self.value))


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A bare name, before binding."""

    id: str


@dataclass(frozen=True, slots=True)
class Dotted(Node):
    """``household.x`` or ``namespace.x``, before binding."""

    base: str
    id: str


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A fact, variable or decision, bound: ``id`` with its namespace (``vn:area``) and whose it is."""

    id: str
    of: Scope


@dataclass(frozen=True, slots=True)
class ParameterRef(Node):
    """A value of law, bound. ``index`` picks the cell of a parameter given by an enum."""

    id: str
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """``name[index]``, before binding."""

    target: Node
    index: Node


@dataclass(frozen=True, slots=True)
class OfHousehold(Node):
    """Relation 1: a person's rule reads its household (``household.x``)."""

    item: Node


Aggregate = OneOf["any", "all", "count", "sum", "share", "min", "max"]


@dataclass(frozen=True, slots=True)
class OverMembers(Node):
    """Relation 2: a household's rule reads its members. ``item`` is a condition or an amount of a person."""

    how: Aggregate
    item: Node


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not x``."""

    item: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of the items hold: ``a and b``, a chain of comparisons, or ``all([a, b])``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one of the items holds: ``a or b``, or ``any([a, b])``."""

    items: tuple[Node, ...]


Comparison = OneOf["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """One comparison. A chain ``a < b <= c`` is an ``And`` of two."""

    left: Node
    op: Comparison
    right: Node


@dataclass(frozen=True, slots=True)
class OneOfThese(Node):
    """``x in [a, b]``."""

    item: Node
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """``-x``."""

    item: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Sum, difference, product or exact quotient of two amounts."""

    left: Node
    op: OneOf["+", "-", "*", "/"]
    right: Node


@dataclass(frozen=True, slots=True)
class IfElse(Node):
    """``a if test else b``."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    """At least ``count`` of ``items`` are true. ``name`` is the id of the set, when the rule named one."""

    count: Node
    items: tuple[Node, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CountTrue(Node):
    """How many of ``items`` are true (``count`` of a named set)."""

    items: tuple[Node, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """``min`` or ``max`` of several numbers."""

    how: OneOf["min", "max"]
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Absolute(Node):
    """``abs(x)``: the size of an amount without its sign."""

    item: Node


RoundingMode = OneOf["half_up", "half_even", "down", "up"]


@dataclass(frozen=True, slots=True)
class Round(Node):
    """``round(x, to=, mode=)``: to a multiple of ``to``."""

    item: Node
    to: Number
    mode: RoundingMode


@dataclass(frozen=True, slots=True)
class Months(Node):
    """A length of time, only ever added to or taken from a date. ``years(n)`` is twelve months each."""

    count: Node
    per: int = 1


@dataclass(frozen=True, slots=True)
class AddMonths(Node):
    """``day + months(n)``: clips to the end of the month. ``sign`` is 1 or -1."""

    day: Node
    months: Months
    sign: int = 1


@dataclass(frozen=True, slots=True)
class AgeOn(Node):
    """Full years between a birth day and a day; somebody born on 29 February comes of age on 1 March."""

    birth: Node
    day: Node


@dataclass(frozen=True, slots=True)
class Row(Node):
    """One row of a decision table: ``when`` (None for ``otherwise``), the value, and its place in the law."""

    when: Node | None
    then: Node
    at: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table(Node):
    """An ordered decision table; the first row that holds gives the value."""

    rows: tuple[Row, ...]
    hit: OneOf["unique", "first"]


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node, in order."""
    names: tuple[str, ...] = type(node).__match_args__  # those of its fields
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, depth first."""
    yield node
    for child in children(node):
        yield from walk(child)


def substituted(node: Node, new: Mapping[Node, Node]) -> Node:
    """The node with every part that is a key of ``new`` replaced by its value.

    >>> area, other = Ref("vn:area", "household"), Ref("vn:zone", "household")
    >>> substituted(Not(area), {area: other})
    Not(item=Ref(id='vn:zone', of='household'))
    """
    if node in new:
        return new[node]
    changes: dict[str, Any] = {}
    for f in fields(node):
        value = getattr(node, f.name)
        if isinstance(value, Node):
            changes[f.name] = substituted(value, new)
        elif isinstance(value, tuple) and any(isinstance(item, Node) for item in value):
            changes[f.name] = tuple(substituted(item, new) if isinstance(item, Node) else item for item in value)
    return replace(node, **changes) if changes else node
