"""Which place each household of a register lives in: the code behind what its column of provinces says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from povrules.facts.assembling import assemble
from povrules.facts.divided import Division, Words
from povrules.facts.errors import MappingProblem
from povrules.facts.folding import clean_text, fold, without_marks
from povrules.facts.parsed_table import Fault, ParsedTable
from povrules.facts.reasons import place_refused
from povrules.facts.register import CheckedRegister
from povrules.law.places import Place

PROVINCE = "province"
_KIND = re.compile(r"(?:tỉnh|tinh|thành phố|thanh pho|tp\.?)\s+")


def places_of(register: CheckedRegister, places: Sequence[Place], day: date) -> Places:
    """Which place each household of a register lives in.

    Args:
        register: with a column of provinces, codes or names.
        places: all there are.
        day: a name that two have stands for the one that exists on this day.

    Raises:
        MappingProblem: there is no column of provinces.
    """
    if PROVINCE not in register.households.columns:
        raise MappingProblem(
            "place='by_row' needs to know where each household lives, and no column was read as its province",
            expected="a column with the province's code or name",
        )
    division = register.divisions.of(register.tables, PROVINCE)
    codes = tuple(None if word is None else code_of(word, places, day) for word in division.words)
    return Places(division, codes)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of the households of a register.

    Args:
        division: the register by what its column of provinces says.
        by_word: the code that each of these words means; None where it is unknown or no place.
    """

    division: Division
    by_word: tuple[str | None, ...]

    @property
    def codes(self) -> pl.Series:
        """The code of each household's place; null where it is unknown."""
        return self.division.spelled(self.by_word)

    @property
    def unknown(self) -> pl.Series | None:
        """The households whose place is not known; None when there are none."""
        said = [code is None for code in self.by_word]
        return pl.Series(said).gather(self.division.at) if any(said) else None

    def words(self, code: str) -> Words:
        """The words that mean a place."""
        return tuple(number for number, its in enumerate(self.by_word) if its == code)


def code_of(word: str, places: Sequence[Place], day: date) -> str | None:
    """The code that a word means: the code itself, or the name of a province, with or without its marks.

    >>> from povrules.language.errors import Span
    >>> place = Place("01", "Hà Nội", "city", date(2008, 8, 1), None, None, Span("", 1, 1))
    >>> [code_of(word, (place,), date(2024, 1, 1)) for word in ("01", "1", "Thành phố Hà Nội", "ha noi", "Hà Tây")]
    ['01', '01', '01', '01', None]
    """
    codes = {place.code for place in places}
    text = word.strip()
    for code in (text, text.zfill(2)):
        if code in codes:
            return code
    name = _KIND.sub("", clean_text(text).casefold(), count=1)
    ordered = sorted(places, key=lambda place: not place.exists(day))
    exact = next((place.code for place in ordered if fold(place.name) == fold(name)), None)
    plain = next((p.code for p in ordered if name.isascii() and without_marks(p.name).casefold() == name), None)
    return exact or plain


def without_places(register: CheckedRegister, places: Places, refused: Mapping[str, str]) -> CheckedRegister:
    """The register without the households of some places, which are rejected with the reason.

    Args:
        register: checked.
        places: of its households.
        refused: why, by the code of a place.
    """
    if not refused:
        return register
    codes = places.codes
    faults = {
        position: [Fault(PROVINCE, codes[position], place_refused(refused[codes[position]]))]
        for position in codes.is_in(list(refused)).arg_true().to_list()
    }
    scales = {scope: dict(register.scales.get(scope, {})) for scope in ("household", "person")}
    households = ParsedTable("household", register.households, register.extra_households, {}, scales["household"])
    households.faults.update(faults)
    persons = None
    if register.persons is not None and register.extra_persons is not None:
        persons = ParsedTable("person", register.persons, register.extra_persons, {}, scales["person"])
    rest = assemble(
        households,
        persons,
        schema=register.schema,
        mapping=register.mapping,
        native=register.native,
        read=register.read,
        earlier=register.rejects,
        warnings=register.warnings,
    )
    return replace(rest, observed_on=register.observed_on)
