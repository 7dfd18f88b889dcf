"""Parts that the pages of several kinds share: the graph, the instruments, the worked households."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docs.building import words as w
from docs.building.case_book import CasePage, anchor
from docs.building.graph_picture import pictures
from docs.building.law import Law
from docs.building.relations import CALLED, LIST, Item, item, layers, source_item
from docs.building.things import Thing, entries_of
from docs.building.writing import Page, badge, instrument_link, safe
from povrules.decisions.labels import raised
from povrules.testing import Case

MOST_CASES = 12
INDENT = "    "


def thing_link(page: Page, thing: Thing) -> str:
    """The label of a thing, as a link to its page."""
    return page.link(safe(raised(thing.label.of(page.lang))), thing.path)


def graph(page: Page, law: Law, thing: Thing) -> None:
    """A picture of what a thing reads, what reads it, and what reads that, down to programmes; then all as a list."""
    page.heading(w.GRAPH, anchor="graph")
    users = list(_tree(page, law, thing, 0, {thing}))
    read = [] if thing.of is None else [source_item(law, each, page.lang) for each in law.links.uses.get(thing, ())]
    if users or read:
        page.add(pictures(*layers(law, thing, page.lang), w.GRAPH_OF.of(page.lang).format(thing.label.of(page.lang))))
        page.add(page.of(w.ARROWS), "{: .arrows }")
    if not users:
        page.add(f"{page.of(w.READ_BY)}: {page.of(w.NOTHING)}.")
    lines: list[str] = []
    if thing.of is not None:
        listed = [f"- {_item_link(page, each)}" for each in read] or [f"- {page.of(w.READS_NOTHING)}"]
        lines += [f"**{page.of(w.READS)}** ({len(read)})", "", *listed, ""]
    lines += [f"**{page.of(w.READ_BY)}** ({len(users)})", "", *(users or [f"- {page.of(w.NOTHING)}"])]
    page.add(f'<span id="{LIST}"></span>')
    page.add(
        f'??? tree "{page.of(w.FULL_LIST)} ({len(read) + len(users)})"',
        "",
        *(f"{INDENT}{each}".rstrip() for each in lines),
    )


def _tree(page: Page, law: Law, thing: Thing, depth: int, seen: set[Thing]) -> Iterator[str]:
    """Every thing that rests on this one, once, under the nearest thing it reads."""
    users = [user for user in law.links.used_by(thing) if user not in seen]
    seen.update(users)
    for user in users:
        yield f"{INDENT * depth}- {_item_link(page, item(user, page.lang))}"
        yield from _tree(page, law, user, depth + 1, seen)


def kind_mark(page: Page, thing: Thing) -> str:
    """What a thing is, small."""
    return f'<span class="kind {thing.kind}">{page.of(w.KIND[thing.kind])}</span>'


def _item_link(page: Page, of: Item) -> str:
    label = safe(of.label)
    told = label if of.path is None else page.link(label, of.path, of.anchor)
    return f'{told} <span class="kind {of.kind}">{page.of(CALLED[of.kind])}</span>'


def instruments(page: Page, law: Law, thing: Thing) -> None:
    """Every instrument that enacts, supports or ends an entry of the thing, with its evidence."""
    named: dict[str, None] = {}
    for _, dated in entries_of(thing):
        for id in (dated.enacted_by, *dated.support, dated.ended_by):
            if id is not None:
                named[id] = None
    if not named:
        return
    page.heading(w.INSTRUMENTS, anchor="instruments")
    found = [law.line.instruments[id] for id in law.line.instruments if id in named]
    page.add(
        *(
            f"- {instrument_link(page, law.line, each.id)}: {page.of(each.title)} {badge(each.evidence, page.lang)}"
            for each in found
        )
    )


def cases(page: Page, law: Law, thing: Thing) -> None:
    """The worked households that state the answer of a thing; of what no household states, those of what reads it."""
    page.heading(w.CASES, anchor="cases")
    found = law.cases.about.get(thing.name, ()) if thing.of is not None else ()
    if found:
        _list_cases(page, found)
        return
    tested = next(_nearest(law, thing), None)
    if tested is None:
        page.add(page.of(w.NO_CASES))
        return
    page.add(page.fill(w.CASES_RESTING, thing_link(page, tested)))
    _list_cases(page, law.cases.about[tested.name])


def _nearest(law: Law, thing: Thing) -> Iterator[Thing]:
    """Things that rest on this one and have households, the nearest first."""
    seen, ring = {thing}, [thing]
    while ring:
        ring = [user for each in ring for user in law.links.used_by(each)]
        ring = [user for user in dict.fromkeys(ring) if user not in seen]
        seen.update(ring)
        yield from (user for user in ring if user.name in law.cases.about)


def _list_cases(page: Page, found: Iterable[tuple[Case, CasePage]]) -> None:
    every = list(found)
    named = [(case.note.of(page.lang) if case.note else case.id, case, at) for case, at in every[:MOST_CASES]]
    page.add(*(f"- {page.link(safe(raised(note)), at.path, anchor(case))}" for note, case, at in named))
    if len(every) > MOST_CASES:
        further = every[MOST_CASES][1]
        more = page.link(page.of(w.field(further.unit)), further.path)
        page.add(page.fill(w.CASES_SHOWN, str(MOST_CASES), str(len(every)), more))


def sentences(page: Page, both: tuple[str, str]) -> None:
    """A rule in Vietnamese and English, the language of the page first."""
    pairs = [("vi", w.IN_VI, both[0]), ("en", w.IN_EN, both[1])]
    for lang, words, text in pairs if page.lang == "vi" else reversed(pairs):
        mine = " mine" if lang == page.lang else ""
        page.add(f'<p class="sentence{mine}" lang="{lang}"><span class="lang">{page.of(words)}</span> {text}</p>')
