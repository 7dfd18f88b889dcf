"""Two policies over one register: who moves between classes, who gains and loses which programme, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from povrules.decisions.evaluated import CLASS, Evaluated, evaluate
from povrules.decisions.labels import PolicyLabels
from povrules.facts.register import CheckedRegister
from povrules.language.amounts import Lang
from povrules.language.errors import closest
from povrules.language.types import EnumType
from povrules.law.model import Words
from povrules.measures.alkire_foster import alkire_foster
from povrules.measures.change import change
from povrules.measures.results import Estimates
from povrules.measures.survey import SurveyDesign
from povrules.measures.targeting import targeting
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.again import decided_again
from povrules.whatif import words as w
from povrules.whatif.changed import programmes_changed
from povrules.whatif.costs import costs_compared
from povrules.whatif.differing import Differences, diff
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import comparison_page
from povrules.whatif.sweeping import weights_of

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
            where a size is not known), ``share`` of those who began there. Cells of too few rows are suppressed: null.
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
        return self._suppressed(counted.sort([*self.by, *ranks]), ["rows", "households", "people", "share"])

    def programmes(self) -> pl.DataFrame:
        """Who gains and who loses each programme, and by which criterion.

        Returns:
            For each programme and group: ``status`` (gained, lost, kept, never, undetermined), ``criterion`` (of the
            gained and lost: what changed for them, ``recognised_class: average → near_poor``), ``rows``, ``weighted``.
        """
        return self._suppressed(programmes_changed(self), ["rows", "weighted"])

    def cost(self) -> pl.DataFrame:
        """What each programme costs under both, by payer and group, in đồng.

        Returns:
            ``programme``, ``payer``, groups; for ``month_must``, ``month_may``, ``year_must``, ``year_may`` the cost
            ``_before``, ``_after`` and the ``_change``, exact; of the rows of the register, without weights.
        """
        return costs_compared(self.baseline, self.reform, self.by)

    def rates(self) -> Estimates:
        """The share of households in each class: before, after and the change, with paired errors under a design."""
        return self._estimated("share", None)

    def _estimated(self, measure: str, size: str | None) -> Estimates:
        found: list[Any] = []
        last: Estimates | None = None
        for member in _members(self.baseline.policy):
            sides = []
            for name in ("before", "after"):
                known = pl.col(name) != UNDETERMINED
                flag = pl.when(known).then(pl.col(name) == member)
                data = self._survey().with_columns(flag.alias(member))
                missing = "bounds" if (self.households[name] == UNDETERMINED).any() else "drop"
                estimates = alkire_foster(
                    data, [member], 1, weight="weight", size=size, by=list(self.by), missing=missing, design=self.design
                )
                sides.append(estimates.where(lambda e: e.measure == "H"))
            moved = change(*sides, samples="same")
            found += [*sides[1], *moved.where(lambda e: e.change == "absolute")]
            last = sides[1]
        assert last is not None
        return Estimates(tuple(found), last.basis)

    def _survey(self) -> pl.DataFrame:
        """The households with the columns of the design."""
        if self.design is None:
            return self.households
        names: list[str] = []
        for part in (self.design.strata, self.design.cluster, self.design.clusters_in_stratum):
            names += [part] if isinstance(part, str) else list(part or ())
        return self.households.with_columns(self.column(name) for name in names if name not in self.households.columns)

    def targeting(self, programme: str, target: str = "poor") -> tuple[Estimates, Estimates]:
        """Errors of targeting a programme of households to a class, before and after, by both rival definitions.

        Args:
            programme: of households; who gets it for certain.
            target: the class it is meant for.
        """
        sides = []
        for out, name in ((self.baseline, "before"), (self.reform, "after")):
            if programme not in out.frames[0].columns:
                raise ReformError(
                    f"households have no {programme!r}", closest=closest(programme, out.frames[0].columns)
                )
            data = self._survey().with_columns(
                (pl.col(name) == target).alias("target"),
                out.frames[0].get_column(programme).fill_null(False).alias("reached"),
            )
            sides.append(targeting(data, "target", "reached", weight="weight", by=list(self.by), design=self.design))
        return sides[0], sides[1]

    def lifted(self) -> dict[str, Fraction | None]:
        """The cost of the change for one household that leaves the poor.

        Returns:
            ``cost`` (certain, a year), ``fewer_poor`` households, and the cost of ``each``; None where none is fewer.
        """
        changes = self.cost().get_column("year_must_change").to_list()
        total = sum((Fraction(change) for change in changes if change is not None), Fraction(0))
        poor = [int(self.weights.filter(self.households[name] == "poor").sum()) for name in ("before", "after")]
        fewer = Fraction(poor[0] - poor[1])
        return {"cost": total, "fewer_poor": fewer, "each": total / fewer if fewer else None}

    def _suppressed(self, frame: pl.DataFrame, numbers: list[str]) -> pl.DataFrame:
        if self.suppress <= 1:
            return frame
        few = pl.col("rows").is_between(1, self.suppress - 1)
        return frame.with_columns(pl.when(~few).then(pl.col(name)).alias(name) for name in reversed(numbers))

    def html(self, lang: Lang = "vi") -> str:
        """The classes before and after as a table for a notebook or a web page."""
        return comparison_page(self, lang)

    def _repr_html_(self) -> str:
        return self.html()


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
    weights = weights_of(register, weight)
    before = evaluate(baseline, register)
    found = Comparison(before, decided_again(before, reform), weights, tuple(by), design, suppress)
    for name in by:
        found.column(name)
    return found


def _classes(out: Evaluated) -> pl.Series:
    return out.frames[0].get_column(NAME).fill_null(UNDETERMINED)


def _members(policy: ResolvedPolicy) -> tuple[str, ...]:
    type = policy.facts["household", CLASS].type
    assert isinstance(type, EnumType)
    return type.members
