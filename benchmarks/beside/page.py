"""The page of a run, in Vietnamese and English: goals, tables, charts, how it was measured, how to run it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from benchmarks.beside import words as w
from benchmarks.beside.drawing import bars
from benchmarks.beside.goals import goals
from benchmarks.beside.runs import Found, Task
from benchmarks.beside.tables import number, one_table, register_table, table, whole
from povrules.language.amounts import Lang
from povrules.law.model import Words

LANGS: tuple[Lang, ...] = ("en", "vi")
PAGE = "benchmarks.md"
UNIT: Mapping[Task, str] = {"register": "ns", "one": "µs"}


def write(
    folder: Path, found: Mapping[Task, Mapping[str, Found]], checksums: Mapping[int, str], machine: Words, on: date
) -> list[Path]:
    """Write both pages and their charts.

    Args:
        folder: for the English page; the Vietnamese one goes into its folder ``vi``.
        found: what was measured.
        checksums: of the answers, by how many households they are of.
        machine: where.
        on: when.

    Returns:
        The files.
    """
    files = []
    for lang in LANGS:
        place = folder if lang == "en" else folder / lang
        place.mkdir(parents=True, exist_ok=True)
        for task, unit in UNIT.items():
            chart = bars(found[task], lang, title=w.TITLES[task], axis=w.AXES[task], unit=unit)
            files.append(place / drawing(task))
            chart.svg(files[-1])
        files.append(place / PAGE)
        files[-1].write_text(page(found, checksums, machine, on, lang), encoding="utf-8")
    return files


def drawing(task: Task) -> str:
    """The file of a chart, beside its page.

    >>> drawing("one")
    'benchmarks-one.svg'
    """
    return f"benchmarks-{task}.svg"


def page(
    found: Mapping[Task, Mapping[str, Found]], checksums: Mapping[int, str], machine: Words, on: date, lang: Lang
) -> str:
    """The page in one language, as Markdown."""
    day = f"{on:%d/%m/%Y}" if lang == "vi" else on.isoformat()
    sums = ", ".join(f"`{value}` ({whole(count, lang)})" for count, value in sorted(checksums.items()))
    parts = [
        f"# {w.HEAD.of(lang)}",
        w.INTRODUCTION.of(lang),
        f"{w.MACHINE.of(lang)} {machine.of(lang)}. {w.DAY.of(lang)} {day}. {w.VERSIONS.of(lang)} {versions(found)}.",
        f"{w.AGREED.of(lang)} {sums}.",
        f"## {w.GOALS.of(lang)}",
        goal_table(found, lang),
        zen(found, lang),
    ]
    for task in UNIT:
        words, shown = w.TITLES[task].of(lang), register_table if task == "register" else one_table
        parts += [f"## {w.SECTIONS[task].of(lang)}", f"![{words}]({drawing(task)})", shown(found[task], lang)]
    parts += [f"## {w.HOW.of(lang)}", w.METHOD.of(lang), f"## {w.AGAIN.of(lang)}", w.COMMANDS.of(lang)]
    return "\n\n".join(parts) + "\n"


def versions(found: Mapping[Task, Mapping[str, Found]]) -> str:
    """Every library that answered, with its version."""
    seen = {one.contestant.library: one.version for of in found.values() for one in of.values()}
    return ", ".join(
        f"{library} {version}" for library, version in sorted(seen.items(), key=lambda each: each[0].lower()) if version
    )


def goal_table(found: Mapping[Task, Mapping[str, Found]], lang: Lang) -> str:
    """What was to be reached and what came out."""
    rows = [
        [w.SECTIONS[goal.task].of(lang), goal.other.contestant.label.of(lang), whole(int(goal.floor), lang),
         number(goal.ratio, lang), (w.REACHED if goal.reached else w.MISSED).of(lang), number(goal.checked, lang)]
        for goal in goals(found)
    ]  # fmt: skip
    return table([each.of(lang) for each in w.GOAL_HEADS], rows)


def zen(found: Mapping[Task, Mapping[str, Found]], lang: Lang) -> str:
    """What the goals leave out: the quickest forms of the others, and what a function by hand takes."""
    one, register = found["one"], found["register"]
    given = {
        "loader": number(1e6 * one["zen-loader"].each, lang),
        "assess": number(1e6 * one["assess"].each, lang),
        "engine": number(1e6 * one["compiled"].each, lang),
        "function": number(1e6 * one["function"].each, lang),
        "alone": number(register["openfisca-alone"].each / register["frame"].each, lang),
        "alone_checked": number(register["openfisca-alone"].each / register["checked"].each, lang),
    }
    return w.BESIDE.of(lang).format(**given)
