"""The page of a value of law: its values through time, where they stand, what rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from docs.building import parts
from docs.building import words as w
from docs.building.chart import Stretch, value_chart
from docs.building.law import Law
from docs.building.things import Thing
from docs.building.writing import Page, badge, basis, days, put, remark, safe
from povrules.decisions.explanation.words import WHY_UNKNOWN
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang, unit_text
from povrules.language.sentences import sentence
from povrules.language.types import NumberType
from povrules.law.model import Dated, Parameter, ParameterValue
from povrules.policy.resolved import ResolvedParameter


def parameter_page(law: Law, thing: Thing, lang: Lang, root: Path | None) -> Page:
    """Write the page of a value of law.

    Args:
        law: all of it.
        thing: the value.
        lang: of the page.
        root: where the drawing goes, below the folder of the language; None draws nothing.
    """
    parameter = thing.declared
    assert isinstance(parameter, Parameter)
    page = Page(thing.path, lang, raised(thing.label.of(lang)))
    known = law.line.last.parameters[thing.id]
    unit = unit_text(known.type.unit, lang) if isinstance(known.type, NumberType) else ""
    about = [(w.NAME, f"`{thing.name}`"), (w.FIELD, page.of(w.field(thing.unit)))]
    if unit:
        about.append((w.UNIT, safe(unit.lstrip("/"))))
    if parameter.by is not None:
        about.append((w.BY, safe(_enum_label(law, parameter.by, lang))))
    page.terms(about)
    page.heading(w.OVER_TIME, anchor="values")
    drawing = list(stretches(law, thing, parameter, lang))
    if drawing and isinstance(known.type, NumberType):
        chart = value_chart(drawing, lang, title=raised(thing.label.of(lang)), unit=unit.lstrip("/"))
        if root is not None:
            put((root / lang / thing.path).with_suffix(".svg"), chart.svg())
        page.add(f"![{safe(chart.title)}]({thing.name}.svg){{ .chart }}")
    head = [page.of(words) for words in (w.DAYS, w.VALUE, w.BASIS, w.EVIDENCE)]
    rows = [
        (
            days(value.dated, lang),
            shown_value(law, thing, value, lang),
            basis(page, law.line, value.dated),
            badge(value.dated.evidence, lang),
        )
        for value in reversed(parameter.values)
    ]
    page.table(head, rows, "values")
    for value in reversed(parameter.values):
        if value.dated.note is not None:
            page.add(f"**{days(value.dated, lang)}**")
            remark(page, value.dated)
    _invariants(page, law, parameter)
    parts.graph(page, law, thing)
    parts.instruments(page, law, thing)
    parts.cases(page, law, thing)
    return page


def shown_value(law: Law, thing: Thing, value: ParameterValue, lang: Lang) -> str:
    """A dated value in words, a line for each member; unknown with its reason."""
    day = _day_of(law, thing, value.dated)
    if day is None:
        why = law.line.why_unknown(value.dated, lambda policy: policy.parameters[thing.id].basis)
        reason = WHY_UNKNOWN[why] if why is not None else w.NOT_REACHED
        if value.value is not None:
            return f"*{safe(reason.of(lang))}*"
        return f"**{w.UNKNOWN.of(lang)}** *({safe(reason.of(lang))})*"
    # On days on which no rule compares it with an age, an age would read as a number of years.
    as_age = (labels for labels in law.line.labels.values() if thing.id in labels.ages)
    labels = next(as_age, law.line.labels[day])
    found = law.line.policies[day].parameters[thing.id]
    cells = []
    for member, number in found.cells:
        text = w.UNKNOWN.of(lang) if number is None else labels.law_value(thing.id, number, lang)
        named = "" if member is None or found.by is None else f"{safe(labels.member(found.by, member, lang))}: "
        cells.append(f"{named}**{safe(text)}**")
    return "<br>".join(cells)


def stretches(law: Law, thing: Thing, parameter: Parameter, lang: Lang) -> Iterator[Stretch]:
    """The days of each value, inside what the law covers; nothing for what is no number."""
    first, covered = min(law.line.policies), _last_day(law, thing)
    for value in parameter.values:
        start = max(value.dated.start.not_before, first)
        end = min(value.dated.end or covered, covered)
        if start > end:
            continue
        day = _day_of(law, thing, value.dated)
        shown = law.line.last.parameters[thing.id] if day is None else law.line.policies[day].parameters[thing.id]
        yield from _cells(law, shown, day, start, end, lang)


def _cells(
    law: Law, shown: ResolvedParameter, day: date | None, start: date, end: date, lang: Lang
) -> Iterator[Stretch]:
    labels = law.line.labels[day or max(law.line.policies)]
    for member, number in shown.cells:
        name = "" if member is None or shown.by is None else labels.member(shown.by, member, lang)
        value = number if day is not None and isinstance(number, int | Fraction) else None
        yield Stretch(name, start, end, value)


def _day_of(law: Law, thing: Thing, dated: Dated) -> date | None:
    return law.line.day_of(dated, lambda policy: policy.parameters[thing.id].basis)


def _last_day(law: Law, thing: Thing) -> date:
    """The last day that its pack covers; of what packs share, the last that any covers."""
    own = law.line.coverage(thing.unit)
    if own is not None:
        return own.end
    ends = [text.coverage.end for text in law.line.texts.values() if text.coverage is not None]
    return max(ends, default=max(law.line.policies) + timedelta(days=1))


def _enum_label(law: Law, id: str, lang: Lang) -> str:
    found = next(each for text in law.line.texts.values() for each in text.enums if each.id == id)
    return found.label.of(lang)


def _invariants(page: Page, law: Law, parameter: Parameter) -> None:
    """What is declared to hold between this value and others, as sentences of a day on which all are known."""
    if not parameter.invariants:
        return
    page.heading(w.MUST_HOLD, anchor="invariants")
    for each in parameter.invariants:
        told: dict[str, None] = {}
        for day, policy in law.line.policies.items():
            for relation in policy.relations:
                if relation.text == each.text:
                    told[sentence(relation.that, page.lang, law.line.labels[day])] = None
            if told:
                break
        page.add(f"- `{each.text}`", *(f"    - {safe(text)}" for text in told))
