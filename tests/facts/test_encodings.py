"""Old encodings: every letter, recognised by the words, never guessed where too little speaks for one."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from povrules.facts.checking import check_register, read_register
from povrules.facts.encodings import Encoding, Marked, UnreadableBytes, decoded, misread, reread
from povrules.facts.errors import FileProblem, MappingProblem
from povrules.facts.read_csv import ROW
from povrules.facts.schema import FactSchema
from tests.support.vietnamese_bytes import LETTERS, SMALL, cp1258, tcvn3

ENCODERS: dict[Encoding, Callable[[str], bytes]] = {"tcvn3": tcvn3, "cp1258": cp1258}
CAPITALS_OF_TCVN3 = "ĂÂĐÊÔƠƯ"
CSV = "Mã hộ,Khu vực,Số nhân khẩu,Thu nhập bình quân,Tên chủ hộ\n01,nông thôn,4,1.200.000,Nguyễn Thị Hoà\n"
EXAMPLE = Path(__file__).parents[2] / "examples" / "binh_thuan"


def recognised(data: bytes) -> Encoding | None:
    marked = Marked()
    marked.add(data)
    return marked.encoding()


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_out_of_cp1258_in_nfc(letter: str) -> None:
    assert decoded(cp1258(letter), "cp1258") == letter
    assert decoded(cp1258(letter, always_split=True), "cp1258") == letter


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_out_of_tcvn3_but_for_capitals_with_a_tone(letter: str) -> None:
    told = letter in SMALL or letter in CAPITALS_OF_TCVN3
    assert decoded(tcvn3(letter), "tcvn3") == (letter if told else letter.lower())


def test_a_byte_that_is_no_letter_is_not_dropped() -> None:
    with pytest.raises(UnreadableBytes) as problem:
        decoded(b"H\xe9 \xb2", "tcvn3")
    assert problem.value.start == 3
    with pytest.raises(UnreadableBytes):
        decoded(b"\xd2\x8a", "cp1258")


def vocabulary() -> list[str]:
    text = (EXAMPLE / "households.csv").read_text(encoding="utf-8-sig")
    text += (EXAMPLE / "persons.csv").read_text(encoding="utf-8-sig")
    text += (EXAMPLE / "columns.md").read_text(encoding="utf-8")
    words = {word.strip("()\"'.:;`|") for word in text.replace(",", " ").split()}
    return sorted(word for word in words if any(letter in LETTERS for letter in word) and word.isalpha())


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("count", [1, 3, 5, 8, 15, 60])
def test_words_are_recognised_or_nothing_is_said_but_never_the_wrong_encoding(encoding: Encoding, count: int) -> None:
    words, draw = vocabulary(), random.Random(count)
    found: list[Encoding | None] = []
    for _ in range(400):
        text = " ".join(draw.sample(words, count))
        found.append(recognised(ENCODERS[encoding](text)))
    assert set(found) <= {encoding, None}
    if count < 3:
        assert set(found) == {None}
    if count >= 15:
        assert found.count(None) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Köln, Straße, Übergröße, fünf, für, wäre",
        "école, élève, garçon, août, forêt, Noël, français, déjà",
        "Hoä ngheøo, hoä caän ngheøo, xaõ Phan Thieát, huyeän Baéc Bình, nhaân khaåu, thu nhaäp",  # VNI
    ],
)
def test_other_languages_and_encodings_are_not_taken_for_vietnamese(text: str) -> None:
    assert recognised(text.encode("latin-1")) is None


def test_broken_utf8_stays_utf8() -> None:
    assert recognised(CSV.encode() + b"\xff\n") == "utf-8"


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("stated", [False, True])
def test_a_csv_is_read_as_if_it_were_utf8_and_says_how(
    tmp_path: Path, schema: FactSchema, encoding: Encoding, stated: bool
) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(ENCODERS[encoding](CSV))
    register = read_register(schema, file, mapping={"encoding": encoding} if stated else None)
    assert register.households.select("household_id", "area", "income_per_capita").rows() == [
        ("01", "rural", 1_200_000)
    ]
    assert register.extra_households["Tên chủ hộ"].to_list() == ["Nguyễn Thị Hoà"]
    assert f"encoding: households {encoding}" in str(register.mapping)
    assert [w.reason.code for w in register.warnings] == ([] if stated else ["recognised_encoding"])


def test_the_whole_example_in_old_encodings_gives_the_same_register(tmp_path: Path, schema: FactSchema) -> None:
    plain = read_register(schema, EXAMPLE / "households.csv", mapping={"locale": "vi"})
    for encoding, encode in ENCODERS.items():
        for name in ("households.csv", "persons.csv"):
            (tmp_path / name).write_bytes(encode((EXAMPLE / name).read_text(encoding="utf-8-sig")))
        old = read_register(schema, tmp_path, mapping={"locale": "vi"})
        assert old.households.equals(plain.households)
        assert old.persons is not None
        assert plain.persons is not None
        lower = pl.col(pl.String).str.to_lowercase()
        assert old.persons.select(lower).equals(plain.persons.select(lower))
        assert old.mapping.persons.encoding == encoding


def test_too_little_text_is_refused_and_can_be_stated(tmp_path: Path, schema: FactSchema) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(tcvn3("household_id,area\n1,nông thôn\n"))
    with pytest.raises(FileProblem, match=r"line 2: not UTF-8 text.*encoding in a mapping"):
        read_register(schema, file)
    register = read_register(schema, file, mapping={"households": {"encoding": "tcvn3"}})
    assert register.households["area"].to_list() == ["rural"]


def test_a_byte_outside_the_encoding_names_its_line(tmp_path: Path, schema: FactSchema) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(tcvn3(CSV) + b"02,\xb2,,,\n")
    with pytest.raises(FileProblem, match=r"r\.csv, line 3: not tcvn3 text"):
        read_register(schema, file)


def test_an_unknown_encoding_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MappingProblem, match="utf-8 or cp1258 or tcvn3; did you mean 'tcvn3'"):
        check_register(None, None, mapping={"encoding": "tcvn"})  # type: ignore[arg-type]


def workbook(path: Path, headers: list[str], row: list[str]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Ho")
    sheet.write_row(0, 0, headers)
    sheet.write_row(1, 0, row)
    book.close()
    return path


NAMES = "Nguyễn Thị Hường, xã Hồng Sơn, huyện Hàm Thuận Bắc, thôn Việt Đức"


def test_misread_cells_of_a_workbook_are_left_and_said_until_somebody_states_it(
    tmp_path: Path, schema: FactSchema
) -> None:
    shown = tcvn3(NAMES).decode("latin-1")
    file = workbook(tmp_path / "r.xlsx", ["household_id", "area", "note"], ["1", "rural", shown])
    register = read_register(schema, file)
    assert register.extra_households["note"].to_list() == [shown]
    (warning,) = register.warnings
    assert (warning.reason.code, warning.column) == ("misread_text", "note")
    assert "encoding: tcvn3" in warning.reason.en
    register = read_register(schema, file, mapping={"encoding": "tcvn3"})
    assert register.extra_households["note"].to_list() == [NAMES]
    assert register.warnings == ()


def test_misread_headers_say_what_to_state(tmp_path: Path, schema: FactSchema) -> None:
    headers = ["Mã hộ", "Khu vực", "Số nhân khẩu", "Thu nhập bình quân"]
    shown = [tcvn3(header).decode("latin-1") for header in headers]
    cells = ["1", tcvn3("nông thôn").decode("latin-1"), "4", "900000"]
    file = workbook(tmp_path / "r.xlsx", shown, cells)
    with pytest.raises(FileProblem, match="encoding: tcvn3 in a mapping"):
        read_register(schema, file)
    register = read_register(schema, file, mapping={"encoding": "tcvn3"})
    assert register.households.select("household_id", "area", "household_size").rows() == [("1", "rural", 4)]
    csv = tmp_path / "r.csv"
    csv.write_text("\n".join([",".join(shown), ",".join(cells)]), encoding="utf-8")
    with pytest.raises(FileProblem, match="encoding: tcvn3 in a mapping"):
        read_register(schema, csv)
    assert read_register(schema, csv, mapping={"encoding": "tcvn3"}).households["area"].to_list() == ["rural"]


@pytest.mark.parametrize(("encoding", "encode"), [*ENCODERS.items(), ("utf-8", partial(str.encode, encoding="utf-8"))])
def test_misread_text_of_every_kind_is_seen(encoding: Encoding, encode: Callable[[str], bytes]) -> None:
    shown = encode(NAMES).decode("latin-1")
    wrong = misread([shown])
    assert wrong is not None
    assert wrong.encoding == encoding
    assert reread(shown, encoding) == NAMES


def test_right_text_and_other_languages_are_not_called_misread() -> None:
    assert misread([NAMES]) is None
    assert misread(["école élève garçon août forêt"]) is None
    assert misread(["35 m², 40 °C", "½"]) is None
    assert misread([]) is None


def test_a_frame_in_memory_is_read_again_too(schema: FactSchema) -> None:
    shown = tcvn3("nông thôn").decode("latin-1")
    frame = pl.DataFrame({"household_id": ["1"], "area": [shown], "note": ["hộ"]})
    register = check_register(schema, frame, mapping={"encoding": "tcvn3"})
    assert register.households["area"].to_list() == ["rural"]
    assert register.extra_households["note"].to_list() == ["hộ"]


def test_a_quoted_cell_may_lie_across_blocks(tmp_path: Path, schema: FactSchema) -> None:
    from povrules.facts.headers import Headers
    from povrules.facts.read_csv import open_csv

    lines = [f'{i},"dòng một của {i}\ndòng hai",{i}\n' for i in range(200)]
    file = tmp_path / "r.csv"
    file.write_text("household_id,note,score_a\n\n" + "".join(lines), encoding="utf-8")
    opened = open_csv(file, Headers(schema, "household"))
    whole = pl.concat(opened.blocks())
    assert whole[ROW].to_list() == [3 + 2 * i for i in range(200)]
    for size in (100, 1000, 4096):
        assert pl.concat(opened.blocks(size)).equals(whole)
