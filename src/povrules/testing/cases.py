"""Worked households: a file of them, and whether a policy gives each the answer it states.

A `cases.yaml` is a list; each case says the day (`on`), the facts (`given`), the answers (`expect`) and the `source`:

```yaml
- id: nd07-01
  note: {vi: "...", en: "rural, 1,500,000 đồng, 3 deprivations"}
  on: "2024-06-30"
  place: "60"              # optional; vn
  known_on: "2025-12-01"   # optional
  evidence: secondary      # optional
  method: score            # optional
  given: {area: rural, income_per_capita: "1500000", members: [{birth_year: "2008"}]}
  expect:
    poverty_class: undetermined              # an answer by its name; undetermined
    possible: {poverty_class: [poor, near_poor]}
    reason: fact                             # why the class is undetermined
    missing: [deprived_water]                # what would settle it, in any order
    deprivations: {water: "true", toilet: undetermined}
    members: [{low_income_worker: "false"}]  # in the order given
    programmes:                              # of the household; those of a member stand under members
      electricity_support: {eligible: "true", monthly_vnd: "55000", if_recognised: "false"}
    conflicts: [household_size]              # none unless it is said
  source: "NĐ 07/2021/NĐ-CP, art. 3.2"
```

Of a programme a case may state `eligible`, `in_force`, `if_recognised`, `reason`, `missing` (what settles it and its
benefits), `passed_over` (the programme it gave way to, or `none`), `unrounded`, and any benefit: its value, `none` for
nothing, `undetermined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from povrules.api import METHODS, Policy, load_policy
from povrules.decisions.assessment import Assessment, MemberAssessment
from povrules.language.errors import PovrulesError, Span, closest
from povrules.language.numbers import exact
from povrules.language.text import fold
from povrules.law.errors import LawError
from povrules.law.evidence import parse_evidence
from povrules.law.model import Words
from povrules.law.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode, plain, read_yaml

UNDETERMINED = "undetermined"
NONE = "none"
SEVERAL = ("missing", "unrounded")
"""What a case states of a programme as a list."""
KEYS = ("id", "note", "on", "place", "known_on", "evidence", "method", "given", "expect", "source")
NEEDED = ("id", "on", "given", "expect", "source")


@dataclass(frozen=True, slots=True)
class Expected:
    """One answer a case states.

    Args:
        what: where it is found: ``poverty_class``, ``deprivations.water``, ``members[0].low_income_worker``,
            ``possible.poverty_class``, ``reason``, ``missing``, ``conflicts``,
            ``members[0].programmes.health_insurance.eligible``.
        answer: as text; several for ``possible``, ``missing`` and ``conflicts``.
        span: where it stands.
    """

    what: str
    answer: str | tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One worked household.

    Args:
        id: unique in its file.
        note: what it shows, in both languages.
        on: the target date.
        place: code of the place.
        known_on: only instruments issued by then; None knows all.
        evidence: weaker values of law are unknown.
        method: of the review; None lets the library choose.
        given: facts as text.
        expected: the answers it states.
        source: the article that says so.
        span: where it stands.
    """

    id: str
    note: Words | None
    on: date
    place: str
    known_on: date | None
    evidence: str
    method: Literal["income", "score"] | None
    given: Mapping[str, Any]
    expected: tuple[Expected, ...]
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is not what its case states.

    Args:
        case: the worked household.
        what: which answer; None when the household cannot be assessed at all.
        expected: what the case states.
        found: what the policy gives, or what went wrong.
        span: where the case states it.
    """

    case: Case
    what: str | None
    expected: str
    found: str
    span: Span

    def __str__(self) -> str:
        note = f" ({self.case.note.en})" if self.case.note else ""
        if self.what is None:
            return f"{self.span}: {self.case.id}{note}: {self.found}; {self.case.source}"
        return (
            f"{self.span}: {self.case.id}{note}: {self.what}: expected {self.expected}, found {self.found}; "
            f"{self.case.source}"
        )


def load_for(case: Case) -> Policy:
    """The policy of the built-in packs that a case asks for."""
    return load_policy(on=case.on, place=case.place, known_on=case.known_on, evidence=case.evidence)


def run_case(case: Case, policy: Callable[[Case], Policy] = load_for) -> tuple[Failure, ...]:
    """Compare what a policy gives with what a case states.

    Args:
        case: the worked household.
        policy: makes the policy for a case; the built-in packs by default.

    Returns:
        One failure for each answer that differs; none when all are as stated.
    """
    try:
        found = policy(case).assess(case.given, method=case.method)
        stated = [*case.expected]
        if not any(each.what == "conflicts" for each in stated):
            stated.append(Expected("conflicts", (), case.span))
        return tuple(failure for each in stated if (failure := _compared(case, each, found)) is not None)
    except PovrulesError as problem:
        return (Failure(case, None, "an answer", str(problem), case.span),)


def _compared(case: Case, stated: Expected, found: Assessment) -> Failure | None:
    answer = _answer(stated.what, found)
    if isinstance(stated.answer, tuple):
        texts = sorted(map(_text, answer))
        if sorted(map(fold, stated.answer)) == texts:
            return None
        expected, shown = (f"[{', '.join(items)}]" for items in (sorted(stated.answer), texts))
        return Failure(case, stated.what, expected, shown, stated.span)
    if _same(stated.answer, answer):
        return None
    shown = _text(answer)
    if answer is None and stated.what == "poverty_class":
        shown += f" (possible {', '.join(map(_text, found.possible['poverty_class']))}; {found.reason})"
    return Failure(case, stated.what, stated.answer, shown, stated.span)


def _answer(what: str, found: Assessment) -> Any:
    group, _, name = what.partition(".")
    if group == "programmes":
        return _of_programme(name, found)
    if name.startswith("programmes."):
        return _of_programme(name.partition(".")[2], _member(group, found))
    match group:
        case "possible":
            return found.outcome(name).possible
        case "reason":
            return found.reason
        case "missing":
            return found.missing
        case "conflicts":
            return [conflict.about for conflict in found.conflicts]
        case "deprivations":
            if name not in found.deprivations:
                raise PovrulesError(f"no indicator {name!r} on this day", closest=closest(name, found.deprivations))
            return found.deprivations[name]
    if name:
        return _member(group, found)[name]
    return found[what]


def _of_programme(what: str, found: Assessment | MemberAssessment) -> Any:
    """What a case states of one programme: ``electricity_support.monthly_vnd``."""
    name, _, part = what.rpartition(".")
    entitlement = found.programmes[name]
    match part:
        case "eligible":
            return entitlement.eligible
        case "in_force":
            return entitlement.in_force
        case "if_recognised":
            return entitlement.if_recognised
        case "reason":
            return entitlement.reason or NONE
        case "missing":
            return entitlement.missing
        case "unrounded":
            return entitlement.unrounded
        case "passed_over":
            return NONE if entitlement.passed_over is None else entitlement.passed_over.by
    outcome = entitlement.outcome(part)  # also to name the nearest where there is none of that name
    if entitlement.eligible is False or not outcome.in_force:
        return NONE
    return entitlement.benefits[part]


def _member(path: str, found: Assessment) -> MemberAssessment:
    position = int(path[len("members[") : -1])
    if position >= len(found.members):
        raise PovrulesError(f"{path}: only {len(found.members)} members are given")
    return found.members[position]


def _same(stated: str, found: Any) -> bool:
    if isinstance(found, int | Fraction) and not isinstance(found, bool):
        try:
            return exact(stated) == found
        except ValueError:
            return False
    return fold(stated) == _text(found)


def _text(value: Any) -> str:
    """A value as a case writes it."""
    if value is None:
        return UNDETERMINED
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


# reading -------------------------------------------------------------------------------------------------------------


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of worked households.

    Args:
        path: a `cases.yaml`.

    Returns:
        The cases in the order of the file.

    Raises:
        LawError: not such a file; names file, line and column.
    """
    root = read_yaml(path)
    if not isinstance(root, SequenceNode):
        raise LawError("a file of cases is a list", span=root.span, expected="- id: ...")
    cases = tuple(_case(node) for node in root.items)
    first: dict[str, Span] = {}
    for case in cases:
        if case.id in first:
            raise LawError(f"the case {case.id!r} stands twice, first at {first[case.id]}", span=case.span)
        first[case.id] = case.span
    return cases


def _case(node: YamlNode) -> Case:
    parts = _parts(node, KEYS)
    for key in NEEDED:
        if key not in parts:
            raise LawError(f"a case without {key!r}", span=node.span, expected=", ".join(NEEDED))
    given = plain(parts["given"])
    if not isinstance(given, dict):
        raise LawError("the facts of a case are names and values", span=parts["given"].span)
    method = _text_of(parts, "method")
    if method is not None and method not in METHODS:
        raise LawError(f"no method {method!r}", span=parts["method"].span, expected=", ".join(METHODS))
    evidence = _text_of(parts, "evidence") or "unverified"
    try:
        parse_evidence(evidence)
    except ValueError as problem:
        raise LawError(str(problem), span=parts["evidence"].span) from None
    return Case(
        id=_text_of(parts, "id") or "",
        note=_note(parts.get("note")),
        on=_day(parts["on"]),
        place=_text_of(parts, "place") or "vn",
        known_on=_day(parts["known_on"]) if "known_on" in parts else None,
        evidence=evidence,
        method=method,  # type: ignore[arg-type]
        given=given,
        expected=tuple(_expected(parts["expect"])),
        source=_text_of(parts, "source") or "",
        span=node.span,
    )


def _expected(node: YamlNode) -> Iterator[Expected]:
    for key, value in _items(node):
        if key.text == "members":
            for position, member in enumerate(_listed(value)):
                for name, answer in _items(member):
                    what = f"members[{position}].{name.text}"
                    yield from _programmes(what, answer) if name.text == "programmes" else [_single(what, answer)]
        elif key.text == "programmes":
            yield from _programmes(key.text, value)
        elif key.text == "possible":
            for name, answers in _items(value):
                yield _several(f"possible.{name.text}", answers)
        elif key.text == "deprivations":
            for name, answer in _items(value):
                yield _single(f"deprivations.{name.text}", answer)
        elif key.text in ("missing", "conflicts"):
            yield _several(key.text, value)
        else:
            yield _single(key.text, value)


def _programmes(path: str, node: YamlNode) -> Iterator[Expected]:
    for programme, stated in _items(node):
        for part, answer in _items(stated):
            read = _several if part.text in SEVERAL else _single
            yield read(f"{path}.{programme.text}.{part.text}", answer)


def _single(what: str, node: YamlNode) -> Expected:
    if not isinstance(node, ScalarNode) or node.null:
        raise LawError(f"{what}: one answer belongs here", span=node.span, expected=f"a value, or {UNDETERMINED}")
    return Expected(what, node.text, node.span)


def _several(what: str, node: YamlNode) -> Expected:
    texts = [_single(what, item).answer for item in _listed(node)]
    return Expected(what, tuple(text for text in texts if isinstance(text, str)), node.span)


def _listed(node: YamlNode) -> tuple[YamlNode, ...]:
    if not isinstance(node, SequenceNode):
        raise LawError("a list belongs here", span=node.span)
    return node.items


def _items(node: YamlNode) -> tuple[tuple[ScalarNode, YamlNode], ...]:
    if not isinstance(node, MappingNode):
        raise LawError("names and answers belong here", span=node.span)
    return node.items


def _parts(node: YamlNode, known: tuple[str, ...]) -> dict[str, YamlNode]:
    for key, _ in _items(node):
        if key.text not in known:
            near = closest(key.text, known)
            raise LawError(f"unknown key {key.text!r}", span=key.span, expected=", ".join(known), closest=near)
    return {key.text: value for key, value in _items(node)}


def _text_of(parts: Mapping[str, YamlNode], key: str) -> str | None:
    node = parts.get(key)
    if node is None:
        return None
    if not isinstance(node, ScalarNode) or node.null:
        raise LawError(f"{key}: a text belongs here", span=node.span)
    return node.text


def _note(node: YamlNode | None) -> Words | None:
    if node is None:
        return None
    parts = _parts(node, ("vi", "en"))
    return Words(_text_of(parts, "vi") or "", _text_of(parts, "en") or "")


def _day(node: YamlNode) -> date:
    text = node.text if isinstance(node, ScalarNode) else ""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LawError(f"{text!r} is not a day", span=node.span, expected="a day such as 2024-06-30") from None
