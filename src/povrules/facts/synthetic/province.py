"""Bình Thuận until mid-2025: its ten district units, the published figures of 2022, and the stated synthetic priors.

Published: 10,689 poor and 14,994 near-poor households of about 334,000 in 2022, 3,373 and 3,508 of them of ethnic
minorities, about 25,700 households of ethnic minorities. No number by district was published: every weight below is
invented for the example, and whatever follows from it by district is synthetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

PROVINCE_CODE = "60"
PROVINCE_NAME = "Tỉnh Bình Thuận"
OBSERVED_ON = date(2022, 10, 31)
TARGET_DATE = date(2022, 12, 31)

PUBLISHED_HOUSEHOLDS = 334_000
PUBLISHED_CLASSES: Mapping[str, int] = {"poor": 10_689, "near_poor": 14_994}
PUBLISHED_MINORITY = 25_700
PUBLISHED_MINORITY_CLASSES: Mapping[str, int] = {"poor": 3_373, "near_poor": 3_508}
# Nobody published how many households are of the average class: 12 % is invented.
AVERAGE_PERMILLE = 120

CLASSES = ("poor", "near_poor", "average", "above")
URBAN_RISK_PERCENT = 60
COMMUNE_WEIGHTS: Mapping[str, int] = {"Phường": 11, "Xã": 10, "Thị trấn": 15}


@dataclass(frozen=True, slots=True)
class District:
    """One district unit and its synthetic priors.

    Args:
        code: three digits.
        name: Vietnamese name with its kind.
        units: how many communes of each kind (``Phường``, ``Thị trấn``: urban; ``Xã``: rural).
        households: weight of its number of households.
        risk: weight of being poor, 100 is the province.
        minority: weight of ethnic minorities among its households.
    """

    code: str
    name: str
    units: Mapping[str, int]
    households: int
    risk: int
    minority: int


DISTRICTS: tuple[District, ...] = (
    District("593", "Thành phố Phan Thiết", {"Phường": 14, "Xã": 4}, 185, 35, 15),
    District("594", "Thị xã La Gi", {"Phường": 5, "Xã": 4}, 90, 45, 10),
    District("595", "Huyện Tuy Phong", {"Thị trấn": 2, "Xã": 9}, 115, 100, 250),
    District("596", "Huyện Bắc Bình", {"Thị trấn": 2, "Xã": 16}, 103, 150, 400),
    District("597", "Huyện Hàm Thuận Bắc", {"Thị trấn": 2, "Xã": 15}, 150, 120, 200),
    District("598", "Huyện Hàm Thuận Nam", {"Thị trấn": 1, "Xã": 12}, 85, 110, 150),
    District("599", "Huyện Tánh Linh", {"Thị trấn": 1, "Xã": 12}, 84, 160, 250),
    District("600", "Huyện Đức Linh", {"Thị trấn": 2, "Xã": 10}, 100, 90, 100),
    District("601", "Huyện Hàm Tân", {"Thị trấn": 2, "Xã": 8}, 62, 110, 70),
    District("602", "Huyện Phú Quý", {"Xã": 3}, 26, 130, 2),
)

MINORITIES: Mapping[str, int] = {"17": 44, "21": 20, "16": 14, "04": 8, "02": 5, "07": 5, "32": 3, "06": 1}


@dataclass(frozen=True, slots=True)
class Commune:
    """A synthetic commune: real in kind and number, invented in name and code.

    Args:
        code: five digits beginning with 9, a range no real commune uses.
        name: such as ``Xã S05``, S for synthetic.
        district: code of its district.
        urban: whether the urban income line applies (phường, thị trấn).
        weight: of its number of households inside the district.
    """

    code: str
    name: str
    district: str
    urban: bool
    weight: int


def communes() -> tuple[Commune, ...]:
    """The 124 communes in order of district.

    >>> len(communes()), communes()[0].name
    (124, 'Phường S001')
    """
    kinds = [(district.code, kind) for district in DISTRICTS for kind, n in district.units.items() for _ in range(n)]
    return tuple(
        Commune(f"9{number:04d}", f"{kind} S{number:03d}", district, kind != "Xã", COMMUNE_WEIGHTS[kind])
        for number, (district, kind) in enumerate(kinds, start=1)
    )


def allocate(total: int, weights: Sequence[int], caps: Sequence[int] | None = None) -> list[int]:
    """Share out ``total`` by largest remainder, exactly; no share passes its cap.

    Args:
        total: how many to share out.
        weights: one per receiver, not negative.
        caps: most each receiver can take; None is no limit.

    Returns:
        Whole shares that sum to ``total``.

    Raises:
        ValueError: the caps together are smaller than the total.

    >>> allocate(10, [1, 1, 1])
    [4, 3, 3]
    >>> allocate(10, [8, 1, 1], caps=[4, 9, 9])
    [4, 3, 3]
    """
    limits = [total] * len(weights) if caps is None else list(caps)
    if sum(limits) < total:
        raise ValueError(f"cannot share out {total}: the receivers take at most {sum(limits)}")
    shares = [0] * len(weights)
    left = total
    while left:
        # A receiver whose weight is nothing takes part only when every other one is full.
        free = [i for i, limit in enumerate(limits) if shares[i] < limit]
        active = [i for i in free if weights[i] > 0] or free
        whole = {i: max(weights[i], 1) for i in active}
        base = sum(whole.values())
        given = {i: left * weight // base for i, weight in whole.items()}
        by_remainder = sorted(active, key=lambda i: (-(left * whole[i] % base), i))
        for i in by_remainder[: left - sum(given.values())]:
            given[i] += 1
        for i, more in given.items():
            shares[i] = min(limits[i], shares[i] + more)
        left = total - sum(shares)
    return shares


def scaled(households: int, published: int) -> int:
    """What ``published`` of the province's 334,000 households is among ``households``, rounded half up.

    >>> scaled(2000, 10_689), scaled(2000, 14_994), scaled(334_000, 10_689)
    (64, 90, 10689)
    """
    return (2 * households * published + PUBLISHED_HOUSEHOLDS) // (2 * PUBLISHED_HOUSEHOLDS)
