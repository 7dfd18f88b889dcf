"""From checked files to programmes and overlaps: what must hold inside one of them."""

from __future__ import annotations

from povrules.language.errors import closest
from povrules.law import programme_documents as docs
from povrules.law.building import NUMBERS, check_unit, dated, one_of_both, rules
from povrules.law.errors import LawError
from povrules.law.programme_model import Addition, Benefit, Overlap, OverlapRule, Programme

ORDER = "order"
MONTHS = "months"


def programme(id: str, doc: docs.ProgrammeDoc) -> Programme:
    """One programme."""
    owner = f"programme {id!r}"
    benefits = tuple(_benefit(id, name, benefit) for name, benefit in doc.benefits.items())
    paid = [benefit for benefit in benefits if benefit.cost]
    if len(paid) > 1:
        raise LawError(f"{owner}: two benefits are its cost", span=paid[1].span, expected="one of them, or `costs:`")
    if paid and doc.costs:
        raise LawError(f"{owner} says its cost twice", span=doc.span, expected="`cost: true` on a benefit, or `costs:`")
    if doc.per == "loan" and (paid or doc.costs):
        raise LawError(f"{owner} is a loan, and a ceiling is no cost", span=doc.span, expected="per: month, year, ...")
    if doc.per == "school_month" and (paid or doc.costs) and MONTHS not in doc.benefits:
        raise LawError(f"{owner} does not say how many months a year has", span=doc.span, expected="a benefit `months`")
    return Programme(
        id=id,
        of=doc.of,
        label=doc.label,
        per=doc.per,
        payer=doc.payer,
        eligible=rules(owner, doc.eligible),
        benefits=benefits,
        costs=tuple(doc.costs.items()),
        span=doc.span,
    )


def addition(id: str, doc: docs.AdditionDoc) -> Addition:
    """What a place makes of one programme of the nation."""
    owner = f"addition {id!r}"
    if not (doc.eligible or doc.benefits):
        raise LawError(f"{owner} adds nothing", span=doc.span, expected="`benefits:`, or who is `eligible:`")
    return Addition(
        id=id,
        label=doc.label,
        eligible=rules(owner, doc.eligible),
        benefits=tuple(_benefit(id, name, benefit) for name, benefit in doc.benefits.items()),
        costs=tuple(doc.costs.items()),
        span=doc.span,
    )


def overlap(id: str, doc: docs.OverlapDoc) -> Overlap:
    """One group of programmes of which one is granted."""
    owner = f"overlap {id!r}"
    if len(set(doc.among)) < len(doc.among):
        raise LawError(f"{owner} names a programme twice", span=doc.span)
    if len(doc.among) < 2:
        raise LawError(f"{owner} names one programme only", span=doc.span, expected="at least two")
    if (doc.key == ORDER) != (doc.keep == "first"):
        raise LawError(f"{owner}: {doc.keep!r} does not go with the key {doc.key!r}", span=doc.span,
                       expected="keep: highest and a benefit, or keep: first and key: order")  # fmt: skip
    held = tuple(OverlapRule(dated(owner, item, "rule", _said(item)), item.except_) for item in doc.rules)
    return Overlap(id, doc.of, doc.label, doc.among, doc.key, doc.keep, doc.tie, held, doc.span)


def _said(item: docs.OverlapRuleDoc) -> bool | None:
    """An entry says that the group holds, unless it is unknown."""
    return None if item.unknown and item.except_ is None else True


def _benefit(programme: str, id: str, doc: docs.BenefitDoc) -> Benefit:
    owner = f"benefit {id!r} of {programme!r}"
    check_unit(id, doc.type, doc.unit, doc.span)
    one_of_both(owner, doc)
    if doc.cost and doc.type not in NUMBERS:
        raise LawError(f"{owner} is a cost and no number", span=doc.span, closest=closest("number", NUMBERS))
    if doc.type == "date":
        raise LawError(f"{owner} is a day", span=doc.span, expected="number, integer, bool, text or an enum")
    return Benefit(
        id=id,
        label=doc.label,
        type=doc.type,
        unit=doc.unit,
        range=doc.range,
        cost=doc.cost,
        exact=doc.rounding == "none",
        rules=rules(owner, doc.rules),
        definition=doc.formula,
        span=doc.span,
    )
