"""How sure we are of a value of law."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Evidence(enum.IntEnum):
    """From nothing known to the instrument's own text; a higher member is stronger.

    ``UNKNOWN`` carries no value. ``UNVERIFIED`` is memory or a third party, usable and flagged. ``SECONDARY`` is a page
    of an agency or newspaper. ``OFFICIAL_TEXT`` is the instrument's own text, read.

    >>> Evidence.OFFICIAL_TEXT > Evidence.SECONDARY > Evidence.UNVERIFIED > Evidence.UNKNOWN
    True
    >>> str(Evidence.OFFICIAL_TEXT)
    'official_text'
    """

    UNKNOWN = 0
    UNVERIFIED = 1
    SECONDARY = 2
    OFFICIAL_TEXT = 3

    def __str__(self) -> str:
        return self.name.lower()


def parse_evidence(text: str) -> Evidence:
    """Read the word a policy file uses.

    Args:
        text: ``official_text``, ``secondary``, ``unverified`` or ``unknown``.

    Raises:
        ValueError: any other word.

    >>> parse_evidence("secondary")
    <Evidence.SECONDARY: 2>
    """
    for member in Evidence:
        if str(member) == text:
            return member
    raise ValueError(f"{text!r} is not one of {', '.join(str(member) for member in reversed(Evidence))}")


def weakest(items: Iterable[Evidence]) -> Evidence:
    """The weakest of several; what rests on nothing is as sure as can be.

    >>> weakest([Evidence.SECONDARY, Evidence.UNVERIFIED])
    <Evidence.UNVERIFIED: 1>
    >>> weakest([])
    <Evidence.OFFICIAL_TEXT: 3>
    """
    return min(items, default=Evidence.OFFICIAL_TEXT)
