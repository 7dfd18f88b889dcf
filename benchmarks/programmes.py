"""The whole decision over a register: class, all programmes and their benefits, four persons in each household.

``python -m benchmarks.programmes`` (1,000,000 households); ``--rows`` for another size, ``--no-peer`` without the peer.
Held against the same answers written by hand in Polars, the fastest of five forms, and against OpenFisca-Core, which
builds its simulation and calculates the same variables in an environment of its own. All start from the same checked
facts in memory; the law of the day leaves one amount open, in all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import polars as pl

import povrules as pr
from benchmarks.common import MIB, alone, checksum, held, keep, must_agree, race
from benchmarks.peers.openfisca.handing import Peer, calculate, hand_over, must_be_near
from benchmarks.whole_decision.by_hand import Tables, forms
from benchmarks.whole_decision.facts import DAY, MEMBERS, households, persons

ROWS, CHECKED, ROUNDS = 1_000_000, 20_000, 5
BY_HAND, PEER = "povrules / hand-written", "povrules / OpenFisca-Core"
BARS = {BY_HAND: 1.6, PEER: 0.1}


def outputs(policy: pr.Policy) -> list[str]:
    """The class, and every programme in force with its benefits."""
    found = ["poverty_class", "deprivation_count"]
    for programme in policy.resolved.programmes.values():
        if programme.in_force:
            found += [programme.name, *(benefit.id.removeprefix("vn:") for benefit in programme.benefits.values())]
    return found


def with_row(people: pl.DataFrame) -> pl.DataFrame:
    """The persons beside the position of their household."""
    return people.with_columns((pl.int_range(pl.len()) // MEMBERS).cast(pl.UInt32).alias("row"))


def evaluated(rows: int) -> int:
    """Decide a register made here; the memory it takes on top of the register."""
    register = pr.Register(households(rows), persons(rows), observed_on=DAY)
    policy = pr.load_policy(on=DAY)
    before = held()
    found = policy.evaluate(register, outputs=outputs(policy))
    assert found.households.height == rows
    return held("VmHWM") - before


def by_hand(rows: int, form: str) -> int:
    """The same of a form written by hand."""
    made = forms(households(rows), with_row(persons(rows)))[form]
    before = held()
    made()
    return held("VmHWM") - before


def agreed(rows: int, *, peer: bool) -> str:
    """Every form gives the same answers on a smaller register.

    Returns:
        Their checksum.
    """
    homes, people = households(rows), persons(rows)
    policy = pr.load_policy(on=DAY)
    found = policy.evaluate(pr.Register(homes, people, observed_on=DAY), outputs=outputs(policy))
    written = {name: form() for name, form in forms(homes, with_row(people)).items()}
    first = next(iter(written.values()))
    ours: Tables = (found.households.select(first[0].columns), found.persons.select(first[1].columns))
    for table, mine in zip(first, ours, strict=True):
        assert table.schema == mine.schema, "columns of another type"
    sums = {name: "+".join(map(checksum, tables)) for name, tables in {**written, "povrules": ours}.items()}
    same = must_agree(sums)
    if peer:
        with tempfile.TemporaryDirectory() as folder:
            hand_over(Path(folder), homes, people.with_columns(with_row(people)["row"].alias("household_row")))
            calculate(Path(folder), 1, save=True)
            count = must_be_near(Path(folder), found.households, found.persons)
        print(f"{count} answers of OpenFisca-Core are those of povrules")
    return same


def measure(rows: int, *, peer: bool) -> dict[str, float]:
    """The ratios at one size."""
    homes, people = households(rows), persons(rows)
    start = time.perf_counter()
    register = pr.Register(homes, people, observed_on=DAY)
    print(f"\n{rows:,} households, {register.used.persons:,} persons, checked in {time.perf_counter() - start:.1f} s")
    policy = pr.load_policy(on=DAY)
    wanted = outputs(policy)
    written = forms(homes, with_row(people))
    runners = {**written, "povrules": lambda: policy.evaluate(register, outputs=wanted)}
    with tempfile.TemporaryDirectory() as folder:
        peers: list[Peer] = []
        if peer:
            hand_over(Path(folder), homes, people.with_columns(with_row(people)["row"].alias("household_row")))
            peers.append(calculate(Path(folder), 2))
        times = race(runners, rounds=ROUNDS)
        if peer:
            peers.append(calculate(Path(folder), 2))
    fastest = min(written, key=lambda name: times[name].median)
    for name, each in times.items():
        print(f"  {name:20} {each}{' <- fastest by hand' if name == fastest else ''}")
    ours = times["povrules"].median
    ratios = {BY_HAND: ours / times[fastest].median}
    if peers:
        seconds = statistics.median(second for each in peers for second in each.seconds)
        processor = statistics.median(second for each in peers for second in each.processor)
        used = time.process_time()
        runners["povrules"]()
        used = time.process_time() - used
        print(f"  {'OpenFisca-Core':20} {seconds:.3f} s")
        print(f"  of the processor: povrules {used:.2f} s, OpenFisca-Core {processor:.2f} s")
        ratios[PEER] = ours / seconds
    print("  memory on top of the facts, each in a process of its own:")
    taken = {"povrules": alone(evaluated, rows), f"by hand, {fastest}": alone(by_hand, rows, fastest)}
    for name, each in taken.items():
        print(f"    {name:22} {each.result / MIB:7.0f} MiB")
    for each in peers[:1]:
        print(f"    OpenFisca-Core, with them {each.peak / MIB:4.0f} MiB")
    return ratios


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True, help="run OpenFisca-Core too")
    options = parser.parse_args()
    same = agreed(CHECKED, peer=options.peer)
    ratios = measure(options.rows, peer=options.peer)
    return keep("programmes", ratios, BARS, {f"{CHECKED} households": same})


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
