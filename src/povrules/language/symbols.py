"""What names mean where a rule stands: facts and variables, values of law, named sets, enums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from povrules.language.nodes import Scope
from povrules.language.types import EnumType, Type

NATION = "vn"


def place_named(base: str) -> str | None:
    """The code of the place whose namespace a word is.

    >>> place_named("p22"), place_named("tuition")
    ('22', None)
    """
    return base[1:] if base.startswith("p") and base[1:].isdigit() else None


@dataclass(frozen=True, slots=True)
class ParameterSymbol:
    """A value of law: its type, and the enum that picks its cell."""

    type: Type
    by: EnumType | None = None


@dataclass(frozen=True, slots=True)
class SetSymbol:
    """A named set of true-or-false variables of one scope."""

    of: Scope
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symbols:
    """All names a rule may use, by full id (``vn:area``).

    Args:
        refs: facts, variables and decisions: (scope, id) to type.
        parameters: values of law by id.
        sets: named sets by id.
        namespace: the namespace bare names are looked up in first; then the nation's.
        within: the programme whose rule it is (``vn:tuition``): its own benefits are read by their bare names.
    """

    refs: Mapping[tuple[Scope, str], Type]
    parameters: Mapping[str, ParameterSymbol] = field(default_factory=dict)
    sets: Mapping[str, SetSymbol] = field(default_factory=dict)
    namespace: str = NATION
    within: str | None = None

    def candidates(self, name: str, base: str | None = None) -> tuple[str, ...]:
        """The full ids a name may stand for, first match wins.

        ``p22.x`` is namespace ``22``; ``tuition.x`` a benefit of the programme ``tuition``; where a place adds to a
        programme, ``vn.x`` is the nation's benefit of it.

        >>> Symbols({}).candidates("rate", "tuition")
        ('tuition:rate', 'vn:tuition.rate')
        >>> Symbols({}, namespace="60", within="60:tuition").candidates("rate", "vn")
        ('vn:rate', 'vn:tuition.rate', '60:vn.rate', 'vn:vn.rate')
        """
        spaces = tuple(dict.fromkeys((self.namespace, NATION)))
        if base is None:
            own = () if self.within is None else (f"{self.within}.{name}",)
            return (*own, *(f"{space}:{name}" for space in spaces))
        named = place_named(base) or base
        own = ()
        if named == NATION and self.within is not None:
            own = (f"{NATION}:{self.within.partition(':')[2]}.{name}",)
        return (f"{named}:{name}", *own, *(f"{space}:{base}.{name}" for space in spaces))

    def ref(self, scope: Scope, ids: Iterable[str]) -> str | None:
        """The first of the ids that is a fact, variable or decision of the scope."""
        return next((i for i in ids if (scope, i) in self.refs), None)

    def parameter(self, ids: Iterable[str]) -> str | None:
        """The first of the ids that is a value of law."""
        return next((i for i in ids if i in self.parameters), None)

    def named_set(self, ids: Iterable[str]) -> str | None:
        """The first of the ids that is a named set."""
        return next((i for i in ids if i in self.sets), None)

    def visible(self, scope: Scope) -> list[str]:
        """Bare names a rule of this scope can use, for the nearest one in a message."""
        ids = [i for s, i in self.refs if s == scope] + list(self.parameters) + list(self.sets)
        return sorted({i.partition(":")[2] for i in ids if i.partition(":")[0] in (self.namespace, NATION)})
