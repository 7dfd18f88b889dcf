"""The law in force on one day in one place, resolved: an immutable value that every engine and proof reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from povrules.language.nodes import Node, Scope, Value
from povrules.language.numbers import Number
from povrules.language.types import EnumType, Type
from povrules.law.evidence import Evidence
from povrules.law.model import Start, Words
from povrules.law.text import Instrument
from povrules.policy.frozen import FrozenMap
from povrules.policy.programmes import ResolvedOverlap, ResolvedProgramme


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a value or rule comes from.

    Args:
        enacted_by: id of the enacting instrument (for an unknown value: the one that made it unknown).
        at: the place in it.
        start: first day, known exactly or between two days.
        end: last day in force; None runs on.
        evidence: how sure the library is; ``UNKNOWN`` for a value nobody has seen.
        why_unknown: for an unknown value, ``not seen``, ``not issued``, ``evidence``, ``commencement`` or ``no value``;
            ``not in force`` before the first rule of its kind; ``not covered`` where its pack does not know the day.
        note: remark of the law file.
    """

    enacted_by: str | None
    at: str | None
    start: Start | None
    end: date | None
    evidence: Evidence
    why_unknown: str | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class ResolvedParameter:
    """A value of law on the day.

    Args:
        id: with namespace.
        cells: (enum member or None, value or None when unknown) pairs.
        low, high: declared range, inclusive.
        basis: None for a definition that is no law (months in a year).
    """

    id: str
    label: Words
    type: Type
    by: EnumType | None
    cells: tuple[tuple[str | None, Value | None], ...]
    low: Number | None
    high: Number | None
    basis: Basis | None

    def value(self, member: str | None = None) -> Value | None:
        """The value of one cell; None when it is unknown."""
        return dict(self.cells)[member]


@dataclass(frozen=True, slots=True)
class ResolvedFact:
    """A fact that somebody observes, or a computed one with its rule on the day.

    Args:
        id: with namespace; the part behind the colon is the name people write.
        of: household or person.
        low, high: declared domain, inclusive.
        general: describes the household or person in general, not one indicator.
        given: may be given; always true for a fact without a rule.
        computed: has a rule, whether or not it is known on the day.
        decision: it is a decision table.
        formula: the rule, bound; None when there is none or it is unknown.
        basis: where the rule comes from; None for observed facts and definitions.
        raw: facts whose presence means that it is computed from raw facts.
        reads_members: its rule reads the members.
        changeable: somebody can bring about that it is otherwise; not a birth day or a sex.
    """

    id: str
    of: Scope
    type: Type
    low: Number | date | None
    high: Number | date | None
    label: Words
    question: Words | None
    general: bool
    given: bool
    computed: bool
    decision: bool
    formula: Node | None
    basis: Basis | None
    raw: frozenset[tuple[Scope, str]] = frozenset()
    reads_members: bool = False
    changeable: bool = True

    @property
    def in_force(self) -> bool:
        """Whether there is such a rule on the day at all, known or not."""
        return self.basis is None or self.basis.why_unknown != "not in force"

    @property
    def name(self) -> str:
        """What people write: the id without its namespace."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ResolvedConstraint:
    """What admissible facts satisfy; broken ones are dropped for a household and noted."""

    id: str
    that: Node
    label: Words


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """What is to be proved of every household or person.

    Args:
        that: None where it speaks of what is not in force or not known on the day.
    """

    id: str
    of: Scope
    that: Node | None
    label: Words


@dataclass(frozen=True, slots=True)
class Direction:
    """That the answer of a decision never goes back in its order as a fact grows (``rises``), or never forward."""

    fact: tuple[Scope, str]
    rises: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """What is declared to hold between values of law, for one member of the enums it is indexed by."""

    that: Node
    text: str


@dataclass(frozen=True, slots=True)
class Reformed:
    """One thing that a reform changed.

    Args:
        id: of the value of law, rule, indicator or programme.
        member: of the enum, for a value given by one.
        before, after: as text; ``before`` is None where nothing was known or there was no value.
    """

    id: str
    member: str | None
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class ResolvedSet:
    """A named set of indicators, in the order of the law."""

    id: str
    of: Scope
    items: tuple[str, ...]
    label: Words
    basis: Basis


@dataclass(frozen=True)
class ResolvedPolicy:
    """Merged, type-checked, ordered law of one day. Immutable, hashable, the same digest on any machine.

    Args:
        on: the target date.
        known_on: only instruments issued by then; None is today's knowledge.
        place: code of the place.
        evidence: weaker values and rules are unknown.
        facts: every fact, variable and decision by (scope, id), variables after what they read.
        invariants: conditions between unknown values of law.
        relations: all that is declared to hold between values of law; ``invariants`` are those with unknown ones.
        claims: what is to be proved of every household or person.
        directions: by decision, along which facts its answer moves one way only.
        reforms: what was changed, for a policy that is no law but an analyst's question; in order.
        programmes: by id; what they compute stands in ``facts``.
        overlaps: groups of programmes in force on the day, by id.
        digest: SHA-256 of everything above and of the files it was read from.
    """

    on: date
    known_on: date | None
    place: str
    evidence: Evidence
    enums: FrozenMap[str, EnumType]
    enum_labels: FrozenMap[str, FrozenMap[str, Words]]
    facts: FrozenMap[tuple[Scope, str], ResolvedFact]
    parameters: FrozenMap[str, ResolvedParameter]
    sets: FrozenMap[str, ResolvedSet]
    constraints: tuple[ResolvedConstraint, ...]
    invariants: tuple[Node, ...]
    instruments: FrozenMap[str, Instrument]
    packs: tuple[tuple[str, str, str], ...]
    digest: str
    programmes: FrozenMap[str, ResolvedProgramme] = field(default_factory=FrozenMap)
    overlaps: FrozenMap[str, ResolvedOverlap] = field(default_factory=FrozenMap)
    relations: tuple[Relation, ...] = ()
    reforms: tuple[Reformed, ...] = ()
    claims: tuple[ResolvedClaim, ...] = ()
    directions: FrozenMap[tuple[Scope, str], tuple[Direction, ...]] = field(default_factory=FrozenMap)
    positions: FrozenMap[tuple[Scope, str], int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "positions", FrozenMap((key, i) for i, key in enumerate(self.facts)))

    def position(self, scope: Scope, id: str) -> int:
        """The place of a fact in the order of ``facts``."""
        return self.positions[scope, id]

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResolvedPolicy) and self.digest == other.digest

    def named(self, scope: Scope) -> Mapping[str, ResolvedFact]:
        """Facts of one scope by the name people write."""
        return {self.shown(id): fact for (of, id), fact in self.facts.items() if of == scope}

    def shown(self, id: str) -> str:
        """The name people write for an id: the nation's bare, others with their namespace.

        Where the place adds to a programme of the nation, its own stands under the bare name, and the nation's with its
        namespace.
        """
        programme = self.programmes.get(id.partition(".")[0])
        return id.removeprefix("vn:") if programme is None else programme.name + id[len(programme.id) :]

    def find(self, scope: Scope, name: str) -> str | None:
        """The id of a fact by the name people write, or by its id; None when there is none."""
        if (scope, name) in self.facts:
            return name
        programme, dot, rest = name.partition(".")
        national = self.programmes.get(f"vn:{programme}")
        if national is not None and national.specialised_by is not None:
            here = national.specialised_by + dot + rest
            if (scope, here) in self.facts:
                return here
        id = f"vn:{name}"
        return id if (scope, id) in self.facts else None
