"""What was measured, as tables of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.beside.contestants import OUR_ONE, OURS
from benchmarks.beside.runs import Found
from benchmarks.common import MIB
from povrules.language.amounts import Lang
from povrules.law.model import Words

REGISTER = (
    Words("Cách xét", "what decides"), Words("Phiên bản", "version"), Words("Số hộ", "households"),
    Words("ns một hộ: trung vị [ít nhất – nhiều nhất]", "ns per household: median [least – most]"),
    Words("Lâu gấp mấy lần povrules (khung dữ liệu)", "times as long as povrules (a frame)"),
    Words("Bộ nhớ thêm, MiB", "memory on top, MiB"),
)  # fmt: skip
ONE = (
    Words("Cách xét", "what decides"), Words("Phiên bản", "version"),
    Words("µs: trung vị [5 % – 95 %]", "µs: median [5 % – 95 %]"),
    Words("Lâu gấp mấy lần povrules (assess)", "times as long as povrules (assess)"),
)  # fmt: skip


def in_order(found: Mapping[str, Found]) -> list[Found]:
    """The fastest first."""
    return sorted(found.values(), key=lambda one: one.each)


def register_table(found: Mapping[str, Found], lang: Lang) -> str:
    """Whole registers, end to end.

    Args:
        found: by way; povrules over a frame among them.
        lang: ``vi`` or ``en``.
    """
    ours = found[OURS].each
    rows = []
    for one in in_order(found):
        least, most = one.spread()
        times = f"{number(1e9 * one.each, lang)} [{number(1e9 * least, lang)} – {number(1e9 * most, lang)}]"
        memory = number(max(one.extra, 0) / MIB, lang)
        rows.append([one.contestant.label.of(lang), one.version, whole(one.count, lang), times,
                     number(one.each / ours, lang), memory])  # fmt: skip
    return table([words.of(lang) for words in REGISTER], rows)


def one_table(found: Mapping[str, Found], lang: Lang) -> str:
    """Single decisions.

    Args:
        found: by way; ``assess`` of povrules among them.
        lang: ``vi`` or ``en``.
    """
    ours = found[OUR_ONE].each
    rows = []
    for one in in_order(found):
        least, most = one.spread()
        times = f"{number(1e6 * one.each, lang)} [{number(1e6 * least, lang)} – {number(1e6 * most, lang)}]"
        rows.append([one.contestant.label.of(lang), one.version, times, number(one.each / ours, lang)])
    return table([words.of(lang) for words in ONE], rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; what stands right of the second column are numbers.

    >>> print(table(["a", "b", "c"], [["x", "1.0", "12"]]))
    | a | b | c |
    | --- | --- | ---: |
    | x | 1.0 | 12 |
    """
    rule = ["---" if place < 2 else "---:" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def number(value: float, lang: Lang) -> str:
    """Three digits that count, as the language writes them.

    >>> number(1234.5, "en"), number(1234.5, "vi"), number(0.04567, "vi"), number(0, "en")
    ('1,230', '1.230', '0,0457', '0')
    """
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    digits = 0 if abs(rounded) >= 100 else 1 if abs(rounded) >= 10 else 2 if abs(rounded) >= 1 else None
    text = f"{rounded:,.{digits}f}" if digits is not None else f"{rounded:.3g}"
    return turned(text, lang)


def whole(value: int, lang: Lang) -> str:
    """A whole number.

    >>> whole(1000000, "vi")
    '1.000.000'
    """
    return turned(f"{value:,}", lang)


def turned(text: str, lang: Lang) -> str:
    """A number as English writes it, as the language does."""
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text
