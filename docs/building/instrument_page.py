"""The page of an instrument: what it is, where it was read, and all that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from docs.building import parts
from docs.building import words as w
from docs.building.law import Law
from docs.building.things import Thing, entries_of
from docs.building.writing import Page, badge, days, instrument_link, instrument_path, safe
from povrules.decisions.explanation.citations import name, period, place
from povrules.language.amounts import Lang, shown
from povrules.law.model import Dated, Words
from povrules.law.programme_model import Programme
from povrules.law.text import Instrument


def instrument_page(law: Law, instrument: Instrument, lang: Lang) -> Page:
    """Write the page of an instrument.

    Args:
        law: all of it.
        instrument: the one.
        lang: of the page.
    """
    page = Page(instrument_path(instrument.id), lang, name(instrument, lang))
    page.add(f"**{page.of(instrument.title)}**")
    about = [
        (w.NAME, f"`{instrument.id}`"),
        (w.ISSUER, page.of(instrument.issuer)),
        (w.ISSUED, shown(instrument.issued, lang)),
        (w.EVIDENCE, badge(instrument.evidence, lang)),
    ]
    if instrument.in_force is not None:
        about.append((w.IN_FORCE, period(instrument.in_force, None, lang)))
    if instrument.amends:
        about.append((w.AMENDS, ", ".join(instrument_link(page, law.line, id) for id in instrument.amends)))
    by = [each.id for each in law.line.instruments.values() if instrument.id in each.amends]
    if by:
        about.append((w.AMENDED_BY, ", ".join(instrument_link(page, law.line, id) for id in by)))
    page.terms(about)
    if instrument.note is not None:
        page.boxed("remark", [f"{page.of(w.NOTE)}: {page.of(instrument.note)}"])
    page.heading(w.RESTS, anchor="rests")
    nothing = True
    for words, of in ((w.ENACTS, "enacts"), (w.SUPPORTS, "supports"), (w.ENDS, "ends")):
        lines = list(_entries(page, law, instrument, of))
        if lines:
            nothing = False
            page.add(f"### {page.of(words)} ({len(lines)}) {{ #{of} }}")
            page.boxed("entries", lines)
    if nothing:
        page.add(page.of(w.RESTS_NOTHING))
    page.heading(w.SOURCES, anchor="sources")
    page.boxed("sources", [f"- <{url}>" for url in instrument.source] or [page.of(w.NO_SOURCE)])
    return page


def _entries(page: Page, law: Law, instrument: Instrument, of: str) -> Iterator[str]:
    for thing in law.things.all:
        for benefit, dated in entries_of(thing):
            if not _is(of, instrument.id, dated):
                continue
            at = f"{safe(place(dated.at, page.lang))}; " if of == "enacts" and dated.at else ""
            part = _benefit(thing, benefit, page.lang)
            told = f"{at}{days(dated, page.lang)} {badge(dated.evidence, page.lang)}"
            yield f"- {parts.thing_link(page, thing)}{part} {parts.kind_mark(page, thing)}: {told}"


def _is(of: str, id: str, dated: Dated) -> bool:
    return {"enacts": dated.enacted_by == id, "supports": id in dated.support, "ends": dated.ended_by == id}[of]


def _benefit(thing: Thing, benefit: str, lang: Lang) -> str:
    if not benefit or not isinstance(thing.declared, Programme):
        return ""
    label: Words = next(each.label for each in thing.declared.benefits if each.id == benefit)
    return f" ({safe(label.of(lang))})"
