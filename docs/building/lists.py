"""Pages that list: the front page of the law browser, one for each kind, the facts, what is not sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docs.building import parts
from docs.building import words as w
from docs.building.law import Law
from docs.building.relations import FACTS_PAGE, fact_anchor
from docs.building.things import KINDS, Thing, entries_of
from docs.building.writing import Page, badge, basis, days, instrument_link, safe
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, shown, unit_text
from povrules.language.types import EnumType
from povrules.law.evidence import Evidence
from povrules.law.model import Dated, Fact

OPEN_PAGE = "law/open.md"


def front_page(law: Law, lang: Lang) -> Page:
    """The front page: what there is, and how sure the library is of it."""
    page = Page("law/index.md", lang, w.LAW.of(lang))
    page.add(w.INTRO.of(lang))
    counts = [(w.KINDS[kind], f"law/{kind}/index.md", len(law.things.kind(kind))) for kind in KINDS]
    counts.append((w.INSTRUMENTS, "law/instruments/index.md", len(law.line.instruments)))
    lines = [f"- {page.link(page.of(words), path)}: {count}" for words, path, count in counts]
    facts = sum(len(text.facts) for text in law.line.texts.values())
    lines.append(f"- {page.link(page.of(w.FACTS), FACTS_PAGE)}: {facts}")
    cases = sum(len(each.cases) for each in law.cases.pages)
    lines.append(f"- {page.link(page.of(w.CASES), 'law/cases/index.md')}: {shown(cases, lang)}")
    page.add(*lines, f"- {page.link(page.of(w.OPEN), OPEN_PAGE)}")
    page.heading(w.HOW_TO_READ, anchor="reading")
    page.add(page.of(w.ON_A_PAGE))
    page.add(page.of(w.MARKS))
    page.add(*(f"- {badge(evidence, lang)} {page.of(words)}" for evidence, words in w.MARK.items()))
    page.add(_counts(law, lang))
    return page


def _counts(law: Law, lang: Lang) -> str:
    found = Counter(dated.evidence for thing in law.things.all for _, dated in entries_of(thing))
    each = (Evidence.OFFICIAL_TEXT, Evidence.SECONDARY, Evidence.UNVERIFIED, Evidence.UNKNOWN)
    return w.COUNTS.of(lang).format(found.total(), *(found[evidence] for evidence in each))


def kind_pages(law: Law, lang: Lang) -> Iterator[Page]:
    """A list for each kind of thing, by field of law, and one of the instruments."""
    for kind in KINDS:
        page = Page(f"law/{kind}/index.md", lang, w.KINDS[kind].of(lang))
        for unit in w.in_order(law.line.texts):
            found = [thing for thing in law.things.kind(kind) if thing.unit == unit]
            if found:
                page.heading(w.field(unit), anchor=unit.replace("_", "-"))
                page.add(*(f"- {parts.thing_link(page, thing)} `{thing.name}`" for thing in found))
        yield page
    page = Page("law/instruments/index.md", lang, w.INSTRUMENTS.of(lang))
    lines = []
    for each in law.line.instruments.values():
        told = f"{instrument_link(page, law.line, each.id)} ({shown(each.issued, lang)}): {page.of(each.title)}"
        lines.append(f"- {told} {badge(each.evidence, lang)}")
    page.add(*lines)
    yield page


def facts_page(law: Law, lang: Lang) -> Page:
    """Every fact: its question, what it may be, and which rules read it."""
    page = Page(FACTS_PAGE, lang, w.FACTS.of(lang))
    page.add(w.FACTS_INTRO.of(lang))
    for of, words in (("household", w.HOUSEHOLD_FACTS), ("person", w.PERSON_FACTS)):
        page.heading(words, anchor=of)
        for unit in w.in_order(law.line.texts):
            for fact in law.line.texts[unit].facts:
                if fact.of == of:
                    _fact(page, law, fact)
    return page


def _fact(page: Page, law: Law, fact: Fact) -> None:
    anchor = fact_anchor(fact.of, fact.id)
    page.heading(f"{safe(raised(fact.label.of(page.lang)))}", 3, anchor)
    lines = [f"- {page.of(w.NAME)}: `{fact.id}` ({_type(page, law, fact)})"]
    if fact.question is not None:
        lines.append(f"- {page.of(w.QUESTION)}: *{page.of(fact.question)}*")
    users = law.links.users.get((fact.of, f"vn:{fact.id}"), ())
    told = ", ".join(parts.thing_link(page, user) for user in users) or page.of(w.NOTHING)
    page.boxed("terms", [*lines, f"- {page.of(w.READ_BY)}: {told}"])


def _type(page: Page, law: Law, fact: Fact) -> str:
    found = law.line.last.facts[fact.of, f"vn:{fact.id}"].type
    if isinstance(found, EnumType):
        labels = law.line.labels[max(law.line.labels)]
        return "; ".join(f"`{each}` {safe(labels.member(found, each, page.lang))}" for each in found.members)
    told = page.of(w.TYPES[fact.type])
    unit = getattr(found, "unit", None)
    if unit is not None and (text := unit_text(unit, page.lang)):
        told += f", {safe(text.lstrip('/'))}"
    return told + _range(page, law, fact)


def _range(page: Page, law: Law, fact: Fact) -> str:
    found = law.line.last.facts[fact.of, f"vn:{fact.id}"]
    low, high = (None if end is None else shown(end, page.lang) for end in (found.low, found.high))
    if low is not None and high is not None:
        return ", " + page.fill(w.FROM_TO, low, high)
    if low is not None:
        return ", " + page.fill(w.FROM, low)
    return "" if high is None else ", " + page.fill(w.UP_TO, high)


def open_page(law: Law, lang: Lang) -> Page:
    """What nobody has seen, what is not verified, and what begins on a day not known exactly."""
    page = Page(OPEN_PAGE, lang, w.OPEN.of(lang))
    page.add(w.OPEN_INTRO.of(lang))
    page.add(_counts(law, lang))
    every = [(thing, part, dated) for thing in law.things.all for part, dated in entries_of(thing)]
    groups = (
        (w.UNSEEN, "unknown", [each for each in every if each[2].evidence == Evidence.UNKNOWN]),
        (w.VAGUE, "vague", [each for each in every if not each[2].start.known]),
        (w.UNVERIFIED, "unverified", [each for each in every if each[2].evidence == Evidence.UNVERIFIED]),
    )
    for words, anchor, found in groups:
        page.heading(f"{page.of(words)} ({len(found)})", anchor=anchor)
        page.boxed("entries", [_entry(page, law, thing, part, dated) for thing, part, dated in found])
    weak = [each for each in law.line.instruments.values() if each.evidence <= Evidence.UNVERIFIED]
    page.heading(f"{page.of(w.INSTRUMENTS_UNVERIFIED)} ({len(weak)})", anchor="instruments")
    page.add(*(f"- {instrument_link(page, law.line, each.id)}: {page.of(each.title)}" for each in weak))
    return page


def _entry(page: Page, law: Law, thing: Thing, part: str, dated: Dated) -> str:
    named = f" `{part}`" if part else ""
    note = "" if dated.note is None else f"<br><small>{page.of(dated.note)}</small>"
    return f"- {parts.thing_link(page, thing)}{named}: {days(dated, page.lang)}; {basis(page, law.line, dated)}{note}"
