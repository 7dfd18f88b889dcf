"""Tables in the order of their ids are read where they lie, and whatever breaks the order changes no answer."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest

from povrules.facts.mapping import TableMapping
from povrules.facts.rising_ids import RisingIds
from povrules.facts.schema import FactSchema
from povrules.facts.spool import spool_parquet
from tests.facts.test_streaming import assert_same, written

COUNT = 120


def tables(random: Random, width: int = 6) -> tuple[list[str], list[str]]:
    """Ids of households that rise with gaps, and of their persons in the same order."""
    ids = [f"{number:0{width}}" for number in sorted(random.sample(range(10**width), COUNT))]
    return ids, [id for id in ids for _ in range(random.choice((0, 1, 1, 4)))]


def broken(kind: str, random: Random) -> tuple[list[str | None], list[str | None]]:
    homes, people = tables(random)
    ids: list[str | None] = list(homes)
    members: list[str | None] = list(people)
    at = random.randrange(1, COUNT - 1)
    match kind:
        case "homeless":  # between others, before the first and behind the last
            number = f"{int(homes[at]) + 1:06}"
            members = sorted([*people, *([number] * 2 if number not in homes else [])])
            members += ["999999"]
        case "twice":
            ids.insert(at, ids[at])
        case "no order":
            ids[at], ids[at + 1] = ids[at + 1], ids[at]
        case "persons in no order":
            random.shuffle(members)
        case "no id":
            ids[at], members[at] = None, None
        case "another length":
            ids[-1] = "1234567"
        case "words":
            ids[at] = "H12"
        case "a plus":
            ids[at] = "+" + homes[at][1:]
        case "no persons of the last":
            members = [each for each in members if each is not None and each < homes[at]]
    return ids, members


KINDS = ("sound", "homeless", "twice", "no order", "persons in no order", "no id", "another length", "words", "a plus",
         "no persons of the last")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [1, 7, 40, COUNT, 10_000])
def test_the_chunks_are_the_register(tmp_path: Path, schema: FactSchema, kind: str, rows: int) -> None:
    ids, members = broken(kind, Random(f"{kind} {rows}"))
    households = pl.DataFrame({"household_id": ids, "area": ["rural"] * len(ids)})
    persons = pl.DataFrame(
        {"household_id": members, "person_id": [str(i) for i in range(len(members))], "sex": ["female"] * len(members)}
    )
    path = written(tmp_path, households, persons, "parquet")
    assert_same(schema, path, tmp_path / "scratch", rows)


@pytest.mark.parametrize(("kind", "rises"), [(kind, kind in ("sound", "no persons of the last")) for kind in KINDS])
def test_only_sound_ids_rise(tmp_path: Path, kind: str, rises: bool) -> None:
    ids, members = broken(kind, Random(kind))
    for name, values in (("households", ids), ("persons", members)):
        pl.DataFrame({"household_id": values}).write_parquet(tmp_path / f"{name}.parquet")
    households, persons = (
        spool_parquet(tmp_path / f"{n}.parquet", TableMapping(())) for n in ("households", "persons")
    )
    rising = RisingIds.of(households, "household_id", 7)
    ends = None if rising is None else rising.ends_of(persons, "household_id")
    assert (ends is not None) == (rises or kind == "homeless")
    if rising is not None and ends is not None:
        for chunk, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            own = set(ids[7 * chunk : 7 * chunk + 7])
            assert all(member in own or member not in ids for member in members[start:end])
        assert ends[-1] == len(members)
