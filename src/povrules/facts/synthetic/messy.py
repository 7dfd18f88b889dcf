"""A register as a review export has it: text cells, points as text, lost zeros, and rows nobody can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from povrules.facts.synthetic.deprivations import INDICATORS
from povrules.facts.synthetic.draws import Draws
from povrules.facts.synthetic.words import as_text

DAY = "%d/%m/%Y"
_SCORED_PERMILLE = 700
_DOTTED_PERMILLE = 300
_LOST_ZERO_PERMILLE = 60
_MILLION = 1_000_000
_MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the messy export made wrong on purpose.

    Args:
        what: the mistake, for the reader.
        cells: household cells that are overwritten in a copied household; None removes the text.
        person_cells: cells of the copied household's last member that are overwritten.
        keeps_id: the copy keeps the id of the household it was copied from, and brings no members.
    """

    what: str
    cells: Mapping[str, str | None]
    person_cells: Mapping[str, str | None]
    keeps_id: bool = False


BAD_ROWS: tuple[BadRow, ...] = (
    BadRow("area unknown", {"area": "ven đô"}, {}),
    BadRow("household id twice", {}, {}, keeps_id=True),
    BadRow("ambiguous number", {"income_per_capita": "1.234"}, {}),
    BadRow("income not finite", {"income_per_capita": "NaN"}, {}),
    BadRow("text where a number belongs", {"household_size": "bốn"}, {}),
    BadRow("flag of 2", {"has_tv": "2"}, {}),
    BadRow("out of range", {"floor_area": "-45"}, {}),
    BadRow("household without id", {"household_id": None}, {}),
    BadRow("born after the day of observation", {}, {"birth_date": "15/05/2023", "birth_year": None}),
    BadRow("flag of 2 at a person", {}, {"has_health_card": "2"}),
    BadRow("person without household", {}, {"household_id": "99999999"}),
)


def made_messy(
    households: pl.DataFrame, persons: pl.DataFrame, targets: pl.DataFrame, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write every cell as text and add the bad rows at the end.

    Args:
        households: facts of a whole register.
        persons: facts of its members.
        targets: what the facts imply, for score B.
        seed: of the draws.

    Returns:
        Both tables with text columns; blanks are null. The good rows come first, in their order. A bad row is a copy
        of a good household under a new id, with its members.
    """
    draws = Draws(seed, "counter")
    counted = households.with_columns(counter=pl.int_range(pl.len(), dtype=pl.UInt64))
    losing = draws.chance("lost zero", _LOST_ZERO_PERMILLE) & pl.col("household_id").str.starts_with("0")
    marks = counted.select(
        "household_id",
        loses=losing,
        dotted=draws.chance("dotted", _DOTTED_PERMILLE) & (pl.col("income_per_capita") >= _MILLION),
        dong=draws.chance("with the sign", 150),
        **_scores(counted, targets, draws),
    )
    income = pl.col("income_per_capita")
    grouped = pl.format(
        "{}.{}.{}{}",
        income // _MILLION,
        (income // 1000 % 1000).cast(pl.String).str.zfill(3),
        (income % 1000).cast(pl.String).str.zfill(3),
        pl.when("dong").then(pl.lit(" đ")).otherwise(pl.lit("")),
    )
    scored = pl.concat([households, marks.drop("household_id")], how="horizontal")
    texts = as_text(households, DAY).with_columns(
        income_per_capita=scored.select(
            pl.when("dotted").then(grouped).otherwise(income.cast(pl.String)).alias("text")
        )["text"],
        score_a=marks["score_a"].cast(pl.String),
        score_b=marks["score_b"].cast(pl.String),
    )
    members = as_text(persons, DAY)
    sources = _sources(targets, persons)
    bad_households, bad_persons = _bad(texts, members, sources)
    losers = set(marks.filter("loses")["household_id"])
    return (
        pl.concat([_without_zeros(texts, losers), bad_households]),
        pl.concat([_without_zeros(members, losers), bad_persons]),
    )


def _scores(households: pl.DataFrame, targets: pl.DataFrame, draws: Draws) -> dict[str, pl.Expr | pl.Series]:
    """Points that agree with income and flags: A is the income in 28ths (rural) or 35ths (urban) of the line, upwards.

    140 rural points are exactly the line of 1.5 million and 175 urban points that of 2 million, so A is at most the
    cut-off exactly when the income is at most the line. B is ten for each deprivation.
    """
    flags = targets.select(pl.sum_horizontal(pl.col(f"deprived_{name}").cast(pl.Int64) for name in INDICATORS) * 10)
    income = pl.coalesce("income_per_capita", pl.col("income_total") // (pl.col("household_size") * 12))
    line, parts = (
        pl.when(pl.col("area") == "urban").then(urban).otherwise(rural)
        for urban, rural in ((2_000_000, 1_500_000), (35, 28))
    )
    points = (-((-income * parts) // line) * 5).clip(0, _MOST_POINTS)
    scored = pl.lit(targets["unknown"].is_null()) & draws.chance("scored", _SCORED_PERMILLE)
    return {
        "score_a": pl.when(scored).then(points),
        "score_b": pl.when(scored).then(pl.lit(flags.to_series())),
    }


def _without_zeros(frame: pl.DataFrame, losers: set[str]) -> pl.DataFrame:
    lost = pl.col("household_id").is_in(losers)
    bare = pl.col("household_id").str.strip_chars_start("0")
    return frame.with_columns(household_id=pl.when(lost).then(bare).otherwise("household_id"))


def _sources(targets: pl.DataFrame, persons: pl.DataFrame) -> list[str]:
    """Ids of complete households above every line with at least two members; all ids where there are none."""
    members = persons["household_id"].value_counts()
    several = set(members.filter(pl.col("count") > 1)["household_id"])
    well_off = targets.filter(pl.col("unknown").is_null() & (pl.col("poverty_class") == "above"))["household_id"]
    found = [household for household in well_off if household in several]
    return found or targets["household_id"].to_list()


def _bad(households: pl.DataFrame, persons: pl.DataFrame, sources: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows: list[dict[str, str | None]] = []
    members: list[dict[str, str | None]] = []
    for number, bad in enumerate(BAD_ROWS, start=1):
        source = sources[number % len(sources)]
        row = households.row(by_predicate=pl.col("household_id") == source, named=True)
        new_id = source if bad.keeps_id else f"{source[:3]}9{number:0{len(source) - 4}d}"
        rows.append({**row, "household_id": new_id, "score_a": None, "score_b": None, **bad.cells})
        if bad.keeps_id or "household_id" in bad.cells:
            continue
        copies = persons.filter(pl.col("household_id") == source).to_dicts()
        for slot, person in enumerate(copies, start=1):
            members.append({**person, "household_id": new_id, "person_id": f"{new_id}-{slot:02d}"})
        if bad.person_cells:
            members[-1] = {**members[-1], **bad.person_cells}
    return pl.DataFrame(rows, schema=households.schema), pl.DataFrame(members, schema=persons.schema)
