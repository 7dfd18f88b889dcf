"""From untyped to bound nodes: every name gets its meaning, every part its type and unit, or the rule is refused."""

from __future__ import annotations

from collections.abc import Sequence

from povrules.language import nodes as n
from povrules.language.errors import RuleError, closest
from povrules.language.symbols import NATION, Symbols, place_named
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.language.units import ANY, PURE, Unit

BOOL, DATE, TEXT = BoolType(), DateType(), TextType()
YEARS = NumberType(integer=True)


def bind(node: n.Node, symbols: Symbols, scope: n.Scope, expected: Type | None = None) -> tuple[n.Node, Type]:
    """Give every name its meaning and check types and units.

    Args:
        node: an untyped tree from ``parse``.
        symbols: the names in force.
        scope: whose rule it is.
        expected: the type the whole must have, or None for any.

    Returns:
        The bound tree and its type.

    Raises:
        RuleError: an unknown name (with the closest), types or units that do not fit, with the place.
    """
    bound, found = _Binder(symbols, scope).bind(node, expected)
    if expected is not None:
        require(found, expected, node)
    return bound, found


def fits(found: Type, expected: Type) -> bool:
    """Whether a value of type ``found`` may stand where ``expected`` is wanted."""
    if isinstance(found, NumberType) and isinstance(expected, NumberType):
        same_unit = expected.unit.any or found.unit.any or found.unit == expected.unit
        return same_unit and (found.integer or not expected.integer)
    return found == expected


def require(found: Type, expected: Type, node: n.Node) -> None:
    """Refuse a part that is not of the type wanted where it stands.

    Raises:
        RuleError: at the place of ``node``.
    """
    if not fits(found, expected):
        raise RuleError(f"this is {found}", span=node.span, expected=str(expected))


class _Binder:
    def __init__(self, symbols: Symbols, scope: n.Scope) -> None:
        self.symbols = symbols
        self.scope: n.Scope = scope

    def bind(self, node: n.Node, expected: Type | None = None) -> tuple[n.Node, Type]:
        match node:
            case n.Literal():
                return node, _literal_type(node)
            case n.Name():
                return self.name(node, None, node.id, expected)
            case n.Dotted():
                return self.dotted(node, expected)
            case n.Lookup():
                return self.lookup(node)
            case n.Not():
                return n.Not(self.boolean(node.item), span=node.span), BOOL
            case n.And() | n.Or():
                return type(node)(tuple(map(self.boolean, node.items)), span=node.span), BOOL
            case n.Compare():
                return self.compare(node), BOOL
            case n.OneOfThese():
                item, found = self.bind(node.item)
                options = tuple(self.typed(option, found) for option in node.options)
                return n.OneOfThese(item, options, span=node.span), BOOL
            case n.IfElse():
                return self.if_else(node, expected)
            case n.AtLeast():
                items, name = self.set_items(node.items, node.name, node)
                return n.AtLeast(self.number(node.count)[0], items, name, span=node.span), BOOL
            case n.CountTrue():
                items, name = self.set_items(node.items, node.name, node)
                return n.CountTrue(items, name, span=node.span), YEARS
            case n.OverMembers():
                return self.over_members(node)
            case n.AddMonths():
                return self.add_months(node), DATE
            case n.Months():
                message = "a length of time can only be added to a date"
                raise RuleError(message, span=node.span, expected="day + months(36)")
            case n.Negate() | n.Absolute() | n.Round():
                return self.one_number(node)
            case n.Extreme():
                return self.extreme(node)
            case n.Arithmetic():
                return self.arithmetic(node)
        raise RuleError(f"{type(node).__name__} cannot stand in a rule", span=node.span)

    # names ---------------------------------------------------------------------------------------------------------

    def name(self, node: n.Node, base: str | None, word: str, expected: Type | None) -> tuple[n.Node, Type]:
        ids = self.symbols.candidates(word, base)
        found = self.symbols.ref(self.scope, ids)
        if found is not None:
            return n.Ref(found, self.scope, span=node.span), self.symbols.refs[self.scope, found]
        found = self.symbols.parameter(ids)
        if found is not None:
            symbol = self.symbols.parameters[found]
            if symbol.by is not None:
                by = symbol.by.name
                raise RuleError(f"{word} is given by {by}", span=node.span, expected=f"{word}[{by}]")
            return n.ParameterRef(found, span=node.span), symbol.type
        if base is None and isinstance(expected, EnumType) and word in expected.members:
            return n.Literal(word, span=node.span), expected
        raise self.unknown(node, word, expected)

    def unknown(self, node: n.Node, word: str, expected: Type | None) -> RuleError:
        known = self.symbols.visible(self.scope)
        if isinstance(expected, EnumType):
            known += expected.members
        if self.scope == "person" and self.symbols.ref("household", self.symbols.candidates(word)):
            return RuleError(f"{word} is a fact of the household", span=node.span, expected=f"household.{word}")
        if self.scope == "household" and self.symbols.ref("person", self.symbols.candidates(word)):
            return RuleError(f"{word} is a fact of a member", span=node.span, expected=f"any(members, {word} ...)")
        return RuleError(f"unknown name {word!r}", span=node.span, closest=closest(word, known))

    def dotted(self, node: n.Dotted, expected: Type | None) -> tuple[n.Node, Type]:
        if node.base != "household":
            self.own_place(node.base, node)
            return self.name(node, node.base, node.id, expected)
        if self.scope == "household":
            raise RuleError("household. is for a person's rule", span=node.span, expected=node.id)
        bound, found = _Binder(self.symbols, "household").name(node, None, node.id, None)
        return n.OfHousehold(bound, span=node.span), found

    def own_place(self, base: str | None, node: n.Node) -> None:
        """Refuse to read another place: its law is not there for everybody whom this rule is for."""
        code = None if base is None else place_named(base)
        if code is not None and code != self.symbols.namespace:
            own = self.symbols.namespace
            readable = "vn" if own == NATION else f"vn or p{own}"
            message = f"{base} is another place: a rule reads the nation and its own place"
            raise RuleError(message, span=node.span, expected=readable)

    def lookup(self, node: n.Lookup) -> tuple[n.Node, Type]:
        target = node.target
        base, word = (target.base, target.id) if isinstance(target, n.Dotted) else (None, getattr(target, "id", ""))
        self.own_place(base, node)
        found = self.symbols.parameter(self.symbols.candidates(word, base))
        if found is None:
            near = closest(word, [i.partition(":")[2] for i in self.symbols.parameters])
            raise RuleError(f"{word!r} is not a parameter", span=node.span, closest=near)
        symbol = self.symbols.parameters[found]
        if symbol.by is None:
            raise RuleError(f"{word} has one value and takes no index", span=node.span, expected=word)
        return n.ParameterRef(found, self.typed(node.index, symbol.by), span=node.span), symbol.type

    def set_items(
        self, items: Sequence[n.Node], name: str | None, node: n.Node
    ) -> tuple[tuple[n.Node, ...], str | None]:
        """The items of a list or a named set, and the set's full id."""
        if name is None:
            return tuple(map(self.boolean, items)), None
        base, _, word = name.rpartition(".")
        self.own_place(base, node)
        found = self.symbols.named_set(self.symbols.candidates(word, base or None))
        if found is None:
            near = closest(word, [i.partition(":")[2] for i in self.symbols.sets])
            raise RuleError(f"{word!r} is not a named set", span=node.span, closest=near)
        symbol = self.symbols.sets[found]
        if symbol.of != self.scope:
            raise RuleError(f"{word} is a set of the {symbol.of}", span=node.span)
        for item in symbol.items:
            item_type = self.symbols.refs[symbol.of, item]
            if item_type != BOOL:
                raise RuleError(f"{item.partition(':')[2]} in {word} is {item_type}", span=node.span, expected="bool")
        return tuple(n.Ref(item, symbol.of, span=node.span) for item in symbol.items), found

    # parts ---------------------------------------------------------------------------------------------------------

    def boolean(self, node: n.Node) -> n.Node:
        return self.typed(node, BOOL)

    def typed(self, node: n.Node, expected: Type) -> n.Node:
        bound, found = self.bind(node, expected)
        require(found, expected, node)
        return bound

    def number(self, node: n.Node) -> tuple[n.Node, NumberType]:
        bound, found = self.bind(node)
        if not isinstance(found, NumberType):
            raise RuleError(f"this is {found}", span=node.span, expected="number")
        return bound, found

    def same(self, types: Sequence[NumberType], node: n.Node) -> NumberType:
        units = {t.unit for t in types if not t.unit.any}
        if len(units) > 1:
            raise RuleError(f"units do not agree: {' and '.join(sorted(map(str, units)))}", span=node.span)
        return NumberType(units.pop() if units else ANY, all(t.integer for t in types))

    def compare(self, node: n.Compare) -> n.Node:
        left_first = self.means_something(node.left) or not self.means_something(node.right)
        if left_first:
            left, found = self.bind(node.left)
            right, other = self.bind(node.right, found)
        else:  # an enum member on the left takes its meaning from the right
            right, other = self.bind(node.right)
            left, found = self.bind(node.left, other)
        if isinstance(found, NumberType) and isinstance(other, NumberType):
            self.same([found, other], node)
        elif found != other:
            raise RuleError(f"cannot compare {found} with {other}", span=node.span)
        elif node.op not in ("==", "!=") and not isinstance(found, DateType):
            raise RuleError(f"{found} has no order", span=node.span, expected="== or !=, or in [...]")
        return n.Compare(left, node.op, right, span=node.span)

    def means_something(self, node: n.Node) -> bool:
        """False for a bare name that can only be the member of an enum, or nothing at all."""
        if not isinstance(node, n.Name):
            return True
        ids = self.symbols.candidates(node.id)
        return bool(self.symbols.ref(self.scope, ids) or self.symbols.parameter(ids))

    def if_else(self, node: n.IfElse, expected: Type | None) -> tuple[n.Node, Type]:
        test = self.boolean(node.test)
        then, found = self.bind(node.then, expected)
        otherwise, other = self.bind(node.otherwise, expected or found)
        result: Type = found
        if isinstance(found, NumberType) and isinstance(other, NumberType):
            result = self.same([found, other], node)
        elif found != other:
            raise RuleError(f"one branch is {found}, the other {other}", span=node.span)
        return n.IfElse(test, then, otherwise, span=node.span), result

    def over_members(self, node: n.OverMembers) -> tuple[n.Node, Type]:
        if self.scope != "household":
            raise RuleError("members are read from a rule of the household", span=node.span)
        inner = _Binder(self.symbols, "person")
        if node.how in ("any", "all", "count", "share"):
            found: Type = BOOL if node.how in ("any", "all") else NumberType(integer=node.how == "count")
            return n.OverMembers(node.how, inner.boolean(node.item), span=node.span), found
        item, number = inner.number(node.item)
        return n.OverMembers(node.how, item, span=node.span), number

    def add_months(self, node: n.AddMonths) -> n.Node:
        count, found = self.number(node.months.count)
        wanted = "months" if node.months.per == 1 else "years"
        if not found.unit.any and str(found.unit) not in ("1", wanted.removesuffix("s")):
            raise RuleError(f"a length of time in {found.unit}", span=node.span, expected=wanted)
        if not found.integer:
            raise RuleError(f"this is {found}", span=node.months.span, expected=f"a whole number of {wanted}")
        months = n.Months(count, node.months.per, span=node.months.span)
        return n.AddMonths(self.typed(node.day, DATE), months, node.sign, span=node.span)

    def one_number(self, node: n.Negate | n.Absolute | n.Round) -> tuple[n.Node, Type]:
        item, found = self.number(node.item)
        if isinstance(node, n.Round):
            whole = isinstance(node.to, int)
            return n.Round(item, node.to, node.mode, span=node.span), NumberType(found.unit, whole)
        return type(node)(item, span=node.span), found

    def extreme(self, node: n.Extreme) -> tuple[n.Node, Type]:
        pairs = [self.number(item) for item in node.items]
        items = tuple(item for item, _ in pairs)
        return n.Extreme(node.how, items, span=node.span), self.same([found for _, found in pairs], node)

    def arithmetic(self, node: n.Arithmetic) -> tuple[n.Node, Type]:
        left, left_type = self.number(node.left)
        right, right_type = self.number(node.right)
        bound = n.Arithmetic(left, node.op, right, span=node.span)
        if node.op in "+-":
            return bound, self.same([left_type, right_type], node)
        whole = left_type.integer and right_type.integer and node.op == "*"
        return bound, NumberType(_product(left_type.unit, right_type.unit, node), whole)


def _product(left: Unit, right: Unit, node: n.Arithmetic) -> Unit:
    # A number written out is a pure number in a product; beside an amount in a sum or comparison it takes its unit.
    left = PURE if isinstance(node.left, n.Literal) else left
    right = PURE if isinstance(node.right, n.Literal) else right
    return left * right if node.op == "*" else left / right


def _literal_type(node: n.Literal) -> Type:
    value = node.value
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, str):
        return TEXT
    return NumberType(integer=isinstance(value, int)) if not hasattr(value, "toordinal") else DATE
