"""Proofs kept by the digest of what they stand on: what is found under its digest holds, anything else is proved anew.

A digest covers every rule, value of law and constraint that the question reads, and the day where one of them looks at
it, so that a changed word of the law can never be answered by an old proof.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast, get_args

from povrules.facts.writing import write_text
from povrules.language.errors import PovrulesError
from povrules.language.nodes import Scope
from povrules.proofs.proving import Proof
from povrules.proofs.questions import Kind

FORM = 1
"""Raised when a prover or the form of the file changes: older files are then not believed."""
NAME = "proofs.json"
"""The file that travels with the shipped policies."""


class StoredError(PovrulesError):
    """A file of proofs that cannot be read."""

    code = "proofs"


def read_proofs(path: Path) -> dict[str, Proof]:
    """Proofs by digest; none where there is no such file, or one of another form.

    Raises:
        StoredError: it is no file of proofs.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] != FORM:
            return {}
        return {digest: _proof(digest, words) for digest, words in found["proved"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as problem:
        raise StoredError(
            f"{path} is not a file of proofs", expected="what `check --prove --proofs` wrote"
        ) from problem


def write_proofs(path: Path, known: Mapping[str, Proof]) -> None:
    """Keep what is proved, in an order that any machine gives; a file there stays whole until the new one is."""
    proved = {
        digest: " ".join((proof.kind, *proof.about, "+".join(proof.by), *([proof.part] if proof.part else [])))
        for digest, proof in sorted(known.items(), key=lambda item: (item[1].about, item[1].kind, item[0]))
        if proof.verdict == "proved"
    }
    text = json.dumps({"form": FORM, "proved": proved}, indent=0, ensure_ascii=False)
    write_text(path, text + "\n")


def _proof(digest: str, words: str) -> Proof:
    word, scope, id, by, *part = words.split(" ")
    if word not in get_args(Kind):
        raise ValueError(word)
    kind = cast(Kind, word)
    of: Scope = "household" if scope == "household" else "person"
    return Proof(kind, (of, id), " ".join(part), "proved", tuple(by.split("+")), date.min, digest=digest)
