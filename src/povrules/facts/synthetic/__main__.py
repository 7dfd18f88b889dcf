"""``python -m povrules.facts.synthetic --households 2000 --seed 60 --out examples/binh_thuan`` makes the example."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from povrules.facts.synthetic.export import example_files
from povrules.facts.synthetic.generator import generate_province
from povrules.facts.writing import atomic_write
from povrules.language.errors import PovrulesError


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the example files, or with ``--parquet`` the plain facts of a register of any size."""
    parser = argparse.ArgumentParser(
        prog="python -m povrules.facts.synthetic", description="Make a synthetic register of Bình Thuận, 2022."
    )
    parser.add_argument("--households", type=int, default=2000, help="how many (the province: 334000)")
    parser.add_argument("--seed", type=int, default=60)
    parser.add_argument("--unknown-permille", type=int, default=30, help="households of 1,000 with something blank")
    parser.add_argument("--parquet", action="store_true", help="write facts as Parquet instead of the review export")
    parser.add_argument("--out", type=Path, required=True, help="folder, made if it does not exist")
    options = parser.parse_args(arguments)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        if options.parquet:
            made = generate_province(options.households, options.seed, unknown_permille=options.unknown_permille)
            for name in ("households", "persons", "targets"):
                atomic_write(options.out / f"{name}.parquet", getattr(made, name).write_parquet)
                print(options.out / f"{name}.parquet")
            return 0
        for name, content in example_files(options.households, options.seed, options.unknown_permille).items():
            atomic_write(options.out / name, partial(_write_bytes, content))
            print(options.out / name)
    except (OSError, ValueError, PovrulesError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
