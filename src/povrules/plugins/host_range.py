"""Whether this version of the library is one that a plugin was made for, by what its distribution requires."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution

HOST = "povrules"
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;)]*)\)?\s*(?:;(.*))?\Z")
_CLAUSE = re.compile(r"\s*(===|==|!=|<=|>=|~=|<|>)\s*([0-9][^\s]*)\s*\Z")


def required_range(distribution: Distribution) -> str:
    """The range of versions of the library that a distribution requires; empty when it says nothing."""
    found: list[str] = []
    for line in distribution.requires or ():
        match = _REQUIREMENT.match(line)
        if match and re.sub(r"[-_.]+", "-", match[1]).lower() == HOST and "extra" not in (match[3] or ""):
            found.append(match[2].strip())
    return ",".join(part for part in found if part)


def fits(version: str, wanted: str) -> bool:
    """Whether a version lies in a range.

    >>> fits("0.1.0", ">=0.1,<0.2"), fits("0.2.0", ">=0.1,<0.2"), fits("0.1.3", "~=0.1.1"), fits("1.0", "")
    (True, False, True, True)
    >>> fits("0.1.0", "==0.1.*"), fits("0.10.0", ">0.9")
    (True, True)
    """
    return all(_holds(version, clause) for clause in wanted.split(",") if clause.strip())


def _holds(version: str, clause: str) -> bool:
    match = _CLAUSE.match(clause)
    if match is None:
        return False
    sign, text = match.groups()
    have = _numbers(version)
    if text.endswith(".*"):
        prefix = _numbers(text[:-2])
        return (have[: len(prefix)] == prefix) == (sign in ("==", "==="))
    want = _numbers(text)
    width = max(len(have), len(want))
    left, right = _filled(have, width), _filled(want, width)
    if sign == "~=":
        return left >= right and have[: len(want) - 1] == want[:-1]
    return {
        "==": left == right,
        "===": left == right,
        "!=": left != right,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[sign]


def _numbers(version: str) -> tuple[int, ...]:
    """The release of a version; what stands behind its numbers (a pre-release) is left out."""
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _filled(numbers: Iterable[int], width: int) -> tuple[int, ...]:
    found = tuple(numbers)
    return found + (0,) * (width - len(found))
