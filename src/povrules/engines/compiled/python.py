"""Short names for the pieces of Python that generated functions are made of.

Every piece is given a line and a column, which Python asks for; there is no text they could point to.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

Code = ast.expr

LOAD, STORE, AND, OR, NOT = ast.Load(), ast.Store(), ast.And(), ast.Or(), ast.Not()
OPERATORS: dict[str, ast.cmpop] = {
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "is": ast.Is(),
    "is not": ast.IsNot(),
    "in": ast.In(),
}
ARITHMETIC: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
NONE = ast.Constant(None, lineno=1, col_offset=0)


def name(id: str) -> ast.Name:
    """A variable, read."""
    return ast.Name(id, LOAD, lineno=1, col_offset=0)


def _target(id: str) -> ast.Name:
    return ast.Name(id, STORE, lineno=1, col_offset=0)


def const(value: Any) -> ast.Constant:
    """A truth, whole number or text."""
    return ast.Constant(value, lineno=1, col_offset=0)


def apply(function: Code, *items: Code) -> Code:
    """A call of what an expression gives."""
    return ast.Call(function, list(items), [], lineno=1, col_offset=0)


def call(function: str, *items: Code) -> Code:
    """A call of a named function."""
    return apply(name(function), *items)


def part(value: Code, attribute: str) -> Code:
    """``value.attribute``."""
    return ast.Attribute(value, attribute, LOAD, lineno=1, col_offset=0)


def compare(left: Code, op: str, right: Code) -> Code:
    """One comparison."""
    return ast.Compare(left, [OPERATORS[op]], [right], lineno=1, col_offset=0)


def calculate(left: Code, op: str, right: Code) -> Code:
    """A sum, difference or product."""
    return ast.BinOp(left, ARITHMETIC[op], right, lineno=1, col_offset=0)


def both(*items: Code) -> Code:
    """All of them, in order."""
    return items[0] if len(items) == 1 else ast.BoolOp(AND, list(items), lineno=1, col_offset=0)


def either(*items: Code) -> Code:
    """One of them, in order."""
    return items[0] if len(items) == 1 else ast.BoolOp(OR, list(items), lineno=1, col_offset=0)


def negation(item: Code) -> Code:
    """``not item``."""
    return ast.UnaryOp(NOT, item, lineno=1, col_offset=0)


def choose(test: Code, then: Code, otherwise: Code) -> Code:
    """``then if test else otherwise``."""
    return ast.IfExp(test, then, otherwise, lineno=1, col_offset=0)


def row(items: Sequence[Code]) -> Code:
    """A tuple."""
    return ast.Tuple(list(items), LOAD, lineno=1, col_offset=0)


def empty_list() -> Code:
    """``[]``."""
    return ast.List([], LOAD, lineno=1, col_offset=0)


def item_of(container: Code, key: Code) -> Code:
    """``container[key]``."""
    return ast.Subscript(container, key, LOAD, lineno=1, col_offset=0)


def keep(id: str, value: Code) -> Code:
    """``(id := value)``."""
    return ast.NamedExpr(_target(id), value, lineno=1, col_offset=0)


def let(value: Code, *ids: str) -> ast.stmt:
    """``a = b = value``."""
    return ast.Assign(list(map(_target, ids)), value, lineno=1, col_offset=0)


def do(value: Code) -> ast.stmt:
    """An expression for what it does."""
    return ast.Expr(value, lineno=1, col_offset=0)


def when(test: Code, then: list[ast.stmt]) -> ast.stmt:
    """An ``if`` statement."""
    return ast.If(test, then, [], lineno=1, col_offset=0)


def loop(id: str, items: Code, body: list[ast.stmt]) -> ast.stmt:
    """A ``for`` statement."""
    return ast.For(_target(id), items, body, [], lineno=1, col_offset=0)


def attempt(body: list[ast.stmt], failure: str, otherwise: list[ast.stmt]) -> ast.stmt:
    """``try`` the body; where it raises ``failure``, the other statements."""
    handler = ast.ExceptHandler(name(failure), None, otherwise, lineno=1, col_offset=0)
    return ast.Try(body, [handler], [], [], lineno=1, col_offset=0)


def give(value: Code) -> ast.stmt:
    """A ``return`` statement."""
    return ast.Return(value, lineno=1, col_offset=0)


def function(id: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.Module:
    """A module that holds one function."""
    names = [ast.arg(parameter, lineno=1, col_offset=0) for parameter in parameters]
    arguments = ast.arguments([], names, None, [], [], None, [])
    return ast.Module([ast.FunctionDef(id, arguments, body, [], lineno=1, col_offset=0)], [])
