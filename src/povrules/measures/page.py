"""Estimates as one piece of HTML for a notebook or a web page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from povrules import pages
from povrules.language.amounts import Lang, plain
from povrules.measures import words as w
from povrules.pages import Table

if TYPE_CHECKING:
    from povrules.measures.estimate import Estimate, Value
    from povrules.measures.results import Basis

PLACES = 4
DASH = "–"
MARK = "*"


def page(estimates: Sequence[Estimate], basis: Basis, lang: Lang) -> str:
    """The estimates as a piece of HTML."""
    with_errors = any(e.se is not None or e.interval is not None for e in estimates)
    with_indicators = any(e.indicator is not None for e in estimates)
    with_groups = any(e.by is not None for e in estimates)
    heads = [w.GROUP] * with_groups + [w.MEASURE] + [w.INDICATOR] * with_indicators
    numbers = [w.VALUE] + [w.ERROR, w.INTERVAL] * with_errors
    rows = []
    for e in estimates:
        group = (w.ALL.of(lang) if e.by is None else group_text(e, lang),) if with_groups else ()
        texts = (*group, e.label(lang), *((e.indicator or "",) if with_indicators else ()))
        shown = (value_text(e, lang), *((error_text(e, lang), interval_text(e, lang)) if with_errors else ()))
        rows.append((*texts, *shown))
    table = Table([head.of(lang) for head in (*heads, *numbers)], rows, left=len(heads))
    return pages.page("", [table, *notes_of(estimates, basis, lang)], lang)


def notes_of(estimates: Sequence[Estimate], basis: Basis, lang: Lang) -> list[str]:
    """What a reader must know beside the numbers: unit, definition, rows, missing data, design."""
    notes = [w.RATES_OF.of(lang).format(w.UNITS[basis.unit].of(lang)), basis.definition.of(lang)]
    notes.append(w.USED.of(lang).format(plain(basis.used, lang), plain(basis.rows, lang)))
    if basis.missing:
        share = number_text(basis.missing_share, True, lang)
        policy = w.POLICIES[basis.policy].of(lang)
        notes.append(w.MISSING.of(lang).format(plain(basis.missing, lang), share, policy))
    if basis.strata is None or basis.clusters is None:
        notes.append(w.NO_DESIGN.of(lang))
    else:
        notes.append(w.DESIGN.of(lang).format(plain(basis.strata, lang), plain(basis.clusters, lang)))
    if any(e.uncertain for e in estimates):
        notes.append(f"{MARK} {w.FEW.of(lang)}")
    return notes


def group_text(estimate: Estimate, lang: Lang) -> str:
    """The label of a group."""
    return w.NOT_STATED.of(lang) if estimate.group is None else str(estimate.group)


def value_text(e: Estimate, lang: Lang) -> str:
    """The value, or the two ends that missing data leave possible."""
    if e.bounds is None:
        return DASH if e.value is None else number_text(e.value, e.share, lang) + MARK * e.uncertain
    ends = ["…" if end is None else number_text(end, e.share, lang) for end in e.bounds]
    return f"{ends[0]} {DASH} {ends[1]}" + MARK * e.uncertain


def error_text(e: Estimate, lang: Lang) -> str:
    """The standard error."""
    return DASH if e.se is None else number_text(e.se, e.share, lang)


def interval_text(e: Estimate, lang: Lang) -> str:
    """The confidence interval."""
    if e.interval is None:
        return DASH
    return f" {DASH} ".join(number_text(end, e.share, lang) for end in e.interval)


def number_text(value: Value, share: bool, lang: Lang) -> str:
    """A share in percent with two decimals, another measure with four.

    >>> from fractions import Fraction
    >>> number_text(Fraction(3, 8), True, "vi"), number_text(0.0877442, False, "en")
    ('37,50%', '0.0877')
    """
    return pages.percent(value, lang) if share else pages.decimals(value, PLACES, lang)
