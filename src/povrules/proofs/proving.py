"""Proofs of the law of many days: every claim on every stretch of days on which what it stands on is the same."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from povrules.language.errors import Span
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.by_diagrams import ByDiagrams
from povrules.proofs.covered import uncovered
from povrules.proofs.finding import Found, OutOfTime, Prover
from povrules.proofs.footing import digest, ground_of
from povrules.proofs.questions import Kind, Question, questions
from povrules.proofs.witness import Witness, still, witness

Verdict = Literal["proved", "failed", "not in time", "open"]
SIZES = (1, 2, 3)
"""Of households that are looked at with their members, where every household at once does not settle it."""
TRIES = 20
"""Candidates replayed before a question is left open."""
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found about one claim on one day.

    Args:
        kind: which claim.
        about: the table, programme or claim.
        part: which row, rows or fact.
        verdict: ``proved``; ``failed``, with a household that shows it where there can be one; ``not in time``;
            ``open`` when what was found does not replay and nothing else was found either.
        by: the provers that say so.
        on: the day.
        witness: the household, replayed: who shows the fault, or who shows that there is somebody.
        span: where what is at fault stands.
        digest: of all that it stands on.
    """

    kind: Kind
    about: Key
    part: str
    verdict: Verdict
    by: tuple[str, ...]
    on: date
    witness: Witness | None = None
    span: Span | None = None
    digest: str = ""

    @property
    def claim(self) -> tuple[Kind, Key, str]:
        """What it is about, without its days."""
        return self.kind, self.about, self.part


class Proving:
    """Proves policies one after another and remembers what it has proved.

    Args:
        known: verdicts of earlier runs by digest; what stands in it is not proved again.
        seconds: for one question and prover.
        second: makes another prover of a policy, which is asked where the diagrams do not settle a question.
        both: the other prover is asked everything, and has to say the same.
    """

    def __init__(
        self,
        known: MutableMapping[str, Proof] | None = None,
        seconds: float = SECONDS,
        second: type[Prover] | None = None,
        *,
        both: bool = False,
    ) -> None:
        self.known: MutableMapping[str, Proof] = {} if known is None else known
        self.seconds = seconds
        self.second = second
        self.both = both
        self._witnesses: dict[tuple[Kind, Key, str], Witness] = {}

    def prove(self, policy: ResolvedPolicy, only: str | None = None) -> Iterator[Proof]:
        """Every claim about a policy.

        Args:
            policy: the law of a day.
            only: a namespace; the tables, programmes and claims of others are somebody else's to prove.
        """
        yield from self.answers(
            policy, (each for each in questions(policy) if only is None or each.about[1].startswith(f"{only}:"))
        )
        for question in uncovered(policy):
            if only is None or question.about[1].startswith(f"{only}:"):
                yield Proof(question.kind, question.about, question.part, "failed", (), policy.on, span=question.span)

    def answers(self, policy: ResolvedPolicy, asked: Iterable[Question]) -> Iterator[Proof]:
        """The proofs of some questions about a policy."""
        diagrams: Prover = ByDiagrams(policy)
        other = None if self.second is None else self.second(policy)
        for question in asked:
            yield self._proved(policy, question, diagrams, other)

    def _proved(self, policy: ResolvedPolicy, question: Question, first: Prover, second: Prover | None) -> Proof:
        ground, _ = ground_of(policy, question.node)
        key = digest(policy, ground, question.node, question.kind, question.about, question.part, question.moved)
        if key not in self.known:
            self.known[key] = replace(self._found(policy, question, first, second), digest=key)
        found = replace(self.known[key], on=policy.on, span=question.span)
        if found.witness is not None and question.wanted:
            self._witnesses[found.claim] = found.witness
        return found

    def _found(self, policy: ResolvedPolicy, question: Question, first: Prover, second: Prover | None) -> Proof:
        claim = (question.kind, question.about, question.part)
        if question.wanted and claim in self._witnesses and not self.both:
            again = still(policy, question, self._witnesses[claim])
            if again is not None:
                return Proof(*claim, "proved", ("reference",), policy.on, again)
        proof = self._by(policy, question, first)
        if second is not None and (self.both or proof.verdict in ("not in time", "open")):
            other = self._by(policy, question, second)
            if other.verdict not in ("proved", "failed"):
                return proof
            if proof.verdict not in ("proved", "failed"):
                return other
            if proof.verdict != other.verdict:
                raise AssertionError(f"{first.name} and {second.name} do not agree about {claim} on {policy.on}")
            return replace(proof, by=(*proof.by, *other.by))
        return proof

    def _by(self, policy: ResolvedPolicy, question: Question, prover: Prover) -> Proof:
        """What one prover says. Nobody found proves that there is nobody; somebody found counts when it replays.

        Whether the facts keep the declared constraints is asked only of somebody who would show a fault.
        """
        shown, nobody, late = self._looked(policy, question, prover, among_facts=False)
        if not question.wanted and not nobody:
            shown, nobody, late = self._looked(policy, question, prover, among_facts=True)
        verdict: Verdict = "not in time" if late else "open"
        if nobody:
            verdict = "failed" if question.wanted else "proved"
        elif shown is not None:
            verdict = "proved" if question.wanted else "failed"
        claim = (question.kind, question.about, question.part)
        return Proof(*claim, verdict, (prover.name,), policy.on, shown)

    def _looked(
        self, policy: ResolvedPolicy, question: Question, prover: Prover, *, among_facts: bool
    ) -> tuple[Witness | None, bool, bool]:
        """Who was found and replays, whether there is certainly nobody, and whether time ran out."""
        until = time.monotonic() + self.seconds
        for members in (None, *SIZES) if ground_of(policy, question.node)[1] else (None,):
            try:
                left = until - time.monotonic()
                candidates = prover.found(question, members, left, among_facts=among_facts)
                shown, some = _replaying(policy, question, members, candidates)
            except OutOfTime:
                return None, False, True
            if shown is not None:
                return shown, False, False
            if members is None and not some:
                return None, True, False
        return None, False, False


def _replaying(
    policy: ResolvedPolicy, question: Question, members: int | None, candidates: Iterable[Found]
) -> tuple[Witness | None, bool]:
    """The first candidate that replays, and whether there was any candidate."""
    listed = int(question.about[0] == "person") if members is None else members
    some = False
    for number, found in enumerate(candidates, 1):
        some = True
        made = witness(policy, question, found, listed)
        if made is not None or number >= TRIES:
            return made, True
    return None, some
