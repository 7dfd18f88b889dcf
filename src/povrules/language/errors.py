"""Errors a person can act on: what is wrong, where, what was expected, the closest thing that exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


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


def _in_vietnamese(sentence: str) -> str:
    """The sentence in Vietnamese; the table is read when somebody asks, which the checker of records never does."""
    from povrules.language.vietnamese import in_vietnamese

    return in_vietnamese(sentence)


class PovrulesError(Exception):
    """Base of every error the library raises on purpose.

    Args:
        message: what is wrong, in one sentence.
        span: where, if it has a place.
        expected: what would have been right.
        closest: the nearest thing that exists.
        vi: what is wrong in Vietnamese; without it ``povrules.language.vietnamese`` is asked for the sentence.

    The attribute ``code`` is a stable short word for programs.

    >>> problem = PovrulesError("no parameter 'incom_line'", closest="income_line")
    >>> print(problem)
    no parameter 'incom_line'; did you mean 'income_line'?
    >>> problem.said("vi")
    "không có tham số 'incom_line'; có phải 'income_line' không?"
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        span: Span | None = None,
        expected: str | None = None,
        closest: str | None = None,
        vi: str | None = None,
    ) -> None:
        self.message = message
        self.vi = vi
        self.span = span
        self.expected = expected
        self.closest = closest
        super().__init__(message)

    def said(self, lang: str) -> str:
        """The whole line in ``vi`` or ``en``: where, what is wrong, what was expected, the closest thing."""
        words = _VI if lang == "vi" else _EN
        text = self._in_vietnamese if lang == "vi" else self.message
        if self.span:
            text = f"{self.span}: {text}"
        if self.expected:
            text += words.expected.format(_in_vietnamese(self.expected) if lang == "vi" else self.expected)
        if self.closest:
            text += words.closest.format(repr(self.closest))
        return text

    @property
    def _in_vietnamese(self) -> str:
        return _in_vietnamese(self.message) if self.vi is None else self.vi

    def as_dict(self) -> dict[str, Any]:
        """The error for programs, in types of JSON.

        >>> PovrulesError("no such day", span=Span("facts.yaml", 3, 7)).as_dict()["where"]
        {'file': 'facts.yaml', 'line': 3, 'column': 7}
        """
        span = self.span
        return {
            "code": self.code,
            "message": {"vi": self._in_vietnamese, "en": self.message},
            "where": None if span is None else {"file": span.file, "line": span.line, "column": span.column},
            "expected": self.expected,
            "closest": self.closest,
        }

    def __str__(self) -> str:
        return self.said("en")


@dataclass(frozen=True, slots=True)
class _Tail:
    expected: str
    closest: str


_VI = _Tail("; cần {}", "; có phải {} không?")
_EN = _Tail("; expected {}", "; did you mean {}?")


class RuleError(PovrulesError):
    """An expression that cannot be a rule: refused syntax, unknown name, types or units that do not fit."""

    code = "rule"
