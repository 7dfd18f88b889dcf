"""What reads what, as a picture: boxes do not overlap, words stay inside them, every reader is there and linked."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from docs.building import words as w
from docs.building.graph import Layout, laid_out
from docs.building.graph_picture import NARROW, WIDE, pictures
from docs.building.graph_rows import Box, Layer, Name
from docs.building.law import Law
from docs.building.lettering import SIZE, text_width
from docs.building.relations import LIST, MOST_BOXES, address, arrows, item, layers, resting, source_item
from docs.building.things import Thing
from docs.building.writing import LANGUAGES
from povrules.language.amounts import Lang

Pages = dict[tuple[str, str], str]
SIZES = (NARROW, WIDE)


def layouts(law: Law, lang: Lang) -> list[tuple[Thing, Layout]]:
    drawn = ((thing, layers(law, thing, lang)) for thing in law.things.all)
    return [(thing, laid_out(*found, *size)) for thing, found in drawn for size in SIZES]


def largest(law: Law) -> Thing:
    return max(
        law.things.all, key=lambda thing: len(law.links.uses.get(thing, ())) + sum(map(len, resting(law, thing)))
    )


def crossed(layout: Layout) -> list[str]:
    """Boxes through which a line runs."""
    found = []
    for net in layout.nets:
        across = [(min(net.ends(gap)), max(net.ends(gap)), y, y) for gap, y in net.heights.items()]
        across += [(net.x, net.x, min(net.heights.values()), max(net.heights.values()))] if net.x is not None else []
        across += [(o.middle, o.middle, o.top + o.height + 1, net.heights[o.row + 1]) for o in net.outs]
        across += [(x, x, net.heights[e.row], e.top - 1) for e in net.ins for x in (net.tips[e.box.id],)]
        for left, right, top, bottom in across:
            assert 0 <= left <= right <= layout.width
            assert 0 <= top <= bottom <= layout.height
            for box in layout.boxes:
                beside = right < box.left or box.left + box.width < left
                if not beside and not (bottom < box.top or box.top + box.height < top):
                    found.append(box.box.id)
    return found


def check(layout: Layout) -> None:
    for one, other in combinations(layout.boxes, 2):
        beside = one.left + one.width < other.left or other.left + other.width < one.left
        assert beside or one.top + one.height < other.top or other.top + other.height < one.top
    for each in layout.boxes:
        assert each.left >= 0
        assert each.left + each.width <= layout.width
        assert each.top + each.height <= layout.height
        for _, lines, x, y in each.names:
            assert y + len(lines) * 15 <= each.height
            for line in lines:
                assert x + text_width(line, SIZE) <= each.width, line
        assert all(each.left < net.tips[each.box.id] < each.left + each.width for net in layout.nets if each in net.ins)
    assert crossed(layout) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_overlaps_and_no_word_is_cut(lang: Lang, law: Law) -> None:
    for _, layout in layouts(law, lang):
        check(layout)


def test_every_reader_has_a_box_and_an_arrow(law: Law) -> None:
    for thing in law.things.all:
        direct, further = resting(law, thing)
        found, lines = layers(law, thing, "en")
        names = {name.link for layer in found for box in layer.boxes for name in box.names}
        assert names >= {address(thing, item(user, "en")) for user in (*direct, *further)}, thing.name
        read = law.links.uses.get(thing, ()) if thing.of is not None else ()
        assert names >= {address(thing, source_item(law, source, "en")) for source in read}, thing.name
        reached, ring = {"it"}, {"it"}
        while ring := {end for start, end in lines if start in ring} - reached:
            reached |= ring
        for layer in found:
            if layer.heading != w.READS.en:
                assert {box.id for box in layer.boxes} <= reached, thing.name


def test_a_short_cut_is_drawn_only_from_the_thing_itself(law: Law) -> None:
    recognised = next(each for each in law.things.all if each.name == "recognised_class")
    users = [user for ring in resting(law, recognised) for user in ring]
    named = {(a.name, b.name) for a, b in arrows(law, recognised, users)}
    assert {("recognised_class", user.name) for user in law.links.used_by(recognised)} <= named
    line = law.things.parameter("vn:income_line")
    assert line is not None
    users = [user for ring in resting(law, line) for user in ring]
    named = {(a.name, b.name) for a, b in arrows(law, line, users)}
    assert ("premium_support", "health_insurance") in named
    assert ("recognised_class", "health_insurance") not in named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_the_picture_and_lists_all_of_it(lang: Lang, law: Law, pages: Pages) -> None:
    thing = largest(law)
    text = pages[lang, thing.path]
    users = [user for ring in resting(law, thing) for user in ring]
    drawing, _, listed = text.partition(f'<span id="{LIST}">')
    assert drawing.count('<div class="graph ') == 2
    for user in users:
        assert f'href="{address(thing, item(user, lang))}"' in drawing
        assert f"({str(address(thing, item(user, lang))).removesuffix('.html')}.md)" in listed
    (made,) = re.findall(r'<div class="graphs".*</div>', text)
    tree = ElementTree.fromstring(made.replace(" data-search-exclude", ""))
    assert all(part.get("aria-label") for part in tree)
    assert all(part.get("aria-label") for part in tree.iter("{http://www.w3.org/2000/svg}a"))


def test_a_thing_that_nothing_uses(law: Law, pages: Pages) -> None:
    lonely = [each for each in law.things.all if not law.links.used_by(each)]
    assert lonely
    for thing in lonely:
        assert f"{w.READ_BY.en}: {w.NOTHING.en}." in pages["en", thing.path]
        found, _ = layers(law, thing, "en")
        assert found[-1].boxes[0].main


def hundred(alike: bool) -> tuple[list[Layer], list[tuple[str, str]]]:
    users = [Box(f"u{n}", "rules", "rule", (Name(f"Rule number {n} of a hundred", f"r{n}.html"),)) for n in range(100)]
    last = Box("last", "programmes", "programme", tuple(Name(f"Programme {n}", f"p{n}.html") for n in range(1 + alike)))
    top = Box("it", "parameters", "value of law", (Name("A value"),), main=True)
    lines = [("it", user.id) for user in users] + [(user.id, "last") for user in users[:3]] + [("last", "u50")]
    return [Layer("", (top,)), Layer("It is used by", tuple(users)), Layer("Used further on", (last,))], lines


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_a_hundred_boxes_and_arrows_that_lead_back(size: tuple[int, int], alike: bool) -> None:
    layout = laid_out(*hundred(alike), *size)
    check(layout)
    assert len(layout.boxes) == 102
    made = pictures(*hundred(alike), "A hundred")
    assert all(made.count(f'href="r{n}.html"') == 2 for n in range(100))
    assert "\n" not in made


def test_a_layer_has_no_more_boxes_than_can_be_read(law: Law) -> None:
    for thing in law.things.all:
        assert all(len(layer.boxes) <= MOST_BOXES for layer in layers(law, thing, "vi")[0])
