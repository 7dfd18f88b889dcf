"""Why an entitlement is what it is, in one sentence."""

from __future__ import annotations

import re
from typing import Protocol

from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.explaining import law_line
from povrules.decisions.explanation.reading import Reading
from povrules.decisions.granted import PassedOver
from povrules.decisions.labels import PolicyLabels, lowered
from povrules.engines.reference.evaluation import Evaluation
from povrules.language import nodes as n
from povrules.language.amounts import Lang, shown
from povrules.law.model import Words
from povrules.policy.programmes import ResolvedProgramme

ENTITLED = Words("được hưởng vì {}", "entitled because {}")
EVERYBODY = Words("được hưởng: không kèm điều kiện", "entitled: there is no condition")
REFUSED = Words("không được hưởng vì điều sau không đúng: {}", "not entitled because this does not hold: {}")
NEEDED = Words("chưa xác định, cần biết: {}", "undetermined, to be known: {}")
LAW = Words("chưa xác định vì chưa biết quy định: {}", "undetermined because the law is not known: {}")
NOT_RESOLVED = Words("chưa phân giải được", "not resolved")
GAVE_WAY = Words("không hưởng vì đã hưởng {} ({})", "gave way to {} ({})")
NOT_IN_FORCE = Words("ngày {} chưa có chương trình này", "there is no such programme on {}")
IF_RECOGNISED = Words("nếu hộ được công nhận đúng diện tính được: {}", "if the computed class is recognised: {}")
SHOWN = 3
"""So many missing facts are named."""
_OF_A_MEMBER = re.compile(r"members\[(\d+)\]\.(.+)\Z")


class Answered(Protocol):
    """What is known of an entitlement."""

    @property
    def eligible(self) -> bool | None:
        """Whether it is granted."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that settle it."""

    @property
    def law(self) -> tuple[str, ...]:
        """Unknown law it turns on."""

    @property
    def passed_over(self) -> PassedOver | None:
        """What it gave way to."""

    @property
    def if_recognised(self) -> bool:
        """Whether it rests on the computed class."""


def because(evaluation: Evaluation, programme: ResolvedProgramme, answered: Answered, member: int | None) -> Words:
    """The reason in both languages.

    Args:
        evaluation: the one that gave the answer.
        programme: what was asked for.
        answered: what came out.
        member: position of the member; None for the household.
    """
    told = [_told(evaluation, programme, answered, member, lang) for lang in ("vi", "en")]
    if answered.if_recognised and answered.eligible:
        told = [IF_RECOGNISED.of(lang).format(words) for lang, words in zip(("vi", "en"), told, strict=True)]
    return Words(*told)


def _told(
    evaluation: Evaluation, programme: ResolvedProgramme, answered: Answered, member: int | None, lang: Lang
) -> str:
    policy = evaluation.policy
    if not programme.in_force:
        return NOT_IN_FORCE.of(lang).format(shown(policy.on, lang))
    if (other := answered.passed_over) is not None:
        label = next(p.label for p in policy.programmes.values() if p.name == other.by)
        return GAVE_WAY.of(lang).format(lowered(label.of(lang)), lowered(other.because.of(lang)))
    if answered.eligible is None:
        if answered.law:
            return LAW.of(lang).format("; ".join(law_line(policy, id, lang) for id in answered.law))
        if not answered.missing:
            return NOT_RESOLVED.of(lang)
        names = [_fact_label(evaluation, name, lang) for name in answered.missing[:SHOWN]]
        return NEEDED.of(lang).format("; ".join(names) + ("; …" if len(answered.missing) > SHOWN else ""))
    return _conditions(evaluation, programme, member, lang, holds=answered.eligible)


def _conditions(
    evaluation: Evaluation, programme: ResolvedProgramme, member: int | None, lang: Lang, *, holds: bool
) -> str:
    """The conditions that decided it, in the words of the rule."""
    formula = evaluation.fact(programme.conditions, member).formula
    assert formula is not None
    if isinstance(formula, n.Literal):
        return EVERYBODY.of(lang) if holds else NOT_IN_FORCE.of(lang).format(shown(evaluation.policy.on, lang))
    with evaluation.planned(programme.conditions, member):
        reading = Reading(evaluation, lang)
        parts = reading.telling(formula, member) if isinstance(formula, (n.And, n.Or)) else [formula]
        said = reading.say(parts[0] if len(parts) == 1 else n.And(tuple(parts)))
    return (ENTITLED if holds else REFUSED).of(lang).format(said)


def _fact_label(evaluation: Evaluation, name: str, lang: Lang) -> str:
    """A missing fact by its label, with the member it is about."""
    if name == "members":
        return w.WHO.of(lang)
    found = _OF_A_MEMBER.match(name)
    word = found[2] if found else name
    id = word if ":" in word else f"vn:{word}"
    label = PolicyLabels(evaluation.policy).fact(id, "person" if found else "household", lang)
    return f"{label} ({w.MEMBER.of(lang).format(int(found[1]) + 1)})" if found else label
