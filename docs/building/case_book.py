"""The worked households: on which page each stands, and what each is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docs.building.things import Thing, Things
from povrules.plugins.shipped import policies_folder
from povrules.testing import Case, read_cases

ON_A_PAGE = 50
_MEMBER = re.compile(r"^members\[\d+\]\.")
_ABOUT_THE_ANSWER = ("possible", "reason", "missing", "conflicts")


@dataclass(frozen=True)
class CasePage:
    """Some worked households of one field of law.

    Args:
        unit: folder of the law.
        number: of the page, from 1.
        of: how many pages the field has.
        cases: that stand on it.
    """

    unit: str
    number: int
    of: int
    cases: tuple[Case, ...]

    @property
    def path(self) -> str:
        """Of the page, inside the sources of one language."""
        return f"law/cases/{self.unit}{'' if self.number == 1 else f'-{self.number}'}.md"


@dataclass(frozen=True)
class CaseBook:
    """All worked households.

    Args:
        pages: in order.
        about: by name of a thing, the households that state its answer, each with its page.
    """

    pages: tuple[CasePage, ...]
    about: Mapping[str, tuple[tuple[Case, CasePage], ...]]

    @classmethod
    def of(cls, things: Things) -> CaseBook:
        """Read those beside the shipped law."""
        pages: list[CasePage] = []
        for path in sorted(policies_folder().glob("*/*/cases.yaml")):
            cases = read_cases(path)
            parts = [cases[i : i + ON_A_PAGE] for i in range(0, len(cases), ON_A_PAGE)]
            pages += [CasePage(path.parent.name, number, len(parts), part) for number, part in enumerate(parts, 1)]
        about: dict[str, list[tuple[Case, CasePage]]] = {}
        for page in pages:
            for case in page.cases:
                for name in subjects(case, things):
                    about.setdefault(name, []).append((case, page))
        return cls(tuple(pages), {name: tuple(found) for name, found in about.items()})


def anchor(case: Case) -> str:
    """Of a household on its page.

    >>> from povrules.plugins.shipped import policies_folder
    >>> from povrules.testing import read_cases
    >>> anchor(read_cases(policies_folder() / "vn" / "telecom" / "cases.yaml")[0]).startswith("case-")
    True
    """
    return "case-" + re.sub(r"[^a-z0-9]+", "-", case.id.lower()).strip("-")


def subjects(case: Case, things: Things) -> Sequence[str]:
    """Names of the things whose answers a household states."""
    known = {thing.name: thing for thing in things.all if thing.of is not None}
    indicators = things.kind("indicators")
    found: dict[str, None] = {}
    for expected in case.expected:
        name = _subject(expected.what, indicators)
        if name in known:
            found[name] = None
    return tuple(found)


def _subject(what: str, indicators: Sequence[Thing]) -> str:
    parts = _MEMBER.sub("", what).split(".")
    match parts:
        case ["programmes", name, *_]:
            return name
        case ["deprivations", name]:
            return next((thing.name for thing in indicators if thing.name.endswith(f"_{name}")), name)
        case [group, name, *_] if group in _ABOUT_THE_ANSWER:
            return name
    return parts[0]
