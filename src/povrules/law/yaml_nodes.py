"""YAML read as nodes: every scalar is text and knows its file, line and column.

Nothing is typed here: ``no`` is not false, ``0.045`` not a float, ``01`` not 1. What can surprise is refused: duplicate
keys, anchors and aliases, tags, several documents, deep nesting, large files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from povrules.language.errors import Span
from povrules.law.errors import LawError

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML 1.1 allows in a stream; checked here so that both loaders give the same message and place.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOADER = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text. ``plain`` is false when it was quoted or a block; ``span`` is where its first character stands."""

    text: str
    plain: bool
    span: Span

    @property
    def null(self) -> bool:
        """An empty value: nothing, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple[YamlNode, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file; no key twice."""

    items: tuple[tuple[ScalarNode, YamlNode], ...]
    span: Span

    def get(self, key: str) -> YamlNode | None:
        """The value at ``key``, or None when the key is absent."""
        return next((value for name, value in self.items if name.text == key), None)


YamlNode = ScalarNode | SequenceNode | MappingNode
Plain = str | None | list["Plain"] | dict[str, "Plain"]


def read_yaml(path: Path) -> YamlNode:
    """Read one file.

    Args:
        path: a YAML file in UTF-8, with or without a byte order mark, at most 5 MB.

    Raises:
        LawError: missing, too large, not UTF-8, not YAML, or refused; names file, line and column.
    """
    return compose(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a policy file.

    Raises:
        LawError: it cannot be read or is larger than 5 MB.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LawError("the file is too large", span=Span(str(path), 1, 1), expected=f"at most {MAX_BYTES} bytes")
        return path.read_bytes()
    except OSError as problem:
        raise LawError(f"cannot be read: {problem.strerror}", span=Span(str(path), 1, 1)) from None


def compose(data: bytes, file: str) -> YamlNode:
    """Turn the bytes of a file into nodes.

    Args:
        data: UTF-8 text.
        file: the name for messages.

    Raises:
        LawError: as ``read_yaml``.

    >>> node = compose(b"area: {rural: 01}", "x.yaml")
    >>> plain(node)
    {'area': {'rural': '01'}}
    """
    source = _decode(data, file)
    composer = _Composer(source, file)
    try:
        for event in yaml.parse(source, Loader=_LOADER):
            composer.feed(event)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file, 1, 1)
        raise LawError(f"not YAML: {problem.problem or problem.context}", span=span) from None
    except yaml.YAMLError as problem:
        raise LawError(f"not YAML: {problem}", span=Span(file, 1, 1)) from None
    if composer.root is None:
        raise LawError("the file is empty", span=Span(file, 1, 1))
    return composer.root


def plain(node: YamlNode) -> Plain:
    """The node as dict, list, text and None."""
    match node:
        case ScalarNode():
            return None if node.null else node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {key.text: plain(value) for key, value in node.items}


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8", errors="replace")
        span = _place(before, len(before), file)
        raise LawError("not UTF-8 text", span=span, expected="a file saved as UTF-8") from None
    bad = _FORBIDDEN.search(text)
    if bad:
        name = f"U+{ord(bad.group()):04X}"
        raise LawError(f"not YAML: character {name} is not allowed", span=_place(text, bad.start(), file))
    return text


def _place(text: str, position: int, file: str) -> Span:
    line = text.count("\n", 0, position)
    return Span(file, line + 1, position - (text.rfind("\n", 0, position) + 1) + 1)


class _Open:
    """A list or mapping still being read."""

    __slots__ = ("children", "key", "keys", "mapping", "span")

    def __init__(self, span: Span, *, mapping: bool) -> None:
        self.span = span
        self.mapping = mapping
        self.children: list[tuple[ScalarNode | None, YamlNode]] = []
        self.key: ScalarNode | None = None
        self.keys: dict[str, Span] = {}

    def add(self, node: YamlNode) -> None:
        if self.mapping and self.key is None:
            self._add_key(node)
            return
        self.children.append((self.key, node))
        self.key = None

    def _add_key(self, node: YamlNode) -> None:
        if not isinstance(node, ScalarNode):
            raise LawError("a key is not a single word", span=node.span)
        if node.text in self.keys:
            first = self.keys[node.text].line
            raise LawError(f"the key {node.text!r} stands twice, first on line {first}", span=node.span)
        self.keys[node.text] = node.span
        self.key = node

    def close(self) -> YamlNode:
        if self.mapping:
            return MappingNode(tuple((key, value) for key, value in self.children if key is not None), self.span)
        return SequenceNode(tuple(value for _, value in self.children), self.span)


class _Composer:
    """Builds nodes from parser events without recursion, so that depth cannot exhaust the stack."""

    def __init__(self, source: str, file: str) -> None:
        self.lines = source.splitlines()
        self.file = file
        self.stack: list[_Open] = []
        self.documents = 0
        self.root: YamlNode | None = None

    def feed(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise LawError("a second document starts", span=self._span(event), expected="one document in a file")
            if event.tags:
                raise LawError("tags are not used in policy files", span=self._span(event))
        elif isinstance(event, yaml.AliasEvent):
            raise LawError("aliases are not used in policy files", span=self._span(event), expected="the value itself")
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self.stack.pop().close())

    def _start(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if event.anchor is not None:
            raise LawError("anchors are not used in policy files", span=span)
        if event.tag is not None:
            raise LawError(f"tags are not used in policy files: {event.tag}", span=span)
        if isinstance(event, yaml.ScalarEvent):
            bad = _FORBIDDEN.search(event.value)
            if bad:  # written as an escape: the text of the file itself was looked at before
                raise LawError(f"character U+{ord(bad.group()):04X} is not allowed", span=span)
            text = unicodedata.normalize("NFC", event.value)
            self._put(ScalarNode(text, not event.style, self._text_span(event, span)))
            return
        if len(self.stack) >= MAX_DEPTH:
            raise LawError("nested too deep", span=span, expected=f"at most {MAX_DEPTH} levels")
        self.stack.append(_Open(span, mapping=isinstance(event, yaml.MappingStartEvent)))

    def _put(self, node: YamlNode) -> None:
        if self.stack:
            self.stack[-1].add(node)
        else:
            self.root = node

    def _span(self, event: yaml.Event) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1) if mark else Span(self.file, 1, 1)

    def _text_span(self, event: yaml.ScalarEvent, span: Span) -> Span:
        """Past the opening quote, or at the first line of a block."""
        if event.style in ("'", '"'):
            return Span(span.file, span.line, span.column + 1)
        if event.style in ("|", ">"):
            for number, column in self._block_starts(span.line):
                return Span(span.file, number, column)
        return span

    def _block_starts(self, line: int) -> Iterator[tuple[int, int]]:
        for number, text in enumerate(self.lines[line:], start=line + 1):
            if text.strip():
                yield number, len(text) - len(text.lstrip()) + 1
