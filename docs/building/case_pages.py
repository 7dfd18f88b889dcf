"""The pages of worked households: what is known of each, and the answer the law gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docs.building import words as w
from docs.building.case_book import CasePage, anchor
from docs.building.law import Law
from docs.building.writing import Page, safe
from povrules.decisions.explanation.words import EVIDENCE
from povrules.language.amounts import Lang, shown
from povrules.law.evidence import parse_evidence
from povrules.testing import Case

MEMBERS = "members"


def case_pages(law: Law, lang: Lang) -> Iterator[Page]:
    """Every page of households, and the list of these pages."""
    index = Page("law/cases/index.md", lang, w.CASES.of(lang))
    for unit in w.in_order(law.line.texts):
        found = [each for each in law.cases.pages if each.unit == unit]
        if found:
            index.heading(w.field(unit), anchor=unit.replace("_", "-"))
            index.add(*(f"- {index.link(_title(each, lang), each.path)}" for each in found))
    yield index
    for each in law.cases.pages:
        yield _page(each, lang)


def _title(of: CasePage, lang: Lang) -> str:
    title = w.CASES_OF.of(lang).format(w.field(of.unit).of(lang))
    return title if of.of == 1 else f"{title} ({of.number}/{of.of})"


def _page(of: CasePage, lang: Lang) -> Page:
    page = Page(of.path, lang, _title(of, lang), searched=False)
    for case in of.cases:
        title = case.note.of(lang) if case.note else case.id
        page.heading(safe(title[:1].upper() + title[1:]), 3, anchor(case))
        when = [f"{page.of(w.DAY)} {shown(case.on, lang)}"]
        if case.known_on is not None:
            when.append(page.fill(w.KNOWN_ON, shown(case.known_on, lang)))
        if case.evidence != "unverified":
            when.append(page.fill(w.AT_LEAST, EVIDENCE[parse_evidence(case.evidence)].of(lang)))
        lines = [
            f"- `{case.id}`; {'; '.join(when)}",
            f"- {page.of(w.GIVEN)}: {_given(case.given, page)}",
            f"- {page.of(w.EXPECTED)}: {_expected(case)}",
            f"- {page.of(w.SAID_BY)}: {safe(case.source)}",
        ]
        page.boxed("case", lines)
    return page


def _given(facts: Mapping[str, Any], page: Page) -> str:
    """The facts as they are written, a member after the household."""
    own = ", ".join(f"`{name}` {safe(str(value))}" for name, value in facts.items() if name != MEMBERS)
    people = [
        f"{page.fill(w.MEMBER, str(number))}: {_given(member, page)}"
        for number, member in enumerate(facts.get(MEMBERS, ()), 1)
    ]
    return "; ".join(filter(None, [own, *people])) or page.of(w.NOTHING)


def _expected(case: Case) -> str:
    told = []
    for each in case.expected:
        answer = each.answer if isinstance(each.answer, str) else ", ".join(each.answer) or "–"
        told.append(f"`{each.what}` **{safe(answer)}**")
    return "; ".join(told)
