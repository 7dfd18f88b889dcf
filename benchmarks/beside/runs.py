"""Everybody in processes of their own, there and back again, over the same facts."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import polars as pl

from benchmarks.beside.contestants import PEERS, Contestant
from benchmarks.beside.facts import ONE_BY_ONE, answers
from benchmarks.common import checksum, must_agree
from benchmarks.peers.environment import python_of

ROOT = Path(__file__).parent.parent.parent
LIMIT = 600
"""Seconds a process has; durable_rules has been seen to hang."""
Task = Literal["register", "one"]
Pythons = Mapping[str | None, Path]


class DidNotAnswer(Exception):
    """A contestant that failed or hung, with what it said last."""


@dataclass(slots=True)
class Found:
    """What was measured of one contestant in one task.

    Args:
        contestant: whose.
        count: households of the register, or 1.
        seconds: of each round over the register, or of each call.
        processor: seconds of the processor, of all cores.
        extra: bytes of memory on top of the facts, at most.
        version: of the library that answered.
    """

    contestant: Contestant
    count: int
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    extra: int = 0
    version: str = ""

    @property
    def each(self) -> float:
        """Seconds for each household, the median."""
        return statistics.median(self.seconds) / self.count

    def spread(self) -> tuple[float, float]:
        """Seconds for each household: least and most of a few rounds, of many calls the 5th and 95th of a hundred."""
        ordered = sorted(self.seconds)
        cut = len(ordered) // 20
        return ordered[cut] / self.count, ordered[-1 - cut] / self.count


def pythons(contestants: Sequence[Contestant]) -> Pythons:
    """The interpreters of all peers; environments that are not there yet are made."""
    peers = {contestant.peer for contestant in contestants}
    return {peer: Path(sys.executable) if peer is None else python_of(PEERS / peer) for peer in peers}


def ask(contestant: Contestant, python: Path, folder: Path, rows: int, task: Task, rounds: int, *more: str
        ) -> dict[str, Any]:  # fmt: skip
    """Run one contestant.

    Raises:
        DidNotAnswer: it failed, or took more than ``LIMIT`` seconds.
    """
    command = [python, "-m", contestant.module, folder, str(rows), contestant.way, task, str(rounds), *more]
    paths = [str(ROOT)] if contestant.peer else [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise DidNotAnswer(f"{contestant.way} had not answered after {LIMIT} seconds") from None
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise DidNotAnswer(f"{contestant.way} stopped with {run.returncode}: {last}")
    said: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    return said


def rows_of(contestant: Contestant, rows: int) -> int:
    """Households of the register that this contestant decides."""
    return rows if contestant.rows is None else min(rows, contestant.rows)


def agreed(contestants: Sequence[Contestant], found: Pythons, folder: Path, rows: int) -> dict[int, str]:
    """Let everybody answer and hold the answers against each other.

    Args:
        contestants: who takes part; the first decides the whole register.
        found: their interpreters.
        folder: with the facts; the answers are kept there.
        rows: households of the whole register.

    Returns:
        The one checksum for each number of households decided.

    Raises:
        AssertionError: answers differ.
        DidNotAnswer: somebody gave none.
    """
    sums: dict[int, dict[str, str]] = {}
    whole: pl.DataFrame | None = None
    for contestant in contestants:
        count = rows_of(contestant, rows)
        ask(contestant, found[contestant.peer], folder, count, "register", 0, "save")
        given = answers(folder, contestant.way)
        whole = given if whole is None else whole
        sums.setdefault(count, {contestants[0].way: checksum(whole.head(count))})[contestant.way] = checksum(given)
    return {count: must_agree(of) for count, of in sorted(sums.items())}


def measured(contestants: Sequence[Contestant], found: Pythons, folder: Path, rows: int, share: float
             ) -> dict[Task, dict[str, Found]]:  # fmt: skip
    """Time everybody, and everybody again in turned order.

    Args:
        contestants: who takes part.
        found: their interpreters.
        folder: with the facts.
        rows: households of the whole register.
        share: of the single calls that are made; 1 is all of them.
    """
    results: dict[Task, dict[str, Found]] = {"register": {}, "one": {}}
    for order in (contestants, tuple(reversed(contestants))):
        for contestant in order:
            count = rows_of(contestant, rows)
            tasks: list[tuple[Task, int, int]] = [("register", count, contestant.rounds)]
            if contestant.calls:
                few = min(count, ONE_BY_ONE)
                tasks.append(("one", few, max(3, int(contestant.calls * share))))
            for task, handed, rounds in tasks:
                said = ask(contestant, found[contestant.peer], folder, handed, task, rounds)
                of = results[task].setdefault(contestant.way, Found(contestant, count if task == "register" else 1))
                of.seconds += said["seconds"]
                of.processor += said["processor"]
                of.extra, of.version = max(of.extra, said["extra"]), said["version"]
                print(f"  {contestant.way:16} {task:9} {1e9 * of.each:14,.1f} ns", flush=True)
    return results
