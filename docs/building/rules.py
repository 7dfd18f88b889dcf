"""A rule on a page: its days, its sentence in both languages, its article, and the text the machine reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from docs.building import words as w
from docs.building.law import Law
from docs.building.parts import sentences
from docs.building.timeline import Key, same
from docs.building.writing import LANGUAGES, Page, badge, basis, days, remark, safe
from povrules.decisions.explanation.citations import place
from povrules.decisions.explanation.words import WHY_UNKNOWN
from povrules.language import nodes as n
from povrules.language.amounts import Lang, shown
from povrules.language.sentences import sentence
from povrules.language.types import Type
from povrules.law.model import Dated, Expression, Rule, TableRow
from povrules.policy.resolved import Basis, ResolvedPolicy


@dataclass(frozen=True)
class Worded:
    """One dated rule as it is declared.

    Args:
        dated: its days.
        text: as written in the policy file; empty where nobody has seen it.
    """

    dated: Dated
    text: str


def worded(rules: Sequence[Rule]) -> list[Worded]:
    """Dated formulas."""
    return [Worded(rule.dated, "" if rule.formula is None else rule.formula.text) for rule in rules]


def worded_rows(dated: Dated, rows: Sequence[TableRow] | None) -> Worded:
    """A dated table."""
    return Worded(dated, "\n".join(map(_row, rows or ())))


def _row(row: TableRow) -> str:
    return f"otherwise: {row.then.text}" if row.when is None else f"when {row.when.text}: {row.then.text}"


def dated_rules(page: Page, law: Law, rules: Sequence[Worded], key: Key, level: int = 3) -> None:
    """Every rule of a thing, the newest first.

    Args:
        page: where they go.
        law: all of it.
        rules: as declared.
        key: of the fact that carries the answer.
        level: of the headings.
    """
    for rule in sorted(rules, key=lambda each: each.dated.start.not_before, reverse=True):
        page.add("#" * level + f" {raised_days(rule.dated, page.lang)}")
        evidence = badge(rule.dated.evidence, page.lang)
        page.add(f"{page.of(w.BASIS)}: {basis(page, law.line, rule.dated)} {evidence}")
        _sentences_of(page, law, rule.dated, key, bool(rule.text))
        remark(page, rule.dated)
        if rule.text:
            as_written(page, rule.text)


def raised_days(dated: Dated, lang: Lang) -> str:
    """The days of an entry at the head of a line."""
    text = days(dated, lang)
    return text[:1].upper() + text[1:]


def definition(page: Page, law: Law, expression: Expression, key: Key) -> None:
    """A rule that no instrument lays down."""
    page.add(f"*{page.of(w.DEFINITION)}*")
    day = law.line.clearest_day(key)
    if day is not None:
        _told(page, law, day, key)
    as_written(page, expression.text)


def as_written(page: Page, text: str) -> None:
    """The text of the policy file, folded away."""
    page.add(
        f'??? note "{w.AS_WRITTEN.of(page.lang)}"',
        "",
        "    ```text",
        *(f"    {s}" for s in text.split("\n")),
        "    ```",
    )


def _sentences_of(page: Page, law: Law, dated: Dated, key: Key, written: bool) -> None:
    found = _basis_of(key)
    day = law.line.day_of(dated, found)
    if day is None:
        why = law.line.why_unknown(dated, found)
        reason = w.NOT_REACHED if why is None else WHY_UNKNOWN[why]
        page.add(f"*{page.of(reason)}*" if written else f"**{page.of(w.UNKNOWN)}** *({page.of(reason)})*")
        return
    # Of the days on which this very rule holds, one on which the values in its sentence are known.
    held = [each for each, policy in law.line.policies.items() if (b := found(policy)) is not None and same(b, dated)]
    clear = [each for each in held if each >= day and law.line.clear(each, key)]
    _told(page, law, clear[0] if clear else day, key)


def _basis_of(key: Key) -> Callable[[ResolvedPolicy], Basis | None]:
    def found(policy: ResolvedPolicy) -> Basis | None:
        fact = policy.facts.get(_carrier(policy, key))
        return None if fact is None else fact.basis

    return found


def _carrier(policy: ResolvedPolicy, key: Key) -> Key:
    """The fact whose formula is the rule itself: of what an overlap group compares, the claim and own conditions."""
    of, id = key
    return next((k for k in ((of, f"{id}.claim"), (of, f"{id}.conditions")) if k in policy.facts), key)


def _told(page: Page, law: Law, day: date, key: Key) -> None:
    fact = law.line.policies[day].facts[_carrier(law.line.policies[day], key)]
    assert fact.formula is not None
    node = _own(fact.formula, key)
    if node == n.Literal(True):
        page.add(page.of(w.ALWAYS))
        return
    labels = law.line.labels[day]
    both = [_one(node, lang, law, day, fact.type) for lang in LANGUAGES]
    sentences(page, (both[0], both[1]))
    if any(isinstance(part, n.ParameterRef) and labels.amount(part, page.lang) for part in n.walk(node)):
        page.boxed("values-of", [page.fill(w.WITH_VALUES, shown(day, page.lang))])


def _own(node: n.Node, key: Key) -> n.Node:
    """The rule of a benefit without "while it is granted, else nothing" around it."""
    of, id = key
    granted = n.Ref(id.partition(".")[0], of)
    return node.then if isinstance(node, n.IfElse) and node.test == granted else node


def _one(node: n.Node, lang: Lang, law: Law, day: date, type: Type) -> str:
    labels = law.line.labels[day]
    if not isinstance(node, n.Table):
        return safe(sentence(node, lang, labels, type))
    rows = []
    for row in node.rows:
        at = f" <small>({safe(place(row.at, lang))})</small>" if row.at else ""
        rows.append(f'<span class="row">{safe(sentence(row, lang, labels, type))}{at}</span>')
    return "".join(rows)
