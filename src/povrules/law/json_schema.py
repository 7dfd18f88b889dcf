"""The shape of policy files as a JSON Schema, for editors: made from the same models that read the files.

It knows keys, words and forms; what a rule means, and whether units and names fit, only loading tells.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any, Union, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from povrules.law import leaves
from povrules.law.documents import Located
from povrules.law.file_document import FileDoc

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TEXT = {"type": ["string", "number", "boolean"]}
"""A scalar; YAML may show a text to an editor as a number or a truth."""
EXPRESSION = {"type": ["string", "number", "boolean"], "description": "an expression of the rule language"}
ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
INSTRUMENT = {"type": "string", "pattern": "^[A-Z][A-Za-z0-9.-]*$"}
WORDS = {
    "type": "object",
    "properties": {"vi": TEXT, "en": TEXT},
    "required": ["vi", "en"],
    "additionalProperties": False,
}
START = {
    "oneOf": [
        DAY,
        {
            "type": "object",
            "properties": {"not_before": DAY, "not_after": {"oneOf": [DAY, {"const": "unknown"}]}},
            "required": ["not_before", "not_after"],
            "additionalProperties": False,
        },
    ]
}
LEAVES: dict[Any, dict[str, Any]] = {
    leaves.text: TEXT,
    leaves.expression: EXPRESSION,
    leaves.day: DAY,
    leaves.start: START,
    leaves.truth: {"type": "boolean"},
    leaves.identifier: ID,
    leaves.instrument_id: INSTRUMENT,
    leaves.evidence: {"enum": ["official_text", "secondary", "unverified", "unknown"]},
    leaves.words: WORDS,
    leaves.unit: TEXT,
    leaves.span_of_values: {"type": "string"},
    leaves.value: {"oneOf": [TEXT, {"type": "object", "minProperties": 1, "additionalProperties": TEXT}]},
    leaves.members: {"type": "object", "minProperties": 1, "propertyNames": ID, "additionalProperties": WORDS},
}


def policy_schema() -> dict[str, Any]:
    """The schema of one policy file.

    >>> policy_schema()["properties"]["parameters"]["additionalProperties"]
    {'$ref': '#/$defs/Parameter'}
    """
    return _whole(FileDoc, "A policy file of povrules")


def schema_of(model: type[Located], title: str) -> dict[str, Any]:
    """The schema of another kind of file, such as ``pack.yaml``."""
    return _whole(model, title)


def _whole(model: type[Located], title: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    top = _object(model, made)
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(made.items()))}


def _object(model: type[Located], made: dict[str, Any]) -> dict[str, Any]:
    """A mapping of a file: its keys, which of them it must have."""
    properties, required = {}, []
    for name, info in model.model_fields.items():
        if name == "span":
            continue
        key = info.alias or name
        properties[key] = _field(info, made)
        if info.is_required():
            required.append(key)
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        found["required"] = required
    return found


def _field(info: FieldInfo, made: dict[str, Any]) -> dict[str, Any]:
    reader = next((each.func for each in info.metadata if isinstance(each, BeforeValidator)), None)
    return _form(info.annotation, reader, made)


def _form(kind: Any, reader: Callable[..., Any] | None, made: dict[str, Any]) -> dict[str, Any]:
    if get_origin(kind) is typing.Annotated:
        inner, *rest = get_args(kind)
        return _form(inner, next((each.func for each in rest if isinstance(each, BeforeValidator)), reader), made)
    if get_origin(kind) in (Union, types.UnionType) and reader is None:
        others = [each for each in get_args(kind) if each is not type(None)]
        return _form(others[0], None, made)
    if isinstance(reader, leaves.OneWord):
        return {"enum": list(reader.allowed)}
    if isinstance(reader, leaves.Many):
        return _list(reader, made)
    if isinstance(reader, leaves.Section):
        item = get_args(kind)[1]
        names = LEAVES.get(reader.check) or _form(None, reader.check, made)
        return {"type": "object", "propertyNames": names, "additionalProperties": _form(item, None, made)}
    if reader is leaves.nodes:
        return {"type": "array", "minItems": 1, "items": _form(get_args(kind)[0], None, made)}
    if reader is not None:
        return LEAVES[reader]
    return _reference(kind, made)


def _list(reader: leaves.Many[Any], made: dict[str, Any]) -> dict[str, Any]:
    item = _form(None, reader.read, made)
    listed = {"type": "array", "minItems": 1, "items": item}
    return {"oneOf": [item, listed]} if reader.one else listed


def _reference(model: type[Located], made: dict[str, Any]) -> dict[str, Any]:
    name = model.__name__.removesuffix("Doc")
    if name not in made:
        made[name] = {}  # a model that holds itself finds its name
        made[name] = _object(model, made) | {"description": " ".join((model.__doc__ or "").split())}
    return {"$ref": f"#/$defs/{name}"}
