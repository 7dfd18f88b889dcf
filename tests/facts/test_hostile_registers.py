"""Register files made to harm, or broken on the way: each row is used or rejected, or one line says what is wrong."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random

import polars as pl
import pytest

import povrules as pr
from povrules.facts.errors import FileProblem
from povrules.facts.writing import write_table
from povrules.language.errors import PovrulesError
from tests.law.test_hostile_files import within

FLAGS = ("deprived_employment", "deprived_water", "deprived_toilet")
ROWS, SECONDS = 40, 20


def honest() -> tuple[pl.DataFrame, pl.DataFrame]:
    at = range(ROWS)
    households = pl.DataFrame(
        {
            "household_id": [f"H{i}" for i in at],
            "area": ["rural", "urban"] * (ROWS // 2),
            "income_per_capita": [1_000_000 + 50_000 * i for i in at],
            **{flag: [i % 3 == 0 for i in at] for flag in FLAGS},
        }
    )
    persons = pl.DataFrame(
        {
            "household_id": [f"H{i // 2}" for i in range(2 * ROWS)],
            "person_id": [f"P{i}" for i in range(2 * ROWS)],
            "birth_date": ["1980-03-02"] * (2 * ROWS),
            "parent_id": [f"P{i + 1}" for i in range(2 * ROWS)],
            "spouse_id": [f"P{i}" for i in range(2 * ROWS)],
        }
    )
    return households, persons


def outcome(path: Path) -> pr.Register | PovrulesError:
    """A register in which nothing is lost, or an error in words."""
    with within(SECONDS):
        try:
            register = pr.read_register(path)
        except PovrulesError as problem:
            return problem
    rejected = register.rejects.group_by("table").agg(pl.col("row").n_unique()).rows()
    lost = dict.fromkeys(("households", "persons"), 0) | dict(rejected)
    assert register.read.households == register.used.households + lost["households"]
    assert register.read.persons == register.used.persons + lost["persons"]
    with within(SECONDS):
        found = pr.load_policy(on="2024-10-01").evaluate(register, outputs=["poverty_class"]).households
    assert found.height == register.used.households
    return register


def mutants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    random = Random(seed)
    for _ in range(count):
        made = bytearray(data)
        for _ in range(random.choice((1, 2, 8))):
            at = random.randrange(max(1, len(made) - 1))
            match random.randrange(4):
                case 0:
                    made[at : at + 1] = [random.randrange(256)]
                case 1:
                    del made[at : at + random.choice((1, 16))]
                case 2:
                    made[at:at] = random.choice(
                        (b"\x00", b'"', b",", b"\n", b"\xff\xfe", b";", "\u202e".encode(), b"=1")
                    )
                case _:
                    del made[max(1, at) :]
        yield bytes(made)


def held(folder: Path, ending: str, count: int, seed: int) -> None:
    """Files with wrong bytes, of each kind."""
    households, persons = honest()
    whole = folder / f"whole{ending}"
    write_table(households, whole)
    write_table(persons, folder / f"r_persons{ending}")
    path = folder / f"r_households{ending}"
    for data in mutants(whole.read_bytes(), count, seed):
        path.write_bytes(data)
        outcome(path)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_files_with_wrong_bytes(tmp_path: Path, ending: str) -> None:
    held(tmp_path, ending, 15, 1)


@pytest.mark.big
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_very_many_files_with_wrong_bytes(tmp_path: Path, ending: str) -> None:
    held(tmp_path, ending, 1_000, 2)


@pytest.mark.parametrize("streamed", [False, True])
def test_pages_that_contradict_each_other_are_damage(tmp_path: Path, streamed: bool) -> None:
    """The bytes at which polars breaks off with an exception that is no ``Exception``."""
    to_files = partial(
        pr.load_policy(on="2024-10-01").evaluate_file,
        households=tmp_path / "a.parquet",
        persons=None,
        rejects=tmp_path / "b.csv",
    )
    read = to_files if streamed else pr.read_register
    households, persons = honest()
    whole, path = tmp_path / "whole.parquet", tmp_path / "r_households.parquet"
    write_table(households, whole)
    write_table(persons, tmp_path / "r_persons.parquet")
    broke = 0
    for data in mutants(whole.read_bytes(), 160, 2):
        path.write_bytes(data)
        try:
            pl.read_parquet(path)
            continue
        except pl.exceptions.PanicException:
            broke += 1
        except (OSError, pl.exceptions.PolarsError):
            continue
        with pytest.raises(FileProblem, match=r"cannot be read as Parquet: the file is damaged"):
            read(path)
    assert broke


def workbook(cells: bytes) -> bytes:
    """A workbook whose one sheet is given as it stands in the archive."""
    write, book = BytesIO(), "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(write, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
            f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
            f'Type="{book}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{book}"><sheets><sheet name="s" '
            'sheetId="1" r:id="r"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship '
            f'Id="r" Type="{book}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            b'<worksheet xmlns="' + main.encode() + b'"><sheetData>' + cells + b"</sheetData></worksheet>",
        )
    return write.getvalue()  # fmt: skip


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(lines).encode(encoding, errors="surrogatepass")


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": (".csv", lambda: b""),
    "nothing, a workbook": (".xlsx", lambda: b""),
    "nothing, parquet": (".parquet", lambda: b""),
    "a workbook by the name of a text": (".csv", lambda: workbook(b"")),
    "a text by the name of a workbook": (".xlsx", lambda: text("household_id,area", "H1,rural")),
    "a text by the name of parquet": (".parquet", lambda: text("household_id,area", "H1,rural")),
    "a huge cell": (".csv", lambda: text("household_id,area,commune", f"H1,rural,{'x' * 5_000_000}")),
    "a huge number": (".csv", lambda: text("household_id,income_per_capita", f"H1,{'9' * 100_000}", "H2,1e999999999")),
    "ten thousand columns": (".csv", lambda: text(
        "household_id,area," + ",".join(f"c{i}" for i in range(10_000)), "H1,rural," + ",".join("1" * 10_000))),
    "one header ten thousand times": (".csv", lambda: text(
        ",".join(["household_id"] * 10_000), ",".join("1" * 10_000))),
    "nulls": (".csv", lambda: text("household_id,area", "H\x001,ru\x00ral", "\x00,\x00")),
    "two encodings": (".csv", lambda: text("household_id,commune", "H1,Hàm Thuận") + b"\nH2,H\xe0m Thu\xc2n\n"),
    "utf-16": (".csv", lambda: text("household_id,area", "H1,rural", encoding="utf-16")),
    "surrogates": (".csv", lambda: text("household_id,area", "H1,\ud800")),
    "formulas": (".csv", lambda: text("household_id,area", "=cmd|' /C calc'!A0,rural", "@SUM(1),=1+1", "H3,+rural")),
    "odd headers": (".csv", lambda: text("\u202ehousehold_id,ar\u200bea,\u0301", "H1,rural,1")),
    "the same household a thousand times": (".csv", lambda: text("household_id,area", *["H1,rural"] * 1_000)),
    "a quote never closed": (".csv", lambda: text("household_id,area", '"H1,rural', *["H2,rural"] * 1_000)),
    "rows of all lengths": (".csv", lambda: text("household_id,area", *(",".join("x" * i) for i in range(1, 200)))),
    "only separators": (".csv", lambda: b"," * 100_000),
    "a workbook that says it is full": (".xlsx", lambda: workbook(
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>household_id</t></is></c></row>')),
    "a workbook that grows a thousandfold": (".xlsx", lambda: workbook(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 50_000_000 + b"</t></is></c></row>")),
    "formulas in a workbook": (".xlsx", lambda: workbook(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>household_id</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://example.org")</f><v>H1</v></c></row>')),
    "entities in a workbook": (".xlsx", lambda: workbook(b"<row><c><v>&a;&a;&a;</v></c></row>")),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_harm_is_read_or_refused(tmp_path: Path, name: str) -> None:
    ending, made = FILES[name]
    path = tmp_path / f"r_households{ending}"
    path.write_bytes(made())
    found = outcome(path)
    assert isinstance(found, pr.Register) or 0 < len(str(found)) < 5_000


def test_relatives_in_circles_are_read(tmp_path: Path) -> None:
    households, persons = honest()
    write_table(households, tmp_path / "r_households.csv")
    write_table(persons, tmp_path / "r_persons.csv")
    found = outcome(tmp_path / "r_households.csv")
    assert isinstance(found, pr.Register)
    assert found.used.persons == 2 * ROWS
