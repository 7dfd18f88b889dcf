"""The base of the models of a policy's facts: checked facts as a program holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict


class GivenFacts(BaseModel):
    """Facts of one household or of one member, checked by the schema of a policy. It never changes.

    Made by a model of ``Policy.facts_model``; a fact that was not given stays away from ``given``, one given as None
    is there and unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, protected_namespaces=())

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)

    def given(self) -> dict[str, Any]:
        """The facts as ``Policy.assess`` takes them: what was given, by its name, numbers exact."""
        found = {}
        for field, info in type(self).model_fields.items():
            if field in self.model_fields_set:
                value = getattr(self, field)
                found[info.alias or field] = _plain(value) if field == "members" else value
        return found

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return ((name, value) for name, value in super().__repr_args__() if name in self.model_fields_set)


def _plain(members: tuple[GivenFacts, ...] | None) -> list[dict[str, Any]] | None:
    return None if members is None else [member.given() for member in members]
