"""How wide a text may come out, and where it is broken, without asking the fonts of whoever looks at it."""

from __future__ import annotations

SIZE = 12
"""Of letters, in pixels, where nothing else is said."""
_NARROW, _WIDE = frozenset("iljtfrI.,:;'’|!()[]/-• "), frozenset("mwMWĐƠƯQ@%–…")


def text_width(text: str, size: float = SIZE) -> float:
    """How wide a text is at most, in common fonts.

    >>> text_width("mm") > text_width("nn") > text_width("ii")
    True
    """
    return size * sum(0.42 if c in _NARROW else 0.99 if c in _WIDE else 0.73 if c.isupper() else 0.64 for c in text)


def broken(text: str, width: float) -> list[str]:
    """A text in lines that are no wider than this; only a single word may be.

    >>> broken("one two three", 60)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
