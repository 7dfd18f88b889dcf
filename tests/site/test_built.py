"""The built site: nothing is fetched from elsewhere, links lead somewhere, no page is wider than a phone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from docs.building.__main__ import write_configuration
from docs.building.checking import problems
from docs.building.law import Law
from docs.building.parameter_page import parameter_page
from docs.building.reference import identifiers
from docs.building.rule_page import rule_page
from docs.building.things import Thing
from docs.building.verdict_picture import picture
from docs.building.widths import too_wide
from docs.building.writing import LANGUAGES, put

ROOT = Path(__file__).parents[2]
TEXT = {
    "vi": "# Thử\n\n- [Chuẩn](law/parameters/income_line.md)\n",
    "en": "# Try\n\n- [Line](law/parameters/income_line.md)\n",
}


def thing(law: Law, name: str) -> Thing:
    return next(each for each in law.things.all if each.name == name)


@pytest.fixture(scope="module")
def site(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site as `make docs` configures it: two pages of law in both languages, one of the reference."""
    out = tmp_path_factory.mktemp("docs")
    for lang in LANGUAGES:
        sources = out / "sources" / lang
        put(sources / "index.md", TEXT[lang])
        put(sources / "assets" / "povrules.css", (ROOT / "docs/site/assets/povrules.css").read_text(encoding="utf-8"))
        put(sources / "assets" / "verdict.svg", picture(lang))
        parameter_page(law, thing(law, "income_line"), lang, out / "sources").write(out / "sources")
        rule_page(law, thing(law, "poverty_class_by_income"), lang).write(out / "sources")
    put(out / "sources" / "en" / "reference.md", "# API\n\n::: povrules.load_policy\n")
    write_configuration(out, ["index.md"])
    # Most links of two pages of law lead to others, which are not here: `make docs` is the strict build.
    command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--quiet", "-f", str(out / "mkdocs.yml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return out / "site"


def test_nothing_comes_from_another_host(site: Path) -> None:
    found = list(problems(site))
    assert [line for line in found if "loads" in line] == []
    assert [line for line in found if "is not there" in line] == []


def test_both_languages_are_there_and_lead_to_each_other(site: Path) -> None:
    vi = (site / "law/parameters/income_line.html").read_text(encoding="utf-8")
    en = (site / "en/law/parameters/income_line.html").read_text(encoding="utf-8")
    assert '<html lang="vi"' in vi
    assert '<html lang="en"' in en
    assert 'hreflang="en"' in vi
    assert 'hreflang="vi"' in en


def test_an_example_in_a_docstring_is_code(site: Path) -> None:
    page = (site / "en/reference.html").read_text(encoding="utf-8")
    assert "Examples:" in page
    assert "<blockquote>" not in page


def test_no_page_is_wider_than_a_phone(site: Path) -> None:
    pages = [page for page in sorted(site.rglob("*.html")) if page.name != "404.html"]
    assert len(pages) == 7
    assert list(too_wide(pages)) == []


def test_a_page_that_is_too_wide_is_found(tmp_path: Path) -> None:
    page = tmp_path / "wide.html"
    page.write_text("<!doctype html><h1>A</h1><div style='width:900px'>x</div>", encoding="utf-8")
    (line,) = too_wide([page])
    assert line.endswith("wide.html is 908 pixels wide in a window of 390")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "loads https://cdn.example/x.js"),
        ('<link href="//fonts.example/css" rel="stylesheet">', "loads //fonts.example/css"),
        ('<img src="http://images.example/a.png">', "loads http://images.example/a.png"),
        ("<style>@import 'https://fonts.example/a.css';</style>", "loads https://fonts.example/a.css"),
        ('<div style="background: url(https://images.example/a.png)"></div>', "loads https://images.example/a.png"),
        ('<pre class="mermaid">graph</pre>', "loads //mermaid"),
        ('<img src="gone.svg">', "gone.svg is not there"),
        ('<a href="gone.html">x</a>', "the link gone.html leads nowhere"),
        ('<a href="#gone">x</a>', "the link #gone has no such place"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<!doctype html><h1>A</h1>{text}", encoding="utf-8")
    assert list(problems(tmp_path)) == [f"a.html: {told}"]


def test_links_out_of_the_site_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="https://example.org/">x</a><a href="a.html#b" id="b">y</a>', encoding="utf-8"
    )
    assert list(problems(tmp_path)) == []


def test_every_public_name_is_in_the_reference() -> None:
    import povrules

    assert identifiers("povrules") == [f"povrules.{name}" for name in povrules.__all__]
