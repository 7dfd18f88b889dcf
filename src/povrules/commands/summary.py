"""What a register came to, in a few tables: rows, classes, deprivations, warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from povrules.api import Policy
from povrules.commands import words as w
from povrules.commands.layout import count, share, table
from povrules.decisions.evaluated import CLASS, DEPRIVATIONS, Evaluated
from povrules.decisions.labels import PolicyLabels
from povrules.engines.results import JOIN
from povrules.facts.headers import BIRTH_PARTS
from povrules.facts.mapping import Column, ColumnMapping
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema
from povrules.language.amounts import language, plain
from povrules.language.nodes import Scope
from povrules.language.types import EnumType

COMMONEST = 10
SHOWN_ROWS = 5
CLASS_COLUMN = CLASS.removeprefix("vn:")
SCOPES: tuple[Scope, Scope] = ("household", "person")


def mapping_lines(mapping: ColumnMapping, schema: FactSchema, lang: str) -> Iterator[str]:
    """Which column was read as which fact."""
    yield w.COLUMNS.of(lang)
    rows = [tuple(words.of(lang) for words in w.COLUMN_HEAD)]
    for scope in SCOPES:
        specs = schema.household if scope == "household" else schema.person
        for column in mapping.of(scope).columns:
            if column.fact:
                spec = specs.get("birth_date" if column.fact in BIRTH_PARTS else column.fact)
                meaning = "; ".join(([spec.label.of(lang)] if spec else []) + _said(column, lang))
                rows.append((w.TABLE[scope].of(lang), column.name, column.fact, meaning))
    yield from (f"  {line}" for line in table(rows, left=4))
    carried = [column.name for scope in SCOPES for column in mapping.of(scope).columns if not column.fact]
    if carried:
        yield "  " + w.CARRIED.of(lang).format(", ".join(dict.fromkeys(carried)))


def _said(column: Column, lang: str) -> list[str]:
    """What a column means beside its fact."""
    said = []
    if column.polarity == "deprived":
        said.append(w.MEANS_LACKS.of(lang))
    elif column.polarity == "has" and column.fact and column.fact.startswith("deprived_"):
        said.append(w.MEANS_HAS.of(lang))
    if column.scale != 1:
        said.append(w.TIMES.of(lang).format(plain(column.scale, language(lang))))
    if column.empty == "no":
        said.append(w.EMPTY_NO.of(lang))
    return said


def summary_lines(policy: Policy, result: Evaluated, lang: str) -> Iterator[str]:
    """Rows read, used and rejected; classes; deprivations; warnings."""
    frame = pl.DataFrame(result.households)
    yield from _rows(result, lang)
    yield ""
    yield from _classes(policy, frame, lang)
    yield ""
    yield from _deprivations(policy, frame, lang)
    warnings = result.register.warnings
    if warnings:
        yield ""
        yield w.WARNINGS.of(lang).format(count(len(warnings), lang))
        yield from (f"  {line}" for line in _warnings(warnings, lang))


def _rows(result: Evaluated, lang: str) -> list[str]:
    register = result.register
    rejected = Counter(reject.table for reject in register.rejects)
    rows = [tuple(words.of(lang) for words in w.ROWS_HEAD)]
    for scope, read, used, name in (
        ("household", register.read.households, register.used.households, "households"),
        ("person", register.read.persons, register.used.persons, "persons"),
    ):
        rows.append((f"  {w.TABLE[scope].of(lang)}", *(count(n, lang) for n in (read, used, rejected[name]))))
    return table(rows)


def _classes(policy: Policy, frame: pl.DataFrame, lang: str) -> Iterator[str]:
    labels = PolicyLabels(policy.resolved)
    type = policy.resolved.facts["household", CLASS].type
    members = type.members if isinstance(type, EnumType) else ()
    found = Counter(frame.get_column(CLASS_COLUMN).to_list())
    open_ones = found[None]
    possible: Counter[str] = Counter()
    if open_ones:
        for cell in frame.get_column(f"{CLASS_COLUMN}_possible").drop_nulls().to_list():
            possible.update(cell.split(JOIN))
    total = frame.height
    rows = [tuple(words.of(lang) for words in w.CLASSES_HEAD[: 4 if open_ones else 3])]
    for member in members:
        label = labels.value(member, type, language(lang))
        row = [f"  {label}", count(found[member], lang), share(found[member], total, lang)]
        most = found[member] + possible[member]
        rows.append((*row, share(most, total, lang)) if open_ones else tuple(row))
    if open_ones:
        rows.append((f"  {w.UNDETERMINED.of(lang)}", count(open_ones, lang), share(open_ones, total, lang), ""))
        reasons = Counter(frame.get_column(f"{CLASS_COLUMN}_reason").drop_nulls().to_list())
        for reason, number in reasons.most_common():
            rows.append((f"    {w.WHY[reason].of(lang)}", count(number, lang), share(number, total, lang), ""))
    yield from table(rows)
    yield "  " + w.OF_USED.of(lang).format(count(total, lang))
    if open_ones:
        yield "  " + w.AT_MOST.of(lang)


def _deprivations(policy: Policy, frame: pl.DataFrame, lang: str) -> Iterator[str]:
    named = policy.resolved.sets.get(DEPRIVATIONS)
    if named is None:
        yield w.NO_DEPRIVATIONS.of(lang)
        return
    found = []
    for id in named.items:
        column = frame.get_column(id.removeprefix("vn:"))
        label = policy.resolved.facts[named.of, id].label.of(lang)
        found.append((int(column.sum() or 0), column.null_count(), label))
    # The commonest first; those equally common in the order of the law.
    found.sort(key=lambda item: -item[0])
    rows = [tuple(words.of(lang) for words in w.DEPRIVED_HEAD)]
    for number, unknown, label in found[:COMMONEST]:
        rows.append((f"  {label}", count(number, lang), share(number, frame.height, lang), count(unknown, lang)))
    yield from table(rows)


def _warnings(warnings: tuple[Reject, ...], lang: str) -> list[str]:
    """Warnings of one kind about one column in one line: what, where, and in which rows."""
    kinds: dict[tuple[str, str | None, str], list[Reject]] = {}
    for warning in warnings:
        kinds.setdefault((warning.table, warning.column, warning.reason.code), []).append(warning)
    lines = []
    for (name, column, _), found in kinds.items():
        place = w.TABLE["household" if name == "households" else "person"].of(lang)
        place += f", «{column}»" if column else ""
        reason = found[0].reason
        line = f"{place}: {reason.vi if lang == 'vi' else reason.en}"
        rows = [str(warning.row) for warning in found if warning.row is not None]
        if rows:
            more = ", ..." if len(rows) > SHOWN_ROWS else ""
            line += w.IN_ROWS.of(lang).format(count(len(rows), lang), ", ".join(rows[:SHOWN_ROWS]) + more)
        lines.append(line)
    return lines
