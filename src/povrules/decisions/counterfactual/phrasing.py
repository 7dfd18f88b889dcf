"""One change in words, in both languages."""

from __future__ import annotations

from datetime import date

from povrules.decisions.counterfactual import words as w
from povrules.decisions.counterfactual.result import Change
from povrules.decisions.counterfactual.slots import ANOTHER, Move
from povrules.decisions.explanation import words as said
from povrules.decisions.labels import PolicyLabels
from povrules.language.amounts import Lang, shown
from povrules.language.nodes import Value
from povrules.language.types import NumberType
from povrules.language.units import ANY
from povrules.law.model import Words


class Phrases:
    """Changes in words.

    Args:
        labels: of the policy.
    """

    def __init__(self, labels: PolicyLabels) -> None:
        self.labels = labels

    def change(self, move: Move) -> Change:
        """A move for people."""
        slot = move.slot
        known = slot.before is not None and move.direction != "other"
        return Change(
            fact=slot.name,
            label=Words(self._label(move, "vi"), self._label(move, "en")),
            before=slot.before,
            values=move.values,
            direction=move.direction,
            furthest=move.furthest,
            margin=move.distance if known else None,
            changeable=slot.changeable,
            words=Words(self._said(move, "vi"), self._said(move, "en")),
        )

    def _label(self, move: Move, lang: Lang) -> str:
        kind, id, where = move.slot.key
        if kind == "law":
            return self.labels.cell(id, where, lang)
        shown_as = id if where is not None or ":" in move.slot.name else f"vn:{move.slot.name}"
        label = self.labels.fact(shown_as, "household" if where is None else "person", lang)
        return label if where is None else f"{label} ({said.MEMBER.of(lang).format(where + 1)})"

    def _said(self, move: Move, lang: Lang) -> str:
        slot, label = move.slot, self._label(move, lang)
        if move.direction == "other":
            become = self._any_but(move, lang) or w.VALUES.of(lang).join(
                self._value(move, value, lang) for value in move.values
            )
            if slot.before is None:
                return w.TOLD.of(lang).format(label, become)
            return w.INSTEAD.of(lang).format(label, become, self._value(move, slot.before, lang))
        reach = self._reach(move, lang)
        if slot.before is None:
            return w.TOLD.of(lang).format(label, reach)
        if isinstance(slot.before, date):
            return w.INSTEAD.of(lang).format(label, reach, self._value(move, slot.before, lang))
        words = w.LOWER if move.direction == "lower" else w.HIGHER
        return words.of(lang).format(label, self._value(move, move.distance, lang), reach)

    def _any_but(self, move: Move, lang: Lang) -> str | None:
        """Of a text: every one but those that rules name; a code stands behind the names."""
        if ANOTHER not in move.values or not move.named:
            return None
        but = sorted(move.named.difference(map(str, move.values)))
        if not but:
            return w.ANY.of(lang)
        names, codes = [text for text in but if not text.isdigit()], [text for text in but if text.isdigit()]
        told = w.VALUES.of(lang).join(names or codes)
        return w.ANY_BUT.of(lang).format(f"{told} ({', '.join(codes)})" if names and codes else told)

    def _reach(self, move: Move, lang: Lang) -> str:
        """How far it may go: to the end of its domain, or to another turn."""
        nearest = self._value(move, move.after, lang)
        end = move.slot.low if move.direction == "lower" else move.slot.high
        if move.furthest == move.after:
            return w.JUST.of(lang).format(nearest)
        if move.furthest is not None and move.furthest != end:
            ends = sorted([move.after, move.furthest])
            return w.FROM_TO.of(lang).format(*(self._value(move, value, lang) for value in ends))
        day = isinstance(move.after, date)
        if move.direction == "lower":
            return (w.BY if day else w.AT_MOST).of(lang).format(nearest)
        return (w.SINCE if day else w.AT_LEAST).of(lang).format(nearest)

    def _value(self, move: Move, value: Value, lang: Lang) -> str:
        kind, id, where = move.slot.key
        if kind == "law":
            return self.labels.law_value(id, value, lang)
        if isinstance(move.slot.type, NumberType) and not isinstance(value, (bool, str, date)):
            unit = ANY if id == "vn:age" else move.slot.type.unit
            return shown(value, lang, unit, exact=True)
        return self.labels.fact_value(id, "household" if where is None else "person", value, lang)
