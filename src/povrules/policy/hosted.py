"""Facts that the library itself provides to every policy: the days, the method of the review, a member's age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.types import DateType, EnumType, NumberType, Type
from povrules.language.units import parse_unit
from povrules.law.model import Fact, Words
from povrules.policy.resolved import ResolvedFact

METHOD = EnumType("review_method", ("income", "score"))
ON, OBSERVED_ON, METHOD_USED, AGE, BIRTH_DATE = "vn:on", "vn:observed_on", "vn:method", "vn:age", "vn:birth_date"
DAYS = {ON: Words("ngày áp dụng chuẩn", "target date"), OBSERVED_ON: Words("ngày khảo sát", "day the facts hold")}
YEARS = NumberType(parse_unit("year"), integer=True)


def hosted_facts(on: date, facts: Mapping[tuple[Scope, str], Fact]) -> dict[tuple[Scope, str], ResolvedFact]:
    """The provided facts. ``age`` is full years on ``observed_on`` and needs a declared ``birth_date``."""
    found: dict[tuple[Scope, str], ResolvedFact] = {}
    for id, label in DAYS.items():
        found["household", id] = _fact(id, "household", DateType(), label)
        # A member's rule may name the day bare: it is the household's.
        found["person", id] = replace(
            _fact(id, "person", DateType(), label),
            given=False,
            computed=True,
            formula=n.OfHousehold(n.Ref(id, "household")),
        )
    review_method = Words("phương pháp rà soát", "review method")
    found["household", METHOD_USED] = _fact(METHOD_USED, "household", METHOD, review_method)
    if ("person", BIRTH_DATE) in facts:
        age = n.AgeOn(n.Ref(BIRTH_DATE, "person"), n.OfHousehold(n.Ref(OBSERVED_ON, "household")))
        found["person", AGE] = ResolvedFact(
            AGE,
            "person",
            YEARS,
            0,
            150,
            Words("tuổi", "age"),
            None,
            True,
            True,
            True,
            False,
            age,
            None,
            changeable=False,
        )
    return found


def _fact(id: str, of: Scope, type: Type, label: Words) -> ResolvedFact:
    return ResolvedFact(id, of, type, None, None, label, None, True, True, False, False, None, None)
