"""A policy as HTML for notebooks: its day and place, what reforms changed, the first values of law."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from povrules.decisions.explanation.citations import citation
from povrules.decisions.labels import PolicyLabels, raised
from povrules.language.amounts import Lang, language, plain, shown
from povrules.language.types import NumberType
from povrules.law.model import Words
from povrules.pages import FIRST, Table, page
from povrules.policy.resolved import ResolvedParameter, ResolvedPolicy

DASH = "–"
POLICY = Words("Chính sách ngày {} ({})", "Policy of {} ({})")
REFORMED = Words(
    "Đã thay đổi để xem xét; không phải quy định hiện hành",
    "Changed for a question of what would be; this is not the law",
)
CHANGED = Words("Thay đổi", "Changed")
BEFORE = Words("Trước", "Before")
AFTER = Words("Sau", "After")
VALUES = Words("Giá trị quy định", "Values of law")
VALUE = Words("Mức", "Value")
BASIS = Words("Căn cứ", "Basis")
UNKNOWN = Words("chưa biết", "unknown")
HOLDS = Words(
    "{} giá trị quy định, {} chương trình có hiệu lực. Mã kiểm: {}.",
    "{} values of law, {} programmes in force. Digest: {}.",
)


def policy_page(policy: ResolvedPolicy, lang: str) -> str:
    """What a policy is: the day, the place, what reforms changed, the first values of law with their articles."""
    spoken = language(lang)
    labels = PolicyLabels(policy)
    parts: list[Table | str] = []
    if policy.reforms:
        head = [word.of(lang) for word in (CHANGED, BEFORE, AFTER)]
        rows = []
        for change in policy.reforms[:FIRST]:
            known = change.id in policy.parameters
            name = labels.cell(change.id, change.member, spoken) if known else change.id.partition(":")[2]
            sides = (change.before, change.after)
            rows.append((raised(name), *(_text(labels, change.id, text, spoken) for text in sides)))
        parts += [REFORMED.of(lang) + ".", Table(head, rows, left=3, total=len(policy.reforms))]
    # Lines of poverty stand first, in the order of the law behind them.
    values = [p for p in policy.parameters.values() if p.basis is not None]
    lines = sorted(values, key=lambda p: not p.id.endswith("_line"))
    cells = [(p, member, value) for p in lines for member, value in p.cells]
    rows = [
        (
            raised(labels.cell(p.id, member, spoken)),
            _value(labels, p, value, spoken),
            _basis(policy, p, spoken),
        )
        for p, member, value in cells[:FIRST]
    ]
    head = [word.of(lang) for word in (VALUES, VALUE, BASIS)]
    parts.append(Table(head, rows, left=3, total=len(cells)))
    programmes = sum(p.in_force and p.outside is None for p in policy.programmes.values())
    parts.append(HOLDS.of(lang).format(plain(len(values), spoken), plain(programmes, spoken), policy.digest[:12]))
    return page(POLICY.of(lang).format(shown(policy.on, spoken), policy.place), parts, spoken)


def _text(labels: PolicyLabels, id: str, text: str | None, lang: Lang) -> str:
    """What a reform wrote, a number of law with its unit."""
    if text is None:
        return DASH
    parameter = labels.policy.parameters.get(id)
    if parameter is None or not isinstance(parameter.type, NumberType):
        return text
    return labels.law_value(id, Fraction(text), lang)


def _basis(policy: ResolvedPolicy, parameter: ResolvedParameter, lang: Lang) -> str:
    """The article; of a value that is assumed, that it is."""
    basis = parameter.basis
    if basis is None:
        return DASH
    if basis.enacted_by is None and basis.note is not None:
        return basis.note.of(lang)
    return citation(basis, policy, lang)


def _value(labels: PolicyLabels, parameter: ResolvedParameter, value: Any, lang: Lang) -> str:
    return UNKNOWN.of(lang) if value is None else labels.law_value(parameter.id, value, lang)
