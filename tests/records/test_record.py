"""What a decision record holds, and what it does not."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import povrules as pr
from povrules.checker import check
from povrules.decisions.record import DecisionRecord, RecordError, read_record
from povrules.decisions.record.signing import SigningError
from povrules.decisions.record.subject import SubjectError
from povrules.language.canonical import CanonicalError, canonical, read_canonical
from tests.support.records import ISSUED, POOR, record

POLICY = pr.load_policy(on="2024-10-01")


def test_a_record_says_what_was_decided_from_what_and_by_which_law() -> None:
    content = record().content
    assert list(content) == sorted(content)
    answers = {(a["id"], a["member"]): a for a in content["answers"]}
    a = POLICY.assess(POOR)
    assert answers["vn:poverty_class", None]["value"] == a.poverty_class == "poor"
    assert answers["vn:electricity_support", None]["value"] == a.programmes["electricity_support"].eligible
    for position, member in enumerate(a.members):
        for name, found in member.programmes.items():
            if found.in_force:
                told = answers[f"vn:{name}", position]
                assert (told["value"], told["missing"]) == (found.eligible, list(found.outcome().missing)), name
    (line,) = [each for each in content["law"] if each["id"] == "vn:income_line"]
    assert line["cells"] == [["rural", 1_500_000], ["urban", 2_000_000]]
    assert line["basis"]["enacted_by"] == "ND-07-2021"
    assert line["basis"]["from"]["not_before"] == "2022-01-01"
    assert line["basis"]["evidence"] == "secondary"


def test_every_step_has_its_article_and_the_values_of_its_nodes() -> None:
    steps = {(step["id"], step["member"]): step for step in record().content["trace"]}
    step = steps["vn:poverty_class_by_income", None]
    assert (step["how"], step["value"], step["nodes"][0]) == ("rule", "poor", "poor")
    assert step["basis"]["at"] == "art. 3.2"
    assert steps["vn:area", None] == {"id": "vn:area", "member": None, "how": "given", "value": "rural"}
    assert steps["vn:deprived_employment", None]["value"] == {"open": [False, True], "only": True}
    assert steps["vn:age", 0]["value"] == {"open": [14, 15], "only": True}


def test_an_undetermined_answer_has_two_completions_that_differ() -> None:
    content = pr.load_policy(on="2024-10-01").assess({"income_per_capita": 1_600_000}).record(ISSUED).content
    (answer,) = [a for a in content["answers"] if a["id"] == "vn:poverty_class"]
    assert answer["value"] is None
    assert answer["possible"] == ["poor", "near_poor", "average"]
    values = []
    for each in answer["witnesses"]:
        filled = content["witnesses"][each["witness"]]
        facts = {id.removeprefix("vn:"): value for id, value in filled["household"].items()}
        asked = {k: v["date"] if isinstance(v, dict) else v for k, v in facts.items() if k != "recognised_class"}
        again = POLICY.assess({"income_per_capita": 1_600_000, **asked})
        assert again.poverty_class == each["value"]
        values.append(each["value"])
    assert len(set(values)) == 2


def test_unknown_law_is_filled_in_too() -> None:
    policy = pr.load_policy(on="2027-03-01")
    household = {"area": "rural", "income_per_capita": 1_200_000, "deprived_water": True, "floor_area": 20}
    content = policy.assess(household).record(ISSUED).content
    by_law = [a for a in content["answers"] if a["reason"] == "law"]
    assert by_law
    for answer in by_law:
        one, two = answer["witnesses"]
        assert one["value"] != two["value"]
        assert any(content["witnesses"][each["witness"]]["law"] for each in (one, two))


def test_it_is_the_same_text_in_another_process_with_another_hash_seed() -> None:
    code = "from tests.support.records import record; r = record(); print(r.digest, r.bundle.digest)"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    found = record()
    assert found.bundle is not None
    assert said == [f"{found.digest} {found.bundle.digest}\n"] * 2


def test_bundles_are_addressed_by_what_the_law_says() -> None:
    policy = pr.load_policy(on="2024-10-01")
    assert policy.bundle == pr.load_policy(on="2024-10-01", known_on=ISSUED).bundle
    assert policy.bundle.digest == pr.load_policy(on="2024-10-01").bundle.digest
    others = [pr.load_policy(on="2024-10-02"), policy.reform({"income_line.rural": 1_500_001})]
    assert len({policy.bundle.digest, *(each.bundle.digest for each in others)}) == 3


# what is not in it ---------------------------------------------------------------------------------------------------


def test_facts_that_nothing_reads_are_left_out() -> None:
    household = {**POOR, "hamlet": "Thôn Mỹ Thạnh 4", "certified_decision": "12/QĐ-UBND"}
    found = POLICY.assess(household).record(ISSUED)
    assert "Mỹ Thạnh" not in found.text
    assert "QĐ-UBND" not in found.text
    assert {"vn:hamlet", "vn:certified_decision"}.isdisjoint(found.content["facts"]["household"])


def test_text_that_no_rule_asks_for_is_not_in_a_record() -> None:
    found = {}
    for ethnicity in ("Nguyễn Văn A 079000000009", "Chăm", "Kinh"):
        a = POLICY.assess({**POOR, "members": [{"ethnicity": ethnicity, "birth_year": 2015}]})
        found[ethnicity] = a.record(ISSUED)
        told = {x["id"]: x["value"] for x in found[ethnicity].content["answers"] if x["member"] == 0}
        ours = {f"vn:{name}": p.eligible for name, p in a.members[0].programmes.items() if p.in_force}
        assert {id: told[id] for id in ours} == ours
    assert "079000000009" not in found["Nguyễn Văn A 079000000009"].text
    assert found["Nguyễn Văn A 079000000009"].text == found["Chăm"].text != found["Kinh"].text


def test_the_code_of_a_household_is_a_keyed_hash() -> None:
    a = POLICY.assess(POOR)
    key = b"a secret of the office"
    one = a.record(ISSUED, subject="060123456789", subject_key=key)
    assert "060123456789" not in one.text
    assert one.content["subject"] == a.record(ISSUED, subject="060123456789", subject_key=key).content["subject"]
    assert one.content["subject"] != a.record(ISSUED, subject="060123456780", subject_key=key).content["subject"]
    assert a.record(ISSUED).content["subject"] is None
    for short in (None, b"short"):
        with pytest.raises(SubjectError) as problem:
            a.record(ISSUED, subject="060123456789", subject_key=short)
        assert "060123456789" not in str(problem.value)


def test_a_reform_is_no_law() -> None:
    reform = POLICY.reform({"income_line.rural": 1_600_000})
    with pytest.raises(RecordError, match="reform"):
        reform.assess(POOR).record(ISSUED)


def test_a_moment_is_its_day() -> None:
    found = POLICY.assess({"area": "rural"}).record(datetime(2026, 11, 20, 3, 4))
    assert found.content["issued_on"] == "2026-11-20"
    assert pr.verify(found).ok


def test_a_day_that_is_none() -> None:
    with pytest.raises(RecordError, match="issued_on"):
        POLICY.assess(POOR).record("2024-13-01")


# files and signatures ------------------------------------------------------------------------------------------------


def test_saved_and_read_again(tmp_path: Path) -> None:
    law = record().save(tmp_path / "r.json")
    assert law.name == record().content["policy"]["bundle"].removeprefix("sha256:") + ".json"
    again = read_record(tmp_path / "r.json")
    assert again.text == record().text
    done = subprocess.run(
        [sys.executable, "-m", "povrules.checker", tmp_path / "r.json", law], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "answers worked out again" in done.stdout


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "no JSON"),
        ("{}", "no decision record"),
        ('{"schema":"povrules-record/1"}', "is missing"),
        ('{"a":1,"a":1}', "twice"),
        ('{"a":1.5}', "float"),
        ('{"a": 1}', "canonical"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_record(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=part) as problem:
        read_record(path)
    assert "r.json" in str(problem.value)
    assert not check(text, "{}").ok


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="none"):
        pr.verify(tmp_path / "none.json")
    (tmp_path / "file").write_text("x", encoding="utf-8")  # where a folder should be
    with pytest.raises(RecordError, match="file"):
        record().save(tmp_path / "file" / "r.json")


def keys() -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    return private, key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo)


def test_a_signature_is_that_of_its_key_and_of_no_other() -> None:
    (private, public), (_, foreign) = keys(), keys()
    signed = record().sign(private)
    assert (signed.signed, record().signed) == (True, False)
    assert (signed.is_signed_by(public), signed.is_signed_by(foreign)) == (True, False)
    assert signed.digest == record().digest
    assert pr.verify(signed, public_key=public).ok
    assert not pr.verify(signed, public_key=foreign).ok
    assert not pr.verify(record(), public_key=public).ok
    content = signed.content
    content["signature"]["value"] = content["signature"]["value"][::-1]
    assert not DecisionRecord(canonical(content)).is_signed_by(public)
    with pytest.raises(SigningError, match="private key"):
        record().sign(public)
    with pytest.raises(SigningError, match="public key"):
        signed.is_signed_by(b"nothing")


def test_without_the_extra_one_line_says_what_is_missing() -> None:
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from tests.support.records import record\n"
        "try: record().sign(b'x')\n"
        "except Exception as problem: print(problem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path), "PATH": ""}, capture_output=True, text=True
    )
    assert 'pip install "povrules[sign]"' in done.stdout


def test_canonical_json_refuses_what_is_not() -> None:
    assert read_canonical(canonical({"b": [1, None, True], "a": "hộ"})) == {"a": "hộ", "b": [1, None, True]}
    with pytest.raises(CanonicalError):
        read_canonical(json.dumps({"b": 1, "a": 2}))
