"""A decision record: one text that says what was decided, from which facts, by which law, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from povrules.decisions.record.signing import signature, signed_by
from povrules.facts.writing import write_text
from povrules.language.canonical import CanonicalError, canonical, digest_of, read_canonical
from povrules.policy.bundle import Bundle

SCHEMA = "povrules-record/1"
DAY, DIGEST = r"\d{4}-\d{2}-\d{2}", r"sha256:[0-9a-f]{64}"
PACK = r"[\w.-]{1,80} [\w-]{1,20} [0-9A-Za-z.+-]{1,40}"
HEAD = ("schema", "issued_on", "library", "engine", "policy", "method", "subject")
BODY = ("facts", "answers", "witnesses", "trace", "law", "conflicts", "digest")
KEYS = frozenset({*HEAD, *BODY})


class RecordError(CanonicalError):
    """A record that cannot be read or made."""

    code = "record"


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision that somebody else can check (biên bản quyết định). Made by ``Assessment.record``.

    Args:
        text: canonical JSON.
        bundle: the law it names by digest; None for a record that was read from a file without it.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> record = policy.assess({"area": "rural", "income_per_capita": 1_600_000}).record(issued_on="2024-10-05")
    >>> [a["value"] for a in record.content["answers"] if a["id"] == "vn:poverty_class"], record.digest[:7]
    (['average'], 'sha256:')
    """

    text: str
    bundle: Bundle | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What it says, as JSON values; a new copy each time."""
        found: dict[str, Any] = read_canonical(self.text)
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of what it says; a signature is not part of it."""
        return str(self.content["digest"])

    @property
    def signed(self) -> bool:
        """Whether there is a signature under it. Whose it is, ``is_signed_by`` says."""
        return "signature" in self.content

    def sign(self, key: bytes) -> DecisionRecord:
        """The record with an Ed25519 signature (extra ``sign``).

        Args:
            key: private key in PEM.

        Raises:
            SigningError: no such key, or the extra is not installed.
        """
        content = unsigned(self.content)
        return DecisionRecord(canonical(content | {"signature": signature(canonical(content), key)}), self.bundle)

    def is_signed_by(self, key: bytes) -> bool:
        """Whether it carries the signature of the owner of this public key (PEM).

        Raises:
            SigningError: no such key, or the extra is not installed.
        """
        content = self.content
        found = content.get("signature")
        return isinstance(found, dict) and signed_by(canonical(unsigned(content)), found, key)

    def save(self, path: str | Path, bundles: str | Path | None = None) -> Path:
        """Write it to a file, and its law beside it under the name of its digest.

        Args:
            path: of the record; folders that are not there are made.
            bundles: folder for the law; the folder of the record by default.

        Returns:
            The file of the law, or of the record where there is no law beside it.

        Raises:
            RecordError: a folder that cannot be made.
            FileProblem: a file that cannot be written; one that was there is as it was.
        """
        target = Path(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise RecordError(f"{target.parent}: {problem.strerror}") from None
        law = target if self.bundle is None else Path(bundles or target.parent) / self.bundle.file_name
        if self.bundle is not None:
            write_text(law, self.bundle.text + "\n")
        write_text(target, self.text + "\n")
        return law

    def __repr__(self) -> str:
        return f"<DecisionRecord {self.digest[7:19]}{', signed' if self.signed else ''}>"


def _words(content: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """What is said in free words elsewhere has one form here, so that no record can carry a person's name."""
    subject, library, policy = content["subject"], content["library"], content["policy"]
    if subject is not None:
        yield "subject", (_only(subject, "hmac_sha256"), r"[0-9a-f]{64}")
    yield "issued_on", (content["issued_on"], DAY)
    yield "engine", (content["engine"], "reference")
    yield "library", (_only(library, "name", "version") and library["name"], "povrules")
    yield "library", (_only(library, "name", "version") and library["version"], r"[0-9][0-9A-Za-z.+-]{0,40}")
    for key, pattern in (
        ("bundle", DIGEST),
        ("files", DIGEST),
        ("on", DAY),
        ("known_on", f"{DAY}|"),
        ("place", r"\w{1,20}"),
    ):
        yield f"policy.{key}", (policy.get(key) or ("" if key == "known_on" else None), pattern)
    for pack in policy["packs"]:
        yield "policy.packs", (" ".join(pack) if isinstance(pack, list) and len(pack) == 3 else None, PACK)


def _only(item: Any, *keys: str) -> Any:
    """The value of a mapping with these keys and no others; of one key, its value."""
    if not isinstance(item, dict) or set(item) != set(keys):
        return None
    return item[keys[0]] if len(keys) == 1 else True


def _is(told: tuple[Any, str]) -> bool:
    value, pattern = told
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def unsigned(content: dict[str, Any]) -> dict[str, Any]:
    """What a record says, without the signature."""
    return {key: value for key, value in content.items() if key != "signature"}


def with_digest(content: dict[str, Any]) -> dict[str, Any]:
    """What a record says, with the digest of it."""
    rest = {key: value for key, value in content.items() if key not in ("digest", "signature")}
    return rest | {"digest": digest_of(canonical(rest))}


def read_record(path: str | Path) -> DecisionRecord:
    """A record from a file.

    Raises:
        RecordError: no such file, no record, or a digest that is not that of what it says.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordError(f"{path}: {getattr(problem, 'strerror', None) or 'not UTF-8 text'}") from None
    return checked(DecisionRecord(text), str(path))


def checked(record: DecisionRecord, name: str = "the record") -> DecisionRecord:
    """The record, when it is whole.

    Raises:
        RecordError: it is not canonical JSON, not of this schema, or its digest is not that of what it says.
    """
    try:
        content = record.content
    except CanonicalError as problem:
        raise RecordError(f"{name}: {problem}") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise RecordError(f"{name} is no decision record", expected=f'"schema": "{SCHEMA}"')
    for key in sorted(KEYS.symmetric_difference(content) - {"signature"}):
        what = "is missing" if key in KEYS else "is unknown"
        raise RecordError(f"{name}: {key!r} {what}")
    try:
        wrong = next((part for part, told in _words(content) if not _is(told)), None)
    except (TypeError, AttributeError, KeyError):
        wrong = "policy"
    if wrong is not None:
        raise RecordError(f"{name}: {wrong!r} is not of its form")
    if with_digest(content)["digest"] != content["digest"]:
        raise RecordError(f"{name} was changed: its digest is not that of what it says")
    return record
