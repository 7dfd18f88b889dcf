"""All pages of the law browser in one language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.building import lists
from docs.building.case_pages import case_pages
from docs.building.instrument_page import instrument_page
from docs.building.law import Law
from docs.building.parameter_page import parameter_page
from docs.building.programme_page import programme_page
from docs.building.rule_page import rule_page
from docs.building.writing import Page
from povrules.language.amounts import Lang


def browser_pages(law: Law, lang: Lang, root: Path | None) -> Iterator[Page]:
    """Write every page.

    Args:
        law: all of it.
        lang: of the pages.
        root: where drawings go; None draws nothing.
    """
    yield lists.front_page(law, lang)
    yield from lists.kind_pages(law, lang)
    yield lists.facts_page(law, lang)
    yield lists.open_page(law, lang)
    for thing in law.things.all:
        match thing.kind:
            case "parameters":
                yield parameter_page(law, thing, lang, root)
            case "programmes":
                yield programme_page(law, thing, lang)
            case _:
                yield rule_page(law, thing, lang)
    for instrument in law.line.instruments.values():
        yield instrument_page(law, instrument, lang)
    yield from case_pages(law, lang)
