"""What is wrong with the facts of one household: every problem with its place, its reason in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from povrules.facts.reasons import Reason
from povrules.language.errors import PovrulesError

At = tuple[str | int, ...]
"""Where a fact stands: ``("members", 2, "birth_date")``."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fact that cannot be used.

    Args:
        at: where it stands.
        value: as it was given.
        why: a stable code, and a sentence in both languages.
        closest: the nearest name there is, for a name there is not.
    """

    at: At
    value: object
    why: Reason
    closest: str | None = None

    @property
    def path(self) -> str:
        """Where, as one text.

        >>> from povrules.facts.reasons import NOT_A_DATE
        >>> Problem(("members", 2, "birth_date"), "soon", NOT_A_DATE).path
        'members[2].birth_date'
        """
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.at).removeprefix(".")

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.why.en

    def said(self, lang: str) -> str:
        """The problem as a line, in ``vi`` or ``en``; the value is left out, it may be somebody's own."""
        if lang == "vi":
            return f"{self.path}: {self.why.vi}" + (f"; có phải {self.closest!r} không?" if self.closest else "")
        return f"{self.path}: {self.why.en}" + (f"; did you mean {self.closest!r}?" if self.closest else "")

    def as_dict(self) -> dict[str, Any]:
        """For programs: place, code, both sentences, the closest name; never the value."""
        return {
            "path": self.path,
            "code": self.why.code,
            "reason": {"vi": self.why.vi, "en": self.why.en},
            "closest": self.closest,
        }

    def __str__(self) -> str:
        return self.said("en")


class FactsError(PovrulesError):
    """A household that cannot be assessed as given. ``problems`` lists every fact that is wrong, not only the first.

    Values are not repeated in the message: they may be somebody's own.
    """

    code = "facts"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_message(self.problems, "en"), vi=_message(self.problems, "vi"))

    def as_dict(self) -> dict[str, Any]:
        """As of every error, with ``problems``: one entry for each fact that is wrong."""
        return {**super().as_dict(), "problems": [problem.as_dict() for problem in self.problems]}

    def __reduce__(self) -> tuple[Any, ...]:
        return FactsError, (self.problems,)


def _message(problems: Sequence[Problem], lang: str) -> str:
    many = "{} dữ kiện không dùng được: " if lang == "vi" else "{} facts cannot be used: "
    count = many.format(len(problems)) if len(problems) > 1 else ""
    return count + "; ".join(problem.said(lang) for problem in problems)
