"""What a header means: the fact it names, what it says about polarity and unit. Exact names only, never a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from povrules.facts import header_aliases as words
from povrules.facts.folding import clean_text, fold, without_marks
from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.nodes import Scope
from povrules.language.symbols import NATION
from povrules.language.types import NumberType

Polarity = Literal["deprived", "has"]
JOIN = " / "  # between a group header and the header below it
FLAG = "deprived_"
BIRTH_PARTS = ("birth_year", "birth_year_male", "birth_year_female")

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBERING = re.compile(
    r"^\s*(?:(?:cột|column|câu)\s*)?(?:[(\[]\s*[0-9]{1,3}\s*[)\]]|[0-9]{1,3}\s*[.):])\s*", re.IGNORECASE
)
_NUMBERED_END = re.compile(r"\s*[(\[]\s*[0-9]{1,3}\s*[)\]]\s*$")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_UNIT_END = re.compile(r"[,;]\s*(?:đvt|đơn vị|unit|đồng|nghìn|ngàn|triệu|m2|m²|vnđ|vnd|1[.,]?000).*$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^\w]+|_+")
_SCALES = (
    (re.compile(r"(?:nghìn|ngàn|nghin|1[.,]?000)\s*(?:đồng|đ|dong|vnđ|vnd)\b", re.IGNORECASE), 1000),
    (re.compile(r"(?:triệu|trieu)\s*(?:đồng|đ|dong|vnđ|vnd)\b", re.IGNORECASE), 1_000_000),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one header was recognised as.

    Args:
        target: a fact's name or one of ``BIRTH_PARTS``; None for a header that is known but no fact (a name, a note).
        polarity: what a yes in the column says, where the header itself says it.
        bare: the header names an indicator without saying "has" or "lacks".
        weak: give way to another column of the same target.
        either: a fact that lists kinds, which the same header may also stand over.
        scale: by what the values must be multiplied, from a unit in the header (``nghìn đồng``).
    """

    target: str | None
    polarity: Polarity | None = None
    bare: bool = False
    weak: bool = False
    either: str | None = None
    scale: int = 1


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """A header as compared: numbering gone, punctuation as spaces, folded.

    >>> header_key("(5) Số nhân khẩu:") == header_key("SỐ NHÂN KHẨU"), header_key("b1Point")
    (True, 'b1 point')
    """
    text = _NUMBERED_END.sub("", _NUMBERING.sub("", clean_text(text).replace("²", "2")))
    return fold(_PUNCTUATION.sub(" ", _CAMEL.sub(" ", text)))


def spellings(listed: str) -> Iterator[str]:
    """The keys of a list written with ``|``."""
    return (header_key(part) for part in listed.split("|"))


@lru_cache(maxsize=16)
def headers_of(schema: FactSchema, of: Scope) -> Headers:
    """The headers of one table of a schema, learned once.

    Args:
        schema: the facts of the policy.
        of: ``household`` or ``person``.
    """
    return Headers(schema, of)


class Headers:
    """Recognises the headers of one table.

    Args:
        schema: the facts of the policy; their names and labels are headers too.
        of: ``household`` or ``person``.
    """

    def __init__(self, schema: FactSchema, of: Scope) -> None:
        self.specs: Mapping[str, FactSpec] = schema.household if of == "household" else schema.person
        self.of = of
        self._meanings: dict[str, Meaning] = {}
        self._indicators: dict[str, str] = {}
        if of == "household":
            self._learn_indicators()
        aliases, weak = (
            (words.HOUSEHOLD, words.HOUSEHOLD_WEAK) if of == "household" else (words.PERSON, words.PERSON_WEAK)
        )
        for name, spec in self.specs.items():
            # A place's fact goes by its name alone: its label may stand over something else in another place's files.
            bare = name.startswith(FLAG) or not spec.id.startswith(f"{NATION}:")
            labels = () if bare else (spec.label.vi, spec.label.en)
            self._learn((name, *labels), Meaning(name))
        for target, listed in aliases.items():
            if (
                target in self.specs
                or target == "household_id"
                or (target in BIRTH_PARTS and "birth_date" in self.specs)
            ):
                self._learn(listed.split("|"), Meaning(target))
        for target, listed in weak.items():
            if target in self.specs:
                self._learn(listed.split("|"), Meaning(target, weak=True))
        self._learn(words.CARRIED.split("|"), Meaning(None))
        self._plain = {without_marks(key): meaning for key, meaning in self._meanings.items()}

    def meaning(self, header: str) -> Meaning | None:
        """What a header means, or None when it is not known.

        Args:
            header: its text; a header in two rows as ``group / header``.
        """
        found = self._found(header)
        if found is None and JOIN in header:
            group, _, rest = header.rpartition(JOIN)
            found = self._found(rest)
            if self._says_lacking(group):
                indicator = self._indicators.get(header_key(rest))
                found = Meaning(FLAG + indicator, "deprived") if indicator else found
        return self._scaled(header, found) if found else None

    def beginning(self, header: str) -> set[str]:
        """The facts with a header that begins with the words of this one; a single word begins too many."""
        key = header_key(header)
        if len(key.split()) < 2:
            return set()
        known = self._plain if key.isascii() else self._meanings
        return {m.target for each, m in known.items() if m.target is not None and each.startswith(f"{key} ")}

    def _learn_indicators(self) -> None:
        for name, spec in self.specs.items():
            if not name.startswith(FLAG):
                continue
            indicator = name.removeprefix(FLAG)
            for listed in (indicator, words.INDICATORS.get(indicator, indicator)):
                self._indicators.update(dict.fromkeys(spellings(listed), indicator))
            for label in (spec.label.vi, spec.label.en):
                key = header_key(label)
                bare = next((key.removeprefix(start) for start in _LACKING if key.startswith(start)), key)
                self._indicators.setdefault(bare, indicator)
        either = {key: kind for kind, listed in words.EITHER.items() for key in spellings(listed) if kind in self.specs}
        for key, indicator in self._indicators.items():
            self._meanings[key] = Meaning(FLAG + indicator, bare=True, either=either.get(key))
            for start in _HAVING:
                self._meanings.setdefault(start + key, Meaning(FLAG + indicator, "has"))
            for start in _LACKING:
                self._meanings.setdefault(start + key, Meaning(FLAG + indicator, "deprived"))
            for end in _LACKING_END:
                self._meanings.setdefault(key + end, Meaning(FLAG + indicator, "deprived"))

    def _learn(self, headers: Iterable[str], meaning: Meaning) -> None:
        """The first meaning stands: an indicator's bare name before a fact's label, a fact before a carried column."""
        for header in headers:
            key = header_key(header)
            self._meanings.setdefault(key, meaning)
            spec = self.specs.get(meaning.target or "")
            if spec and str(spec.type) == "bool":
                for start in _HAVING:
                    self._meanings.setdefault(start + key, meaning)

    def _found(self, header: str) -> Meaning | None:
        for text in (header, _BRACKETS.sub(" ", header), _UNIT_END.sub("", header)):
            key = header_key(text)
            found = self._meanings.get(key) or (self._plain.get(key) if key.isascii() else None)
            if found:
                return found
        return None

    def _says_lacking(self, group: str) -> bool:
        key = header_key(group)
        return any(key.startswith(start) for start in _GROUPS)

    def _scaled(self, header: str, meaning: Meaning) -> Meaning:
        spec = self.specs.get(meaning.target or "")
        if spec is None or not isinstance(spec.type, NumberType) or "VND" not in dict(spec.type.unit.powers):
            return meaning
        for pattern, scale in _SCALES:
            if pattern.search(header):
                return Meaning(meaning.target, scale=scale)
        return meaning


def _starts(listed: str) -> tuple[str, ...]:
    return tuple(f"{key} " for key in spellings(listed))


_LACKING = _starts(words.LACKING)
_HAVING = _starts(words.HAVING)
_LACKING_END = tuple(f" {key}" for key in spellings("thiếu hụt | deprived | bị thiếu hụt"))
_GROUPS = tuple(spellings(words.GROUP_LACKING))
