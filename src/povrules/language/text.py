"""Text as the law compares it: NFC, white space folded."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """One spelling of a text: NFC and single inner spaces, no outer ones. Case is kept.

    >>> fold("Ho\u0323\u0302  nghe\u0300o ") == "Hộ nghèo"
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).split())
