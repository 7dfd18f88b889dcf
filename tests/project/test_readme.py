"""The front page is true: its Python runs, its commands exist, what it says of evidence and of the demo holds."""

from __future__ import annotations

import doctest
import re
import shlex
from argparse import Namespace
from pathlib import Path

import pytest

from povrules.cli import main
from povrules.commands import assess, record, verify
from povrules.commands.words import ABOUT_EACH
from povrules.law.changes import entries
from povrules.law.evidence import Evidence
from povrules.law.reading import read_law

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("architecture.md", "semantics.md", "plugins.md", "add-a-province.md", "README.md")
PAGES = [README, *((ROOT / "docs" / name).read_text(encoding="utf-8") for name in DOCUMENTS)]
DEMO = (ROOT / "examples" / "demo.sh").read_text(encoding="utf-8")
PYTHON = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
SHELL = "".join(re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
COMMANDS = SHELL.splitlines()


def test_the_python_of_the_readme_runs() -> None:
    test = doctest.DocTestParser().get_doctest(PYTHON, {}, "README.md", "README.md", 0)
    assert len(test.examples) > 8
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_readme_work(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    # Deciding 2,000 households takes its time; that is what `make demo` is for. Its arguments are read here.
    asked: list[Namespace] = []

    def note(options: Namespace) -> int:
        asked.append(options)
        return 0

    for command in (assess, record, verify):  # the last two write a file and read it
        monkeypatch.setattr(command, "run", note)
    words = shlex.split(line)[1:]
    assert main(words) == 0
    assert asked or capsys.readouterr().out


def test_every_command_is_on_the_front_page() -> None:
    assert {shlex.split(line)[1] for line in COMMANDS} == {
        "assess",
        "entitlements",
        "explain",
        "policy",
        "record",
        "verify",
        "check",
        "plugins",
    }
    assert all(f"`{name}`" in README for name in ABOUT_EACH)


def test_what_it_says_of_evidence_holds() -> None:
    found = {e.dated.evidence for e in entries(read_law(ROOT / "policies" / "vn" / "poverty_standard"))}
    assert Evidence.OFFICIAL_TEXT not in found, "a value was read in the official text: the README says there is none"
    assert "No value of the poverty standard rests on the official text itself" in README
    of_programmes = [
        p.parent for p in (ROOT / "policies" / "vn").glob("*/rules.yaml") if p.parent.name != "poverty_standard"
    ]
    dated = [e.dated.evidence for folder in of_programmes for e in entries(read_law(folder))]
    assert 0.2 < dated.count(Evidence.OFFICIAL_TEXT) / len(dated) < 0.3, "the README says: about one entry in four"


def test_the_demo_explains_one_poor_household_and_one_undetermined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    poor, entitled, open_one = re.findall(r"--household (\d+)", DEMO)
    assert entitled == poor
    days = ["--on", "2022-12-31", "--observed-on", "2022-10-31", "--lang", "en"]
    register = "examples/binh_thuan/register.xlsx"
    assert main(["explain", register, "--household", poor, *days]) == 0
    assert "Class of the household: poor household" in capsys.readouterr().out
    assert main(["explain", register, "--household", open_one, *days]) == 0
    said = capsys.readouterr().out
    assert "Class of the household: undetermined" in said
    assert "Next question: " in said


@pytest.mark.parametrize("room", sorted(p.parent.name for p in (ROOT / "src" / "povrules").glob("*/__init__.py")))
def test_every_room_has_its_line(room: str) -> None:
    assert f"`src/povrules/{room}/`" in README
    assert f"`{room}/`" in PAGES[1]


@pytest.mark.parametrize("page", PAGES, ids=["README", *DOCUMENTS])
def test_links_lead_somewhere(page: str) -> None:
    folder = ROOT if page is README else ROOT / "docs"
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert (folder / target).exists(), target
