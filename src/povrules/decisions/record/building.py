"""Makes the record of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from povrules.decisions.record.answers import Answer, answers_of
from povrules.decisions.record.asked import only_asked
from povrules.decisions.record.record import SCHEMA, DecisionRecord, RecordError, with_digest
from povrules.decisions.record.tracing import facts_read, trace_of, values_of_law
from povrules.decisions.record.witnesses import Witnesses
from povrules.engines.reference.admissible import broken_constraints
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.facts.household import Given, Household
from povrules.language.canonical import canonical, from_plain, plain
from povrules.law.dates import parse_day
from povrules.policy.bundle import answered, bundle_of
from povrules.policy.hosted import METHOD_USED
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy
from povrules.version import __version__

LIBRARY = {"name": "povrules", "version": __version__}


def record_of(
    policy: ResolvedPolicy,
    household: Household,
    *,
    issued_on: date,
    subject: Mapping[str, str] | None = None,
) -> DecisionRecord:
    """The record of what is decided about a household.

    Args:
        policy: the law in force; no reform.
        household: checked facts, with the method used.
        issued_on: the day of the record.
        subject: the household as a keyed hash.

    Raises:
        RecordError: a policy that is no law but an analyst's question.
    """
    if policy.reforms:
        raise RecordError(
            "a record is of law, and this policy is a reform of it", expected="the policy without its reforms"
        )
    keys = tuple((of, id) for of, id in answered(policy) if of == "household" or household.members)
    read = facts_read(Evaluation(policy, household), keys)
    used = only_asked(policy, only_read(household, read))
    evaluation = Evaluation(policy, used, PATIENCE)
    answers = answers_of(evaluation, keys)
    witnesses = Witnesses(evaluation, read)
    content = {
        "schema": SCHEMA,
        "issued_on": issued_on.isoformat(),
        "library": LIBRARY,
        "engine": "reference",
        "policy": {
            "on": policy.on.isoformat(),
            "known_on": None if policy.known_on is None else policy.known_on.isoformat(),
            "place": policy.place,
            "evidence": str(policy.evidence),
            "bundle": bundle_of(policy).digest,
            "files": files_of(policy),
            "packs": packs_of(policy),
        },
        "method": used.facts.get(METHOD_USED),
        "subject": None if subject is None else dict(subject),
        "facts": plain_household(used),
        "answers": [_answer(answer, witnesses) for answer in answers],
        "witnesses": [found.filled(used) for found in witnesses.found],
        "trace": trace_of(evaluation, keys),
        "law": values_of_law(evaluation, keys),
        "conflicts": sorted(broken_constraints(evaluation)),
    }
    return DecisionRecord(canonical(with_digest(content)), bundle_of(policy))


def files_of(policy: ResolvedPolicy) -> str:
    """Digest of the files of law that a policy was read from."""
    return "sha256:" + policy.digest


def packs_of(policy: ResolvedPolicy) -> list[list[str]]:
    """The packs of a policy: id, namespace, version."""
    return [list(pack) for pack in policy.packs]


def day_of_issue(day: date | str | None) -> date:
    """The day of a record; today where none is said.

    Raises:
        RecordError: it is no day.
    """
    if isinstance(day, datetime):
        return day.date()
    if day is None or isinstance(day, date):
        return day or date.today()
    try:
        return parse_day(day)
    except ValueError as problem:
        raise RecordError(f"issued_on: {problem}", expected="a date or text such as '2024-10-01'") from None


def _answer(answer: Answer, witnesses: Witnesses) -> dict[str, Any]:
    found = answer.plain() | {"in_force": answer.outcome.in_force}
    if answer.open and answer.outcome.reason != "not resolved":
        found["witnesses"] = witnesses.two(answer)
    return found


def only_read(household: Household, keys: frozenset[Key]) -> Household:
    """The household without the facts that nothing here reads: what is not needed is not written down."""

    def kept(facts: Mapping[str, Given], of: Any) -> dict[str, Given]:
        return {id: value for id, value in facts.items() if (of, id) in keys}

    members = tuple(kept(member, "person") for member in household.members)
    return Household(kept(household.facts, "household"), members, household.unlisted)


def household_of(facts: Mapping[str, Any]) -> Household:
    """The household that ``plain_household`` wrote.

    Raises:
        CanonicalError: a value that is none.
    """

    def read(values: Mapping[str, Any]) -> dict[str, Given]:
        return {id: from_plain(value) for id, value in values.items()}

    return Household(read(facts["household"]), tuple(map(read, facts["members"])), facts["unlisted"])


def plain_household(household: Household) -> dict[str, Any]:
    """The facts as JSON, by id."""
    return {
        "household": {id: plain(value) for id, value in household.facts.items()},
        "members": [{id: plain(value) for id, value in member.items()} for member in household.members],
        "unlisted": household.unlisted,
    }
