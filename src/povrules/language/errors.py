"""Errors a person can act on: what is wrong, where, what was expected, the closest thing that exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece of a rule stands in its source. Opaque to the language: it is only shown.

    Args:
        file: name shown to the reader (a path, or a name such as ``<expression>``).
        line: 1-based line.
        column: 1-based column.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def shifted(self, line: int, column: int) -> Span:
        """The span of an inner piece, ``line`` (0-based) lines below and at ``column`` (0-based)."""
        if line == 0:
            return Span(self.file, self.line, self.column + column)
        return Span(self.file, self.line + line, column + 1)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known name nearest to ``word``, or None when nothing is near.

    >>> closest("incom_line", ["income_line", "area"])
    'income_line'
    """
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


class PovrulesError(Exception):
    """Base of every error the library raises on purpose.

    Args:
        message: what is wrong, in one sentence.
        span: where, if it has a place.
        expected: what would have been right.
        closest: the nearest thing that exists.

    The attribute ``code`` is a stable short word for programs.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        span: Span | None = None,
        expected: str | None = None,
        closest: str | None = None,
    ) -> None:
        self.message = message
        self.span = span
        self.expected = expected
        self.closest = closest
        super().__init__(message)

    def __str__(self) -> str:
        text = f"{self.span}: {self.message}" if self.span else self.message
        if self.expected:
            text += f"; expected {self.expected}"
        if self.closest:
            text += f"; did you mean {self.closest!r}?"
        return text


class RuleError(PovrulesError):
    """An expression that cannot be a rule: refused syntax, unknown name, types or units that do not fit."""

    code = "rule"
