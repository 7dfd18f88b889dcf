"""The terms of the field in both languages, and where each is defined: written once, so that the two pages agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from docs.building.writing import Page
from povrules.language.amounts import Lang
from povrules.law.model import Words

PATH = "glossary.md"
FILE = Path(__file__).resolve().parents[1] / "site" / "glossary.yaml"
TITLE = Words("Thuật ngữ", "Glossary")
INTRO = Words(
    "Thuật ngữ của lĩnh vực này bằng tiếng Việt và tiếng Anh, nghĩa ở đây, và nơi định nghĩa.",
    "The terms of the field in English and Vietnamese, what they mean here, and where they are defined.",
)


@dataclass(frozen=True)
class Term:
    """One term.

    Args:
        words: the term itself.
        meaning: in a sentence.
        where: the page that defines it, inside the sources of a language, with an anchor or not.
    """

    words: Words
    meaning: Words
    where: str


@dataclass(frozen=True)
class Group:
    """Terms that belong together."""

    words: Words
    terms: tuple[Term, ...]


def read_glossary(path: Path = FILE) -> tuple[Group, ...]:
    """The terms from their file.

    >>> groups = read_glossary()
    >>> any(term.words.en == "deprivation cut-off" for group in groups for term in group.terms)
    True
    """
    made = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Group(
            Words(**group["group"]),
            tuple(Term(Words(**t["term"]), Words(**t["meaning"]), t["where"]) for t in group["terms"]),
        )
        for group in made
    )


def glossary_page(groups: tuple[Group, ...], lang: Lang) -> Page:
    """The page in one language: its own word first, the other beside it."""
    page = Page(PATH, lang, TITLE.of(lang))
    page.add(INTRO.of(lang))
    see = {"vi": "xem", "en": "see"}[lang]
    other: Lang = "en" if lang == "vi" else "vi"
    for number, group in enumerate(groups, 1):
        page.heading(group.words, anchor=f"group-{number}")
        lines = []
        for term in sorted(group.terms, key=lambda each: _spelled(each.words.of(lang))):
            path, _, anchor = term.where.partition("#")
            link = page.link(see, path, anchor)
            named = f"**{page.of(term.words)}** (*{term.words.of(other)}*)"
            lines.append(f"- {named}: {page.of(term.meaning)} {link}")
        page.add(*lines)
    return page


def _spelled(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold()
