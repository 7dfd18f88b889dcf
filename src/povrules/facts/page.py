"""A checked register as HTML for notebooks: how many rows, which column was read as what, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from povrules.facts.mapping import ColumnMapping
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema
from povrules.language.amounts import Lang, language, plain
from povrules.language.nodes import Scope
from povrules.law.model import Words
from povrules.pages import FIRST, Table, page

TITLE = Words("Sổ rà soát", "Register")
ROWS = Words("Số dòng", "Rows")
READ = Words("Đã đọc", "Read")
USED = Words("Dùng được", "Used")
LEFT_OUT = Words("Bị loại", "Rejected")
TABLE = Words("Bảng", "Table")
COLUMN = Words("Cột", "Column")
FACT = Words("Dữ kiện", "Fact")
MEANING = Words("Ý nghĩa", "Meaning")
COLUMNS = Words("Cột được đọc", "Columns read")
REJECTS = Words("Dòng bị loại", "Rejected rows")
WARNINGS = Words("Cần xem lại", "Worth a second look")
ROW = Words("Dòng", "Row")
REASON = Words("Lý do", "Reason")
SCOPES: dict[Scope, Words] = {"household": Words("Hộ", "Households"), "person": Words("Nhân khẩu", "Persons")}
WHOLE_ROW = "–"


def register_page(register: CheckedRegister, lang: str) -> str:
    """How many rows were read and used, the first columns, rejects and warnings.

    Args:
        register: checked.
        lang: ``vi`` or ``en``.
    """
    spoken = language(lang)
    left_out = Counter(reject.table for reject in register.rejects)
    parts: list[Table | str] = [
        counts_table(register.read, register.used, Counts(left_out["households"], left_out["persons"]), spoken),
        _columns(register.mapping, register.schema, spoken),
        *rejects_tables(register.rejects, register.warnings, spoken),
    ]
    return page(TITLE.of(lang), parts, spoken)


def counts_table(read: Counts, used: Counts, left_out: Counts, lang: Lang) -> Table:
    """Rows of households and persons: read, used, rejected."""
    rows = [
        (SCOPES["household"].of(lang), *(plain(c.households, lang) for c in (read, used, left_out))),
        (SCOPES["person"].of(lang), *(plain(c.persons, lang) for c in (read, used, left_out))),
    ]
    return Table([word.of(lang) for word in (ROWS, READ, USED, LEFT_OUT)], rows)


def _columns(mapping: ColumnMapping, schema: FactSchema, lang: Lang) -> Table:
    rows = list(_read_columns(mapping, schema, lang))
    head = [word.of(lang) for word in (TABLE, COLUMN, FACT, MEANING)]
    return Table(head, rows[:FIRST], left=4, caption=COLUMNS.of(lang), total=len(rows))


def _read_columns(mapping: ColumnMapping, schema: FactSchema, lang: Lang) -> Iterator[tuple[str, ...]]:
    for scope, words in SCOPES.items():
        specs = schema.household if scope == "household" else schema.person
        for column in mapping.of(scope).columns:
            if column.fact:
                meaning = specs[column.fact].label.of(lang) if column.fact in specs else ""
                yield words.of(lang), column.name, column.fact, meaning


def rejects_tables(rejects: Sequence[Reject], warnings: Sequence[Reject], lang: Lang) -> list[Table]:
    """The first rejects and the first warnings; none where there are none."""
    return [
        Table(
            [word.of(lang) for word in (TABLE, ROW, COLUMN, REASON)],
            [_said(reject, lang) for reject in found[:FIRST]],
            left=4,
            caption=caption.of(lang),
            total=len(found),
        )
        for found, caption in ((rejects, REJECTS), (warnings, WARNINGS))
        if found
    ]


def _said(reject: Reject, lang: Lang) -> tuple[str, ...]:
    table = SCOPES["household" if reject.table == "households" else "person"].of(lang)
    row = WHOLE_ROW if reject.row is None else plain(reject.row, lang)
    reason = reject.reason.vi if lang == "vi" else reject.reason.en
    return table, row, reject.column or WHOLE_ROW, reason
