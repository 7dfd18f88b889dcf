"""The Python of a peer: an environment beside its requirements, made once and filled again when they change."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path


def python_of(folder: Path) -> Path:
    """The interpreter with the pinned packages of a peer.

    Args:
        folder: with ``requirements.txt``; the environment is its ``.venv``.
    """
    pinned = folder / "requirements.txt"
    environment, digest = folder / ".venv", sha256(pinned.read_bytes()).hexdigest()
    python, made = environment / "bin" / "python", environment / ".filled"
    if not made.exists() or made.read_text(encoding="ascii") != digest:
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        install = [
            python,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--quiet",
            "--quiet",
            "install",
            "--requirement",
            pinned,
        ]
        subprocess.run(install, check=True)
        made.write_text(digest, encoding="ascii")
    return python
