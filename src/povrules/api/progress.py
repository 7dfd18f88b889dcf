"""Progress of long work: a bar of tqdm on a terminal, a function of the caller's, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[], object] | bool | None


@contextmanager
def progress_bar(total: int | None, about: str, unit: str) -> Iterator[Callable[[], object] | None]:
    """A progress bar on the error stream when that is a terminal and tqdm is there; else nothing.

    Args:
        total: steps to come; None where nobody knows yet.
        about: what goes on.
        unit: of one step.

    Yields:
        What to call after each step.
    """
    try:
        from tqdm import tqdm
    except ImportError:
        yield None
        return
    with tqdm(total=total, desc=about, unit=f" {unit}", disable=None, leave=False, file=sys.stderr) as bar:

        def step() -> None:
            bar.update()

        yield step


@contextmanager
def stepping(progress: Progress, total: int | None) -> Iterator[Callable[[], object] | None]:
    """What to call after each household.

    Args:
        progress: a function, True for a bar, False or None for nothing.
        total: households to come.

    >>> with stepping(None, 3) as step:
    ...     step is None
    True
    """
    if progress is True:
        with progress_bar(total, "povrules", "household") as step:
            yield step
    else:
        yield progress or None
