"""Pages of Markdown: text made safe, links from page to page, dated entries and their basis in words."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable, Sequence
from pathlib import Path

from docs.building import words as w
from docs.building.timeline import Timeline
from povrules.decisions.explanation.citations import name, period, place
from povrules.decisions.explanation.words import EVIDENCE
from povrules.language.amounts import Lang
from povrules.law.evidence import Evidence
from povrules.law.model import Dated, Words

_MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in "|*_[]`\\#~{}"})
LANGUAGES: tuple[Lang, ...] = ("vi", "en")


def safe(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> safe("a < b | c")
    'a &lt; b &#124; c'
    """
    return html.escape(text, quote=False).translate(_MARKS)


class Page:
    """A page being written.

    Args:
        path: inside the sources of one language.
        lang: its language.
        title: its heading.
        searched: whether the search of the site knows it.
    """

    def __init__(self, path: str, lang: Lang, title: str, *, searched: bool = True) -> None:
        self.path = path
        self.lang = lang
        front = [] if searched else ["---", "search:", "  exclude: true", "---", ""]
        self._lines = [*front, f"# {safe(title)}", ""]

    def of(self, words: Words) -> str:
        """Words in the language of the page, safe for Markdown."""
        return safe(words.of(self.lang))

    def fill(self, words: Words, *parts: str) -> str:
        """Words with gaps, filled with what is safe already."""
        return "{}".join(map(safe, words.of(self.lang).split("{}"))).format(*parts)

    def add(self, *lines: str) -> None:
        """Lines as they are, then an empty one."""
        self._lines += [*lines, ""]

    def heading(self, words: Words | str, level: int = 2, anchor: str = "") -> None:
        """A heading; ``anchor`` names the place for links, in both languages."""
        text = words if isinstance(words, str) else self.of(words)
        self.add("#" * level + f" {text}" + (f" {{#{anchor}}}" if anchor else ""))

    def link(self, text: str, path: str, anchor: str = "") -> str:
        """A link to another page, with text that is safe already."""
        if path == self.path:
            return f"[{text}](#{anchor})" if anchor else f"**{text}**"
        target = posixpath.relpath(path, posixpath.dirname(self.path))
        return f"[{text}]({target}{'#' + anchor if anchor else ''})"

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str) -> None:
        """A table of cells that are safe already, marked with a class for its look."""
        lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
        self.boxed(kind, [*lines, *("| " + " | ".join(row) + " |" for row in rows)])

    def boxed(self, kind: str, lines: Iterable[str]) -> None:
        """Lines in a box of a class of its own."""
        self.add(f'<div class="{kind}" markdown>', "", *lines, "", "</div>")

    def terms(self, pairs: Iterable[tuple[Words, str]]) -> None:
        """What the thing is, as a list of terms."""
        self.boxed("terms", [f"- {self.of(term)}: {text}" for term, text in pairs])

    @property
    def text(self) -> str:
        """The page."""
        return "\n".join(self._lines).rstrip() + "\n"

    def write(self, root: Path) -> None:
        """Put it in its place below the sources of its language."""
        put(root / self.lang / self.path, self.text)


def put(path: Path, text: str) -> None:
    """Write a file, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def days(dated: Dated, lang: Lang) -> str:
    """The days of an entry."""
    return period(dated.start, dated.end, lang)


def badge(evidence: Evidence, lang: Lang) -> str:
    """How sure the library is, as a mark."""
    return f'<span class="evidence {str(evidence).replace("_", "-")}">{EVIDENCE[evidence].of(lang)}</span>'


def instrument_path(id: str) -> str:
    """Of the page of an instrument."""
    return f"law/instruments/{id}.md"


def instrument_link(page: Page, line: Timeline, id: str) -> str:
    """Kind and number, as a link."""
    return page.link(safe(name(line.instruments[id], page.lang)), instrument_path(id))


def basis(page: Page, line: Timeline, dated: Dated) -> str:
    """The place in the instrument that enacts an entry, and what else cites or ends it."""
    if dated.enacted_by is None:
        return page.of(w.DEFINITION)
    told = instrument_link(page, line, dated.enacted_by)
    if dated.at:
        told = f"{safe(place(dated.at, page.lang))}{' ' if page.lang == 'vi' else ', '}{told}"
    if dated.support:
        cited = ", ".join(instrument_link(page, line, each) for each in dated.support)
        told += f"; {page.of(w.SUPPORTED_BY)} {cited}"
    if dated.ended_by is not None:
        told += f"; {page.of(w.ENDED_BY)} {instrument_link(page, line, dated.ended_by)}"
    return told


def remark(page: Page, dated: Dated) -> None:
    """What the law file remarks."""
    if dated.note is not None:
        page.boxed("remark", [f"{page.of(w.NOTE)}: {page.of(dated.note)}"])
