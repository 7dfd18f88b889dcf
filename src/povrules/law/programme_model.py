"""What policy files say of programmes, as plain values: who is eligible, for what, and of which only one is granted."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.language.errors import Span
from povrules.language.nodes import Scope
from povrules.law.model import Dated, Expression, Rule, Words


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing a programme gives, by dated rules of law or by one definition.

    Args:
        cost: it is what the programme's payer pays.
        exact: the law gives no rounding; the exact amount stands.
    """

    id: str
    label: Words
    type: str
    unit: str | None
    range: str | None
    cost: bool
    exact: bool
    rules: tuple[Rule, ...]
    definition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Programme:
    """Who is eligible, over time, and for what.

    Args:
        per: how its amounts run: ``month``, ``year``, ``once``, ``school_month``, ``loan``.
        payer: who pays, where ``costs`` does not say.
        eligible: dated rules, each a truth.
        costs: (payer, amount) where several pay or the cost is no benefit.
    """

    id: str
    of: Scope
    label: Words
    per: str
    payer: str
    eligible: tuple[Rule, ...]
    benefits: tuple[Benefit, ...]
    costs: tuple[tuple[str, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Addition:
    """What a place makes of the nation's programme of the same name; what it leaves empty is as in the nation.

    Args:
        eligible: who is eligible here.
        benefits: restated, or new beside the nation's.
        costs: who pays how much here.
    """

    id: str
    label: Words | None
    eligible: tuple[Rule, ...]
    benefits: tuple[Benefit, ...]
    costs: tuple[tuple[str, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OverlapRule:
    """That a group holds in some period. ``exception``: when it is true nothing is passed over."""

    dated: Dated
    exception: Expression | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Programmes of which only one is granted.

    Args:
        among: programmes in the order of the law.
        key: the benefit that is compared, or ``order``.
        keep: ``highest`` or ``first``.
        tie: of equal keys the ``first`` of the list, or ``both``.
        rules: when the group holds.
    """

    id: str
    of: Scope
    label: Words
    among: tuple[str, ...]
    key: str
    keep: str
    tie: str
    rules: tuple[OverlapRule, ...]
    span: Span
