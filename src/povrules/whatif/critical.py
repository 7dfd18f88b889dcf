"""Each household's critical value, and its verdict on both sides of it, in one pass over the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import polars as pl

from povrules.decisions.evaluated import evaluate
from povrules.facts.register import CheckedRegister
from povrules.language import nodes as n
from povrules.language.binding import BOOL
from povrules.language.numbers import Number
from povrules.language.types import NumberType, Type
from povrules.language.units import ANY
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key, ordered, raw_facts
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy
from povrules.whatif.copies import with_copies
from povrules.whatif.threshold import Threshold, Turning

LOW, HIGH, AMOUNT = "critical_low", "critical_high", "critical_amount"


@dataclass(frozen=True, slots=True)
class Sides:
    """Verdicts of households on both sides of their critical value.

    Args:
        amount: the critical value, at least and at most; null where it has no bound.
        must: the verdict certainly holds, at the least and at the most that the threshold may be.
        may: it is possible.
    """

    amount: tuple[pl.Series, pl.Series]
    must: tuple[pl.Series, pl.Series]
    may: tuple[pl.Series, pl.Series]


def sides(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    threshold: Threshold,
    turning: Turning,
    verdict: n.Node,
    ends: tuple[Number, Number],
) -> Sides:
    """Decide every household with the threshold at both ends of what it may be.

    Args:
        policy: the law.
        register: checked.
        threshold: what moves.
        turning: where verdicts turn.
        verdict: a condition over the decision.
        ends: the least and the most of the threshold.
    """
    both = _with_sides(policy, threshold, turning, verdict, ends)
    copies = {key: [f"{key[1]}.{name}" for name in (LOW, HIGH)] for key in turning.chain}
    seen = with_copies(policy, register, copies)
    found = evaluate(both, seen, outputs=["vn:" + LOW, "vn:" + HIGH, "vn:" + AMOUNT]).frames[0]
    (low_must, low_may), (high_must, high_may) = (_known(found.get_column(name)) for name in (LOW, HIGH))
    amount = found.get_column(AMOUNT)
    ends_of = [f"{AMOUNT}_{end}" for end in ("low", "high")]
    least, most = (found.get_column(name) if name in found.columns else amount for name in ends_of)
    if amount.dtype == pl.String:
        least, most = _numbers(least), _numbers(most)
    return Sides((least, most), (low_must, high_must), (low_may, high_may))


def _numbers(amounts: pl.Series) -> pl.Series:
    """Exact fractions as the numbers next to them: they keep their order."""
    texts = amounts.cast(pl.String).drop_nulls().unique()
    values = [float(Fraction(text)) for text in texts.to_list()]
    return amounts.cast(pl.String).replace_strict(texts, values, default=None, return_dtype=pl.Float64)


def decided(policy: ResolvedPolicy, register: CheckedRegister, verdict: n.Node) -> tuple[pl.Series, pl.Series]:
    """Of which households a condition certainly holds, and of which it may."""
    facts = dict(policy.facts)
    facts["household", f"vn:{LOW}"] = _made(f"vn:{LOW}", BOOL, verdict)
    asked = replace(policy, facts=FrozenMap(raw_facts(ordered(facts))), digest=f"{policy.digest} {verdict}")
    return _known(evaluate(asked, register, outputs=[f"vn:{LOW}"]).frames[0].get_column(LOW))


def _known(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    certain = column.fill_null(False)
    return certain, column.fill_null(True) if column.null_count() else certain


@lru_cache(maxsize=64)
def _with_sides(
    policy: ResolvedPolicy, threshold: Threshold, turning: Turning, verdict: n.Node, ends: tuple[Number, Number]
) -> ResolvedPolicy:
    """The law with the decision twice: once with the threshold as low, once as high as it may be."""
    parameters = dict(policy.parameters)
    facts: dict[Key, ResolvedFact] = dict(policy.facts)
    parameter = policy.parameters[threshold.id]
    for name, end in zip((LOW, HIGH), ends, strict=True):
        id = f"vn:{name}_value"
        cells = tuple((cell, end if cell == threshold.member else value) for cell, value in parameter.cells)
        parameters[id] = replace(parameter, id=id, cells=cells)
        new: dict[n.Node, n.Node] = {n.Ref(key[1], key[0]): n.Ref(f"{key[1]}.{name}", key[0]) for key in turning.chain}
        for key in turning.chain:
            fact = policy.facts[key]
            assert fact.formula is not None
            formula = _moved(fact.formula, threshold.id, id, new)
            facts[key[0], f"{key[1]}.{name}"] = replace(fact, id=f"{key[1]}.{name}", formula=formula, decision=False)
        facts["household", f"vn:{name}"] = _made(f"vn:{name}", BOOL, n.substituted(verdict, new))
    number = NumberType(ANY)
    facts["household", f"vn:{AMOUNT}"] = _made(f"vn:{AMOUNT}", number, turning.amount)
    digest = f"{policy.digest} {threshold.path} {turning} {verdict} {ends}"
    made_ready = raw_facts(ordered(facts))
    return replace(policy, parameters=FrozenMap(parameters), facts=FrozenMap(made_ready), digest=digest)


def _made(id: str, type: Type, formula: n.Node) -> ResolvedFact:
    words = Words(id.removeprefix("vn:"), id.removeprefix("vn:"))
    return ResolvedFact(id, "household", type, None, None, words, None, False, False, True, False, formula, None)


def _moved(node: n.Node, old: str, id: str, refs: Mapping[n.Node, n.Node]) -> n.Node:
    """The formula with the threshold and what reads it replaced by their copies."""
    parts: dict[n.Node, n.Node] = dict(refs)
    for part in n.walk(node):
        if isinstance(part, n.ParameterRef) and part.id == old:
            parts[part] = replace(part, id=id)
    return n.substituted(node, parts)
