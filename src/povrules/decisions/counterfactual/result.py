"""What would turn a verdict, as people read it: text in two languages, HTML for a notebook."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.decisions.counterfactual.page import page
from povrules.decisions.counterfactual.plain import text
from povrules.decisions.counterfactual.slots import Direction
from povrules.decisions.entitlement import Citation
from povrules.engines.outcome import Outcome
from povrules.language.amounts import Lang, language
from povrules.language.nodes import Value
from povrules.language.numbers import Number
from povrules.law.model import Words


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, or one value of law, that would be otherwise.

    Args:
        fact: as people write it: ``income_per_capita``, ``members[0].in_school``, ``income_line.rural``.
        label: what it is called.
        before: what it is; None where it is not known today.
        values: what it would be: of a list every value that does, of an amount or day the nearest alone.
        direction: ``lower`` or ``higher`` along amounts and days, else ``other``.
        furthest: of an amount or day, the last value in that direction that does as well; None where there is no end.
        margin: how far the nearest value is, in the unit of the fact or in days; None where nothing can be measured.
        changeable: somebody can bring it about; False for a birth day, a sex, what has happened.
        words: all of it in one phrase.
    """

    fact: str
    label: Words
    before: Value | None
    values: tuple[Value, ...]
    direction: Direction
    furthest: Value | None
    margin: Number | None
    changeable: bool
    words: Words

    @property
    def after(self) -> Value:
        """The nearest value that does."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Changes that together turn the verdict, and none of which can be left out.

    Args:
        answer: what the verdict becomes.
        changes: those that are all made.
        choose: beside them so many of ``among``, whichever; 0 where there is no choice.
        among: changes that are alike.
        citations: the law that turns: the row, and the values that bind.
        breaks: what is declared to hold between facts and then would not, unless they are made to fit.
        words: all of it in one sentence.
    """

    answer: Value
    changes: tuple[Change, ...]
    choose: int
    among: tuple[Change, ...]
    citations: tuple[Citation, ...]
    breaks: tuple[Words, ...]
    words: Words

    @property
    def changeable(self) -> bool:
        """Whether all of it can be brought about."""
        return all(change.changeable for change in (*self.changes, *self.among))

    @property
    def count(self) -> int:
        """How many facts change together."""
        return len(self.changes) + self.choose


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The smallest changes that turn a verdict. Printed, it is the text in Vietnamese; in a notebook, the page.

    Args:
        name: of the decision or programme.
        title: the verdict and what is asked, in one line.
        outcome: the verdict as it is.
        alternatives: changes that can be brought about, the fewest first.
        unchangeable: changes of what nobody can change.
        answers: what each answer is called.
        out_of_reach: answers that no searched change gives, and that no law nobody has seen may give.
        most: so many changes together were looked for.
        not_searched: from so many changes together on it was not searched, for want of patience; None: it was.
        skipped: facts that hang together so that not all their changes were found.
        already: it is what was asked for.
        law_unknown: values and rules of law that are not known and the verdict turns on, each with its instrument.

    >>> import povrules as pr
    >>> a = pr.load_policy(on="2024-10-01").assess({"area": "rural", "income_per_capita": 1_634_000})
    >>> found = a.counterfactual(to="above")
    >>> found
    <Counterfactual of poverty_class: average, 1 alternatives>
    >>> print(found.alternatives[0].words.vi)
    thu nhập bình quân đầu người một tháng cao hơn 616.001 đ/người/tháng (từ 2.250.001 đ/người/tháng trở lên)
    """

    name: str
    title: Words
    outcome: Outcome
    alternatives: tuple[Alternative, ...]
    unchangeable: tuple[Alternative, ...]
    answers: tuple[tuple[Value, Words], ...]
    out_of_reach: tuple[Value, ...]
    most: int
    not_searched: int | None
    skipped: tuple[str, ...]
    law_unknown: tuple[Words, ...] = ()
    already: bool = False

    def to(self, answer: Value) -> tuple[Alternative, ...]:
        """The alternatives that give one answer."""
        return tuple(found for found in self.alternatives if found.answer == answer)

    def text(self, lang: str = "vi") -> str:
        """Plain text.

        Args:
            lang: ``vi`` or ``en``.
        """
        return text(self, language(lang))

    def html(self, lang: Lang = "vi") -> str:
        """A piece of HTML for a notebook or a web page."""
        return page(self, language(lang))

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        now = "undetermined" if self.outcome.value is None else self.outcome.value
        return f"<Counterfactual of {self.name}: {now}, {len(self.alternatives)} alternatives>"
