"""Counterfactuals as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from povrules.decisions.counterfactual import words as w
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.language.nodes import Value

if TYPE_CHECKING:
    from povrules.decisions.counterfactual.result import Alternative, Counterfactual

SHOWN = 12
"""So many alternatives to one answer are shown."""


def text(found: Counterfactual, lang: Lang) -> str:
    """Everything that was found, answer by answer."""
    lines = [found.title.of(lang)]
    lines += _listed(found, found.alternatives, lang)
    if found.unchangeable:
        lines.append(w.UNCHANGEABLE.of(lang) + ":")
        lines += ["  " + line for line in _listed(found, found.unchangeable, lang)]
    return "\n".join([*lines, *remarks(found, lang)])


def grouped(
    found: Counterfactual, alternatives: tuple[Alternative, ...], lang: Lang
) -> Iterator[tuple[str, tuple[Alternative, ...], int]]:
    """For each answer its words, the alternatives that are shown, and how many are not."""
    answers: list[Value] = list(dict.fromkeys(each.answer for each in alternatives))
    called = dict(found.answers)
    for answer in answers:
        mine = tuple(each for each in alternatives if each.answer == answer)
        yield w.BECOMES.of(lang).format(called[answer].of(lang)), mine[:SHOWN], max(0, len(mine) - SHOWN)


def _listed(found: Counterfactual, alternatives: tuple[Alternative, ...], lang: Lang) -> Iterator[str]:
    for answer, shown, more in grouped(found, alternatives, lang):
        yield answer
        for i, each in enumerate(shown):
            yield f"  {'-' if i == 0 else w.OR.of(lang)} {each.words.of(lang)}"
            for basis in basis_lines(each, lang):
                yield f"      {w.BASIS.of(lang)}: {basis}"
            for broken in each.breaks:
                yield "      " + w.BREAKS.of(lang).format(broken.of(lang))
        if more:
            yield "  " + w.MORE.of(lang).format(more)


def basis_lines(found: Alternative, lang: Lang) -> tuple[str, ...]:
    """Where in the law it turns."""
    return tuple(citation.words.of(lang) for citation in found.citations)


def remarks(found: Counterfactual, lang: Lang) -> Iterator[str]:
    """What the law leaves open, what was not found, and what was not searched."""
    if found.already and found.outcome.value is not None:
        yield w.ALREADY.of(lang).format(dict(found.answers)[found.outcome.value].of(lang))
    if found.law_unknown:
        names = "; ".join(words.of(lang) for words in found.law_unknown)
        told = found.alternatives or found.unchangeable or found.outcome.missing
        yield (w.LAW_UNKNOWN if told else w.LAW_ALONE).of(lang).format(names)
    if found.out_of_reach:
        called = dict(found.answers)
        names = w.VALUES.of(lang).join(called[answer].of(lang) for answer in found.out_of_reach)
        searched = found.most if found.not_searched is None else found.not_searched - 1
        if searched:
            yield w.OUT_OF_REACH.of(lang).format(searched, names) + "."
    if found.not_searched is not None:
        yield w.NOT_SEARCHED.of(lang).format(found.not_searched)
    if found.skipped:
        yield raised(w.SKIPPED.of(lang).format(", ".join(found.skipped)))
