"""The question an officer asks for a missing fact."""

from __future__ import annotations

import re

from povrules.decisions.explanation import words as w
from povrules.decisions.labels import PolicyLabels
from povrules.engines.reference.evaluation import Evaluation
from povrules.language.amounts import language
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope

_OF_A_MEMBER = re.compile(r"members\[(\d+)\]\.(.+)\Z")


def question(evaluation: Evaluation, name: str, lang: str = "vi") -> str:
    """The question whose answer is a missing fact.

    Args:
        evaluation: of the household.
        name: as an outcome names it in ``missing``: ``area``, ``members[1].birth_date``, ``members``. Members count
            from zero in names and from one in words.
        lang: ``vi`` or ``en``.

    Returns:
        The question the policy declares, or its label as one.

    Raises:
        PovrulesError: no such fact, with the closest.
        ValueError: another language.
    """
    speech = language(lang)
    if name == "members":
        return w.LIST_MEMBERS.of(speech)
    found = _OF_A_MEMBER.match(name)
    scope: Scope = "person" if found else "household"
    word = found[2] if found else name
    id = word if ":" in word else f"vn:{word}"
    fact = evaluation.policy.facts.get((scope, id))
    if fact is None:
        raise PovrulesError(f"no fact {word!r} of a {scope}", closest=closest(word, evaluation.policy.named(scope)))
    if fact.question is not None:
        asked = fact.question.of(speech)
    else:
        asked = f"{PolicyLabels(evaluation.policy).fact(id, scope, speech)}?"
        asked = asked if found else asked[:1].upper() + asked[1:]
    return w.MEMBER_QUESTION.of(speech).format(int(found[1]) + 1, asked) if found else asked
