"""`povrules schema`: the JSON Schema of policy files, or of pack.yaml, for editors."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from povrules.commands import words as w
from povrules.commands.parser import Parser
from povrules.law.json_schema import policy_schema, schema_of
from povrules.plugins.manifest import PackDoc

KINDS = ("policy", "pack")


def add_arguments(parser: Parser) -> None:
    """The arguments of `povrules schema`."""
    parser.takes("kind", metavar="policy|pack", nargs="?", choices=KINDS, default="policy", words=w.SCHEMA_KIND)
    parser.speaks()


def run(options: Namespace) -> int:
    """Print the schema."""
    print(written(options.kind), end="")
    return 0


def written(kind: str) -> str:
    """A schema as its file holds it."""
    schema: dict[str, Any] = policy_schema() if kind == "policy" else schema_of(PackDoc, "A pack.yaml of povrules")
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
