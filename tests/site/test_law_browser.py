"""The law browser: a page for everything the law declares, and what stands on it is what the library carries out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from docs.building.case_book import anchor
from docs.building.chart import Stretch, value_chart
from docs.building.law import Law
from docs.building.parameter_page import parameter_page
from docs.building.things import KINDS, entries_of
from docs.building.writing import LANGUAGES, safe
from povrules.decisions.labels import raised
from povrules.language.amounts import Lang
from povrules.language.sentences import sentence
from povrules.language.types import NumberType
from povrules.law.evidence import Evidence

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies" / "vn"
Pages = dict[tuple[str, str], str]
SECTIONS = {"parameters": {"parameters"}, "variables": {"indicators", "rules"}, "decisions": {"decisions"},
            "programmes": {"programmes"}, "overlaps": {"overlaps"}, "sets": {"sets"}}  # fmt: skip


def declared(section: str) -> set[str]:
    """Names under a section of the policy files, read without the library."""
    found: set[str] = set()
    for path in POLICIES.rglob("*.yaml"):
        if path.name not in ("cases.yaml", "places.yaml"):
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            found |= set(content.get(section) or {})
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_everything_the_files_declare_has_a_page(section: str, lang: Lang, pages: Pages) -> None:
    names = declared(section)
    assert names
    found = [Path(path) for spoken, path in pages if spoken == lang]
    assert {path.stem for path in found if path.parent.name in SECTIONS[section] and path.stem != "index"} >= names


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_instrument_has_a_page_with_all_that_rests_on_it(lang: Lang, law: Law, pages: Pages) -> None:
    assert {path for spoken, path in pages if spoken == lang} >= {
        f"law/instruments/{name}.md" for name in declared("instruments")
    }
    for thing in law.things.all:
        for _, dated in entries_of(thing):
            for id in (dated.enacted_by, *dated.support, dated.ended_by):
                if id is not None:
                    assert f"({'../' + thing.path.removeprefix('law/')})" in pages[lang, f"law/instruments/{id}.md"]


def test_no_page_is_written_twice(law: Law, pages: Pages) -> None:
    assert Counter(lang for lang, _ in pages)["vi"] == Counter(lang for lang, _ in pages)["en"]
    assert len({thing.path for thing in law.things.all}) == len(law.things.all)
    assert {thing.kind for thing in law.things.all} == set(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_has_every_entry_with_its_instrument_and_evidence(lang: Lang, law: Law, pages: Pages) -> None:
    for thing in law.things.all:
        text = pages[lang, thing.path]
        assert text.count('class="evidence') >= sum(1 for _ in entries_of(thing)), thing.name
        for _, dated in entries_of(thing):
            assert dated.enacted_by is not None
            assert f"instruments/{dated.enacted_by}.md" in text, thing.name
            if dated.note is not None:
                assert safe(dated.note.of(lang)) in text, thing.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_values_shown_are_those_of_the_policy(lang: Lang, law: Law, pages: Pages) -> None:
    every = list(law.line.labels.values())
    shown = {
        (thing, value)
        for policy in law.line.policies.values()
        for thing in law.things.kind("parameters")
        if (basis := policy.parameters[thing.id].basis) is not None and basis.why_unknown is None
        for _, value in policy.parameters[thing.id].cells
        if value is not None
    }
    assert len(shown) > 150
    for thing, value in shown:
        # An age reads as one where some rule of some day compares it with an age.
        labels = next((each for each in every if thing.id in each.ages), every[0])
        assert f"**{safe(labels.law_value(thing.id, value, lang))}**" in pages[lang, thing.path], thing.name


def test_every_rule_that_holds_today_reads_on_its_page_as_it_is_carried_out(law: Law, pages: Pages) -> None:
    day = max(each for each in law.line.policies if each <= date(2024, 10, 1))
    policy, labels = law.line.policies[day], law.line.labels[day]
    read = 0
    for thing in law.things.kind("indicators") + law.things.kind("rules"):
        fact = policy.facts[thing.key]
        if fact.formula is None or fact.basis is None:
            continue
        read += 1
        for lang in LANGUAGES:
            words = re.sub(r"\([^()]*\)", "", safe(sentence(fact.formula, lang, labels, fact.type)))
            for page_lang in LANGUAGES:
                # Amounts may be those of another day on which the same rule holds.
                assert words in re.sub(r"\([^()]*\)", "", pages[page_lang, thing.path]), thing.name
    assert read > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_of_law_are_drawn(lang: Lang, law: Law, pages: Pages, tmp_path: Path) -> None:
    for thing in law.things.kind("parameters"):
        number = isinstance(law.line.last.parameters[thing.id].type, NumberType)
        assert number == (f"]({thing.name}.svg){{ .chart }}" in pages[lang, thing.path]), thing.name
    line = law.things.parameter("vn:income_line")
    assert line is not None
    parameter_page(law, line, lang, tmp_path)
    drawn = (tmp_path / lang / line.path).with_suffix(".svg").read_text(encoding="utf-8")
    assert all(safe(word) in drawn for word in {"vi": ("nông thôn", "1.500.000"), "en": ("rural", "1,500,000")}[lang])
    assert "http" not in drawn.replace("http://www.w3.org/", "")


def test_a_drawing_joins_equal_neighbours_and_leaves_the_unknown_open() -> None:
    first = Stretch("", date(2020, 1, 1), date(2020, 12, 31), 2)
    same = Stretch("", date(2021, 1, 1), date(2021, 12, 31), 2)
    unknown = Stretch("", date(2022, 1, 1), date(2022, 12, 31), None)
    chart = value_chart([first, same, unknown], "vi", title="Mức", unit="đ")
    assert chart.data.select("first", "until", "value").rows() == [
        ("2020-01-01", "2022-01-01", 2.0),
        ("2022-01-01", "2023-01-01", None),
    ]
    assert "chưa biết" in chart.svg()


def test_the_graph_runs_both_ways(law: Law, pages: Pages) -> None:
    for thing in law.things.all:
        for user in law.links.used_by(thing):
            assert f"/{thing.kind}/{thing.name}.md" in pages["vi", user.path].replace(
                f"]({thing.name}", f"]({thing.path}"
            )
    line = law.things.parameter("vn:income_line")
    assert line is not None
    assert "programmes/" in pages["en", line.path], "the tree goes down to programmes"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_worked_household_is_on_a_page_and_found_from_what_it_states(lang: Lang, law: Law, pages: Pages) -> None:
    for book in law.cases.pages:
        text = pages[lang, book.path]
        for case in book.cases:
            assert f"{{#{anchor(case)}}}" in text
            assert f"`{case.id}`" in text
    for name, found in law.cases.about.items():
        thing = next(each for each in law.things.all if each.name == name and each.of is not None)
        assert f"#{anchor(found[0][0])})" in pages[lang, thing.path]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_sure_is_listed(lang: Lang, law: Law, pages: Pages) -> None:
    text = pages[lang, "law/open.md"]
    for thing in law.things.all:
        for _, dated in entries_of(thing):
            if dated.evidence <= Evidence.UNVERIFIED or not dated.start.known:
                assert f"[{safe(raised(thing.label.of(lang)))}](" in text, thing.name


def test_links_between_the_pages_lead_somewhere(pages: Pages) -> None:
    places = {(lang, path): set(re.findall(r"\{ ?#([\w-]+)", text)) for (lang, path), text in pages.items()}
    for (lang, path), text in pages.items():
        for target, at in re.findall(r"\]\(([^()\s#:]*\.md)?(?:#([\w-]+))?\)", text):
            if target or at:
                folder = Path("/", path).parent
                wanted = str((folder / target).resolve().relative_to("/")) if target else path
                assert (lang, wanted) in places, f"{path}: {target}"
                assert not at or at in places[lang, wanted], f"{path}: {target}#{at}"
