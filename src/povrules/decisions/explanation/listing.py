"""Steps for many alike: the indicators of a set, the members of a household; what says little shares a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.step import Step
from povrules.language import nodes as n
from povrules.language.amounts import Lang
from povrules.language.types import BoolType

if TYPE_CHECKING:
    from povrules.decisions.explanation.building import Builder


def in_brief(builder: Builder, items: tuple[n.Node, ...], member: int | None, settled: bool) -> list[Step]:
    """The truths of a list: those that hold first, then the open ones, then the others.

    Args:
        builder: builds the steps of single items.
        items: the truths.
        member: whose they are.
        settled: enough hold, so the others need no reasons.

    Returns:
        A step for each that holds or has reasons of its own; what is given as not true, or not known at all, and what
        no longer matters, in one line each.
    """
    reading, lang = builder.reading, builder.lang
    truths = [(item, reading.truth(item, member)) for item in items]
    quiet: dict[bool | None, list[str]] = {None: [], False: []}
    loud: list[n.Node] = []
    for wanted in (True, None, False):
        for item, truth in truths:
            if truth is not wanted:
                continue
            if isinstance(item, n.Ref) and truth is not True and (settled or _plain(builder, item, member)):
                quiet[truth].append(reading.labels.ref(item, lang))
            else:
                loud.append(item)
    steps = [builder.condition(item, member) for item in loud]
    for truth, value in ((None, w.NOT_NEEDED if settled else w.OPEN_LIST), (False, w.NO if settled else w.NO_GIVEN)):
        if quiet[truth]:
            what = "; ".join(quiet[truth])
            steps.append(Step("others", what, value.of(lang), truth, truth is not None))
    return steps


def _plain(builder: Builder, item: n.Ref, member: int | None) -> bool:
    """Whether nothing more can be said of a fact than what the data says."""
    at = member if item.of == "person" else None
    source = builder.evaluation.source(item.id, at)
    return source == "given" or (source == "unknown" and item.id not in builder.evaluation.carried(at))


def member_steps(builder: Builder, node: n.OverMembers) -> list[Step]:
    """The members that settle a rule over members, each with why; the others in one line."""
    evaluation, reading, lang = builder.evaluation, builder.reading, builder.lang
    if evaluation.open_ended:
        return [Step("others", w.WHO.of(lang), w.UNDETERMINED.of(lang), None, False)]
    listed = range(evaluation.listed)
    ghosts = evaluation.size - evaluation.listed
    if node.how in ("sum", "min", "max"):
        steps = [_amount(builder, node.item, i) for i in listed]
        return [*steps, *_unlisted(ghosts, lang)]
    if isinstance(node.item, n.Literal):
        return [
            Step("others", w.ALL_LISTED.of(lang), str(evaluation.listed), None, how="given"),
            *_unlisted(ghosts, lang),
        ]
    truths = {i: reading.truth(node.item, i) for i in listed}
    settling = node.how != "all"
    telling = [i for i in listed if truths[i] is settling]
    decided = bool(telling) and node.how in ("any", "all")
    unsettled = [] if decided else [i for i in listed if truths[i] is None]
    rest = [] if decided else [i for i in listed if truths[i] is (not settling)]
    steps = [_member(builder, node.item, i, truths[i]) for i in (*telling, *unsettled)]
    if rest:
        nobody = w.NOBODY if settling else w.EVERYBODY
        everyone = len(rest) == evaluation.size
        what = nobody.of(lang).format(len(rest)) if everyone else members_words(rest, lang)
        value = "" if everyone else (w.FALSE if settling else w.TRUE).of(lang)
        law = [] if telling or unsettled else [builder.law(leaf, at) for leaf, at in reading.law_read(node.item, rest)]
        steps.append(Step("others", what, value, None, steps=tuple(step for step in law if not step.seen)))
    return steps if decided else [*steps, *_unlisted(ghosts, lang)]


def _member(builder: Builder, item: n.Node, member: int, truth: bool | None) -> Step:
    if isinstance(item, (n.And, n.Or)):
        steps = builder.inside(item, member, BoolType())
    else:
        steps = [builder.condition(item, member)]
    what = w.MEMBER.of(builder.lang).format(member + 1)
    return Step("member", what, builder.truth_words(truth), truth, truth is not None, steps=tuple(steps), member=member)


def _amount(builder: Builder, item: n.Node, member: int) -> Step:
    found = builder.reading.value(item, member)
    what = w.MEMBER.of(builder.lang).format(member + 1)
    value = builder.reading.words(found, builder.reading.kind_of(item))
    steps = tuple(builder.operands(item, member))
    return Step("member", what, value, found.value, found.determined, steps=steps, member=member)


def _unlisted(ghosts: int, lang: Lang) -> list[Step]:
    if ghosts <= 0:
        return []
    what = w.UNLISTED_ONE.of(lang) if ghosts == 1 else w.UNLISTED.of(lang).format(ghosts)
    return [Step("others", what, w.UNDETERMINED.of(lang), None, False)]


def members_words(positions: list[int], lang: Lang) -> str:
    """``thành viên thứ 1, 3 và 4``; positions count from zero."""
    numbers = [str(position + 1) for position in positions]
    if len(numbers) == 1:
        return w.MEMBER.of(lang).format(numbers[0])
    joined = ", ".join(numbers[:-1]) + w.AND_LAST.of(lang) + numbers[-1]
    return w.MEMBERS.of(lang).format(joined)
