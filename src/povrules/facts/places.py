"""Which place each household of a register lives in: the code behind what its column of provinces says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from povrules.facts.assembling import assemble
from povrules.facts.errors import MappingProblem
from povrules.facts.folding import clean_text, fold, without_marks
from povrules.facts.parsed_table import Fault, ParsedTable
from povrules.facts.reasons import place_refused
from povrules.facts.register import CheckedRegister
from povrules.law.places import Place

PROVINCE = "province"
_KIND = re.compile(r"(?:tỉnh|tinh|thành phố|thanh pho|tp\.?)\s+")


def place_codes(register: CheckedRegister, places: Sequence[Place], day: date) -> pl.Series:
    """The code of each household's place; null where it is unknown or no place.

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
    column = register.households.get_column(PROVINCE)
    words = {word: code_of(word, places, day) for word in column.drop_nulls().unique().to_list()}
    return column.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)


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


def without_places(
    register: CheckedRegister, codes: pl.Series, refused: Mapping[str, str]
) -> tuple[CheckedRegister, pl.Series]:
    """The register without the households of some places, which are rejected with the reason.

    Args:
        register: checked.
        codes: the place of each household.
        refused: why, by the code of a place.

    Returns:
        The rest, and their places.
    """
    if not refused:
        return register, codes
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
    return replace(rest, observed_on=register.observed_on), codes.filter(~codes.is_in(list(refused)).fill_null(False))
