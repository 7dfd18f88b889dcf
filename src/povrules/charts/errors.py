"""What cannot be drawn, and the languages of what can."""

from __future__ import annotations

from povrules.language.amounts import Lang, language
from povrules.language.errors import PovrulesError


class ChartError(PovrulesError):
    """A chart that cannot be drawn or written."""

    code = "chart"


def language_of(lang: str) -> Lang:
    """The language itself, if charts are drawn in it.

    Raises:
        ChartError: another one.
    """
    try:
        return language(lang)
    except ValueError:
        raise ChartError(f"no words in {lang!r}", expected="lang='vi' or lang='en'") from None
