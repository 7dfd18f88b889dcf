"""What of the law of a day is proved already: every claim about it, looked up by the digest of what it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.footing import digest, ground_of
from povrules.proofs.proving import Proof, Proving
from povrules.proofs.questions import Question, questions


@dataclass(frozen=True, slots=True)
class Standing:
    """The claims about the law of one day.

    Args:
        proved: what is proved; a line for each claim, as ``"shadowed: poverty_class_by_score (row 1)"``.
        unproved: what is not: no proof is kept of just this law, and none was found now.
    """

    proved: tuple[str, ...]
    unproved: tuple[str, ...]


def standing(policy: ResolvedPolicy, known: Mapping[str, Proof], *, now: bool = False) -> Standing:
    """Which claims about a policy are proved.

    Args:
        policy: the law of a day.
        known: proofs by digest, as they are kept in a file; one of another law has another digest.
        now: prove what is not kept, by diagrams; else it is unproved.
    """
    proved: list[str] = []
    unproved: list[str] = []
    proving = Proving(dict(known))
    for question in questions(policy):
        held = _key(policy, question) in known
        if now and not held:
            held = all(proof.verdict == "proved" for proof in proving.answers(policy, [question]))
        (proved if held else unproved).append(_line(policy, question))
    return Standing(tuple(proved), tuple(unproved))


def _key(policy: ResolvedPolicy, question: Question) -> str:
    ground, _ = ground_of(policy, question.node)
    return digest(policy, ground, question.node, question.kind, question.about, question.part, question.moved)


def _line(policy: ResolvedPolicy, question: Question) -> str:
    named = policy.shown(question.part) if ":" in question.part else question.part
    part = f" ({named})" if named else ""
    return f"{question.kind}: {policy.shown(question.about[1])}{part}"
