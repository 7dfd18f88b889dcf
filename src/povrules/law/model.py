"""What a folder of policy files says, as plain values. Expressions and numbers are still text here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from povrules.language.errors import Span
from povrules.language.nodes import Scope
from povrules.law.errors import LawError as LawError
from povrules.law.evidence import Evidence as Evidence


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Vietnamese and English.

    >>> Words("hộ nghèo", "poor household").of("vi")
    'hộ nghèo'
    """

    vi: str
    en: str

    def of(self, lang: str) -> str:
        """The words in ``lang``, which is ``vi`` or ``en``.

        Raises:
            ValueError: another language.
        """
        if lang not in ("vi", "en"):
            raise ValueError(f"no words in {lang!r}: the languages are 'vi' and 'en'")
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule as it is written, not yet parsed. ``span`` is where its first character stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Start:
    """The first day of something. Both days are equal when the day is known; ``not_after`` None is unknown."""

    not_before: date
    not_after: date | None

    @property
    def known(self) -> bool:
        """Whether the day itself is known.

        >>> Start(date(2022, 1, 1), date(2022, 1, 1)).known, Start(date(2025, 2, 24), None).known
        (True, False)
        """
        return self.not_before == self.not_after


@dataclass(frozen=True, slots=True)
class Dated:
    """When something holds and which instrument says so.

    Args:
        start: first day in force.
        end: last day, inclusive; None runs on.
        ended_by: the later instrument that set the end; without it (``known_on``) the value runs on.
        enacted_end: the end that its own instrument set, where a later one ended it sooner.
        enacted_by: the one instrument that makes it law.
        at: article, clause, point.
        support: other instruments that cite it.
        evidence: how sure; ``UNKNOWN`` for a value nobody has seen.
        note: a remark in both languages.
        span: where the entry stands.
    """

    start: Start
    end: date | None
    ended_by: str | None
    enacted_end: date | None
    enacted_by: str | None
    at: str | None
    support: tuple[str, ...]
    evidence: Evidence
    note: Words | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A dated value as text; pairs of member and text when the parameter is ``by`` an enum; None is unknown."""

    dated: Dated
    value: str | tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, day, truth or word fixed by law, with its values over time and what must hold between parameters."""

    id: str
    label: Words
    type: str
    unit: str | None
    by: str | None
    range: str | None
    values: tuple[ParameterValue, ...]
    invariants: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Constant:
    """A definition that is no law, such as twelve months in a year."""

    id: str
    label: Words
    value: str
    unit: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Enum:
    """A closed list of members with their labels, in order."""

    id: str
    label: Words
    members: tuple[tuple[str, Words], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """Something observed about a household or a person, never computed.

    A ``receipt`` is what they hold or draw today; what they are entitled to never feeds back into it. What is not
    ``changeable`` is as it is, whatever anybody does: a birth day, a sex, what has happened.
    """

    id: str
    of: Scope
    type: str
    unit: str | None
    range: str | None
    general: bool
    label: Words
    question: Words | None
    span: Span
    receipt: bool = False
    changeable: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated formula; None is a rule nobody has seen."""

    dated: Dated
    formula: Expression | None


@dataclass(frozen=True, slots=True)
class Variable:
    """Something computed, by dated rules of law or by one definition. ``given``: may also be given, and then wins."""

    id: str
    of: Scope
    type: str
    unit: str | None
    range: str | None
    general: bool
    label: Words
    question: Words | None
    given: bool
    rules: tuple[Rule, ...]
    definition: Expression | None
    span: Span
    changeable: bool = True


@dataclass(frozen=True, slots=True)
class SetMembers:
    """Which variables belong to a named set in some period."""

    dated: Dated
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A named list of truths, such as the deprivation indicators, over time."""

    id: str
    of: Scope
    label: Words
    members: tuple[SetMembers, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a decision table; ``when`` None is ``otherwise``."""

    when: Expression | None
    then: Expression
    at: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A decision table in force for some period; rows None is a table nobody has seen."""

    dated: Dated
    rows: tuple[TableRow, ...] | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision by tables over time.

    Args:
        hit: ``unique`` (at most one row holds) or ``first``.
        rises_with: facts or named sets; as one of them grows, the answer never goes back in its order.
        falls_with: the same, the other way.
    """

    id: str
    of: Scope
    type: str
    hit: str
    label: Words
    tables: tuple[DatedTable, ...]
    span: Span
    rises_with: tuple[str, ...] = ()
    falls_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """What always holds between facts."""

    id: str
    of: Scope
    that: Expression
    label: Words
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """What the law intends to hold of every household or person: to be proved, never assumed.

    Args:
        within: the programme whose benefits it reads by their bare names.
    """

    id: str
    of: Scope
    within: str | None
    that: Expression
    label: Words
    span: Span
