"""Two policies over one register: who moves between classes, who gains and loses which programme, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import polars as pl

from povrules.decisions.evaluated import CLASS, Evaluated, evaluate
from povrules.decisions.labels import PolicyLabels
from povrules.facts.register import CheckedRegister
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.language.types import EnumType
from povrules.law.model import Words
from povrules.measures.survey import SurveyDesign
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif import words as w
from povrules.whatif.again import decided_again
from povrules.whatif.changed import programmes_changed
from povrules.whatif.costs import costs_compared
from povrules.whatif.differing import Differences, diff
from povrules.whatif.effect import LINE, Effect, effect_compared
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import comparison_page
from povrules.whatif.rates import BeforeAfter, rates_compared, targeting_compared
from povrules.whatif.suppressing import estimates_of, hidden, without_small
from povrules.whatif.weights import weights_of

SIZE = "household_size"
UNDETERMINED = "undetermined"
NAME = CLASS.partition(":")[2]


@dataclass(frozen=True)
class Comparison:
    """A baseline and a reform over the same register.

    Args:
        baseline, reform: what each decides.
        weights: of each household, whole numbers.
        by: columns of households by which results are broken down.
        design: of a survey; None for a register, which is a census and has no sampling error.
        suppress: cells of fewer households than this are left out of what is broken down.
    """

    baseline: Evaluated
    reform: Evaluated
    weights: pl.Series
    by: tuple[str, ...]
    design: SurveyDesign | None
    suppress: int

    @property
    def note(self) -> str:
        """What its errors are, for who publishes them."""
        return self.errors.en

    @property
    def errors(self) -> Words:
        """The same in both languages."""
        return w.CENSUS if self.design is None else w.DESIGN

    @property
    def differences(self) -> Differences:
        """In what the policies differ, in words."""
        return self.differences_in("en")

    def differences_in(self, lang: Lang) -> Differences:
        """In what the policies differ, in the words of a language."""
        return diff(self.baseline.policy, self.reform.policy, lang)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, and ``undetermined``, in the order of the law."""
        return (*_members(self.baseline.policy), UNDETERMINED)

    def class_label(self, name: str, lang: Lang) -> str:
        """A class in words."""
        if name == UNDETERMINED:
            return w.UNDETERMINED.of(lang)
        policy = self.baseline.policy
        return PolicyLabels(policy).value(name, policy.facts["household", CLASS].type, lang)

    def without_groups(self) -> Comparison:
        """The same comparison of everybody, not broken down."""
        return replace(self, by=())

    @cached_property
    def households(self) -> pl.DataFrame:
        """For each household its groups, weight, size, and class under both: ``before``, ``after``."""
        frame = self.baseline.frames[0]
        sizes = frame.get_column(SIZE) if SIZE in frame.columns else pl.repeat(None, frame.height, eager=True)
        classes = [_classes(out).alias(name) for out, name in ((self.baseline, "before"), (self.reform, "after"))]
        groups = [self.column(name) for name in self.by]
        columns = [*groups, self.weights.alias("weight"), sizes.cast(pl.Int64).alias("size"), *classes]
        return pl.DataFrame(columns)

    def column(self, name: str) -> pl.Series:
        """A column of the households as given.

        Raises:
            ReformError: there is none, with the closest.
        """
        frame = self.baseline.frames[0]
        if name not in frame.columns:
            raise ReformError(f"the households have no column {name!r}", closest=closest(name, frame.columns))
        return frame.get_column(name).alias(name)

    def transitions(self) -> pl.DataFrame:
        """How many move from which class to which.

        Returns:
            For each group, ``before`` and ``after``: ``rows``, ``households`` (weighted), ``people`` (weighted; null
            where a size is not known), ``share`` of those who began there. Cells of too few rows are suppressed: null,
            and so are the shares beside them.
        """
        keys = [*self.by, "before", "after"]
        people = pl.when(pl.col("size").is_null().any()).then(None).otherwise((pl.col("weight") * pl.col("size")).sum())
        counted = self.households.group_by(keys).agg(
            pl.len().cast(pl.Int64).alias("rows"), pl.col("weight").sum().alias("households"), people.alias("people")
        )
        began = pl.col("households").sum().over([*self.by, "before"])
        counted = counted.with_columns((pl.col("households") / began).alias("share"))
        order = list(self.classes)
        ranks = [
            pl.col(n).replace_strict(order, list(range(len(order))), default=len(order)) for n in ("before", "after")
        ]
        found = counted.sort([*self.by, *ranks])
        return self._suppressed(found, ["rows", "households", "people", "share"], [*self.by, "before"])

    def programmes(self) -> pl.DataFrame:
        """Who gains and who loses each programme, and by which criterion.

        Returns:
            For each programme and group: ``status`` (gained, lost, kept, never, undetermined), ``criterion`` (of the
            gained and lost: what changed for them, ``recognised_class: average → near_poor``), ``rows``, ``weighted``.
        """
        return self._suppressed(programmes_changed(self), ["rows", "weighted"], ["programme", *self.by])

    def cost(self) -> pl.DataFrame:
        """What each programme costs under both, by payer and group, in đồng.

        Returns:
            ``programme``, ``payer``, groups; for ``month_must``, ``month_may``, ``year_must``, ``year_may`` the cost
            ``_before``, ``_after`` and the ``_change``, exact, weighted.
        """
        found = costs_compared(self.baseline, self.reform, self.by, self.weights)
        return without_small(found, self.households, self.by, self.suppress)

    def rates(self) -> BeforeAfter:
        """The share of households in each class: before, after, and the change, with paired errors under a design.

        Each estimate is an ``H`` whose ``indicator`` is the class; where some are undetermined it has bounds.
        """
        return BeforeAfter(*(estimates_of(each, self.suppress) for each in rates_compared(self)))

    def targeting(self, programme: str, target: str = "poor") -> BeforeAfter:
        """Errors of targeting a programme of households to a class, by both rival definitions.

        Args:
            programme: of households; who gets it for certain.
            target: the class it is meant for.

        Raises:
            ReformError: no such programme.
        """
        found = targeting_compared(self, programme, target)
        return BeforeAfter(*(estimates_of(each, self.suppress) for each in found))

    def effect(self, programmes: Sequence[str] | None = None, line: str = LINE) -> Effect:
        """What the programmes do to poverty of money: the gap they fill, how much of what they pay fills it.

        Args:
            programmes: names; None is all that cost something.
            line: the value of law that is the line, by area; the baseline's, for both.

        Raises:
            ReformError: no such programme or line; households without income, size or area.
        """
        return effect_compared(self, programmes, line)

    def lifted(self) -> dict[str, Fraction | None]:
        """The cost of the change for one household that leaves the poor.

        Returns:
            ``cost`` (certain, a year), ``fewer_poor`` households, and the cost of ``each``; None where none is fewer.
        """
        changes = self.cost().get_column("year_must_change").to_list()
        total = sum((Fraction(change) for change in changes if change is not None), Fraction(0))
        before, after = (self.weights.filter(self.households[name] == "poor").sum() for name in ("before", "after"))
        fewer = Fraction(before) - Fraction(after)
        return {"cost": total, "fewer_poor": fewer, "each": total / fewer if fewer > 0 else None}

    def _suppressed(self, frame: pl.DataFrame, numbers: list[str], within: Sequence[str]) -> pl.DataFrame:
        return hidden(frame, numbers, within, self.suppress)

    def html(self, lang: Lang = "vi") -> str:
        """The classes before and after as a table for a notebook or a web page."""
        return comparison_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        households, by = self.baseline.register.used.households, f" by {', '.join(self.by)}" if self.by else ""
        return f"<Comparison of {households} households{by}: {len(self.differences)} differences of law>"


def compare(
    baseline: ResolvedPolicy,
    reform: ResolvedPolicy,
    register: CheckedRegister,
    *,
    weight: str | None = None,
    by: Sequence[str] = (),
    design: SurveyDesign | None = None,
    suppress: int = 0,
) -> Comparison:
    """Decide a register by two policies.

    Args:
        baseline, reform: the policies.
        register: checked.
        weight: a column of the households, whole numbers.
        by: columns of the households to break results down by.
        design: of a survey, for errors.
        suppress: leave out cells of fewer rows than this.

    Raises:
        ReformError: a column the households do not have.
    """
    _refuse_names(baseline, by)
    if isinstance(suppress, bool) or not isinstance(suppress, int) or suppress < 0:
        raise ReformError(f"suppress={suppress!r}", expected="a number of rows from 0")
    weights = weights_of(register, weight)
    before = evaluate(baseline, register)
    found = Comparison(before, decided_again(before, reform), weights, tuple(by), design, suppress)
    for name in by:
        found.column(name)
    return found


TAKEN = frozenset((
    "before", "after", "weight", "size", "rows", "households", "people", "share", "status", "criterion", "weighted",
    "programme", "payer", "target", "reached", "month_must", "month_may", "year_must", "year_may",
))  # fmt: skip
"""Columns that results have."""


def _refuse_names(policy: ResolvedPolicy, by: Sequence[str]) -> None:
    for at, name in enumerate(by):
        if name in by[:at]:
            raise ReformError(f"by names the column {name!r} twice", expected="each once")
        if name in TAKEN or name in _members(policy):
            raise ReformError(f"by={name!r} is also a name of the results", expected="the column under another name")


def _classes(out: Evaluated) -> pl.Series:
    return out.frames[0].get_column(NAME).fill_null(UNDETERMINED)


def _members(policy: ResolvedPolicy) -> tuple[str, ...]:
    type = policy.facts["household", CLASS].type
    assert isinstance(type, EnumType)
    return type.members
