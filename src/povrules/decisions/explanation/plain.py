"""Explanations as plain text: indented lines, or a drawn tree."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from povrules.decisions.explanation import words as w
from povrules.decisions.explanation.step import Step
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang

if TYPE_CHECKING:
    from povrules.decisions.explanation.explanation import Explanation

MARKS: dict[bool | None, str] = {True: "✓", False: "✗", None: "?"}
LEAST_WIDTH = 40


def text(explanation: Explanation, depth: int | None, width: int) -> str:
    """Indented plain text."""
    lines = _head(explanation, width)
    if explanation.step.steps:
        lines += ["", f"{raised(w.STEPS.of(explanation.lang))}:"]
    for step in explanation.step.steps:
        lines += _indented(step, 1, depth, width, explanation.lang)
    return "\n".join([*lines, *_foot(explanation, width)])


def tree(explanation: Explanation, depth: int | None, width: int) -> str:
    """The same steps as a tree of ``├─`` and ``└─``."""
    lines = _head(explanation, width)
    steps = explanation.step.steps
    for i, step in enumerate(steps):
        lines += _branch(step, "", i == len(steps) - 1, depth, width, explanation.lang)
    return "\n".join([*lines, *_foot(explanation, width)])


def line(step: Step, lang: Lang) -> str:
    """A step in one line: mark, label, value, and where it comes from."""
    mark = mark_of(step)
    found = f"{mark} " if mark else ""
    found += f"{step.what}: {step.value}" if step.value else step.what
    where = origin(step, lang)
    return f"{found} [{where}]" if where else found


def origin(step: Step, lang: Lang) -> str:
    """Where a value comes from; for what stands in full further up, that it does."""
    if step.how is None:
        return ""
    above = step.seen and (step.kind == "law" or step.how == "rule")
    return (w.AS_ABOVE if above else w.HOW[step.how]).of(lang)


def mark_of(step: Step) -> str:
    """✓, ✗ or ? for what holds, does not, or is open; nothing for amounts."""
    if step.kind in ("condition", "row") or (step.kind == "member" and isinstance(step.found, bool)):
        return MARKS[None if step.found is None else bool(step.found)]
    return "?" if not step.determined else ""


def details(step: Step, lang: Lang) -> Iterator[tuple[str, str]]:
    """The rule, the citation and the notes of a step, each with its name."""
    if step.seen:
        return
    if step.rule:
        yield w.RULE.of(lang), step.rule
    if step.cites:
        yield w.BASIS.of(lang), step.cites
    for note in step.notes:
        yield w.NOTE.of(lang), note


def head(explanation: Explanation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lines above the steps: (name, one or several texts)."""
    lang, step = explanation.lang, explanation.step
    if step.how is not None:
        yield w.FOUND_BY.of(lang), (w.HOW[step.how].of(lang),)
    for name, value in details(step, lang):
        yield name, (value,)
    for name, value in explanation.facts:
        yield name, (value,)
    for words, items in (
        (w.LAW_UNKNOWN, explanation.law_unknown),
        (w.ASK, explanation.questions),
        (w.CONFLICTS, explanation.conflicts),
    ):
        if items:
            yield words.of(lang), items


def _head(explanation: Explanation, width: int) -> list[str]:
    lines = _wrapped(f"{explanation.title}: {explanation.answer}", "", "  ", width)
    for name, items in head(explanation):
        lines += _listed(name, items, width)
    return lines


def _foot(explanation: Explanation, width: int) -> list[str]:
    if not explanation.instruments:
        return []
    return ["", *_listed(w.INSTRUMENTS.of(explanation.lang), explanation.instruments, width)]


def _listed(name: str, items: tuple[str, ...], width: int) -> list[str]:
    if len(items) == 1:
        return _wrapped(f"{raised(name)}: {items[0]}", "", "  ", width)
    lines = [f"{raised(name)}:"]
    for i, item in enumerate(items, 1):
        lines += _wrapped(f"{i}. {item}", "  ", "     ", width)
    return lines


def _indented(step: Step, level: int, depth: int | None, width: int, lang: Lang) -> list[str]:
    if depth is not None and level > depth:
        return []
    indent = "  " * level
    hang = indent + ("    " if mark_of(step) else "  ")
    lines = _wrapped(line(step, lang), indent, hang, width)
    for name, value in details(step, lang):
        lines += _wrapped(f"{name}: {value}", indent + "    ", indent + "      ", width)
    for inner in step.steps:
        lines += _indented(inner, level + 1, depth, width, lang)
    return lines


def _branch(step: Step, lead: str, last: bool, depth: int | None, width: int, lang: Lang, level: int = 1) -> list[str]:
    if depth is not None and level > depth:
        return []
    below = lead + ("   " if last else "│  ")
    inner = step.steps if depth is None or level < depth else ()
    stem = below + ("│  " if inner else "   ")
    lines = _wrapped(line(step, lang), lead + ("└─ " if last else "├─ "), stem, width)
    for name, value in details(step, lang):
        lines += _wrapped(f"{name}: {value}", stem, stem + "  ", width)
    for i, child in enumerate(inner):
        lines += _branch(child, below, i == len(inner) - 1, depth, width, lang, level + 1)
    return lines


def _wrapped(content: str, first: str, rest: str, width: int) -> list[str]:
    room = max(width, len(rest) + LEAST_WIDTH)
    return textwrap.wrap(
        content, room, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
