"""A pack as the law of a day is made from it: its texts, and where they are law."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.law.text import LawText


@dataclass(frozen=True, slots=True)
class PackText:
    """The law text of one pack.

    Args:
        id: the pack, ``vn.poverty_standard``.
        namespace: of its ids, ``vn`` or a province's code.
        version: of the pack.
        texts: one for each of its folders.
        within: words for the territory it is law in (codes and names of old provinces), where that is only a part of
            the place the policy is for; empty where it is law in all of it.
        overrides: ids of the nation that it restates to correct their text.
    """

    id: str
    namespace: str
    version: str
    texts: tuple[LawText, ...]
    within: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
