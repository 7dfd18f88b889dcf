"""The example province: plan, members, flags, facts and blanks put together, whole or in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from povrules.facts.synthetic.composition import compose
from povrules.facts.synthetic.deprivations import INDICATORS, deprive, with_eligible
from povrules.facts.synthetic.household_facts import DEVICES, STRUCTURES, with_household_facts
from povrules.facts.synthetic.messy import made_messy
from povrules.facts.synthetic.person_facts import with_person_facts
from povrules.facts.synthetic.plan import plan_households
from povrules.facts.synthetic.unknowns import blank

HOUSEHOLD_FACTS = (
    "household_id",
    "province",
    "district",
    "district_name",
    "commune",
    "commune_name",
    "hamlet",
    "area",
    "household_size",
    "income_per_capita",
    "income_total",
    "floor_area",
    *STRUCTURES,
    "house_kind",
    "water_source",
    "toilet_type",
    "phone_subscription",
    *DEVICES,
    "hears_loudspeaker",
)
PERSON_FACTS = (
    "person_id",
    "household_id",
    "relation_to_head",
    "sex",
    "birth_date",
    "birth_year",
    "ethnicity",
    "able_to_work",
    "work_status",
    "has_health_card",
    "receives_monthly_allowance",
    "has_disability",
    "stunted",
    "underweight",
    "untreated_illness",
    "in_school",
    "school_level",
    "highest_certificate",
    "uses_internet",
)
CHUNK = 100_000


@dataclass(frozen=True, slots=True)
class Synthetic:
    """An invented register: no row describes anybody.

    Args:
        households: one row per household; columns are raw facts and the names of district and commune.
        persons: one row per listed member, household by household.
        targets: what the facts imply before blanks, in the order of ``households``: ``household_id``,
            ``poverty_class``, ``deprived_<indicator>`` (bool), and ``unknown`` (what was made blank, or null).
    """

    households: pl.DataFrame
    persons: pl.DataFrame
    targets: pl.DataFrame


def generate_province(households: int, seed: int, *, messy: bool = False, unknown_permille: int = 30) -> Synthetic:
    """Invent a register of Bình Thuận as of 31 October 2022 whose classes meet the published rates of that year.

    Poor and near-poor households are exact quotas (3.20 % and 4.49 %) before blanks; how they spread over districts
    is synthetic. The same arguments give the same register on every machine.

    Args:
        households: how many; the whole province is 334,000.
        seed: of the draws.
        messy: as a review export looks: every cell text in Vietnamese, points as text, lost leading zeros, and a few
            rows that cannot be used, after the good ones.
        unknown_permille: households of 1,000 with something blank; 0 gives complete columns.

    Returns:
        The register and what its facts imply.

    Raises:
        ValueError: fewer than one household, or a share outside 0..1000.

    >>> generate_province(2000, 60).targets["poverty_class"].value_counts(sort=True).rows()
    [('above', 1606), ('average', 240), ('near_poor', 90), ('poor', 64)]
    """
    parts = list(province_chunks(households, seed, unknown_permille=unknown_permille, size=max(households, 1)))
    whole = parts[0]
    if not messy:
        return whole
    rows, members = made_messy(whole.households, whole.persons, whole.targets, seed)
    return Synthetic(rows, members, whole.targets)


def province_chunks(
    households: int, seed: int, *, unknown_permille: int = 30, size: int = CHUNK
) -> Iterator[Synthetic]:
    """The same register in pieces of ``size`` households, for a province that should not be in memory at once.

    Args:
        households: how many in all.
        seed: of the draws.
        unknown_permille: households of 1,000 with something blank.
        size: households of one piece.

    Raises:
        ValueError: fewer than one household, or a share outside 0..1000.
    """
    if households < 1:
        raise ValueError(f"a register needs at least one household, not {households}")
    if not 0 <= unknown_permille <= 1000:
        raise ValueError(f"unknown_permille is between 0 and 1000, not {unknown_permille}")
    plan = plan_households(households, seed, unknown_permille)
    for start in range(0, households, size):
        yield _piece(plan[start : start + size], seed)


def _piece(plan: pl.DataFrame, seed: int) -> Synthetic:
    members = with_eligible(compose(plan, seed), seed)
    flagged = deprive(plan, members, seed)
    targets = ("household_id", "poverty_class", *(f"deprived_{name}" for name in INDICATORS), "unknown")
    households, persons = blank(
        with_household_facts(flagged, seed),
        with_person_facts(members, flagged, seed),
    )
    return Synthetic(households.select(HOUSEHOLD_FACTS), persons.select(PERSON_FACTS), households.select(targets))
