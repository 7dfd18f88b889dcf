"""Counterfactuals as one piece of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from povrules.decisions.counterfactual import words as w
from povrules.decisions.counterfactual.plain import basis_lines, grouped, remarks
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.pages import Table
from povrules.pages import page as made

if TYPE_CHECKING:
    from povrules.decisions.counterfactual.result import Alternative, Counterfactual


def page(found: Counterfactual, lang: Lang) -> str:
    """A table for each answer, then what nobody can change, then what was not found."""
    parts: list[Table | str] = _tables(found, found.alternatives, lang)
    if found.unchangeable:
        parts.append(w.UNCHANGEABLE.of(lang) + ":")
        parts += _tables(found, found.unchangeable, lang)
    return made(found.title.of(lang), [*parts, *remarks(found, lang)], lang)


def _tables(found: Counterfactual, alternatives: tuple[Alternative, ...], lang: Lang) -> list[Table | str]:
    parts: list[Table | str] = []
    head = [w.CHANGE.of(lang), w.BASIS_HEAD.of(lang)]
    for answer, shown, more in grouped(found, alternatives, lang):
        rows = [[_told(each, lang), " | ".join(basis_lines(each, lang))] for each in shown]
        parts.append(Table(head, rows, left=2, caption=answer))
        if more:
            parts.append(w.MORE.of(lang).format(more))
    return parts


def _told(found: Alternative, lang: Lang) -> str:
    broken = [w.BREAKS.of(lang).format(words.of(lang)) for words in found.breaks]
    return raised(". ".join([found.words.of(lang), *broken]))
