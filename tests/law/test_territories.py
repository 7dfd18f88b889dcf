"""A local law follows its territory: to the code it had, and into what it was merged with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from povrules.language.errors import PovrulesError
from povrules.law.places import Place, read_places
from povrules.law.territories import Territory, extent, place_of

FILE = Path(__file__).parents[2] / "policies" / "vn" / "places.yaml"
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def places() -> tuple[Place, ...]:
    return read_places(FILE)


@pytest.mark.parametrize(
    ("territory", "code", "day", "expected"),
    [
        (Territory("60"), "60", LAST, "all"),
        (Territory("60"), "68", LAST, None),
        (Territory("60"), "68", FIRST, "part"),
        (Territory("60"), "60", FIRST, "all"),  # asked for by the code it had
        (Territory("60"), "67", FIRST, None),
        (Territory("68", end=LAST), "68", LAST, "all"),
        (Territory("68", end=LAST), "68", FIRST, "part"),
        (Territory("68", start=FIRST), "68", LAST, None),
        (Territory("68", start=FIRST), "68", FIRST, "all"),
        (Territory("68", start=FIRST), "60", FIRST, "all"),  # what became of Bình Thuận is there
        (Territory("22"), "22", FIRST, "all"),
        (Territory("22", start=date(2023, 1, 1)), "22", date(2022, 12, 31), None),
        (Territory("22", end=date(2025, 12, 31)), "22", date(2026, 1, 1), None),
        (Territory("46", end=date(2024, 12, 31)), "46", date(2025, 1, 1), "all"),  # only its kind changed
        (Territory("60"), "vn", FIRST, None),
    ],
)
def test_how_much_of_a_place_a_territory_is(
    places: tuple[Place, ...], territory: Territory, code: str, day: date, expected: str | None
) -> None:
    assert extent(territory, code, day, places) == expected


def test_a_code_that_stood_for_two_territories_needs_days(places: tuple[Place, ...]) -> None:
    with pytest.raises(PovrulesError, match=r"'79' stands for 2 territories.*2008-08-01 to 2025-06-30.*2025-07-01"):
        place_of(Territory("79"), places)
    with pytest.raises(PovrulesError, match="no place '97'"):
        place_of(Territory("97"), places)
