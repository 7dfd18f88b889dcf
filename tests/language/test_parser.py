"""What the language reads, what it refuses and where, and that no text can make it do anything else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.language import nodes as n
from povrules.language.errors import RuleError, Span
from povrules.language.parser import FUNCTIONS, MAX_LENGTH, parse
from povrules.language.source import MAX_DEPTH

# (text, line, column, a piece of the message)
REFUSED = [
    # objects and calls
    ("a.b.c", 1, 1, "attribute access"),
    ("household.x.y", 1, 1, "attribute access"),
    ("().real", 1, 1, "attribute access"),
    ("(1).real", 1, 1, "attribute access"),
    ("x + 'a'.upper", 1, 5, "attribute access"),
    ("__import__('os')", 1, 1, "__import__ is not a function"),
    ("print(1)", 1, 1, "print is not a function"),
    ("1 + eval('2')", 1, 5, "eval is not a function"),
    ("a.b(1)", 1, 1, "only the functions of the rule language"),
    ("date(2024, 1, 1)()", 1, 1, "only the functions of the rule language"),
    ("rond(x, to=1, mode=half_up)", 1, 1, "did you mean 'round'"),
    # forms of Python that are none of the language
    ("lambda: 1", 1, 1, "lambda is not part"),
    ("[x for x in y]", 1, 1, "a comprehension is not part"),
    ("{x for x in y}", 1, 1, "a comprehension is not part"),
    ("{x: y for x in y}", 1, 1, "a comprehension is not part"),
    ("a + sum(x for x in y)", 1, 8, "neither a list nor the name of a set"),
    ("f'{x}'", 1, 1, "an f-string is not part"),
    ("f'x'", 1, 1, "an f-string is not part"),
    ("a and (x := 1)", 1, 8, "an assignment (:=) is not part"),
    ("min(1, *x)", 1, 8, "a star is not part"),
    ("at_least(1, [*x])", 1, 14, "a star is not part"),
    ("x[1:2]", 1, 3, "a slice is not part"),
    ("await x", 1, 1, "await is not part"),
    ("(yield)", 1, 2, "yield is not part"),
    ("(yield from x)", 1, 2, "yield is not part"),
    ("{}", 1, 1, "a dictionary is not part"),
    ("{1}", 1, 1, "a set is not part"),
    ("[1, 2]", 1, 1, "a list standing alone is not part"),
    ("a, b", 1, 1, "a list standing alone is not part"),
    ("()", 1, 1, "a list standing alone is not part"),
    ("a[b, c]", 1, 3, "a list standing alone is not part"),
    # operators
    ("a is b", 1, 1, "'is' is not part"),
    ("a is not b", 1, 1, "'is' is not part"),
    ("x or a // b", 1, 6, "this operator is not part"),
    ("a % b", 1, 1, "this operator is not part"),
    ("a ** b", 1, 1, "this operator is not part"),
    ("a @ b", 1, 1, "this operator is not part"),
    ("a << 1", 1, 1, "this operator is not part"),
    ("a & b", 1, 1, "this operator is not part"),
    ("a | b", 1, 1, "this operator is not part"),
    ("a ^ b", 1, 1, "this operator is not part"),
    ("~a", 1, 1, "this sign is not part"),
    ("1 - +a", 1, 5, "this sign is not part"),
    ("a && b", 1, 4, "not an expression"),
    ("a <> b", 1, 3, "not an expression"),
    # values
    ("x == True", 1, 6, "expected true"),
    ("False", 1, 1, "expected false"),
    ("x == None", 1, 6, "None is not a value"),
    ("...", 1, 1, "Ellipsis is not a value"),
    ("b'x'", 1, 1, "is not a value"),
    ("1j", 1, 1, "is not a value"),
    ("a < 0x10", 1, 5, "'0x10' is not a plain decimal number"),
    ("0o17", 1, 1, "is not a plain decimal number"),
    ("0b1", 1, 1, "is not a plain decimal number"),
    ("1e5", 1, 1, "is not a plain decimal number"),
    ("1E-5", 1, 1, "is not a plain decimal number"),
    ("1.", 1, 1, "is not a plain decimal number"),
    (".5", 1, 1, "is not a plain decimal number"),
    ("007", 1, 1, "not an expression"),
    ("1__000", 1, 2, "not an expression"),
    ("'a' 'b'", 1, 1, "not a plain text"),
    ("'''a'''", 1, 1, "not a plain text"),
    ("r'a'", 1, 1, "not a plain text"),
    ("u'a'", 1, 1, "not a plain text"),
    ("x == 'a\\n'", 1, 8, "a backslash cannot stand"),
    ("a \\\n b", 1, 3, "a backslash cannot stand"),
    # arguments
    ("abs(x=1)", 1, 1, "abs takes no keywords"),
    ("any(members, x=1)", 1, 1, "any takes no keywords"),
    ("abs(a, b)", 1, 1, "2 arguments instead of 1; expected abs(x)"),
    ("members", 1, 1, "members can only be counted over"),
    ("any(members)", 1, 1, "expected any(members, ...)"),
    ("any()", 1, 1, "0 arguments instead of 1"),
    ("min(a)", 1, 1, "min of one value"),
    ("sum([a])", 1, 1, "sum of a list"),
    ("all(named)", 1, 1, "all of a list"),
    ("at_least(3, [])", 1, 13, "neither a list nor the name of a set"),
    ("round(x)", 1, 1, "round needs its step and its mode"),
    ("round(x, to=1)", 1, 1, "round needs its step and its mode"),
    ("round(x, **y)", 1, 1, "round needs its step and its mode"),
    ("round(x, to=1, mode=halfup)", 1, 1, "did you mean 'half_up'"),
    ("round(x, to=0, mode=down)", 1, 1, "a step that is not positive"),
    ("round(x, to=-1, mode=down)", 1, 13, "not a number written out"),
    ("round(x, to=y, mode=down)", 1, 13, "not a number written out"),
    ("date(2024, 2, 30)", 1, 1, "no such day"),
    ("date(2024, 1.5, 1)", 1, 1, "a day in parts of a whole"),
    ("date(y, 1, 1)", 1, 6, "not a number written out"),
    ("date(99999999999999999999, 1, 1)", 1, 1, "no such day"),
    ("x in y", 1, 6, "'in' needs a list written out"),
    ("x in []", 1, 6, "'in' needs a list written out"),
    ("x not in {1}", 1, 10, "'in' needs a list written out"),
    ("a[b][c]", 1, 1, "only a parameter can be indexed"),
    # what is no expression at all
    ("", 1, 1, "an empty expression"),
    ("  \n ", 1, 1, "an empty expression"),
    ("# a remark", 1, 1, "an empty expression"),
    ("a = 1", 1, 1, "not an expression"),
    ("a; b", 1, 2, "not an expression"),
    ("import os", 1, 1, "not an expression"),
    ("async", 1, 1, "not an expression"),
    ("def f(): pass", 1, 1, "not an expression"),
    ("a if b", 1, 1, "not an expression"),
    ("'abc", 1, 1, "not an expression"),
    ("(a", 1, 1, "not an expression"),
    ("a)", 1, 2, "a closing bracket without its opening one"),
    ("a) or (b", 1, 2, "a closing bracket without its opening one"),
    # over several lines, with letters of more than one byte
    ("a and\n  b.c.d", 2, 3, "attribute access"),
    ("\n\n a +* b", 3, 5, "not an expression"),
    ("a +\n\n  (lambda: 1)", 3, 4, "lambda is not part"),
    ("hộ + b.c.d", 1, 6, "attribute access"),
    ("a or (\n  'Hộ nghèo' == x is y)", 2, 3, "'is' is not part"),
    ("a\n)", 2, 1, "a closing bracket without its opening one"),
    ("a and\n b # nothing wrong (here\n and c.d.e", 3, 6, "attribute access"),
    ("a or\nb if", 2, 5, "not an expression"),
    ("a <\n x\x00", 2, 3, "the character U+0000"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert message in str(caught.value)
    span = caught.value.span
    assert span is not None
    assert (span.line, span.column) == (line, column)


def test_places_count_from_where_the_text_stands_in_its_file() -> None:
    with pytest.raises(RuleError) as caught:
        parse("a + f'x'", Span("rules.yaml", 12, 20))
    assert str(caught.value).startswith("rules.yaml:12:24: an f-string")
    with pytest.raises(RuleError) as caught:
        parse("a +\n  f'x'", Span("rules.yaml", 12, 20))
    assert str(caught.value).startswith("rules.yaml:13:3: an f-string")


BOMBS = {
    "brackets": "(" * 3000 + "a" + ")" * 900,
    "square brackets": "a[" * 1300 + "b" + "]" * 1300,
    "unclosed": "(" * 3999,
    "minus": "-" * 3998 + "a",
    "not": "not " * 990 + "a",
    "sum": "a" + "+a" * 1990,
    "power": "9**" * 1300 + "9",
    "choices": "1 if a else " * 330 + "1",
    "calls": "abs(" * 900 + "a" + ")" * 300,
    "digits": "9" * 3999,
    "more digits than Python reads": "9" * 5000,
    "a long fraction": "0." + "1" * 41,
    "length": "a" * (MAX_LENGTH + 1),
    "a long chain of attributes": "a" + ".a" * 1999,
    "null": "\x00" * 50,
    "f-strings": "f'{" * 900,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text)


def test_the_bounds_themselves_are_allowed() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == n.Name("a")
    assert parse("9" * 40) == n.Literal(10**40 - 1)
    assert parse("'" + "(" * 200 + "'") == n.Literal("(" * 200)
    assert parse("a" + " " * (MAX_LENGTH - 1)) == n.Name("a")


@pytest.mark.parametrize("text", ["a\ufeff", "a\u2028b", "a\x0c+ b", "'\ud800'", "\x7f", "'\x00'", "a\r\n+ b"])
def test_characters_nobody_sees_are_refused(text: str) -> None:
    with pytest.raises(RuleError, match="the character U"):
        parse(text)


@pytest.mark.parametrize("text", ["１", "²", "١", "a \u200b", "a → b", "≤"])
def test_odd_unicode_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="not an expression"):
        parse(text)


def test_brackets_in_a_text_or_a_remark_are_no_brackets() -> None:
    assert parse("x == 'a)'") == n.Compare(n.Name("x"), "==", n.Literal("a)"))
    assert parse('x == "(((" # :-)') == n.Compare(n.Name("x"), "==", n.Literal("((("))


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("text", ["1if a else b", "a or 1and b", "1_0or b"])
def test_what_python_only_warns_of_is_refused_whatever_the_warnings(text: str) -> None:
    with pytest.raises(RuleError, match="a number with a letter right behind it"):
        parse(text)


READ = [
    ("true", n.Literal(True)),
    ("0.045", n.Literal(Fraction(9, 200))),
    ("1_500_000", n.Literal(1_500_000)),
    ("2.50", n.Literal(Fraction(5, 2))),
    ("0.1000000000000000055511151231257827", n.Literal(Fraction("0.1000000000000000055511151231257827"))),
    ("'Ho\u0323\u0302  nghe\u0300o '", n.Literal("Hộ nghèo")),
    ("date(2024, 2, 29)", n.Literal(date(2024, 2, 29))),
    ("household.x", n.Dotted("household", "x")),
    ("p22.line[area]", n.Lookup(n.Dotted("p22", "line"), n.Name("area"))),
    ("not -a", n.Not(n.Negate(n.Name("a")))),
    (
        "a < b <= c",
        n.And((n.Compare(n.Name("a"), "<", n.Name("b")), n.Compare(n.Name("b"), "<=", n.Name("c")))),
    ),
    ("x not in (a, b)", n.Not(n.OneOfThese(n.Name("x"), (n.Name("a"), n.Name("b"))))),
    ("d + months(3)", n.AddMonths(n.Name("d"), n.Months(n.Literal(3)))),
    ("years(3) + d", n.AddMonths(n.Name("d"), n.Months(n.Literal(3), 12))),
    ("d - years(k)", n.AddMonths(n.Name("d"), n.Months(n.Name("k"), 12), -1)),
    ("at_least(3, bad)", n.AtLeast(n.Literal(3), (), "bad")),
    ("count([a, b])", n.CountTrue((n.Name("a"), n.Name("b")))),
    ("any(bad)", n.AtLeast(n.Literal(1), (), "bad")),
    ("all([a, b])", n.And((n.Name("a"), n.Name("b")))),
    ("share(members, x)", n.OverMembers("share", n.Name("x"))),
    ("max(members, x)", n.OverMembers("max", n.Name("x"))),
    ("max(a, b)", n.Extreme("max", (n.Name("a"), n.Name("b")))),
    ("round(x, mode=up, to=0.5)", n.Round(n.Name("x"), Fraction(1, 2), "up")),
    ("a if b else c", n.IfElse(n.Name("b"), n.Name("a"), n.Name("c"))),
    ("\n  a\n  or b\n", n.Or((n.Name("a"), n.Name("b")))),
    ("a # why", n.Name("a")),
]


@pytest.mark.parametrize(("text", "node"), READ, ids=[case[0] for case in READ])
def test_read(text: str, node: n.Node) -> None:
    assert parse(text) == node


def test_nothing_is_ever_executed(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    attempts = [
        f"open('{canary}', 'w')",
        f"__import__('pathlib').Path('{canary}').touch()",
        f"[open('{canary}', 'w') for x in [1]]",
        f"(lambda: open('{canary}', 'w'))()",
        f"f'{{open({str(canary)!r}, 1)}}'",
        f'f"{{open({str(canary)!r}, chr(119))}}"',
        f"eval(\"open('{canary}', 'w')\")",
        f"round(x, to=open('{canary}', 'w'), mode=up)",
        f"date(open('{canary}', 'w'), 1, 1)",
        f"x[open('{canary}', 'w')]",
    ]
    for attempt in attempts:
        with pytest.raises(RuleError):
            parse(attempt)
    assert not canary.exists()


PIECES = st.sampled_from(
    [
        *FUNCTIONS,
        "members",
        "a",
        "hộ",
        "household.",
        "true",
        "None",
        "not ",
        "and ",
        " or ",
        " if ",
        " else ",
        " in ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        "=",
        ":=",
        "==",
        "<",
        ">",
        "!",
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "#",
        "'",
        '"',
        "'''",
        "f'",
        "b'",
        "\\",
        "\n",
        " ",
        "\t",
        "0",
        "1",
        "9" * 39,
        "1_0",
        "0x",
        "1e9",
        "lambda ",
        "for ",
        "await ",
        "yield ",
        "to=",
        "mode=",
        "half_up",
        "date(2024, 2, 30)",
        "months(",
        "\x00",
        "\ud800",
        "é",
        "²",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        found: n.Node | RuleError = parse(text)
    except RuleError as error:
        found = error
    if isinstance(found, RuleError):
        assert found.span is not None
        assert 1 <= found.span.line <= text.count("\n") + 1
        assert found.span.column >= 1
    else:
        hash(found)
