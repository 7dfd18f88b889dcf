"""From checked files to the law: what must hold inside one definition. A value without a citation does not load."""

from __future__ import annotations

from collections.abc import Iterable

from povrules.language.errors import Span
from povrules.law import documents as docs
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import (
    Claim,
    Constant,
    Constraint,
    Dated,
    DatedTable,
    Decision,
    Enum,
    Expression,
    Fact,
    NamedSet,
    Parameter,
    ParameterValue,
    Rule,
    SetMembers,
    TableRow,
    Variable,
)
from povrules.law.programme_documents import BenefitDoc
from povrules.law.text import Coverage, Instrument

NUMBERS = ("number", "integer")
_UNCITED = "a value without a citation does not load"


def coverage(doc: docs.CoverageDoc) -> Coverage:
    """The days a pack covers."""
    if doc.to < doc.from_:
        raise LawError(f"the coverage ends on {doc.to}, before it starts on {doc.from_}", span=doc.span)
    return Coverage(doc.from_, doc.to, doc.span)


def instrument(id: str, doc: docs.InstrumentDoc) -> Instrument:
    """One act. What is not from memory names where it was read."""
    if doc.evidence >= Evidence.SECONDARY and not doc.source:
        raise LawError(f"instrument {id!r} is {doc.evidence} without a source", span=doc.span, expected="source: page")
    return Instrument(
        id=id,
        number=doc.number,
        kind=doc.kind,
        title=doc.title,
        issuer=doc.issuer,
        issued=doc.issued,
        in_force=doc.in_force,
        amends=doc.amends,
        source=doc.source,
        evidence=doc.evidence,
        note=doc.note,
        span=doc.span,
    )


def enum(id: str, doc: docs.EnumDoc) -> Enum:
    """One closed list."""
    return Enum(id, doc.label, doc.members, doc.span)


def fact(id: str, doc: docs.FactDoc) -> Fact:
    """One observed thing."""
    check_unit(id, doc.type, doc.unit, doc.span)
    return Fact(
        id, doc.of, doc.type, doc.unit, doc.range, doc.general, doc.label, doc.question, doc.span, doc.receipt,
        doc.changeable,
    )  # fmt: skip


def constant(id: str, doc: docs.ConstantDoc) -> Constant:
    """One definition."""
    return Constant(id, doc.label, doc.value, doc.unit, doc.span)


def parameter(id: str, doc: docs.ParameterDoc) -> Parameter:
    """One parameter over time."""
    check_unit(id, doc.type, doc.unit, doc.span)
    values = []
    for item in doc.values:
        made = dated(f"parameter {id!r}", item, "value", item.value)
        if item.value is not None and isinstance(item.value, tuple) != (doc.by is not None):
            expected = f"one value for each member of {doc.by!r}" if doc.by else "one value, or `by:` and an enum"
            raise LawError(f"parameter {id!r}: the value does not fit", span=item.span, expected=expected)
        values.append(ParameterValue(made, item.value))
    return Parameter(
        id, doc.label, doc.type, doc.unit, doc.by, doc.range, tuple(values), doc.invariant, doc.span
    )  # fmt: skip


def variable(id: str, doc: docs.VariableDoc) -> Variable:
    """One computed thing: dated rules, or one definition. What somebody draws today is never computed."""
    check_unit(id, doc.type, doc.unit, doc.span)
    if doc.receipt:
        raise LawError(
            f"variable {id!r} is a receipt, and no rule may compute one", span=doc.span, expected="`facts:`, no formula"
        )
    one_of_both(f"variable {id!r}", doc)
    return Variable(
        id=id,
        of=doc.of,
        type=doc.type,
        unit=doc.unit,
        range=doc.range,
        general=doc.general,
        label=doc.label,
        question=doc.question,
        given=doc.given,
        rules=rules(f"variable {id!r}", doc.rules),
        definition=doc.formula,
        span=doc.span,
        changeable=doc.changeable,
    )


def rules(owner: str, items: Iterable[docs.FormulaDoc]) -> tuple[Rule, ...]:
    """Dated formulas."""
    return tuple(Rule(dated(owner, item, "formula", item.formula), item.formula) for item in items)


def one_of_both(owner: str, doc: docs.VariableDoc | BenefitDoc) -> None:
    """Refuse what has both dated rules and a definition, or neither.

    Raises:
        LawError: at its place.
    """
    if bool(doc.rules) == (doc.formula is not None):
        what = "both rules and a formula" if doc.rules else "neither rules nor a formula"
        raise LawError(f"{owner} has {what}", span=doc.span, expected="dated `rules:`, or a `formula:`")


def named_set(id: str, doc: docs.SetDoc) -> NamedSet:
    """One list of truths over time."""
    members = []
    for item in doc.members:
        made = dated(f"set {id!r}", item, "items", item.items)
        if item.items is None:
            raise LawError(f"set {id!r}: its items cannot be unknown", span=item.span, expected="items: [...]")
        if len(set(item.items)) < len(item.items):
            raise LawError(f"set {id!r}: an item stands twice", span=item.span)
        members.append(SetMembers(made, item.items))
    return NamedSet(id, doc.of, doc.label, tuple(members), doc.span)


def decision(id: str, doc: docs.DecisionDoc) -> Decision:
    """One decision by tables."""
    tables = []
    for item in doc.tables:
        made = dated(f"decision {id!r}", item, "rows", item.rows)
        last = len(item.rows or ()) - 1
        rows = tuple(_row(id, row, last=number == last) for number, row in enumerate(item.rows or ()))
        tables.append(DatedTable(made, None if item.rows is None else rows))
    return Decision(id, doc.of, doc.type, doc.hit, doc.label, tuple(tables), doc.span, doc.rises_with, doc.falls_with)


def constraint(id: str, doc: docs.ConstraintDoc) -> Constraint:
    """What always holds for a household; of its members it speaks by ``all(members, ...)``."""
    if doc.of != "household":
        raise LawError(
            f"constraint {id!r} is of a person", span=doc.span, expected="of: household, and all(members, ...)"
        )
    return Constraint(id, doc.of, doc.that, doc.label, doc.span)


def claim(id: str, doc: docs.ClaimDoc) -> Claim:
    """What is to be proved."""
    return Claim(id, doc.of, doc.within, doc.that, doc.label, doc.span)


def dated(owner: str, doc: docs.DatedDoc, key: str, content: object) -> Dated:
    """When an entry holds and who says so.

    Args:
        owner: for messages, ``parameter 'income_line'``.
        doc: the entry.
        key: where its content stands: value, formula, items or rows.
        content: the content, None when absent.

    Raises:
        LawError: no citation, an end before the start, or both unknown and known.
    """
    begin = doc.from_
    entry = f"{owner}: the entry from {begin.not_before}"
    if doc.to is not None and doc.to < (begin.not_after or begin.not_before):
        raise LawError(f"{entry} ends on {doc.to}, before it starts", span=doc.span, expected="from <= to")
    if doc.ended_by is not None and doc.to is None:
        raise LawError(f"{entry} has ended_by but no end", span=doc.span, expected="to: day")
    if doc.enacted_to is not None and (doc.ended_by is None or doc.to is None or doc.enacted_to <= doc.to):
        raise LawError(
            f"{entry} has enacted_to, and no later instrument ends it sooner",
            span=doc.span,
            expected="to: an earlier day, and ended_by: the instrument that set it",
        )
    if doc.enacted_by is None:
        raise LawError(f"{entry} has no enacted_by: {_UNCITED}", span=doc.span, expected="enacted_by: instrument")
    if doc.unknown:
        if content is not None:
            raise LawError(f"{entry} is both unknown and given", span=doc.span, expected=f"unknown: true or {key}:")
        return _dated(doc, Evidence.UNKNOWN)
    if content is None:
        raise LawError(f"{entry} says nothing", span=doc.span, expected=f"{key}:, or unknown: true")
    if doc.evidence is None:
        raise LawError(f"{entry} has no evidence: {_UNCITED}", span=doc.span, expected="evidence: how sure it is")
    if doc.evidence is Evidence.UNKNOWN:
        raise LawError(f"{entry} gives what nobody knows", span=doc.span, expected="unknown: true without a value")
    return _dated(doc, doc.evidence)


def _dated(doc: docs.DatedDoc, evidence: Evidence) -> Dated:
    return Dated(
        start=doc.from_,
        end=doc.to,
        ended_by=doc.ended_by,
        enacted_end=doc.enacted_to,
        enacted_by=doc.enacted_by,
        at=doc.at,
        support=doc.support,
        evidence=evidence,
        note=doc.note,
        span=doc.span,
    )


def _row(owner: str, row: docs.RowDoc, *, last: bool) -> TableRow:
    if row.otherwise is not None:
        if row.when is not None or row.then is not None:
            raise LawError(
                f"decision {owner!r}: a row is both case and rest", span=row.span, expected="otherwise: value"
            )
        if not last:
            raise LawError(f"decision {owner!r}: rows after `otherwise` are never reached", span=row.span)
        return TableRow(None, row.otherwise, row.at, row.span)
    return TableRow(_needed(owner, row, "when", row.when), _needed(owner, row, "then", row.then), row.at, row.span)


def _needed(owner: str, row: docs.RowDoc, key: str, found: Expression | None) -> Expression:
    if found is None:
        raise LawError(f"decision {owner!r}: a row has no {key!r}", span=row.span, expected="{when: ..., then: ...}")
    return found


def check_unit(id: str, type: str, unit: str | None, span: Span) -> None:
    """Refuse a unit on what is no number.

    Raises:
        LawError: at its place.
    """
    if unit is not None and type not in NUMBERS:
        raise LawError(f"{id!r} is of type {type!r} and has no unit", span=span, expected="a unit on numbers only")
