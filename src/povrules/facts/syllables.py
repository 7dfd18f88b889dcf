"""How Vietnamese a text looks: the share of its words with marked letters that could be Vietnamese syllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
_OPEN = (
    "a|e|ê|i|o|ô|ơ|u|ư|y|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|iêu|yêu|oa|oe|uê|uy|uơ|"
    "oai|oay|oao|oeo|uôi|ươi|ươu|uya|uyu|uây|uâu"
)
_CLOSED = "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|uô|ươ|oa|oă|oe|oo|uâ|uê|uơ|uy|uyê)(?:ch?|m|ng?|nh|p|t)"
_SYLLABLE = re.compile(f"{_ONSET}(?:{_OPEN}|{_CLOSED})")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = ("c", "ch", "p", "t")  # syllables that end so have the sharp or the heavy tone only
_OF_STOPPED = frozenset("\u0301\u0323")
_BETWEEN = re.compile(r"[\s0-9.,;:!?()\[\]{}/\\\"'“”‘’„«»<>=+*_%&#@|~^`–—…·•-]+")


def marked_words(texts: Iterable[str]) -> set[str]:
    """The different words with a letter beyond ASCII, in lower case and NFC."""
    found: set[str] = set()
    for text in texts:
        if not text.isascii():
            words = _BETWEEN.split(unicodedata.normalize("NFC", text).lower())
            found.update(word for word in words if not word.isascii())
    return found


def syllable_share(words: set[str]) -> float:
    """Of words as ``marked_words`` finds them, how many of each could be Vietnamese; 0 when there are none.

    >>> syllable_share(marked_words(["Hộ nghèo, hộ cận nghèo"])), syllable_share(marked_words(["Hé cËn nghÌo"]))
    (1.0, 0.3333333333333333)
    """
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word in lower case could be a Vietnamese syllable: its sounds, and at most one tone that they allow.

    >>> is_syllable("nghèo"), is_syllable("vùc"), is_syllable("müller")
    (True, False, False)
    """
    if any(unicodedata.combining(letter) for letter in word):
        return False  # NFC left a mark that belongs to no letter
    letters = unicodedata.normalize("NFD", word)
    tones = [letter for letter in letters if letter in _TONES]
    plain = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    return not plain.endswith(_STOPPED) or (bool(tones) and tones[0] in _OF_STOPPED)
