"""`povrules record` and `povrules verify`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

REGISTER = Path(__file__).resolve().parents[2] / "examples" / "binh_thuan" / "register.xlsx"
DAYS = ("--on", "2022-12-31", "--observed-on", "2022-10-31")


def test_a_record_is_written_beside_its_law_and_verified(povrules: Command, tmp_path: Path) -> None:
    to = tmp_path / "r.json"
    secret = tmp_path / "secret"
    secret.write_bytes(b"a secret of this office\n")
    said = povrules(
        "record", REGISTER, "--household", "01100008", *DAYS, "-o", to, "--issued-on", "2022-12-31",
        "--subject-key", secret, "--lang", "en",
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    assert "answers" in said.out
    assert "01100008" not in to.read_text(encoding="utf-8")
    law = next(path for path in tmp_path.iterdir() if path.suffix == ".json" and path != to)
    assert law.name in said.out
    good = povrules("verify", to, "--lang", "en")
    assert (good.code, good.out.count("ok:")) == (0, 4)
    text = to.read_text(encoding="utf-8")
    to.write_text(text.replace('"rural"', '"urban"', 1), encoding="utf-8")
    bad = povrules("verify", to, "--lang", "vi")
    assert bad.code == 1
    assert "BẢN GHI BỊ BÁC" in bad.out


def test_files_that_are_not_there(povrules: Command, tmp_path: Path) -> None:
    said = povrules("verify", tmp_path / "none.json")
    assert (said.code, "none.json" in said.err, "Traceback" in said.err) == (2, True, False)
    said = povrules("record", REGISTER, "--household", "01100008", *DAYS, "-o", tmp_path / "r.json", "--sign", "no.pem")
    assert (said.code, "no.pem" in said.err) == (2, True)
