from __future__ import annotations

from pathlib import Path

import pytest

from povrules.language.errors import PovrulesError
from povrules.law.errors import LawError
from povrules.law.score_table import TableIncomplete, read_score_table
from povrules.plugins.shipped import policies_folder

SAMPLE = policies_folder() / "vn" / "poverty_standard" / "score_table_2016_2020_sample.csv"
WHOLE = """# a whole table
# items: 2
item,answer,region,points
1 size,1,R,70
1 size,2,R,50
2 walls,brick,R,20
2 walls,pillar,R,5
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_scores_a_household_of_the_region_of_binh_thuan() -> None:
    table = read_score_table(SAMPLE)
    assert table.is_sample
    assert len(table.regions) == 7
    size, young = table.items[0][0], table.items[1][0]
    found = table.score("BTB_DHMT", {size: "4", young: table.items[1][1][0]}, official=False)
    assert found.points == 30 + 15
    assert len(found.unanswered) == 4


def test_the_sample_is_refused_for_an_official_run() -> None:
    with pytest.raises(TableIncomplete, match="sample"):
        read_score_table(SAMPLE).score("BTB_DHMT", {})


def test_a_whole_table_scores_and_adds_several_answers(tmp_path: Path) -> None:
    table = read_score_table(written(tmp_path, WHOLE))
    assert table.score("R", {"1 size": "2", "2 walls": ["brick", "pillar"]}).points == 75
    assert table.score("R", {"1 size": "1", "2 walls": []}).points == 70


def test_a_missing_cell_is_named_and_never_zero(tmp_path: Path) -> None:
    table = read_score_table(written(tmp_path, WHOLE.replace("2,R,50", "2,R,")))
    with pytest.raises(TableIncomplete, match="lacks 1 cells of R: 1 size: 2") as error:
        table.score("R", {"1 size": "2", "2 walls": "brick"})
    assert error.value.cells == (("1 size", "2", "R"),)
    found = table.score("R", {"1 size": "2", "2 walls": "brick"}, official=False)
    assert found.points is None
    assert found.missing == (("1 size", "2", "R"),)


def test_a_missing_item_is_incomplete(tmp_path: Path) -> None:
    table = read_score_table(written(tmp_path, WHOLE.replace("# items: 2", "# items: 3")))
    with pytest.raises(TableIncomplete, match="2 of the 3 items"):
        table.score("R", {"1 size": "2", "2 walls": "brick"})


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"1 sise": "1"}, "did you mean '1 size'"),
        ({"1 size": "3"}, "no answer '3'"),
        ({"1 size": "1"}, "no answer for 2 walls"),
    ],
)
def test_wrong_answers_are_named(tmp_path: Path, answers: dict[str, str], message: str) -> None:
    with pytest.raises(PovrulesError, match=message):
        read_score_table(written(tmp_path, WHOLE)).score("R", answers)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("item,answer\n", "table.csv:1:1: not a point table"),
        ("item,answer,region,points\na,b,R,x\n", "table.csv:2:1: 'x' is not a number of points"),
        ("item,answer,region,points\na,b,R,1\na,b,R,2\n", "table.csv:3:1: a, b, R stands twice"),
        ("item,answer,region,points\na,,R,1\n", "table.csv:2:1: a row needs"),
    ],
)
def test_a_broken_table_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LawError) as error:
        read_score_table(written(tmp_path, text))
    assert message in str(error.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="No such file"):
        read_score_table(tmp_path / "none.csv")
