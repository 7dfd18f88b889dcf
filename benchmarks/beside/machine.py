"""The machine of a run, in a line."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from benchmarks.common import MIB
from povrules.law.model import Words

CPU, MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def machine() -> Words:
    """Cores, processor, memory and Python of this machine (Linux)."""
    cores = len(os.sched_getaffinity(0))
    gib = f"{_field(MEMORY, 'MemTotal').split()[0]}"
    size = int(gib) * 1024 / MIB / 1024
    rest = f"{_field(CPU, 'model name')}, {platform.system()} {platform.release().split('-')[0]}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return Words(
        f"{cores} nhân, {rest}, {size:.0f} GiB bộ nhớ, {python}",
        f"{cores} cores, {rest}, {size:.0f} GiB of memory, {python}",
    )


def _field(file: Path, name: str) -> str:
    """The first value of a name; a dash where the system does not say it."""
    for line in file.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "–"
