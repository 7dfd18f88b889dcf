"""Worked households, and whether a policy gives each the answer it states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from povrules.api import Policy, load_policy
from povrules.decisions.assessment import Assessment, MemberAssessment
from povrules.language.errors import PovrulesError, Span, closest
from povrules.language.numbers import exact
from povrules.language.text import fold
from povrules.law.model import Words

UNDETERMINED = "undetermined"
NONE = "none"
BETWEEN = ".."
STEPS = 3
"""Levels of reasons shown of an answer that differs."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One answer a case states.

    Args:
        what: where it is found: ``poverty_class``, ``deprivations.water``, ``members[0].low_income_worker``,
            ``possible.poverty_class``, ``reason``, ``missing``, ``conflicts``,
            ``members[0].programmes.health_insurance.eligible``.
        answer: as text; several for ``possible``, ``missing`` and ``conflicts``.
        span: where it stands.
    """

    what: str
    answer: str | tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One worked household.

    Args:
        id: unique in its file.
        note: what it shows, in both languages.
        on: the target date.
        place: code of the place.
        known_on: only instruments issued by then; None knows all.
        evidence: weaker values of law are unknown.
        method: of the review; None lets the library choose.
        given: facts as text.
        expected: the answers it states.
        source: the article that says so.
        span: where it stands.
    """

    id: str
    note: Words | None
    on: date
    place: str
    known_on: date | None
    evidence: str
    method: Literal["income", "score"] | None
    given: Mapping[str, Any]
    expected: tuple[Expected, ...]
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is not what its case states.

    Args:
        case: the worked household.
        what: which answer; None when the household cannot be assessed at all.
        expected: what the case states.
        found: what the policy gives, or what went wrong.
        span: where the case states it.
        why: for one answer of the household, the steps that lead to it: conditions, values of law, articles.
    """

    case: Case
    what: str | None
    expected: str
    found: str
    span: Span
    why: str = ""

    def __str__(self) -> str:
        note = f" ({self.case.note.en})" if self.case.note else ""
        if self.what is None:
            return f"{self.span}: {self.case.id}{note}: {self.found}; {self.case.source}"
        return (
            f"{self.span}: {self.case.id}{note}: {self.what}: expected {self.expected}, found {self.found}; "
            f"{self.case.source}"
        )


def load_for(case: Case) -> Policy:
    """The policy of the built-in packs that a case asks for."""
    return load_policy(on=case.on, place=case.place, known_on=case.known_on, evidence=case.evidence)


def run_case(case: Case, policy: Callable[[Case], Policy] = load_for) -> tuple[Failure, ...]:
    """Compare what a policy gives with what a case states.

    Args:
        case: the worked household.
        policy: makes the policy for a case; the built-in packs by default.

    Returns:
        One failure for each answer that differs; none when all are as stated.
    """
    try:
        found = policy(case).assess(case.given, method=case.method)
        stated = [*case.expected]
        if not any(each.what == "conflicts" for each in stated):
            stated.append(Expected("conflicts", (), case.span))
        return tuple(failure for each in stated if (failure := _compared(case, each, found)) is not None)
    except PovrulesError as problem:
        return (Failure(case, None, "an answer", str(problem), case.span),)


def _compared(case: Case, stated: Expected, found: Assessment) -> Failure | None:
    answer = _answer(stated.what, found)
    if isinstance(stated.answer, tuple):
        texts = sorted(map(_text, answer))
        if sorted(map(fold, stated.answer)) == texts:
            return None
        expected, shown = (f"[{', '.join(items)}]" for items in (sorted(stated.answer), texts))
        return Failure(case, stated.what, expected, shown, stated.span)
    if BETWEEN in stated.answer:
        answer = _bounds(stated.what, found)
        low, high = (exact(part) for part in stated.answer.split(BETWEEN))
        if answer == (low, high):
            return None
        return Failure(case, stated.what, stated.answer, BETWEEN.join(map(_text, answer)), stated.span)
    if _same(stated.answer, answer):
        return None
    shown = _text(answer)
    if answer is None and stated.what == "poverty_class":
        shown += f" (possible {', '.join(map(_text, found.possible['poverty_class']))}; {found.reason})"
    return Failure(case, stated.what, stated.answer, shown, stated.span, _why(stated.what, found))


def _why(what: str, found: Assessment) -> str:
    """Which conditions decided an answer, and by which articles; nothing for what is no answer of the household."""
    if ("household", found.policy.find("household", what)) not in found.policy.facts:
        return ""
    return found.explain("en", what).text(depth=STEPS)


def _answer(what: str, found: Assessment) -> Any:
    group, _, name = what.partition(".")
    if group == "programmes":
        return _of_programme(name, found)
    if name.startswith("programmes."):
        return _of_programme(name.partition(".")[2], _member(group, found))
    match group:
        case "possible":
            return found.outcome(name).possible
        case "reason":
            return found.reason
        case "missing":
            return found.missing
        case "conflicts":
            return [conflict.about for conflict in found.conflicts]
        case "deprivations":
            if name not in found.deprivations:
                raise PovrulesError(f"no indicator {name!r} on this day", closest=closest(name, found.deprivations))
            return found.deprivations[name]
    if name:
        return _member(group, found)[name]
    return found[what]


def _of_programme(what: str, found: Assessment | MemberAssessment) -> Any:
    """What a case states of one programme: ``electricity_support.monthly_vnd``."""
    name, _, part = what.rpartition(".")
    entitlement = found.programmes[name]
    match part:
        case "eligible":
            return entitlement.eligible
        case "in_force":
            return entitlement.in_force
        case "if_recognised":
            return entitlement.if_recognised
        case "reason":
            return entitlement.reason or NONE
        case "missing":
            return entitlement.missing
        case "unrounded":
            return entitlement.unrounded
        case "passed_over":
            return NONE if entitlement.passed_over is None else entitlement.passed_over.by
    outcome = entitlement.outcome(part)  # also to name the nearest where there is none of that name
    if entitlement.eligible is False or not outcome.in_force:
        return NONE
    return entitlement.benefits[part]


def _bounds(what: str, found: Assessment) -> tuple[Any, Any]:
    """The least and the greatest that an amount of a programme can be."""
    group, _, name = what.rpartition("programmes.")
    programme, _, part = name.rpartition(".")
    whose = _member(group.rstrip("."), found) if group else found
    outcome = whose.programmes[programme].outcome(part)
    return outcome.low, outcome.high


def _member(path: str, found: Assessment) -> MemberAssessment:
    position = int(path[len("members[") : -1])
    if position >= len(found.members):
        raise PovrulesError(f"{path}: only {len(found.members)} members are given")
    return found.members[position]


def _same(stated: str, found: Any) -> bool:
    if isinstance(found, int | Fraction) and not isinstance(found, bool):
        try:
            return exact(stated) == found
        except ValueError:
            return False
    return fold(stated) == _text(found)


def _text(value: Any) -> str:
    """A value as a case writes it."""
    if value is None:
        return UNDETERMINED
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
