"""Columns that nobody reads although they look like a fact that is missing: a warning, never a guess."""

from __future__ import annotations

from povrules.facts.headers import headers_of
from povrules.facts.mapping import TABLES, TableMapping
from povrules.facts.reasons import looks_like
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema
from povrules.language.nodes import Scope

MOST = 3
"""What begins more facts than this says too little."""


def unread_columns(settled: TableMapping, stated: TableMapping, schema: FactSchema, of: Scope) -> list[Reject]:
    """A warning for each column that is carried along unread while a fact whose name begins so is in no column:
    ``Thu nhập`` may be that of each person, or all of it.

    Args:
        settled: what every column carries.
        stated: what a person states; a column of which it is said that it is no fact is none.
        schema: the facts of the policy.
        of: whose table it is.
    """
    headers = headers_of(schema, of)
    read = {column.fact for column in settled.columns}
    said = {column.name for column in stated.columns}
    found = []
    for column in settled.columns:
        if column.fact or column.name in said or headers.meaning(column.name) is not None:
            continue
        alike = headers.beginning(column.name)
        facts = {name: spec.label for name, spec in headers.specs.items() if name in alike and name not in read}
        if 0 < len(facts) <= MOST:
            found.append(Reject(TABLES[of], None, None, column.name, None, looks_like(facts)))
    return found
