"""A policy made of one expression, for the golden cases and for tests of the language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from povrules.facts.household import Household
from povrules.language.calendar import PartialDate
from povrules.language.errors import Span
from povrules.language.numbers import exact
from povrules.language.text import fold
from povrules.law.model import Evidence, Expression, Fact, Variable, Words
from povrules.law.text import LawText
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve

HERE = Span("<case>", 1, 1)
LABEL = Words("nhãn", "label")
UNKNOWN = "?"
HOSTED = ("on", "observed_on", "household_size", "members")
ON = date(2024, 6, 30)


def law_text(facts: list[Fact], variables: list[Variable]) -> LawText:
    return LawText((), (), tuple(facts), (), (), tuple(variables), (), (), (), None, ())


def fact(name: str, type: str, of: str = "household", range: str | None = None) -> Fact:
    return Fact(name, of, type, None, range, name == "birth_date", LABEL, None, HERE)  # type: ignore[arg-type]


def computed(name: str, type: str, formula: str, of: str = "household") -> Variable:
    return Variable(name, of, type, None, None, False, LABEL, None, False, (), Expression(formula, HERE), HERE)  # type: ignore[arg-type]


def type_of(text: str, has_domain: bool) -> str:
    if text == UNKNOWN:
        return "integer" if has_domain else "bool"
    if text in ("true", "false"):
        return "bool"
    if len(text) == 10 and text[4] == "-":
        return "date"
    try:
        exact(text)
    except ValueError:
        return "text"
    return "number"


def read(text: str, type: str) -> Any:
    if text == UNKNOWN:
        return None
    if type == "bool":
        return text == "true"
    if type == "date":
        return date.fromisoformat(text)
    return exact(text) if type in ("number", "integer") else fold(text)


def expression_policy(
    expr: str, facts: dict[str, Any], domains: dict[str, str], result: str
) -> tuple[ResolvedPolicy, Household]:
    """The policy with a variable ``answer`` of type ``result``, and the household of the facts given as text."""
    declared = [fact("birth_date", "date", "person")]
    values: dict[str, Any] = {}
    for name, text in facts.items():
        if name in HOSTED:
            continue
        kind = type_of(text, name in domains)
        declared.append(fact(name, kind, "household", domains.get(name)))
        values[f"vn:{name}"] = read(text, kind)
    for name in {key for member in facts.get("members", []) for key in member} - {"birth_year", "birth_date"}:
        texts = [member[name] for member in facts["members"] if name in member]
        declared.append(fact(name, type_of(texts[0], False), "person"))
    size = replace(
        computed("household_size", "integer", "count(members, true)"), range="1..30", general=True, given=True
    )
    answer = computed("answer", result, expr)
    pack = PackText("test", "vn", "1", (law_text(declared, [size, answer]),))
    on = date.fromisoformat(facts["on"]) if "on" in facts else ON
    policy = resolve([pack], on=on, evidence=Evidence.UNVERIFIED)
    members = tuple(_member(member) for member in facts.get("members", []))
    values["vn:on"] = on
    values["vn:observed_on"] = date.fromisoformat(facts["observed_on"]) if "observed_on" in facts else on
    if "household_size" in facts:
        values["vn:household_size"] = int(facts["household_size"])
    return policy, Household(values, members)


def _member(given: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in given.items():
        if name == "birth_year":
            found["vn:birth_date"] = PartialDate.year(int(text))
        else:
            found[f"vn:{name}"] = read(text, type_of(text, False))
    return found
