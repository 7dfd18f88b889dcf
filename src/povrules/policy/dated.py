"""Which of several dated entries is in force on a day, by what was known on another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from povrules.language.errors import closest
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import Dated
from povrules.law.text import Instrument
from povrules.policy.resolved import Basis

NOT_IN_FORCE = "not in force"
"""A day before the first entry of all: there was no such rule yet, which is another thing than not knowing it."""


class HasDates(Protocol):
    """What is in force for a time: a value, a rule, a table, the members of a set."""

    @property
    def dated(self) -> Dated:
        """When, and by which instrument."""
        ...


D = TypeVar("D", bound=HasDates)


@dataclass(frozen=True, slots=True)
class View:
    """From where the law is looked at.

    Args:
        on: the target date.
        known_on: instruments issued later are not known yet; None knows all.
        evidence: weaker values are unknown.
        instruments: by id.
    """

    on: date
    known_on: date | None
    evidence: Evidence
    instruments: Mapping[str, Instrument]

    def knows(self, instrument: str | None) -> bool:
        """Whether the instrument had been issued by ``known_on``."""
        if instrument is None or self.known_on is None:
            return True
        return self.instruments[instrument].issued <= self.known_on

    def end(self, dated: Dated) -> date | None:
        """The last day, as far as known: an end set by an instrument not yet issued is not there, the one before is."""
        return dated.end if self.knows(dated.ended_by) else dated.enacted_end


def in_force(entries: Sequence[D], view: View) -> tuple[D | None, Basis]:
    """The entry in force on the day, or None and why it is unknown.

    Returns:
        The entry and its basis; for None the basis names the instrument that made it unknown, where there is one.
    """
    known = [e for e in entries if view.knows(e.dated.enacted_by)]
    for entry in known:
        dated, end = entry.dated, view.end(entry.dated)
        if view.on < dated.start.not_before or (end is not None and view.on > end):
            continue
        if dated.start.not_after is None or view.on < dated.start.not_after:
            return None, _basis(dated, end, "commencement")
        if dated.evidence == Evidence.UNKNOWN:
            return None, _basis(dated, end, "not seen")
        if dated.evidence < view.evidence:
            return None, _basis(dated, end, "evidence")
        return entry, _basis(dated, end, None)
    # Nothing in force: name the instrument that will fill the gap, or the last one that did not reach this day.
    unseen = [e.dated for e in entries if not view.knows(e.dated.enacted_by) and e.dated.start.not_before <= view.on]
    earlier = [e.dated for e in known if e.dated.start.not_before <= view.on]
    nearest = max(unseen or earlier, key=lambda d: d.start.not_before, default=None)
    why = "not issued" if unseen else "no value" if earlier else NOT_IN_FORCE
    by = nearest.enacted_by if nearest is not None and not unseen else None
    return None, Basis(by, None, None, None, Evidence.UNKNOWN, why)


def _basis(dated: Dated, end: date | None, why: str | None) -> Basis:
    evidence = Evidence.UNKNOWN if why else dated.evidence
    return Basis(dated.enacted_by, dated.at, dated.start, end, evidence, why, dated.note)


def check_periods(what: str, entries: Sequence[HasDates], instruments: Mapping[str, Instrument]) -> None:
    """Refuse two entries for one day, and instruments nobody declared.

    Raises:
        LawError: naming both places.
    """
    for entry in entries:
        dated = entry.dated
        for instrument in (dated.enacted_by, dated.ended_by, *dated.support):
            if instrument is not None and instrument not in instruments:
                raise LawError(
                    f"{what} names the instrument {instrument!r}, which is not declared",
                    span=dated.span,
                    closest=closest(instrument, instruments),
                )
    ordered = sorted((e.dated for e in entries), key=lambda d: d.start.not_before)
    for earlier, later in pairwise(ordered):
        if earlier.end is None or earlier.end >= later.start.not_before:
            raise LawError(
                f"{what} has two values on {later.start.not_before}: this one and the one at {earlier.span}",
                span=later.span,
                expected="periods that do not overlap",
            )
