"""How many times as long as povrules the others take, and how many it should be at least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.beside.contestants import OUR_ENGINE, OUR_ONE, OURS
from benchmarks.beside.runs import Found, Task

FLOORS: Mapping[tuple[Task, str], float] = {
    ("register", "openfisca"): 10,
    ("register", "zen-loader"): 10,
    ("register", "zen-quick-start"): 10,
    ("register", "zen-batch"): 10,
    ("register", "json-logic"): 10,
    ("register", "durable-rules"): 10,
    ("one", "zen-quick-start"): 20,
    ("one", "openfisca"): 100,
}
"""ttsim is reported beside, and so are the quickest forms that OpenFisca and zen-engine have been found to have."""
MEASURES: Mapping[Task, tuple[str, str]] = {"register": (OURS, "checked"), "one": (OUR_ONE, OUR_ENGINE)}
"""Ways of povrules that others are held against; the first is the one goals are set for."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal and what came out.

    Args:
        task: over a register, or one decision.
        other: what povrules is held against.
        floor: how many times as long as povrules it should take at least.
        ratio: how many times as long it takes.
        checked: the same, where povrules checked the register or the household before.
    """

    task: Task
    other: Found
    floor: float
    ratio: float
    checked: float

    @property
    def reached(self) -> bool:
        return self.ratio >= self.floor


def ratios(found: Mapping[Task, Mapping[str, Found]]) -> dict[str, float]:
    """Every peer against both ways of povrules, and povrules against what is written by hand."""
    out: dict[str, float] = {}
    for task, of in found.items():
        for ours in MEASURES[task]:
            for way, one in of.items():
                if one.contestant.kind == "peer":
                    out[name(task, way, ours)] = one.each / of[ours].each
        for way, one in of.items():
            if one.contestant.kind == "hand":
                ours = MEASURES[task][-1]
                out[f"{task}: {ours} / {way} by hand"] = of[ours].each / one.each
    return out


def name(task: Task, way: str, ours: str) -> str:
    """What a ratio is called.

    >>> name("one", "openfisca", "assess")
    'one: openfisca / assess'
    """
    return f"{task}: {way} / {ours}"


def floors(found: Mapping[Task, Mapping[str, Found]]) -> dict[str, float]:
    """The floors of those who took part, by the names of their ratios."""
    return {
        name(task, way, MEASURES[task][0]): floor for (task, way), floor in FLOORS.items() if way in found[task]
    }  # fmt: skip


def goals(found: Mapping[Task, Mapping[str, Found]]) -> list[Goal]:
    """The goals with what came out."""
    made = []
    for (task, way), floor in FLOORS.items():
        if way in found[task]:
            other = found[task][way]
            first, second = (other.each / found[task][ours].each for ours in MEASURES[task])
            made.append(Goal(task, other, floor, first, second))
    return made
