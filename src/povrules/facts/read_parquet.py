"""Parquet files that may be damaged: whatever stops their reading is one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from povrules.facts.errors import FileProblem


@contextmanager
def reading_parquet(file: Path) -> Iterator[None]:
    """What is read inside comes from this file.

    Raises:
        FileProblem: it cannot be read. Polars breaks off with an exception that is no ``Exception`` where the pages
            of a damaged file contradict each other; that is told like any other damage.
    """
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise FileProblem(f"{file}: cannot be read as Parquet: {str(problem).splitlines()[0]}") from None
    except pl.exceptions.PanicException:
        raise FileProblem(f"{file}: cannot be read as Parquet: the file is damaged") from None
