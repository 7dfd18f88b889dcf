"""The Django project of examples/, asked as a client asks it."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import povrules as pr
from tests.examples.support import CSV, HOUSEHOLD, PERSONS, ROOT, WRONG, workbook

POLICY = pr.load_policy(on="2024-10-01")
JSON = "application/json"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Django is set up once in a process; this is the only project of it here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POVRULES_ON", "2024-10-01")
        patch.setenv("OFFICE_HOSTS", "testserver")
        patch.setenv("DJANGO_SETTINGS_MODULE", "office.settings")
        patch.syspath_prepend(ROOT / "examples" / "django_service")
        import django
        from django.test import Client

        django.setup()
        yield Client()
        for name in [name for name in sys.modules if name == "office" or name.startswith("office.")]:
            del sys.modules[name]


def uploaded(name: str, data: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(("wanted", "word"), [("vi", "nông thôn"), ("en-GB,vi;q=0.5", "rural"), ("fr", "nông thôn")])
def test_one_household_in_the_language_of_the_client(client: Any, wanted: str, word: str) -> None:
    found = client.post("/households", HOUSEHOLD, content_type=JSON, headers={"Accept-Language": wanted})
    assert found.status_code == 200
    told = found.json()
    assert told["poverty_class"] == POLICY.assess(HOUSEHOLD).poverty_class == "average"
    assert word in told["explanation"]
    assert told["law"] == {"on": "2024-10-01", "place": "vn", "digest": POLICY.digest}


def test_everything_wrong_is_told_in_one_go(client: Any) -> None:
    found = client.post("/households", WRONG, content_type=JSON)
    assert found.status_code == 422
    errors = found.json()["errors"]
    assert [(e["path"], e["code"], e["closest"]) for e in errors] == [
        (["aera"], "no_such_fact", "area"),
        (["income_per_capita"], "not_a_number", None),
        (["members", 0, "sex"], "unknown_member", None),
    ]
    assert errors[0]["message"] == "không có dữ kiện tên này"
    assert "Nguyễn" not in found.content.decode()
    english = client.post("/households", WRONG, content_type=JSON, headers={"Accept-Language": "en"})
    assert english.json()["errors"][0]["message"] == "no such fact; did you mean 'area'?"


@pytest.mark.parametrize("body", [b"", b"[1]", b'{"area": '])
def test_a_body_that_is_no_household(client: Any, body: bytes) -> None:
    found = client.post("/households", body, content_type=JSON)
    assert found.status_code == 422
    assert found.json()["errors"][0]["code"] in ("no_mapping", "json_invalid")


def test_the_schema_is_that_of_the_policy(client: Any) -> None:
    assert client.get("/schema").json() == POLICY.facts_model.model_json_schema()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_register_of_two_tables(client: Any) -> None:
    files = {"households": uploaded("ho.csv", CSV), "persons": uploaded("nguoi.csv", PERSONS)}
    found = client.post("/registers", files)
    assert found.status_code == 200
    tables = unpacked(found.content)
    assert set(tables) == {"households.csv", "persons.csv", "rejects.csv"}
    assert pl.read_csv(tables["households.csv"])["poverty_class"].to_list() == ["average", "above"]


def test_a_workbook(client: Any, tmp_path: Path) -> None:
    found = client.post("/registers", {"households": uploaded("rà soát.xlsx", workbook(tmp_path))})
    assert found.status_code == 200
    households = pl.read_excel(unpacked(found.content)["households.xlsx"], engine="calamine")
    assert households["poverty_class"].to_list() == ["average", "above"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no table of households; expected a file named households"),
        ({"households": ("ho.exe", b"MZ")}, "not a kind of table; expected .csv, .xlsx, .parquet"),
    ],
)
def test_what_is_no_register(client: Any, files: dict[str, tuple[str, bytes]], message: str) -> None:
    sent = {name: uploaded(*file) for name, file in files.items()}
    found = client.post("/registers", sent, headers={"Accept-Language": "en"})
    assert (found.status_code, found.json()["errors"][0]["message"]) == (422, message)


def test_a_table_that_cannot_be_understood(client: Any) -> None:
    found = client.post("/registers", {"households": uploaded("ho.csv", b"a,b\n1,2\n")})
    assert found.status_code == 422
    (error,) = found.json()["errors"]
    assert error["message"].startswith("households.csv: không nhận ra dòng tiêu đề")
    assert "tmp" not in found.content.decode()
