"""Every guard of the adapter is on: what hurts durable_rules is refused, or does not reach it."""

from __future__ import annotations

import copy
import threading
import unicodedata
from typing import Any

import pytest

import povrules as pr
from povrules.engines.durable import host as hosting
from povrules.engines.durable import programs
from povrules.engines.durable.checking import BadFact, BadRuleset, check_ruleset, checked_fact, fields_read
from povrules.engines.durable.host import EngineFailed, GuardedHost
from povrules.engines.durable.rulesets import compiled


def rule(*parts: Any, name: str = "a", **more: Any) -> dict[str, Any]:
    return {"all": [{f"x{i}": part} for i, part in enumerate(parts)], "run": name, **more}


def on(kind: int, *conditions: Any) -> dict[str, Any]:
    return {"$and": [{"k": kind}, *(conditions or ({"one": 1},))]}


def host(rules: dict[str, Any], fired: list[str] | None = None) -> GuardedHost:
    seen = [] if fired is None else fired
    made = GuardedHost(rules, lambda name, facts: seen.append(name))
    made.open(object())
    return made


DIVISION = on(1, {"$gt": {"x": {"$div": {"$l": {"$m": "y"}, "$r": {"$m": "z"}}}}})
PRODUCT = on(1, {"$gt": {"x": {"$mul": {"$l": {"$m": "y"}, "$r": {"$m": "z"}}}}})
BAD = {
    "a product": {"a": rule(PRODUCT)},
    "division": {"a": rule(DIVISION)},
    "misspelt alias": {"a": rule(on(1, {"$lt": {"income": {"zzz": "line"}}}))},
    "own alias": {"a": rule(on(1, {"$lt": {"income": {"x0": "line"}}}))},
    "unknown alias in a join": {"a": rule(on(1), on(2, {"v": {"x7": "w"}}))},
    "too many rules": {f"a{i}": rule(on(i), name=f"a{i}") for i in range(501)},
    "too many that match": {f"a{i}": rule(on(1, {"$gt": {"x": i}}), name=f"a{i}") for i in range(61)},
    "too many joins": {"a": rule(*(on(i) for i in range(17)))},
    "no kind": {"a": {"all": [{"x": {"v": 1}}], "run": "a"}},
    "priority that is a word": {"a": rule(on(1), pri="x")},
    "priority below zero": {"a": rule(on(1), pri=-5)},
    "count": {"a": rule(on(1), count=0)},
    "no facts": {"a": {"all": [], "run": "a"}},
    "text": {"a": rule(on(1, {"area": "rural"}))},
    "float": {"a": rule(on(1, {"x": 1.5}))},
    "truth": {"a": rule(on(1, {"x": True}))},
    "beyond 64 bits": {"a": rule(on(1, {"x": 2**63}))},
    "a large condition": {"a": rule(on(1, {"$or": [{"$and": [{f"t{i}": 1}, {f"f{i}": 1}]} for i in range(14)]}))},
    "none at all": {},
}


@pytest.mark.parametrize("name", BAD)
def test_a_ruleset_that_would_be_misread_is_refused(name: str) -> None:
    with pytest.raises(BadRuleset):
        check_ruleset(BAD[name])


@pytest.mark.parametrize(
    "value", [1e16, 0.5, float("inf"), float("nan"), 2**63, -(2**63), [1], {"a": 1}, "x" * 2000, "\ud800", "a\nb", b"x"]
)
def test_a_value_that_would_be_misread_is_refused(value: object) -> None:
    with pytest.raises(BadFact):
        checked_fact({"k": 1, "x": value}, {})


def test_what_reaches_the_engine() -> None:
    decomposed = unicodedata.normalize("NFD", "Bình Thuận")
    found = checked_fact({"k": 1, "a": True, "b": None, "c": decomposed}, {})
    assert found == {"k": 1, "a": 1, "c": unicodedata.normalize("NFC", "Bình Thuận")}
    assert type(found["a"]) is int


def test_many_fields_and_nothing_at_all_are_refused() -> None:
    for fact in ({f"f{i}": i for i in range(251)}, {}, [], [1, 2]):
        with pytest.raises(BadFact):
            checked_fact(fact, {})  # type: ignore[arg-type]


def test_a_field_that_a_rule_joins_must_be_there() -> None:
    rules = {"a": rule(on(1), on(2, {"v": {"x0": "w"}}))}
    assert fields_read(rules) == {1: frozenset({"k", "one", "w"}), 2: frozenset({"k", "v"})}
    made = host(rules)
    with pytest.raises(BadFact, match="w"):
        made.assert_fact("f", {"k": 1, "one": 1})


def test_a_fact_without_a_rule_is_no_error_and_not_kept() -> None:
    made = host({"a": rule(on(1))})
    assert not made.assert_fact("f", {"k": 2, "one": 1})
    assert made.assert_fact("g", {"k": 1, "one": 1})


def test_rules_are_not_changed_and_can_be_used_again() -> None:
    rules = {"a": rule(on(1))}
    before = copy.deepcopy(rules)
    host(rules)
    host(rules)
    assert rules == before


def test_no_thread_is_started() -> None:
    before = threading.active_count()
    made = host({"a": rule(on(1))})
    made.assert_fact("f", {"k": 1, "one": 1})
    assert threading.active_count() == before
    assert made._host._run() is None


def test_an_error_in_an_action_comes_out() -> None:
    def fails(name: str, facts: object) -> None:
        raise ValueError("in the action")

    made = GuardedHost({"a": rule(on(1))}, fails)
    made.open(object())
    with pytest.raises(ValueError, match="in the action"):
        made.assert_fact("f", {"k": 1, "one": 1})
    made.close()


def test_every_action_has_one_parameter() -> None:
    fired: list[str] = []
    made = host({name: rule(on(1), name=name) for name in "abc"}, fired)
    made.assert_fact("f", {"k": 1, "one": 1})
    assert sorted(fired) == ["a", "b", "c"]


def test_an_action_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = host({"a": rule(on(1))})
    monkeypatch.setattr(hosting, "LONGEST", -1)
    with pytest.raises(EngineFailed, match="too long"):
        made.assert_fact("f", {"k": 1, "one": 1})


def operations(part: object) -> set[str]:
    if isinstance(part, dict):
        return {key for key in part if key.startswith("$")}.union(*map(operations, part.values()))
    return set().union(*map(operations, part)) if isinstance(part, list) else set()


@pytest.mark.parametrize("on", ["2021-06-01", "2024-10-01", "2026-03-01"])
def test_rules_of_policies_work_out_nothing_but_sums_of_truths(on: str) -> None:
    """Arithmetic once ended the process, which could not be brought about again: no amount is ever worked out."""
    rules = compiled(pr.load_policy(on=on).resolved).rules
    found = set().union(*(operations(rule["all"]) for rule in rules.values()))
    assert found <= {"$and", "$or", "$lte", "$add", "$sub", "$l", "$r", "$m"}


def test_as_many_policies_as_are_safe_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = pr.load_policy(on="2023-05-05")
    monkeypatch.setattr(programs, "HOSTS", len(programs._programs))
    with pr.open_dossier(policy) as dossier:
        dossier.set("certified_class", "poor")
        assert dossier.engine == "reference"
        assert dossier["credit_poor"] is True


def test_more_sessions_than_the_library_bears_one_after_another() -> None:
    fired: list[str] = []
    made = host({"a": rule(on(1))}, fired)
    for _ in range(3000):
        made.open(object())
        made.assert_fact("f", {"k": 1, "one": 1})
    assert len(fired) == 3000
    made.close()
    with pytest.raises(EngineFailed):
        made.assert_fact("f", {"k": 1, "one": 1})


def test_sids_and_ids_are_its_own_and_short() -> None:
    made = host({"a": rule(on(1))})
    assert made._sid == "s1"
    for id in ("", "P" * 17, "hộ"):
        with pytest.raises(BadFact):
            made.assert_fact(id, {"k": 1, "one": 1})
    made.assert_fact("f", {"k": 1, "one": 1})
    with pytest.raises(EngineFailed, match="used before"):
        made.assert_fact("f", {"k": 1, "one": 1})


def test_a_session_that_was_never_told_anything_can_be_closed() -> None:
    made = host({"a": rule(on(1))})
    made.close()
    made.close()
