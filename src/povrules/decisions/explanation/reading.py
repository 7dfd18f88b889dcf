"""What an evaluation says of any part of a rule: truth, value or what is possible, and which parts were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from povrules.decisions.explanation import words as w
from povrules.decisions.labels import PolicyLabels
from povrules.engines.reference.admissible import admissible
from povrules.engines.reference.completion import possible_values
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.language import nodes as n
from povrules.language.amounts import Lang, rounded
from povrules.language.linear import Linear, bounds
from povrules.language.nodes import Value
from povrules.language.sentences import sentence, type_of
from povrules.language.types import BoolType, EnumType, NumberType, TextType, Type
from povrules.language.unknowns import Branch

SHOWN = 6
"""So many possible answers are listed; more are shown as a range or not at all."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a part of a rule comes to.

    Args:
        value: the value; None when it is undetermined.
        possible: every value that some admissible completion gives; empty when there are too many to tell apart.
        low, high: bounds of an undetermined number or day.
    """

    value: Value | None
    possible: tuple[Value, ...] = ()
    low: Any = None
    high: Any = None

    @property
    def determined(self) -> bool:
        """Whether the known facts settle it."""
        return self.value is not None


class Reading:
    """Reads one evaluation; never evaluates anything again that the evaluation has kept."""

    def __init__(self, evaluation: Evaluation, lang: Lang) -> None:
        self.evaluation = evaluation
        self.policy = evaluation.policy
        self.lang = lang
        self.labels = PolicyLabels(evaluation.policy)
        # Kept with what they were made of, so that an id never comes to stand for something else.
        self._diagrams: dict[tuple[int, int | None], tuple[n.Node, Any]] = {}
        self._settled: dict[int, tuple[Any, Found]] = {}

    # values --------------------------------------------------------------------------------------------------------

    def settle(self, diagram: Any) -> Found:
        """A value, with what the constraints between facts say of it."""
        if not isinstance(diagram, (Branch, Linear, Day, Text)):
            return Found(diagram, (diagram,))
        if id(diagram) not in self._settled:
            possible = possible_values(admissible(self.evaluation, diagram))
            if any(isinstance(value, (Linear, Day, Text)) for value in possible):
                found = Found(None, (), *_ends(possible))
            else:
                found = Found(possible[0] if len(possible) == 1 else None, _sorted(possible), *_ends(possible))
            self._settled[id(diagram)] = (diagram, found)
        return self._settled[id(diagram)][1]

    def diagram(self, node: n.Node, member: int | None) -> Any:
        """The value of a part of a rule as the evaluation has it: plain, or over the unknowns."""
        key = (id(node), member)
        if key not in self._diagrams:
            self._diagrams[key] = (node, self.evaluation.value(node, member))
        return self._diagrams[key][1]

    def value(self, node: n.Node, member: int | None) -> Found:
        """What a part of a rule comes to."""
        return self.settle(self.diagram(node, member))

    def truth(self, node: n.Node, member: int | None) -> bool | None:
        """The truth of a condition; None when it is open."""
        found = self.value(node, member).value
        return None if found is None else bool(found)

    # words ---------------------------------------------------------------------------------------------------------

    def say(self, node: n.Node, about: Type | None = None) -> str:
        """A part of a rule as a sentence."""
        return sentence(node, self.lang, self.labels, about)

    def kind_of(self, node: n.Node) -> Type:
        """The type of a part of a rule."""
        return type_of(node, self.labels) or TextType()

    def words(self, found: Found, type: Type, show: Any = None) -> str:
        """The value in words, or what is still possible."""
        lang = self.lang
        show = show or (lambda value: self.labels.value(value, type, lang))
        if found.value is not None:
            return str(show(found.value))
        if isinstance(type, BoolType):
            return w.UNDETERMINED.of(lang)
        if isinstance(type, EnumType) and set(found.possible) == set(type.members) and len(type.members) > 2:
            return w.UNDETERMINED.of(lang)
        amounts = isinstance(type, NumberType)
        if 1 < len(found.possible) <= (2 if amounts else SHOWN):
            possible = found.possible
            if isinstance(type, EnumType):
                possible = tuple(sorted(possible, key=lambda value: type.members.index(str(value))))
            return w.POSSIBLE.of(lang).format(w.OR.of(lang).join(show(value) for value in possible))
        if isinstance(found.low, date):
            return w.RANGE.of(lang).format(w.DAYS.of(lang).format(show(found.low), show(found.high)))
        if amounts and (found.low is not None or found.high is not None):
            if found.low is None or found.high is None:
                form = w.FROM if found.high is None else w.UP_TO
                return w.RANGE.of(lang).format(
                    form.of(lang).format(show(found.high if found.low is None else found.low))
                )
            return w.RANGE.of(lang).format(w.FROM_TO.of(lang).format(rounded(found.low, lang), show(found.high)))
        return w.UNDETERMINED.of(lang)

    # what was read -------------------------------------------------------------------------------------------------

    def items_read(self, node: n.And | n.Or, member: int | None) -> list[n.Node]:
        """The parts of a chain of conditions up to the one that settled it."""
        stop = isinstance(node, n.Or)
        result: Any = not stop
        read = []
        for item in node.items:
            read.append(item)
            value = self.diagram(item, member)
            if stop:
                result = self.evaluation.diagrams.either(result, value)
            else:
                result = self.evaluation.diagrams.both(result, value)
            if result is stop:
                break
        return read

    @staticmethod
    def is_between(node: n.Node) -> bool:
        """Whether it is a chain ``a < x <= b``."""
        match node:
            case n.And(items=(n.Compare() as lower, n.Compare() as upper)):
                return lower.right == upper.left and {lower.op, upper.op} <= {"<", "<="}
        return False

    def telling(self, node: n.And | n.Or, member: int | None) -> list[n.Node]:
        """Of the parts that were read, those that say why: the one that holds of alternatives, the one that fails of
        conditions that must all hold; of what is open, what is still open of alternatives."""
        read = self.items_read(node, member)
        truth, wanted = self.truth(node, member), isinstance(node, n.Or)
        if truth is wanted:
            deciding = [item for item in read if self.truth(item, member) is wanted]
        else:
            deciding = [item for item in read if truth is None and wanted and self.truth(item, member) is None]
        return deciding[:1] if truth is wanted and deciding else deciding or read

    def law_read(self, node: n.Node, members: Iterable[int]) -> list[tuple[n.ParameterRef, int]]:
        """The values of law that were read for these members, each once."""
        found: dict[n.ParameterRef, int] = {}
        for member in members:
            for leaf, at in self.leaves_read(node, member):
                if isinstance(leaf, n.ParameterRef) and at is not None:
                    found.setdefault(leaf, at)
        return list(found.items())

    def leaves_read(self, node: n.Node, member: int | None) -> Iterator[tuple[n.Node, int | None]]:
        """Facts and values of law that were read, following conditions only as far as the evaluation did."""
        match node:
            case n.Ref():
                yield node, member
            case n.ParameterRef(index=index):
                yield node, member
                if index is not None:
                    yield from self.leaves_read(index, member)
            case n.OfHousehold(item=item):
                yield from self.leaves_read(item, None)
            case n.And() | n.Or():
                for item in self.items_read(node, member):
                    yield from self.leaves_read(item, member)
            case n.IfElse(test=test):
                yield from self.leaves_read(test, member)
                for branch in self.branches_read(node, member):
                    yield from self.leaves_read(branch, member)
            case _:
                for child in n.children(node):
                    yield from self.leaves_read(child, member)

    def branches_read(self, node: n.IfElse, member: int | None) -> list[n.Node]:
        """The branch that was taken, or both while the choice is open."""
        test = self.diagram(node.test, member)
        if isinstance(test, Branch):
            return [node.then, node.otherwise]
        return [node.then if test else node.otherwise]


def _sorted(values: list[Any]) -> tuple[Any, ...]:
    plain = all(isinstance(value, (int, Fraction)) for value in values) or all(isinstance(v, date) for v in values)
    return tuple(sorted(values)) if plain else tuple(values)


def _ends(values: list[Any]) -> tuple[Any, Any]:
    """The smallest and largest of numbers or unknown days; None where there is none."""
    lows: list[Any] = []
    highs: list[Any] = []
    for value in values:
        if isinstance(value, (bool, str, date, Text)):
            return (None, None)
        ends = (value.at(value.unknown.low), value.at(value.unknown.high)) if isinstance(value, Day) else bounds(value)
        lows.append(ends[0])
        highs.append(ends[1])
    return (None if None in lows else min(lows), None if None in highs else max(highs))
