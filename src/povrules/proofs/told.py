"""A proof in words, and its household as a case that can be pasted into `cases.yaml`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from povrules.law.model import Words
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.proving import Proof
from povrules.proofs.witness import stated

SAID = {
    "gap": Words("có hộ không khớp hàng nào", "some facts fit no row"),
    "overlap": Words("có hộ khớp hai hàng cùng lúc", "some facts fit two rows"),
    "shadowed": Words("hàng này không bao giờ áp dụng", "no facts fit this row"),
    "reachable": Words("không ai được hưởng", "nobody can get it"),
    "monotone": Words("kết quả đi ngược chiều đã khai báo", "the answer moves against what is declared"),
    "claim": Words("điều khẳng định không đúng với mọi hộ", "what is claimed does not hold for everybody"),
    "dates": Words("ngày này không có quy định nào", "no rule on this day, and nothing says why"),
}
UNSETTLED = {
    "not in time": Words("chưa chứng minh được trong thời gian cho phép", "not proved in time"),
    "open": Words("chưa chứng minh được và cũng chưa thấy hộ nào trái", "neither proved nor shown to be wrong"),
}
PASTE = Words(
    "hộ cho thấy điều này, dán được vào cases.yaml (sửa expect theo luật):",
    "a household that shows it, ready for cases.yaml (correct `expect` to what the law says):",
)


def problem(policy: ResolvedPolicy, proof: Proof, lang: str) -> str:
    """One line about a proof that did not succeed."""
    words = SAID[proof.kind] if proof.verdict == "failed" else UNSETTLED[proof.verdict]
    place = f"{proof.span}: " if proof.span else ""
    part = f", {proof.part}" if proof.part else ""
    name = policy.shown(proof.about[1])
    return f"{place}{name}{part}: {words.of(lang)} ({proof.on}) [{proof.kind}]"


def as_case(policy: ResolvedPolicy, proof: Proof) -> Iterator[str]:
    """The household of a proof as lines of a `cases.yaml`; nothing where there is none."""
    found = proof.witness
    if found is None:
        return
    name = policy.shown(proof.about[1])
    for number in (1, 2) if found.other else (1,):
        given = dict(found.given)
        if number == 2 and found.other is not None:
            key, value = found.other
            if proof.about[0] == "household":
                given[key] = value
            else:
                first, *others = given["members"]
                given["members"] = [{**first, key: value}, *others]
        suffix = f"-{number}" if found.other else ""
        yield f"- id: {proof.kind}-{name.replace(':', '-').replace('_', '-')}-{proof.on}{suffix}"
        yield f"  note: {{vi: {_quoted(SAID[proof.kind].vi)}, en: {_quoted(SAID[proof.kind].en)}}}"
        for law, taken in found.law.items():
            yield f"  # where {law}, which nobody knows, were {taken}"
        yield f'  on: "{found.on}"'
        if found.place != "vn":
            yield f'  place: "{found.place}"'
        if found.method is not None:
            yield f"  method: {found.method}"
        yield f"  given: {_flow(given)}"
        yield f"  expect: {_expected(policy, proof)}"
        yield f'  source: "{name}"'


def _expected(policy: ResolvedPolicy, proof: Proof) -> str:
    """What the reference engine says; where it says nothing (a gap), what an author has to write."""
    scope, id = proof.about
    answer = None if proof.witness is None else proof.witness.answer
    said = "undetermined" if answer is None else answer
    name = policy.shown(id)
    if id in policy.programmes:
        inner = f"programmes: {{{_quoted(name)}: {{eligible: {_quoted(said)}}}}}"
    elif (scope, id) in policy.facts:
        inner = f"{_quoted(name)}: {_quoted(said)}"
    else:
        return _flow(_claimed(policy, proof))
    return f"{{{inner}}}" if scope == "household" else f"{{members: [{{{inner}}}]}}"


def _claimed(policy: ResolvedPolicy, proof: Proof) -> dict[str, Any]:
    """What the reference engine says of everything that a claim reads, as a case states it."""
    claim = next(each for each in policy.claims if (each.of, each.id) == proof.about)
    if claim.that is None or proof.witness is None:
        return {}
    household: dict[str, Any] = {}
    member: dict[str, Any] = {}
    for (of, id), answer in stated(policy, claim.that, proof.witness).items():
        programme, dot, part = policy.shown(id).rpartition(".")
        place = household if of == "household" else member
        if dot:
            place = place.setdefault("programmes", {}).setdefault(programme, {})
        elif id in policy.programmes:
            place, part = place.setdefault("programmes", {}).setdefault(part, {}), "eligible"
        place[part] = answer
    return {**household, "members": [member]} if member else household


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return text if text.replace("_", "a").isalpha() and text.isascii() else json.dumps(text, ensure_ascii=False)
