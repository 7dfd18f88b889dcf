"""What-if results as HTML for notebooks and web pages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, language, plain, rounded, shown
from povrules.language.numbers import Number
from povrules.language.units import Unit
from povrules.pages import FIRST, Table, page, percent
from povrules.whatif import words as w

if TYPE_CHECKING:
    from povrules.whatif.comparing import Comparison
    from povrules.whatif.differing import Difference
    from povrules.whatif.effect import Effect
    from povrules.whatif.finding import Found
    from povrules.whatif.shapley import Decomposition
    from povrules.whatif.sweeping import Sweep

DASH = "–"
EXACTLY = 4
"""Decimals of a share beside the target that it reaches or misses."""


def comparison_page(found: Comparison, lang: str) -> str:
    """From which class to which, the note on errors, and in what the policies differ."""
    spoken = language(lang)
    moves = found.transitions()
    rows = [
        (
            *(DASH if row[name] is None else str(row[name]) for name in found.by),
            *(raised(found.class_label(row[name], spoken)) for name in ("before", "after")),
            *(_count(row[name], row["rows"], spoken) for name in ("households", "people")),
            w.SUPPRESSED.of(lang) if row["share"] is None else percent(row["share"], spoken),
        )
        for row in moves.head(3 * FIRST).iter_rows(named=True)
    ]
    words = (w.BEFORE, w.AFTER, w.HOUSEHOLDS, w.PEOPLE, w.SHARE)
    table = Table([*found.by, *(word.of(lang) for word in words)], rows, left=len(found.by) + 2, total=moves.height)
    parts = [table, found.errors.of(lang), *_differences(found.differences_in(spoken), spoken)]
    return page(w.COMPARED.of(lang), parts, spoken)


def _count(value: int | None, rows: int | None, lang: Lang) -> str:
    if value is not None:
        return plain(value, lang)
    return w.SUPPRESSED.of(lang) if rows is None else DASH


def differences_page(found: Sequence[Difference], lang: Lang) -> str:
    """Each difference: where, what stands there before and after, whose verdicts it can change."""
    return page(w.DIFFERENCES.of(lang), _differences(found, lang), lang)


def _differences(found: Sequence[Difference], lang: Lang) -> list[Table | str]:
    if not found:
        return [w.NO_DIFFERENCE.of(lang)]
    head = [word.of(lang) for word in (w.CHANGE, w.BEFORE, w.AFTER, w.WHOM)]
    rows = [(each.path, each.before or DASH, each.after or DASH, each.whom) for each in found[:FIRST]]
    return [Table(head, rows, left=4, total=len(found))]


def sweep_page(curve: Sweep, lang: str) -> str:
    """The value in force, what stands there, and the steps about it."""
    spoken, threshold = language(lang), curve.threshold
    steps, unit = curve.steps, threshold.unit
    low = money(steps["value"][0], unit, spoken)
    may_be = w.MAY_BE_FROM.of(lang).format(low)
    if threshold.high is not None:
        may_be = w.MAY_BE.of(lang).format(low, money(threshold.high, unit, spoken))
    counts = (plain(steps.height, spoken), plain(curve.total, spoken))
    notes = [may_be + ".", (w.EXACT if curve.exact else w.GRID).of(lang).format(*counts) + "."]
    at = 0
    if threshold.value is not None:
        notes.insert(0, f"{w.IN_FORCE.of(lang)}: {money(threshold.value, unit, spoken)}.")
        at = int(steps["value"].search_sorted(float(threshold.value), side="right")) - 1
    first = max(0, min(at - FIRST // 2, steps.height - FIRST))
    rows = [
        (
            money(row["value"], unit, spoken),
            *(f"{plain(row[name], spoken)} ({percent(row[f'rate_{name}'], spoken)})" for name in ("must", "may")),
        )
        for row in steps.slice(first, FIRST).iter_rows(named=True)
    ]
    table = Table([word.of(lang) for word in (w.VALUE, w.MUST, w.MAY)], rows, left=0)
    title = w.CURVE.of(lang).format(raised(curve.label.of(lang)), threshold.label.of(lang))
    return page(title, [*notes[:1], table, *notes[1:]], spoken)


def found_page(found: Found, lang: str) -> str:
    """The least value that reaches a target, and what stands just below it and at it."""
    spoken = language(lang)
    threshold, verdict = (words.of(lang) for words in found.label)
    aimed = plain(found.target, spoken) if found.counted else percent(Fraction(found.target), spoken)
    rows = [(w.TARGET.of(lang), f"{raised(verdict)}: ≥ {aimed}")]
    if found.value is None:
        rows += [(w.LEAST.of(lang), w.NO_VALUE.of(lang)), (w.AT_MOST.of(lang), percent(found.at, spoken, EXACTLY))]
    else:
        below = DASH if found.below is None else percent(found.below, spoken, EXACTLY)
        rows += [
            (w.LEAST.of(lang), money(found.value, found.unit, spoken)),
            ((w.JUST_BELOW if found.exact else w.TRIED_BEFORE).of(lang), below),
            (w.AT_IT.of(lang), percent(found.at, spoken, EXACTLY)),
        ]
    if found.in_steps is not None:
        value, share = found.in_steps
        told = f"{money(value, found.unit, spoken)} ({percent(share, spoken, EXACTLY)})"
        rows.append((w.IN_STEPS.of(lang).format(plain(found.step, spoken)), told))
    grid = () if found.exact else (w.ON_A_GRID.of(lang),)
    return page(
        w.FOUND.of(lang).format(threshold), [Table((), rows, left=2), w.BOUND[found.bound].of(lang), *grid], spoken
    )


def effect_page(found: Effect, lang: str) -> str:
    """The gap before any programme and under both policies, what is paid, and what of it fills the gap."""
    spoken = language(lang)
    unit = w.YEARLY.of(lang)
    rows = [(w.GAP.of(lang), f"{rounded(found.gap, spoken)} {unit}", "")]
    for word, *amounts in (
        (w.GAP_LEFT, found.gap_before, found.gap_after),
        (w.PAID, found.paid_before, found.paid_after),
    ):
        old, new = (f"{rounded(each, spoken)} {unit}" for each in amounts)
        rows.append((word.of(lang), old, new))
    for before, after in zip(found.before, found.after, strict=True):
        if before.by is None:
            old, new = (DASH if each.value is None else percent(float(each), spoken) for each in (before, after))
            rows.append((before.label(spoken), old, new))
    counted = w.COUNTED.of(lang).format(plain(found.households, spoken), plain(found.left_out, spoken))
    head = ["", w.BEFORE.of(lang), w.AFTER.of(lang)]
    return page(w.EFFECT.of(lang), [Table(head, rows), counted], spoken)


def decomposition_page(found: Decomposition, lang: str) -> str:
    """Before, what each change adds, after."""
    spoken = language(lang)
    rows = [(w.BEFORE.of(lang), rounded(found.before, spoken))]
    rows += [(raised(found.labels[path].of(lang)), _signed(part, spoken)) for path, part in found.parts.items()]
    rows.append((w.AFTER.of(lang), rounded(found.after, spoken)))
    return page(w.PARTS.of(lang), [Table([w.CHANGE.of(lang), w.PART.of(lang)], rows)], spoken)


def _signed(value: Number, lang: Lang) -> str:
    return ("+" if value > 0 else "") + rounded(value, lang)


def money(value: Any, unit: Unit, lang: Lang) -> str:
    """A value of a threshold with its unit."""
    return shown(Fraction(str(value)) if isinstance(value, float) else value, lang, unit)
