"""Explanations: what they say, that they say it of the evaluation that answered, and nothing that was not read."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

import povrules as pr
from povrules.decisions.assessment import Assessment
from povrules.decisions.explanation import Explanation, Step, explain, question
from povrules.decisions.labels import PolicyLabels, lowered
from povrules.engines.reference.completion import outcome
from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Household
from povrules.language.calendar import PartialDate
from povrules.language.errors import PovrulesError
from povrules.law.evidence import Evidence
from povrules.law.model import Expression, Fact, Variable, Words
from povrules.policy.merging import PackText
from povrules.policy.resolving import resolve
from tests.support.expressions import HERE, expression_policy, law_text

ON = date(2024, 6, 30)
LABELS = {
    "adults": Words("Số người lớn", "Adults"),
    "walls": Words("Tường bền chắc", "Strong walls"),
    "roof": Words("Mái bền chắc", "Strong roof"),
    "wells": Words("Số giếng", "Wells"),
    "birth_date": Words("Ngày sinh", "Date of birth"),
    "in_school": Words("Đang đi học", "In school"),
    "earnings": Words("Thu nhập của thành viên", "Earnings"),
    "answer": Words("Kết quả", "Answer"),
    "household_size": Words("Số nhân khẩu", "Number of members"),
}
HOUSEHOLD = {"adults": "integer", "walls": "bool", "roof": "bool", "wells": "integer"}
PERSON = {"birth_date": "date", "in_school": "bool", "earnings": "number"}


def evaluated(rule: str, result: str, facts: dict[str, Any], members: list[dict[str, Any]] | None = None) -> Evaluation:
    """The evaluation of a policy of one rule, ``answer``."""
    ranges = {"adults": "1..30", "wells": "0..9"}
    declared = [
        Fact(k, "household", t, None, ranges.get(k), False, LABELS[k], None, HERE) for k, t in HOUSEHOLD.items()
    ]
    declared += [Fact(k, "person", t, None, None, k == "birth_date", LABELS[k], None, HERE) for k, t in PERSON.items()]
    made = [
        Variable(
            "household_size",
            "household",
            "integer",
            None,
            "1..30",
            True,
            LABELS["household_size"],
            None,
            True,
            (),
            Expression("count(members, true)", HERE),
            HERE,
        ),
        Variable(
            "answer",
            "household",
            result,
            None,
            None,
            False,
            LABELS["answer"],
            None,
            False,
            (),
            Expression(rule, HERE),
            HERE,
        ),
    ]
    policy = resolve([PackText("test", "vn", "1", (law_text(declared, made),))], on=ON, evidence=Evidence.UNVERIFIED)
    given = {f"vn:{name}": value for name, value in facts.items()} | {"vn:on": ON, "vn:observed_on": ON}
    listed = tuple({f"vn:{name}": value for name, value in member.items()} for member in members or [])
    return Evaluation(policy, Household(given, listed))


def explained(rule: str, result: str, facts: dict[str, Any], members: Any = None, lang: str = "vi") -> Explanation:
    return explain(evaluated(rule, result, facts, members), "vn:answer", None, lang)


def steps_of(explanation: Explanation) -> list[str]:
    return [f"{step.what}: {step.value}" if step.value else step.what for step in explanation.step.walk()]


# small rules ---------------------------------------------------------------------------------------------------------


def test_a_computed_answer_shows_its_rule_and_its_facts() -> None:
    found = explained("wells / adults < 1 / 2", "bool", {"wells": 1, "adults": 3})
    assert (found.title, found.answer) == ("Kết quả", "có")
    assert found.step.rule == "số giếng / số người lớn dưới 1 / 2"
    assert steps_of(found) == [
        "kết quả: có",
        "số giếng / số người lớn: 1/3",
        "số giếng: 1",
        "số người lớn: 3",
        "1 / 2: 0,5",
    ]


def test_what_was_not_read_is_not_shown() -> None:
    found = explained("walls and roof", "bool", {"walls": False, "roof": True})
    assert steps_of(found) == ["kết quả: không", "tường bền chắc: không"]
    found = explained("walls or roof", "bool", {"walls": False, "roof": True}, lang="en")
    assert steps_of(found) == ["answer: yes", "strong roof: yes"]
    found = explained("wells if walls else adults", "integer", {"walls": True, "roof": True, "wells": 2, "adults": 1})
    assert "số người lớn: 1" not in steps_of(found)


def test_alternatives_that_all_fail_are_all_shown() -> None:
    found = explained("walls or roof", "bool", {"walls": False, "roof": False})
    assert steps_of(found) == ["kết quả: không", "tường bền chắc: không", "mái bền chắc: không"]


def test_the_member_that_makes_it_true_is_named_by_position_with_the_reason() -> None:
    members = [
        {"birth_date": date(1980, 1, 1), "in_school": False},
        {"birth_date": date(2016, 2, 1), "in_school": False},
        {"birth_date": date(2012, 2, 1), "in_school": True},
    ]
    found = explained("any(members, 6 <= age < 16 and not in_school)", "bool", {}, members)
    assert steps_of(found) == [
        "kết quả: có",
        "thành viên thứ 2: đúng",
        "tuổi từ 6 đến dưới 16: đúng",
        "tuổi: 8",
        "ngày sinh: 01/02/2016",
        "ngày khảo sát: 30/06/2024",
        "đang đi học: không",
    ]


def test_members_that_say_nothing_share_a_line() -> None:
    members = [{"in_school": False}, {"in_school": False}]
    assert steps_of(explained("any(members, in_school)", "bool", {}, members))[1:] == [
        "không thành viên nào (trong 2 người) như vậy"
    ]
    members = [{"in_school": False}, {"in_school": True}, {"in_school": False}, {"in_school": False}]
    found = explained("count(members, in_school)", "integer", {}, members)
    assert found.answer == "1"
    assert steps_of(found)[-1] == "thành viên thứ 1, 3 và 4: không đúng"
    found = explained("all(members, in_school)", "bool", {}, members[1:2])
    assert steps_of(found)[1:] == ["mọi thành viên (1 người) đều như vậy"]


def test_members_not_listed_are_counted_as_unknown() -> None:
    found = explained("any(members, in_school)", "bool", {"household_size": 4}, [{"in_school": False}])
    assert found.answer == "chưa xác định"
    assert steps_of(found)[1:] == ["thành viên thứ 1: không đúng", "3 thành viên chưa kê khai: chưa xác định"]
    assert found.questions == ("Hộ có những ai? Hãy kê khai đủ các thành viên.",)
    nobody = explained("any(members, in_school)", "bool", {}, lang="en")
    assert steps_of(nobody)[1:] == ["who the members are: undetermined"]


def test_an_amount_over_members_shows_each() -> None:
    members = [{"earnings": 1_500_000}, {"earnings": 250_000}]
    found = explained("sum(members, earnings)", "number", {}, members)
    assert found.answer == "1.750.000"
    assert [s.value for s in found.step.steps] == ["1.500.000", "250.000"]


def test_a_birth_year_leaves_an_age_between_two() -> None:
    found = explained("any(members, age >= 16)", "bool", {}, [{"birth_date": PartialDate.year(2008)}])
    shown = steps_of(found)
    assert "tuổi: chưa xác định, có thể là 15 hoặc 16" in shown
    assert "ngày sinh: chưa xác định, trong khoảng từ 01/01/2008 đến 31/12/2008" in shown
    assert [step.id for step in found.step.walk() if step.how == "partly"] == ["vn:birth_date"]


def test_an_unknown_fact_is_undetermined_and_asked_for() -> None:
    found = explained("wells + 1", "integer", {"wells": None})
    assert found.answer == "chưa xác định, từ 1 đến 10"
    assert found.questions == ("Số giếng?",)
    assert found.outcome.missing == ("wells",)
    assert dict(found.facts)["lý do chưa xác định"] == "thiếu dữ kiện về hộ"


def test_what_stands_further_up_is_not_told_again() -> None:
    rule = "at_least(1, [any(members, age < 6), any(members, age < 3)])"
    text = explained(rule, "bool", {}, [{"birth_date": date(2020, 1, 1)}]).text()
    assert text.count("ngày sinh:") == 1


def test_two_things_with_one_label_are_told_apart() -> None:
    policy, _ = expression_policy("walls and roof", {"walls": "true", "roof": "true"}, {}, "bool")
    labels = PolicyLabels(policy)
    assert labels.fact("vn:walls", "household", "vi") == "nhãn (walls)"
    assert labels.fact("vn:roof", "household", "en") == "label (roof)"
    assert (lowered("BHYT"), lowered("Điểm A")) == ("BHYT", "điểm A")


def test_questions() -> None:
    evaluation = evaluated("walls", "bool", {}, [{}, {}])
    assert question(evaluation, "members[1].birth_date") == "thành viên thứ 2: ngày sinh?"
    assert question(evaluation, "members[1].birth_date", "en") == "member 2: date of birth?"
    assert question(evaluation, "walls") == "Tường bền chắc?"
    with pytest.raises(PovrulesError, match="walls"):
        question(evaluation, "wals")
    with pytest.raises(ValueError, match="fr"):
        question(evaluation, "walls", "fr")


# the national standard -----------------------------------------------------------------------------------------------

FLAGS = (
    "employment dependents nutrition health_insurance adult_education child_schooling "
    "housing_quality housing_area water toilet telecom information_means"
)
COMPUTED = ("deprived_child_schooling", "deprived_housing_area")
NOT_DEPRIVED = {f"deprived_{name}": False for name in FLAGS.split()}


def assessed(on: str, **facts: Any) -> Assessment:
    return pr.load_policy(on=on).assess(facts)


def test_a_poor_household() -> None:
    members = [
        {"birth_date": "1980-05-01", "in_school": False},
        {"birth_date": "2016-02-01", "in_school": False},
    ]
    given = {"area": "rural", "income_per_capita": 1_200_000, "deprived_water": True, "floor_area": 15}
    flags = {name: value for name, value in NOT_DEPRIVED.items() if name not in COMPUTED}
    found = assessed("2024-10-01", **flags | given, members=members).explain()
    text = " ".join(found.text().split())
    assert found.answer == "hộ nghèo"
    assert "điểm a khoản 1 Điều 3 Nghị định 07/2021/NĐ-CP; từ 01/01/2022 đến 31/12/2025; nguồn: thứ cấp" in text
    assert "thu nhập bình quân đầu người một tháng: 1.200.000 đ/người/tháng [có sẵn trong dữ liệu]" in text
    assert "[nông thôn]: 1.500.000 đ/người/tháng [giá trị do văn bản quy định]" in text
    assert "diện tích nhà ở / số nhân khẩu: 7,5 m²/người" in text
    assert "✓ thành viên thứ 2: đúng" in text
    assert "hàng 2" not in text
    assert found.instruments[-1].startswith("Nghị định 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ: ")


def test_a_near_poor_household_shows_the_row_that_failed_and_the_one_that_held() -> None:
    given = NOT_DEPRIVED | {"deprived_water": True}
    found = assessed("2024-10-01", area="rural", income_per_capita=1_500_000, **given).explain("en")
    rows = [step for step in found.step.walk() if step.kind == "row"]
    assert [row.found for row in rows] == [False, True]
    assert [row.cites for row in rows] == ["Article 3.2.a", "Article 3.2.b"]
    assert [[part.found for part in row.steps] for row in rows] == [[True, False], [True, True]]
    quiet = [step for step in found.step.walk() if step.kind == "others"]
    assert len(quiet) == 1
    assert quiet[0].what.count(";") == 10
    assert quiet[0].value == "no (given in the data)"


def test_an_undetermined_household_shows_the_rows_still_open() -> None:
    given = NOT_DEPRIVED | {"deprived_water": True, "deprived_toilet": True, "deprived_telecom": None}
    assessment = assessed("2024-10-01", area="rural", income_per_capita=1_400_000, **given)
    found = assessment.explain()
    assert found.answer == "chưa xác định, có thể là hộ nghèo hoặc hộ cận nghèo"
    assert [step.found for step in found.step.walk() if step.kind == "row"] == [None, None, False, False]
    assert len(found.questions) == 1
    assert found.questions[0] == assessment.next_question()


def test_an_unknown_area_shows_both_cells_of_the_line() -> None:
    given = NOT_DEPRIVED | {"income_total": 81_600_000, "household_size": 4}
    text = " ".join(assessed("2024-10-01", **given).explain().text().split())
    assert "[khu vực]: nông thôn: 1.500.000 đ/người/tháng; thành thị: 2.000.000 đ/người/tháng" in text
    assert "thu nhập bình quân đầu người một tháng: 1.700.000 đ/người/tháng [tính theo quy tắc]" in text


def test_law_that_nobody_has_seen_says_which() -> None:
    found = assessed("2027-03-01", area="urban", income_per_capita=2_900_000, **NOT_DEPRIVED).explain()
    assert found.outcome.reason == "law"
    assert len(found.law_unknown) == 1
    assert "Nghị định 351/2025/NĐ-CP; từ 01/01/2027 đến 31/12/2030; chưa đọc được nội dung" in found.law_unknown[0]
    worker = pr.load_policy(on="2027-03-01").assess({"members": [{"birth_year": 1990}]}).members[0].explain()
    assert worker.title == "Thành viên thứ 1 – người lao động có thu nhập thấp"
    assert dict(worker.facts)["lý do chưa xác định"] == "quy định của pháp luật chưa được biết"


def test_the_method_by_points() -> None:
    given = NOT_DEPRIVED | {"deprived_water": True, "deprived_toilet": True, "deprived_telecom": True}
    text = assessed("2024-10-01", area="urban", score_a=175, **given).explain().text()
    assert "điểm B: 30 điểm [tính theo quy tắc]" in text
    assert "phân loại theo thu nhập và thiếu hụt:" not in text


def test_a_contradiction_is_shown() -> None:
    given = {"household_size": 1, "members": [{"birth_year": 1990}, {"birth_year": 1991}]}
    assert any("1" in line for line in assessed("2024-10-01", **given).explain("en").conflicts)


HOUSEHOLDS: list[dict[str, Any]] = [
    {},
    {"area": "rural", "income_per_capita": -5, "members": [{"birth_year": 2015, "sex": "male"}, {}]},
    {
        "area": "urban",
        "income_total": 30_000_000,
        "household_size": 3,
        "floor_area": 20,
        "members": [{"birth_date": "1990-01-02", "has_health_card": False, "work_status": "seeking_work"}],
    },
    {"score_a": 120, "area": "urban", "deprivations": {"water": True, "toilet": True}},
    {
        "income_per_capita": 2_100_000,
        "members": [{"birth_year": 2008, "in_school": False}, {"birth_year": 1950, "receives_monthly_allowance": True}],
        "water_source": "surface",
        "toilet_type": None,
    },
]


@pytest.mark.parametrize("on", ["2016-06-01", "2021-06-01", "2024-10-01", "2026-03-01"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_step_says_what_the_evaluation_says(on: str, lang: str) -> None:
    for given in HOUSEHOLDS:
        assessment = assessed(on, **given)
        for what in ("poverty_class", "deprivation_count", "deprived_health_insurance", "farm_average_living_standard"):
            found = assessment.explain(lang, what)
            assert found.outcome == assessment.outcome(what)
            assert found.step.found == found.outcome.value
            agree(found.step, assessment._evaluation)
            every_rendering(found)
        for member in assessment.members:
            every_rendering(member.explain(lang))


def agree(step: Step, evaluation: Evaluation) -> None:
    for part in step.walk():
        if part.kind == "fact" and part.id is not None and part.determined:
            assert outcome(evaluation, part.id, part.member).value == part.found
        assert part.what
        assert "{" not in part.what + part.value + (part.rule or "") + (part.cites or "")


class Balanced(HTMLParser):
    """Counts open tags and collects what may not be in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def every_rendering(found: Explanation) -> None:
    assert str(found) == found.text()
    assert all(len(line) <= 110 for line in found.text().split("\n"))
    assert found.tree().split("\n")[0] == found.text().split("\n")[0]
    page = Balanced()
    page.feed(found.html())
    assert page.open == []
    assert not page.seen & {"script", "link", "img", "src", "href", "onclick"}
    assert "http" not in found.html()


def test_the_page_escapes_what_it_shows() -> None:
    found = assessed("2024-10-01", certified_decision="<script>alert('12/QĐ')</script> & co").explain(
        what="certified_decision"
    )
    assert "<script>" not in found.html()
    assert "&lt;script&gt;" in found.html()
    assert found._repr_html_() == found.html()


def test_a_tree_is_drawn_and_cut_at_a_depth() -> None:
    found = assessed("2024-10-01", area="rural", income_per_capita=1_500_000, **NOT_DEPRIVED).explain()
    assert "└─ " in found.tree()
    assert "├─ " in found.tree()
    assert len(found.tree(depth=1)) < len(found.tree(depth=3)) < len(found.tree())
    assert len(found.text(depth=1)) < len(found.text())
    assert max(map(len, found.text(width=72).split("\n"))) <= 72


def test_messages_hold_no_ids_of_people() -> None:
    members = [{"person_id": "Nguyễn Văn A", "birth_year": 2010, "in_school": False}]
    for lang in ("vi", "en"):
        text = assessed("2024-10-01", household_id="HO-7", members=members).explain(lang).text()
        assert not re.search("Nguyễn|HO-7", text)


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        assessed("2024-10-01").explain("fr")
