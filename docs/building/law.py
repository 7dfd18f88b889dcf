"""The whole law, its graph and its worked households: what every page is written from."""

from __future__ import annotations

from dataclasses import dataclass

from docs.building.case_book import CaseBook
from docs.building.links import Links
from docs.building.things import Things
from docs.building.timeline import Timeline


@dataclass(frozen=True)
class Law:
    """What pages are written from.

    Args:
        line: the law by days.
        things: what has a page.
        links: what reads what.
        cases: the worked households.
    """

    line: Timeline
    things: Things
    links: Links
    cases: CaseBook

    @classmethod
    def built_in(cls) -> Law:
        """The law that ships with the library."""
        line = Timeline.built_in()
        things = Things.of(line)
        return cls(line, things, Links.of(line, things), CaseBook.of(things))
