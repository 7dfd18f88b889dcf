"""What a thing reads and what rests on it, step by step, as layers of boxes for a picture."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from docs.building import words as w
from docs.building.graph_rows import Box, Layer, Name
from docs.building.law import Law
from docs.building.links import Source
from docs.building.things import Thing
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.law.model import Words

FACTS_PAGE = "law/facts.md"
LIST = "graph-list"
"""Of the complete list, below the picture."""
ALIKE, MOST_BOXES, MOST_NAMES = 3, 60, 16
"""So many things that are alike share a box; so many boxes has a layer, and so many names a box, at most."""


CALLED: Mapping[str, Words] = {**w.KIND, "fact": w.FACT, "definition": w.DEFINED}
T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """A thing as a picture or a list names it.

    Args:
        label: its name.
        kind: what it is.
        path: of its page; None has none.
        anchor: on that page.
    """

    label: str
    kind: str
    path: str | None = None
    anchor: str = ""


def item(thing: Thing, lang: Lang) -> Item:
    """Of a thing with a page."""
    return Item(raised(thing.label.of(lang)), thing.kind, thing.path)


def source_item(law: Law, source: Source, lang: Lang) -> Item:
    """Of what a thing reads."""
    of, id = source
    found = law.things.parameter(id) if of == "law" else law.things.fact((of, id))
    if found is not None:
        return item(found, lang)
    if of == "law":  # such as the months of a year
        return Item(raised(law.line.last.parameters[id].label.of(lang)), "definition")
    fact = law.line.last.facts[of, id]
    declared = any(each.id == fact.name for text in law.line.texts.values() for each in text.facts)
    return Item(raised(fact.label.of(lang)), "fact", *((FACTS_PAGE, fact_anchor(of, fact.name)) if declared else ()))


def fact_anchor(of: str, name: str) -> str:
    """Of a fact on the page of facts."""
    return f"{of}-{name.replace('_', '-')}"


def resting(law: Law, thing: Thing) -> tuple[list[Thing], list[Thing]]:
    """What reads a thing itself, and what rests on it through those; the nearest first."""
    direct = [user for user in law.links.used_by(thing) if user != thing]
    found, ring = dict.fromkeys((thing, *direct)), direct
    while ring:
        users = dict.fromkeys(user for each in ring for user in law.links.used_by(each))
        ring = [user for user in users if user not in found]
        found |= dict.fromkeys(ring)
    return direct, list(found)[1 + len(direct) :]


def arrows(law: Law, thing: Thing, users: Sequence[Thing]) -> list[tuple[Thing, Thing]]:
    """Who reads whom among what rests on a thing, without the short cuts between those.

    What reads something both itself and through a third is shown reading the third; of the thing itself every reader
    is shown.
    """
    after = {each: [user for user in law.links.used_by(each) if user in users] for each in (thing, *users)}
    beyond = {each: {each, *chain(*resting(law, each))} for each in users}

    def way_round(start: Thing, end: Thing) -> bool:
        between = (each for each in after[start] if each not in (start, end))
        return any(end in beyond[each] and start not in beyond[each] and each not in beyond[end] for each in between)

    found = [(thing, user) for user in after[thing]]
    return found + [(a, b) for a in users for b in after[a] if a != b and not way_round(a, b)]


def layers(law: Law, thing: Thing, lang: Lang) -> tuple[list[Layer], list[tuple[str, str]]]:
    """The picture of a thing: what it reads, itself, what reads it; and the arrows between the boxes.

    Args:
        law: all of it.
        thing: what the picture is about.
        lang: of the words.
    """
    direct, further = resting(law, thing)
    lines = arrows(law, thing, [*direct, *further])
    own = item(thing, lang)
    found: list[Layer] = []
    at = {thing: "it"}
    read = [source_item(law, each, lang) for each in law.links.uses.get(thing, ()) if thing.of is not None]
    if read:
        kinds = enumerate(shared(read, lambda each: each.kind))
        found.append(Layer(w.READS.of(lang), tuple(_box(f"read {n}", each, thing, lang) for n, each in kinds)))
    drawn = [(box.id, "it") for layer in found for box in layer.boxes]
    found.append(Layer("", (Box("it", own.kind, CALLED[own.kind].of(lang), (Name(own.label),), main=True),)))
    for words, users in ((w.READ_BY, direct), (w.FURTHER, further)):
        groups = shared(users, partial(_place, arrows=lines))
        boxes = [
            _box(f"{words.en} {n}", [item(each, lang) for each in group], thing, lang) for n, group in enumerate(groups)
        ]
        at |= {user: box.id for box, group in zip(boxes, groups, strict=True) for user in group}
        found += [Layer(words.of(lang), tuple(boxes))] if boxes else []
    drawn += [(at[a], at[b]) for a, b in lines if at[a] != at[b]]
    return found, list(dict.fromkeys(drawn))


def _place(user: Thing, arrows: Iterable[tuple[Thing, Thing]]) -> Hashable:
    """Where a thing stands among the others: of which kind it is, what it reads and what reads it."""
    around = [(a if b == user else b, b == user) for a, b in arrows if user in (a, b)]
    return user.kind, frozenset(around)


def shared(items: Sequence[T], like: Callable[[T], Hashable]) -> list[list[T]]:
    """Things by box: several that are alike share one, and so does what is too much for one layer.

    Args:
        items: of a layer.
        like: what is equal for things that are alike.

    >>> shared(["a1", "a2", "b1", "a3", "a4"], lambda each: each[0])
    [['a1', 'a2', 'a3', 'a4'], ['b1']]
    >>> len(shared(list(range(100)), lambda each: each)), MOST_BOXES
    (60, 60)
    """
    alike: dict[Hashable, list[T]] = {}
    for each in items:
        alike.setdefault(like(each), []).append(each)
    found = [
        part for group in alike.values() for part in ([group] if len(group) >= ALIKE else [[one] for one in group])
    ]
    if len(found) > MOST_BOXES:
        found[MOST_BOXES - 1 :] = [[each for group in found[MOST_BOXES - 1 :] for each in group]]
    return found


def _box(id: str, items: Sequence[Item], thing: Thing, lang: Lang) -> Box:
    kinds = {each.kind for each in items}
    kind = kinds.pop() if len(kinds) == 1 else ""
    heading = CALLED[kind].of(lang) if len(items) == 1 else w.MANY[kind].of(lang).format(len(items))
    shown = items if len(items) <= MOST_NAMES else items[: MOST_NAMES - 1]
    names = [Name(each.label, address(thing, each)) for each in shown]
    if len(shown) < len(items):
        names.append(Name(w.AND_MORE.of(lang).format(len(items) - len(shown)), f"#{LIST}"))
    return Box(id, kind, heading, tuple(names))


def address(thing: Thing, to: Item) -> str | None:
    """Where a link on the page of a thing leads, as pages of the built site lie."""
    if to.path is None:
        return None
    target = posixpath.relpath(to.path, posixpath.dirname(thing.path)).removesuffix(".md") + ".html"
    return f"{target}#{to.anchor}" if to.anchor else target
