"""Text folded for comparison: Unicode form, white space, case, and where Vietnamese puts the tone mark."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Grave, acute, tilde, hook above, dot below: the five marks of tone. Circumflex, breve and horn make letters and stay.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def clean_text(text: str) -> str:
    """NFC, invisible characters gone, every run of white space one space, no space at the ends.

    >>> clean_text(" Ha\\u0300m\\u00a0 Thuận ")
    'Hàm Thuận'
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A key for comparing words: as ``clean_text``, without case, the tone mark moved to the end of its word.

    Old and new spelling put the tone on another vowel of the same syllable (hoà, hòa) and are the same word;
    every other difference counts (cận nghèo is not nghèo, nghèo is not ngheo).

    >>> fold("Xã  HOÀ Thắng") == fold("xã hòa thắng"), fold("nghèo") == fold("ngheo")
    (True, False)
    """
    return " ".join(_fold_word(word) for word in clean_text(text).casefold().split(" "))


def _fold_word(word: str) -> str:
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)) + tones


@lru_cache(maxsize=65536)
def without_marks(text: str) -> str:
    """The same text in plain letters, as typed where Vietnamese cannot be typed.

    >>> without_marks("Điểm thiếu hụt")
    'Diem thieu hut'
    """
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))
