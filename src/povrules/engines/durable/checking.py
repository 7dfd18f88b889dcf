"""What may be handed to durable_rules: it checks little itself, and what it misreads it misreads in silence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

RULES, PER_LEVEL, JOINS, MATCHING, PROPERTIES, TEXT, PARTS_OF_ONE, LARGEST = 500, 500, 16, 60, 250, 1024, 28, 2**62
COMPARISONS = frozenset({"$lt", "$lte", "$gt", "$gte", "$neq"})
SUMS = frozenset({"$add", "$sub"})
"""Of truths, 0 and 1, and nothing else is worked out in a rule."""
PARTS = frozenset({"all", "pri", "run"})


class BadRuleset(Exception):
    """A ruleset that durable_rules would take and get wrong, or die of."""


class BadFact(Exception):
    """A fact that durable_rules would take and get wrong, or die of."""


def check_ruleset(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse what is known to be misread: aliases nobody defined, divisions, too many rules for one fact or level.

    Every rule must begin each of its parts with ``k``, the kind of fact it reads; so it is known which can match.

    Args:
        rules: by name, each with ``all`` and ``run``, perhaps ``pri``.

    Raises:
        BadRuleset: with the rule's name.
    """
    if not 0 < len(rules) <= RULES:
        raise BadRuleset(f"{len(rules)} rules; from 1 to {RULES} are safe")
    matching: dict[int, int] = {}
    levels: dict[int, int] = {}
    for name, rule in rules.items():
        _check_shape(name, rule)
        defined: list[str] = []
        for level, part in enumerate(rule["all"]):
            ((alias, condition),) = part.items()
            if alias in defined or alias in ("m", "s") or not alias.isidentifier():
                raise BadRuleset(f"{name}: the alias {alias!r} cannot be used")
            kind = _kind(name, condition)
            matching[kind] = matching.get(kind, 0) + 1
            levels[level] = levels.get(level, 0) + 1
            _check_condition(name, condition, defined)
            if _size(condition) > PARTS_OF_ONE:
                raise BadRuleset(f"{name}: a condition of more than {PARTS_OF_ONE} parts")
            defined.append(alias)
    if max(matching.values()) > MATCHING:
        raise BadRuleset(f"{max(matching.values())} rules can match one fact; {MATCHING} are safe")
    if max(levels.values()) > PER_LEVEL:
        raise BadRuleset(f"{max(levels.values())} rules at one level; {PER_LEVEL} are safe")


def _check_shape(name: str, rule: Mapping[str, Any]) -> None:
    if not PARTS >= set(rule) >= {"all", "run"}:
        raise BadRuleset(f"{name}: a rule has {', '.join(sorted(PARTS))}, not {', '.join(sorted(rule))}")
    if not isinstance(rule["all"], list) or not 0 < len(rule["all"]) <= JOINS:
        raise BadRuleset(f"{name}: from 1 to {JOINS} facts can be joined")
    if any(not isinstance(part, Mapping) or len(part) != 1 for part in rule["all"]):
        raise BadRuleset(f"{name}: each part names one fact")
    priority = rule.get("pri", 0)
    if type(priority) is not int or not 0 <= priority < 65_536:
        raise BadRuleset(f"{name}: pri is a whole number from 0")


def _size(condition: Any) -> int:
    inner = [item for key in ("$and", "$or") for item in condition.get(key, ())]
    return 2 * bool(inner) + sum(map(_size, inner)) if inner else 1


def _kind(name: str, condition: Any) -> int:
    """The kind of fact that a part reads."""
    parts = condition.get("$and") if isinstance(condition, Mapping) else None
    if not isinstance(parts, list) or not parts or set(parts[0]) != {"k"} or type(parts[0]["k"]) is not int:
        raise BadRuleset(f"{name}: each part begins with the kind of fact it reads")
    kind: int = parts[0]["k"]
    return kind


def _check_condition(name: str, condition: Any, defined: list[str]) -> None:
    if not isinstance(condition, Mapping) or len(condition) != 1:
        raise BadRuleset(f"{name}: a condition has one key")
    ((key, value),) = condition.items()
    if key in ("$and", "$or"):
        if not isinstance(value, list) or not value:
            raise BadRuleset(f"{name}: {key} of nothing")
        for item in value:
            _check_condition(name, item, defined)
    elif key in COMPARISONS:
        _check_condition(name, value, defined)
    elif key.startswith("$"):
        raise BadRuleset(f"{name}: {key} is not used")
    else:
        _check_right(name, value, defined)


def _check_right(name: str, value: Any, defined: list[str]) -> None:
    """The right side of a test: a whole number, a field of a fact named before, or a sum of such."""
    if type(value) is int and abs(value) < LARGEST:
        return
    if not isinstance(value, Mapping) or len(value) != 1:
        raise BadRuleset(f"{name}: {value!r} cannot be compared with")
    ((key, inner),) = value.items()
    if key in SUMS:
        if not isinstance(inner, Mapping) or set(inner) != {"$l", "$r"}:
            raise BadRuleset(f"{name}: {key} of two")
        for side in ("$l", "$r"):
            _check_right(name, inner[side], defined)
    elif key == "$m" or key in defined:
        if not isinstance(inner, str):
            raise BadRuleset(f"{name}: {key} names a field")
    else:
        raise BadRuleset(f"{name}: nothing is named {key!r} before")


def fields_read(rules: Mapping[str, Mapping[str, Any]]) -> Mapping[int, frozenset[str]]:
    """For each kind of fact the fields that rules read: all of them must be there."""
    found: dict[int, set[str]] = {}
    for name, rule in rules.items():
        kinds = {alias: _kind(name, condition) for part in rule["all"] for alias, condition in part.items()}
        for part in rule["all"]:
            for alias, condition in part.items():
                for owner, field in _fields(condition, alias):
                    found.setdefault(kinds[owner], set()).add(field)
    return {kind: frozenset(fields) for kind, fields in found.items()}


def _fields(condition: Any, alias: str) -> Iterator[tuple[str, str]]:
    for key, value in condition.items():
        if key in ("$and", "$or"):
            for item in value:
                yield from _fields(item, alias)
        elif key in COMPARISONS:
            yield from _fields(value, alias)
        else:
            yield alias, key
            yield from _of_right(value, alias)


def _of_right(value: Any, alias: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in SUMS:
                for side in inner.values():
                    yield from _of_right(side, alias)
            else:
                yield (alias if key == "$m" else key), inner


def checked_fact(fact: Mapping[str, Any], needed: Mapping[int, frozenset[str]]) -> dict[str, Any]:
    """A fact as it may be asserted: whole numbers, truths as 0 and 1, short words in NFC; None is left out.

    Args:
        fact: by field; ``k`` is its kind.
        needed: what ``fields_read`` said.

    Raises:
        BadFact: anything else, or a field that a rule reads is not there.
    """
    if not isinstance(fact, Mapping) or not 0 < len(fact) <= PROPERTIES:
        raise BadFact(f"a fact has from 1 to {PROPERTIES} fields")
    made: dict[str, Any] = {}
    for field, value in fact.items():
        if type(value) is int and -LARGEST < value < LARGEST:
            made[field] = value
        elif value is None:
            continue
        elif isinstance(value, bool):
            made[field] = int(value)
        elif type(value) is str and len(value) <= TEXT and value.isprintable():
            made[field] = unicodedata.normalize("NFC", value)
        else:
            raise BadFact(f"{field}: only whole numbers, truths and short words are safe")
    read = needed.get(made.get("k", -1), frozenset())
    if not read <= made.keys():
        raise BadFact(f"rules read {', '.join(sorted(read - made.keys()))}, which is not there")
    return made
