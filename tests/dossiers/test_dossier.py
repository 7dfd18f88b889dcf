"""A dossier step by step: what it answers, what it refuses, what it keeps."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import povrules as pr
from povrules.dossiers.dossier import Dossier
from povrules.dossiers.errors import DossierError
from povrules.engines.compiled.engine import CompiledEngine
from povrules.engines.durable.rulesets import CLASS
from povrules.engines.reference.engine import ReferenceEngine
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.problems import FactsError


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on="2024-10-01")


def tell(dossier: Dossier) -> int:
    """An interview: a household that turns out poor, with a child."""
    dossier.set("area", "rural")
    dossier.set("income_per_capita", 1_200_000)
    for flag in ("water", "toilet", "telecom"):
        dossier.set(f"deprived_{flag}", True)
    return dossier.add_member({"birth_date": "2020-05-01"})


def test_an_interview(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        assert dossier.engine == "durable"
        assert dossier.outcome("poverty_class").reason == "fact"
        child = tell(dossier)
        assert dossier["poverty_class"] == "poor"
        assert dossier.programmes()["electricity_support"].value is True
        assert dossier.programmes(child)["health_insurance"].value is True
        dossier.set("income_per_capita", 2_000_000)
        found = {change.what: change for change in dossier.changes}
        assert found["poverty_class"].words("vi").endswith("hộ nghèo → hộ có mức sống trung bình")
        assert "hộ có mức sống trung bình" in found["poverty_class"].because.vi
        assert found["poverty_class"].articles
        assert found["credit_poor"].after is not None
        assert found["credit_poor"].after.value is False
        assert dossier.assess().poverty_class == "average"


def test_benefits_that_change_are_told(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        dossier.set("certified_class", "near_poor")
        dossier.set("area_difficulty", "ordinary")
        dossier.set("poor_district_or_commune", False)
        worker = {"birth_date": "1980-05-01", "ethnicity": "Kinh", "work_status": "self_employed"}
        member = dossier.add_member({**worker, "receives_monthly_allowance": False, "in_school": False})
        dossier.set("certified_class", "poor")
        (told,) = (change for change in dossier.changes if change.what == "health_insurance.premium_support_rate")
        assert told.member == member
        assert told.words("vi").endswith(f"(thành viên {member}): 70 % → 100 %")
        assert told.words("en").endswith(f"(member {member}): 70 % → 100 %")
        assert told.words("vi").startswith("bảo hiểm y tế")
        assert told.words("en").startswith("health insurance")
        assert told.because.vi == "diện hộ dùng khi xét chính sách (của hộ) là hộ nghèo"
        assert "poor household" in told.because.en
        assert any("Nghị định 146/2018/NĐ-CP" in article.vi for article in told.articles)
        assert any("146/2018" in article.en for article in told.articles)
        assert any(change.what == "credit_poor" for change in dossier.changes)


def test_which_engine_answers(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        dossier.set("certified_class", "poor")
        assert dossier.engine_of("credit_poor") == "durable"
        assert dossier.engine_of("income_per_capita") == "reference"


def test_what_comes_out_comes_from_durable_rules(policy: pr.Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **named: object) -> Any:
        raise AssertionError("another engine was asked")

    with pr.open_dossier(policy) as dossier:
        monkeypatch.setattr(ReferenceEngine, "answer", never)
        monkeypatch.setattr(Evaluation, "__init__", never)
        monkeypatch.setattr(CompiledEngine, "attempt", never)
        monkeypatch.setattr(CompiledEngine, "answer", never)
        dossier.set("area", "rural")
        assert set(dossier.outcome("poverty_class").possible) == {"poor", "near_poor", "average", "above"}
        dossier.set("income_per_capita", 1_200_000)
        assert dossier.outcome("poverty_class").possible == ("poor", "near_poor")
        assert dossier.outcome("poverty_class").reason == "fact"
        assert dossier.outcome("credit_poor").possible == (True, False)
        child = tell(dossier)
        assert dossier["poverty_class"] == "poor"
        assert dossier["credit_poor"] is True
        assert dossier.outcome("health_insurance", child).value is True
        dossier.withdraw("deprived_water")
        dossier.remove_member(child)
        assert dossier.outcome("poverty_class").possible == ("poor", "near_poor")
        dossier.set("certified_class", "near_poor")
        assert (dossier["credit_poor"], dossier["credit_near_poor"]) == (False, True)


def test_what_was_derived_goes_with_its_premises(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        tell(dossier)
        session = dossier._answering._live._session  # type: ignore[union-attr]
        held = len(session._facts)
        dossier.set("certified_class", "above")
        dossier.withdraw("certified_class")
        assert len(session._facts) == held
        facts = session._host._host.get_facts("r", session._host._sid)
        assert len(facts) == held
        assert dossier["credit_poor"] is True


def test_a_fact_that_cannot_be_used_changes_nothing(policy: pr.Policy, tmp_path: Path) -> None:
    with pr.open_dossier(policy, path=tmp_path / "d.jsonl") as dossier:
        child = tell(dossier)
        before = dossier.log, dossier.facts, dossier.members, dossier["poverty_class"]
        for refused in (
            lambda: dossier.set("area", "moon"),
            lambda: dossier.set("incme", 3),
            lambda: dossier.add_member({"birth_date": "2999-01-01"}),
            lambda: dossier.change_member(child, {"sex": 3}),
        ):
            with pytest.raises(FactsError):
                refused()
        for wrong in (
            lambda: dossier.withdraw("floor_area"),
            lambda: dossier.change_member(9, {}),
            lambda: dossier.set("household_id", "079123456789"),
            lambda: dossier.add_member({"person_id": "079123456789"}),
            lambda: dossier.set("members", []),
        ):
            with pytest.raises(DossierError):
                wrong()
        assert (dossier.log, dossier.facts, dossier.members, dossier["poverty_class"]) == before


def test_a_key_stays_with_its_member(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        first = dossier.add_member({"birth_date": "1950-01-01"})
        second = dossier.add_member({"birth_date": "2022-01-01"})
        dossier.remove_member(first)
        assert dossier.programmes(second)["health_insurance"].value is True
        assert dossier.add_member({}) not in (first, second)
        with pytest.raises(DossierError, match="no member"):
            dossier.programmes(first)


def test_many_dossiers_at_once(policy: pr.Policy) -> None:
    dossiers = [pr.open_dossier(policy) for _ in range(6)]
    for i, dossier in enumerate(dossiers):
        dossier.set("certified_class", ("poor", "near_poor", "average")[i % 3])
    for step in range(2):
        for i, dossier in enumerate(dossiers):
            dossier.set("given_tablet", bool(step))
            assert dossier["credit_poor"] is (i % 3 == 0)
            assert dossier["credit_near_poor"] is (i % 3 == 1)
    for dossier in dossiers:
        dossier.close()


@pytest.mark.parametrize("name", ["d.jsonl", "d.sqlite"])
def test_a_dossier_is_taken_up_again(policy: pr.Policy, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pr.open_dossier(policy, observed_on="2024-09-01", path=path) as dossier:
        child = tell(dossier)
        dossier.change_member(child, {"in_school": None})
        log = dossier.log
    with pr.open_dossier(policy, path=path) as again:
        assert again.log == log
        assert again["poverty_class"] == "poor"
        assert again.members == {child: {"birth_date": "2020-05-01", "in_school": None}}
        assert not again.torn
        again.set("area", "urban")
        assert len(again.log) == len(log) + 1
    with pytest.raises(DossierError, match="another policy"):
        pr.open_dossier(pr.load_policy(on="2022-10-01"), path=path)


def test_a_torn_last_line_is_told_and_left_out(policy: pr.Policy, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with pr.open_dossier(policy, path=path) as dossier:
        tell(dossier)
        steps = len(dossier.log)
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    with pr.open_dossier(policy, path=path) as again:
        assert again.torn
        assert len(again.log) == steps - 1
        again.set("deprived_waste" if "deprived_waste" in policy.facts.household else "has_tv", True)
    with pr.open_dossier(policy, path=path) as once_more:
        assert not once_more.torn
        assert len(once_more.log) == steps


def test_a_log_that_was_changed_is_refused(policy: pr.Policy, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with pr.open_dossier(policy, path=path) as dossier:
        tell(dossier)
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [json.loads(line) for line in lines]
    changed[2]["after"]["income_per_capita"] = 2_500_000
    for wrong in (
        [json.dumps(line) for line in changed],
        lines[:2] + lines[3:],
        [lines[0], lines[2], lines[1], *lines[3:]],
        ["x", *lines],
    ):
        path.write_text("\n".join(wrong) + "\n", encoding="utf-8")
        with pytest.raises(DossierError, match="entry"):
            pr.open_dossier(policy, path=path)
    with pytest.raises(DossierError, match="kept"):
        pr.open_dossier(policy, path=tmp_path / "d.txt")


WRITER = """
import sys, povrules as pr
d = pr.open_dossier(pr.load_policy(on="2024-10-01"), path=sys.argv[1])
for i in range(10_000):
    d.set("income_per_capita", 1_000_000 + i)
    print(i, flush=True)
"""


@pytest.mark.parametrize("name", ["d.jsonl", "d.sqlite"])
def test_a_killed_process_loses_nothing_that_was_answered(policy: pr.Policy, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for _ in range(random.Random(name).randrange(5, 25)):
        child.stdout.readline()
    time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    answered = [int(line) for line in child.stdout.read().split()]
    child.stdout.close()
    child.wait()
    with pr.open_dossier(policy, path=path) as again:
        incomes = [entry.after["income_per_capita"] for entry in again.log[1:]]
        assert incomes == [1_000_000 + i for i in range(len(incomes))]
        assert len(incomes) >= (answered[-1] + 1 if answered else 5)
        assert again.facts["income_per_capita"] == incomes[-1]


WITHOUT = """
import sys
sys.modules["durable"] = None
import povrules as pr
from povrules.engines.durable.library import durable_engine, DurableMissing
d = pr.open_dossier(pr.load_policy(on="2024-10-01"))
d.set("area", "rural"); d.set("income_per_capita", 1_600_000)
print(d.engine, d["poverty_class"], [c.what for c in d.changes][0])
try:
    durable_engine()
except DurableMissing as problem:
    print(problem)
"""


def test_without_durable_rules_the_reference_engine_answers() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, timeout=60, check=True)
    first, second = done.stdout.splitlines()
    assert first == "reference average poverty_class"
    assert 'pip install "povrules[durable]"' in second


def test_opening_and_closing_many_does_not_grow(policy: pr.Policy) -> None:
    def once() -> None:
        with pr.open_dossier(policy) as dossier:
            dossier.set("certified_class", "poor")

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    for _ in range(100):
        once()
    before = resident()
    for _ in range(400):
        once()
    assert resident() - before < 8 * 2**20


def test_the_class_has_a_name(policy: pr.Policy) -> None:
    with pr.open_dossier(policy) as dossier:
        assert list(dossier.answers) == ["poverty_class", "deprivation_count"]
        assert policy.resolved.shown(CLASS) == "poverty_class"
