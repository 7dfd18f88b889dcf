"""The sentences of errors as they stand in the source, with ``{}`` where a value comes in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "povrules"


def raised(*kinds: str) -> dict[str, set[str]]:
    """The sentences and what is expected, by kind of error; what is put together elsewhere is not seen."""
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in found:
                if any(keyword.arg == "vi" for keyword in node.keywords):
                    continue
                told = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "expected")]
                found[node.func.id].update(template for part in told for template in _templates(part))
    return found


def _templates(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_templates(node.body), *_templates(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
