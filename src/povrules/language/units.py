"""A small algebra of units: ``VND/person/month`` is a product of powers, and amounts add only to their like."""

from __future__ import annotations

import re
from dataclasses import dataclass

BASE_UNITS = frozenset({"VND", "person", "household", "month", "year", "day", "m2", "point", "kWh", "km", "work"})
_PART = re.compile(r"([*/]?)\s*([A-Za-z][A-Za-z0-9]*|1)\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of base units to whole powers; no powers is a pure number.

    >>> str(parse_unit("VND/person/month"))
    'VND/month/person'
    """

    powers: tuple[tuple[str, int], ...] = ()
    any: bool = False

    def __str__(self) -> str:
        if self.any:
            return "any unit"
        up = [n if p == 1 else f"{n}^{p}" for n, p in self.powers if p > 0]
        down = "".join(f"/{n}" * -p for n, p in self.powers if p < 0)
        return ("*".join(up) or "1") + down

    def __mul__(self, other: Unit) -> Unit:
        return self._combined(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return self._combined(other, -1)

    def _combined(self, other: Unit, sign: int) -> Unit:
        if self.any or other.any:
            return ANY
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((n, p) for n, p in powers.items() if p)))


ANY = Unit(any=True)
PURE = Unit()


def parse_unit(text: str) -> Unit:
    """Read ``VND/person/month``, ``m2/person``, ``1``.

    Raises:
        ValueError: an unknown base unit, or text that is not a product of units.
    """
    position, unit = 0, PURE
    while position < len(text):
        match = _PART.match(text, position)
        if not match or (position > 0) != bool(match[1]):
            raise ValueError(f"{text!r} is not a unit such as 'VND/person/month'")
        if match[2] != "1":
            if match[2] not in BASE_UNITS:
                raise ValueError(f"unknown unit {match[2]!r}; known: {', '.join(sorted(BASE_UNITS))}")
            base = Unit(((match[2], 1),))
            unit = unit / base if match[1] == "/" else unit * base
        position = match.end()
    return unit
