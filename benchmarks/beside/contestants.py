"""Who takes part, with what, and what each is called in a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from povrules.law.model import Words

PEERS = Path(__file__).parent.parent / "peers"
Kind = Literal["ours", "hand", "peer"]
LIVE = "dossier"
OURS, OUR_ONE, OUR_ENGINE = "frame", "assess", "compiled"
"""What goals are measured by: a register is checked and decided; one household is checked and decided, or decided."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way of answering.

    Args:
        way: its name in its module, and in what is kept.
        label: in a table and a chart.
        kind: povrules, written by hand, or a peer.
        module: run by ``python -m``.
        library: what answers, by its name in a table of versions.
        rows: households of the register it decides; None is all of them.
        calls: single decisions that are timed; 0 none.
        rounds: over the register, in each of two processes.
        peer: the folder of its environment; None is the environment of the project.
    """

    way: str
    label: Words
    kind: Kind
    module: str
    library: str
    rows: int | None = None
    calls: int = 0
    rounds: int = 3
    peer: str | None = None


OURS_IN, MANY, FEW = "benchmarks.beside.ours", 5_000, 300


def _peer(way: str, vi: str, en: str, folder: str, library: str, module: str = "decision", **more: Any
          ) -> Contestant:  # fmt: skip
    return Contestant(way, Words(vi, en), "peer", f"benchmarks.peers.{folder}.{module}", library, peer=folder, **more)


def _own(way: str, vi: str, en: str, library: str = "povrules", kind: Kind = "ours", **more: Any) -> Contestant:
    return Contestant(way, Words(vi, en), kind, OURS_IN, library, **more)


EVERYBODY: tuple[Contestant, ...] = (
    _own("frame", "povrules: kiểm tra khung dữ liệu rồi xét", "povrules: a frame, checked and decided"),
    _own("checked", "povrules: sổ hộ đã kiểm tra", "povrules: a register checked before"),
    _own("assess", "povrules: assess, từng hộ", "povrules: assess, one by one", rows=MANY, calls=5_000),
    _own("compiled", "povrules: bộ máy biên dịch, hộ đã kiểm tra", "povrules: compiled engine, checked households",
         rows=MANY, calls=5_000),
    _own("reference", "povrules: bộ máy chuẩn, hộ đã kiểm tra", "povrules: reference engine, checked households",
         rows=500, calls=500),
    _own(LIVE, "povrules: hồ sơ sống (durable), 14 bước", "povrules: a live dossier (durable), 14 steps",
         rows=100, calls=50, rounds=1),
    _own("numpy", "NumPy viết tay", "NumPy by hand", "NumPy", "hand"),
    _own("polars", "Polars viết tay", "Polars by hand", "Polars", "hand"),
    _own("function", "hàm Python viết tay", "Python function by hand", "Python", "hand", rows=MANY, calls=5_000),
    _peer("openfisca", "OpenFisca-Core: hộ gồm các nhân khẩu", "OpenFisca-Core: households of persons", "openfisca",
          "OpenFisca-Core", "class_decision", calls=500),
    _peer("openfisca-alone", "OpenFisca-Core: chỉ có hộ", "OpenFisca-Core: households alone", "openfisca",
          "OpenFisca-Core", "class_decision", calls=500),
    _peer("ttsim-main", "ttsim (GETTSIM): main()", "ttsim (GETTSIM): main()", "ttsim", "ttsim", calls=5),
    _peer("ttsim-function", "ttsim (GETTSIM): tt_function giữ lại", "ttsim (GETTSIM): tt_function kept", "ttsim",
          "ttsim", calls=2_000),
    _peer("zen-loader", "zen-engine: bộ nạp, nội dung biên dịch sẵn", "zen-engine: loader, compiled content", "zen",
          "zen-engine", rows=MANY, calls=5_000),
    _peer("zen-quick-start", "zen-engine: create_decision", "zen-engine: create_decision", "zen", "zen-engine",
          rows=MANY, calls=5_000),
    _peer("zen-batch", "zen-engine: evaluate_batch", "zen-engine: evaluate_batch", "zen", "zen-engine", rows=MANY),
    _peer("json-logic", "json-logic-qubit", "json-logic-qubit", "json_logic", "json-logic-qubit", rows=MANY,
          calls=5_000),
    _peer("durable-rules", "durable_rules", "durable_rules", "durable_rules", "durable_rules", rows=FEW, calls=FEW,
          rounds=2),
)  # fmt: skip


def here(python: Sequence[int] = sys.version_info) -> tuple[Contestant, ...]:
    """Who can take part on a version of Python: durable_rules cannot be imported on 3.13 and later.

    >>> [c.way for c in here((3, 11))][-1], [c.way for c in here((3, 13))][-1]
    ('durable-rules', 'json-logic')
    """
    durable = tuple(python[:2]) < (3, 13)
    return tuple(c for c in EVERYBODY if durable or c.way not in (LIVE, "durable-rules"))
