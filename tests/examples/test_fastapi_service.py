"""The FastAPI service of examples/, asked as a client asks it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

import povrules as pr
from tests.examples.support import CSV, HOUSEHOLD, PERSONS, ROOT, WRONG, workbook

POLICY = pr.load_policy(on="2024-10-01")


def service() -> Any:
    spec = spec_from_file_location("fastapi_service", ROOT / "examples" / "fastapi_service" / "service.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(service().create_app(POLICY)) as found:
        yield found


@pytest.mark.parametrize(
    ("wanted", "word"),
    [("vi", "nông thôn"), ("en-GB,vi;q=0.5", "rural"), ("vi-VN,en;q=0.8", "nông thôn"), ("fr", "nông thôn")],
)
def test_one_household_in_the_language_of_the_client(client: TestClient, wanted: str, word: str) -> None:
    found = client.post("/households", json=HOUSEHOLD, headers={"Accept-Language": wanted})
    assert found.status_code == 200
    told, expected = found.json(), POLICY.assess(HOUSEHOLD)
    assert told["poverty_class"] == expected.poverty_class == "average"
    assert word in told["explanation"]
    assert told["law"] == {"on": "2024-10-01", "place": "vn", "digest": POLICY.digest}


def test_an_undetermined_household_names_the_next_question(client: TestClient) -> None:
    told = client.post("/households", json={"area": "rural"}).json()
    expected = POLICY.assess({"area": "rural"})
    assert (told["poverty_class"], tuple(told["missing"])) == (None, expected.missing)
    assert told["possible"] == list(expected.possible["poverty_class"])
    assert told["next_question"] == expected.next_question("vi")


def test_everything_wrong_is_told_in_one_go(client: TestClient) -> None:
    found = client.post("/households", json=WRONG)
    assert found.status_code == 422
    errors = found.json()["errors"]
    assert [(e["path"], e["code"], e["closest"]) for e in errors] == [
        (["aera"], "no_such_fact", "area"),
        (["income_per_capita"], "not_a_number", None),
        (["members", 0, "sex"], "unknown_member", None),
    ]
    assert errors[0]["message"] == "không có dữ kiện tên này"
    assert "Nguyễn" not in found.text
    english = client.post("/households", json=WRONG, headers={"Accept-Language": "en"}).json()["errors"]
    assert english[0]["message"] == "no such fact; did you mean 'area'?"


def test_the_schema_is_that_of_the_policy_and_stands_in_the_page(client: TestClient) -> None:
    assert client.get("/schema").json() == POLICY.facts_model.model_json_schema()
    components = client.get("/openapi.json").json()["components"]["schemas"]
    assert components["Household"]["properties"]["area"]["anyOf"][0]["enum"] == ["rural", "urban"]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_register_of_two_tables(client: TestClient) -> None:
    files = {"households": ("ho.csv", CSV), "persons": ("nguoi.csv", PERSONS)}
    found = client.post("/registers", files=files)
    assert (found.status_code, found.headers["x-households"], found.headers["x-rejects"]) == (200, "2", "1")
    tables = unpacked(found.content)
    assert set(tables) == {"households.csv", "persons.csv", "rejects.csv"}
    assert pl.read_csv(tables["households.csv"])["poverty_class"].to_list() == ["average", "above"]


def test_a_workbook(client: TestClient, tmp_path: Path) -> None:
    found = client.post("/registers", files={"households": ("rà soát.xlsx", workbook(tmp_path))})
    assert found.status_code == 200
    households = pl.read_excel(unpacked(found.content)["households.xlsx"], engine="calamine")
    assert households["poverty_class"].to_list() == ["average", "above"]


def test_a_file_that_is_no_table(client: TestClient) -> None:
    found = client.post("/registers", files={"households": ("../../ho.exe", b"MZ")}, headers={"Accept-Language": "en"})
    assert found.status_code == 422
    assert found.json()["errors"][0]["message"] == "not a kind of table; expected .csv, .xlsx, .parquet"


def test_the_law_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POVRULES_ON", "2018-06-30")
    with TestClient(service().application()) as found:
        assert found.post("/households", json=HOUSEHOLD).json()["law"]["on"] == "2018-06-30"


def test_a_table_that_cannot_be_understood(client: TestClient) -> None:
    found = client.post("/registers", files={"households": ("ho.csv", b"a,b\n1,2\n")})
    assert found.status_code == 422
    (error,) = found.json()["errors"]
    assert error["message"].startswith("households.csv: không nhận ra dòng tiêu đề")
    assert "tmp" not in found.text
