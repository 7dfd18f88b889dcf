"""The shape of programmes and overlaps in a policy file. How they are written: docs/programmes-format.md."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from povrules.law import leaves
from povrules.law.documents import DatedDoc, FormulaDoc, Located, Of
from povrules.law.leaves import Id, Ids, Label, RangeText, Rule, Truth, UnitText

PERIODS = ("month", "year", "once", "school_month", "loan")
PAYERS = ("state_budget", "provincial_budget", "social_insurance_fund", "policy_bank", "household")
Per = Annotated[str, BeforeValidator(leaves.word(*PERIODS))]
Payer = Annotated[str, BeforeValidator(leaves.word(*PAYERS))]
Rounding = Annotated[str, BeforeValidator(leaves.word("none"))]
Keep = Annotated[str, BeforeValidator(leaves.word("highest", "first"))]
Tie = Annotated[str, BeforeValidator(leaves.word("first", "both"))]
Formulas = Annotated[tuple[FormulaDoc, ...], BeforeValidator(leaves.nodes)]


class BenefitDoc(Located):
    """One thing a programme gives: dated ``rules`` of law, or one ``formula`` that is no law."""

    label: Label
    type: Id = "number"
    unit: UnitText | None = None
    range: RangeText | None = None
    cost: Truth = False
    rounding: Rounding | None = None
    rules: Formulas = ()
    formula: Rule | None = None


class ProgrammeDoc(Located):
    """Who is eligible, and what an eligible household or person gets."""

    of: Of
    label: Label
    per: Per
    payer: Payer
    eligible: Formulas
    benefits: Annotated[dict[str, BenefitDoc], BeforeValidator(leaves.section(leaves.identifier))]
    costs: Annotated[dict[str, Rule], BeforeValidator(leaves.section(leaves.word(*PAYERS)))] = Field(
        default_factory=dict
    )


class AdditionDoc(Located):
    """What a place makes of a programme of the nation: benefits restated or new; what is absent is the nation's."""

    label: Label | None = None
    eligible: Formulas = ()
    benefits: Annotated[dict[str, BenefitDoc], BeforeValidator(leaves.section(leaves.identifier))] = Field(
        default_factory=dict
    )
    costs: Annotated[dict[str, Rule], BeforeValidator(leaves.section(leaves.word(*PAYERS)))] = Field(
        default_factory=dict
    )


class OverlapRuleDoc(DatedDoc):
    """That a group holds in a period; ``except`` says when all of it is granted all the same."""

    except_: Rule | None = Field(default=None, alias="except")


class OverlapDoc(Located):
    """Programmes of which only one is granted."""

    of: Of
    label: Label
    among: Ids
    key: Id
    keep: Keep
    tie: Tie = "first"
    rules: Annotated[tuple[OverlapRuleDoc, ...], BeforeValidator(leaves.nodes)]
