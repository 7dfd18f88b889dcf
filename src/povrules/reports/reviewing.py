"""All official forms that two reviews allow, in one call; for each that cannot be made, why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import polars as pl

from povrules.decisions.evaluated import Evaluated
from povrules.language.amounts import Lang
from povrules.language.errors import PovrulesError, closest
from povrules.law.model import Words
from povrules.reports.asking import check_apart, day_of, ids_of, places_of, spoken
from povrules.reports.causes import COLUMNS, causes
from povrules.reports.children import children
from povrules.reports.counting import CLASS, LEVEL, SIZE, UNIT
from povrules.reports.districts import check_districts
from povrules.reports.errors import ReportError
from povrules.reports.ethnicity import ethnicity
from povrules.reports.from_members import with_child_deprivations, with_household_groups
from povrules.reports.groups import GROUPS, groups
from povrules.reports.movement import Of, movement
from povrules.reports.printing import words as w
from povrules.reports.printing.description import Description
from povrules.reports.printing.form import Form
from povrules.reports.printing.forms import (
    cause_form,
    child_form,
    deprivation_form,
    ethnic_form,
    group_form,
    movement_form,
    result_form,
)
from povrules.reports.printing.workbook import write_workbook
from povrules.reports.summaries import deprived, summary
from povrules.reports.taking import (
    households_of,
    members_of,
    names_of_codes,
    sizes_known,
    with_classes_and_sizes,
    with_truths,
)

FARM_COLUMNS = ("recognised_farm_average", "farm_average_living_standard")
"""What says that a farm household has an average living standard: recognised by the commune, else as computed."""
TOLD = (*GROUPS, *COLUMNS.values())
"""What no register has as a fact but may carry along, in words: ``Có``, ``Không``."""
WITH_PEOPLE = ("R1", "R2", "R3", "R8")
Made = tuple[Description, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class NotMade:
    """A form that could not be made.

    Args:
        number: ``R1`` ... ``R11``.
        title: of the form.
        why: in a sentence.
    """

    number: str
    title: Words
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """The forms of a review.

    Args:
        forms: those that could be made, in their order.
        not_made: the others.
        lang: ``vi`` or ``en``.
    """

    forms: tuple[Form, ...]
    not_made: tuple[NotMade, ...]
    lang: Lang = "vi"

    def __post_init__(self) -> None:
        spoken(self.lang)

    def form(self, number: str) -> Form:
        """The form of a number.

        Raises:
            ReportError: it could not be made (the message says why), or there is none.
        """
        for form in self.forms:
            if form.number == number:
                return form
        for lacking in self.not_made:
            if lacking.number == number:
                raise ReportError(f"{number} could not be made: {lacking.why}")
        raise ReportError(f"no form {number!r}", closest=closest(number, w.TITLES))

    def within(self, lang: str) -> Review:
        """The same in a language.

        Raises:
            ReportError: there are no words in it.
        """
        return replace(self, forms=tuple(form.within(lang) for form in self.forms), lang=spoken(lang))

    def xlsx(self, path: str | Path) -> None:
        """Write one workbook with a sheet for each form.

        Raises:
            ReportError: there is none.
            FileProblem: the file cannot be written; an old one is as it was.
        """
        write_workbook(self.forms, path)

    def html(self) -> str:
        """All forms, and what could not be made.

        Raises:
            ReportError: great-tables is not there.
        """
        tables = "".join(form.html() for form in self.forms)
        told = "".join(
            f"<li>{escape(form.number)}. {escape(form.title.of(self.lang))}: {escape(form.why)}</li>"
            for form in self.not_made
        )
        below = f'<p lang="{self.lang}">{w.NOT_MADE.of(self.lang)}</p><ul>{told}</ul>' if told else ""
        return f"<div>{tables}{below}</div>"

    def markdown(self) -> str:
        """All forms as text, and what could not be made."""
        told = "".join(f"- {form.number}. {form.title.of(self.lang)}: {form.why}\n" for form in self.not_made)
        below = [f"{w.NOT_MADE.of(self.lang)}\n\n{told}"] if told else []
        return "\n".join([*(form.markdown() for form in self.forms), *below])

    def _repr_html_(self) -> str | None:
        """For a notebook; None without great-tables, so that it shows the Markdown."""
        with suppress(ReportError):
            return self.html()
        return None

    def _repr_markdown_(self) -> str:
        return self.markdown()


def review(
    before: Any,
    after: Any,
    *,
    by: str | Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    persons: Any = None,
    place: str = "",
    on: date | str | None = None,
    columns: Mapping[str, str] | None = None,
    of_class: str = CLASS,
    size: str | None = SIZE,
    earlier: Collection[str | int] | None = None,
    lang: str = "vi",
) -> Review:
    """Every official form that the columns allow.

    Args:
        before: the review before, for the movement tables; what ``policy.evaluate`` handed back (``outputs`` are
            enough that name the class, the indicators and the farm households), or a frame of households with their
            classes. None where there is none.
        after: this review.
        by: columns of places, from the largest: ``["district", "commune"]``. Larger places and the whole have rows.
        names: for a column of places, the column that holds the names of its codes: ``{"commune": "Tên xã"}``.
        persons: the persons of ``after``, when that is a frame.
        place: where the review was, as the forms say it.
        on: its day; that of the policy when ``after`` was evaluated by one.
        columns: what no register has as a fact: for ``merit`` (a person of merit lives in the household), ``minority``,
            ``unable_to_work``, ``ethnicity``, ``cause_land`` and the other causes, the column that says it.
        of_class, size: the columns of classes (codes, or the law's words for them) and of household sizes. Where a size
            is not known, people are left out.
        earlier: ids that had the class before the first review, for those who fell back.
        lang: ``vi`` or ``en``.

    Raises:
        ReportError: a column of places or names that is missing, a word that names no class, a size that is no whole
            number, districts on a day without, another language.

    >>> homes = pl.DataFrame({"household_id": ["1", "2"], "poverty_class": ["poor", "above"], "household_size": [4, 2]})
    >>> found = review(None, homes, lang="en")
    >>> [form.number for form in found.forms], found.form("R1").frame["poor_percent"].to_list()
    (['R1'], [Decimal('50.00')])
    """
    told_in = spoken(lang)
    if isinstance(after, Evaluated) and on is None:
        on = after.policy.on
    day = None if on is None else day_of(on, "on")
    places = places_of(by)
    check_apart(places, (LEVEL, UNIT, "households"))
    earlier = None if earlier is None else ids_of(earlier, "earlier")
    check_districts(places, day)
    first = (
        None
        if before is None
        else with_classes_and_sizes(households_of(before, "the review before"), "the review before", of_class, size)
    )
    homes, members = households_of(after, "the review"), members_of(after, persons)
    for name in [*places, *(names or {}).values(), *(columns or {}).values()]:
        if name not in homes.columns:
            raise ReportError(f"the review has no column {name!r}", closest=closest(name, homes.columns))
    homes = homes.with_columns(pl.col(given).alias(name) for name, given in (columns or {}).items())
    homes = with_truths(with_classes_and_sizes(homes, "the review", of_class, size), TOLD)
    if size is not None and not all(sizes_known(frame, size) for frame in (first, homes) if frame is not None):
        size = None
    common: dict[str, Any] = {"by": places, "of_class": of_class, "totals": bool(places), "on": day}
    makers = _makers(first, homes, members, after, common, size, earlier)
    forms: list[Form] = []
    not_made: list[NotMade] = []
    labels = {of: names_of_codes(homes, first, of, called) for of, called in (names or {}).items()}
    for number, make in makers:
        try:
            description, frame = make()
        except PovrulesError as problem:
            not_made.append(NotMade(number, w.TITLES[number], str(problem)))
        else:
            if size is None and number in WITH_PEOPLE:
                description = replace(description, unit=w.IN_HOUSEHOLDS, notes=(*description.notes, w.NO_PEOPLE))
            forms.append(Form(description, frame, tuple(places), labels, place, day, told_in))
    return Review(tuple(forms), tuple(not_made), told_in)


def _makers(
    first: pl.DataFrame | None,
    homes: pl.DataFrame,
    members: Any,
    after: Any,
    common: dict[str, Any],
    size: str | None,
    earlier: Collection[str | int] | None,
) -> Iterator[tuple[str, Callable[[], Made]]]:
    """What makes each form."""
    known = [name for name in FARM_COLUMNS if name in homes.columns and not homes.get_column(name).is_null().all()]
    farm = next(iter(known), None)

    def result() -> Made:
        description = result_form(people=size is not None, farm=farm is not None)
        return description, summary(homes, size=size, farm_average=farm, **common)

    def moved(of: Of) -> Made:
        if first is None:
            raise ReportError("there is no review before this one")
        description = movement_form(of, history=earlier is not None)
        return description, movement(first, homes, of, size=size, earlier=earlier, **common)

    def lacks(of: str, share: bool) -> Made:
        indicators = [name for name in w.INDICATORS if name in homes.columns]
        if not indicators:
            raise ReportError("the review has no indicators", expected=", ".join(w.INDICATORS))
        return deprivation_form(of, indicators, percent=share), deprived(homes, indicators, of, **common)

    def told() -> pl.DataFrame:
        return homes if members is None else with_household_groups(homes, members)

    def of_groups() -> Made:
        return group_form(of_heads="minority" not in homes.columns), groups(told(), size=size, **common)

    def of_ethnic_groups() -> Made:
        frame = ethnicity(told(), **common)
        return ethnic_form(frame.columns, of_heads="ethnicity" not in homes.columns), frame

    def of_children() -> Made:
        listed = with_child_deprivations(after) if isinstance(after, Evaluated) else members
        if listed is None:
            raise ReportError("the review lists no members", expected="a table of persons")
        return child_form(), children(homes, listed, **common)

    yield "R1", result
    yield "R2", lambda: moved("poor")
    yield "R3", lambda: moved("near_poor")
    yield "R4", lambda: lacks("poor", False)
    yield "R5", lambda: lacks("poor", True)
    yield "R6", lambda: lacks("near_poor", False)
    yield "R7", lambda: lacks("near_poor", True)
    yield "R8", of_groups
    yield "R9", of_ethnic_groups
    yield "R10", lambda: (cause_form(), causes(homes, **common))
    yield "R11", of_children
