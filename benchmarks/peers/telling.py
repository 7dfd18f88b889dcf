"""What every contestant of ``beside_peers`` does alike: takes the handed facts, times itself, tells it in one line.

It runs in the environments of the peers, so it asks for numpy alone. A contestant is a module with ``WAYS``: by name, a
function of the handed facts that makes ready whatever is made once, and hands back how a whole register is answered
and how one household is. ``python -m MODULE FOLDER ROWS WAY KIND ROUNDS [save]`` prints one line of JSON: seconds and
processor seconds of each round (of each single call, where KIND is ``one``), the memory it took on top of the facts,
and the version of what it stands for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

CALLS = 40
"""Single calls before those that are timed."""


@dataclass(frozen=True)
class Handed:
    """The facts and the law of ``FOLDER``, the first ``rows`` of them.

    Args:
        folder: with ``law.json``, ``households.json`` and one ``.npy`` for each column.
        rows: how many households.
    """

    folder: Path
    rows: int

    @cached_property
    def law(self) -> dict[str, Any]:
        """``line`` and ``average`` by area, ``cutoff``, and the names of areas, classes and flags."""
        found: dict[str, Any] = json.loads((self.folder / "law.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def columns(self) -> dict[str, Any]:
        """The facts as columns; areas as their places in the list of the law."""
        names = ("area", "income_per_capita", *self.law["flags"])
        return {name: np.load(self.folder / f"{name}.npy")[: self.rows].copy() for name in names}

    @cached_property
    def households(self) -> list[dict[str, Any]]:
        """The facts as one mapping for each household; only the first few thousand are handed so."""
        found: list[dict[str, Any]] = json.loads((self.folder / "households.json").read_text(encoding="utf-8"))
        return found[: self.rows]


@dataclass(frozen=True)
class Way:
    """How a contestant answers.

    Args:
        register: the whole register, in whatever form its user gets the answers.
        read: that form as classes (names or places) and counts.
        one: one of ``inputs``.
        inputs: of single calls.
    """

    register: Callable[[], Any]
    read: Callable[[Any], tuple[Sequence[Any], Sequence[int]]]
    one: Callable[[Any], object]
    inputs: Sequence[Any]


def each(call: Callable[[Any], Any], inputs: Sequence[Any], read: Callable[[Any], tuple[str, int]]) -> Way:
    """The way of an engine that takes households one at a time.

    Args:
        call: what answers one.
        inputs: as the engine takes them.
        read: class and count of what it answers.
    """

    def pairs(found: list[Any]) -> tuple[Sequence[str], Sequence[int]]:
        classes, counts = zip(*map(read, found), strict=True)
        return classes, counts

    return Way(lambda: [call(given) for given in inputs], pairs, call, inputs)


def tell(ways: Mapping[str, Callable[[Handed], Way]], version: str) -> None:
    """Do what the command line asks and print it.

    Args:
        ways: by name.
        version: of what answers.
    """
    folder, rows, name, kind, rounds = sys.argv[1:6]
    handed = Handed(Path(folder), int(rows))
    way = ways[name](handed)
    said = (register if kind == "register" else single)(way, int(rounds))
    if sys.argv[6:] == ["save"]:
        classes, counts = way.read(way.register())
        save(handed, name, classes, counts)
    print(json.dumps({**said, "version": version}))


def register(way: Way, rounds: int) -> dict[str, Any]:
    """Answer the register so often, once before to measure memory and to warm up."""
    forget_peak()
    before = held("VmRSS")
    way.register()
    extra = held("VmHWM") - before
    seconds, processor = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        way.register()
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return {"seconds": seconds, "processor": processor, "extra": extra}


def single(way: Way, rounds: int) -> dict[str, Any]:
    """Answer one household after another, so many calls, each timed."""
    inputs = list(way.inputs)
    for given in inputs[:CALLS]:
        way.one(given)
    clock, seconds = time.perf_counter_ns, []
    used = time.process_time()
    for number in range(rounds):
        given = inputs[number % len(inputs)]
        start = clock()
        way.one(given)
        seconds.append((clock() - start) / 1e9)
    return {"seconds": seconds, "processor": [(time.process_time() - used) / rounds], "extra": 0}


def save(handed: Handed, name: str, classes: Sequence[Any], counts: Sequence[int]) -> None:
    """Keep answers beside the facts, classes as their places in the list of the law."""
    given = np.asarray(classes)
    if given.dtype.kind not in "iu":
        places = {member: place for place, member in enumerate(handed.law["classes"])}
        given = np.fromiter((places[str(member)] for member in given), np.int8, len(given))
    np.savez(handed.folder / f"answers-{name}.npz", classes=given.astype(np.int8), counts=np.asarray(counts, np.int64))


def held(what: str) -> int:
    """Bytes of memory this process holds (``VmRSS``) or has held at most (``VmHWM``); Linux."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == what:
            return int(value.split()[0]) * 1024
    raise OSError(f"/proc/self/status does not say {what}")


def forget_peak() -> None:
    """Let the most that was held begin again from what is held now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
