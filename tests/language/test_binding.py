"""Names, types and units: what fits, and what is refused with its place and the closest name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from povrules.language import nodes as n
from povrules.language.binding import bind
from povrules.language.errors import RuleError
from povrules.language.parser import parse
from povrules.language.symbols import ParameterSymbol, SetSymbol, Symbols
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.language.units import parse_unit

BOOL, DATE, TEXT = BoolType(), DateType(), TextType()
AREA, SEX = EnumType("area", ("rural", "urban")), EnumType("sex", ("male", "female"))


def number(unit: str = "1", integer: bool = False) -> NumberType:
    return NumberType(parse_unit(unit), integer)


MONTHLY = number("VND/person/month")
REFS: dict[tuple[n.Scope, str], Type] = {
    ("household", "vn:area"): AREA,
    ("household", "vn:income"): MONTHLY,
    ("household", "vn:income_year"): number("VND/year"),
    ("household", "vn:income_of_year"): number("VND/person/year"),
    ("household", "vn:floor_area"): number("m2"),
    ("household", "vn:size"): number("person", integer=True),
    ("household", "vn:left_on"): DATE,
    ("household", "vn:hamlet"): TEXT,
    ("household", "vn:has_tv"): BOOL,
    ("household", "vn:has_radio"): BOOL,
    ("household", "22:has_tv"): BOOL,
    ("person", "vn:sex"): SEX,
    ("person", "vn:age"): number("year", integer=True),
    ("person", "vn:wage"): number("VND/month"),
    ("person", "vn:in_school"): BOOL,
    ("person", "vn:birth_date"): DATE,
}
PARAMETERS = {
    "vn:income_line": ParameterSymbol(MONTHLY, AREA),
    "vn:min_area": ParameterSymbol(number("m2/person")),
    "vn:months_in_year": ParameterSymbol(number("month/year")),
    "vn:cutoff": ParameterSymbol(number(integer=True)),
    "vn:window": ParameterSymbol(number("month", integer=True)),
    "vn:loose_window": ParameterSymbol(number("month")),
    "vn:window_in_years": ParameterSymbol(number("year", integer=True)),
}
SETS = {
    "vn:lacking": SetSymbol("household", ("vn:has_tv", "vn:has_radio")),
    "vn:of_member": SetSymbol("person", ("vn:in_school",)),
    "vn:amounts": SetSymbol("household", ("vn:has_tv", "vn:income")),
}
SYMBOLS = Symbols(REFS, PARAMETERS, SETS)


def bound(
    text: str, scope: n.Scope = "household", expected: Type | None = None, space: str = "vn"
) -> tuple[n.Node, Type]:
    return bind(parse(text), Symbols(REFS, PARAMETERS, SETS, space), scope, expected)


FITS: list[tuple[str, n.Scope, Type]] = [
    ("income <= income_line[area]", "household", BOOL),
    ("vn.income <= vn.income_line[area]", "household", BOOL),
    ("area == rural and urban != area", "household", BOOL),
    ("area in [rural, urban]", "household", BOOL),
    ("floor_area / size", "household", number("m2/person")),
    ("floor_area / size < min_area", "household", BOOL),
    ("income * size * months_in_year == income_year", "household", BOOL),
    ("income + 1_000", "household", MONTHLY),
    ("income * 0.7", "household", MONTHLY),
    ("-income", "household", MONTHLY),
    ("abs(income)", "household", MONTHLY),
    ("max(income, 0)", "household", MONTHLY),
    ("round(income, to=1000, mode=half_up)", "household", NumberType(MONTHLY.unit, True)),
    ("income if has_tv else income_line[rural]", "household", MONTHLY),
    ("area if has_tv else rural", "household", AREA),
    ("left_on + months(window) >= date(2024, 1, 1)", "household", BOOL),
    ("left_on + years(window_in_years)", "household", DATE),
    ("hamlet == 'Thôn 1'", "household", BOOL),
    ("at_least(cutoff, lacking)", "household", BOOL),
    ("at_least(2, [has_tv, has_radio, area == rural])", "household", BOOL),
    ("any(lacking)", "household", BOOL),
    ("any(members, in_school and age < 16)", "household", BOOL),
    ("sum(members, wage)", "household", number("VND/month")),
    ("max(members, age)", "household", number("year", integer=True)),
    ("household.area == rural and sex == male", "person", BOOL),
    ("household.income < 1", "person", BOOL),
]


@pytest.mark.parametrize(("text", "scope", "type"), FITS, ids=[case[0] for case in FITS])
def test_fits(text: str, scope: n.Scope, type: Type) -> None:
    node, found = bound(text, scope)
    assert found == type
    assert not any(isinstance(part, (n.Name, n.Dotted, n.Lookup)) for part in n.walk(node))


REFUSED: list[tuple[str, n.Scope, int, str]] = [
    # names
    ("has_tv or has_radoi", "household", 11, "unknown name 'has_radoi'; did you mean 'has_radio'?"),
    ("incom < 1", "household", 1, "did you mean 'income'?"),
    ("vn.incom < 1", "household", 1, "did you mean 'income'?"),
    ("cutof + 1", "household", 1, "did you mean 'cutoff'?"),
    ("zzzz", "household", 1, "unknown name 'zzzz'"),
    ("x.__class__", "household", 1, "unknown name '__class__'"),
    ("age < 16", "household", 1, "age is a fact of a member; expected any(members, age ...)"),
    ("area == rural", "person", 1, "area is a fact of the household; expected household.area"),
    ("household.area == rural", "household", 1, "household. is for a person's rule; expected area"),
    ("in_school or household.has_tvs", "person", 14, "did you mean 'has_tv'?"),
    ("any(members, any(members, in_school))", "household", 14, "members are read from a rule of the household"),
    ("any(members, in_school)", "person", 1, "members are read from a rule of the household"),
    # units
    ("income + floor_area", "household", 1, "units do not agree: VND/month/person and m2"),
    ("has_tv and income < income_of_year", "household", 12, "units do not agree: VND/month/person and VND/person/year"),
    ("income_year - income", "household", 1, "units do not agree"),
    ("max(income, floor_area)", "household", 1, "units do not agree"),
    ("income if has_tv else floor_area", "household", 1, "units do not agree"),
    ("floor_area / size < income", "household", 1, "units do not agree: VND/month/person and m2/person"),
    ("left_on + months(window_in_years)", "household", 1, "a length of time in year; expected months"),
    ("left_on + years(window)", "household", 1, "a length of time in month; expected years"),
    ("left_on + months(income)", "household", 1, "a length of time in VND/month/person"),
    # enums
    ("area == ruarl", "household", 9, "unknown name 'ruarl'; did you mean 'rural'?"),
    ("ruarl == area", "household", 1, "did you mean 'rural'?"),
    ("area in [rural, urbn]", "household", 17, "did you mean 'urban'?"),
    ("area < rural", "household", 1, "area (rural, urban) has no order; expected == or !=, or in [...]"),
    ("area == 'rural'", "household", 1, "cannot compare area (rural, urban) with text"),
    ("income_line[rurl] > 0", "household", 13, "did you mean 'rural'?"),
    # indices
    ("income < income_line", "household", 10, "income_line is given by area; expected income_line[area]"),
    ("floor_area < min_area[area]", "household", 14, "min_area has one value and takes no index; expected min_area"),
    ("income < income_lin[area]", "household", 10, "'income_lin' is not a parameter; did you mean 'income_line'?"),
    ("income < income_line[1]", "household", 22, "this is integer; expected area (rural, urban)"),
    ("income < income_line[size]", "household", 22, "this is integer in person; expected area (rural, urban)"),
    ("area[rural] > 0", "household", 1, "'area' is not a parameter"),
    # lengths of time
    ("left_on + months(has_tv)", "household", 18, "this is bool; expected number"),
    ("left_on + months(hamlet)", "household", 18, "this is text; expected number"),
    ("left_on + months(0.5)", "household", 11, "expected a whole number of months"),
    ("left_on + years(1.5)", "household", 11, "expected a whole number of years"),
    ("left_on + months(loose_window)", "household", 11, "expected a whole number of months"),
    ("months(3)", "household", 1, "a length of time can only be added to a date"),
    ("months(3) + months(4)", "household", 1, "a length of time can only be added to a date"),
    ("months(3) - left_on", "household", 1, "a length of time can only be added to a date"),
    ("income + months(3)", "household", 1, "this is number in VND/month/person; expected date"),
    # types
    ("left_on + 1", "household", 1, "this is date; expected number"),
    ("has_tv + 1", "household", 1, "this is bool; expected number"),
    ("not income", "household", 5, "expected bool"),
    ("income and has_tv", "household", 1, "expected bool"),
    ("has_tv < has_radio", "household", 1, "bool has no order"),
    ("hamlet > 'Thôn 1'", "household", 1, "text has no order"),
    ("income == has_tv", "household", 1, "cannot compare"),
    ("left_on == 2024", "household", 1, "cannot compare date with integer"),
    ("income if size else 1", "household", 11, "expected bool"),
    ("income if has_tv else has_radio", "household", 1, "one branch is number in VND/month/person, the other bool"),
    ("sum(members, in_school)", "household", 14, "this is bool; expected number"),
    ("any(members, wage)", "household", 14, "expected bool"),
    ("count([has_tv, income])", "household", 16, "expected bool"),
    ("at_least(hamlet, [has_tv])", "household", 10, "this is text; expected number"),
    # sets
    ("count(lackin)", "household", 1, "'lackin' is not a named set; did you mean 'lacking'?"),
    ("count(of_member)", "household", 1, "of_member is a set of the person"),
    ("at_least(1, lacking)", "person", 1, "lacking is a set of the household"),
    ("count(amounts)", "household", 1, "income in amounts is number in VND/month/person; expected bool"),
]


@pytest.mark.parametrize(("text", "scope", "column", "message"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused_with_its_place(text: str, scope: n.Scope, column: int, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        bound(text, scope)
    assert message in str(caught.value)
    span = caught.value.span
    assert span is not None
    assert (span.line, span.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("income", BOOL, "this is number in VND/month/person; expected bool"),
        ("floor_area", MONTHLY, "this is number in m2; expected number in VND/month/person"),
        ("size / 2", number("person", integer=True), "expected integer in person"),
        ("round(size / 2, to=0.5, mode=up)", number("person", integer=True), "expected integer in person"),
        ("rual", AREA, "did you mean 'rural'?"),
        ("'rural'", AREA, "this is text; expected area (rural, urban)"),
    ],
)
def test_the_whole_has_the_type_that_is_declared(text: str, expected: Type, message: str) -> None:
    with pytest.raises(RuleError, match=message.replace("(", r"\(").replace(")", r"\)").replace("?", r"\?")):
        bound(text, expected=expected)


def test_a_rounded_amount_is_whole() -> None:
    assert bound("round(size / 2, to=1, mode=up)", expected=number("person", integer=True))[1] == number("person", True)


def test_decimals_are_those_of_the_source_text() -> None:
    node, _ = bound("income * 0.1 + 0.3000000000000000444 < 12345678901234567890.5")
    values = [part.value for part in n.walk(node) if isinstance(part, n.Literal)]
    assert values == [Fraction(1, 10), Fraction("0.3000000000000000444"), Fraction("12345678901234567890.5")]


def test_a_bare_name_is_the_packs_own_then_the_nations() -> None:
    assert bound("has_tv", space="22")[0] == n.Ref("22:has_tv", "household")
    assert bound("has_radio", space="22")[0] == n.Ref("vn:has_radio", "household")
    assert bound("vn.has_tv", space="22")[0] == n.Ref("vn:has_tv", "household")
    assert bound("p22.has_tv", space="22")[0] == n.Ref("22:has_tv", "household")


def test_another_place_is_not_read() -> None:
    with pytest.raises(RuleError, match=r"p22 is another place.* expected vn$"):
        bound("p22.has_tv")
    with pytest.raises(RuleError, match=r"p22 is another place.* expected vn or p79"):
        bound("p22.has_tv", space="79")


def test_named_sets_bring_their_items() -> None:
    node, _ = bound("count(lacking)")
    assert isinstance(node, n.CountTrue)
    assert node.items == (n.Ref("vn:has_tv", "household"), n.Ref("vn:has_radio", "household"))


def test_spans_are_kept_and_take_no_part_in_equality() -> None:
    one, _ = bound("has_tv and has_radio")
    other, _ = bound("  has_tv   and has_radio")
    assert one == other
    assert hash(one) == hash(other)
    assert [part.span.column for part in n.walk(other) if part.span] == [3, 3, 16]
