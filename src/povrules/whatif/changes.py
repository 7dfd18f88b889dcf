"""What a reform changes, read from what people write: ``{"income_line.rural": "+10%"}``."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from povrules.language.errors import closest
from povrules.language.nodes import Scope, Value
from povrules.language.parser import FUNCTIONS
from povrules.language.symbols import NATION
from povrules.language.types import BoolType
from povrules.policy.programmes import ResolvedProgramme
from povrules.policy.resolved import ResolvedParameter, ResolvedPolicy
from povrules.whatif.again import ENDS
from povrules.whatif.amounts import NOT_YET, on_the_day, typed
from povrules.whatif.errors import ReformError
from povrules.whatif.readers import OFF

NEW = "a name that nothing has"
COLUMNS = ("row", "unlisted", "household_row", "if_recognised")
"""Columns of results that are no facts."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of law set to another: of one member of its enum, or the only one (``member`` None)."""

    id: str
    member: str | None
    value: Value
    path: str


@dataclass(frozen=True, slots=True)
class Off:
    """An indicator that no longer counts (``set``), or a programme that nobody gets (``set`` None)."""

    id: str
    set: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Added:
    """An indicator that counts too: one there is (``text`` None), or a new one by its rule."""

    id: str
    set: str
    text: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule replaced by an expression."""

    of: Scope
    id: str
    text: str
    path: str


Change = Cell | Off | Added | Rule


def changes_of(policy: ResolvedPolicy, given: Mapping[str, Any]) -> list[Change]:
    """What a mapping of paths to values means.

    Args:
        policy: what is to be reformed.
        given: by path: a value of law (``income_line.rural``, or ``income_line`` with one value for all, a mapping by
            member, or by day), an indicator (``deprived_water``: off; ``deprivations.no_bank``: an expression, added),
            a rule (an expression), a programme (off, or an expression in the place of its conditions).

    Raises:
        ReformError: a path that names nothing, with the closest; a value that does not fit; the same cell twice.
    """
    if not isinstance(given, Mapping):
        raise ReformError(
            f"a reform cannot be {given!r}", expected="a mapping such as {'income_line.rural': 2_200_000}"
        )
    for path in given:
        if not isinstance(path, str):
            raise ReformError(f"{path!r} names nothing", expected="a path as text, such as 'income_line.rural'")
    found = [change for path, value in given.items() for change in _read(policy, path, value)]
    met: dict[tuple[str, str | None], str] = {}
    for change in found:
        key = (change.id, change.member if isinstance(change, Cell) else None)
        if key in met:
            message = f"{change.path!r} and {met[key]!r} change the same, and neither is first"
            raise ReformError(message, expected="one of them, or two reforms one after the other")
        met[key] = change.path
    return found


def _read(policy: ResolvedPolicy, path: str, value: Any) -> Iterator[Change]:
    name, dot, rest = path.partition(".")
    parameter = named_in(policy.parameters, name)
    named = named_in(policy.sets, name)
    if parameter is not None:
        yield from _cells(policy, policy.parameters[parameter], rest if dot else None, value, path)
    elif named is not None and dot:
        yield _added(policy, named, rest, value, path)
    elif (programme := _programme(policy, path)) is not None:
        yield _of_programme(policy, programme, path, value)
    else:
        yield _rule_or_off(policy, path, value)


def switched_off(value: Any) -> bool:
    """Whether something is switched off. The number 0 says nothing of the kind."""
    return value is None or value is False or (isinstance(value, str) and value == "off")


def named_in(table: Mapping[str, Any], name: str) -> str | None:
    """The id by which a table of a policy holds a name: the nation's first."""
    ids = (name, f"{NATION}:{name}", *sorted(id for id in table if id.partition(":")[2] == name))
    return next((id for id in ids if id in table), None)


def _programme(policy: ResolvedPolicy, name: str) -> ResolvedProgramme | None:
    return next((p for p in policy.programmes.values() if name in (p.name, p.id)), None)


def _of_programme(policy: ResolvedPolicy, programme: ResolvedProgramme, path: str, value: Any) -> Change:
    if switched_off(value):
        return Off(programme.id, None, path)
    _check_not_meant_off(policy, path, value)
    if not isinstance(value, str):
        expected = "None: nobody gets it; or an expression in the place of its conditions, as text"
        raise ReformError(f"{path!r} is a programme; {value!r} says nothing of it", expected=expected)
    if not programme.in_force:
        raise ReformError(f"{path!r} is no programme in force on {policy.on}", expected="a day on which it is")
    return Rule(programme.of, programme.conditions, value, path)


def _cells(
    policy: ResolvedPolicy, parameter: ResolvedParameter, member: str | None, value: Any, path: str
) -> Iterator[Cell]:
    value = on_the_day(value, policy.on, path)
    members = [cell for cell, _ in parameter.cells]
    if value is NOT_YET:
        return
    if member is not None and member not in members:
        known = [str(cell) for cell in members if cell is not None]
        expected = ", ".join(known) if known else f"{path.partition('.')[0]!r} alone: it has one value"
        raise ReformError(f"{path!r} names no value", expected=expected, closest=closest(member, known))
    if isinstance(value, Mapping):
        if member is not None:
            raise ReformError(f"{path!r} is one value and cannot be {value!r}", expected="one value")
        for key, part in value.items():
            yield from _cells(policy, parameter, str(key), part, f"{path}.{key}")
        return
    for cell in members if member is None else [member]:
        yield Cell(parameter.id, cell, _value(parameter, cell, value, path), path)


def _value(parameter: ResolvedParameter, member: str | None, given: Any, path: str) -> Value:
    """One value, typed and within its declared range; ``+10%``, ``-5%`` and ``+100000`` of the one in force."""
    found = typed(given, parameter.type, parameter.value(member), path)
    low, high = parameter.low, parameter.high
    number = isinstance(found, (int, Fraction)) and not isinstance(found, bool)
    if number and ((low is not None and found < low) or (high is not None and found > high)):  # type: ignore[operator]
        ends = f"{'' if low is None else low}..{'' if high is None else high}"
        raise ReformError(f"{path!r} cannot be {given}", expected=f"a value in {ends}")
    return found


def _added(policy: ResolvedPolicy, named: str, name: str, value: Any, path: str) -> Change:
    space, _, short = named.partition(":")
    existing = next((id for id in (name, f"{space}:{name}") if (policy.sets[named].of, id) in policy.facts), None)
    if existing in policy.sets[named].items:
        if switched_off(value):
            return Off(str(existing), named, path)
        _check_not_meant_off(policy, path, value)
        raise ReformError(f"{name!r} is in {short} already", expected="False: it no longer counts")
    if existing is not None and switched_off(value):
        raise ReformError(f"{name!r} is not in {short}: it does not count already", expected="True: it counts")
    if value is True and existing is not None:
        return Added(existing, named, None, path)
    if isinstance(value, str) and not switched_off(value):
        if existing is not None:
            countable = isinstance(policy.facts[policy.sets[named].of, existing].type, BoolType)
            expected = f"True: it counts; or {NEW}" if countable else NEW
            raise ReformError(f"{path!r}: {name!r} is a fact or rule already", expected=expected)
        _check_new_name(policy, name, path)
        return Added(f"{space}:{name}", named, value, path)
    known = [id.partition(":")[2] for of, id in policy.facts if of == policy.sets[named].of]
    expected = "a new name with its rule, or a name there is with True"
    raise ReformError(f"{path!r} adds nothing", expected=expected, closest=closest(name, known))


def _check_new_name(policy: ResolvedPolicy, name: str, path: str) -> None:
    """Refuse a name that no rule could use, that says something else already, or of which results make columns."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name.lower()) or name in FUNCTIONS:
        what = "is a word of the rule language" if _NAME.fullmatch(name) else "is no name"
        raise ReformError(f"{path!r}: {name!r} {what}", expected="letters a-z, digits and _, such as no_internet")
    facts = {id.partition(":")[2] for _, id in policy.facts}
    kinds: dict[str, Iterable[str]] = {
        "a value of law": (id.partition(":")[2] for id in policy.parameters),
        "a programme": (id.partition(":")[2] for id in policy.programmes),
        "a fact or rule": facts,
        "a set": (id.partition(":")[2] for id in (*policy.sets, *policy.overlaps)),
        "a list": (id.partition(":")[2] for id in policy.enums),
        "a member of a list": (member for enum in policy.enums.values() for member in enum.members),
        "a column of results": (*COLUMNS, *(fact + end for fact in facts for end in ENDS)),
    }
    kind = next((kind for kind, names in kinds.items() if name in names), None)
    if kind is None and (taken := next((name + end for end in ENDS if name + end in facts), None)):
        raise ReformError(f"{path!r}: its results would be columns such as {taken!r}, which is a fact", expected=NEW)
    if kind is not None:
        raise ReformError(f"{path!r}: {name!r} is {kind} already", expected=NEW)


def _rule_or_off(policy: ResolvedPolicy, path: str, value: Any) -> Change:
    scopes: tuple[Scope, ...] = ("household", "person")
    keys = [(of, id) for of in scopes if (id := policy.find(of, path)) is not None]
    if not keys:
        known = [*(p.partition(":")[2] for p in policy.parameters), *(policy.shown(id) for _, id in policy.facts)]
        raise ReformError(f"the policy has no {path!r}", closest=closest(path.partition(".")[0], known))
    of, id = keys[0]
    counted = next((s.id for s in policy.sets.values() if id in s.items), None)
    if switched_off(value) and counted is not None:
        return Off(id, counted, path)
    if not policy.facts[of, id].computed:
        raise ReformError(f"{path!r} is a fact that somebody observes", expected="a value of law, a rule, a programme")
    if switched_off(value) and any(mark.id == id and mark.after == OFF for mark in policy.reforms):
        raise ReformError(f"{path!r} no longer counts already", expected="an indicator that counts, or an expression")
    if switched_off(value) or not isinstance(value, str):
        raise ReformError(f"{path!r} is a rule and cannot be {value!r}", expected="an expression, as text")
    _check_not_meant_off(policy, path, value)
    return Rule(of, id, value, path)


def _check_not_meant_off(policy: ResolvedPolicy, path: str, value: Any) -> None:
    """Refuse ``"of"`` and ``"Off"``, which are no expressions either."""
    if not isinstance(value, str) or policy.find("household", value) or policy.find("person", value):
        return
    if near := closest(value.strip().lower(), ["off"]):
        raise ReformError(f"{path!r} cannot be {value!r}", expected="'off' or an expression", closest=near)
