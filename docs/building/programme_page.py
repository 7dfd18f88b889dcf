"""The page of a programme: who is eligible, what it gives, who pays, through time."""

from __future__ import annotations

from docs.building import parts, rules
from docs.building import words as w
from docs.building.law import Law
from docs.building.things import Thing
from docs.building.writing import Page, safe
from povrules.decisions.explanation.citations import period
from povrules.decisions.labels import PAYER_WORDS, raised
from povrules.language.amounts import Lang
from povrules.law.model import Start
from povrules.law.programme_model import Programme


def programme_page(law: Law, thing: Thing, lang: Lang) -> Page:
    """Write the page of a programme.

    Args:
        law: all of it.
        thing: the programme.
        lang: of the page.
    """
    programme = thing.declared
    assert isinstance(programme, Programme)
    page = Page(thing.path, lang, raised(thing.label.of(lang)))
    about = [
        (w.NAME, f"`{thing.name}`"),
        (w.FIELD, page.of(w.field(thing.unit))),
        (w.SCOPE, page.of(w.SCOPES[programme.of])),
        (w.PAID, page.of(w.PER[programme.per])),
        (w.PAYER, page.of(PAYER_WORDS[programme.payer])),
    ]
    coverage = law.line.coverage(thing.unit)
    if coverage is not None:
        about.append((w.COVERED, period(Start(coverage.start, coverage.start), coverage.end, lang)))
    page.terms(about)
    page.heading(w.CONDITIONS, anchor="conditions")
    rules.dated_rules(page, law, rules.worded(programme.eligible), thing.key)
    page.heading(w.BENEFITS, anchor="benefits")
    for benefit in programme.benefits:
        page.add(f"### {safe(raised(benefit.label.of(lang)))} {{ #benefit-{benefit.id.replace('_', '-')} }}")
        page.add(f"`{thing.name}.{benefit.id}`")
        key = (programme.of, f"{thing.id}.{benefit.id}")
        if benefit.definition is not None:
            rules.definition(page, law, benefit.definition, key)
        rules.dated_rules(page, law, rules.worded(benefit.rules), key, level=4)
    if programme.costs:
        page.heading(w.COSTS, anchor="costs")
        for payer, expression in programme.costs:
            page.add(f"**{page.fill(w.COST_OF, page.of(PAYER_WORDS[payer]))}**")
            rules.definition(page, law, expression, (programme.of, f"{thing.id}.cost.{payer}"))
    parts.graph(page, law, thing)
    parts.instruments(page, law, thing)
    parts.cases(page, law, thing)
    return page
