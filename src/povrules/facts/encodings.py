"""The encodings of Vietnamese files, and which of them a file is in.

UTF-8 is known by its form. Two others are in use and have no mark: cp1258, Windows' own, in which most tones follow
their letter as a character of their own; and TCVN3, the ABC fonts' (.VnTime), in which a capital with a tone is the
byte of the small letter, shown in another font (.VnTimeH). So in TCVN3 ``HỘ`` and ``hộ`` have the same last byte:
reading gives the small letter, and nobody can tell what stood there. Headers and values are compared without case, so
nothing is decided by it. Text comes out in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from povrules.facts.syllables import marked_words, syllable_share

Encoding = Literal["utf-8", "cp1258", "tcvn3"]
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "cp1258", "tcvn3")

_LEAST_WORDS = 4  # with fewer marked words nothing is recognised
_LEAST_SHARE = 0.75  # foreign names and slips stand in every register
_LEAST_LEAD = 0.3
_SAMPLE = 20_000  # different words looked at
_MARKED = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")

# TCVN 5712:1993, VN3, from 0xA1; "?" is not used. The capitals 0xAF, 0xBA ... 0xFF are VN1's, which VN3 leaves free.
_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ?????àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_PUNCTUATION = {0x85: "…", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0xA0: "\u00a0"}
_TCVN3: Mapping[int, str] = {
    **{code: chr(code) for code in range(0x80)},
    **_PUNCTUATION,
    **{code: letter for code, letter in enumerate(_FROM_A1, start=0xA1) if letter != "?"},
}
_NOT_TCVN3 = "".join(_TCVN3.get(code, "\ufffd") for code in range(256))


class UnreadableBytes(ValueError):
    """Bytes that are nothing in an encoding. ``start`` is where the first of them stands."""

    def __init__(self, start: int) -> None:
        self.start = start
        super().__init__(f"byte {start} cannot be read")


def decoded(data: bytes, encoding: Encoding) -> str:
    """Text in NFC.

    Raises:
        UnreadableBytes: a byte the encoding does not have.

    >>> decoded(bytes([0x48, 0xE9, 0x20, 0x6E, 0x67, 0x68, 0xCC, 0x6F]), "tcvn3")
    'Hộ nghèo'
    """
    if encoding == "tcvn3":
        text = data.decode("latin-1").translate(_NOT_TCVN3)
        if "\ufffd" in text:
            raise UnreadableBytes(text.index("\ufffd"))
    else:
        try:
            text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError as problem:
            raise UnreadableBytes(problem.start) from None
    return unicodedata.normalize("NFC", text) if encoding != "utf-8" else text


class Marked:
    """The words with marked letters of a file, as bytes, gathered block after block; they tell its encoding.

    UTF-8 is known by its form. Else the words are read in each encoding, and the one in which they are Vietnamese
    syllables wins, if it wins clearly.

    >>> marked = Marked()
    >>> marked.add("Hé nghÌo, hé cËn nghÌo, x· Hång S¬n".encode("latin-1")), marked.encoding()
    (1, 'tcvn3')
    """

    def __init__(self) -> None:
        self._words: set[bytes] = set()
        self._broken = False

    def add(self, data: bytes) -> int | None:
        """Take a block of whole lines; where its first byte stands that is not UTF-8, or None."""
        if len(self._words) < _SAMPLE and not data.isascii():
            self._words.update(_MARKED.findall(data))
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as problem:
            self._broken = True
            return problem.start
        return None

    @property
    def any(self) -> bool:
        """Whether anything lies beyond ASCII."""
        return bool(self._words)

    def encoding(self) -> Encoding | None:
        """The encoding; None where too little speaks for one. Bytes that are broken UTF-8 can still be UTF-8."""
        if not self._broken:
            return "utf-8"
        words = sorted(self._words)[:_SAMPLE]
        scores: dict[Encoding, float] = {
            "utf-8": _score([word.decode("utf-8", "replace") for word in words]),
            "cp1258": _score([word.decode("cp1258", "replace") for word in words]),
            "tcvn3": _score([word.decode("latin-1").translate(_NOT_TCVN3) for word in words]),
        }
        best, second, *_ = sorted(scores, key=lambda encoding: -scores[encoding])
        clear = scores[best] >= _LEAST_SHARE and scores[best] - scores[second] >= _LEAST_LEAD
        return best if clear else None


def _score(texts: list[str]) -> float:
    words = marked_words(texts)
    return syllable_share(words) if len(words) >= _LEAST_WORDS else 0.0


@dataclass(frozen=True, slots=True)
class Misread:
    """Text that was read in the wrong encoding before it came here: the right one, and one word in both."""

    encoding: Encoding
    word: str
    meant: str


def misread(texts: list[str]) -> Misread | None:
    """Whether texts are Vietnamese that somebody read as Latin-1: ``Hé nghÌo``, ``Há»™ nghÃ¨o``.

    >>> misread(["Hé nghÌo, hé cËn nghÌo, x· Hång S¬n"])
    Misread(encoding='tcvn3', word='Hång', meant='Hồng')
    """
    words = sorted({word for text in texts for word in re.split(r"[ \t\n]+", text) if not word.isascii()})
    known = syllable_share(marked_words(words))
    if known > 1 - _LEAST_LEAD:
        return None
    best: Misread | None = None
    most = known + _LEAST_LEAD
    for encoding in ENCODINGS:
        pairs = [(word, meant) for word in words if (meant := reread(word, encoding)) is not None]
        share = _score([meant for _, meant in pairs]) * len(pairs) / max(len(words), 1)
        if share >= max(most, _LEAST_SHARE):
            word, meant = next(((w, m) for w, m in pairs if m.lower() != w.lower()), pairs[0])
            best, most = Misread(encoding, word, meant), share
    return best


def reread(text: str, encoding: Encoding) -> str | None:
    """Text that was read as Latin-1, read again as what it is; None when it cannot have been that.

    >>> reread("HuyÖn B¾c B×nh", "tcvn3")
    'Huyện Bắc Bình'
    >>> reread("Hộ nghèo", "tcvn3") is None
    True
    """
    try:
        return decoded(b"".join(map(_byte, text)), encoding)
    except (UnicodeEncodeError, UnreadableBytes):
        return None


def _byte(letter: str) -> bytes:
    """The byte that shows as this letter where text is read as Western European, as Windows or as the standard does."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")
