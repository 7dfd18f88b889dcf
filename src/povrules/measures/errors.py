"""The error of this room: data or settings from which a measure cannot be made."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class MeasureError(PovrulesError):
    """Something a measure cannot be made from: a weight below zero, a cut-off out of range.

    >>> print(MeasureError("weights: row 3 is below zero", expected="numbers from 0"))
    weights: row 3 is below zero; expected numbers from 0
    """

    code = "measure"
