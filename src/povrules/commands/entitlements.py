"""`povrules entitlements`: what one household of a register and its members are entitled to, and by which articles."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from povrules.commands import words as w
from povrules.commands.explain import assessment_of
from povrules.commands.parser import Parser
from povrules.commands.register import add_register_arguments, place_name, policy_of, register_of
from povrules.decisions.assessment import Assessment, MemberAssessment
from povrules.decisions.entitlement import Entitlement
from povrules.decisions.explanation.citations import where
from povrules.decisions.explanation.words import EVIDENCE
from povrules.decisions.labels import PolicyLabels, lowered, raised
from povrules.language.amounts import Lang, language, plain, shown
from povrules.language.errors import PovrulesError
from povrules.language.nodes import Value
from povrules.language.types import Type
from povrules.policy.class_readers import RECOGNISED

WIDTH = 110
RATE = "_rate"
AGE, RELATION = "age", "relation_to_head"


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules entitlements`."""
    add_register_arguments(parser)
    parser.option("--household", metavar="ID", required=True, words=w.HOUSEHOLD)
    parser.speaks()


def run(options: Namespace) -> int:
    """Show the entitlements of one household.

    Raises:
        PovrulesError: bad input, no such household, a day on which no programme is known.
    """
    policy = policy_of(options)
    programmes = policy.resolved.programmes.values()
    if all(programme.outside is not None for programme in programmes):
        days = [programme.outside for programme in programmes if programme.outside is not None]
        expected = f"--on with a day from {days[0].start} to {days[0].end}" if days else None
        raise PovrulesError(f"no programme is known on {policy.on}", expected=expected)
    found = assessment_of(policy, register_of(options), options.household, options.method)
    lang = language(options.lang)
    title = w.HOUSEHOLD_TITLE.of(lang).format(options.household)
    print(f"{title}, {shown(policy.on, lang)}, {place_name(policy, lang)}")
    for line in _Page(found, lang).lines():
        print(line)
    return 0


class _Page:
    """The entitlements of a household for a terminal."""

    def __init__(self, found: Assessment, lang: Lang) -> None:
        self.found = found
        self.lang = lang
        self.labels = PolicyLabels(found.policy)

    def lines(self) -> Iterator[str]:
        """The class that programmes use; then the household, then each member."""
        yield self.class_line()
        yield from self.of(self.found, w.THE_HOUSEHOLD.of(self.lang))
        for i, member in enumerate(self.found.members):
            yield from self.of(member, self.name(i, member))

    def class_line(self) -> str:
        """``hộ nghèo, nếu được công nhận``."""
        fact = self.found.policy.facts["household", RECOGNISED]
        answer = self.found.outcome(RECOGNISED)
        certified = self.found.outcome("certified_class").value is not None
        values = w.OR.of(self.lang).join(self.labels.value(v, fact.type, self.lang) for v in answer.possible)
        text = f"{raised(fact.label.of(self.lang))}: "
        if answer.value is None:
            text += f"{w.UNDETERMINED.of(self.lang)} ({values})"
        else:
            text += values
        return text if certified and answer.value is not None else text + w.NOT_CERTIFIED.of(self.lang)

    def name(self, position: int, member: MemberAssessment) -> str:
        """Which member, by place in the list, relation to the head and age."""
        about = []
        relation = member.outcome(RELATION).value
        if isinstance(relation, str):
            about.append(relation)
        years = member.outcome(AGE).possible
        if 0 < len(years) <= 2:
            about.append(w.AGED.of(self.lang).format(w.OR.of(self.lang).join(shown(y, self.lang) for y in years)))
        text = raised(w.MEMBER.of(self.lang).format(position + 1))
        return f"{text} ({', '.join(about)})" if about else text

    def of(self, answers: Assessment | MemberAssessment, title: str) -> Iterator[str]:
        """What is granted, undetermined, passed over and refused to one of them."""
        all_of_them = list(answers.programmes.in_force())
        granted = [e for e in all_of_them if e.eligible]
        still_open = [e for e in all_of_them if e.eligible is None]
        gave_way = [e for e in all_of_them if e.eligible is False and e.passed_over is not None]
        refused = [e for e in all_of_them if e.eligible is False and e.passed_over is None]
        yield ""
        yield title
        if granted:
            yield f"  {w.ENTITLED.of(self.lang)}"
            for entitlement in granted:
                yield from self.granted(entitlement)
        for head, others in ((w.PASSED_OVER, gave_way), (w.STILL_OPEN, still_open)):
            if others:
                yield f"  {head.of(self.lang)}"
                for each in others:
                    yield from _wrapped(f"{self.title(each)}: {each.because.of(self.lang)}", 4)
        if refused:
            names = "; ".join(lowered(each.label.of(self.lang)) for each in refused)
            yield from _wrapped(w.NOT_ENTITLED.of(self.lang).format(names), 2)

    def title(self, entitlement: Entitlement) -> str:
        """What a programme is called, and its id."""
        return f"{entitlement.label.of(self.lang)} ({entitlement.programme})"

    def granted(self, entitlement: Entitlement) -> Iterator[str]:
        """Its benefits, why, and on which law it rests."""
        yield from _wrapped(self.title(entitlement), 4)
        for name, benefit in self.found.policy.programmes[entitlement.id].benefits.items():
            outcome = entitlement.outcome(name)
            label = benefit.label.of(self.lang)
            if outcome.value is None:
                yield from _wrapped(f"{label}: {w.UNDETERMINED.of(self.lang)}", 6)
                continue
            text = f"{label}: {self.value(name, outcome.value, benefit.type)}"
            if name in entitlement.unrounded:
                text += f" ({w.UNROUNDED.of(self.lang)})"
            yield from _wrapped(text, 6)
        if entitlement.national is not None:
            yield from self.nation(entitlement, entitlement.national)
        yield from _wrapped(raised(entitlement.because.of(self.lang)), 6)
        policy = self.found.policy
        places = dict.fromkeys(where(c.at, c.instrument, policy, self.lang) for c in entitlement.citations)
        basis = f"{w.BASIS.of(self.lang)}: {'; '.join(filter(None, places))}"
        yield from _wrapped(f"{basis} ({w.WEAKEST.of(self.lang)}: {EVIDENCE[entitlement.evidence].of(self.lang)})", 6)
        missing = ", ".join(entitlement.missing)
        if missing:
            yield from _wrapped(w.MISSING.of(self.lang).format(missing), 6)

    def nation(self, entitlement: Entitlement, national: Entitlement) -> Iterator[str]:
        """The amounts of the nation that the place has changed."""
        for name, benefit in self.found.policy.programmes[national.id].benefits.items():
            own, theirs = entitlement.benefits.get(name), national.benefits.get(name)
            if theirs is not None and theirs != own:
                text = self.value(name, theirs, benefit.type)
                yield from _wrapped(w.OF_NATION.of(self.lang).format(lowered(benefit.label.of(self.lang)), text), 6)

    def value(self, name: str, value: Value, type: Type) -> str:
        """A benefit in words; a rate in per cent."""
        if not name.endswith(RATE) or isinstance(value, (str, date)):
            return self.labels.value(value, type, self.lang)
        number = plain(value * 100, self.lang)
        percent = f"{number} %" if self.lang == "vi" else f"{number}%"
        return self.labels.value(value * 100, type, self.lang).replace(number, percent, 1)


def _wrapped(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
