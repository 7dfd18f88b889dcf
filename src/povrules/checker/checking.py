"""Checks a decision record against its bundle of law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from povrules.checker.cases import Budget, Cases
from povrules.checker.household import Household, Place, outside
from povrules.checker.law import Working, scope_of
from povrules.checker.possible import ANYTHING, Between, among, few, is_open, within
from povrules.checker.reading import NotThis, address, read, value_of, written
from povrules.checker.trace import Trace, expected_places

RECORD, BUNDLE, MEANING = "povrules-record/1", "povrules-bundle/1", 1


@dataclass(frozen=True)
class Report:
    """What a check found.

    Args:
        problems: what is wrong, a line each; empty when nothing is.
        answers: how many answers were worked out again and are as recorded.
        unsettled: answers that this checker could not work out again, each with the reason.
        nodes: how many values of the trace were checked.
    """

    problems: tuple[str, ...]
    answers: int
    unsettled: tuple[str, ...]
    nodes: int

    @property
    def ok(self) -> bool:
        """Nothing is wrong. What was not settled is neither right nor wrong."""
        return not self.problems


def check(record: str, bundle: str) -> Report:
    """Check a record.

    Args:
        record: its canonical text.
        bundle: the canonical text of the law it names.

    Returns:
        What is wrong, what was worked out again, and what was not.
    """
    try:
        content, law = read(record, "the record"), read(bundle, "the bundle")
        found = list(_forms(content, law, bundle))
        if found:
            return Report(tuple(found), 0, (), 0)
        return _Check(content, law).report()
    except NotThis as problem:
        return Report((str(problem),), 0, (), 0)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as problem:
        return Report((f"the record or the bundle is not of its form: {type(problem).__name__}: {problem}",), 0, (), 0)


def _forms(content: dict[str, Any], law: dict[str, Any], bundle: str) -> Iterator[str]:
    if content["schema"] != RECORD or law["format"] != BUNDLE or law["meaning"] != MEANING:
        yield f"this checker knows records {RECORD} and bundles {BUNDLE} of meaning {MEANING}"
        return
    rest = {key: value for key, value in content.items() if key not in ("digest", "signature")}
    if address(written(rest)) != content["digest"]:
        yield "the record was changed: its digest is not that of what it says"
    if address(bundle.strip()) != content["policy"]["bundle"]:
        yield "this bundle is not the law that the record names"
    for name in ("on", "place", "evidence"):
        if law[name] != content["policy"][name]:
            yield f"the record and its law are of another {name}"


class _Check:
    def __init__(self, content: dict[str, Any], law: dict[str, Any]) -> None:
        self.content = content
        self.law = law
        self.budget = Budget()
        self.household = Household.of(content["facts"])
        self.working = Working(law, self.household)
        self.witnesses = [self._witness(filled) for filled in content["witnesses"]]

    def _witness(self, filled: dict[str, Any]) -> Working:
        law = {(id, cell): value_of(value) for id, cell, value in filled["law"]}
        return Working(self.law, self.household.completed(filled), law)

    def report(self) -> Report:
        """What is wrong, what was worked out again, and what was not."""
        households = [self.household, *(witness.household for witness in self.witnesses)]
        out = [problem for household in households for problem in outside(household, self.law)]
        if out:
            return Report(tuple(dict.fromkeys(out)), 0, (), 0)
        answers = self.content["answers"]
        places = [(answer["id"], answer["member"]) for answer in answers]
        trace = Trace(self.working, self.content["trace"])
        problems = list(trace.problems())
        problems += self._complete(places)
        problems += self._law()
        unsettled: list[str] = []
        for answer, place in zip(answers, places, strict=True):
            name = answer["id"] if answer["member"] is None else f"members[{answer['member']}].{answer['id']}"
            wrong, open_reason = self._answer(answer, place, trace)
            problems += [f"answer, {name}: {problem}" for problem in wrong]
            if open_reason and not wrong:
                unsettled.append(f"{name}: {open_reason}")
        right = (
            len(answers) - len(unsettled) - len({problem.split(":")[0] for problem in problems if "answer," in problem})
        )
        return Report(tuple(problems), right, tuple(unsettled), trace.nodes)

    def _complete(self, places: list[Place]) -> Iterator[str]:
        told = [(step["id"], step["member"]) for step in self.content["trace"]]
        if len(set(told)) != len(told):
            yield "a step of the trace stands twice"
        members = range(len(self.household.members))
        keys = [key.split(" ", 1) for key in self.law["answers"]]
        demanded = [(id, m) for scope, id in keys for m in ((None,) if scope == "household" else members)]
        if len(places) != len(demanded) or set(places) != set(demanded):
            yield "the answers are not those that the law gives"
        if set(told) != expected_places(self.working, places):
            yield "the trace is not of all that the answers rest on"
        if self.content["method"] != self.household.facts.get("vn:method"):
            yield "the method is not the one of the facts"

    def _law(self) -> Iterator[str]:
        for each in self.content["law"]:
            known = self.law["parameters"].get(each["id"])
            if known is None or [known["cells"], known["basis"]] != [each["cells"], each["basis"]]:
                yield f"{each['id']} is not what the law says"

    def _answer(self, answer: dict[str, Any], place: Place, trace: Trace) -> tuple[list[str], str | None]:
        """What is wrong with an answer, and why it was not settled."""
        fact = self.law["facts"][f"{scope_of(place[1])} {place[0]}"]
        not_there = (fact["basis"] or {}).get("why_unknown") == "not in force"
        if answer["in_force"] is not True:
            return ([] if not_there else ["there is such a decision on the day"], None)
        if answer["reason"] == "not resolved":
            return ([], "the record itself has not resolved it")
        allowed = self._allowed(answer)
        determined = answer["reason"] is None
        wrong = list(self._words(answer, determined))
        wrong += self._as_traced(answer, trace.values[place], determined)
        witnessed = [] if determined else list(self._witnessed(answer, place, allowed))
        wrong += [problem for problem in witnessed if problem != UNSETTLED]
        if wrong:
            return wrong, None
        if UNSETTLED in witnessed:
            return [], "a witness was not worked out"
        shown = Cases(place, allowed, self.budget).shown(self.working.case({}))
        return [], None if shown else "too many cases"

    @staticmethod
    def _as_traced(answer: dict[str, Any], traced: Any, determined: bool) -> Iterator[str]:
        """An answer says what the trace comes to, no more and no less."""
        listed = few(traced)
        if determined and (is_open(traced) or traced != value_of(answer["value"])):
            yield "it is not what the trace comes to"
        elif isinstance(traced, Between) and [traced.low, traced.high] != [
            value_of(answer[n]) for n in ("low", "high")
        ]:
            yield "its bounds are not those of the trace"
        elif listed is not None:
            told = [value_of(value) for value in answer["possible"]]
            if len(told) != len(listed) or among(told) != traced:
                yield "what is possible is not what the trace comes to"
            numbers = [value for value in listed if isinstance(value, (int, Fraction)) and not isinstance(value, bool)]
            ends = [min(numbers), max(numbers)] if len(numbers) == len(listed) else [None, None]
            if [value_of(answer[n]) for n in ("low", "high")] != ends:
                yield "its bounds are not those of what is possible"

    @staticmethod
    def _allowed(answer: dict[str, Any]) -> Any:
        if answer["possible"]:
            return among(value_of(value) for value in answer["possible"])
        low, high = value_of(answer["low"]), value_of(answer["high"])
        return ANYTHING if low is None and high is None else Between(low, high)

    def _words(self, answer: dict[str, Any], determined: bool) -> Iterator[str]:
        if determined and (answer["missing"] or answer["law"] or len(answer["possible"]) != 1):
            yield "it is determined, and something is missing"
        if not determined and answer["value"] is not None:
            yield "it is undetermined, and has a value"
        if answer["reason"] not in (None, "fact", "law") or (answer["reason"] == "fact" and not answer["missing"]):
            yield "its reason is none"
        if answer["evidence"] not in EVIDENCE:
            yield "its evidence is none"
        if not determined and (answer["reason"] == "law") != bool(answer["law"]):
            yield "its reason is not what it lacks"
        unknown = [id for id in answer["law"] if not self._law_unknown(id)]
        if unknown:
            yield f"{unknown[0]} is known to the law"

    def _law_unknown(self, id: str) -> bool:
        parameter = self.law["parameters"].get(id)
        if parameter is not None:
            return any(value is None for _, value in parameter["cells"])
        return any(fact["rule"] is None for key, fact in self.law["facts"].items() if key.endswith(f" {id}"))

    def _witnessed(self, answer: dict[str, Any], place: Place, allowed: Any) -> Iterator[str]:
        """Two completions must give two answers, both of them possible."""
        shown = answer.get("witnesses")
        if shown is None:
            yield UNSETTLED
            return
        if len(shown) != 2 or shown[0]["value"] == shown[1]["value"]:
            yield "its two witnesses do not differ"
            return
        for each in shown:
            value = value_of(each["value"])
            working = self.witnesses[each["witness"]]
            if not within(value, allowed):
                yield "a witness gives what is not possible"
            elif not within(value, working.fact(*place)):
                yield "a witness does not give what the record says"
            elif not Cases(place, value, self.budget).shown(working.case({})):
                yield UNSETTLED


UNSETTLED = "unsettled"
EVIDENCE = ("official_text", "secondary", "unverified", "unknown")
