"""What a loaded policy says of its own proofs."""

from __future__ import annotations

from abc import ABC, abstractmethod

from povrules.plugins.shipped import policies_folder
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.standing import Standing, standing
from povrules.proofs.stored import NAME, read_proofs


class SaysWhatIsProved(ABC):
    """Which claims about the law are proved: by the digests that travel with the shipped law, or now."""

    @property
    @abstractmethod
    def resolved(self) -> ResolvedPolicy:
        """The plain value that engines read."""

    def proofs(self, *, now: bool = False) -> Standing:
        """What of this policy is proved, and what is not.

        A proof is kept by the digest of all that it stands on, and of the day where a rule looks at it: the law of a
        reform, or a condition that reads an age on a day between two changes of law, has none that is kept.

        Args:
            now: prove what is not kept; takes a second or more.

        Raises:
            StoredError: the file of proofs that travels with the law cannot be read.

        >>> import povrules as pr
        >>> law = pr.load_policy(on="2026-01-01")
        >>> law.proofs().unproved
        ()
        >>> what_if = law.reform({"income_line.rural": 1_600_000})
        >>> "overlap: poverty_class_by_income (rows 1, 2)" in what_if.proofs().unproved
        True
        """
        return standing(self.resolved, read_proofs(policies_folder() / NAME), now=now)
