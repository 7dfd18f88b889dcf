"""Which law the engines are held against each other on: ways of loading it, places with packs, and all its days.

A way or a pack joins by standing in ``POLICIES``; the days before and of every change are found in the law itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import povrules as pr
from povrules.law.changes import days_of_change as changed
from povrules.law.reading import read_law
from povrules.law.territories import place_of
from povrules.plugins.loading import law_text
from povrules.testing.contract import days_of_pack
from tests.support.example_packs import PLACES, example_packs

LAW = Path(__file__).parents[2] / "policies"
APART = 9
"""The smaller run looks at every so manieth day of the ways of loading that have a small share."""


@dataclass(frozen=True)
class Listed:
    """One way of loading the law, looked at on every day of change, and its share of the draws."""

    place: str = "vn"
    known_on: date | None = None
    evidence: str = "unverified"
    share: float = 0.1

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it is looked at."""
        return days_of_change() if self.place == "vn" else days_in(self.place)

    def policy(self, day: date) -> pr.Policy:
        """The law of one of them."""
        policy = pr.load_policy(
            on=day,
            place=self.place,
            known_on=self.known_on,
            evidence=self.evidence,
            plugins=None if self.place == "vn" else example_packs(),
        )
        assert isinstance(policy, pr.Policy)
        return policy


POLICIES = [
    Listed(share=0.7),
    Listed(known_on=date(2025, 12, 1)),
    Listed(evidence="secondary"),
    *(Listed(place=code, share=0.02) for code in PLACES.values()),
]


@cache
def days_of_change() -> tuple[date, ...]:
    """Each day on which something begins or has just ended, and the day before, as far as the law is known."""
    changes = changed([read_law(folder) for folder in sorted({path.parent for path in LAW.rglob("*.yaml")})])
    days = {day - timedelta(days=back) for day in changes for back in (0, 1)}
    return tuple(sorted(day for day in days if changes[0] <= day))


@cache
def days_in(place: str) -> tuple[date, ...]:
    """The same of the packs of a place, its first day, its last, and the day after."""
    manager = example_packs()
    days: set[date] = set()
    for pack in manager.packs():
        for territory in pack.territories:
            if territory.code == place:
                own = place_of(territory, manager.places)
                found = days_of_pack(territory, own, [law_text(folder) for folder in pack.folders])
                days |= set(found) | {day - timedelta(days=1) for day in found[1:]}
    return tuple(sorted(days))


def few(every: int = 1) -> list[tuple[Listed, date]]:
    """Ways of loading the law with days for the smaller run: the nation and places on every day, others on some.

    Args:
        every: where a day costs much, one run in so many; no place and no way of loading is left out.
    """
    rare = {listed: i for i, listed in enumerate(POLICIES[1:3], start=1)}
    runs = []
    for listed in POLICIES:
        days = listed.days[rare[listed] :: APART] if listed in rare else listed.days
        runs += [(listed, day) for day in days[len(days) % every :: every] or days[-1:]]
    return runs
