"""A bound rule printed back as a sentence, in Vietnamese and English.

Two different rules never read the same, as long as different things have different labels: brackets stand where the
words alone would leave a choice, and a label that holds one of the sentence's own words is put in quotes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from povrules.language import nodes as n
from povrules.language.amounts import Lang, plain, shown
from povrules.language.phrases import PHRASES, RESERVED
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.language.units import ANY, PURE

# How tightly a piece of text holds together, loosest first.
WHOLE, SIDE, SUM, PRODUCT, SIGN, ATOM = range(6)
Piece = tuple[str, int]


class Labels(Protocol):
    """What things are called. Different things need different labels for different rules to read differently."""

    def ref(self, node: n.Ref, lang: Lang) -> str:
        """The label of a fact, variable or decision."""

    def parameter(self, node: n.ParameterRef, lang: Lang) -> str:
        """The label of a value of law, without its cell."""

    def amount(self, node: n.ParameterRef, lang: Lang) -> str | None:
        """The number of a value of law, when it has one that does not depend on the household; shown in brackets."""

    def named_set(self, node: n.AtLeast | n.CountTrue, lang: Lang) -> str:
        """The label of the named set the node counts."""

    def member(self, type: EnumType, member: str, lang: Lang) -> str:
        """The label of a member of an enum."""

    def type(self, node: n.Ref | n.ParameterRef) -> Type | None:
        """The type, with the unit in which numbers beside it are written; None when it is not known."""

    def index(self, node: n.ParameterRef) -> EnumType | None:
        """The enum that picks the cell."""


def sentence(node: n.Node, lang: Lang, labels: Labels, about: Type | None = None) -> str:
    """The rule in words.

    Args:
        node: a bound tree, or a part of one.
        lang: ``vi`` or ``en``.
        labels: what things are called.
        about: the type of the whole, which says what a bare enum member means.

    Returns:
        A phrase without a capital or a full stop.

    Raises:
        TypeError: not a node of the rule language.

    >>> class Bare:
    ...     def __getattr__(self, name):
    ...         return lambda node, *rest: node.id if name in ("ref", "parameter") else None
    >>> rule = n.Compare(n.Ref("income", "household"), "<=", n.Literal(1_500_000))
    >>> sentence(rule, "vi", Bare()), sentence(rule, "en", Bare())
    ('income không vượt quá 1.500.000', 'income is at most 1,500,000')
    """
    return _Printer(lang, labels).piece(node, about)[0]


def type_of(node: n.Node, labels: Labels) -> Type | None:
    """The type of a bound expression as far as the labels know it; the unit ``ANY`` where it has none."""
    match node:
        case n.Ref() | n.ParameterRef():
            return labels.type(node)
        case n.Literal(value=value):
            if isinstance(value, bool):
                return BoolType()
            if isinstance(value, str):
                return None
            return DateType() if hasattr(value, "toordinal") else NumberType()
        case n.OfHousehold(item=item) | n.Negate(item=item) | n.Absolute(item=item) | n.Round(item=item):
            return type_of(item, labels)
        case n.OverMembers(how=("sum" | "min" | "max"), item=item):
            return type_of(item, labels)
        case n.Arithmetic(left=left, op=op, right=right):
            return _calculated(left, op, right, labels)
        case n.IfElse(then=then, otherwise=otherwise):
            return _first([then, otherwise], labels)
        case n.Extreme(items=items):
            return _first(items, labels)
        case n.AddMonths():
            return DateType()
        case n.AgeOn() | n.CountTrue() | n.OverMembers(how=("count" | "share")):
            return NumberType()
        case n.Months() | n.Row() | n.Table() | n.Name() | n.Dotted() | n.Lookup():
            return None
    return BoolType()


def _first(nodes: Any, labels: Labels) -> Type | None:
    """The type of the first that says one; a number with a unit before one without."""
    types = [found for node in nodes if (found := type_of(node, labels)) is not None]
    return next((t for t in types if not isinstance(t, NumberType) or not t.unit.any), types[0] if types else None)


def _calculated(left: n.Node, op: str, right: n.Node, labels: Labels) -> Type:
    if op in "+-":
        return _first([left, right], labels) or NumberType()
    units = []
    for side in (left, right):
        found = type_of(side, labels)
        units.append(PURE if isinstance(side, n.Literal) else found.unit if isinstance(found, NumberType) else ANY)
    return NumberType(units[0] * units[1] if op == "*" else units[0] / units[1])


class _Printer:
    def __init__(self, lang: Lang, labels: Labels) -> None:
        self.lang = lang
        self.labels = labels
        self.words = PHRASES[lang]
        self.handlers: dict[type[n.Node], Callable[[Any, Type | None], Piece]] = {
            n.Literal: self.literal,
            n.Name: lambda node, _: (f"`{node.id}`", ATOM),
            n.Dotted: lambda node, _: (f"`{node.base}.{node.id}`", ATOM),
            n.Lookup: lambda node, _: (f"{self.at(node.target, ATOM)}[{self.text(node.index)}]", ATOM),
            n.Ref: lambda node, _: (self.label(self.labels.ref(node, self.lang)), ATOM),
            n.ParameterRef: self.parameter,
            n.OfHousehold: lambda node, _: (self.words.of_household.format(self.at(node.item, ATOM)), ATOM),
            n.OverMembers: self.over_members,
            n.Not: self.negation,
            n.And: self.conjunction,
            n.Or: lambda node, _: self.joined(node.items, self.words.either, self.words.one_of),
            n.Compare: self.compare,
            n.OneOfThese: lambda node, _: self.options(node, self.words.inside),
            n.Negate: lambda node, about: (f"−{self.at(node.item, ATOM, about)}", SIGN),
            n.Arithmetic: self.arithmetic,
            n.IfElse: self.if_else,
            n.AtLeast: lambda node, _: self.at_least(node, self.words.at_least),
            n.CountTrue: lambda node, _: (self.words.count_true.format(self.counted(node)), ATOM),
            n.Extreme: self.extreme,
            n.Absolute: lambda node, about: (self.words.absolute.format(self.text(node.item, about)), ATOM),
            n.Round: self.rounded,
            n.Months: self.months,
            n.AddMonths: self.add_months,
            n.AgeOn: lambda node, _: (self.words.age.format(self.text(node.birth), self.text(node.day)), ATOM),
            n.Row: self.row,
            n.Table: self.table,
        }  # fmt: skip

    # pieces --------------------------------------------------------------------------------------------------------

    def piece(self, node: n.Node, about: Type | None = None) -> Piece:
        handler = self.handlers.get(type(node))
        if handler is None:
            raise TypeError(f"{type(node).__name__} is not a node of the rule language")
        return handler(node, about)

    def text(self, node: n.Node, about: Type | None = None) -> str:
        return self.piece(node, about)[0]

    def at(self, node: n.Node, level: int, about: Type | None = None) -> str:
        """The node's text, in brackets if it holds together less tightly than asked."""
        text, own = self.piece(node, about)
        return text if own >= level else f"({text})"

    def label(self, text: str) -> str:
        return f"«{text.replace('»', '»»')}»" if RESERVED[self.lang].search(text) or not text else text

    # leaves --------------------------------------------------------------------------------------------------------

    def literal(self, node: n.Literal, about: Type | None) -> Piece:
        value = node.value
        if isinstance(value, bool):
            return (self.words.true if value else self.words.false), ATOM
        if isinstance(value, str):
            if isinstance(about, EnumType) and value in about.members:
                return self.label(self.labels.member(about, value, self.lang)), ATOM
            return f"“{value.replace('”', '””')}”", ATOM
        return shown(value, self.lang, about.unit if isinstance(about, NumberType) else ANY, exact=True), ATOM

    def parameter(self, node: n.ParameterRef, _: Type | None) -> Piece:
        text = self.label(self.labels.parameter(node, self.lang))
        if node.index is not None:
            text += f" [{self.text(node.index, self.labels.index(node))}]"
        amount = self.labels.amount(node, self.lang)
        return (text if amount is None else f"{text} ({amount})"), ATOM

    # truths --------------------------------------------------------------------------------------------------------

    def negation(self, node: n.Not, _: Type | None) -> Piece:
        item = node.item
        if isinstance(item, n.OneOfThese):
            return self.options(item, self.words.outside)
        if isinstance(item, n.AtLeast):
            return self.at_least(item, self.words.fewer)
        text = self.at(item, ATOM)
        if isinstance(item, n.Ref) and not text.startswith("«"):
            for start, negated in self.words.verbs:
                if text.startswith(start):
                    return negated + text.removeprefix(start), SIDE
        return self.words.negation.format(text), SIDE

    def conjunction(self, node: n.And, _: Type | None) -> Piece:
        return self.between(node) or self.joined(node.items, self.words.both, self.words.all_of)

    def joined(self, items: tuple[n.Node, ...], word: str, listed: str) -> Piece:
        if len(items) < 2:
            return listed.format("; ".join(map(self.text, items))), SIDE
        return word.join(self.at(item, SIDE) for item in items), WHOLE

    def between(self, node: n.And) -> Piece | None:
        """``a < x <= b``, which is an ``And`` of two comparisons that share their middle."""
        match node.items:
            case (n.Compare() as lower, n.Compare() as upper) if lower.right == upper.left:
                ops = (lower.op, upper.op)
                if not set(ops) <= {"<", "<="}:
                    return None
                parts = (upper.left, lower.left, upper.right)
                about = _first(parts, self.labels)
                forms = self.words.date_between if isinstance(about, DateType) else self.words.number_between
                form = forms[ops[0] == "<", ops[1] == "<"]
                return form.format(*(self.at(part, SUM, about) for part in parts)), SIDE
        return None

    def compare(self, node: n.Compare, _: Type | None) -> Piece:
        about = _first([node.left, node.right], self.labels)
        if isinstance(about, DateType):
            form = self.words.date_order[node.op]
        elif node.op not in ("==", "!=") or isinstance(about, NumberType):
            form = self.words.number_order[node.op]
        else:
            form = self.words.same if node.op == "==" else self.words.other
        return form.format(self.at(node.left, SUM, about), self.at(node.right, SUM, about)), SIDE

    def options(self, node: n.OneOfThese, form: str) -> Piece:
        about = type_of(node.item, self.labels)
        options = "; ".join(self.text(option, about) for option in node.options)
        return form.format(self.at(node.item, SUM), options), SIDE

    def at_least(self, node: n.AtLeast, form: str) -> Piece:
        return form.format(self.at(node.count, ATOM), self.counted(node)), SIDE

    def counted(self, node: n.AtLeast | n.CountTrue) -> str:
        if node.name is not None:
            return self.label(self.labels.named_set(node, self.lang))
        return f"({'; '.join(map(self.text, node.items))})"

    def over_members(self, node: n.OverMembers, _: Type | None) -> Piece:
        forms = {
            "any": self.words.any,
            "all": self.words.all,
            "count": self.words.count,
            "share": self.words.share,
            "sum": self.words.sum,
            "min": self.words.least_member,
            "max": self.words.greatest_member,
        }
        if node.how == "count" and isinstance(node.item, n.Literal) and node.item.value is True:
            return self.words.everybody, ATOM
        return forms[node.how].format(self.text(node.item)), SIDE if node.how in ("any", "all") else ATOM

    # amounts and days ----------------------------------------------------------------------------------------------

    def arithmetic(self, node: n.Arithmetic, about: Type | None) -> Piece:
        sign = {"+": "+", "-": "−", "*": "×", "/": "/"}[node.op]
        level = SUM if node.op in "+-" else PRODUCT
        # In a sum a bare number has the unit of its like; in a product it is a pure one.
        unit = _first([node.left, node.right], self.labels) if level == SUM else None
        return f"{self.at(node.left, level, unit)} {sign} {self.at(node.right, level + 1, unit)}", level

    def extreme(self, node: n.Extreme, _: Type | None) -> Piece:
        about = _first(node.items, self.labels)
        form = self.words.least if node.how == "min" else self.words.greatest
        return form.format("; ".join(self.text(item, about) for item in node.items)), ATOM

    def rounded(self, node: n.Round, about: Type | None) -> Piece:
        step, mode = plain(node.to, self.lang), self.words.modes[node.mode]
        return self.words.round.format(self.text(node.item, about), step, mode), ATOM

    def months(self, node: n.Months, _: Type | None) -> Piece:
        count = self.at(node.count, ATOM)
        if node.per == 12:
            return self.words.years.format(count), ATOM
        if node.per == 1:
            return self.words.months.format(count), ATOM
        return self.words.lengths.format(count, node.per), ATOM

    def add_months(self, node: n.AddMonths, _: Type | None) -> Piece:
        sign = "+" if node.sign > 0 else "−"
        times = "" if abs(node.sign) == 1 else f"{abs(node.sign)} × "
        return f"{self.at(node.day, SUM)} {sign} {times}{self.text(node.months)}", SUM

    # choices -------------------------------------------------------------------------------------------------------

    def if_else(self, node: n.IfElse, about: Type | None) -> Piece:
        about = about or _first([node.then, node.otherwise], self.labels)
        parts = (self.at(node.test, SIDE), self.at(node.then, SIDE, about), self.at(node.otherwise, SIDE, about))
        return self.words.conditional.format(*parts), WHOLE

    def row(self, node: n.Row, about: Type | None) -> Piece:
        then = self.at(node.then, SIDE, about)
        if node.when is None:
            return self.words.otherwise.format(then), WHOLE
        # Nothing follows a row's condition but its own word, so only another choice needs brackets.
        test, level = self.piece(node.when)
        bare = level >= SIDE or isinstance(node.when, (n.And, n.Or))
        return self.words.row.format(test if bare else f"({test})", then), WHOLE

    def table(self, node: n.Table, about: Type | None) -> Piece:
        form = self.words.table_unique if node.hit == "unique" else self.words.table_first
        rows = "; ".join(f"({i}) {self.text(row, about)}" for i, row in enumerate(node.rows, 1))
        return form.format(rows), WHOLE
