"""What every benchmark here shares: medians with their spread, memory, checksums, ratios kept from run to run.

Run one from the root of the project with ``python -m benchmarks.NAME``, all of them with ``make bench``. A benchmark

- times things that are to be compared with ``race``: round after round, so that a busy machine is busy for all of them;
- takes memory, and first calls, in a process of its own with ``alone``;
- holds outputs against each other with ``must_agree``;
- ends with ``keep``, which prints the ratios, says what changed since they were last kept, and keeps them.

Only ratios and checksums are kept. A ratio is taken inside one run, so it means the same on another machine; seconds
and megabytes are printed for whoever stands in front of this one.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

RESULTS = Path(__file__).parent / "results"
WORTH_SAYING = 0.15
"""By how much of itself a ratio changes before a run says so."""
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of several runs of one thing."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    def per(self, count: int) -> str:
        """Nanoseconds for each of ``count``: median, least and most.

        >>> Times((0.002, 0.001, 0.004)).per(1000)
        '2000.0 ns [1000.0-4000.0]'
        """
        middle, least, most = (1e9 * each / count for each in (self.median, min(self.runs), max(self.runs)))
        return f"{middle:.1f} ns [{least:.1f}-{most:.1f}]"

    def __str__(self) -> str:
        return f"{self.median:.3f} s [{min(self.runs):.3f}-{max(self.runs):.3f}]"


def race(runners: Mapping[str, Callable[[], object]], rounds: int = 5, warm: int = 1) -> dict[str, Times]:
    """Time things against each other.

    Args:
        runners: what to call, by name.
        rounds: how often each is timed; every round runs all of them, every second round in turned order.
        warm: rounds before that are not timed.
    """
    found: dict[str, list[float]] = {name: [] for name in runners}
    for number in range(warm + rounds):
        order = list(runners.items())
        for name, call in order if number % 2 == 0 else reversed(order):
            start = time.perf_counter()
            call()
            took = time.perf_counter() - start
            if number >= warm:
                found[name].append(took)
    return {name: Times(tuple(times)) for name, times in found.items()}


@dataclass(frozen=True, slots=True)
class Alone:
    """What a function did in a process of its own.

    Args:
        result: what it returned.
        seconds: how long it took, the first call and its imports too.
        peak: bytes of memory the process held at most.
        extra: how much of that came on top of what it held when the function began.
        processor: seconds of processor time, of all cores; other work on the machine does not lengthen it.
    """

    result: Any
    seconds: float
    peak: int
    extra: int
    processor: float


def alone(function: Callable[..., object], *arguments: object) -> Alone:
    """Call a function of a module in a fresh process. Arguments and result must be picklable."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        return process.submit(_watched, function, arguments).result()


def _watched(function: Callable[..., object], arguments: Sequence[object]) -> Alone:
    before, start, used = held(), time.perf_counter(), time.process_time()
    result = function(*arguments)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    return Alone(result, seconds, held("VmHWM"), held("VmHWM") - before, processor)


def held(what: str = "VmRSS") -> int:
    """Bytes of memory this process holds now, or ``VmHWM``, has held at most (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == what:
            return int(value.split()[0]) * 1024
    raise OSError(f"/proc/self/status does not say {what}")


def forget_peak() -> None:
    """Let ``held("VmHWM")`` begin again from what is held now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def checksum(frame: pl.DataFrame) -> str:
    """Sixteen digits that stand for every cell of a frame and its order, on every machine and version of polars.

    Truth counts as 0 and 1, members of a list as their names, so frames of different make can be compared.

    >>> left = pl.DataFrame({"class": ["poor", None], "flag": [True, False]})
    >>> right = left.with_columns(pl.col("class").cast(pl.Categorical), pl.col("flag").cast(pl.Int8))
    >>> checksum(left) == checksum(right), checksum(left) == checksum(left.reverse())
    (True, False)
    """
    digest = hashlib.sha256()
    for column in frame.iter_columns():
        plain = column.cast(pl.Int8) if column.dtype == pl.Boolean else column
        buffer = io.BytesIO()
        plain.cast(pl.String).alias(column.name).to_frame().write_csv(buffer, null_value="\0", quote_style="necessary")
        digest.update(buffer.getbuffer())
    return digest.hexdigest()[:16]


def must_agree(checksums: Mapping[str, str]) -> str:
    """The one checksum all have.

    Raises:
        AssertionError: they differ; a benchmark of different answers measures nothing.
    """
    if len(set(checksums.values())) != 1:
        shown = ", ".join(f"{name} {value}" for name, value in checksums.items())
        raise AssertionError(f"the outputs differ: {shown}")
    return next(iter(checksums.values()))


def keep(
    name: str,
    ratios: Mapping[str, float],
    bars: Mapping[str, float] | None = None,
    checksums: Mapping[str, str] | None = None,
    folder: Path = RESULTS,
    *,
    floors: Mapping[str, float] | None = None,
) -> bool:
    """Print ratios, say what changed since they were last kept, and keep them in ``results/NAME.json``.

    Args:
        name: of the benchmark.
        ratios: by what they compare, as in ``"evaluate / hand-written"``.
        bars: what a ratio may be at most.
        checksums: of outputs that every machine must give alike.
        folder: where results are kept.
        floors: what a ratio must be at least.

    Returns:
        Whether every ratio stays under its bar and above its floor.
    """
    file, bars, floors = folder / f"{name}.json", bars or {}, floors or {}
    before: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    print(f"\n{name}: ratios")
    for what, ratio in ratios.items():
        bar = f"  (bar {bars[what]:g}: {'kept' if ratio <= bars[what] else 'NOT kept'})" if what in bars else ""
        if what in floors:
            bar += f"  (at least {floors[what]:g}: {'kept' if ratio >= floors[what] else 'NOT kept'})"
        print(f"  {ratio:9.3f}  {what}{bar}")
    for line in changes(before, ratios, checksums or {}):
        print(f"  changed: {line}")
    kept: dict[str, Any] = {"ratios": {what: round(ratio, 3) for what, ratio in ratios.items()}}
    if checksums:
        kept["checksums"] = dict(checksums)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".json.tmp")
    temporary.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(temporary, file)
    under = all(ratios[what] <= bar for what, bar in bars.items() if what in ratios)
    return under and all(ratios[what] >= floor for what, floor in floors.items() if what in ratios)


def changes(before: Mapping[str, Any], ratios: Mapping[str, float], checksums: Mapping[str, str]) -> list[str]:
    """What differs from what was kept: ratios by more than 15 %, checksums at all.

    >>> changes({"ratios": {"a": 1.0, "b": 2.0}}, {"a": 1.14, "b": 1.5}, {})
    ['b: 2.000 before, 1.500 now (-25 %)']
    """
    found = []
    old: Mapping[str, float] = before.get("ratios", {})
    for what, ratio in ratios.items():
        if what in old and abs(ratio / old[what] - 1) > WORTH_SAYING:
            found.append(
                f"{what}: {old[what]:.3f} before, {ratio:.3f} now ({ratio / old[what] - 1:+.0%})".replace("%", " %")
            )
    known: Mapping[str, str] = before.get("checksums", {})
    for what, value in checksums.items():
        if known.get(what, value) != value:
            found.append(f"the output of {what} is another: {known[what]} before, {value} now")
    found += [f"{what} is no longer measured" for what in old if what not in ratios]
    return found
