"""Reading a `cases.yaml`: a list of worked households.

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
  assumed: {deprivations: {water: "false"}}  # optional: facts that are not the point of the case
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
nothing, `undetermined`, or `55987.2..57024` for an amount that is undetermined between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from povrules.api import METHODS
from povrules.language.errors import Span, closest
from povrules.law.errors import LawError
from povrules.law.evidence import parse_evidence
from povrules.law.model import Words
from povrules.law.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode, plain, read_yaml
from povrules.testing.cases import UNDETERMINED, Case, Expected

KEYS = ("id", "note", "on", "place", "known_on", "evidence", "method", "given", "assumed", "expect", "source")
NEEDED = ("id", "on", "given", "expect", "source")
SEVERAL = ("missing", "unrounded")
"""What a case states of a programme as a list."""


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
    given = _facts(parts["given"])
    if "assumed" in parts:
        assumed = _facts(parts["assumed"])
        both = sorted(set(given) & set(assumed))
        if both:
            raise LawError(f"{both[0]} is both given and assumed", span=parts["assumed"].span, expected="one of them")
        given = assumed | given
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


def _facts(node: YamlNode) -> dict[str, Any]:
    found = plain(node)
    if not isinstance(found, dict):
        raise LawError("the facts of a case are names and values", span=node.span)
    return found


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
