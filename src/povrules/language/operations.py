"""Operations on plain values that are lifted to diagrams; and, or, if say early what some operands settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

OPEN = object()
"""The operands that are known settle nothing."""


def _never(*operands: Any) -> Any:
    return OPEN


@dataclass(frozen=True, slots=True)
class Operation:
    """One of them.

    Args:
        of_plain: of plain values, as Python has it.
        early: what it is of operands of which some may be diagrams: one of them, so that the others need not be gone
            through, or ``OPEN``. Of truths and gaps (None) it says what ``of_plain`` says.
    """

    of_plain: Callable[..., Any]
    early: Callable[..., Any] = _never


def _and(one: Any, other: Any) -> Any:
    if one is False or other is True:
        return one
    return other if one is True else OPEN


def _or(one: Any, other: Any) -> Any:
    if one is True:
        return True
    return other if one is False else OPEN  # not ``one`` where the other is false: it may be a gap


def _if(test: Any, then: Any, otherwise: Any) -> Any:
    if test is True or then is otherwise:
        return then
    return otherwise if test is False else OPEN


AND = Operation(lambda one, other: one and other, _and)
OR = Operation(lambda one, other: one or other, _or)
IF = Operation(lambda test, then, otherwise: then if test else otherwise, _if)
