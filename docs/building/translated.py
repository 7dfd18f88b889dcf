"""A page of the manual in Vietnamese beside its English one: heading by heading, with the same places to link to."""

from __future__ import annotations

import re

from pymdownx.slugs import slugify  # type: ignore[import-untyped]

_FENCE = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_MARKS = re.compile(r"[`*]|\[([^\]]*)\]\([^)]*\)")


def pieces(text: str) -> list[str]:
    """A page cut at its blocks of code: prose and code in turn."""
    return _FENCE.split(text)


def is_code(piece: str) -> bool:
    """Whether a piece is a block of code."""
    return piece.startswith("```")


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page outside of code, with their levels.

    >>> headings("# A\\n\\n## `b` and [c](d.md)\\n")
    [(1, 'A'), (2, '`b` and [c](d.md)')]
    """
    parts = "".join(piece for piece in pieces(text) if not is_code(piece))
    return [(len(marks), words) for marks, words in _HEADING.findall(parts)]


def anchors(text: str) -> list[str]:
    """The names of the places that links lead to, one for each heading.

    >>> anchors("# Unknown facts\\n\\n## `evaluate`\\n\\n## `evaluate`\\n")
    ['unknown-facts', 'evaluate', 'evaluate_1']
    """
    slug, met, found = slugify(case="lower"), dict[str, int](), []
    for _, words in headings(text):
        name = slug(_MARKS.sub(lambda mark: mark[1] or "", words), "-")
        met[name] = met.get(name, -1) + 1
        found.append(f"{name}_{met[name]}" if met[name] else name)
    return found


def anchored(text: str, english: str) -> str:
    """A Vietnamese page with the places of its English one."""
    names = iter(anchors(english))

    def named(piece: str) -> str:
        return _HEADING.sub(lambda found: f"{found[0]} {{#{next(names)}}}", piece)

    return "".join(piece if is_code(piece) else named(piece) for piece in pieces(text))
