"""What a report is asked with: days, languages, columns of places, lists of ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from povrules.language.amounts import Lang, language
from povrules.reports.errors import ReportError


def day_of(given: date | str, name: str) -> date:
    """A day as it is given: a ``date``, or text such as ``2024-12-31``.

    Raises:
        ReportError: it is none; a moment (``datetime``) is none either.

    >>> day_of("2024-12-31", "on")
    datetime.date(2024, 12, 31)
    """
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            pass
    raise ReportError(f"{name}={given!r} is not a day", expected="a date, or text such as '2024-12-31'")


def spoken(lang: str) -> Lang:
    """The language itself, if reports are written in it.

    Raises:
        ReportError: another one.
    """
    try:
        return language(lang)
    except ValueError:
        raise ReportError(f"no words in {lang!r}", expected="lang='vi' or lang='en'") from None


def places_of(by: str | Sequence[str]) -> list[str]:
    """The columns of places as a list.

    Raises:
        ReportError: what is no name, one column twice.
    """
    places = [by] if isinstance(by, str) else list(by) if isinstance(by, Iterable) else [by]
    for name in places:
        if not isinstance(name, str) or name.startswith("#"):
            raise ReportError(f"by={by!r}: {name!r} is no column of places", expected="names such as 'commune'")
    check_once(places, f"by={by!r}")
    return places


def check_once(names: Sequence[str], what: str) -> None:
    """Refuse a column that is named twice.

    Raises:
        ReportError: which one.
    """
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise ReportError(f"{what} names the column {twice!r} twice", expected="each once")


def check_apart(places: Sequence[str], made: Iterable[str]) -> None:
    """Refuse columns of places that are called as columns of the table that is made.

    Raises:
        ReportError: which one.
    """
    taken = set(made)
    for name in places:
        if name in taken:
            raise ReportError(
                f"no report by {name!r}: the table makes a column of that name",
                expected=f"another name, such as {f'{name}_code'!r}",
            )


def ids_of(given: Collection[object], name: str) -> list[str]:
    """A list of ids as text.

    Args:
        given: texts or whole numbers.
        name: of the argument.

    Raises:
        ReportError: one text alone (its letters are no ids), what is no id.

    >>> ids_of([7, "H8"], "earlier")
    ['7', 'H8']
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise ReportError(f"{name}={given!r} is no list of ids", expected=f"[{given!r}]")
    found = list(given)
    for id in found:
        if not isinstance(id, str | int) or isinstance(id, bool):
            raise ReportError(f"{name}: {id!r} is no id", expected="texts or whole numbers")
    return [str(id) for id in found]
