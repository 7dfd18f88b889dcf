"""Rules in words: what they say, and that no two different rules say the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from povrules.language import nodes as n
from povrules.language.amounts import Lang, language, shown
from povrules.language.binding import bind
from povrules.language.parser import parse
from povrules.language.sentences import _Printer, sentence
from povrules.language.symbols import ParameterSymbol, SetSymbol, Symbols
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.language.units import ANY, parse_unit

AREA = EnumType("area", ("rural", "urban"))
WATER = EnumType("water", ("piped", "surface", "other"))
MONEY = NumberType(parse_unit("VND/person/month"))
PEOPLE = NumberType(parse_unit("person"), integer=True)
BOOL = BoolType()
NAMES: dict[str, tuple[Type, str, str]] = {
    "income": (MONEY, "thu nhập bình quân", "income per person"),
    "area": (AREA, "khu vực", "area"),
    "size": (PEOPLE, "số nhân khẩu", "household size"),
    "floor": (NumberType(parse_unit("m2")), "diện tích nhà ở", "floor area"),
    "water": (WATER, "nguồn nước", "source of water"),
    "card": (BOOL, "có thẻ bảo hiểm y tế", "has a health card"),
    "school": (BOOL, "đang đi học", "in school"),
    "trick": (BOOL, "có thẻ bảo hiểm y tế và đang đi học", "has a health card and in school"),
    "negated": (BOOL, "không đang đi học", "not in school"),
    "left_on": (DateType(), "ngày thoát nghèo", "day of leaving poverty"),
    "code": (TextType(), "mã xã", "code of the commune"),
    "age": (NumberType(ANY, integer=True), "tuổi", "age"),
}
PARAMETERS: dict[str, tuple[ParameterSymbol, str, str, str | None]] = {
    "income_line": (ParameterSymbol(MONEY, AREA), "chuẩn thu nhập", "income line", None),
    "cutoff": (ParameterSymbol(NumberType(integer=True)), "ngưỡng thiếu hụt", "deprivation cut-off", "3"),
}
MEMBERS = {
    "rural": ("nông thôn", "rural"),
    "urban": ("thành thị", "urban"),
    "piped": ("nước máy", "piped water"),
    "surface": ("nước sông, suối", "river or stream"),
    "other": ("nguồn khác", "another source"),
}
OF_A_PERSON = ("card", "school", "age")
SYMBOLS = Symbols(
    refs={("person" if name in OF_A_PERSON else "household", f"vn:{name}"): found[0] for name, found in NAMES.items()}
    | {("household", "vn:card"): BOOL, ("household", "vn:school"): BOOL},
    parameters={f"vn:{name}": found[0] for name, found in PARAMETERS.items()},
    sets={"vn:flags": SetSymbol("household", ("vn:card", "vn:school"))},
)


class Called:
    """The labels of the tests."""

    def ref(self, node: n.Ref, lang: Lang) -> str:
        _, vi, en = NAMES[node.id.removeprefix("vn:")]
        return vi if lang == "vi" else en

    def parameter(self, node: n.ParameterRef, lang: Lang) -> str:
        _, vi, en, _ = PARAMETERS[node.id.removeprefix("vn:")]
        return vi if lang == "vi" else en

    def amount(self, node: n.ParameterRef, lang: Lang) -> str | None:
        return PARAMETERS[node.id.removeprefix("vn:")][3]

    def named_set(self, node: n.AtLeast | n.CountTrue, lang: Lang) -> str:
        return "các chỉ số thiếu hụt" if lang == "vi" else "the indicators"

    def member(self, type: EnumType, member: str, lang: Lang) -> str:
        return MEMBERS[member][lang == "en"]

    def type(self, node: n.Ref | n.ParameterRef) -> Type | None:
        name = node.id.removeprefix("vn:")
        return NAMES[name][0] if isinstance(node, n.Ref) else PARAMETERS[name][0].type

    def index(self, node: n.ParameterRef) -> EnumType | None:
        return PARAMETERS[node.id.removeprefix("vn:")][0].by


def said(text: str, lang: str, scope: n.Scope = "household") -> str:
    return sentence(bind(parse(text), SYMBOLS, scope)[0], language(lang), Called())


@pytest.mark.parametrize(
    ("rule", "vi", "en"),
    [
        (
            "income <= income_line[area] and at_least(cutoff, flags)",
            "thu nhập bình quân không vượt quá chuẩn thu nhập [khu vực] và có ít nhất ngưỡng thiếu hụt (3) trong số "
            "các chỉ số thiếu hụt",
            "income per person is at most income line [area] and at least deprivation cut-off (3) among the indicators",
        ),
        (
            "income_line[rural] < income <= 2_250_000",
            "thu nhập bình quân từ trên chuẩn thu nhập [nông thôn] đến 2.250.000 đ/người/tháng",
            "income per person is from over income line [rural] up to 2,250,000 VND/person/month",
        ),
        (
            "floor / size < 8",
            "diện tích nhà ở / số nhân khẩu dưới 8 m²/người",
            "floor area / household size is under 8 m²/person",
        ),
        (
            "any(members, 6 <= age < 16 and not card)",
            "có ít nhất một thành viên (tuổi từ 6 đến dưới 16 và không có thẻ bảo hiểm y tế)",
            "some member (age is from 6 to under 16 and does not have a health card)",
        ),
        (
            "water not in [piped, surface]",
            "nguồn nước không thuộc (nước máy; nước sông, suối)",
            "source of water is none of (piped water; «river or stream»)",
        ),
        ("area == rural", "khu vực là nông thôn", "area is rural"),
        (
            "not at_least(cutoff, flags)",
            "có dưới ngưỡng thiếu hụt (3) trong số các chỉ số thiếu hụt",
            "fewer than deprivation cut-off (3) among the indicators",
        ),
        ("code == 'rural'", "mã xã là “rural”", "code of the commune is “rural”"),
        (
            "left_on + years(3) >= date(2024, 6, 30)",
            "ngày thoát nghèo + 3 năm từ 30/06/2024 trở đi",
            "day of leaving poverty + 3 years is no earlier than 2024-06-30",
        ),
        (
            "size > 1 and (trick or area == urban)",
            "số nhân khẩu trên 1 người và («có thẻ bảo hiểm y tế và đang đi học» hoặc khu vực là thành thị)",
            "household size is over 1 person and («has a health card and in school» or area is urban)",
        ),
        (
            "share(members, school) > 0.5",
            "tỷ lệ thành viên (đang đi học) trên 0,5",
            "share of members (in school) is over 0.5",
        ),
        ("count(members, true) == 4", "số thành viên của hộ đúng bằng 4", "how many members there are equals 4"),
        (
            "round(income / 3, to=1000, mode=half_up) > 5",
            "làm tròn (thu nhập bình quân / 3; đến bội số của 1.000; từ một nửa thì lên) trên 5 đ/người/tháng",
            "rounded (income per person / 3; to a multiple of 1,000; a half up) is over 5 VND/person/month",
        ),
        (
            "income if area == rural else 2 * income",
            "nếu khu vực là nông thôn thì thu nhập bình quân, nếu không thì 2 × thu nhập bình quân",
            "if area is rural then income per person, otherwise 2 × income per person",
        ),
    ],
)
def test_a_rule_in_words(rule: str, vi: str, en: str) -> None:
    assert said(rule, "vi") == vi
    assert said(rule, "en") == en


def test_a_person_reads_its_household() -> None:
    assert said("household.income <= 5 or not school", "vi", "person") == (
        "thu nhập bình quân (của hộ) không vượt quá 5 đ/người/tháng hoặc không đang đi học"
    )


def test_a_decision_table_in_words() -> None:
    poor = n.Row(n.Compare(n.Ref("vn:income", "household"), "<", n.Literal(700_000)), n.Literal("rural"))
    table = n.Table((poor, n.Row(None, n.Literal("urban"))), "unique")
    assert sentence(table, "vi", Called(), AREA) == (
        "đúng một hàng: (1) nếu thu nhập bình quân dưới 700.000 đ/người/tháng thì nông thôn; (2) còn lại thì thành thị"
    )
    assert sentence(table, "en", Called(), AREA).startswith("exactly one row: (1) if income per person is under")


def test_every_node_has_words() -> None:
    for kind in vars(n).values():
        if isinstance(kind, type) and issubclass(kind, n.Node) and kind is not n.Node:
            assert kind in _Printer("vi", Called()).handlers
    untyped = n.Lookup(n.Dotted("p22", "line"), n.Name("area"))
    assert sentence(untyped, "vi", Called()) == "`p22.line`[`area`]"
    for node in (n.Months(n.Literal(3)), n.Months(n.Literal(3), 12), n.Months(n.Literal(3), 6)):
        assert sentence(node, "vi", Called()) in ("3 tháng", "3 năm", "3 lần 6 tháng")
    with pytest.raises(TypeError, match="Node"):
        sentence(n.Node(), "vi", Called())


def test_values_as_people_read_them() -> None:
    line = parse_unit("VND/person/month")
    assert shown(1_500_000, "vi", line) == "1.500.000 đ/người/tháng"
    assert shown(1_500_000, "en", line) == "1,500,000 VND/person/month"
    assert shown(Fraction(89847, 2), "vi") == "44.923,5"
    assert shown(8, "vi", parse_unit("m2/person")) == "8 m²/người"
    assert shown(-1_200_000, "vi", parse_unit("VND")) == "-1.200.000 đ"
    assert shown(1, "en", parse_unit("month")) == "1 month"
    assert shown(Fraction(1, 3), "vi", parse_unit("m2")) == "≈ 0,33 m²"
    assert shown(Fraction(1, 3), "vi", parse_unit("m2"), exact=True) == "1/3 m²"
    assert shown(date(2024, 6, 3), "en") == "2024-06-03"
    with pytest.raises(ValueError, match="fr"):
        language("fr")


# no two rules read the same ------------------------------------------------------------------------------------------

INCOME, SIZE, FLOOR = (n.Ref(f"vn:{name}", "household") for name in ("income", "size", "floor"))
CARD, SCHOOL, TRICK, NEGATED = (n.Ref(f"vn:{name}", "household") for name in ("card", "school", "trick", "negated"))
AREA_REF, WATER_REF, LEFT, CODE = (n.Ref(f"vn:{name}", "household") for name in ("area", "water", "left_on", "code"))
CUTOFF = n.ParameterRef("vn:cutoff")
COMPARISONS = get_args(n.Comparison)
AGGREGATES = get_args(n.Aggregate)


def numbers_of(items: Iterable[n.Node], truths: Iterable[n.Node]) -> list[n.Node]:
    items, truths = list(items), list(truths)
    found: list[n.Node] = [n.Arithmetic(a, op, b) for a, b in product(items, items) for op in ("+", "-", "*", "/")]
    found += [make(a) for a in items for make in (n.Negate, n.Absolute)]
    found += [n.Round(a, to, mode) for a in items[:6] for to in (1, 1000) for mode in get_args(n.RoundingMode)]
    found += [n.Extreme(how, (a, b)) for a, b in product(items[:8], items[:8]) for how in ("min", "max")]
    found += [n.IfElse(c, a, b) for c in truths[:5] for a, b in product(items[:4], items[:4])]
    found += [n.OverMembers(how, a) for a in items for how in ("sum", "min", "max")]
    found += [n.OverMembers(how, c) for c in truths for how in ("count", "share")]
    found += [n.CountTrue((a, b)) for a, b in product(truths[:8], truths[:8])]
    return found


def truths_of(truths: Iterable[n.Node], numbers: Iterable[n.Node]) -> list[n.Node]:
    truths, numbers = list(truths), list(numbers)
    found: list[n.Node] = [n.Compare(a, op, b) for a, b in product(numbers, numbers) for op in COMPARISONS]
    found += [make((a, b)) for a, b in product(truths, truths) for make in (n.And, n.Or)]
    found += [make(group) for group in product(truths[:6], repeat=3) for make in (n.And, n.Or)]
    found += [make((a,)) for a in truths for make in (n.And, n.Or)]
    found += [n.Not(a) for a in truths]
    found += [n.Compare(a, op, b) for a, b in product(truths[:6], truths[:6]) for op in ("==", "!=")]
    found += [n.OverMembers(how, a) for a in truths for how in ("any", "all")]
    found += [n.AtLeast(k, (a, b)) for k in numbers[:5] for a, b in product(truths[:6], truths[:6])]
    found += [n.OneOfThese(a, options) for a in numbers[:6] for options in product(numbers[:6], repeat=2)]
    found += [n.IfElse(a, b, c) for a, b, c in product(truths[:5], repeat=3)]
    return found


NUMBERS: list[n.Node] = [INCOME, SIZE, n.Literal(3), n.Literal(-3), n.Literal(Fraction(1, 3)), CUTOFF]
TRUTHS: list[n.Node] = [CARD, SCHOOL, TRICK, NEGATED, n.Literal(True)]
OTHERS: list[n.Node] = [
    *(n.Compare(AREA_REF, op, n.Literal(m)) for op in ("==", "!=") for m in AREA.members),
    n.OneOfThese(WATER_REF, (n.Literal("surface"), n.Literal("other"))),
    n.Not(n.OneOfThese(WATER_REF, (n.Literal("surface"), n.Literal("other")))),
    *(n.Compare(LEFT, op, n.Literal(date(2024, 6, 30))) for op in COMPARISONS),
    *(
        n.Compare(n.AddMonths(LEFT, n.Months(n.Literal(3), per), sign), "<", n.Literal(date(2024, 6, 30)))
        for per in (1, 12)
        for sign in (1, -1)
    ),
    n.Compare(CODE, "==", n.Literal("a” là “b")),
    n.AtLeast(CUTOFF, (CARD, SCHOOL), "flags"),
    n.Compare(n.AgeOn(LEFT, n.Literal(date(2024, 6, 30))), ">=", n.Literal(6)),
]


def all_different(trees: Iterable[n.Node], lang: Lang) -> None:
    seen: dict[str, n.Node] = {}
    for tree in trees:
        text = sentence(tree, lang, Called())
        other = seen.setdefault(text, tree)
        assert other == tree, f"{text!r} is said of {other} and of {tree}"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_two_small_rules_read_the_same(lang: Lang) -> None:
    numbers = [*NUMBERS[:3], *numbers_of(NUMBERS[:2], TRUTHS[:2])]
    truths = [*TRUTHS, *truths_of(TRUTHS[:2], NUMBERS[:2]), *OTHERS]
    all_different([*numbers_of(numbers[:70], truths), *truths_of(truths[:90], numbers[:45]), *numbers, *truths], lang)


trees = st.recursive(
    st.tuples(st.sampled_from(NUMBERS), st.sampled_from([*TRUTHS, *OTHERS])),
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(
        lambda pairs: st.tuples(
            st.sampled_from(numbers_of([p[0] for p in pairs], [p[1] for p in pairs])),
            st.sampled_from(truths_of([p[1] for p in pairs], [p[0] for p in pairs])),
        )
    ),
    max_leaves=12,
)


def regrouped(tree: n.Node) -> list[n.Node]:
    """Rules that differ from this one only in how their parts hang together."""
    found: list[n.Node] = [tree, n.Not(tree)]
    if isinstance(tree, (n.And, n.Or)) and len(tree.items) > 1:
        make, other = type(tree), n.Or if isinstance(tree, n.And) else n.And
        first, *rest = tree.items
        found += [make((first, make(tuple(rest)))), make((make((first,)), *rest)), other(tree.items)]
        found += [n.Not(make((first, *rest))), make((n.Not(first), *rest)), make((first, other(tuple(rest))))]
        found += [n.OverMembers("any", tree), make((n.OverMembers("any", first), *rest))]
    if isinstance(tree, n.Compare):
        between = n.And((n.Compare(tree.left, "<", tree.right), n.Compare(tree.right, "<=", SIZE)))
        found += [n.Compare(tree.right, tree.op, tree.left), n.Compare(tree.left, "<", tree.right), between]
        found += [n.And((tree, n.Compare(tree.right, "<=", tree.left)))]
        for side in (tree.left, tree.right):
            found += [n.Compare(side, "==", tree), n.Compare(n.Negate(side), tree.op, tree.right)]
            if isinstance(side, n.Arithmetic):
                found += [n.Arithmetic(side.left, side.op, n.Arithmetic(side.right, "+", SIZE))]
                found += [n.Arithmetic(n.Arithmetic(side.left, side.op, side.right), "+", SIZE)]
    return found


@settings(max_examples=80, deadline=None)
@given(st.lists(trees, min_size=1, max_size=3), st.sampled_from(["vi", "en"]))
def test_no_two_drawn_rules_read_the_same(drawn: list[tuple[n.Node, n.Node]], lang: Lang) -> None:
    all_different([other for pair in drawn for tree in pair for other in regrouped(tree)], lang)
