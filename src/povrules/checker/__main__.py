"""``python -m povrules.checker RECORD BUNDLE``: 0 nothing is wrong, 1 something is, 2 a file cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

from povrules.checker.checking import check


def main(given: list[str]) -> int:
    """Check one record and print what was found."""
    if len(given) != 2:
        print("python -m povrules.checker RECORD BUNDLE", file=sys.stderr)
        return 2
    try:
        record, bundle = (Path(name).read_text(encoding="utf-8") for name in given)
    except (OSError, UnicodeDecodeError) as problem:
        print(f"cannot be read: {problem}", file=sys.stderr)
        return 2
    found = check(record, bundle)
    for line in found.problems:
        print(f"wrong: {line}")
    for line in found.unsettled:
        print(f"not settled: {line}")
    settled = f"{found.answers} answers worked out again, {len(found.unsettled)} not settled"
    print(f"{settled}, {found.nodes} steps of the trace")
    return 0 if found.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
