"""Vietnamese text as bytes of the old encodings, written from lists of pairs and not from the library's tables."""

from __future__ import annotations

import unicodedata

# As the converters of the nineties list them: what the letter looks like where TCVN3 is shown as Latin-1.
_PAIRS = (
    ("àáảãạ", "µ¸¶·¹"),
    ("ăằắẳẵặ", "¨»¾¼½Æ"),
    ("âầấẩẫậ", "©ÇÊÈÉË"),
    ("đ", "®"),
    ("èéẻẽẹ", "ÌÐÎÏÑ"),
    ("êềếểễệ", "ªÒÕÓÔÖ"),
    ("ìíỉĩị", "×ÝØÜÞ"),
    ("òóỏõọ", "ßãáâä"),
    ("ôồốổỗộ", "«åèæçé"),
    ("ơờớởỡợ", "¬êíëìî"),
    ("ùúủũụ", "ïóñòô"),
    ("ưừứửữự", "\u00adõøö÷ù"),
    ("ỳýỷỹỵ", "úýûüþ"),
)
SMALL = "".join(letters for letters, _ in _PAIRS)
LETTERS = SMALL + SMALL.upper()
_TCVN3 = {letter: shown for letters, shown_as in _PAIRS for letter, shown in zip(letters, shown_as, strict=True)}
_TCVN3_CAPITALS = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))

# cp1258: the letters that have a byte of their own, and the five tones that follow their letter.
_WHOLE = {**{chr(code): code for code in (*range(0x20, 0x7F), 0x0A, 0x0D, 0x09)}}
_WHOLE |= dict(
    zip("ÀÁÂĂÈÉÊÍĐÓÔƠÙÚƯ", (0xC0, 0xC1, 0xC2, 0xC3, 0xC8, 0xC9, 0xCA, 0xCD, 0xD0, 0xD3, 0xD4, 0xD5, 0xD9, 0xDA, 0xDD),
        strict=True)
)  # fmt: skip
_WHOLE |= dict(
    zip("àáâăèéêíđóôơùúư", (0xE0, 0xE1, 0xE2, 0xE3, 0xE8, 0xE9, 0xEA, 0xED, 0xF0, 0xF3, 0xF4, 0xF5, 0xF9, 0xFA, 0xFD),
        strict=True)
)  # fmt: skip
_TONES = {"\u0300": 0xCC, "\u0309": 0xD2, "\u0303": 0xDE, "\u0301": 0xEC, "\u0323": 0xF2}


def tcvn3(text: str) -> bytes:
    """A capital with a tone has the byte of its small letter, as in the ABC fonts."""
    shown = []
    for letter in unicodedata.normalize("NFC", text):
        small = letter.lower()
        shown.append(_TCVN3_CAPITALS.get(letter) or _TCVN3.get(small, letter))
    return "".join(shown).encode("latin-1")


def cp1258(text: str, *, always_split: bool = False) -> bytes:
    """Letters whole where they have a byte, else (or always) the tone after the letter."""
    found: list[int] = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), None)
        if tone is None or (letter in _WHOLE and not always_split):
            found.append(_WHOLE[letter])
        else:
            found += [_WHOLE[unicodedata.normalize("NFC", parts.replace(tone, ""))], _TONES[tone]]
    return bytes(found)
