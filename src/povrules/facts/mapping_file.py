"""A mapping as a person writes it: a small YAML file, or the same as a dictionary.

```yaml
locale: vi                       # 1.234 is 1234
encoding: tcvn3                  # or utf-8, cp1258; recognised when not said; may stand under a table instead
households:
  sheet: Hộ                      # workbooks only; found when not said
  header_row: 4
  columns:
    Nước sạch: {polarity: has}   # a yes means the household has it
    Thu nhập: {fact: income_per_capita, scale: 1000}
    Mã: household_id
    Ghi chú: null                # not read, carried along
persons:
  columns:
    Khuyết tật: {fact: has_disability, empty: no}   # no cross means no
```
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from povrules.facts.encodings import ENCODINGS, Encoding
from povrules.facts.errors import MappingProblem
from povrules.facts.headers import Polarity
from povrules.facts.mapping import Column, ColumnMapping, Empty, TableMapping
from povrules.facts.parse_number import Locale
from povrules.language.errors import Span, closest
from povrules.language.numbers import Number, exact
from povrules.law.errors import LawError
from povrules.law.yaml_nodes import MappingNode, ScalarNode, YamlNode, compose, read_bytes

Stated = ColumnMapping | Mapping[str, Any] | str | Path | None
_Word = TypeVar("_Word", bound=str)
_LOCALES: tuple[Locale, ...] = ("vi", "en")
_EMPTY: tuple[Empty, ...] = ("unknown", "no")
_POLARITIES: tuple[Polarity, ...] = ("deprived", "has")


def read_mapping(stated: Stated) -> ColumnMapping:
    """The mapping a person states.

    Args:
        stated: a mapping, the path of a YAML file, a dictionary of the same form, or None.

    Raises:
        MappingProblem: a file that cannot be read, an unknown key or value; names file, line and column.

    >>> read_mapping({"households": {"columns": {"water": {"polarity": "has"}}}}).households.columns[0].polarity
    'has'
    """
    if stated is None:
        return ColumnMapping()
    if isinstance(stated, ColumnMapping):
        return stated
    if isinstance(stated, Mapping):
        return _mapping(_node(stated))
    path = Path(stated)
    try:
        return _mapping(compose(read_bytes(path), str(path)))
    except LawError as problem:
        raise MappingProblem(problem.message, span=problem.span, expected=problem.expected) from None


def _node(value: object) -> YamlNode:
    """A dictionary as the nodes a file would have."""
    span = Span("<mapping>", 1, 1)
    if isinstance(value, Mapping):
        return MappingNode(tuple((ScalarNode(str(key), True, span), _node(item)) for key, item in value.items()), span)
    if isinstance(value, bool):  # `empty: no` is false to everybody but this library
        return ScalarNode("no" if not value else "yes", True, span)
    return ScalarNode("" if value is None else str(value), value is None, span)


def _mapping(root: YamlNode) -> ColumnMapping:
    parts = _keys(root, ("locale", "encoding", "households", "persons"))
    locale: Locale | None = None
    if "locale" in parts:
        locale = _word(parts["locale"], _LOCALES)
    encoding: Encoding | None = _word(parts["encoding"], ENCODINGS) if "encoding" in parts else None
    households, persons = _table(parts.get("households"), encoding), _table(parts.get("persons"), encoding)
    return ColumnMapping(households, persons, locale)


def _table(node: YamlNode | None, encoding: Encoding | None) -> TableMapping:
    if node is None:
        return TableMapping(encoding=encoding)
    parts = _keys(node, ("sheet", "header_row", "encoding", "columns"))
    columns = parts.get("columns")
    named = _keys(columns, None) if columns else {}
    return TableMapping(
        tuple(_column(name, value) for name, value in named.items()),
        _text(parts["sheet"]) if "sheet" in parts else None,
        _row(parts["header_row"]) if "header_row" in parts else None,
        _word(parts["encoding"], ENCODINGS) if "encoding" in parts else encoding,
    )


def _column(name: str, node: YamlNode) -> Column:
    if isinstance(node, ScalarNode):
        return Column(name, None if node.null else node.text, span=node.span)
    parts = _keys(node, ("fact", "polarity", "scale", "empty"))
    fact: str | None = ""
    if "fact" in parts:
        given = parts["fact"]
        fact = None if isinstance(given, ScalarNode) and given.null else _text(given)
    empty: Empty = _word(parts["empty"], _EMPTY) if "empty" in parts else "unknown"
    return Column(
        name,
        fact,
        _word(parts["polarity"], _POLARITIES) if "polarity" in parts else None,
        _scale(parts["scale"]) if "scale" in parts else 1,
        empty,
        node.span,
    )


def _keys(node: YamlNode, allowed: tuple[str, ...] | None) -> dict[str, YamlNode]:
    if not isinstance(node, MappingNode):
        raise MappingProblem(
            "not a list of keys and values", span=node.span, expected=", ".join(allowed or ("column: fact",))
        )
    for key, _ in node.items:
        if allowed and key.text not in allowed:
            raise MappingProblem(
                f"unknown key {key.text!r}",
                span=key.span,
                expected=", ".join(allowed),
                closest=closest(key.text, allowed),
            )
    return {key.text: value for key, value in node.items}


def _text(node: YamlNode) -> str:
    if not isinstance(node, ScalarNode) or node.null:
        raise MappingProblem("a single word belongs here", span=node.span)
    return node.text


def _word(node: YamlNode, words: tuple[_Word, ...]) -> _Word:
    text = _text(node)
    for word in words:
        if word == text:
            return word
    raise MappingProblem(
        f"{text!r} does not exist here", span=node.span, expected=" or ".join(words), closest=closest(text, words)
    )


def _row(node: YamlNode) -> int:
    text = _text(node)
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise MappingProblem(f"{text!r} is not a row", span=node.span, expected="a whole number from 1")
    return int(text)


def _scale(node: YamlNode) -> Number:
    text = _text(node)
    try:
        scale = exact(text)
    except ValueError:
        scale = 0
    if scale <= 0:
        raise MappingProblem(f"{text!r} is not a scale", span=node.span, expected="a positive number such as 1000")
    return scale
