"""What is wrong with the data of a report."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class ReportError(PovrulesError):
    """Data that cannot be put in an official table."""

    code = "report"
