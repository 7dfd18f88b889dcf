"""What the data says twice and differently: noted, never settled in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from povrules.engines.carrying import SIZE
from povrules.engines.reference.admissible import broken_constraints
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.engines.reference.questions import fact_name
from povrules.language.linear import Linear
from povrules.language.types import NumberType
from povrules.language.unknowns import Branch, leaves
from povrules.law.model import Words
from povrules.policy.ordering import reads

APART = (SIZE, "vn:recognised_class", "vn:parent_household_class")
"""Given for reasons of their own: a certificate may rightly differ from the class that follows from today's facts."""
BY_SCORE, BY_INCOME = "vn:poverty_class_by_score", "vn:poverty_class_by_income"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction in the data.

    Args:
        about: a fact, a constraint or a decision.
        used: what the result rests on.
        against: what it contradicts; None for a broken constraint, which is dropped, and where that is itself unknown.
        words: a sentence in both languages.
    """

    about: str
    used: Any
    against: Any
    words: Words


def conflicts(evaluation: Evaluation) -> tuple[Conflict, ...]:
    """Every contradiction between what is given and what follows from the rest."""
    found = [*_members(evaluation), *_constraints(evaluation), *_given_against_rules(evaluation)]
    return (*found, *_methods(evaluation))


def _members(evaluation: Evaluation) -> list[Conflict]:
    size = evaluation.household.facts.get(SIZE)
    listed = evaluation.listed
    if not isinstance(size, int) or size >= listed:
        return []
    words = Words(
        f"số nhân khẩu ghi {size} nhưng danh sách có {listed} thành viên",
        f"household_size is {size}, but {listed} members are listed",
    )
    return [Conflict("household_size", size, listed, words)]


def _constraints(evaluation: Evaluation) -> list[Conflict]:
    broken = broken_constraints(evaluation)
    labels = {c.id: c.label for c in evaluation.policy.constraints}
    return [
        Conflict(
            id.removeprefix("vn:"),
            None,
            None,
            Words(f"các dữ kiện mâu thuẫn: {labels[id].vi}", f"facts contradict each other: {labels[id].en}"),
        )
        for id in broken
    ]


def _given_against_rules(evaluation: Evaluation) -> list[Conflict]:
    """Indicators that are given and follow differently from given raw facts. Amounts are left to constraints."""
    found = []
    for (of, id), fact in evaluation.policy.facts.items():
        if not (fact.given and fact.computed and fact.formula is not None and id not in APART):
            continue
        if isinstance(fact.type, NumberType) and not fact.type.integer:
            continue
        for member in (None,) if of == "household" else range(evaluation.listed):
            if evaluation.source(id, member) != "given":
                continue
            told = any(evaluation.carries(raw, known=True) for raw in fact.raw)
            # An age has no raw fact of its own, but a birth day of the same person can contradict it.
            carried = evaluation.carried(member)
            own = any(scope == of and carried.get(read) is not None for scope, read in reads(fact.formula))
            if not told and not own:
                continue
            by_rule = evaluation.value(fact.formula, member)
            given = evaluation.ref(id, member)
            if not _can_be(by_rule, given):
                name = fact_name(evaluation, id, member)
                words = Words(
                    f"{fact.label.vi}: dữ liệu ghi khác với kết quả tính từ các dữ kiện khác; dùng số liệu đã ghi",
                    f"{fact.label.en}: what is given differs from what follows from other facts; the given one is used",
                )
                found.append(Conflict(name, given, None if isinstance(by_rule, Branch) else by_rule, words))
    return found


def _can_be(by_rule: Any, given: Any) -> bool:
    """Whether some completion of the unknown facts gives this value."""
    return any(leaf == given or isinstance(leaf, (Linear, Day, Text)) for leaf in leaves(by_rule))


def _methods(evaluation: Evaluation) -> list[Conflict]:
    known = [("household", id) in evaluation.policy.facts for id in (BY_SCORE, BY_INCOME)]
    if not all(known) or evaluation.household.facts.get("vn:method") != "score":
        return []
    by_score, by_income = evaluation.ref(BY_SCORE), evaluation.ref(BY_INCOME)
    if isinstance(by_score, Branch) or isinstance(by_income, Branch) or by_score == by_income:
        return []
    words = Words(
        "phân loại theo điểm và theo thu nhập khác nhau; dùng kết quả theo điểm",
        "the class by points and the class by income differ; the class by points is used",
    )
    return [Conflict("poverty_class", by_score, by_income, words)]
