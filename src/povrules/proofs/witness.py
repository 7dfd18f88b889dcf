"""A ready household for what was found: replayed in the reference engine, and written as a case of `cases.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import NoRow
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.facts.schema import FactSchema
from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.policy.frozen import FrozenMap
from povrules.policy.hosted import METHOD_USED, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.finding import Found
from povrules.proofs.questions import Question


@dataclass(frozen=True, slots=True)
class Witness:
    """One household, as somebody hands it over.

    Args:
        on: the target date.
        place: code of the place.
        given: facts by name, as text; ``members`` is a list.
        method: of the review, where it matters.
        law: values that were taken for law nobody knows, by name.
        other: for two households, the name of the fact in which they differ and its value in the second.
        answer: what the reference engine says of it; None where no row fits.
    """

    on: date
    place: str
    given: Mapping[str, Any]
    law: Mapping[str, str]
    other: tuple[str, str] | None = None
    answer: str | None = None
    method: str | None = None


def witness(policy: ResolvedPolicy, question: Question, found: Found, members: int) -> Witness | None:
    """The household that was found, if the reference engine says the same of it; None if it does not.

    Args:
        policy: the law of the day.
        question: what the household should meet.
        found: by a prover.
        members: how many members are listed.
    """
    lawful = _with_law(policy, found)
    given = _given(lawful, found, members)
    method = found.values.get(("fact", METHOD_USED, None))
    met, answer = _replayed(lawful, question, given, method)
    other = None
    if question.moved is not None:
        id, person = question.moved.fact[1], question.about[0] == "person"
        other = (policy.shown(id), _text(found.other))
        second = _changed(given, *other, person=person)
        met = _wrong_way(lawful, question, answer, _replayed(lawful, question, second, method)[1])
    law = {f"{policy.shown(id)}{f'.{at}' if at else ''}": _text(v) for (k, id, at), v in found.values.items()
           if k == "law"}  # fmt: skip
    about = policy.facts.get(question.about)
    if question.kind == "overlap" and about is not None:
        answer = _replayed(lawful, replace(question, node=n.Ref(about.id, about.of)), given, method)[1]
    shown = None if answer is None else _text(answer)
    return Witness(policy.on, policy.place, given, law, other, shown, method) if met else None


def still(policy: ResolvedPolicy, question: Question, earlier: Witness) -> Witness | None:
    """A household of another day, if it meets the question on this day too."""
    if earlier.law or earlier.other is not None:
        return None
    met, answer = _replayed(policy, question, earlier.given, earlier.method)
    return replace(earlier, on=policy.on, place=policy.place, answer=_text(answer)) if met else None


@lru_cache(maxsize=128)
def _schema(policy: ResolvedPolicy) -> FactSchema:
    return fact_schema(policy)


def _replayed(
    policy: ResolvedPolicy, question: Question, given: Mapping[str, Any], method: str | None
) -> tuple[bool, Any]:
    """Whether the reference engine says of the household what the question asks, and what it says."""
    try:
        household = take_household(_schema(policy), given, on=policy.on)
    except PovrulesError:
        return False, None
    if method is not None:
        household = replace(household, facts={**household.facts, METHOD_USED: method})
    evaluation = Evaluation(policy, household)
    person = question.about[0] == "person"
    if person and not household.members:
        return False, None
    try:
        value = evaluation.value(question.node, 0 if person else None)
    except NoRow:
        return False, None
    plain = isinstance(value, (bool, int, Fraction, str, date))
    return value is True, value if plain else None


def _wrong_way(policy: ResolvedPolicy, question: Question, first: Any, second: Any) -> bool:
    if first is None or second is None or question.moved is None:
        return False
    order = getattr(policy.facts[question.about].type, "members", None)
    one, two = (first, second) if order is None else (order.index(first), order.index(second))
    return bool(one > two if question.moved.rises else one < two)


def _with_law(policy: ResolvedPolicy, found: Found) -> ResolvedPolicy:
    """The policy with the values that were found for law nobody knows."""
    values = {(id, at): value for (kind, id, at), value in found.values.items() if kind == "law"}
    if not values:
        return policy
    parameters = {
        id: replace(p, cells=tuple((at, values.get((id, at), value)) for at, value in p.cells))
        for id, p in policy.parameters.items()
    }
    facts = {
        key: replace(fact, formula=n.Literal(values[key[1], None]))
        if fact.formula is None and (key[1], None) in values
        else fact
        for key, fact in policy.facts.items()
    }
    digest = f"{policy.digest} {sorted(map(str, values.items()))}"
    return replace(policy, parameters=FrozenMap(parameters), facts=FrozenMap(facts), digest=digest)


def _given(policy: ResolvedPolicy, found: Found, members: int) -> dict[str, Any]:
    household: dict[str, Any] = {}
    listed: list[dict[str, Any]] = [{} for _ in range(members)]
    for (kind, id, at), value in found.values.items():
        if kind == "fact" and id not in (ON, OBSERVED_ON, METHOD_USED):
            where = household if at is None else listed[at]
            where[policy.shown(id)] = _text(value)
    return household | ({"members": listed} if members else {})


def _changed(given: Mapping[str, Any], name: str, value: str, *, person: bool) -> dict[str, Any]:
    if not person:
        return {**given, name: value}
    first, *others = given["members"]
    return {**given, "members": [{**first, name: value}, *others]}


def _text(value: Any) -> str:
    """A value as a case writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return _decimal(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _decimal(value: Fraction) -> str:
    """Written out where it ends; a fraction stays one, which no file takes, so that the replay refuses it."""
    for places in range(1, 13):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return str(value)
