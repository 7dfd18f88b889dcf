"""What is wrong with a reform."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class ReformError(PovrulesError):
    """A reform that names nothing, does not fit, or would break what the law declares to hold."""

    code = "reform"
