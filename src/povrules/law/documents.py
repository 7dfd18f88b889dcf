"""The shape of a policy file: which keys stand where. Pydantic holds the shape; ``leaves`` reads the values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from povrules.language.errors import Span, closest
from povrules.language.nodes import Scope
from povrules.law import leaves
from povrules.law.errors import LawError
from povrules.law.leaves import (
    Day,
    FirstDay,
    HowSure,
    Id,
    Ids,
    InstrumentId,
    InstrumentIds,
    Label,
    Members,
    RangeText,
    Rule,
    Rules,
    Sources,
    Text,
    Truth,
    UnitText,
    ValueText,
)
from povrules.law.yaml_nodes import MappingNode, SequenceNode, YamlNode

Of = Annotated[Scope, BeforeValidator(leaves.word("household", "person"))]
Hit = Annotated[str, BeforeValidator(leaves.word("unique", "first"))]
KINDS = ("law", "resolution", "decree", "decision", "circular", "guidance", "draft")
Kind = Annotated[str, BeforeValidator(leaves.word(*KINDS))]


class Located(BaseModel):
    """A mapping of the file; ``span`` is where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    span: Span

    @model_validator(mode="before")
    @classmethod
    def _from_node(cls, node: object) -> object:
        if not isinstance(node, MappingNode):
            place = getattr(node, "span", None)
            raise LawError("one value or a list stands where a mapping is needed", span=place, expected=cls.keys())
        known = cls.known_keys()
        for key, _ in node.items:
            if key.text not in known:
                near = closest(key.text, known)
                raise LawError(f"unknown key {key.text!r}", span=key.span, expected=cls.keys(), closest=near)
        return {"span": node.span, **{key.text: value for key, value in node.items}}

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys this mapping may have."""
        return tuple(info.alias or name for name, info in cls.model_fields.items() if name != "span")

    @classmethod
    def keys(cls) -> str:
        """The keys, for a message."""
        return f"keys among {', '.join(cls.known_keys())}"


class DatedDoc(Located):
    """What every dated entry has. With ``unknown: true`` it says only when, and which instrument."""

    from_: FirstDay = Field(alias="from")
    to: Day | None = None
    ended_by: InstrumentId | None = None
    enacted_by: InstrumentId | None = None
    at: Text | None = None
    support: InstrumentIds = ()
    evidence: HowSure | None = None
    note: Label | None = None
    unknown: Truth = False


class ValueDoc(DatedDoc):
    """One value of a parameter."""

    value: ValueText | None = None


class FormulaDoc(DatedDoc):
    """One rule of a variable."""

    formula: Rule | None = None


class ItemsDoc(DatedDoc):
    """The members of a set in a period."""

    items: Ids | None = None


class RowDoc(Located):
    """One row of a table: ``when`` and ``then``, or ``otherwise``."""

    when: Rule | None = None
    then: Rule | None = None
    otherwise: Rule | None = None
    at: Text | None = None


class TableDoc(DatedDoc):
    """A decision table in a period."""

    rows: Annotated[tuple[RowDoc, ...], BeforeValidator(leaves.nodes)] | None = None


class InstrumentDoc(Located):
    """A decree, circular, decision or other act."""

    number: Text
    kind: Kind
    title: Label
    issuer: Label
    issued: Day
    in_force: FirstDay | None = None
    amends: InstrumentIds = ()
    source: Sources = ()
    evidence: HowSure
    note: Label | None = None


class EnumDoc(Located):
    """A closed list."""

    label: Label
    members: Members


class FactDoc(Located):
    """Something observed."""

    of: Of
    type: Id
    unit: UnitText | None = None
    range: RangeText | None = None
    general: Truth = False
    receipt: Truth = False
    changeable: Truth = True
    label: Label
    question: Label | None = None


class VariableDoc(FactDoc):
    """Something computed: dated ``rules`` of law, or one ``formula``."""

    given: Truth = False
    rules: Annotated[tuple[FormulaDoc, ...], BeforeValidator(leaves.nodes)] = ()
    formula: Rule | None = None


class ConstantDoc(Located):
    """A definition that is no law."""

    label: Label
    value: Text
    unit: UnitText | None = None


class ParameterDoc(Located):
    """A parameter of law over time."""

    label: Label
    type: Id = "number"
    unit: UnitText | None = None
    by: Id | None = None
    range: RangeText | None = None
    values: Annotated[tuple[ValueDoc, ...], BeforeValidator(leaves.nodes)]
    invariant: Rules = ()


class SetDoc(Located):
    """A named list of truths over time."""

    of: Of
    label: Label
    members: Annotated[tuple[ItemsDoc, ...], BeforeValidator(leaves.nodes)]


class DecisionDoc(Located):
    """A decision by tables over time."""

    of: Of
    type: Id
    hit: Hit
    label: Label
    rises_with: Ids = ()
    falls_with: Ids = ()
    tables: Annotated[tuple[TableDoc, ...], BeforeValidator(leaves.nodes)]


class ConstraintDoc(Located):
    """What always holds between facts."""

    of: Of
    that: Rule
    label: Label


class ClaimDoc(Located):
    """What the law intends to hold of every household or person; it is proved, never assumed."""

    of: Of
    within: Id | None = None
    that: Rule
    label: Label


class CoverageDoc(Located):
    """The days a pack knows."""

    from_: Day = Field(alias="from")
    to: Day


Doc = TypeVar("Doc", bound=Located)


def read_document(model: type[Doc], node: YamlNode) -> Doc:
    """Check a node against a shape.

    Raises:
        LawError: names the place, what was expected, and the closest key.
    """
    try:
        return model.model_validate(node)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        *path, last = first["loc"] or ("",)
        if first["type"] == "missing":
            owner = f" of {path[-1]!r}" if path and isinstance(path[-1], str) else ""
            place = _place(node, path)
            raise LawError(f"the key {last!r}{owner} is missing", span=place, expected=f"{last}: ...") from None
        raise LawError(first["msg"], span=_place(node, first["loc"])) from None


def _place(node: YamlNode, path: Sequence[int | str]) -> Span:
    """Where a pydantic location stands, as deep as the file goes. A named mapping stands at its name."""
    place = node.span
    for step in path:
        if isinstance(node, MappingNode):
            found = next((item for item in node.items if item[0].text == step), None)
            if found is None:
                break
            key, node = found
            place = key.span if isinstance(node, MappingNode) else node.span
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.span
        else:
            break
    return place
