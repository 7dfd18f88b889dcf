"""Provinces by code: 63 to 2025-06-30, 34 from the next day, each old one belonging to a new one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from povrules.law.errors import LawError
from povrules.law.places import Place, read_places

FILE = Path(__file__).parents[2] / "policies" / "vn" / "places.yaml"
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def places() -> tuple[Place, ...]:
    return read_places(FILE)


def on(places: tuple[Place, ...], day: date) -> dict[str, Place]:
    return {place.code: place for place in places if place.exists(day)}


def test_the_count_of_provinces_before_and_after_the_mergers(places: tuple[Place, ...]) -> None:
    assert len(on(places, date(2016, 1, 5))) == len(on(places, LAST)) == 63 + 1
    assert len(on(places, FIRST)) == 34 + 1
    assert on(places, FIRST)["vn"].kind == "nation"
    assert sum(place.kind == "city" for place in on(places, FIRST).values()) == 6


def test_every_old_province_leads_to_one_that_exists(places: tuple[Place, ...]) -> None:
    after = on(places, FIRST)
    for code, place in on(places, LAST).items():
        assert (place.successor or code) in after
    reached = {place.successor or code for code, place in on(places, LAST).items()}
    assert reached == set(after)


def test_binh_thuan_becomes_part_of_lam_dong_and_68_changes_its_extent(places: tuple[Place, ...]) -> None:
    assert [(p.name, p.end, p.successor) for p in places if p.code == "60"] == [("Bình Thuận", LAST, "68")]
    assert [(p.name, p.start, p.end) for p in places if p.code == "68"] == [
        ("Lâm Đồng", date(2008, 8, 1), LAST),
        ("Lâm Đồng", FIRST, None),
    ]


def test_a_code_keeps_its_leading_zero(places: tuple[Place, ...]) -> None:
    assert on(places, FIRST)["01"].name == "Hà Nội"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('- {code: "1", name: A, kind: province, from: 2020-01-02, to: 2020-01-01}', "ends before it starts"),
        ('- {code: "1", name: A, kind: province, from: 2020-01-01, successor: "1"}', "no end"),
        ('- {code: "1", name: A, kind: province, from: 2020-01-01, to: 2020-12-31, successor: "2"}', "does not exist"),
        (
            '- {code: "1", name: A, kind: province, from: 2020-01-01}\n'
            '  - {code: "1", name: B, kind: province, from: 2021-01-01}',
            "stands twice",
        ),
        ('- {code: "1", name: A, kind: state, from: 2020-01-01}', "'state' does not fit"),
    ],
)
def test_contradictory_places_are_refused(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "places.yaml"
    path.write_text(f"evidence: unverified\nplaces:\n  {rows}\n", encoding="utf-8")
    with pytest.raises(LawError, match=message) as caught:
        read_places(path)
    assert caught.value.span is not None
    assert caught.value.span.line >= 3


def test_a_file_of_places_says_how_sure_it_is(tmp_path: Path) -> None:
    path = tmp_path / "places.yaml"
    path.write_text('places:\n  - {code: "1", name: A, kind: province, from: 2020-01-01}\n', encoding="utf-8")
    with pytest.raises(LawError, match="'evidence' is missing"):
        read_places(path)
