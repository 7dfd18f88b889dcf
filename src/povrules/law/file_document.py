"""The shape of a whole policy file: its sections."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from povrules.law import leaves
from povrules.law.documents import (
    ClaimDoc,
    ConstantDoc,
    ConstraintDoc,
    CoverageDoc,
    DecisionDoc,
    EnumDoc,
    FactDoc,
    InstrumentDoc,
    Located,
    ParameterDoc,
    SetDoc,
    VariableDoc,
)
from povrules.law.programme_documents import AdditionDoc, OverlapDoc, ProgrammeDoc

_names = BeforeValidator(leaves.section(leaves.identifier))
_instruments = BeforeValidator(leaves.section(leaves.instrument_id))


class FileDoc(Located):
    """One policy file. Every section may stand in every file."""

    coverage: CoverageDoc | None = None
    instruments: Annotated[dict[str, InstrumentDoc], _instruments] = Field(default_factory=dict)
    enums: Annotated[dict[str, EnumDoc], _names] = Field(default_factory=dict)
    facts: Annotated[dict[str, FactDoc], _names] = Field(default_factory=dict)
    constants: Annotated[dict[str, ConstantDoc], _names] = Field(default_factory=dict)
    parameters: Annotated[dict[str, ParameterDoc], _names] = Field(default_factory=dict)
    variables: Annotated[dict[str, VariableDoc], _names] = Field(default_factory=dict)
    sets: Annotated[dict[str, SetDoc], _names] = Field(default_factory=dict)
    decisions: Annotated[dict[str, DecisionDoc], _names] = Field(default_factory=dict)
    constraints: Annotated[dict[str, ConstraintDoc], _names] = Field(default_factory=dict)
    claims: Annotated[dict[str, ClaimDoc], _names] = Field(default_factory=dict)
    programmes: Annotated[dict[str, ProgrammeDoc], _names] = Field(default_factory=dict)
    additions: Annotated[dict[str, AdditionDoc], _names] = Field(default_factory=dict)
    overlaps: Annotated[dict[str, OverlapDoc], _names] = Field(default_factory=dict)
