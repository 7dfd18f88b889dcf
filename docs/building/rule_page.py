"""The pages of indicators, decisions, other rules, sets of indicators and groups of programmes."""

from __future__ import annotations

from docs.building import parts, rules
from docs.building import words as w
from docs.building.law import Law
from docs.building.things import Thing
from docs.building.writing import Page, badge, basis, remark, safe
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.law.model import Decision, NamedSet, Rule, Variable
from povrules.law.programme_model import Overlap


def rule_page(law: Law, thing: Thing, lang: Lang) -> Page:
    """Write the page of a rule of any kind but a programme.

    Args:
        law: all of it.
        thing: the rule.
        lang: of the page.
    """
    page = Page(thing.path, lang, raised(thing.label.of(lang)))
    about = [(w.NAME, f"`{thing.name}`"), (w.FIELD, page.of(w.field(thing.unit)))]
    if thing.of is not None:
        about.append((w.SCOPE, page.of(w.SCOPES[thing.of])))
    page.terms(about)
    match thing.declared:
        case Variable() as variable:
            _variable(page, law, thing, variable)
        case Decision() as decision:
            page.heading(w.RULE, anchor="rule")
            tables = [rules.worded_rows(table.dated, table.rows) for table in decision.tables]
            rules.dated_rules(page, law, tables, thing.key)
        case NamedSet() as named:
            _set(page, law, named)
        case Overlap() as overlap:
            _overlap(page, law, thing, overlap)
    parts.graph(page, law, thing)
    parts.instruments(page, law, thing)
    parts.cases(page, law, thing)
    return page


def _variable(page: Page, law: Law, thing: Thing, variable: Variable) -> None:
    if variable.question is not None:
        page.add(f"{page.of(w.QUESTION)}: *{page.of(variable.question)}*")
    if variable.given:
        page.add(page.of(w.GIVEN_WINS))
    page.heading(w.RULE, anchor="rule")
    if variable.definition is not None:
        rules.definition(page, law, variable.definition, thing.key)
    rules.dated_rules(page, law, rules.worded(variable.rules), thing.key)


def _set(page: Page, law: Law, named: NamedSet) -> None:
    page.heading(w.MEMBERS, anchor="rule")
    for each in reversed(named.members):
        page.add(f"### {rules.raised_days(each.dated, page.lang)}")
        evidence = badge(each.dated.evidence, page.lang)
        page.add(f"{page.of(w.BASIS)}: {basis(page, law.line, each.dated)} {evidence}")
        for number, item in enumerate(each.items, 1):
            found = law.things.fact((named.of, f"vn:{item}"))
            label = safe(item) if found is None else parts.thing_link(page, found)
            page.add(f"{number}. {label}")
        remark(page, each.dated)


def _overlap(page: Page, law: Law, thing: Thing, overlap: Overlap) -> None:
    page.heading(w.AMONG, anchor="among")
    found = [law.things.fact((overlap.of, f"vn:{name}")) for name in overlap.among]
    page.add(*(f"{number}. {parts.thing_link(page, each)}" for number, each in enumerate(found, 1) if each is not None))
    page.heading(w.RULE, anchor="rule")
    exceptions = [Rule(rule.dated, rule.exception) for rule in overlap.rules]
    rules.dated_rules(page, law, rules.worded(exceptions), thing.key)
