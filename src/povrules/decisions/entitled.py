"""Entitlements over a register: which facts an engine is asked for, and what its columns say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from povrules.facts.recognition import USED
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.programmes import ResolvedProgramme
from povrules.policy.resolved import ResolvedPolicy

IF_RECOGNISED = "if_recognised"


def programmes_of(policy: ResolvedPolicy, of: Scope) -> Iterator[ResolvedProgramme]:
    """The programmes of a household or of a person that are in force and covered on the day.

    Where the place adds to one, both are there: what the place grants, and what the nation does.
    """
    for programme in policy.programmes.values():
        if programme.of == of and programme.in_force:
            yield programme


def wanted_entitlements(policy: ResolvedPolicy, of: Scope) -> list[str]:
    """The ids a register is asked for: each programme, its own conditions, its benefits and costs in force."""
    found: dict[str, None] = {}
    for programme in programmes_of(policy, of):
        ids = [programme.id, programme.conditions, *(benefit.id for benefit in programme.benefits.values())]
        found |= dict.fromkeys((*ids, *(id for _, id in programme.costs)))
    ids = [id for id in found if policy.facts[of, id].in_force]
    return [RECOGNISED, *ids] if ids and of == "household" and ("household", RECOGNISED) in policy.facts else ids


@lru_cache(maxsize=256)
def entitlement_ids(policy: ResolvedPolicy) -> frozenset[tuple[Scope, str]]:
    """Whose and which answers say all about entitlements: each programme in force and its benefits."""
    scopes: tuple[Scope, ...] = ("household", "person")
    found = [(of, programme) for of in scopes for programme in programmes_of(policy, of)]
    ids = [(of, id) for of, p in found for id in (p.id, *(benefit.id for benefit in p.benefits.values()))]
    return frozenset(key for key in ids if policy.facts[key].in_force)


def with_entitlements(
    policy: ResolvedPolicy,
    register: CheckedRegister,
    frame: pl.DataFrame,
    of: Scope,
    emptied: frozenset[tuple[Scope, str]] = frozenset(),
) -> pl.DataFrame:
    """The answers of a register with benefits empty where their programme is not granted, or not certainly.

    Between what they lie is empty where they are nothing in any case.

    Households get a column ``if_recognised``: no certificate gives their class, so that what rests on it holds if the
    commune recognises the computed one.

    Args:
        policy: the law in force.
        register: that was evaluated.
        frame: its households or persons with the answers.
        of: whose they are.
        emptied: benefits that are empty there already.
    """
    names = set(frame.columns)
    columns = []
    for programme in programmes_of(policy, of):
        for benefit in programme.benefits.values():
            name = policy.shown(benefit.id)
            if name in names and (of, benefit.id) not in emptied:
                columns.append(pl.when(pl.col(programme.name).fill_null(False)).then(pl.col(name)).alias(name))
            ends = [end for end in (f"{name}_low", f"{name}_high") if end in names]
            if not ends:
                continue
            granted = pl.col(programme.name)
            shown = granted.fill_null(False) | pl.col(f"{name}_reason").is_not_null()
            columns += [pl.when(shown).then(pl.col(end)).alias(end) for end in ends]
    if columns:
        frame = frame.with_columns(columns)
    if of == "household" and policy.shown(RECOGNISED) in frame.columns:
        given = register.households.get_column(USED) if USED in register.households.columns else None
        recognised = pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True) if given is None else given.is_null()
        frame = frame.with_columns(recognised.alias(IF_RECOGNISED))
    return frame
