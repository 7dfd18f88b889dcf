"""The error of this room."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class LawError(PovrulesError):
    """A policy file that cannot be read as law: bad YAML, an unknown key, a value without a citation.

    >>> print(LawError("unknown key 'form'", closest="from"))
    unknown key 'form'; did you mean 'from'?
    """

    code = "law"
