"""Corrections: a pack of the nation restates a definition of another, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from povrules.language.errors import closest
from povrules.language.symbols import NATION
from povrules.law.errors import LawError
from povrules.policy.pack_text import PackText

SECTIONS = (
    "enums", "facts", "constants", "parameters", "variables", "sets", "decisions", "constraints", "claims",
    "programmes", "overlaps",
)  # fmt: skip


def overridden(packs: Sequence[PackText]) -> dict[tuple[str, str], str]:
    """What packs restate: (section, id with namespace) to the pack whose words count.

    Raises:
        LawError: an override by a place, by two packs, of nothing, or without the restated definition.
    """
    found: dict[tuple[str, str], str] = {}
    for pack in packs:
        for name in pack.overrides:
            if pack.namespace != NATION:
                raise LawError(f"{pack.id} overrides {name}, which is the nation's",
                               expected="a definition in its own namespace")  # fmt: skip
            own = [s for s in SECTIONS for text in pack.texts for item in getattr(text, s) if item.id == name]
            if not own:
                raise LawError(
                    f"{pack.id} overrides {name} and does not define it", expected="the corrected definition"
                )
            others = [
                (section, item.id, other.id)
                for other in packs
                if other.namespace == NATION and other is not pack
                for text in other.texts
                for section in SECTIONS
                for item in getattr(text, section)
            ]
            if not any(section == own[0] and id == name for section, id, _ in others):
                known = [id for section, id, _ in others if section == own[0]]
                raise LawError(f"{pack.id} overrides {name}, and there is none", closest=closest(name, known))
            key = (own[0], f"{NATION}:{name}")
            if key in found:
                raise LawError(f"{name} is overridden twice, by {found[key]} and {pack.id}", expected="one of them")
            found[key] = pack.id
    return found
