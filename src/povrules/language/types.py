"""What a value can be: truth, number with a unit, date, text, member of an enum."""

from __future__ import annotations

from dataclasses import dataclass

from povrules.language.units import ANY, Unit


@dataclass(frozen=True, slots=True)
class Type:
    """Base of all types."""

    def __str__(self) -> str:
        return type(self).__name__.removesuffix("Type").lower()


@dataclass(frozen=True, slots=True)
class BoolType(Type):
    """True or false."""


@dataclass(frozen=True, slots=True)
class NumberType(Type):
    """An exact number.

    Args:
        unit: its unit; ``ANY`` fits every unit (a literal, an expression without declared units).
        integer: whole numbers only.
    """

    unit: Unit = ANY
    integer: bool = False

    def __str__(self) -> str:
        kind = "integer" if self.integer else "number"
        return kind if self.unit == ANY else f"{kind} in {self.unit}"


@dataclass(frozen=True, slots=True)
class DateType(Type):
    """A day."""


@dataclass(frozen=True, slots=True)
class TextType(Type):
    """Text, compared after NFC and white-space folding."""


@dataclass(frozen=True, slots=True)
class EnumType(Type):
    """One member of a closed list, in the declared order."""

    name: str
    members: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.members)})"
