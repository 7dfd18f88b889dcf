"""How two policies differ, in words, and whose verdicts that can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from povrules.decisions.labels import PolicyLabels
from povrules.language import nodes as n
from povrules.language.amounts import Lang
from povrules.language.numbers import Number
from povrules.language.sentences import sentence
from povrules.law.model import Words
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.errors import ReformError
from povrules.whatif.pages import differences_page
from povrules.whatif.readers import readers_of

TURNED: dict[n.Comparison, n.Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The same comparison from the other side."""
_ABOVE = Words("{} trên {} đến {}", "{} above {} and up to {}")
_FROM = Words("{} từ {} đến dưới {}", "{} from {} and below {}")
_EITHER = Words("{} bằng {} hoặc {}", "{} of {} or {}")
BETWEEN: dict[n.Comparison, Words] = {
    "<=": _ABOVE, ">": _ABOVE, "<": _FROM, ">=": _FROM, "==": _EITHER, "!=": _EITHER
}  # fmt: skip
"""Amounts of which a comparison (``amount <= line``) says another thing with another line, between the two lines."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two policies differ.

    Args:
        path: ``income_line.rural``, or the name of a rule, an indicator, a programme.
        before, after: what stands there, in words; empty where there is nothing.
        whom: households whose verdicts it can change, in words.
        readers: names of the rules that read it.
    """

    path: str
    before: str
    after: str
    whom: str
    readers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}: {self.before or '–'} → {self.after or '–'} ({self.whom})"


class Differences(tuple[Difference, ...]):
    """In what two policies differ: a tuple that shows itself in a notebook, in the language it is written in."""

    lang: Lang = "en"

    def html(self) -> str:
        """A table for a notebook or a web page."""
        return differences_page(self, self.lang)

    def _repr_html_(self) -> str:
        return self.html()


def diff(policy: ResolvedPolicy, other: ResolvedPolicy, lang: Lang = "en") -> Differences:
    """In what another policy differs from one: values of law, indicators that count, rules.

    Args:
        policy: the one.
        other: the other.
        lang: ``vi`` or ``en``.

    Raises:
        ReformError: no such language.
    """
    if lang not in ("vi", "en"):
        raise ReformError(f"no words in {lang!r}", expected="'vi' or 'en'")
    found = Differences((*_values(policy, other, lang), *_sets(policy, other, lang), *_rules(policy, other, lang)))
    found.lang = lang
    return found


def _values(policy: ResolvedPolicy, other: ResolvedPolicy, lang: Lang) -> Iterator[Difference]:
    mine, theirs = PolicyLabels(policy), PolicyLabels(other)
    for id in dict.fromkeys([*policy.parameters, *other.parameters]):
        here, there = policy.parameters.get(id), other.parameters.get(id)
        cells = {} if here is None else dict(here.cells)
        moved = {} if there is None else dict(there.cells)
        for member in dict.fromkeys([*cells, *moved]):
            before, after = cells.get(member), moved.get(member)
            if before == after:
                continue
            old = "" if before is None else mine.law_value(id, before, lang)
            new = "" if after is None else theirs.law_value(id, after, lang)
            name = id.partition(":")[2] + ("" if member is None else f".{member}")
            whom = "; ".join(dict.fromkeys(_between(other, id, member, before, after, lang)))
            yield Difference(name, old, new, whom or _everybody(lang), _names(other, id))


def _names(policy: ResolvedPolicy, id: str) -> tuple[str, ...]:
    return tuple(policy.shown(key[1]) for key, directly in readers_of(policy, [id]).items() if directly)


def _everybody(lang: Lang) -> str:
    return "mọi hộ mà quy định này áp dụng" if lang == "vi" else "every household the rules that read it are about"


def _between(
    policy: ResolvedPolicy, id: str, member: str | None, before: object, after: object, lang: Lang
) -> Iterator[str]:
    """For each comparison with the value: what lies between the old and the new."""
    if not isinstance(before, Number) or not isinstance(after, Number):
        return
    low, high = min(before, after), max(before, after)
    labels = PolicyLabels(policy)
    for key in readers_of(policy, [id]):
        formula = policy.facts[key].formula
        for part in n.walk(formula) if formula is not None else ():
            if isinstance(part, n.AtLeast) and isinstance(part.count, n.ParameterRef) and part.count.id == id:
                counted = sentence(n.CountTrue(part.items, part.name), lang, labels)
                first, last = labels.law_value(id, low, lang), labels.law_value(id, high - 1, lang)
                yield f"{counted}: {first}" if first == last else f"{counted}: {first}–{last}"
            if not isinstance(part, n.Compare):
                continue
            turned: n.Comparison = TURNED.get(part.op, part.op)
            for line, op, amount in ((part.left, turned, part.right), (part.right, part.op, part.left)):
                if not isinstance(line, n.ParameterRef) or line.id != id or isinstance(amount, n.ParameterRef):
                    continue
                if isinstance(line.index, n.Literal) and line.index.value != member:
                    continue
                where = "" if member is None else _index(policy, line, member, lang)
                ends = [labels.law_value(id, end, lang) for end in (low, high)]
                yield where + BETWEEN[op].of(lang).format(sentence(amount, lang, labels), *ends)


def _index(policy: ResolvedPolicy, line: n.ParameterRef, member: str, lang: Lang) -> str:
    if not isinstance(line.index, n.Ref):
        return ""
    labels = PolicyLabels(policy)
    picked = n.Compare(line.index, "==", n.Literal(member))
    return f"{sentence(picked, lang, labels, policy.facts[line.index.of, line.index.id].type)}, "


def _sets(policy: ResolvedPolicy, other: ResolvedPolicy, lang: Lang) -> Iterator[Difference]:
    for id, named in policy.sets.items():
        there = other.sets.get(id)
        if there is None or there.items == named.items:
            continue
        old, new = (", ".join(item.partition(":")[2] for item in each.items) for each in (named, there))
        lost = [i for i in named.items if i not in there.items]
        gained = [i for i in there.items if i not in named.items]
        labels = {**dict.fromkeys(lost, policy), **dict.fromkeys(gained, other)}
        items = ", ".join(PolicyLabels(p).fact(i, named.of, lang) for i, p in labels.items())
        whom = f"hộ có: {items}" if lang == "vi" else f"households with: {items}"
        yield Difference(id.partition(":")[2], old, new, whom, _names(other, id))


def _rules(policy: ResolvedPolicy, other: ResolvedPolicy, lang: Lang) -> Iterator[Difference]:
    changed = {id for id, named in policy.sets.items() if other.sets.get(id) != named}
    for key in dict.fromkeys([*policy.facts, *other.facts]):
        here, there = _rule(policy, key), _rule(other, key)
        if here == there or (here is not None and there is not None and _only_sets(here, there, changed)):
            continue
        old, new = (_worded(each, rule, key, lang) for each, rule in ((policy, here), (other, there)))
        holder = other if there is not None else policy
        yield Difference(holder.shown(key[1]), old, new, _everybody(lang), _names(other, key[1]))


def _rule(policy: ResolvedPolicy, key: Key) -> n.Node | None:
    fact = policy.facts.get(key)
    return None if fact is None else fact.formula


def _only_sets(here: n.Node, there: n.Node, changed: set[str]) -> bool:
    """Whether two rules differ in nothing but the items of sets that differ."""

    def bare(node: n.Node) -> n.Node:
        new: dict[n.Node, n.Node] = {
            part: n.CountTrue((), part.name)
            for part in n.walk(node)
            if isinstance(part, n.CountTrue) and part.name in changed
        }
        new |= {
            part: n.AtLeast(part.count, (), part.name)
            for part in n.walk(node)
            if isinstance(part, n.AtLeast) and part.name in changed
        }
        return n.substituted(node, new)

    return bare(here) == bare(there)


def _worded(policy: ResolvedPolicy, rule: n.Node | None, key: Key, lang: Lang) -> str:
    if rule is None:
        return ""
    return sentence(rule, lang, PolicyLabels(policy), policy.facts[key].type)
