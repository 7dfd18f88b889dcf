"""The command as a whole: help, version, languages, what happens at its edges."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import povrules.cli as cli
from povrules.commands import words
from tests.cli.conftest import Command, Said

HEAVY = ["polars", "pydantic", "yaml", "pluggy", "tqdm", "povrules.api", "povrules.commands.assess"]


def test_version_and_module() -> None:
    done = subprocess.run([sys.executable, "-m", "povrules", "--version"], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "povrules 0.1.0\n", "")


def test_help_loads_nothing_heavy(process: Command) -> None:
    tell = "import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    said = process("--help", before=tell)
    assert said.code == 0
    assert set(said.err.split()).isdisjoint(HEAVY)


def test_help_names_every_command(povrules: Command) -> None:
    for lang, usage in (("en", "usage: povrules"), ("vi", "cách dùng: povrules")):
        said = povrules("--lang", lang, "--help")
        assert said.code == 0
        assert said.out.startswith(usage)
        for name, about in words.ABOUT_EACH.items():
            assert name in said.out
            assert about.of(lang) in " ".join(said.out.split())  # long ones go over two lines


@pytest.mark.parametrize("name", words.ABOUT_EACH)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_of_each_command(povrules: Command, name: str, lang: str) -> None:
    said = povrules(name, "--help", "--lang", lang)
    assert said.code == 0
    assert words.ABOUT_EACH[name].of(lang) in said.out


def test_without_a_command_it_shows_help_and_fails(povrules: Command) -> None:
    said = povrules()
    assert said.code == 2
    assert "assess" in said.out


def test_a_word_it_does_not_know(povrules: Command) -> None:
    said = povrules("asses")
    assert said.code == 2
    assert "invalid choice: 'asses'" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "vietnamese"),
    [
        ({"LANG": "vi_VN.UTF-8"}, True),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN"}, True),
        ({}, False),
    ],
)
def test_the_language_of_the_machine(
    povrules: Command, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], vietnamese: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert povrules("policy", "--on", "2024-06-30").out.startswith("Quy định" if vietnamese else "Law in force")


def test_utf8_whatever_the_locale_says(process: Command) -> None:
    said = process("policy", "--on", "2024-06-30", "--lang", "vi", before="sys.stdout.reconfigure(encoding='ascii')")
    assert said.code == 0
    assert "Chuẩn thu nhập bình quân đầu người" in said.out


def test_a_name_that_is_no_text(process: Command, tmp_path: Path) -> None:
    said = process("assess", os.fsdecode(b"r\xff.csv"), "-o", tmp_path / "out")
    assert said.code == 2
    assert "r\\udcff.csv: no such file" in said.err


def test_an_error_of_several_lines_is_said_in_one(povrules: Command, tmp_path: Path) -> None:
    said = povrules("assess", "two\nlines.csv", "-o", tmp_path / "out")
    assert said.code == 2
    assert said.err == "povrules: error: two lines.csv: no such file\n"


def test_when_nobody_reads_on(process: Command) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    said = process("policy", "--on", "2024-06-30", out=writing)
    os.close(writing)
    assert said == Said(cli.NOBODY_READS, "", "")


def test_when_what_it_says_does_not_fit(process: Command, tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))"
    with (tmp_path / "out.txt").open("wb") as out:
        said = process("policy", "--on", "2024-06-30", before=limit, out=out.fileno())
    assert said.code == 2
    assert said.err == "povrules: error: stdout: File too large\n"


def test_when_it_is_interrupted(povrules: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    said = povrules("check")
    assert said.code == cli.INTERRUPTED
    assert said.err == "\npovrules: interrupted\n"


def test_a_mistake_of_ours_is_not_hidden(povrules: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_run", mistaken)
    with pytest.raises(ZeroDivisionError):
        povrules("check")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("assess", "so.csv"), "thiếu -o/--out"),
        (("assess", "so.csv", "-o", "x", "--nix"), "không có tham số --nix"),
        (("assess", "so.csv", "-o"), "-o/--out: cần một giá trị"),
        (("nix",), "LỆNH: không có lựa chọn 'nix'; cần một trong 'assess'"),
        (("assess", "so.csv", "-o", "x", "--budget", "--class-only"), "--class-only: không đi cùng --budget"),
    ],
)
def test_words_it_does_not_understand_are_told_in_vietnamese(
    povrules: Command, given: tuple[str, ...], said: str
) -> None:
    found = povrules(*given, "--lang", "vi")
    assert found.code == 2
    assert found.err.startswith(f"povrules: lỗi: {said}")
