"""What of a law text has dates, and the days on which anything of it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from povrules.law.model import Dated, Rule, Words
from povrules.law.programme_model import Benefit
from povrules.law.text import LawText


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value, rule, table or set.

    Args:
        id: of what it belongs to.
        label: of what it belongs to.
        dated: its days, instrument and evidence.
    """

    id: str
    label: Words
    dated: Dated


def entries(text: LawText) -> Iterator[Entry]:
    """Every dated entry of a law text."""
    for parameter in text.parameters:
        yield from (Entry(parameter.id, parameter.label, value.dated) for value in parameter.values)
    for variable in text.variables:
        yield from (Entry(variable.id, variable.label, rule.dated) for rule in variable.rules)
    for named in text.sets:
        yield from (Entry(named.id, named.label, members.dated) for members in named.members)
    for decision in text.decisions:
        yield from (Entry(decision.id, decision.label, table.dated) for table in decision.tables)
    for programme in text.programmes:
        yield from _of_programme(programme.id, programme.label, programme.eligible, programme.benefits)
    for addition in text.additions:
        label = addition.label or Words(addition.id, addition.id)
        yield from _of_programme(addition.id, label, addition.eligible, addition.benefits)
    for overlap in text.overlaps:
        yield from (Entry(overlap.id, overlap.label, held.dated) for held in overlap.rules)


def _of_programme(id: str, label: Words, eligible: Sequence[Rule], benefits: Sequence[Benefit]) -> Iterator[Entry]:
    yield from (Entry(id, label, rule.dated) for rule in eligible)
    for benefit in benefits:
        words = Words(f"{label.vi}: {benefit.label.vi}", f"{label.en}: {benefit.label.en}")
        yield from (Entry(f"{id}.{benefit.id}", words, rule.dated) for rule in benefit.rules)


def days_of_change(texts: Sequence[LawText]) -> list[date]:
    """The first day of every stretch of days with the same law, inside what the texts cover, in order.

    A text of programmes covers its own days and shortens nobody else's: outside them its programmes are left out.

    An entry that begins on a day not known exactly changes something twice: where it may begin, and where it surely
    has begun. Days of issue are no such days: they matter only to who asks what was known.
    """
    covered = [text for text in texts if text.coverage is not None]
    whole = [text.coverage for text in covered if not (text.programmes or text.additions)]
    coverage = [each for each in whole or [text.coverage for text in covered] if each is not None]
    days = {each.start for each in coverage}
    for each in (text.coverage for text in covered):
        if each is not None:
            days |= {each.start, each.end + timedelta(days=1)}
    for text in texts:
        for entry in entries(text):
            dated = entry.dated
            days.add(dated.start.not_before)
            if dated.start.not_after is not None:
                days.add(dated.start.not_after)
            if dated.end is not None:
                days.add(dated.end + timedelta(days=1))
    return sorted(day for day in days if all(each.start <= day <= each.end for each in coverage))
