"""`povrules explain`: one household of a register, and why its answer is what it is."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from difflib import get_close_matches
from html import escape

from povrules.api import Policy, Register
from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.commands.register import add_register_arguments, policy_of, register_of
from povrules.decisions.assessment import Assessment, MemberAssessment
from povrules.decisions.evaluated import households_of
from povrules.decisions.explanation import Explanation
from povrules.decisions.labels import PolicyLabels
from povrules.facts.observing import observe
from povrules.facts.recognition import recognise
from povrules.facts.register import CheckedRegister
from povrules.language.amounts import Lang, language, shown
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Value

FORMATS = ("text", "tree", "html")
AGE = "age"
_OF_A_MEMBER = re.compile(r"members\[(\d+)\]\.(.+)\Z")
_MOST_COMPARED = 20_000


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules explain`."""
    add_register_arguments(parser)
    parser.option("--household", metavar="ID", required=True, words=w.HOUSEHOLD)
    parser.option("--what", metavar="NAME", default="poverty_class", words=w.WHAT)
    parser.option("--format", choices=FORMATS, default="text", words=w.FORMAT)
    parser.option("--depth", metavar="N", type=_levels, words=w.DEPTH)
    parser.speaks()


def run(options: Namespace) -> int:
    """Explain one household.

    Raises:
        PovrulesError: bad input, no such household, no such name.
    """
    policy = policy_of(options)
    found = assessment_of(policy, register_of(options), options.household, options.method)
    explanations = list(explained(found, options.what, options.lang))
    title = w.HOUSEHOLD_TITLE.of(options.lang).format(options.household)
    if options.format == "html":
        print(_page(title, explanations, found, options.lang))
        return 0
    print(f"{title}\n")
    for explanation in explanations:
        print(explanation.tree(options.depth) if options.format == "tree" else explanation.text(options.depth))
        print()
    for line in _after(found, explanations, options.lang):
        print(line)
    return 0


def assessment_of(policy: Policy, register: Register, household_id: str, method: str | None) -> Assessment:
    """The household of a register, assessed as `povrules assess` does.

    Raises:
        PovrulesError: it is not in the register, with the closest ids, or its row is rejected, with the reason.
    """
    seen = recognise(observe(register.checked, register.checked.observed_on or policy.on), policy.on)
    alone = seen.only(household_id)
    if alone is None:
        raise _not_there(seen, household_id)
    return Assessment(policy.resolved, next(households_of(policy.resolved, alone)), method)  # type: ignore[arg-type]


def explained(found: Assessment, name: str, lang: str) -> Iterator[Explanation]:
    """The explanations of a name: of the household, of the member a path names, or of every member.

    Raises:
        PovrulesError: no such name or member.
    """
    path = _OF_A_MEMBER.match(name)
    if path is not None:
        position = int(path[1])
        if not found.members:
            raise PovrulesError(f"{name}: this household lists no members")
        if position >= len(found.members):
            raise PovrulesError(
                f"{name}: there is no such member", expected=f"members[0] to members[{len(found.members) - 1}]"
            )
        yield found.members[position].explain(lang, path[2])
        return
    household, person = (found.policy.named(scope) for scope in ("household", "person"))
    if name in household:
        yield found.explain(lang, name)
    elif name in person:
        for member in found.members:
            yield member.explain(lang, name)
    else:
        raise PovrulesError(f"this policy decides no {name!r}", closest=closest(name, [*household, *person]))


def _levels(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is not a number of levels")
    return int(text)


def _not_there(register: CheckedRegister, household_id: str) -> PovrulesError:
    """Why the household cannot be shown."""
    for reject in register.rejects:
        if reject.table == "households" and reject.household_id == household_id:
            vi = f"không dùng được hộ {household_id!r}: {reject.said('vi')}"
            return PovrulesError(f"household {household_id!r} cannot be used: {reject}", vi=vi)
    ids = register.households.get_column("household_id").to_list()
    # A long register is compared only where the ends agree: comparing every id would take minutes.
    if len(ids) > _MOST_COMPARED:
        near = [i for i in ids if i[-4:] == household_id[-4:] or i[:6] == household_id[:6]]
    else:
        near = ids
    close = [i for i in ids if i.lstrip("0") == household_id.lstrip("0")]
    close = close or get_close_matches(household_id, near, n=3)
    expected = f"one such as {', '.join(map(repr, close))}" if close else None
    return PovrulesError(f"no household {household_id!r} in this register", expected=expected)


def _after(found: Assessment, explanations: list[Explanation], lang: str) -> Iterator[str]:
    """The members' results, and the question to ask next."""
    if found.members:
        yield w.MEMBER_RESULTS.of(lang)
        yield from (f"  {line}" for line in _members(found, lang))
    missing = list(dict.fromkeys(name for e in explanations for name in e.outcome.missing))
    questions = [question for e in explanations for question in e.questions]
    if missing:
        yield ""
        yield w.MISSING.of(lang).format(", ".join(missing))
        yield w.NEXT.of(lang).format(questions[0])


def _members(found: Assessment, lang: str) -> Iterator[str]:
    """A line for each listed member."""
    for i, member in enumerate(found.members):
        yield f"{w.MEMBER.of(lang).format(i + 1)}: {'; '.join(_results(found, member, language(lang)))}"


def _results(found: Assessment, member: MemberAssessment, lang: Lang) -> Iterator[str]:
    """The age of a member and what is decided about it."""
    named = found.policy.named("person")
    if AGE in named:
        years = member.outcome(AGE).possible
        if 0 < len(years) <= 2:
            yield w.AGED.of(lang).format(w.OR.of(lang).join(shown(each, lang) for each in years))
    labels = PolicyLabels(found.policy)
    for name, fact in named.items():
        if not fact.decision:
            continue
        answer = member.outcome(name)
        if not answer.in_force:
            continue
        label = labels.fact(fact.id, "person", lang)
        if answer.value is not None:
            yield f"{label}: {labels.value(answer.value, fact.type, lang)}"
        else:
            possible: tuple[Value, ...] = answer.possible
            shown_ones = w.OR.of(lang).join(labels.value(each, fact.type, lang) for each in possible)
            why = w.WHY[answer.reason or "fact"].of(lang)
            yield f"{label}: {w.UNDETERMINED.of(lang)} ({shown_ones}), {why}"


def _page(title: str, explanations: list[Explanation], found: Assessment, lang: str) -> str:
    """The explanations as a page of their own."""
    body = "\n".join(explanation.html() for explanation in explanations)
    if found.members:
        items = "".join(f"<li>{escape(line)}</li>" for line in _members(found, lang))
        body += f'\n<div class="povrules-why"><h3>{escape(w.MEMBER_RESULTS.of(lang))}</h3><ul>{items}</ul></div>'
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<h2>{escape(title)}</h2>\n{body}\n</body>\n</html>"
    )
