"""The small parts of a policy file: each turns a YAML node into a value or says what was wrong, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Generic, NoReturn, TypeVar

from pydantic import BeforeValidator

from povrules.language.errors import Span, closest
from povrules.language.units import parse_unit
from povrules.law.dates import parse_day
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence, parse_evidence
from povrules.law.model import Expression, Start, Words
from povrules.law.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode

ID = re.compile(r"[a-z][a-z0-9_]*\Z")
INSTRUMENT_ID = re.compile(r"[A-Z][A-Za-z0-9.-]*\Z")
T = TypeVar("T")
_RANGE = re.compile(r"\s*(\S*?)\s*\.\.\s*(\S*?)\s*\Z")


def refuse(what: str, node: YamlNode, expected: str | None = None, near: Iterable[str] = ()) -> NoReturn:
    """Raise a LawError at a node; ``near`` are the words the text may have meant."""
    found = closest(node.text, near) if isinstance(node, ScalarNode) else None
    raise LawError(what, span=node.span, expected=expected, closest=found)


def scalar(node: YamlNode, expected: str = "text") -> ScalarNode:
    """The node as a scalar that holds something.

    Raises:
        LawError: a list, a mapping, or nothing (empty, ``~``, ``null``).
    """
    if not isinstance(node, ScalarNode):
        kind = "a list" if isinstance(node, SequenceNode) else "a mapping"
        refuse(f"{kind} stands where one value is needed", node, expected)
    if node.null or not node.text.strip():
        refuse("no value stands here", node, f"{expected}, or `unknown: true` for law nobody has seen")
    return node


def text(node: YamlNode) -> str:
    """Any text."""
    return scalar(node).text


def expression(node: YamlNode) -> Expression:
    """A rule, as text with its place."""
    leaf = scalar(node, "an expression")
    return Expression(leaf.text, leaf.span)


def day(node: YamlNode) -> date:
    """A day."""
    leaf = scalar(node, "a day such as 2022-01-01")
    try:
        return parse_day(leaf.text)
    except ValueError as problem:
        refuse(str(problem), leaf, "a day such as 2022-01-01")


def start(node: YamlNode) -> Start:
    """A first day, known or between two days."""
    if not isinstance(node, MappingNode):
        known = day(node)
        return Start(known, known)
    parts = {key.text: value for key, value in node.items}
    for key, _ in node.items:
        if key.text not in ("not_before", "not_after"):
            refuse(f"unknown key {key.text!r}", key, "not_before and not_after", ("not_before", "not_after"))
    if len(parts) != 2:
        refuse("a day known only roughly needs both ends", node, "{not_before: day, not_after: day or unknown}")
    first, last = day(parts["not_before"]), parts["not_after"]
    if isinstance(last, ScalarNode) and last.text == "unknown":
        return Start(first, None)
    latest = day(last)
    if latest < first:
        refuse(f"not_after {latest} comes before not_before {first}", last)
    return Start(first, latest)


def truth(node: YamlNode) -> bool:
    """``true`` or ``false``."""
    return word("true", "false")(node) == "true"


@dataclass(frozen=True, slots=True)
class OneWord:
    """A reader of one of a few words."""

    allowed: tuple[str, ...]

    def __call__(self, node: YamlNode) -> str:
        """The word."""
        leaf = scalar(node, " or ".join(self.allowed))
        if leaf.text not in self.allowed:
            refuse(f"{leaf.text!r} does not fit here", leaf, " or ".join(self.allowed), self.allowed)
        return leaf.text


def word(*allowed: str) -> OneWord:
    """A reader of one of a few words."""
    return OneWord(allowed)


def identifier(node: YamlNode) -> str:
    """A name: small letters, digits, underscores."""
    leaf = scalar(node, "a name")
    if not ID.match(leaf.text):
        refuse(f"{leaf.text!r} is not a name", leaf, "small letters, digits and underscores, a letter first")
    return leaf.text


def instrument_id(node: YamlNode) -> str:
    """The key of an instrument."""
    leaf = scalar(node, "an instrument such as ND-07-2021")
    if not INSTRUMENT_ID.match(leaf.text):
        refuse(f"{leaf.text!r} is not the key of an instrument", leaf, "a key such as ND-07-2021")
    return leaf.text


def evidence(node: YamlNode) -> Evidence:
    """How sure: one of four words."""
    leaf = scalar(node, "official_text, secondary, unverified or unknown")
    try:
        return parse_evidence(leaf.text)
    except ValueError:
        words = [str(member) for member in reversed(Evidence)]
        refuse(f"{leaf.text!r} is no kind of evidence", leaf, ", ".join(words), words)


def words(node: YamlNode) -> Words:
    """A label in both languages."""
    if not isinstance(node, MappingNode):
        refuse("words in one language only", node, "{vi: ..., en: ...}")
    for key, _ in node.items:
        if key.text not in ("vi", "en"):
            refuse(f"unknown language {key.text!r}", key, "vi and en")
    vi, en = node.get("vi"), node.get("en")
    if vi is None or en is None:
        refuse(f"the words in {'vi' if vi is None else 'en'!r} are missing", node, "{vi: ..., en: ...}")
    return Words(text(vi), text(en))


def unit(node: YamlNode) -> str:
    """A product of units."""
    leaf = scalar(node, "a unit such as VND/person/month")
    try:
        parse_unit(leaf.text)
    except ValueError as problem:
        refuse(str(problem), leaf, "a unit such as VND/person/month")
    return leaf.text


def span_of_values(node: YamlNode) -> str:
    """A range ``a..b``, ``a..`` or ``..b``, both ends included."""
    leaf = scalar(node, "a range such as 0..100")
    match = _RANGE.match(leaf.text)
    if not match or not (match[1] or match[2]):
        refuse(f"{leaf.text!r} is not a range", leaf, "a..b, a.. or ..b")
    return leaf.text


def value(node: YamlNode) -> str | tuple[tuple[str, str], ...]:
    """A value of law as text: one, or one for each member of an enum."""
    if isinstance(node, MappingNode):
        if not node.items:
            refuse("no value stands here", node, "a value for each member")
        return tuple((identifier(key), text(item)) for key, item in node.items)
    return text(node)


@dataclass(frozen=True, slots=True)
class Many(Generic[T]):
    """A reader of a list that holds something; with ``one`` also of a single item."""

    read: Callable[[YamlNode], T]
    one: bool = False

    def __call__(self, node: YamlNode) -> tuple[T, ...]:
        """The items."""
        if not isinstance(node, SequenceNode):
            if self.one:
                return (self.read(node),)
            refuse("one value stands where a list is needed", node, "a list")
        if not node.items:
            refuse("the list is empty", node, "at least one item")
        return tuple(self.read(item) for item in node.items)


def many(read: Callable[[YamlNode], T]) -> Many[T]:
    """A reader of a list that holds something."""
    return Many(read)


def nodes(node: YamlNode) -> tuple[YamlNode, ...]:
    """The items of a list, read later by a model."""
    return many(lambda item: item)(node)


def one_or_many(read: Callable[[YamlNode], T]) -> Many[T]:
    """A reader of one item or a list of them."""
    return Many(read, one=True)


@dataclass(frozen=True, slots=True)
class Section:
    """A reader of a section: names to definitions. A definition stands where its name does."""

    check: Callable[[YamlNode], str]

    def __call__(self, node: YamlNode) -> dict[str, YamlNode]:
        """The definitions by name."""
        if not isinstance(node, MappingNode):
            refuse("a section is not a mapping of names", node, "name: definition")
        return {self.check(key): _moved(item, key.span) for key, item in node.items}


def section(check: Callable[[YamlNode], str]) -> Section:
    """A reader of a section."""
    return Section(check)


def members(node: YamlNode) -> tuple[tuple[str, Words], ...]:
    """The members of an enum with their labels."""
    if not isinstance(node, MappingNode) or not node.items:
        refuse("an enum without members", node, "member: {vi: ..., en: ...}")
    return tuple((identifier(key), words(item)) for key, item in node.items)


def _moved(node: YamlNode, place: Span) -> YamlNode:
    return replace(node, span=place) if isinstance(node, MappingNode) else node


Text = Annotated[str, BeforeValidator(text)]
Id = Annotated[str, BeforeValidator(identifier)]
Ids = Annotated[tuple[str, ...], BeforeValidator(many(identifier))]
InstrumentId = Annotated[str, BeforeValidator(instrument_id)]
InstrumentIds = Annotated[tuple[str, ...], BeforeValidator(many(instrument_id))]
Rule = Annotated[Expression, BeforeValidator(expression)]
Rules = Annotated[tuple[Expression, ...], BeforeValidator(one_or_many(expression))]
Day = Annotated[date, BeforeValidator(day)]
FirstDay = Annotated[Start, BeforeValidator(start)]
Truth = Annotated[bool, BeforeValidator(truth)]
HowSure = Annotated[Evidence, BeforeValidator(evidence)]
Label = Annotated[Words, BeforeValidator(words)]
UnitText = Annotated[str, BeforeValidator(unit)]
RangeText = Annotated[str, BeforeValidator(span_of_values)]
ValueText = Annotated[str | tuple[tuple[str, str], ...], BeforeValidator(value)]
Sources = Annotated[tuple[str, ...], BeforeValidator(one_or_many(text))]
Members = Annotated[tuple[tuple[str, Words], ...], BeforeValidator(members)]
