"""What can go wrong with a dossier."""

from __future__ import annotations

from povrules.language.errors import PovrulesError


class DossierError(PovrulesError):
    """A step, a member or a file that a dossier cannot use."""

    code = "dossier"
