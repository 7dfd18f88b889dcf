"""Answers spelled in the pass, once what their states mean was met: the same columns as at first, and as one by one."""

from __future__ import annotations

from random import Random

import polars as pl
from polars.testing import assert_frame_equal

import povrules as pr
from povrules.decisions.evaluated import evaluate
from povrules.engines.columnar.execution import STREAMED

DAY = "2024-10-01"
FLAGS = [f"deprived_{name}" for name in ("employment", "dependents", "nutrition", "water", "toilet", "telecom")]
KNOWN = (
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "information_means",
)
OUTPUTS = ["poverty_class", "deprivation_count"]


def _register(rows: int, unknown: float, seed: int) -> pr.Register:
    random = Random(seed)
    flags = {
        name: [None if random.random() < unknown else random.random() < 0.4 for _ in range(rows)] for name in FLAGS
    }
    incomes = [random.choice([1_499_999, 1_500_000, 1_500_001, 2_250_000, 2_250_001]) for _ in range(rows)]
    others = {f"deprived_{name}": [False] * rows for name in KNOWN}
    ids = [f"H{i}" for i in range(rows)]
    made = {"household_id": ids, "area": ["rural"] * rows, "income_per_capita": incomes, **flags, **others}
    return pr.Register(pl.DataFrame(made, schema_overrides=dict.fromkeys(FLAGS, pl.Boolean)))


def test_the_second_register_says_what_it_would_say_alone() -> None:
    policy = pr.load_policy(on=DAY)
    # Few unknown flags first; then states that were not met; then all were.
    for unknown, seed in ((0.02, 1), (0.3, 2), (0.3, 2), (0.3, 3), (0.9, 4), (0.9, 4)):
        register = _register(300, unknown, seed)
        found = evaluate(policy.resolved, register.checked, outputs=OUTPUTS).frames[0]
        expected = evaluate(policy.resolved, register.checked, outputs=OUTPUTS, engine="reference").frames[0]
        assert_frame_equal(found, expected, check_column_order=False)


def test_as_many_rows_as_are_streamed_say_the_same() -> None:
    policy = pr.load_policy(on=DAY)
    few = _register(1000, 0.2, 5).checked.households.drop("row", "household_row", strict=False)
    many = pl.concat([few] * (STREAMED // 1000 + 1))
    many = many.with_columns(household_id=pl.int_range(many.height).cast(pl.String))
    wanted = policy.evaluate(pr.Register(few), outputs=OUTPUTS).households.select(pl.exclude("row", "household_id"))
    for _ in range(2):
        found = policy.evaluate(pr.Register(many), outputs=OUTPUTS).households.select(pl.exclude("row", "household_id"))
        assert_frame_equal(found.head(1000), wanted)
        assert_frame_equal(found.slice(STREAMED, 1000), wanted)


def test_where_every_person_was_rejected_the_columns_of_persons_are_empty() -> None:
    households = pl.DataFrame({"household_id": ["H1"], "area": ["rural"], "income_per_capita": [1]})
    persons = pl.DataFrame({"person_id": ["1"], "household_id": ["H1"], "birth_date": ["31/02/2010"]})
    register = pr.Register(households, persons)
    policy = pr.load_policy(on=DAY)
    outputs = ["tuition", "health_insurance.group", "age"]
    found = evaluate(policy.resolved, register.checked, outputs=outputs).frames[1]
    expected = evaluate(policy.resolved, register.checked, outputs=outputs, engine="reference").frames[1]
    assert found is not None
    assert expected is not None
    assert found.height == 0
    assert_frame_equal(found, expected, check_column_order=False)


def test_an_answer_that_counts_no_flags_is_spelled_too() -> None:
    works = pl.Series([True, None, False, None, True])
    frame = pl.DataFrame({"household_id": [f"H{i}" for i in range(5)], "area": ["rural"] * 5})
    frame = frame.with_columns(water_work_meets_standard=works, sanitation_work_meets_standard=works)
    policy = pr.load_policy(on=DAY)
    register = pr.Register(frame)
    expected = evaluate(policy.resolved, register.checked, engine="reference", outputs=["credit_water_sanitation"])
    for _ in range(2):
        found = evaluate(policy.resolved, register.checked, outputs=["credit_water_sanitation"])
        assert_frame_equal(found.frames[0], expected.frames[0], check_column_order=False)


def test_what_is_not_spelled_keeps_the_columns_it_reads() -> None:
    """One household with unknown facts beside one that knows everything, everything asked, twice."""
    flags = {f"deprived_{name}": [False, None] for name in ("water", "toilet", "employment")}
    frame = pl.DataFrame(
        {"household_id": ["H1", "H2"], "area": ["rural", None], "income_per_capita": [1_400_000, 1_600_000], **flags},
        schema_overrides=dict.fromkeys(flags, pl.Boolean),
    )
    policy, register = pr.load_policy(on=DAY), pr.Register(frame)
    expected = evaluate(policy.resolved, register.checked, engine="reference").frames[0]
    for _ in range(2):
        found = evaluate(policy.resolved, register.checked).frames[0]
        assert_frame_equal(found, expected, check_column_order=False)


def test_an_answer_that_no_column_carries_is_not_taken_for_met_where_one_row_was() -> None:
    """Score B settles the toilet in some rows and not in others; no row carries it, so the answer is null by itself."""
    policy = pr.load_policy(on="2022-01-01")
    others = {name: [False] * 3 for name in (*FLAGS, *(f"deprived_{name}" for name in KNOWN))}
    del others["deprived_toilet"]
    for scores in ([None, 31, 30], [31, None, 5], [None, 30, 0], [30, 5, None]):
        register = pr.Register(pl.DataFrame({"household_id": list("abc"), "score_b": scores, **others}))
        expected = evaluate(policy.resolved, register.checked, outputs=["deprived_toilet"], engine="reference").frames[
            0
        ]
        for _ in range(2):
            found = evaluate(policy.resolved, register.checked, outputs=["deprived_toilet"]).frames[0]
            assert_frame_equal(found, expected, check_column_order=False)
