"""Verifying a decision record: deriving it again from its facts, and having its trace checked by the checker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from povrules.api.loading import load_policy
from povrules.api.policy import Policy
from povrules.checker import check
from povrules.decisions.record import DecisionRecord, read_record, record_of
from povrules.decisions.record.building import LIBRARY, files_of, household_of, packs_of
from povrules.decisions.record.record import RecordError, checked
from povrules.decisions.record.signing import check_public_key
from povrules.language.canonical import read_canonical
from povrules.language.errors import PovrulesError
from povrules.law.model import Words
from povrules.plugins.manager import PluginManager

State = Literal["ok", "wrong", "not checked"]
SHOWN = 5
WHOLE = Words("bản ghi còn nguyên vẹn", "the record is whole")
LAW = Words("quy định đúng như bản ghi nêu", "the law is the one the record names")
DERIVED = Words("tính lại cho cùng kết quả", "derived again, it comes out the same")
TRACED = Words("từng bước suy luận đúng (bộ kiểm độc lập)", "each step holds (independent checker)")
SIGNED = Words("chữ ký", "the signature")
NO_SIGNATURE = Words("bản ghi không có chữ ký", "there is none")
NO_KEY = Words("không có khóa công khai để đối chiếu", "no public key to hold it against")
NOT_THEIRS = Words("không phải của chủ khóa này", "it is not that of the owner of this key")
OTHER_FILES = Words(
    "các gói hoặc các tệp quy định mà bản ghi nêu không phải của phiên bản này",
    "the packs or the files of law it names are not those of this version",
)
FILES_SINCE = Words(
    "các gói và tệp quy định là của một phiên bản khác: không đối chiếu được",
    "packs and files are of another state of the library: they were not held against it",
)
SETTLED = Words(
    "{} kết quả được tính lại độc lập, {} chưa tính lại được",
    "{} answers were worked out again independently, {} could not be",
)
EARLIER = Words("theo các văn bản đã biết đến ngày {}", "by the instruments known on {}")
OTHER_LAW = Words("thư viện này biết quy định khác", "this library knows other law")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Args:
        what: in both languages.
        state: ``ok``, ``wrong`` or ``not checked``; the last is never taken for the first.
        details: why, a line each.
    """

    what: Words
    state: State
    details: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying a record.

    Args:
        checks: in the order they were made.
    """

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Nothing is wrong, and the record was derived again."""
        return not any(check.state == "wrong" for check in self.checks)

    def __bool__(self) -> bool:
        return self.ok

    def text(self, lang: str = "vi") -> str:
        """The checks, a line each, with what is wrong below."""
        signs = {
            "ok": Words("đúng", "ok"),
            "wrong": Words("SAI", "WRONG"),
            "not checked": Words("chưa kiểm", "not checked"),
        }
        lines = []
        for each in self.checks:
            lines.append(f"{signs[each.state].of(lang)}: {each.what.of(lang)}")
            lines += [f"  {detail.of(lang)}" for detail in each.details]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def verify(
    record: DecisionRecord | str | Path,
    *,
    bundle: str | Path | None = None,
    public_key: bytes | None = None,
    plugins: PluginManager | None = None,
) -> Verification:
    """Verify a decision record.

    The record is derived again, from its facts and the law this library knows for its day; and an independent checker
    goes through its trace. Where amendments were added since, the law is looked at as it was known on the record's day.

    Args:
        record: one, its text, or its file.
        bundle: file of the law it names; by default what lies beside the record under its digest.
        public_key: of the office that should have signed it (PEM); needs the extra ``sign``.
        plugins: as in ``load_policy``.

    Returns:
        What was checked, and whether anything is wrong.

    Raises:
        SigningError: a key that is none, or the extra is not installed.
        RecordError: no such file.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> record = policy.assess({"area": "rural", "income_per_capita": 1_600_000}).record(issued_on="2024-10-05")
    >>> print(pr.verify(record).text("en"))
    ok: the record is whole
    ok: the law is the one the record names
    ok: derived again, it comes out the same
    ok: each step holds (independent checker)
    not checked: the signature
      there is none
    """
    if isinstance(record, str) and record.lstrip().startswith("{"):
        record = DecisionRecord(record.strip())
    if not isinstance(record, (DecisionRecord, str, Path)):
        raise RecordError("this is no record", expected="a DecisionRecord, its text, or the path of its file")
    if public_key is not None:
        check_public_key(public_key)
    try:
        found = checked(record) if isinstance(record, DecisionRecord) else read_record(record)
    except RecordError as problem:
        if not isinstance(record, DecisionRecord) and not Path(record).is_file():
            raise
        return Verification((_wrong(WHOLE, str(problem)),))
    law = _law_of(found, record, bundle)
    return Verification((Check(WHOLE, "ok"), *_Verifying(found, law, plugins).checks(public_key)))


def _law_of(found: DecisionRecord, record: DecisionRecord | str | Path, bundle: str | Path | None) -> str | None:
    """The text of the law that comes with a record: the file that is named, else what lies beside it."""
    if bundle is not None:
        return _file(bundle)
    if found.bundle is not None or isinstance(record, DecisionRecord):
        return None if found.bundle is None else found.bundle.text
    beside = Path(record).parent / (str(found.content["policy"]["bundle"]).removeprefix("sha256:") + ".json")
    return _file(beside) if beside.is_file() else None


class _Verifying:
    def __init__(self, record: DecisionRecord, bundle: str | None, plugins: PluginManager | None) -> None:
        self.record = record
        self.content = record.content
        self.bundle = bundle
        self.plugins = plugins

    def checks(self, public_key: bytes | None) -> Iterator[Check]:
        law = self.bundle
        try:
            policy, looked = self._policy()
            yield looked
            if looked.state == "ok":
                law = policy.bundle.text
                # What cannot be is not worked out: it could keep the engine busy for ever.
                derived = self._traced(law).state != "wrong"
                yield self._derived(policy) if derived else Check(DERIVED, "not checked")
        except (PovrulesError, KeyError, TypeError, ValueError, AttributeError) as problem:
            yield _wrong(DERIVED, str(problem) or type(problem).__name__)
        yield Check(TRACED, "not checked", (OTHER_LAW,)) if law is None else self._traced(law)
        yield self._signed(public_key)

    # the law -------------------------------------------------------------------------------------------------------

    def _policy(self) -> tuple[Policy, Check]:
        """The policy the record names, as known today, else as known on the day of the record."""
        wanted = self.content["policy"]
        days = [wanted["known_on"], *([] if wanted["known_on"] else [self.content["issued_on"]])]
        for known_on in days:
            policy = load_policy(
                wanted["on"], wanted["place"], known_on=known_on, evidence=wanted["evidence"], plugins=self.plugins
            )
            if policy.bundle.digest == wanted["bundle"]:
                return policy, self._law(policy, None if known_on == wanted["known_on"] else known_on)
        policy = load_policy(
            wanted["on"], wanted["place"], known_on=days[0], evidence=wanted["evidence"], plugins=self.plugins
        )
        return policy, Check(LAW, "wrong", (OTHER_LAW, *map(_same, self._differences(policy))))

    def _law(self, policy: Policy, known_on: str | None) -> Check:
        wanted = self.content["policy"]
        same = wanted["files"] == files_of(policy.resolved) and wanted["packs"] == packs_of(policy.resolved)
        if known_on is not None:
            return Check(LAW, "ok", (Words(EARLIER.vi.format(known_on), EARLIER.en.format(known_on)), FILES_SINCE))
        if same or wanted["known_on"] is not None:
            return Check(LAW, "ok", () if same else (FILES_SINCE,))
        if self.content["library"] == LIBRARY:
            return Check(LAW, "wrong", (OTHER_FILES,))
        return Check(LAW, "ok", (FILES_SINCE,))

    def _differences(self, policy: Policy) -> Iterator[str]:
        """What the law of the record and that of this library have different, where the record has its law with it."""
        if self.bundle is None:
            return
        theirs, ours = read_canonical(self.bundle), read_canonical(policy.bundle.text)
        different = [
            f"{section}: {key}"
            for section in ("parameters", "facts", "constraints", "instruments")
            for key in sorted({*theirs[section], *ours[section]})
            if theirs[section].get(key) != ours[section].get(key)
        ]
        yield from different[:SHOWN]

    # deriving ------------------------------------------------------------------------------------------------------

    def _day(self) -> date:
        return date.fromisoformat(self.content["issued_on"])

    def _derived(self, policy: Policy) -> Check:
        again = record_of(
            policy.resolved,
            household_of(self.content["facts"]),
            issued_on=self._day(),
            subject=self.content["subject"],
        ).content
        told = dict(self.content) | {"policy": self.content["policy"] | {"known_on": again["policy"]["known_on"]}}
        if self.content["library"] != again["library"] or told["policy"]["packs"] != again["policy"]["packs"]:
            told["library"] = again["library"]
            told["policy"] |= {"packs": again["policy"]["packs"]}
        told["policy"] |= {"files": again["policy"]["files"]}  # looked at with the law
        found = [path for path in differences(told, again) if path not in ("digest", "signature")]
        return Check(DERIVED, "wrong", tuple(map(_same, found[:SHOWN]))) if found else Check(DERIVED, "ok")

    def _traced(self, bundle: str) -> Check:
        report = check(self.record.text, bundle)
        if report.problems:
            return Check(TRACED, "wrong", tuple(map(_same, report.problems[:SHOWN])))
        unsettled = [_same(line) for line in report.unsettled[:SHOWN]]
        if unsettled:
            total = (report.answers, len(report.unsettled))
            unsettled.append(Words(SETTLED.vi.format(*total), SETTLED.en.format(*total)))
        return Check(TRACED, "not checked" if unsettled else "ok", tuple(unsettled))

    def _signed(self, key: bytes | None) -> Check:
        if not self.record.signed:
            return Check(SIGNED, "not checked" if key is None else "wrong", (NO_SIGNATURE,))
        if key is None:
            return Check(SIGNED, "not checked", (NO_KEY,))
        return Check(SIGNED, "ok") if self.record.is_signed_by(key) else Check(SIGNED, "wrong", (NOT_THEIRS,))


def differences(told: Any, again: Any, path: str = "") -> list[str]:
    """Where two JSON values differ, as paths: ``answers[3].value``."""
    if isinstance(told, Mapping) and isinstance(again, Mapping):
        keys = sorted({*told, *again})
        dot = f"{path}." if path else ""
        return [p for key in keys for p in differences(told.get(key), again.get(key), f"{dot}{key}")]
    if isinstance(told, list) and isinstance(again, list) and len(told) == len(again):
        return [p for i, pair in enumerate(zip(told, again, strict=True)) for p in differences(*pair, f"{path}[{i}]")]
    return [] if type(told) is type(again) and told == again else [path]


def _file(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordError(f"{path}: {getattr(problem, 'strerror', None) or 'not UTF-8 text'}") from None


def _wrong(what: Words, why: str) -> Check:
    return Check(what, "wrong", (_same(why),))


def _same(text: str) -> Words:
    return Words(text, text)
