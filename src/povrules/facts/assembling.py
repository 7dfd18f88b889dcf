"""From two read tables to a register: who is used, who is not and why, and which person belongs to which household."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from povrules.facts.mapping import TABLES, ColumnMapping
from povrules.facts.parsed_table import Fault, ParsedTable
from povrules.facts.reasons import (
    HOUSEHOLD_REJECTED,
    PERSON_WITHOUT_HOUSEHOLD,
    Reason,
    incomplete_household,
    together,
)
from povrules.facts.register import CheckedRegister, Counts
from povrules.facts.rejects import Reject
from povrules.facts.schema import FactSchema

_LINK = "household_row"
_FIRST = pl.Series([True])


def assemble(
    households: ParsedTable,
    persons: ParsedTable | None,
    *,
    schema: FactSchema,
    mapping: ColumnMapping,
    native: str,
    read: Counts | None = None,
    earlier: Sequence[Reject] = (),
    warnings: Sequence[Reject] = (),
) -> CheckedRegister:
    """Leave out the rows that have faults, and the persons that lose their household by it.

    Args:
        households: rows with their faults.
        persons: rows with their faults, or None when members are not listed.
        schema: the facts of the policy.
        mapping: how the columns were read.
        native: the kind of frame the households came in as.
        read: rows of the source, when some were rejected before.
        earlier: rejects of before.
        warnings: warnings of before.
    """
    used = _kept(households.frame, households.faults)
    rejects = [_reject(households, position, faults) for position, faults in households.faults.items()]
    linked = persons_used = extra_persons = None
    if persons is not None:
        linked = _linked(persons, used)
        _fault_homeless(persons, linked, households.ids())
        rejects += [_person_reject(persons, position, faults, linked) for position, faults in persons.faults.items()]
        persons_used = _kept(linked, persons.faults)
        extra_persons = _kept(persons.extras, persons.faults)
        used = _with_unlisted(used, linked, persons.faults)
    else:
        used = _with_unlisted(used, None, {})
    return CheckedRegister(
        schema=schema,
        households=_ordered(used, ("row", "unlisted", "household_id")),
        persons=None if persons_used is None else _ordered(persons_used, ("row", _LINK, "household_id")),
        extra_households=_kept(households.extras, households.faults),
        extra_persons=extra_persons,
        rejects=tuple(sorted([*earlier, *rejects], key=lambda r: (r.table, r.row or 0))),
        warnings=(*warnings, *households.warnings, *(persons.warnings if persons else ())),
        mapping=mapping,
        native=native,
        scales={"household": households.scales, "person": persons.scales if persons else {}},
        read=read or Counts(households.frame.height, 0 if persons is None else persons.frame.height),
    )


def _kept(frame: pl.DataFrame, faults: dict[int, list[Fault]]) -> pl.DataFrame:
    if not faults or not frame.width:
        return frame
    keep = pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True).scatter(sorted(faults), False)
    return frame.filter(keep)


def _linked(persons: ParsedTable, households: pl.DataFrame) -> pl.DataFrame:
    """The persons with the position of their household; null where it is not used."""
    known = households.get_column("household_id")
    rest = persons.frame[[name for name in persons.frame.columns if name != _LINK]]
    # Members mostly stand together, so one look for each run of an id is enough.
    ids = rest.get_column("household_id")
    begins = pl.concat([_FIRST, ids.head(max(rest.height - 1, 0)).ne_missing(ids.slice(1))]).head(rest.height)
    number, runs = begins.cum_sum() - 1, ids.filter(begins)
    if runs.len() == known.len() and runs.eq_missing(known).all():
        return rest.hstack([number.alias(_LINK)])  # the households in their order, each with its members
    rows = pl.int_range(known.len(), dtype=pl.UInt32, eager=True).alias(_LINK)
    places = pl.DataFrame([known, rows])
    found = runs.to_frame().join(places, on="household_id", how="left", maintain_order="left")
    return rest.hstack([found.get_column(_LINK)[number]])


def _fault_homeless(persons: ParsedTable, linked: pl.DataFrame, read: pl.Series) -> None:
    if not linked.get_column(_LINK).null_count():
        return
    header = persons.headers.get("household_id")
    homeless = linked.get_column(_LINK).is_null().arg_true()
    ids = persons.ids().gather(homeless)
    known = ids.is_in(read.drop_nulls().implode()).fill_null(False)
    for position, household, rejected in zip(homeless.to_list(), ids.to_list(), known.to_list(), strict=True):
        if position not in persons.faults:
            reason = HOUSEHOLD_REJECTED if rejected else PERSON_WITHOUT_HOUSEHOLD
            persons.fault(position, Fault(header, household, reason))


def _with_unlisted(used: pl.DataFrame, linked: pl.DataFrame | None, faults: dict[int, list[Fault]]) -> pl.DataFrame:
    """Each household with the number of its persons that were rejected, now and before."""
    if "unlisted" not in used.columns:
        used = used.hstack([pl.Series("unlisted", [0]).new_from_index(0, used.height)])
    if linked is None or not faults:
        return used
    lost = linked.get_column(_LINK).gather(sorted(faults)).drop_nulls().value_counts(name="lost")
    places = pl.int_range(pl.len(), dtype=pl.UInt32).alias(_LINK)
    counted = used.with_columns(places).join(lost, on=_LINK, how="left", maintain_order="left")
    return counted.with_columns(pl.col("unlisted") + pl.col("lost").fill_null(0).cast(pl.Int64)).drop(_LINK, "lost")


def _reject(table: ParsedTable, position: int, faults: list[Fault]) -> Reject:
    first = faults[0]
    household = table.ids()[position]
    row = table.frame.get_column("row")[position]
    return Reject(TABLES[table.scope], row, household, first.column, first.value, _reason(faults))


def _person_reject(table: ParsedTable, position: int, faults: list[Fault], linked: pl.DataFrame) -> Reject:
    reject = _reject(table, position, faults)
    if linked.get_column(_LINK)[position] is None or reject.household_id is None:
        return reject
    reason = incomplete_household(reject.reason, reject.household_id)
    return Reject(reject.table, reject.row, reject.household_id, reject.column, reject.value, reason)


def _reason(faults: list[Fault]) -> Reason:
    return together([(fault.column or "", fault.reason) for fault in faults])


def _ordered(frame: pl.DataFrame, first: Sequence[str]) -> pl.DataFrame:
    return frame[[*first, *(name for name in frame.columns if name not in first)]]
