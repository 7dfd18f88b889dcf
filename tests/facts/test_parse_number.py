from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.facts.parse_number import Locale, canonical, check_float_digits, parse_number
from povrules.facts.reasons import BadValue
from povrules.language.numbers import exact
from povrules.language.units import parse_unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("1\u00a0200\u202f000", 1_200_000),
        ("1.200.000 đ", 1_200_000),
        ("1.200.000đ", 1_200_000),
        ("1.200.000 VNĐ", 1_200_000),
        ("1200000.5", Fraction(2_400_001, 2)),
        ("1.200.000,50", Fraction(2_400_001, 2)),
        ("1,200,000.50", Fraction(2_400_001, 2)),
        ("1 200,500", Fraction(2401, 2)),
        ("1,200.500", Fraction(2401, 2)),
        ("0.125", Fraction(1, 8)),
        ("1200.500", Fraction(2401, 2)),
        ("7,99", Fraction(799, 100)),
        ("-5.000.000", -5_000_000),
        ("\u22125", -5),
        ("+5", 5),
        ("007", 7),
        ("35 m²", 35),
    ],
)
def test_unambiguous_forms(text: str, value: int | Fraction) -> None:
    for locale in (None, "vi", "en"):
        found = parse_number(text, locale)
        assert found == value
        assert type(found) is type(value)


@pytest.mark.parametrize("text", ["--", "-", "", "  ", "…", "N/A", "không rõ", "Không Rõ", "null", "—"])
def test_missing(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["1.234", "1,234", "900.000", "-1.234", "1.234 đ"])
def test_one_separator_and_three_digits_need_a_locale(text: str) -> None:
    with pytest.raises(BadValue) as problem:
        parse_number(text)
    assert problem.value.reason.code == "ambiguous_number"


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1.234", "vi", 1234),
        ("1.234", "en", Fraction(617, 500)),
        ("1,234", "en", 1234),
        ("1,234", "vi", Fraction(617, 500)),
    ],
)
def test_the_locale_decides(text: str, locale: Locale, value: int | Fraction) -> None:
    assert parse_number(text, locale) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nan", "not_finite"),
        ("NaN", "not_finite"),
        ("inf", "not_finite"),
        ("-Infinity", "not_finite"),
        ("∞", "not_finite"),
        ("1e6", "exponent"),
        ("1,2E+06", "exponent"),
        ("một triệu", "not_a_number"),
        ("1,5 triệu", "not_a_number"),
        ("1,5 triệu bạc", "not_a_number"),
        ("12.", "not_a_number"),
        (".5", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("0.123.456", "not_a_number"),
        ("1.23.456", "not_a_number"),
        ("1 2345", "not_a_number"),
        ("1.200,000,000", "not_a_number"),
        ("1,2,3.4", "not_a_number"),
        ("0x10", "not_a_number"),
        ("١٢", "not_a_number"),
        ("5 5 5", "not_a_number"),
        ("50%", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("9" * 41, "too_many_digits"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(BadValue) as problem:
        parse_number(text, "vi")
    assert problem.value.reason.code == code


def test_a_suffix_must_fit_the_unit() -> None:
    assert parse_number("35 m2", unit=parse_unit("m2")) == 35
    with pytest.raises(BadValue) as problem:
        parse_number("35 đ", unit=parse_unit("m2"))
    assert problem.value.reason.code == "wrong_unit"


def decimals() -> st.SearchStrategy[int | Fraction]:
    return st.builds(
        lambda n, places: exact(canonical(Fraction(n, 10**places))), st.integers(-(10**15), 10**15), st.integers(0, 6)
    )


def written(value: int | Fraction, thousands: str, decimal: str) -> str:
    sign, text = ("-", canonical(value)[1:]) if value < 0 else ("", canonical(value))
    whole, _, fraction = text.partition(".")
    return sign + f"{int(whole):,}".replace(",", thousands) + (decimal + fraction if fraction else "")


@given(decimals())
def test_canonical_text_reads_back(value: int | Fraction) -> None:
    assert exact(canonical(value)) == value


@given(decimals())
def test_each_locale_reads_what_it_writes(value: int | Fraction) -> None:
    assert parse_number(written(value, ".", ","), "vi") == value
    assert parse_number(written(value, ",", "."), "en") == value
    assert parse_number(written(value, " ", ","), "vi") == value


def outcome(text: str) -> int | Fraction | str | None:
    """The number read, None when missing, or the code of the reason why it is refused."""
    try:
        return parse_number(text)
    except BadValue as problem:
        return problem.reason.code


@given(decimals())
def test_without_locale_a_number_is_read_right_or_refused(value: int | Fraction) -> None:
    for thousands, decimal in ((".", ","), (",", ".")):
        assert outcome(written(value, thousands, decimal)) in (value, "ambiguous_number")


@given(st.text(max_size=30))
def test_any_text_is_a_number_missing_or_refused_with_a_reason(text: str) -> None:
    assert outcome(text) is None or isinstance(outcome(text), (int, Fraction, str))


def test_decimals_of_a_computation_are_not_exact() -> None:
    check_float_digits(Fraction("142857.14"))
    for long in ("142857.14285714287", "0.30000000000000004"):
        with pytest.raises(BadValue) as problem:
            check_float_digits(Fraction(long))
        assert problem.value.reason.code == "long_decimal"


def test_a_fraction_without_end_has_no_canonical_text() -> None:
    with pytest.raises(ValueError, match="no finite decimal"):
        canonical(Fraction(1, 3))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1,45 triệu", "1450000"),
        ("900 nghìn đồng", "900000"),
        ("2 TỶ", "2000000000"),
        ("1,5 tr", "1500000"),
        ("-3 ngàn", "-3000"),
    ],
)
def test_a_number_in_words_is_refused_with_the_number_that_was_meant(text: str, digits: str) -> None:
    with pytest.raises(BadValue) as problem:
        parse_number(text)
    assert problem.value.reason.code == "not_a_number"
    assert problem.value.reason.vi == f"không phải là số; hãy ghi {digits}"
    assert problem.value.reason.en == f"not a number; write it as {digits}"


def test_a_number_in_words_of_which_the_mark_is_ambiguous_is_that_first() -> None:
    with pytest.raises(BadValue) as problem:
        parse_number("1.450 triệu")
    assert problem.value.reason.code == "ambiguous_number"
    with pytest.raises(BadValue, match="write it as 1450000000"):
        parse_number("1.450 triệu", "vi")
