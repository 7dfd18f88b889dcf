"""Writes tests/cases/survey_answers_samplics.csv: what samplics says of the first three strata of the sample.

samplics is no dependency of the project, not even for tests: it brings a heavy tree and is no longer maintained. Run it
in an environment of its own, in the root of the project: python tests/oracles/samplics_answers.py
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from samplics.estimation import TaylorEstimator
from samplics.utils.types import PopParam

CASES = Path(__file__).parents[1] / "cases"


def main() -> None:
    data = pd.read_csv(CASES / "survey_sample.csv")
    data = data[data.stratum < 4].reset_index(drop=True)
    data["psu"] = data.stratum * 100 + data.cluster
    data["count"] = data[["f1", "f2", "f3", "f4"]].sum(axis=1)
    data["poor"] = (data["count"] >= 2).astype(int)
    data["cp"] = data.poor * data["count"] / 4
    data["p1"] = ((1500 - data.income) / 1500).clip(lower=0)
    design = {"samp_weight": data.weight, "stratum": data.stratum, "psu": data.psu}
    found: list[tuple[str, float, float, float, float]] = []

    def say(name: str, estimator: TaylorEstimator, key: object = None) -> None:
        parts = (estimator.point_est, estimator.stderror, estimator.lower_ci, estimator.upper_ci)
        found.append((name, *(float(part if key is None else part[key]) for part in parts)))

    for name in ("poor", "cp", "p1"):
        mean = TaylorEstimator(PopParam.mean)
        mean.estimate(y=data[name], **design)
        say(f"mean {name}", mean)
        domain = TaylorEstimator(PopParam.mean)
        domain.estimate(y=data[name], domain=data.region, **design)
        for region in ("a", "b"):
            say(f"mean {name} {region}", domain, region)
    ratio = TaylorEstimator(PopParam.ratio)
    ratio.estimate(y=data.cp, x=data.poor, **design)
    say("ratio A", ratio)
    share = TaylorEstimator(PopParam.prop)
    share.estimate(y=data.poor, **design)
    say("logit poor", share, 1)
    with (CASES / "survey_answers_samplics.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "value", "se", "low", "high"])
        writer.writerows([name, *map(repr, numbers)] for name, *numbers in found)


if __name__ == "__main__":
    main()
