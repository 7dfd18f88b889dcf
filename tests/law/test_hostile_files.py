"""Policy files made to harm: each is a policy or an error with its place; none executes, hangs or crashes."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from povrules.language.errors import PovrulesError
from povrules.law.reading import read_law
from povrules.policy.merging import PackText
from povrules.policy.resolving import resolve

ROOT = Path(__file__).parents[2]
NATION = ROOT / "policies" / "vn"
SECONDS = 10
"""For one file; an honest one takes a hundredth of a second."""

HEAD = """coverage: {from: 2016-01-01, to: 2030-12-31}
instruments:
  ND-1:
    number: 1/2021/NĐ-CP
    kind: decree
    title: {vi: Một, en: One}
    issuer: {vi: Chính phủ, en: Government}
    issued: 2015-01-27
    source: "https://example.org"
    evidence: secondary
facts:
  a: {of: household, type: number, unit: VND, range: 0..100, label: {vi: A, en: A}}
  b: {of: household, type: bool, label: {vi: B, en: B}}
variables:
  x:
    of: household
    type: bool
    label: {vi: X, en: X}
    rules:
      - {from: 2016-01-01, enacted_by: ND-1, evidence: secondary, formula: %s}
"""
EXPRESSIONS = [
    "__import__('os').system('touch {mark}')",
    "open('{mark}', 'w')",
    "(lambda: open('{mark}', 'w'))()",
    "[open('{mark}', 'w') for i in [1]] == []",
    "any(open('{mark}', 'w') for i in [1])",
    "f'{{open(\"{mark}\", \"w\")}}' == a",
    "(x := open('{mark}', 'w')) == a",
    "a.__class__.__mro__[1].__subclasses__()",
    "().__class__.__base__.__subclasses__()[0]('{mark}')",
    "eval('open(\"{mark}\", \"w\")')",
    "exec('1')", "breakpoint()", "await b", "yield b", "print(*b)", "max(**a)", "a if b else (yield)",
    "b; open('{mark}', 'w')", "b\nimport os\nos.remove('x')", "b # comment", "`b`", "a @ a > 1", "a << 99999999 > 1",
    "2 ** 10 ** 10 > a", "9" * 3_000 + " > a", "1e1000000 > a", "1e-1000000 > a", "0x" + "f" * 3_000 + " > a",
    "1_0" * 500 + " > a", "1j > a", "inf > a", "nan == a", "1e309 > a", "a / 0 > 1", "a / (a - a) > 1",
    "not " * 900 + "b", "(" * 1_900 + "b" + ")" * 1_900, "-" * 3_000 + "1 > a", "[" * 300 + "]" * 300,
    "a" + " + a" * 900 + " > 1", "b" + " and b" * 500, "b if b else " * 300 + "b", "a" + "[a]" * 900, "a" + ".a" * 900,
    "a" + " < a" * 900, "min(" * 400 + "a" + ")" * 400 + " > 1", "round(a, to=0, mode=half_up) > 1",
    "round(a, to=1" + "0" * 3_000 + ", mode=half_up) > 1", "date(99999, 1, 1) > on", "date(2024, 13, 45) > on",
    "on + months(" + "9" * 400 + ") > on", "on + years(-99999999) > on", "at_least(" + "9" * 999 + ", [b])",
    "count([])", "at_least(1, [])", "b" * 3_999, "b " * 1_999, "", " ", "\u202eb", "b\u200b", "\u0251 > 1", "ｂ",
    "b\u0301", "\ufeffb", "а > 1", "'" + "x" * 3_000 + "' == a", "'\\N{{BULLET}}' == a", "'\\x00' == a", "b\\\n",
    "x", "x and x", "not x", "household.b", "vn.b", "vn.vn.b", "on", "members", "any(members, any(members, b))", "True",
    "None", "...", "b is b", "a in [a] in [a]", "a not in [1]", "b == b == b", "a == 'a'", "date('2024') > on",
    "min(*[a]) > 1", "abs(a, a) > 1",
]  # fmt: skip
FILES: dict[str, bytes] = {
    "billion laughs": b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 122)),
    "an alias to itself": b"facts: &a\n  b: *a\n",
    "a merge key": b"facts:\n  <<: {a: {of: household}}\n",
    "a python object": b"facts: !!python/object/apply:os.system ['touch /nowhere']\n",
    "a python name": b"facts: !!python/name:os.system\n",
    "a tag of its own": b"%TAG ! tag:example.org,2000:\n---\nfacts: !x {}\n",
    "a set": b"facts: ? a\n",
    "brackets": b"facts: " + b"[" * 100_000,
    "braces": b"{a: " * 50_000,
    "questions": b"? " * 50_000,
    "dashes": b"- " * 50_000,
    "indents": b"".join(b" " * i + b"a:\n" for i in range(2_000)),
    "the same key a hundred thousand times": b"facts: {" + b"a, " * 100_000 + b"}",
    "a hundred thousand keys": b"facts:\n" + b"".join(b"  k%d: 1\n" % i for i in range(100_000)),
    "a long text": b"facts: '" + b"x" * 1_000_000 + b"'\n",
    "a long key": b"x" * 1_000_000 + b": 1\n",
    "a quote never closed": b"facts: 'x" + b"\n" * 100_000,
    "utf-16": "facts: {}\n".encode("utf-16"),
    "utf-32": "facts: {}\n".encode("utf-32"),
    "tcvn": "facts: hộ\n".encode("cp1258", errors="replace"),
    "a null": b"facts: a\x00b\n",
    "a lone surrogate": b"facts: '\xed\xa0\x80'\n",
    "an escaped surrogate": b'facts: "\\ud800"\n',
    "an escaped surrogate in a text of law": (HEAD % "b").replace("Một", '"\\udfff"').encode(),
    "an escaped null in a text of law": (HEAD % "b").replace("Một", '"\\0"').encode(),
    "from right to left": "facts: {\u202eab: 1}\n".encode(),
    "letters and marks apart": "facts: {hộ: 1}\n".encode(),
    "a key that looks like another": "fаcts: {}\n".encode(),
    "random bytes": Random(1).randbytes(10_000),
    "a workbook": b"PK\x03\x04" + Random(2).randbytes(1_000),
    "nothing but marks": "\u0301".encode() * 100_000,
    "a huge number": (HEAD % "b").replace("0..100", "0.." + "9" * 100_000).encode(),
    "a huge power": (HEAD % "b").replace("0..100", "0..1e1000000").encode(),
    "a day that is none": (HEAD % "b").replace("2016-01-01, to", "99999999-99-99, to").encode(),
}  # fmt: skip


class TooLongError(BaseException):
    """A file took longer than it may; no handler of the library takes this for an error of the file."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """An alarm that ends a hang."""

    def rang(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, rang)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def loaded(folder: Path) -> PovrulesError | None:
    """What comes of a folder: nothing when it is a policy; anything but a PovrulesError goes through."""
    with within(SECONDS):
        try:
            resolve([PackText("test", "vn", "1", (read_law(folder),))], on=date(2024, 6, 30))
        except PovrulesError as problem:
            str(problem)
            return problem
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_harm_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "rules.yaml").write_bytes(FILES[name])
    problem = loaded(tmp_path)
    assert problem is not None
    assert problem.span is not None
    assert problem.span.file == str(tmp_path / "rules.yaml")
    assert problem.span.line >= 1
    assert len(str(problem)) < 2_000


@pytest.mark.parametrize("number", range(len(EXPRESSIONS)))
def test_an_expression_made_to_harm_is_a_rule_or_refused_with_its_place(tmp_path: Path, number: int) -> None:
    mark = tmp_path / "executed"
    text = EXPRESSIONS[number].replace("{mark}", str(mark)).replace("{{", "{").replace("}}", "}")
    quoted = (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\ufeff", "\\ufeff") + '"'
    )
    (tmp_path / "rules.yaml").write_text(HEAD % quoted, encoding="utf-8")
    problem = loaded(tmp_path)
    assert not mark.exists()
    if problem is not None:
        assert problem.span is not None
        assert problem.span.line in (20, 21)
        assert len(str(problem)) < 6_000


MUTANTS, MANY_MUTANTS = 60, 5_000
PIECES = (
    b"&a ",
    b"*a",
    b"!!x ",
    b"\x00",
    b"\xff",
    b"- ",
    b": ",
    b"\t",
    b"{",
    b"]",
    b"'",
    b'"',
    b"9" * 400,
    "\u202e".encode(),
)


def mutants(count: int, seed: int) -> Iterator[tuple[Path, bytes]]:
    """Shipped files with bytes flipped, taken out, doubled or put in."""
    random = Random(seed)
    files = sorted(path for path in NATION.rglob("*.yaml") if path.name not in ("cases.yaml", "places.yaml"))
    for _ in range(count):
        path = random.choice(files)
        data = bytearray(path.read_bytes())
        for _ in range(random.choice((1, 1, 2, 5))):
            at = random.randrange(len(data))
            to = min(len(data), at + random.choice((1, 1, 2, 40)))
            match random.randrange(4):
                case 0:
                    data[at] ^= 1 << random.randrange(8)
                case 1:
                    del data[at:to]
                case 2:
                    data[at:at] = data[at:to]
                case _:
                    data[at:at] = random.choice(PIECES)
        yield path, bytes(data)


def held(tmp_path: Path, count: int, seed: int) -> None:
    others = [read_law(folder) for folder in sorted({path.parent for path in NATION.rglob("*.yaml")})]
    refused = 0
    for path, data in mutants(count, seed):
        (tmp_path / path.name).write_bytes(data)
        with within(SECONDS):
            try:
                mutant = read_law(tmp_path)
                own = {name for name, _ in mutant.files}
                kept = [text for text in others if not own & {name for name, _ in text.files}]
                resolve([PackText("test", "vn", "1", (*kept, mutant))], on=date(2024, 6, 30))
            except PovrulesError as problem:
                refused += bool(str(problem))
        (tmp_path / path.name).unlink()
    assert refused


def test_shipped_files_with_wrong_bytes(tmp_path: Path) -> None:
    held(tmp_path, MUTANTS, 1)


@pytest.mark.big
def test_very_many_shipped_files_with_wrong_bytes(tmp_path: Path) -> None:
    held(tmp_path, MANY_MUTANTS, 2)


@pytest.mark.parametrize("name", ["billion laughs", "brackets", "a python object", "random bytes"])
def test_the_command_says_it_in_lines_without_a_traceback(tmp_path: Path, name: str) -> None:
    shutil.copytree(NATION / "energy", tmp_path / "unit")
    (tmp_path / "unit" / "rules.yaml").write_bytes(FILES[name])
    command = [sys.executable, "-m", "povrules", "check", str(tmp_path / "unit"), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    said = done.stdout + done.stderr
    assert done.returncode in (1, 2)
    assert "Traceback" not in said
    assert str(tmp_path / "unit" / "rules.yaml") in said
