"""What is asked of a counterfactual, checked: a verdict by its name, whose, to which answer, how many changes."""

from __future__ import annotations

from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope, Value
from povrules.language.types import BoolType, EnumType, NumberType
from povrules.policy.resolved import ResolvedPolicy


def check_name(policy: ResolvedPolicy, what: object, scope: Scope, of_member: str) -> None:
    """Refuse what is no name, an amount, and a verdict of the household asked of a member or the other way round.

    Args:
        policy: the law in force.
        what: as people write it.
        scope: whose verdict is asked for.
        of_member: how a member's verdict is asked for.

    Raises:
        PovrulesError: it is none; a name that nobody has is left to the caller.
    """
    if not isinstance(what, str):
        raise PovrulesError(f"{what!r} is no name of a decision or programme", expected="a text, as in 'poverty_class'")
    other: Scope = "household" if scope == "person" else "person"
    here, there = policy.find(scope, what), policy.find(other, what)
    if here is not None or there is None:
        found, of = here, scope
    else:
        found, of = there, other
    if found is None:
        asked = policy.facts.get((scope, "vn:poverty_class"))
        if asked is not None and isinstance(asked.type, EnumType) and what in asked.type.members:
            raise PovrulesError(f"{what} is an answer, not a decision", expected=f"'poverty_class', to={what!r}")
        return
    if isinstance(policy.facts[of, found].type, NumberType):
        raise PovrulesError(f"amounts have no counterfactual: {what}", expected="a decision or a programme")
    if of == scope:
        return
    if of == "person":
        raise PovrulesError(f"{what} is decided of each member, not of the household", expected=of_member)
    raise PovrulesError(f"{what} is decided of the household, not of a member", expected="the household's")


def check_most(most: object) -> None:
    """Refuse what is no number of changes.

    Raises:
        PovrulesError: no whole number from 1 on.
    """
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise PovrulesError(f"most={most!r} is no number of changes", expected="a whole number from 1 on")


def check_member(member: object, count: int) -> None:
    """Refuse what is no position of a listed member.

    Raises:
        PovrulesError: no such member.
    """
    if not isinstance(member, int) or isinstance(member, bool) or not 0 <= member < count:
        known = f"a position from 0 to {count - 1}" if count else "a household with members"
        raise PovrulesError(f"no member {member!r}", expected=known)


def goals(
    policy: ResolvedPolicy, id: str, member: int | None, now: Value | None, to: Value | None
) -> tuple[Value, ...]:
    """The answers to look for: the one that is asked for, or every other one; none where it is that already.

    Raises:
        PovrulesError: an amount or a day, which is no verdict, or an answer that it does not have.
    """
    fact = policy.facts["household" if member is None else "person", id]
    if isinstance(fact.type, BoolType):
        answers: tuple[Value, ...] = (True, False)
    elif isinstance(fact.type, EnumType):
        answers = fact.type.members
    else:
        raise PovrulesError(f"{policy.shown(id)} is {fact.type}, no verdict", expected="a decision or a programme")
    if to is None:
        return tuple(answer for answer in answers if answer != now)
    if not any(type(answer) is type(to) and answer == to for answer in answers):
        names = [str(answer) for answer in answers]
        raise PovrulesError(
            f"{policy.shown(id)} is never {to!r}", expected=", ".join(names), closest=closest(str(to), names)
        )
    return () if to == now else (to,)
