"""A whole explanation: the answer, its steps, what is missing, the instruments; as text, tree and HTML."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.decisions.explanation.page import page
from povrules.decisions.explanation.plain import text, tree
from povrules.decisions.explanation.step import Step
from povrules.engines.outcome import Outcome
from povrules.language.amounts import Lang

WIDTH = 110


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is. Printed, it is the text; in a notebook, the page.

    Args:
        lang: ``vi`` or ``en``.
        title: what was decided, and of whom.
        answer: the value in words.
        outcome: the answer itself.
        facts: (label, value) lines about the decision: days, evidence, why it is undetermined.
        questions: what to ask, the most useful first.
        law_unknown: values and rules of law that nobody has seen and the answer turns on, each with its instrument.
        conflicts: contradictions in the data.
        step: the answer as the first step; everything else stands below it.
        instruments: the instruments used, in full.
    """

    lang: Lang
    title: str
    answer: str
    outcome: Outcome
    facts: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    law_unknown: tuple[str, ...]
    conflicts: tuple[str, ...]
    step: Step
    instruments: tuple[str, ...]

    def text(self, depth: int | None = None, width: int = WIDTH) -> str:
        """Indented plain text for a terminal.

        Args:
            depth: levels of steps to show; all by default.
            width: columns.
        """
        return text(self, depth, width)

    def tree(self, depth: int | None = None, width: int = WIDTH) -> str:
        """The same, drawn as a tree.

        Args:
            depth: levels of steps to show; all by default.
            width: columns.
        """
        return tree(self, depth, width)

    def html(self) -> str:
        """A self-contained piece of HTML: no script, no outside font or picture, legible on dark and light."""
        return page(self)

    def _repr_html_(self) -> str:
        return page(self)

    def __str__(self) -> str:
        return text(self, None, WIDTH)
