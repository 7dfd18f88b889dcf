"""How long the proof of all shipped tables and programmes takes, in one process, from nothing.

``python -m benchmarks.proofs``. Everything is proved on every day on which the law changes, by diagrams; resolving the
law of these days is in the time. Kept is the ratio to resolving alone, which any machine gives alike.
"""

from __future__ import annotations

import time

from benchmarks.common import keep
from povrules.commands.folders import folders_of
from povrules.law.changes import days_of_change
from povrules.law.reading import read_law
from povrules.policy.merging import PackText
from povrules.policy.resolving import resolve
from povrules.proofs.proving import Proving

BAR = 10.0
"""Seconds of one processor, so that what else a machine does is not measured."""
RATIO = "resolving and proving all days / resolving them"


def main() -> bool:
    packs = folders_of(None).packs
    read = []
    for pack in packs:
        found = tuple(read_law(folder) for folder in pack.folders)
        read.append(PackText(pack.id, pack.namespace, pack.version, found))
    days = days_of_change([text for pack in read for text in pack.texts])
    start = time.process_time()
    laws = [resolve(read, on=day) for day in days]
    resolved = time.process_time() - start
    proving = Proving()
    verdicts = [proof.verdict for law in laws for proof in proving.prove(law)]
    taken = time.process_time() - start
    unproved = sum(verdict != "proved" for verdict in verdicts)
    print(f"{len(days)} days, {len(verdicts)} claims, {len(proving.known)} that stand on different law")
    print(f"resolved in {resolved:.1f} s, resolved and proved in {taken:.1f} s; not proved: {unproved}")
    kept = keep("proofs", {RATIO: taken / resolved})
    print(f"the proof takes {'less' if taken < BAR else 'NOT LESS'} than {BAR:.0f} s")
    return kept and taken < BAR and not unproved


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
