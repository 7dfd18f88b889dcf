"""A live dossier (hồ sơ hộ): facts about one household arrive, change and are withdrawn, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from povrules.decisions.assessment import Assessment
from povrules.decisions.method import Method
from povrules.dossiers.answered import Answered
from povrules.dossiers.answering import Answering, Standing, chosen_method
from povrules.dossiers.changes import Change, changes
from povrules.dossiers.errors import DossierError
from povrules.dossiers.facts import Facts, applied, quick
from povrules.dossiers.log import SCHEMA, Entry, Plain, entry, plain
from povrules.dossiers.storage import Storage, storage
from povrules.facts.household import Household
from povrules.facts.schema import FactSchema
from povrules.language.errors import closest
from povrules.policy.hosted import METHOD_USED
from povrules.policy.resolved import ResolvedPolicy

IDENTIFIERS = ("household_id", "person_id", "parent_id", "guardian_id", "spouse_id")
"""A dossier and its log hold no numbers of people: a member is known by its key."""
Take = Callable[[Mapping[str, Any]], Household]


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Dossier(Answered):
    """The facts of one household, what follows from them, and the log of every step. Made by ``open_dossier``.

    Args:
        policy: the law in force.
        schema: the facts it can use.
        take: checks a household.
        observed_on: when the facts hold; None is the target date.
        path: where the log is kept; None keeps it nowhere.
        method: of the review; None as in ``assess``.
        clock: the day and time of a step, as text.

    >>> import povrules as pr
    >>> with pr.open_dossier(pr.load_policy(on="2024-10-01")) as dossier:
    ...     dossier.set("area", "rural")
    ...     dossier.set("income_per_capita", 1_600_000)
    ...     dossier["poverty_class"], [change.what for change in dossier.changes][:2]
    ('average', ['poverty_class', 'credit_poor'])
    """

    def __init__(
        self,
        policy: ResolvedPolicy,
        schema: FactSchema,
        take: Take,
        *,
        observed_on: date | None = None,
        path: str | Path | None = None,
        method: Method | None = None,
        clock: Callable[[], str] = _now,
    ) -> None:
        self.policy = policy
        self._schema = schema
        self._take = take
        self._method = method
        self._clock = clock
        self._facts: Facts = {} if observed_on is None else {"observed_on": observed_on.isoformat()}
        self._members: dict[int, Facts] = {}
        self._last_key = 0
        self._closed = False
        self._storage: Storage = storage(path)
        try:
            self._answering = Answering(policy)
            if self._storage.entries:
                self._resume(observed_on)
            else:
                opening = {"schema": SCHEMA, "on": policy.on.isoformat(), "place": policy.place, **self._facts}
                self._note(entry(None, clock(), "open", None, {}, opening, policy.digest))
            self._standing = self._before = self._stand(self._facts, self._members)
        except BaseException:
            self._storage.close()
            raise

    # facts ---------------------------------------------------------------------------------------------------------

    def set(self, name: str, value: Any) -> None:
        """Give a fact of the household, or change it. None is a fact that was asked for and is not known.

        Args:
            name: ``income_per_capita``, ``deprived_water``.
            value: as in ``assess``.

        Raises:
            FactsError: it cannot be used; the dossier is as it was.
        """
        self._named(name)
        self._step("set", None, {name: self._facts[name]} if name in self._facts else {}, {name: plain(value)})

    def withdraw(self, name: str) -> None:
        """Take a fact of the household back: as if it had never been given.

        Raises:
            DossierError: it was not given.
        """
        self._named(name)
        if name not in self._facts:
            raise DossierError(f"{name} was not given", closest=closest(name, self._facts))
        self._step("withdraw", None, {name: self._facts[name]}, {})

    def add_member(self, facts: Mapping[str, Any]) -> int:
        """Add a member: a birth, somebody who moved in, or the next in an interview.

        Args:
            facts: as in ``members`` of ``assess``.

        Returns:
            The member's key, which stays its own.

        Raises:
            FactsError: facts that cannot be used; the dossier is as it was.
        """
        key = self._last_key + 1
        self._step("add_member", key, {}, self._plain(facts))
        return key

    def change_member(self, key: int, facts: Mapping[str, Any]) -> None:
        """Give or change facts of a member.

        Args:
            key: of the member.
            facts: those that change; ``None`` is a fact that was asked for and is not known.

        Raises:
            DossierError: no such member.
            FactsError: facts that cannot be used; the dossier is as it was.
        """
        known, made = self._member(key), self._plain(facts)
        self._step("change_member", key, {name: known[name] for name in made if name in known}, made)

    def remove_member(self, key: int) -> None:
        """Take a member out: a death, a marriage, somebody who moved away.

        Raises:
            DossierError: no such member.
        """
        self._step("remove_member", key, dict(self._member(key)), {})

    def _named(self, name: str) -> None:
        if name in ("members", "deprivations", "observed_on"):
            raise DossierError(f"{name} is not set as one fact", expected="add_member, deprived_..., open_dossier")
        if name in IDENTIFIERS:
            raise DossierError(f"a dossier holds no {name}", expected="the key that add_member gives")

    def _plain(self, facts: Mapping[str, Any]) -> Facts:
        for name in facts:
            self._named(name)
        return {name: plain(value) for name, value in facts.items()}

    # steps ---------------------------------------------------------------------------------------------------------

    def _step(self, what: str, member: int | None, before: Facts, after: Facts) -> None:
        if self._closed:
            raise DossierError("the dossier is closed")
        facts, members = applied(self._facts, self._members, what, member, before, after)
        household = self._checked(facts, members)  # a fact that cannot be used ends here
        self._note(entry(self._storage.entries[-1], self._clock(), what, member, before, after, self.policy.digest))
        self._facts, self._members = facts, members
        self._last_key = max(self._last_key, *members) if members else self._last_key
        self._before, self._standing = self._standing, self._answering.stand(household, tuple(members))
        for name in ("changes", "_assessment"):
            self.__dict__.pop(name, None)

    def _note(self, made: Entry) -> None:
        self._storage.append(made)
        self._storage.entries.append(made)

    def _checked(self, facts: Facts, members: Mapping[int, Facts]) -> Household:
        given: dict[str, Any] = quick(facts)
        if members:
            given["members"] = [quick(member) for member in members.values()]
        return chosen_method(self.policy, self._take(given), self._method)

    def _stand(self, facts: Facts, members: Mapping[int, Facts]) -> Standing:
        return self._answering.stand(self._checked(facts, members), tuple(members))

    def _resume(self, observed_on: date | None) -> None:
        """Read the facts from the log: it alone says what they are."""
        first = self.log[0]
        if first.policy != self.policy.digest:
            raise DossierError(
                "the dossier was kept under another policy",
                expected=f"the policy of {first.after.get('on')}, place {first.after.get('place')}, same version",
            )
        kept = first.after.get("observed_on")
        if observed_on is not None and kept != observed_on.isoformat():
            raise DossierError(f"the facts of this dossier hold on {kept or first.after.get('on')}")
        self._facts = {} if kept is None else {"observed_on": kept}
        for made in self.log[1:]:
            before, after = dict(made.before), dict(made.after)
            self._facts, self._members = applied(self._facts, self._members, made.what, made.member, before, after)
            self._last_key = max(self._last_key, made.member or 0)

    # answers -------------------------------------------------------------------------------------------------------

    @property
    def engine(self) -> str:
        """Which engine answers: ``durable``, or ``reference`` where durable_rules cannot be used."""
        return self._answering.engine

    @property
    def facts(self) -> Mapping[str, Plain]:
        """What is known of the household, by name."""
        return dict(self._facts)

    @property
    def members(self) -> Mapping[int, Mapping[str, Plain]]:
        """What is known of each member, by key."""
        return {key: dict(facts) for key, facts in self._members.items()}

    @property
    def log(self) -> tuple[Entry, ...]:
        """Every step, in order."""
        return tuple(self._storage.entries)

    @property
    def torn(self) -> bool:
        """Whether a last step was found that had not been written to its end, and was left out."""
        return self._storage.torn

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the last step changed."""
        return tuple(changes(self._before, self._standing, lambda: self._assessment))

    @cached_property
    def _assessment(self) -> Assessment:
        household = self._standing.household
        method: Method = "score" if household.facts[METHOD_USED] == "score" else "income"
        return Assessment(self.policy, household, method)

    def assess(self) -> Assessment:
        """The facts as they stand, as ``Policy.assess`` would take them: explanations, benefits, citations."""
        return self._assessment

    def next_question(self, lang: str = "vi") -> str | None:
        """The question whose answer settles most, in words; None when no fact would help.

        Args:
            lang: ``vi`` or ``en``.
        """
        return self._assessment.next_question(lang)

    def close(self) -> None:
        """Let the file and the engine go; what was answered can still be read."""
        if not self._closed:
            self._closed = True
            self._answering.close()
            self._storage.close()

    def __enter__(self) -> Dossier:
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        self.close()

    def __repr__(self) -> str:
        shown = self["poverty_class"] or "undetermined"
        return f"<Dossier {shown}, {len(self.log) - 1} steps, {len(self._members)} members, {self.engine}>"
