"""`povrules policy`: what law is in force on a day, number by number, with articles, days and evidence."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Iterable, Iterator

from povrules.api import Policy
from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.commands.register import add_law_arguments, day, place_name, policy_of
from povrules.decisions.explanation.citations import citation, instrument_line, period, place
from povrules.decisions.explanation.words import EVIDENCE
from povrules.decisions.labels import PolicyLabels, raised
from povrules.language import nodes as n
from povrules.language.amounts import language, shown
from povrules.language.sentences import sentence
from povrules.law.evidence import Evidence
from povrules.law.model import Words
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedParameter, ResolvedSet

WIDTH = 110
ABSENT = ("no value", "not in force")
"""Why there is nothing on a day: another thing than a value that exists and is not known."""


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules policy`."""
    add_law_arguments(parser)
    parser.option("--known-on", metavar="DAY", type=day, words=w.KNOWN_ON)
    parser.option(
        "--evidence", choices=[str(e) for e in Evidence if e != Evidence.UNKNOWN], default=None, words=w.EVIDENCE
    )
    parser.speaks()


def run(options: Namespace) -> int:
    """Print the law in force.

    Raises:
        PovrulesError: a day that is not covered, an unknown place.
    """
    for line in _Page(policy_of(options), options.lang).lines():
        print(line)
    return 0


class _Page:
    """The law of one policy, for a terminal."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self.policy = policy
        self.resolved = policy.resolved
        self.lang = language(lang)
        self.labels = PolicyLabels(policy.resolved)

    def lines(self) -> Iterator[str]:
        """The page."""
        yield from self.head()
        bases: list[Basis] = []
        values = [p for p in self.resolved.parameters.values() if p.basis is not None]
        rules = [f for f in self.resolved.facts.values() if f.basis is not None]
        named = self.resolved.sets.values()
        counted = {id for each in named for id in each.items}
        groups: list[tuple[Words, Iterable[Iterator[str]]]] = [
            (w.VALUES, (self.value(p) for p in values if _exists(p.basis))),
            (w.INDICATORS, (self.indicators(s) for s in named)),
            (w.INDICATOR_RULES, (self.rule(f) for f in rules if f.id in counted and _exists(f.basis))),
            (w.DECISIONS, (self.rule(f) for f in rules if f.decision and _exists(f.basis))),
            (w.OTHERS, (self.rule(f) for f in rules if not f.decision and f.id not in counted and _exists(f.basis))),
            (w.DEFINITIONS, (self.definition(p) for p in self.resolved.parameters.values() if p.basis is None)),
        ]
        for title, blocks in groups:
            lines = [line for block in blocks for line in block]
            if lines:
                yield from ("", f"{title.of(self.lang)}:", *lines)
        bases = [b for b in (*(p.basis for p in values), *(f.basis for f in rules), *(s.basis for s in named)) if b]
        yield from self.absent(values, rules)
        yield from self.instruments(b for b in bases if _exists(b))

    def head(self) -> Iterator[str]:
        """Which law this is."""
        lang, resolved = self.lang, self.resolved
        yield w.IN_FORCE.of(lang).format(shown(self.policy.on, lang), place_name(self.policy, lang))
        if resolved.known_on is not None:
            yield "  " + w.AS_KNOWN.of(lang).format(shown(resolved.known_on, lang))
        if resolved.evidence != Evidence.UNVERIFIED:
            yield "  " + w.AT_LEAST.of(lang).format(EVIDENCE[resolved.evidence].of(lang))
        yield f"  {w.DIGEST.of(lang)} {self.policy.digest}"

    def value(self, parameter: ResolvedParameter) -> Iterator[str]:
        """A value of law with its number or numbers and where it stands."""
        cells = []
        for member, value in parameter.cells:
            number = w.UNKNOWN.of(self.lang) if value is None else self.labels.law_value(parameter.id, value, self.lang)
            if member is not None and parameter.by is not None:
                number = f"{self.labels.member(parameter.by, member, self.lang)} {number}"
            cells.append(number)
        if all(value is None for _, value in parameter.cells):
            cells = [w.UNKNOWN.of(self.lang)]
        yield from self.title(parameter.label, parameter.id, "; ".join(cells))
        yield from self.basis(parameter.basis)

    def indicators(self, named: ResolvedSet) -> Iterator[str]:
        """A set of indicators: how many there are, which, and where that stands."""
        names = [id.removeprefix("vn:") for id in named.items]
        yield from self.title(named.label, named.id, str(len(names)))
        yield from _wrapped(", ".join(names), 4)
        yield from self.basis(named.basis)

    def rule(self, fact: ResolvedFact) -> Iterator[str]:
        """An indicator, decision or other rule, as a sentence."""
        if fact.formula is None:
            yield from self.title(fact.label, fact.id, w.UNKNOWN.of(self.lang))
        else:
            yield from self.title(fact.label, fact.id, None)
            yield from self.formula(fact)
        yield from self.basis(fact.basis)

    def formula(self, fact: ResolvedFact) -> Iterator[str]:
        """The rule in words; a table row by row."""
        node = fact.formula
        if not isinstance(node, n.Table):
            assert node is not None
            yield from _wrapped(f"{w.RULE.of(self.lang)}: {sentence(node, self.lang, self.labels, fact.type)}", 4)
            return
        whole = fact.basis.at if fact.basis else None
        for number, row in enumerate(node.rows, 1):
            text = f"{number}. {sentence(row, self.lang, self.labels, fact.type)}"
            if row.at and row.at != whole:
                text += f" ({place(row.at, self.lang)})"
            yield from _wrapped(text, 4)

    def definition(self, parameter: ResolvedParameter) -> Iterator[str]:
        """A number that is no law."""
        value = parameter.value()
        assert value is not None
        yield from self.title(parameter.label, parameter.id, self.labels.value(value, parameter.type, self.lang))

    def title(self, label: Words, id: str, value: str | None) -> Iterator[str]:
        """A name, and its value if it has one."""
        text = f"{raised(label.of(self.lang))} ({id.removeprefix('vn:')})"
        yield from _wrapped(text if value is None else f"{text}: {value}", 2)

    def basis(self, basis: Basis | None) -> Iterator[str]:
        """Where it stands, and what the law file remarks."""
        if basis is None:
            return
        yield from _wrapped(citation(basis, self.resolved, self.lang), 4)
        if basis.note is not None:
            yield from _wrapped(f"{w.NOTE.of(self.lang)}: {basis.note.of(self.lang)}", 4)

    def absent(self, values: list[ResolvedParameter], rules: list[ResolvedFact]) -> Iterator[str]:
        """What other days have and this one has not."""
        found = [p.id for p in values if not _exists(p.basis)] + [f.id for f in rules if not _exists(f.basis)]
        names = [id.removeprefix("vn:") for id in found]
        if names:
            yield from ("", *_wrapped(w.ABSENT.of(self.lang).format(", ".join(names)), 0))

    def instruments(self, bases: Iterable[Basis]) -> Iterator[str]:
        """The instruments behind all that is shown, the oldest first."""
        used = {basis.enacted_by for basis in bases}
        found = sorted((i for id, i in self.resolved.instruments.items() if id in used), key=lambda i: (i.issued, i.id))
        if not found:
            return
        yield from ("", f"{w.INSTRUMENTS.of(self.lang)}:")
        for instrument in found:
            yield from _wrapped(instrument_line(instrument, self.lang), 2)
            if instrument.in_force is not None:
                yield from _wrapped(w.EFFECTIVE.of(self.lang).format(period(instrument.in_force, None, self.lang)), 4)
            for page in instrument.source:
                yield f"    {w.SOURCE.of(self.lang)}: {page}"


def _exists(basis: Basis | None) -> bool:
    return basis is None or basis.why_unknown not in ABSENT


def _wrapped(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
