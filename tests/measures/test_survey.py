"""Standard errors against R, against samplics, and against slopes by hand with the variance written out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest

from povrules.measures import (
    Estimate,
    Estimates,
    MeasureError,
    SurveyDesign,
    alkire_foster,
    atkinson,
    change,
    fgt,
    generalised_entropy,
    gini,
    hoover,
    income_gap,
    sen,
    sst,
    targeting,
    theil_l,
    theil_t,
    watts,
)
from povrules.measures.quantiles import t_quantile
from tests.measures.support import sample, table

FLAGS = ["f1", "f2", "f3", "f4"]
R = {row["name"]: row for row in table("survey_answers_r.csv")}
SAMPLICS = {row["name"]: row for row in table("survey_answers_samplics.csv")}
POLICIES = {"fail": (3, "fail"), "certainty": (4, "certainty"), "adjust": (4, "centred")}


def of_policy(policy: str, strata: int | None = None) -> tuple[dict[str, list[Any]], SurveyDesign]:
    least, lonely = POLICIES[policy]
    return sample(strata or least), SurveyDesign("stratum", "cluster", lonely=lonely)  # type: ignore[arg-type]


def agrees(found: Estimate, said: dict[str, str], *, interval: bool = False) -> None:
    assert float(found) == pytest.approx(float(said["value"]), rel=1e-8 if interval else 1e-12)
    if said["se"].strip() != "NA":
        assert found.se == pytest.approx(float(said["se"]), rel=1e-8 if interval else 1e-10)
    if interval:
        assert found.interval == pytest.approx((float(said["low"]), float(said["high"])), rel=1e-8)


@pytest.mark.parametrize("policy", POLICIES)
def test_alkire_and_foster_as_r_says(policy: str) -> None:
    data, design = of_policy(policy)
    found = alkire_foster(data, FLAGS, 2, weight="weight", by="region", design=design)
    agrees(found.H, R[f"{policy} poor"])
    agrees(found.H, R[f"{policy} poor logit"], interval=True)
    agrees(found.M0, R[f"{policy} cp"])
    agrees(found.A, R[f"{policy} A"])
    agrees(found.uncensored["f1"], R[f"{policy} f1"])
    agrees(found.uncensored["f1"], R[f"{policy} f1 logit"], interval=True)
    agrees(found.censored["f1"], R[f"{policy} f1p"])
    agrees(found.contribution["f1"], R[f"{policy} contribution f1"])
    for region in "ab":
        agrees(found.group(region).H, R[f"{policy} poor {region}"])


@pytest.mark.parametrize("policy", POLICIES)
def test_poverty_of_money_as_r_says(policy: str) -> None:
    data, design = of_policy(policy)
    found = fgt(data, "income", 1500, weight="weight", by="region", design=design)
    agrees(found.get("P0"), R[f"{policy} p0"])
    agrees(found.get("P0"), R[f"{policy} p0 logit"], interval=True)
    agrees(found.get("P1"), R[f"{policy} p1"])
    agrees(found.get("P2"), R[f"{policy} p2"])
    agrees(watts(data, "income", 1500, weight="weight", design=design).first, R[f"{policy} wt"])
    for region in "ab":
        agrees(found.group(region).get("P1"), R[f"{policy} p1 {region}"])


@pytest.mark.parametrize("policy", POLICIES)
def test_inequality_as_r_says(policy: str) -> None:
    data, design = of_policy(policy)
    options: Any = {"weight": "weight", "design": design}
    agrees(generalised_entropy(data, "income", alpha=2, **options).first, R[f"{policy} GE2"])
    agrees(theil_l(data, "income", **options).first, R[f"{policy} theil_l"])
    agrees(theil_t(data, "income", **options).first, R[f"{policy} theil_t"])
    for epsilon in ("1", "1/2", "2"):
        agrees(atkinson(data, "income", epsilon=epsilon, **options).first, R[f"{policy} atkinson {epsilon}"])
    assert float(gini(sample(3), "income", weight="weight").first) == pytest.approx(
        float(R["laeken gini"]["value"]), rel=1e-12
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_paired_differences_as_r_says(policy: str) -> None:
    """Poverty at a line of 1,500 and at one of 2,000, of the same rows."""
    data, design = of_policy(policy)
    before, after = (fgt(data, "income", z, alphas=[0], weight="weight", design=design) for z in (1500, 2000))
    found = change(before, after, samples="same")
    agrees(found.get("P0", change="absolute"), R[f"{policy} paired difference"])
    agrees(found.get("P0", change="relative"), R[f"{policy} paired relative"])
    apart = change(before, after, samples="independent").get("P0", change="absolute")
    assert apart.se == pytest.approx(math.hypot(before.se or 0, after.se or 0))
    assert apart.se > 2 * (found.get("P0", change="absolute").se or 0)


def test_surveys_that_share_clusters_as_r_says() -> None:
    data, design = of_policy("fail")
    halves = []
    for region in "ab":
        rows = [row for row, value in enumerate(data["region"]) if value == region]
        half = {name: [column[row] for row in rows] for name, column in data.items()}
        halves.append(alkire_foster(half, FLAGS, 2, weight="weight", design=design))
    found = change(halves[0], halves[1], samples="clusters").get("H", change="absolute")
    agrees(found, R["shared clusters difference"])


def test_corrections_rows_and_people_as_r_says() -> None:
    data = sample(3)
    finite = SurveyDesign("stratum", "cluster", clusters_in_stratum="clusters")
    agrees(alkire_foster(data, FLAGS, 2, weight="weight", design=finite).H, R["fpc poor"])
    agrees(alkire_foster(data, FLAGS, 2, weight="weight", design=SurveyDesign()).H, R["rows poor"])
    people = alkire_foster(data, FLAGS, 2, weight="weight", size="size", design=SurveyDesign("stratum", "cluster"))
    agrees(people.H, R["people poor"])
    assert people.basis.unit == "person"


def test_as_samplics_says() -> None:
    data = sample(3)
    design = SurveyDesign("stratum", "cluster", interval="normal")
    found = alkire_foster(data, FLAGS, 2, weight="weight", by="region", design=design)
    gap = fgt(data, "income", 1500, alphas=[1], weight="weight", by="region", design=design)
    agrees(found.H, SAMPLICS["mean poor"], interval=True)
    agrees(found.M0, SAMPLICS["mean cp"], interval=True)
    agrees(found.A, SAMPLICS["ratio A"], interval=True)
    agrees(gap.first, SAMPLICS["mean p1"], interval=True)
    for region in "ab":
        agrees(found.group(region).H, SAMPLICS[f"mean poor {region}"], interval=True)
        agrees(found.group(region).M0, SAMPLICS[f"mean cp {region}"], interval=True)
        agrees(gap.group(region).first, SAMPLICS[f"mean p1 {region}"], interval=True)
    logit = alkire_foster(data, FLAGS, 2, weight="weight", design=SurveyDesign("stratum", "cluster"))
    agrees(logit.H, SAMPLICS["logit poor"], interval=True)


Maker = Callable[[dict[str, list[Any]], SurveyDesign | None], Estimates]
EVERY: dict[str, Maker] = {
    "fgt": lambda d, s: fgt(d, "income", 1500, alphas=[0, "1/2", 1, 2, 3], weight="weight", by="region", design=s),
    "gap": lambda d, s: income_gap(d, "income", 1500, weight="weight", by="region", design=s),
    "watts": lambda d, s: watts(d, "income", 1500, weight="weight", by="region", design=s),
    "sen": lambda d, s: sen(d, "income", 1500, weight="weight", by="region", design=s),
    "sst": lambda d, s: sst(d, "income", 1500, weight="weight", by="region", design=s),
    "gini": lambda d, s: gini(d, "income", weight="weight", by="region", design=s),
    "hoover": lambda d, s: hoover(d, "income", weight="weight", by="region", design=s),
    "theil_t": lambda d, s: theil_t(d, "income", weight="weight", by="region", design=s),
    "theil_l": lambda d, s: theil_l(d, "income", weight="weight", by="region", design=s),
    "GE -1": lambda d, s: generalised_entropy(d, "income", alpha=-1, weight="weight", by="region", design=s),
    "GE 3": lambda d, s: generalised_entropy(d, "income", alpha=3, weight="weight", by="region", design=s),
    "atkinson 1": lambda d, s: atkinson(d, "income", epsilon=1, weight="weight", by="region", design=s),
    "atkinson 2": lambda d, s: atkinson(d, "income", epsilon=2, weight="weight", by="region", design=s),
    "alkire_foster": lambda d, s: alkire_foster(
        d, {"one": {"f1": 2, "f2": 1}, "two": ["f3", "f4"]}, "1/2", weight="weight", by="region", design=s
    ),
    "targeting": lambda d, s: targeting(d, "f1", "f2", weight="weight", by="region", design=s),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_error_is_that_of_slopes_by_hand(name: str) -> None:
    """Weights of one cluster are moved a little, the measure made anew; the variance written out from those slopes."""
    data = sample(3)
    make = EVERY[name]
    found = make(data, SurveyDesign("stratum", "cluster"))
    keys = list(dict.fromkeys(zip(data["stratum"], data["cluster"], strict=True)))
    step = 1e-5
    slopes: dict[tuple[int, int], list[float]] = {}
    for key in keys:
        ends = []
        for sign in (1, -1):
            scaled = [
                round(weight * (1 + sign * step * ((stratum, cluster) == key)), 9)
                for weight, stratum, cluster in zip(data["weight"], data["stratum"], data["cluster"], strict=True)
            ]
            ends.append([float(e) for e in make({**data, "weight": scaled}, None)])
        slopes[key] = [(up - down) / (2 * step) for up, down in zip(*ends, strict=True)]
    for place, estimate in enumerate(found):
        expected = written_out([(stratum, slopes[stratum, cluster][place]) for stratum, cluster in keys])
        assert estimate.se == pytest.approx(expected, rel=1e-4, abs=1e-9), estimate


def written_out(totals: Sequence[tuple[int, float]]) -> float:
    variance = 0.0
    for stratum in {stratum for stratum, _ in totals}:
        own = [total for other, total in totals if other == stratum]
        mean = sum(own) / len(own)
        variance += len(own) / (len(own) - 1) * sum((total - mean) ** 2 for total in own)
    return math.sqrt(variance)


def test_a_stratum_of_one_cluster_is_refused_by_name() -> None:
    with pytest.raises(MeasureError, match=r"strata with only one cluster: 4; expected two or more, or lonely="):
        alkire_foster(sample(4), FLAGS, 2, design=SurveyDesign("stratum", "cluster"))


def test_clusters_are_told_apart_within_strata_and_by_several_columns() -> None:
    data = sample(3)
    names = [f"{s}-{c}" for s, c in zip(data["stratum"], data["cluster"], strict=True)]
    one = alkire_foster(data, FLAGS, 2, design=SurveyDesign("stratum", "cluster"))
    two = alkire_foster({**data, "name": names}, FLAGS, 2, design=SurveyDesign("stratum", "name"))
    three = alkire_foster(data, FLAGS, 2, design=SurveyDesign("stratum", ("stratum", "cluster")))
    assert one.H.se == two.H.se == three.H.se
    assert (one.basis.strata, one.basis.clusters, one.H.df) == (3, 15, 12)


def test_rows_left_out_stay_in_the_design() -> None:
    """A domain is no smaller survey: clusters without one of its rows count as zeros."""
    data = sample(3)
    missing = [
        None if (s, c) == (1, 1) else f for s, c, f in zip(data["stratum"], data["cluster"], data["f1"], strict=True)
    ]
    found = alkire_foster({**data, "f1": missing}, FLAGS, 2, weight="weight", design=SurveyDesign("stratum", "cluster"))
    domain = [int(value is not None) for value in missing]
    groups = alkire_foster(
        {**data, "in": domain}, FLAGS, 2, weight="weight", by="in", design=SurveyDesign("stratum", "cluster")
    )
    assert found.H.se == groups.group(1).H.se
    assert found.H.clusters == 14
    assert found.H.df == 12


def test_no_interval_where_there_is_none() -> None:
    data = {"a": [1, 1, 1], "s": [1, 2, 3]}
    sure = alkire_foster(data, ["a"], 1, design=SurveyDesign())
    assert sure.H.value == 1
    assert sure.H.se == 0
    assert sure.H.interval is None
    alone = alkire_foster({"a": [1, 0], "s": [1, 2]}, ["a"], 1, design=SurveyDesign("s", lonely="certainty"))
    assert (alone.H.se, alone.H.df, alone.H.interval) == (0, 0, None)


@pytest.mark.parametrize(
    ("probability", "df", "value"),
    # As R's qt says.
    [
        (0.975, 1, 12.7062047362),
        (0.975, 2, 4.3026527299),
        (0.975, 12, 2.1788128297),
        (0.995, 30, 2.7499956536),
        (0.95, 120, 1.6576508994),
        (0.975, 5000, 1.9604385517),
        (0.025, 12, -2.1788128297),
        (0.5, 3, 0.0),
        (0.975, math.inf, 1.9599639845),
    ],
)
def test_quantiles_of_t(probability: float, df: float, value: float) -> None:
    assert t_quantile(probability, df) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: SurveyDesign(lonely="adjust"), "lonely: 'adjust' is no policy"),  # type: ignore[arg-type]
        (lambda: SurveyDesign(interval="wald"), "interval: 'wald' is no scale"),  # type: ignore[arg-type]
        (lambda: SurveyDesign(level=95), "level: 95 is no level"),
        (lambda: gini([1, 2], design=SurveyDesign("s")), "no column 's'"),
        (lambda: gini({"value": [1, 2], "s": [1, None]}, design=SurveyDesign("s")), "strata: s is missing in row 2"),
        (
            lambda: gini({"value": [1, 2], "n": [1, 1]}, design=SurveyDesign(clusters_in_stratum="n")),
            "n: row 1 says 1; expected one number in the whole stratum, 2 or more",
        ),
    ],
)
def test_designs_that_cannot_be(made: Callable[[], Any], said: str) -> None:
    with pytest.raises(MeasureError) as caught:
        made()
    assert said in str(caught.value)


def test_the_level_widens_the_interval() -> None:
    data = sample(3)
    wide, narrow = (
        alkire_foster(data, FLAGS, 2, design=SurveyDesign("stratum", "cluster", level=level)).H.interval
        for level in ("99 %", Fraction(9, 10))
    )
    assert wide is not None
    assert narrow is not None
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
