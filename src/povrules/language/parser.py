"""From text to untyped nodes: Python's own grammar reads it, and all but a short list of forms is refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from typing import Literal, cast

from povrules.language import nodes as n
from povrules.language.errors import RuleError, Span, closest
from povrules.language.numbers import MAX_DIGITS, Number, exact
from povrules.language.source import MAX_DEPTH, QUOTED, check_brackets, check_characters, place_of
from povrules.language.text import fold

MAX_LENGTH = 4_000
MEMBERS = "members"

_COMPARISONS: dict[type[ast.cmpop], n.Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_REFUSED: dict[type[ast.AST], str] = {
    ast.Lambda: "lambda",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.JoinedStr: "an f-string",
    ast.NamedExpr: "an assignment (:=)",
    ast.Starred: "a star",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.List: "a list standing alone",
    ast.Tuple: "a list standing alone",
    ast.Dict: "a dictionary",
    ast.Set: "a set",
    ast.Slice: "a slice",
}
AGGREGATES = ("any", "all", "count", "sum", "share", "min", "max")
FUNCTIONS = (*AGGREGATES, "abs", "round", "at_least", "date", "months", "years")
ROUNDING_MODES = ("half_up", "half_even", "down", "up")
_TEXT = re.compile(QUOTED)


def parse(text: str, span: Span | None = None) -> n.Node:
    """Read one expression of the rule language.

    Args:
        text: the expression.
        span: where its first character stands; inner messages are placed relative to it.

    Returns:
        A tree of untyped nodes; ``bind`` gives names and types their meaning.

    Raises:
        RuleError: text that is not an expression of the language, with its place.

    >>> parse("income <= 1_500_000")
    Compare(left=Name(id='income'), op='<=', right=Literal(value=1500000))
    """
    start = span or Span("<expression>", 1, 1)
    if len(text) > MAX_LENGTH:
        raise RuleError(f"an expression of {len(text)} characters; the limit is {MAX_LENGTH}", span=start)
    source = text.strip()
    if not source:
        raise RuleError("an empty expression", span=start)
    lead = text[: len(text) - len(text.lstrip())]
    start = start.shifted(lead.count("\n"), len(lead.rpartition("\n")[2]))
    check_characters(source, start)
    check_brackets(source, start)
    try:
        # The outer brackets let an expression run over several lines, as YAML block text does.
        tree = ast.parse(f"({source}\n)", mode="eval", feature_version=(3, 11))
    except SyntaxError as error:
        raise RuleError(f"not an expression: {error.msg}", span=place_of(error, source, start)) from None
    except (RecursionError, MemoryError, ValueError):
        raise RuleError(f"an expression nested deeper than {MAX_DEPTH}", span=start) from None
    if isinstance(tree.body, ast.Tuple) and not tree.body.elts and tree.body.col_offset == 0:
        raise RuleError("an empty expression", span=start)  # nothing but a comment
    return _Parser(source, start).node(tree.body, 0)


class _Parser:
    """One walk over Python's tree. Holds the source, from which numbers are read as text."""

    def __init__(self, text: str, span: Span) -> None:
        self.lines = f"({text}\n)".split("\n")
        self.start = span

    def span(self, item: ast.AST) -> Span:
        line = getattr(item, "lineno", 1) - 1
        column = len(self.lines[line].encode()[: getattr(item, "col_offset", 0)].decode(errors="ignore"))
        # A list without brackets of its own begins, for Python, at the bracket that ``parse`` set in front.
        return self.start.shifted(line, max(column - 1, 0) if line == 0 else column)

    def refuse(self, item: ast.AST, what: str, expected: str | None = None, near: str | None = None) -> RuleError:
        return RuleError(what, span=self.span(item), expected=expected, closest=near)

    def node(self, item: ast.AST, depth: int) -> n.Node:
        if depth > MAX_DEPTH:
            raise self.refuse(item, f"an expression nested deeper than {MAX_DEPTH}")
        method = cast("Callable[[ast.AST, int], n.Node] | None", getattr(self, f"on_{type(item).__name__}", None))
        if method is None:
            what = _REFUSED.get(type(item), type(item).__name__)
            raise self.refuse(item, f"{what} is not part of the rule language")
        return method(item, depth + 1)

    def on_Constant(self, item: ast.Constant, depth: int) -> n.Node:
        value = item.value
        if isinstance(value, bool):
            raise self.refuse(item, f"{value} is Python's word", f"{str(value).lower()}")
        if isinstance(value, str):
            if not _TEXT.fullmatch(self.written(item) or ""):
                raise self.refuse(item, "not a plain text", "one text in quotes, on one line")
            return n.Literal(fold(value), span=self.span(item))
        if isinstance(value, (int, float)):
            return n.Literal(self.number(item), span=self.span(item))
        raise self.refuse(item, f"{value!r} is not a value of the rule language")

    def written(self, item: ast.Constant) -> str | None:
        """The source text of a value; None when it runs over several lines."""
        if item.end_lineno != item.lineno:
            return None
        return self.lines[item.lineno - 1].encode()[item.col_offset : item.end_col_offset].decode()

    def behind(self, item: ast.expr) -> str:
        """The character right behind a part, or nothing at the end of its line."""
        return self.lines[(item.end_lineno or 1) - 1].encode()[item.end_col_offset :].decode()[:1]

    def number(self, item: ast.expr) -> Number:
        # Taken from the source text: a Python float would already have lost digits.
        text = self.written(item) if isinstance(item, ast.Constant) else None
        if text is None:
            raise self.refuse(item, "not a number written out", "digits such as 1_500_000 or 0.045")
        if self.behind(item).isalnum():  # Python still reads ``1if a else b``, with a warning
            raise self.refuse(item, "a number with a letter right behind it", f"{text} and a space")
        try:
            return exact(text)
        except ValueError as error:
            hint = f"digits such as 1_500_000 or 0.045, at most {MAX_DIGITS} of them"
            raise self.refuse(item, str(error), hint) from None

    def on_Name(self, item: ast.Name, depth: int) -> n.Node:
        if item.id in ("true", "false"):
            return n.Literal(item.id == "true", span=self.span(item))
        if item.id == MEMBERS:
            raise self.refuse(item, "members can only be counted over", "any(members, ...), count(members, ...)")
        return n.Name(item.id, span=self.span(item))

    def on_Attribute(self, item: ast.Attribute, depth: int) -> n.Node:
        if not isinstance(item.value, ast.Name):
            raise self.refuse(item, "attribute access is not part of the rule language", "household.x or vn.x")
        return n.Dotted(item.value.id, item.attr, span=self.span(item))

    def on_Subscript(self, item: ast.Subscript, depth: int) -> n.Node:
        target = self.node(item.value, depth)
        if not isinstance(target, (n.Name, n.Dotted)):
            raise self.refuse(item, "only a parameter can be indexed", "income_line[area]")
        return n.Lookup(target, self.node(item.slice, depth), span=self.span(item))

    def on_BoolOp(self, item: ast.BoolOp, depth: int) -> n.Node:
        items = tuple(self.node(value, depth) for value in item.values)
        return (n.And if isinstance(item.op, ast.And) else n.Or)(items, span=self.span(item))

    def on_UnaryOp(self, item: ast.UnaryOp, depth: int) -> n.Node:
        inner = self.node(item.operand, depth)
        if isinstance(item.op, ast.Not):
            return n.Not(inner, span=self.span(item))
        if isinstance(item.op, ast.USub):
            return n.Negate(inner, span=self.span(item))
        raise self.refuse(item, "this sign is not part of the rule language", "not x, or -x")

    def on_BinOp(self, item: ast.BinOp, depth: int) -> n.Node:
        op = _OPERATORS.get(type(item.op))
        if op is None:
            raise self.refuse(item, "this operator is not part of the rule language", "+ - * /")
        left, right = self.node(item.left, depth), self.node(item.right, depth)
        span = self.span(item)
        if isinstance(right, n.Months) and op in "+-":
            return n.AddMonths(left, right, 1 if op == "+" else -1, span=span)
        if isinstance(left, n.Months) and op == "+":
            return n.AddMonths(right, left, span=span)
        return n.Arithmetic(left, cast("Literal['+', '-', '*', '/']", op), right, span=span)

    def on_Compare(self, item: ast.Compare, depth: int) -> n.Node:
        parts: list[n.Node] = []
        left = self.node(item.left, depth)
        for op, comparator in zip(item.ops, item.comparators, strict=True):
            span = self.span(comparator)
            if isinstance(op, (ast.In, ast.NotIn)):
                if not isinstance(comparator, (ast.List, ast.Tuple)) or not comparator.elts:
                    raise self.refuse(comparator, "'in' needs a list written out", "x in [a, b]")
                options = tuple(self.node(option, depth) for option in comparator.elts)
                inside: n.Node = n.OneOfThese(left, options, span=span)
                parts.append(n.Not(inside, span=span) if isinstance(op, ast.NotIn) else inside)
            elif type(op) in _COMPARISONS:
                right = self.node(comparator, depth)
                parts.append(n.Compare(left, _COMPARISONS[type(op)], right, span=self.span(item)))
                left = right
            else:
                raise self.refuse(item, "'is' is not part of the rule language", "==")
        return parts[0] if len(parts) == 1 else n.And(tuple(parts), span=self.span(item))

    def on_IfExp(self, item: ast.IfExp, depth: int) -> n.Node:
        test, then, other = (self.node(part, depth) for part in (item.test, item.body, item.orelse))
        return n.IfElse(test, then, other, span=self.span(item))

    def on_Call(self, item: ast.Call, depth: int) -> n.Node:
        if not isinstance(item.func, ast.Name):
            raise self.refuse(item, "only the functions of the rule language can be called", ", ".join(FUNCTIONS))
        name = item.func.id
        if name not in FUNCTIONS:
            what = f"{name} is not a function of the rule language"
            raise self.refuse(item, what, ", ".join(FUNCTIONS), closest(name, FUNCTIONS))
        if item.keywords and name != "round":
            raise self.refuse(item, f"{name} takes no keywords")
        if name in AGGREGATES:
            return self.aggregate(name, item, depth)
        return cast("n.Node", getattr(self, f"call_{name}")(item, depth))

    def arguments(self, item: ast.Call, count: int, form: str) -> list[ast.expr]:
        if len(item.args) != count:
            raise self.refuse(item, f"{len(item.args)} arguments instead of {count}", form)
        return item.args

    def aggregate(self, name: str, item: ast.Call, depth: int) -> n.Node:
        span = self.span(item)
        over_members = bool(item.args) and isinstance(item.args[0], ast.Name) and item.args[0].id == MEMBERS
        if over_members:
            _, inner = self.arguments(item, 2, f"{name}(members, ...)")
            return n.OverMembers(cast("n.Aggregate", name), self.node(inner, depth), span=span)
        if name in ("min", "max"):
            if len(item.args) < 2:
                raise self.refuse(item, f"{name} of one value", f"{name}(a, b) or {name}(members, amount)")
            return n.Extreme(cast("Literal['min', 'max']", name), self.items(item.args, depth), span=span)
        form = f"{name}(members, condition) or {name}([a, b, c])"
        (inner,) = self.arguments(item, 1, form)
        items, set_name = self.listed(inner, depth)
        if name == "any":
            return n.Or(items, span=span) if set_name is None else n.AtLeast(n.Literal(1), items, set_name, span=span)
        if name == "all" and set_name is None:
            return n.And(items, span=span)
        if name == "count":
            return n.CountTrue(items, set_name, span=span)
        raise self.refuse(item, f"{name} of a list", form)

    def items(self, args: list[ast.expr], depth: int) -> tuple[n.Node, ...]:
        return tuple(self.node(arg, depth) for arg in args)

    def listed(self, item: ast.expr, depth: int) -> tuple[tuple[n.Node, ...], str | None]:
        """A list written out, or the name of a declared set (whose items ``bind`` fills in)."""
        if isinstance(item, (ast.List, ast.Tuple)) and item.elts:
            return self.items(item.elts, depth), None
        if isinstance(item, ast.Name):
            return (), item.id
        if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name):
            return (), f"{item.value.id}.{item.attr}"
        raise self.refuse(item, "neither a list nor the name of a set", "[a, b, c] or a declared set")

    def call_at_least(self, item: ast.Call, depth: int) -> n.Node:
        count, listed = self.arguments(item, 2, "at_least(3, [a, b, c])")
        items, name = self.listed(listed, depth)
        return n.AtLeast(self.node(count, depth), items, name, span=self.span(item))

    def call_abs(self, item: ast.Call, depth: int) -> n.Node:
        (inner,) = self.arguments(item, 1, "abs(x)")
        return n.Absolute(self.node(inner, depth), span=self.span(item))

    def call_round(self, item: ast.Call, depth: int) -> n.Node:
        form = "round(x, to=1, mode=half_up)"
        (inner,) = self.arguments(item, 1, form)
        given = {keyword.arg: keyword.value for keyword in item.keywords}
        if set(given) != {"to", "mode"}:
            raise self.refuse(item, "round needs its step and its mode by name", form)
        mode = given["mode"]
        if not isinstance(mode, ast.Name) or mode.id not in ROUNDING_MODES:
            near = closest(mode.id, ROUNDING_MODES) if isinstance(mode, ast.Name) else None
            raise self.refuse(item, "an unknown rounding mode", ", ".join(ROUNDING_MODES), near)
        to = self.number(given["to"])
        if to <= 0:
            raise self.refuse(item, "round to a step that is not positive", form)
        return n.Round(self.node(inner, depth), to, cast("n.RoundingMode", mode.id), span=self.span(item))

    def call_date(self, item: ast.Call, depth: int) -> n.Node:
        form = "date(2024, 6, 30)"
        year, month, day = (self.number(arg) for arg in self.arguments(item, 3, form))
        if not (isinstance(year, int) and isinstance(month, int) and isinstance(day, int)):
            raise self.refuse(item, "a day in parts of a whole", form)
        try:
            return n.Literal(date(year, month, day), span=self.span(item))
        except (ValueError, OverflowError) as error:
            raise self.refuse(item, f"no such day: {error}", form) from None

    def call_months(self, item: ast.Call, depth: int) -> n.Node:
        (inner,) = self.arguments(item, 1, "months(36)")
        return n.Months(self.node(inner, depth), span=self.span(item))

    def call_years(self, item: ast.Call, depth: int) -> n.Node:
        (inner,) = self.arguments(item, 1, "years(3)")
        return n.Months(self.node(inner, depth), 12, span=self.span(item))
