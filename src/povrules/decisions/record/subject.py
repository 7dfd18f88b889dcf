"""Whom a record is about, without saying who it is."""

from __future__ import annotations

import hashlib
import hmac

from povrules.language.errors import PovrulesError

SHORTEST_KEY = 16


class SubjectError(PovrulesError):
    """A subject that cannot be written into a record."""

    code = "subject"


def hashed_subject(subject: str | None, key: bytes | None) -> dict[str, str] | None:
    """The code of a household as a keyed hash; nothing without a code.

    Args:
        subject: the household's code.
        key: the office's secret, at least 16 bytes. Without a secret anybody could try all codes.

    Raises:
        SubjectError: a code without a key, or a short key. The code itself is not repeated.

    >>> hashed_subject("01100008", b"sixteen bytes ok")["hmac_sha256"][:8]
    '752bf156'
    """
    if subject is None:
        return None
    if not isinstance(subject, str) or not isinstance(key, bytes) or len(key) < SHORTEST_KEY:
        raise SubjectError(
            "the code of a household goes into a record only as a keyed hash",
            expected=f"subject= as text and subject_key=, a secret of at least {SHORTEST_KEY} bytes; or no subject",
        )
    return {"hmac_sha256": hmac.new(key, subject.encode(), hashlib.sha256).hexdigest()}
