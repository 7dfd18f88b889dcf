"""The log of a dossier: every step in order, each with the digest of all before it. Nothing in it is ever changed.

A fact is written as plain JSON: truths, whole numbers and text; a fraction or a day as text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from povrules.dossiers.errors import DossierError
from povrules.language.calendar import PartialDate

SCHEMA = 1
START = "0" * 64
STEPS = ("open", "set", "withdraw", "add_member", "change_member", "remove_member")
Plain = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One step.

    Args:
        n: its number; 0 opens the dossier.
        at: day and time, as given or by the clock.
        what: ``open``, ``set``, ``withdraw``, ``add_member``, ``change_member`` or ``remove_member``.
        member: the key of the member it is about; None for the household.
        before, after: the facts it touched, by name, as they were and as they are.
        policy: digest of the policy.
        chain: SHA-256 of the entry before and this one.
    """

    n: int
    at: str
    what: str
    member: int | None
    before: Mapping[str, Plain]
    after: Mapping[str, Plain]
    policy: str
    chain: str

    def line(self) -> str:
        """As one line of JSON."""
        return _line(self.n, self.at, self.what, self.member, self.before, self.after, self.policy, self.chain)


def _line(
    n: int,
    at: str,
    what: str,
    member: int | None,
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
    policy: str,
    chain: str,
) -> str:
    parts = {
        "n": n, "at": at, "what": what, "member": member, "before": before, "after": after, "policy": policy,
        "chain": chain,
    }  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry(
    last: Entry | None,
    at: str,
    what: str,
    member: int | None,
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
    policy: str,
) -> Entry:
    """The entry that comes after ``last``."""
    n, chain = (0, START) if last is None else (last.n + 1, last.chain)
    line = _line(n, at, what, member, before, after, policy, chain)
    return Entry(n, at, what, member, dict(before), dict(after), policy, hashlib.sha256(line.encode()).hexdigest())


def read_entry(line: str, last: Entry | None) -> Entry:
    """An entry from its line.

    Raises:
        DossierError: it is none, or does not follow ``last``.
    """
    where = f"entry {0 if last is None else last.n + 1}"
    try:
        found = Entry(**json.loads(line))
    except (ValueError, TypeError) as problem:
        raise DossierError(f"{where} of the dossier cannot be read") from problem
    made = entry(last, found.at, found.what, found.member, found.before, found.after, found.policy)
    if made != found or found.what not in STEPS or (found.what == "open") != (found.n == 0):
        raise DossierError(f"{where} of the dossier was changed: its digest does not follow from the one before")
    return found


def read_entries(lines: Iterable[str]) -> list[Entry]:
    """All entries, each held against the one before.

    Raises:
        DossierError: one that was changed, left out or put in.
    """
    found: list[Entry] = []
    for line in lines:
        found.append(read_entry(line, found[-1] if found else None))
    return found


def plain(value: Any) -> Plain:
    """A fact as it is written; what reading it again gives is the same fact."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, (Fraction, Decimal)):
        exact = Fraction(value)
        return int(exact) if exact.denominator == 1 else _decimal(exact)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, PartialDate):
        return value.first.isoformat()[:4] if value.first.month != value.last.month else value.first.isoformat()[:7]
    return str(value)


def _decimal(value: Fraction) -> str:
    """A fraction with an end as a decimal, another one as ``1/3``."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return str(value) if rest > 1 else format(Decimal(value.numerator) / Decimal(value.denominator), "f")
