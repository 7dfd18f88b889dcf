"""What can be otherwise: one fact or one value of law, its domain, and the value of a cell nearest to what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from povrules.engines.reference.freed import Key, coded, value_at
from povrules.language.nodes import Value
from povrules.language.numbers import Number, whole
from povrules.language.types import BoolType, EnumType, NumberType, TextType, Type
from povrules.language.unknowns import Cut

Direction = Literal["lower", "higher", "other"]
HUNDREDTHS = ("m2", "km")
ANOTHER = "khác"
"""A text that no rule names: it stands for every such text, as rules only ask whether texts are equal."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a domain: above the cut ``low``, below the cut ``high``; None is open."""

    low: Cut | None
    high: Cut | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact, or one value of law, that can be otherwise.

    Args:
        key: as its unknown is named.
        name: as people write it: ``income_per_capita``, ``members[0].in_school``, ``income_line.rural``.
        type: of its values.
        low, high: its domain, inclusive.
        before: what it is; None where it is not known.
        changeable: somebody can bring about that it is otherwise.
    """

    key: Key
    name: str
    type: Type
    low: Any
    high: Any
    before: Value | None
    changeable: bool

    @property
    def step(self) -> Number:
        """What its values are multiples of: a đồng, a hundredth of a square metre, a day."""
        if isinstance(self.type, NumberType) and not self.type.integer:
            powers = dict(self.type.unit.powers)
            if not powers or any(name in powers for name in HUNDREDTHS):
                return Fraction(1, 100)
        return 1

    @property
    def place(self) -> Any:
        """Where it is in its domain; None where it is not known."""
        return None if self.before is None else coded(self.before, self.type, self.low, self.high)

    @property
    def listed(self) -> bool:
        """Its values have no order to go along: each is one of a few."""
        return isinstance(self.type, (BoolType, EnumType, TextType))


@dataclass(frozen=True, slots=True)
class Move:
    """How one slot changes.

    Args:
        slot: what changes.
        direction: along the order of its values; ``other`` where they have none.
        values: what it can become; along an order the nearest alone.
        furthest: along an order the last value of the stretch that does as well; None where it has no end.
        named: texts next to the value that rules name; where it is another text, they are what it must not be.
    """

    slot: Slot
    direction: Direction
    values: tuple[Value, ...]
    furthest: Value | None = None
    named: frozenset[str] = frozenset()

    @property
    def after(self) -> Value:
        """The nearest value."""
        return self.values[0]

    @property
    def distance(self) -> Number:
        """How far the nearest value is, without a sign; 1 where there is no order, or nothing known to measure from."""
        if self.direction == "other" or self.slot.before is None:
            return 1
        slot = self.slot
        return whole(abs(Fraction(coded(self.after, slot.type, slot.low, slot.high)) - Fraction(slot.place)))


def moves(slot: Slot, cell: Cell) -> Iterator[Move]:
    """The change that brings a slot into a cell; nothing where the cell holds none of its values."""
    if isinstance(slot.type, TextType):
        named = frozenset(str(cut[0]) for cut in (cell.low, cell.high) if cut is not None)
        yield Move(slot, "other", (_text(cell),), named=named)
        return
    low, high = _edge(cell.low, slot, "low"), _edge(cell.high, slot, "high")
    if isinstance(slot.type, (BoolType, EnumType)):
        last = 1 if isinstance(slot.type, BoolType) else len(slot.type.members) - 1
        places = range(0 if low is None else low, (last if high is None else high) + 1)
        values = tuple(value_at(i, slot.type, slot.low, slot.high) for i in places)
        if values:
            yield Move(slot, "other", values)
        return
    if low is not None and high is not None and low > high:
        inside = _between(cell)
        least, most = _bound(slot, "low"), _bound(slot, "high")
        if inside is None or (least is not None and inside < least) or (most is not None and inside > most):
            return
        low = high = inside
    here = slot.place
    if here is None:
        if high is not None and low == _bound(slot, "low") and high != _bound(slot, "high"):
            yield _move(slot, "lower", high, low)  # down to the end of the domain, which no rule names
        elif low is not None:
            yield _move(slot, "higher", low, high)
        elif high is not None:
            yield _move(slot, "lower", high, low)
    elif low is not None and here < low:
        yield _move(slot, "higher", low, high)
    elif high is not None:
        yield _move(slot, "lower", high, low)


def _move(slot: Slot, direction: Direction, nearest: Any, furthest: Any) -> Move:
    def value(place: Any) -> Value:
        return value_at(whole(place), slot.type, slot.low, slot.high)

    return Move(slot, direction, (value(nearest),), None if furthest is None else value(furthest))


def _edge(cut: Cut | None, slot: Slot, end: Literal["low", "high"]) -> Any:
    """The first, or the last, place of the cell that is a multiple of the step, within the domain."""
    step = Fraction(slot.step)
    bound = _bound(slot, end)
    if cut is None:
        return bound
    value, side = cut
    ratio = Fraction(value) / step
    below, above = ratio.numerator // ratio.denominator, -(-ratio.numerator // ratio.denominator)
    if end == "low":
        found = (above if side == 0 else below + 1) * step
        return whole(found if bound is None else max(found, Fraction(bound)))
    found = (below if side == 1 else above - 1) * step
    return whole(found if bound is None else min(found, Fraction(bound)))


def _bound(slot: Slot, end: Literal["low", "high"]) -> Any:
    bound = slot.low if end == "low" else slot.high
    if bound is None or isinstance(slot.type, (BoolType, EnumType)):
        return None
    return coded(bound, slot.type, slot.low, slot.high)


def _between(cell: Cell) -> Any:
    """A value of a cell that holds no multiple of the step."""
    (low, after), (high, before) = cell.low or (None, 0), cell.high or (None, 0)
    if low is None or high is None:
        return None
    if after == 0:
        return low
    return high if before == 1 else whole((Fraction(low) + Fraction(high)) / 2)


def _text(cell: Cell) -> str:
    """A text of the cell: the one a rule names, or one that is none of them."""
    return ANOTHER if cell.low is None or cell.low[1] == 1 else str(cell.low[0])
