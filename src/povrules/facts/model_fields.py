"""One fact as a field of a pydantic model: its Python type, its JSON Schema, how it is written as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from keyword import iskeyword
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, PlainSerializer, SkipValidation, WithJsonSchema
from pydantic.fields import FieldInfo

from povrules.facts.household import Given
from povrules.facts.parse_number import FLOAT_DIGITS, canonical
from povrules.facts.partial_date import a_month
from povrules.facts.schema import FactSpec
from povrules.language.calendar import PartialDate
from povrules.language.numbers import whole
from povrules.language.types import BoolType, DateType, EnumType, NumberType
from povrules.law.model import Words

OBSERVED_ON = "observed_on"
PART_OF_A_DATE = "^[0-9]{4}(-[0-9]{2})?$"
PLAIN_NUMBER = "^-?[0-9]+([.][0-9]+)?$"
MEMBERS = Words("Các thành viên được liệt kê", "The members that are listed")
DEPRIVATIONS = Words("Các chỉ số thiếu hụt theo tên ngắn", "Indicators by their short names, true when deprived")
BIRTH_YEAR = Words("Năm sinh, khi không rõ ngày sinh", "Year of birth, where the day is not known")


def name_of(fact: str) -> str:
    """A name for the field of a fact: its own where Python and pydantic allow it.

    >>> name_of("floor_area"), name_of("79:zone"), name_of("copy")
    ('floor_area', 'fact_79_zone', 'fact_copy')
    """
    if fact.isidentifier() and not iskeyword(fact) and not fact.startswith("_") and not hasattr(BaseModel, fact):
        return fact
    return "fact_" + "".join(c if c.isalnum() else "_" for c in fact)


def field_of(spec: FactSpec) -> tuple[Any, FieldInfo]:
    """Type and field of one fact; every fact may be None, which is unknown."""
    kind, shapes = _kind(spec)
    extra: dict[str, Any] = {"x-label": _both(spec.label)}
    if spec.question is not None:
        extra["x-question"] = _both(spec.question)
    if isinstance(spec.type, NumberType):
        extra["x-unit"] = str(spec.type.unit)
    if spec.member_labels:
        extra["x-members"] = {member: _both(label) for member, label in spec.member_labels}
    field = name_of(spec.name)
    info: Any = Field(
        default=None,
        alias=None if field == spec.name else spec.name,
        title=f"{spec.label.vi} / {spec.label.en}",
        description=_description(spec),
        json_schema_extra=extra,
    )
    return _exactly(kind, shapes), info


def members_field(member: type[BaseModel]) -> tuple[Any, FieldInfo]:
    """The listed members."""
    return (tuple[member, ...] | None, _own(MEMBERS))  # type: ignore[valid-type]


def flags_field(names: Sequence[str]) -> tuple[Any, FieldInfo]:
    """Indicators by their short names."""
    short = _literal(tuple(names))
    return (dict[short, bool | None] | None, _own(DEPRIVATIONS))  # type: ignore[valid-type]


def year_field(birth: FactSpec) -> tuple[Any, FieldInfo]:
    """A birth year instead of a birth day, or beside it; ``birth`` is the fact of the day."""
    low = {"minimum": birth.low.year} if isinstance(birth.low, date) else {}
    shapes: list[dict[str, Any]] = [{"type": "integer", **low}, {"type": "string", "pattern": PART_OF_A_DATE}]
    return _exactly(int | date | PartialDate, shapes), _own(BIRTH_YEAR)


def canonical_value(value: Given, *, year: bool = False) -> Any:
    """A value that was read, as a model keeps it: a number that is not whole as ``Decimal`` where its decimals end.

    Args:
        value: as ``povrules.facts.given_value`` reads it.
        year: a whole year becomes its number.

    >>> canonical_value(Fraction(71, 2)), canonical_value(Fraction(1, 3)), canonical_value(1_500_000)
    (Decimal('35.5'), Fraction(1, 3), 1500000)
    """
    if isinstance(value, Fraction):
        try:
            return Decimal(canonical(value))
        except ValueError:
            return value
    if year and isinstance(value, PartialDate) and value == PartialDate.year(value.first.year):
        return value.first.year
    return value


def as_json(value: Any) -> Any:
    """A value in types of JSON that reads back as the same value.

    Raises:
        ValueError: a number whose decimals do not end, a day known to lie between any two: JSON has no word for them.

    >>> as_json(Decimal("35.5")), as_json(Decimal("0.1234567890123456789")), as_json(PartialDate.year(2008))
    (35.5, '0.1234567890123456789', '2008')
    """
    if isinstance(value, Fraction):
        value = Decimal(canonical(value))
    if isinstance(value, Decimal):
        digits = len(value.as_tuple().digits)
        if digits <= FLOAT_DIGITS:
            return float(value)
        text = canonical(whole(Fraction(value)))
        # Three decimals could be read as thousands.
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text
    if isinstance(value, PartialDate):
        return _part_of_a_date(value)
    return value.isoformat() if isinstance(value, date) else value


def _part_of_a_date(day: PartialDate) -> str:
    if day == PartialDate.year(day.first.year):
        return f"{day.first.year:04}"
    if day == a_month(day.first.year, day.first.month):
        return f"{day.first.year:04}-{day.first.month:02}"
    raise ValueError("a day between two others that are not the ends of a month or a year has no form in JSON")


def _exactly(kind: Any, shapes: list[dict[str, Any]]) -> Any:
    """Pydantic checks nothing again: what it would turn into a float is exact already."""
    schema = WithJsonSchema({"anyOf": [*shapes, {"type": "null"}]})
    checked: Any = SkipValidation
    return Annotated[checked[kind | None], PlainSerializer(as_json, when_used="json"), schema]


def _kind(spec: FactSpec) -> tuple[Any, list[dict[str, Any]]]:
    if isinstance(spec.type, BoolType):
        return bool, [{"type": "boolean"}]
    if isinstance(spec.type, EnumType):
        return _literal(spec.type.members), [{"type": "string", "enum": list(spec.type.members)}]
    if isinstance(spec.type, DateType):
        day = {"type": "string", "format": "date", **_days(spec)}
        if spec.name == OBSERVED_ON:
            return date, [day]
        return date | PartialDate, [day, {"type": "string", "pattern": PART_OF_A_DATE}]
    if isinstance(spec.type, NumberType) and spec.type.integer:
        return int, [{"type": "integer", **_range(spec)}]
    if isinstance(spec.type, NumberType):
        return int | Decimal | Fraction, [
            {"type": "number", **_range(spec)},
            {"type": "string", "pattern": PLAIN_NUMBER},
        ]
    return str, [{"type": "string"}]


def _literal(members: tuple[str, ...]) -> Any:
    literal: Any = Literal
    return literal[members]


def _range(spec: FactSpec) -> dict[str, int | float]:
    ends = {"minimum": spec.low, "maximum": spec.high}
    return {
        key: end if isinstance(end, int) else float(end)
        for key, end in ends.items()
        if end is not None and not isinstance(end, date)
    }


def _days(spec: FactSpec) -> dict[str, str]:
    ends = {"x-minimum": spec.low, "x-maximum": spec.high}
    return {key: end.isoformat() for key, end in ends.items() if isinstance(end, date)}


def _description(spec: FactSpec) -> str:
    said = spec.question or spec.label
    unit = f" [{spec.type.unit}]" if isinstance(spec.type, NumberType) and str(spec.type.unit) != "1" else ""
    return f"{said.vi}\n{said.en}{unit}"


def _both(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}


def _own(words: Words) -> Any:
    label: Any = _both(words)
    return Field(default=None, title=f"{words.vi} / {words.en}", json_schema_extra={"x-label": label})
