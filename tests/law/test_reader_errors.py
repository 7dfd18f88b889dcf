"""Each kind of broken policy file gives one LawError: file, line and column, and what would have been right."""

from __future__ import annotations

from pathlib import Path

import pytest

from povrules.law.errors import LawError
from povrules.law.reading import read_law
from povrules.law.yaml_nodes import MAX_BYTES, compose

PARAMETER = """parameters:
  line:
    label: {vi: Chuẩn, en: Line}
    values:
      - {from: 2022-01-01, value: 5, enacted_by: ND-1, evidence: secondary}
"""
VARIABLE = """variables:
  poor:
    of: household
    type: bool
    label: {vi: Nghèo, en: Poor}
    rules:
      - {from: 2022-01-01, formula: "a", enacted_by: ND-1, evidence: secondary}
"""
DECISION = """decisions:
  kind:
    of: household
    type: bool
    hit: unique
    label: {vi: Loại, en: Kind}
    tables:
      - from: 2022-01-01
        enacted_by: ND-1
        evidence: secondary
        rows:
          - {when: "a", then: true}
          - {otherwise: false}
"""
INSTRUMENT = """instruments:
  ND-1:
    number: 1/2021/NĐ-CP
    kind: decree
    title: {vi: Một, en: One}
    issuer: {vi: Chính phủ, en: Government}
    issued: 2021-01-27
    source: "https://example.org"
    evidence: secondary
"""
FACT = """facts:
  floor_area:
    of: household
    type: number
    unit: m2
    range: 0..100
    label: {vi: Diện tích, en: Area}
"""


def refused(folder: Path, text: str | bytes) -> LawError:
    path = folder / "rules.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(LawError) as caught:
        read_law(folder)
    assert caught.value.span is None or caught.value.span.file == str(path)
    return caught.value


# (what, text, line, column, in the message, in `expected` or `closest`)
YAML = [
    ("syntax", "facts: {a: b\nb: c\n", 2, 2, "not YAML", ""),
    ("tab", "facts:\n\ta: b\n", 2, 1, "not YAML", ""),
    ("duplicate key", "facts:\n  a: b\n  a: c\n", 3, 3, "stands twice, first on line 2", ""),
    ("anchor", "facts: &x\n  a: b\n", 1, 8, "anchors", ""),
    ("alias", "facts: *x\n", 1, 8, "aliases", "the value itself"),
    ("tag", "facts: !!int 5\n", 1, 8, "tags", ""),
    ("documents", "facts: {}\n---\nfacts: {}\n", 2, 1, "second document", "one document"),
    ("key that is a list", "[a]: b\n", 1, 1, "not a single word", ""),
    ("deep", "a: " + "[" * 31 + "]" * 31 + "\n", 1, 33, "too deep", "30"),
    ("control character", "facts:\n  a: \x07\n", 2, 6, "U+0007", ""),
    ("empty", "# nothing\n", 1, 1, "empty", ""),
    ("list at the top", "- a\n", 1, 1, "a mapping is needed", "coverage"),
]
SHAPE = [
    ("unknown section", "factz: {}\n", 1, 1, "unknown key 'factz'", "facts"),
    ("section is a list", "facts: [a]\n", 1, 8, "not a mapping", "name: definition"),
    ("unknown key", PARAMETER.replace("enacted_by", "enacted_bi"), 5, 38, "unknown key 'enacted_bi'", "enacted_by"),
    ("missing key", FACT.replace("    of: household\n", ""), 2, 3, "'of' of 'floor_area' is missing", "of: ..."),
    ("bad id", FACT.replace("floor_area", "Floor"), 2, 3, "'Floor' is not a name", "small letters"),
    ("bad instrument id", INSTRUMENT.replace("  ND-1", "  nd 1"), 2, 3, "key of an instrument", "ND-07-2021"),
    ("wrong word", FACT.replace("household", "housold"), 3, 9, "'housold'", "household"),
    ("null", FACT.replace("0..100", "~"), 6, 12, "no value stands here", "unknown: true"),
    ("empty value", FACT.replace("type: number", "type:"), 4, 10, "no value stands here", ""),
    ("list for a value", FACT.replace("number", "[number]"), 4, 11, "a list stands", ""),
    ("one language", FACT.replace("{vi: Diện tích, en: Area}", "{vi: Diện tích}"), 7, 12, "'en' are missing", "vi"),
    ("bad unit", FACT.replace("m2", "m3"), 5, 11, "unknown unit 'm3'", "VND/person/month"),
    ("unit on a truth", FACT.replace("number", "bool"), 2, 3, "has no unit", "numbers only"),
    ("bad range", FACT.replace("0..100", "0-100"), 6, 12, "not a range", "a..b"),
    ("bad truth", FACT + "    general: yes\n", 8, 14, "'yes'", "true or false"),
    ("bad day", PARAMETER.replace("2022-01-01", "01/01/2022"), 5, 16, "not a day", "2022-01-01"),
    ("no such day", PARAMETER.replace("2022-01-01", "2022-02-30"), 5, 16, "not in the calendar", "2022-01-01"),
    ("bad evidence", PARAMETER.replace("secondary", "secondry"), 5, 66, "no kind of evidence", "secondary"),
    ("half a start", PARAMETER.replace("2022-01-01", "{not_before: 2022-01-01}"), 5, 16, "both ends", "not_after"),
    (
        "start that ends before it begins",
        PARAMETER.replace("2022-01-01", "{not_before: 2022-01-02, not_after: 2022-01-01}"),
        5,
        52,
        "comes before",
        "",
    ),
    ("empty list", PARAMETER.split("\n      -")[0].replace("values:", "values: []") + "\n", 4, 13, "empty", "one item"),
]
MEANING = [
    ("no enacting instrument", PARAMETER.replace("enacted_by: ND-1, ", ""), 5, 9, "without a citation", "enacted_by"),
    ("no evidence", PARAMETER.replace(", evidence: secondary", ""), 5, 9, "parameter 'line'", "evidence"),
    ("formula without citation", VARIABLE.replace("enacted_by: ND-1, ", ""), 7, 9, "variable 'poor'", "enacted_by"),
    ("unknown evidence, a value", PARAMETER.replace("secondary", "unknown"), 5, 9, "nobody knows", "unknown: true"),
    ("no value", PARAMETER.replace("value: 5, ", ""), 5, 9, "says nothing", "unknown: true"),
    ("unknown and given", PARAMETER.replace("value: 5,", "value: 5, unknown: true,"), 5, 9, "both unknown", "value:"),
    ("end before start", PARAMETER.replace("2022-01-01,", "2022-01-01, to: 2021-12-31,"), 5, 9, "before", "from <= to"),
    ("ended by without an end", PARAMETER.replace("value: 5,", "value: 5, ended_by: ND-2,"), 5, 9, "no end", "to: day"),
    ("cells without by", PARAMETER.replace("value: 5", "value: {rural: 5}"), 5, 9, "does not fit", "by:"),
    ("by without cells", PARAMETER.replace("    values", "    by: area\n    values"), 6, 9, "does not fit", "'area'"),
    ("rules and formula", VARIABLE + "    formula: a\n", 2, 3, "both rules and a formula", ""),
    ("neither rules nor formula", VARIABLE.split("    rules")[0], 2, 3, "neither rules", "formula"),
    ("row without then", DECISION.replace(", then: true", ""), 12, 13, "no 'then'", "when"),
    ("row after otherwise", DECISION + '          - {when: "b", then: true}\n', 13, 13, "never reached", ""),
    ("case and rest", DECISION.replace("{otherwise", "{when: b, otherwise"), 13, 13, "both case and rest", ""),
    ("no page", INSTRUMENT.replace('    source: "https://example.org"\n', ""), 2, 3, "without a source", "page"),
    ("coverage backwards", "coverage: {from: 2022-01-01, to: 2021-01-01}\n", 1, 11, "before it starts", ""),
    ("name twice", FACT + PARAMETER.replace("  line:", "  floor_area:"), 2, 3, "defined twice", ""),
]
ALL = YAML + SHAPE + MEANING


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"), [row[1:] for row in ALL], ids=[row[0] for row in ALL]
)
def test_broken_files_are_refused_with_their_place(
    tmp_path: Path, text: str, line: int, column: int, message: str, hint: str
) -> None:
    error = refused(tmp_path, text)
    assert message in error.message
    assert hint in f"{error.expected} {error.closest}"
    assert error.span is not None
    assert (error.span.line, error.span.column) == (line, column)
    assert str(error).startswith(f"{tmp_path / 'rules.yaml'}:{line}:{column}: ")


def test_the_unbroken_files_load(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(PARAMETER + VARIABLE + DECISION + INSTRUMENT + FACT, encoding="utf-8")
    law = read_law(tmp_path)
    assert [item.id for item in law.parameters] == ["line"]
    assert law.decisions[0].tables[0].rows is not None


def test_bytes_that_are_no_text_name_their_place(tmp_path: Path) -> None:
    error = refused(tmp_path, "facts:\n  á: ".encode() + b"\xff\n")
    assert error.span is not None
    assert (error.span.line, error.span.column) == (2, 6)
    assert "UTF-8" in error.message


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + FACT.encode())
    assert read_law(tmp_path).facts[0].label.vi == "Diện tích"


def test_a_file_of_more_than_five_megabytes_is_refused(tmp_path: Path) -> None:
    assert "too large" in refused(tmp_path, b"#" * (MAX_BYTES + 1)).message


def test_one_name_in_two_files_names_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FACT, encoding="utf-8")
    error = refused(tmp_path, FACT)
    assert str(tmp_path / "a.yaml") in error.message


def test_a_household_and_a_person_may_share_a_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FACT, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(FACT.replace("household", "person"), encoding="utf-8")
    assert [fact.of for fact in read_law(tmp_path).facts] == ["household", "person"]


def test_folders_without_policies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no policy file"):
        read_law(tmp_path)
    with pytest.raises(LawError, match="not a folder"):
        read_law(tmp_path / "nowhere")


def test_cases_and_places_are_no_law(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FACT, encoding="utf-8")
    for name in ("cases.yaml", "places.yaml"):
        (tmp_path / name).write_text("- not law\n", encoding="utf-8")
    assert [name for name, _ in read_law(tmp_path).files] == ["a.yaml"]


def test_expressions_stand_where_their_text_begins() -> None:
    node = compose(b'plain: a < b\nquoted: "a < b"\nblock: |-\n\n    a\n    < b\n', "x.yaml")
    places = {key.text: (value.span.line, value.span.column) for key, value in node.items}  # type: ignore[union-attr]
    assert places == {"plain": (1, 8), "quoted": (2, 10), "block": (5, 5)}


def test_text_is_composed_and_never_typed() -> None:
    node = compose("a: [no, 0.045, 01, 'Hộ', ~, '~']".encode(), "x.yaml")
    items = node.items[0][1].items  # type: ignore[union-attr]
    assert [item.text for item in items] == ["no", "0.045", "01", "Hộ", "~", "~"]  # type: ignore[union-attr]
    assert [item.null for item in items] == [False, False, False, False, True, False]  # type: ignore[union-attr]
