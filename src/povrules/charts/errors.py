"""What cannot be drawn."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class ChartError(PovrulesError):
    """A chart that cannot be drawn or written."""

    code = "chart"
