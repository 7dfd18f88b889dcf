"""Where the policies that come with the library lie: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from povrules.language.errors import PovrulesError


def policies_folder() -> Path:
    """The folder of the shipped policies.

    Raises:
        PovrulesError: an installation without them.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_policies", package.parents[1] / "policies"):
        if (folder / "vn").is_dir():
            return folder
    raise PovrulesError("this installation lacks its policies", expected=f"the folder {package / '_policies'}")
