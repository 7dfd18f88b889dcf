"""Polars lazy frames: nothing is read before one of the results is collected, and what is read is decided once."""

from __future__ import annotations

from threading import Lock
from typing import Any

import polars as pl

from povrules.decisions.frames.plan import Asked, Decided, Plan, plan_for
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.facts.checking import stated_mapping, taken
from povrules.facts.errors import MappingProblem
from povrules.facts.rejects import rejects_frame


def evaluate_lazily(asked: Asked, households: pl.LazyFrame, persons: Any = None) -> EvaluatedElsewhere:
    """The results over lazy frames, as lazy frames.

    Args:
        asked: what is asked.
        households: a row for each household.
        persons: a row for each member, lazy or a polars frame; None when members are not listed.

    Raises:
        MappingProblem: columns that cannot be understood by their names and types alone.
        PovrulesError: an output that the policy does not have.
    """
    members = _as_lazy(persons)
    plan = plan_for(asked, households.collect_schema(), None if members is None else members.collect_schema())
    once = Once(plan, households, members)
    told = rejects_frame(()).schema

    def part(name: str, schema: pl.Schema) -> pl.LazyFrame:
        return pl.defer(lambda: getattr(once.decided(), name), schema=schema)

    return EvaluatedElsewhere(
        part("households", plan.households),
        None if plan.persons is None else part("persons", plan.persons),
        part("rejects", told),
        part("warnings", told),
        plan.mapping,
        asked.policy,
    )


class Once:
    """Results worked out when they are first needed, by whoever needs them first; the others wait.

    Args:
        plan: how.
        households, persons: the two tables.
    """

    def __init__(self, plan: Plan, households: pl.LazyFrame, persons: pl.LazyFrame | None) -> None:
        self._plan = plan
        self._tables = [households] if persons is None else [households, persons]
        self._lock = Lock()
        self._decided: Decided | None = None

    def decided(self) -> Decided:
        """The results. What was read is let go of; what failed is tried again.

        Raises:
            PovrulesError: an amount that the columns do not hold exactly.
        """
        with self._lock:
            if self._decided is None:
                asked = self._plan.asked
                stated = stated_mapping(asked.mapping, asked.locale)
                raw, *others = pl.collect_all(self._tables)
                members = taken(others[0], stated, "person") if others else None
                self._decided = self._plan.decided(taken(raw, stated, "household"), members)
                self._tables = []
            return self._decided


def _as_lazy(persons: Any) -> pl.LazyFrame | None:
    if persons is None or isinstance(persons, pl.LazyFrame):
        return persons
    if isinstance(persons, pl.DataFrame):
        return persons.lazy()
    kind = type(persons).__name__
    raise MappingProblem(f"persons: {kind} beside a lazy frame of households", expected="a polars frame")
