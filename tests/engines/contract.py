"""The engines that must give one and the same answer. A new engine is listed here and nowhere else."""

from __future__ import annotations

from povrules.engines.reference.engine import ReferenceEngine

ENGINES = [ReferenceEngine()]
