"""`povrules report`: the official forms of a review, as one workbook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from povrules.api import Policy, read_register
from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.commands.register import day, policy_of
from povrules.commands.targets import targets
from povrules.decisions.evaluated import Evaluated
from povrules.facts.errors import FileProblem
from povrules.facts.folding import fold
from povrules.facts.raw_table import RawTable
from povrules.facts.readers import files_of, read_table, read_tables
from povrules.language.errors import PovrulesError
from povrules.reports import review
from povrules.reports.classes import classes_in
from povrules.reports.counting import SIZE, sizes_in
from povrules.reports.districts import LAST_DAY
from povrules.reports.printing.words import INDICATORS
from povrules.reports.reviewing import FARM_COLUMNS
from povrules.reports.taking import households_of

CLASS = "poverty_class"
PLACES = ("district", "commune")
NAMES = {"district": ("tên huyện", "district_name"), "commune": ("tên xã", "commune_name")}


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules report`."""
    parser.takes("first", metavar="FIRST", nargs="?", words=w.REVIEW_BEFORE)
    parser.takes("second", metavar="SECOND", words=w.REVIEW)
    parser.option("-o", "--out", metavar="FORMS.xlsx", required=True, words=w.FORMS_OUT)
    parser.option("--on", metavar="DAY", type=day, words=w.ON)
    parser.option("--before", metavar="DAY", type=day, words=w.DAY_BEFORE)
    parser.option("--place", metavar="CODE", default="vn", words=w.PLACE)
    parser.option("--without", metavar="NAME", action="append", default=[], words=w.WITHOUT)
    parser.option("--by", metavar="COLUMN", nargs="*", words=w.FORMS_BY)
    parser.option("--title", metavar="TEXT", default="", words=w.FORMS_PLACE)
    parser.speaks()


def run(options: Namespace) -> int:
    """Read both reviews, make the forms, write them; say which could not be made.

    Raises:
        PovrulesError: bad input; nothing is written then.
    """
    lang = options.lang
    out = Path(options.out)
    for source in filter(None, (options.first, options.second)):
        if out.exists() and any(out.samefile(file) for file in files_of(source)):
            raise FileProblem(f"{out}: is read as a review, so it is not written", expected="another -o")
    before = None if options.first is None else _read(options.first, options, options.before, "--before").households
    after = _read(options.second, options, options.on, None)
    homes = households_of(after.households, str(options.second))
    on = after.households.policy.on if isinstance(after.households, Evaluated) else options.on
    by = options.by
    if by is None:
        by = [name for name in PLACES if name in homes.columns and (name != "district" or on is None or on <= LAST_DAY)]
    found = review(
        before,
        after.households,
        by=by,
        names=_names(homes, by),
        persons=after.persons,
        place=options.title,
        on=on,
        lang=lang,
    )
    found.xlsx(out)
    print(f"{w.WRITTEN.of(lang)}\n  {out}")
    for form in found.forms:
        print(f"    {form.number}: {form.title}")
    if found.not_made:
        print(f"\n{w.FORMS_NOT_MADE.of(lang)}")
        for lacking in found.not_made:
            print(f"  {lacking.number}: {lacking.title.of(lang)}\n      {lacking.why}")
    return 0


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    households: Evaluated | pl.DataFrame
    persons: pl.DataFrame | None = None


def _read(source: str, options: Namespace, on: date | None, asked: str | None) -> _Read:
    """The results in a file; of a register, what the law of the day decides.

    Raises:
        PovrulesError: files that cannot be read, a register of the review before without its day.
    """
    policy = policy_of(Namespace(**{**vars(options), "on": on}))
    tables = read_tables(source, policy.facts)
    if CLASS in tables.households.frame.columns:
        homes = _homes(tables.households, source)
        persons = tables.persons
        beside = targets(source).persons
        if persons is None and Path(source).is_file() and beside.is_file():
            persons = read_table(beside, policy.facts, "person")
        return _Read(homes, None if persons is None else _typed(persons.frame))
    if on is None and asked is not None:
        raise PovrulesError(f"{source}: has no column {CLASS!r}, so it is a register", expected=f"{asked} with its day")
    result = policy.evaluate(read_register(source), outputs=_needed(policy))
    if not isinstance(result, Evaluated):
        raise PovrulesError(f"{source}: its forms are made of one place at a time", expected="--place with a code")
    return _Read(result)


def _needed(policy: Policy) -> list[str]:
    """What the forms are made of, as far as it is in force."""
    facts = policy.resolved.facts
    found = {name: facts.get(("household", f"vn:{name}")) for name in (CLASS, *INDICATORS, *FARM_COLUMNS)}
    return [name for name, fact in found.items() if fact is not None and fact.in_force]


def _homes(table: RawTable, source: str) -> pl.DataFrame:
    """The households of results, with their classes and sizes.

    Raises:
        ReportError: a word that names no class, a size that is none, with its row in the file.
    """
    homes = _typed(table.frame)
    read = [classes_in(homes, CLASS, source, table.rows)]
    if SIZE in homes.columns:
        read.append(sizes_in(homes, SIZE, source, table.rows))
    return homes.with_columns(read)


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of a file as what they were when they were written: truths, else text."""
    columns = []
    for series in frame.get_columns():
        found = series
        if series.dtype == pl.String:
            folded = series.replace("", None)
            values = set(folded.str.to_lowercase().unique().drop_nulls().to_list())
            if values <= {"true", "false"}:
                found = (folded.str.to_lowercase() == "true") if values else folded.cast(pl.Boolean, strict=False)
            else:
                found = folded
        columns.append(found.alias(series.name))
    return pl.DataFrame(columns)


def _names(homes: pl.DataFrame, by: Sequence[str]) -> dict[str, str]:
    """For each column of places the one that holds the names of its codes, when there is one."""
    folded = {fold(column): column for column in homes.columns}
    found = {place: [folded[fold(name)] for name in NAMES.get(place, ()) if fold(name) in folded] for place in by}
    return {place: columns[0] for place, columns in found.items() if columns}
