"""What the programmes cost over a register, as a table for people: by payer, and by place or class where asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.api import Policy
from povrules.commands import words as w
from povrules.commands.layout import count, table
from povrules.decisions.labels import PAYER_WORDS, PolicyLabels
from povrules.language.amounts import Lang, language, plain
from povrules.language.numbers import round_to
from povrules.language.types import EnumType
from povrules.law.programme_documents import PAYERS
from povrules.policy.class_readers import RECOGNISED

BY_CLASS = "class"
NUMBERS = ("number_must", "number_may")
MONTH, YEAR = ("month_must", "month_may"), ("year_must", "year_may")


def cost_lines(policy: Policy, costs: pl.DataFrame, by: Sequence[str], lang: str) -> Iterator[str]:
    """The costs of a month by payer and programme, then what is paid once.

    Args:
        policy: by which they came out.
        costs: a budget.
        by: the columns it is grouped by.
        lang: ``vi`` or ``en``.
    """
    rows = costs.to_dicts()
    once = {p.name for p in policy.resolved.programmes.values() if p.per == "once"}
    groups = (
        (w.COSTS_A_MONTH, MONTH, [row for row in rows if row["programme"] not in once]),
        (w.COSTS_ONCE, YEAR, [row for row in rows if row["programme"] in once]),
    )
    shown_any = False
    for title, amounts, found in groups:
        if not found:
            continue
        if shown_any:
            yield ""
        shown_any = True
        yield from _table(policy, title.of(lang), amounts, found, by, language(lang))
    if not shown_any:
        yield w.NO_COSTS.of(lang)
        return
    yield ""
    yield f"  {w.COSTS_MEAN.of(lang)}"


def _table(
    policy: Policy, title: str, amounts: tuple[str, str], rows: list[dict[str, Any]], by: Sequence[str], lang: Lang
) -> Iterator[str]:
    words = w.COSTS_HEAD
    blanks = tuple(by)
    cells: list[tuple[str, ...]] = [(title, *blanks, *(word.of(lang) for word in words))]
    for payer in PAYERS:
        theirs = [row for row in rows if row["payer"] == payer]
        if not theirs:
            continue
        cells.append((f"  {PAYER_WORDS[payer].of(lang)}", *([""] * (len(by) + len(words)))))
        cells += [_row(policy, row, amounts, by, lang) for row in theirs]
        total = [_sum(row[name] for row in theirs) for name in amounts]
        money = [_money(total[0], lang), _money(total[1], lang)]
        cells.append((f"    {w.TOTAL.of(lang)}", *([""] * (len(by) + len(NUMBERS))), *money))
    yield from table(cells, left=1 + len(by))


def _row(
    policy: Policy, row: dict[str, Any], amounts: tuple[str, str], by: Sequence[str], lang: Lang
) -> tuple[str, ...]:
    programme = next(p for p in policy.resolved.programmes.values() if p.name == row["programme"])
    unit = w.UNIT_OF[programme.of].of(lang)
    groups = [_group(policy, name, row[name], lang) for name in by]
    numbers = [f"{count(row[name], lang)} {unit}" for name in NUMBERS]
    return (f"    {programme.label.of(lang)}", *groups, *numbers, *(_money(row[name], lang) for name in amounts))


def _group(policy: Policy, name: str, value: Any, lang: Lang) -> str:
    if value is None:
        return w.NOT_STATED.of(lang)
    if name == BY_CLASS:
        type = policy.resolved.facts["household", RECOGNISED].type
        if isinstance(type, EnumType):
            return PolicyLabels(policy.resolved).value(value, type, lang)
    return str(value)


def _money(amount: Any, lang: Lang) -> str:
    """``1.500.000 đ``; no amount has no bound, and parts of a đồng are shown to two places."""
    if amount is None:
        return w.NO_BOUND.of(lang)
    exact = Fraction(amount)
    number = exact if exact.denominator == 1 else round_to(exact, Fraction(1, 100), "half_up")
    return w.MONEY.of(lang).format(plain(number, lang))


def _sum(amounts: Iterator[Any]) -> Fraction | None:
    """The sum; None when one of them has no bound."""
    found = list(amounts)
    return None if any(amount is None for amount in found) else sum(map(Fraction, found), Fraction(0))
