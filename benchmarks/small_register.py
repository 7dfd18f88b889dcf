"""What ten thousand households cost, against a hundred thousand: the part that does not grow, and what moves it.

``python -m benchmarks.small_register``. From Parquet to Parquet as in ``nation``, in processor time, without the first
call. A line through the cost at several sizes gives the part that every register pays, however small. Then the same ten
thousand in other surroundings, each of which has been thought to make small registers cheaper: one thread for Polars,
one core for everything, no garbage collector, the whole evaluation inside a thread of Polars, files in memory.

Last what one call costs on a hundred values, by library: no register can be read and decided in less than its calls.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

import povrules as pr
from benchmarks.common import alone, keep
from benchmarks.nation import evaluated, generate
from povrules.facts.synthetic import TARGET_DATE

HOUSEHOLDS = 100_000
SIZES = (100, 1_000, 10_000, HOUSEHOLDS)
TEN_THOUSAND = 10_000
ROUNDS, CALLS = 5, 60
IN_MEMORY = Path("/dev/shm")


def cost(folder: Path, way: str, calls: int) -> float:
    """Processor seconds of an evaluation that is not the first: the median."""
    policy = pr.load_policy(on=TARGET_DATE)
    with WAYS[way]() as call:
        return _median(lambda: call(lambda: evaluated(policy, folder)), calls)


Call = Callable[[Callable[[], object]], object]


@contextmanager
def _plain() -> Iterator[Call]:
    yield lambda evaluate: evaluate()


@contextmanager
def _one_core() -> Iterator[Call]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    yield lambda evaluate: evaluate()


@contextmanager
def _no_collector() -> Iterator[Call]:
    gc.collect()
    gc.disable()
    yield lambda evaluate: evaluate()


@contextmanager
def _inside_polars() -> Iterator[Call]:
    one = pl.LazyFrame({"row": [0]})

    def call(evaluate: Callable[[], object]) -> object:
        def inside(frame: pl.DataFrame) -> pl.DataFrame:
            evaluate()
            return frame

        return one.map_batches(inside).collect()

    yield call


PLAIN = "as it is"
WAYS = {
    PLAIN: _plain,
    "one thread for Polars": _plain,
    "one core": _one_core,
    "no garbage collector": _no_collector,
    "inside a thread of Polars": _inside_polars,
    "files in memory": _plain,
}
SURROUNDINGS = {"one thread for Polars": {"POLARS_MAX_THREADS": "1"}}


def sizes(folder: Path) -> dict[int, float]:
    """Seconds at each size."""
    return {size: alone(cost, folder / str(size), PLAIN, CALLS).result for size in SIZES}


def ways(folder: Path, memory: Path | None) -> dict[str, float]:
    """Seconds of ten thousand households in each surrounding: the median of rounds, each in turned order."""
    found: dict[str, list[float]] = {way: [] for way in WAYS if memory or way != "files in memory"}
    for number in range(ROUNDS):
        for way in found if number % 2 == 0 else reversed(found):
            place = memory if memory and way == "files in memory" else folder / str(TEN_THOUSAND)
            with _environment(SURROUNDINGS.get(way, {})):
                found[way].append(alone(cost, place, way, CALLS).result)
    return {way: median(times) for way, times in found.items()}


def calls() -> dict[str, tuple[float, float]]:
    """Seconds of one call on a hundred and on ten thousand values, by what is called."""
    small, large = (_calls(length) for length in (100, TEN_THOUSAND))
    return {what: (small[what], large[what]) for what in small}


def _calls(length: int) -> dict[str, float]:
    numbers = np.arange(length)
    frame = pl.DataFrame({"n": numbers, "w": [f"w{i % 7}" for i in range(length)]})
    column, words = frame.get_column("n"), frame.get_column("w")
    arrow, texts = pa.array(numbers), pa.array(words.to_list())
    kind = pl.Enum([f"w{i}" for i in range(7)])
    chosen = pl.when(pl.col("n") > 5).then(pl.lit(1)).otherwise(2)
    done: dict[str, Callable[[], object]] = {
        "compare: NumPy": lambda: numbers > 5,
        "compare: Arrow": lambda: pc.greater(arrow, 5),
        "compare: Polars": lambda: column > 5,
        "choose: NumPy": lambda: np.where(numbers > 5, 1, 2),
        "choose: Arrow": lambda: pc.if_else(pc.greater(arrow, 5), 1, 2),
        "choose: Polars": lambda: frame.select_seq(chosen),
        "pattern in texts: Arrow": lambda: pc.match_substring_regex(texts, "[^ -~]"),
        "pattern in texts: Polars": lambda: words.str.contains("[^ -~]"),
        "texts to categories: Arrow": lambda: pc.dictionary_encode(texts),
        "texts to categories: Polars": lambda: words.cast(kind),
    }
    return {what: _median(call, 400) for what, call in done.items()}


def _median(call: Callable[[], object], times: int) -> float:
    call()
    taken = []
    for _ in range(times):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return median(taken)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _make(folder: Path) -> None:
    for size in SIZES:
        (folder / str(size)).mkdir()
        generate(folder / str(size), size)


def main() -> bool:
    with (
        tempfile.TemporaryDirectory() as name,
        tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as other,
    ):
        folder, memory = Path(name), Path(other) if IN_MEMORY.is_dir() else None
        alone(_make, folder)
        if memory:
            alone(generate, memory, TEN_THOUSAND)
        at = sizes(folder)
        slope, fixed = np.polyfit(SIZES[1:], [at[size] for size in SIZES[1:]], 1)
        for size, seconds in at.items():
            print(f"  {size:>9,} households {1e3 * seconds:8.2f} ms, {1e6 * seconds / size:7.2f} µs each")
        print(f"  a line through them: {1e3 * fixed:.1f} ms and {1e6 * slope:.2f} µs for each household")
        done = ways(folder, memory)
        for way, seconds in done.items():
            print(f"  {1e3 * seconds:8.2f} ms  {TEN_THOUSAND:,} households, {way}")
        for what, (few, many) in alone(calls).result.items():
            print(f"  {1e6 * few:8.1f} µs for 100, {1e6 * many:8.1f} µs for {TEN_THOUSAND:,}: {what}")
    ratios = {f"{way} / {PLAIN}": done[way] / done[PLAIN] for way in done if way != PLAIN}
    return keep("small_register", ratios)


if __name__ == "__main__":
    raise SystemExit(not main())
