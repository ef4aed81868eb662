"""The requests of one check: which profile asks, and which answers several lines are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.ctgov.api import BASE, served_release
from monitor.errors import RegistryError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.ctgov.api import Answer
    from monitor.ctgov.probe import Probe
    from monitor.model import Record


class Session:
    """One check of the registry.

    Args:
        probe: sends the requests.
        numbers: NCT numbers to ask for, at least one.

    """

    def __init__(self, probe: Probe, numbers: Sequence[str]) -> None:
        self.probe = probe
        self.numbers = numbers
        self.accepted: dict[str, str] = {}
        """The first profile that each API accepts."""
        self.refused: set[str] = set()
        """APIs that refuse every profile."""
        self.releases: list[str] = []
        """The data sets that answers came from, each once, in the order in which they came."""
        self.records: dict[str, Record] = {}
        """The records of ``numbers``, by NCT number."""
        self._answers: dict[str, Answer | RegistryError] = {}

    def ask(
        self, profile: str, path: str, query: Mapping[str, str] | None = None, *, base: str = BASE
    ) -> Answer:
        """Return the answer to a request with a profile; RegistryError for none."""
        return self._noted(self.probe.ask(profile, path, query, base=base))

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        base: str = BASE,
    ) -> Answer:
        """Return the answer to a request with the profile that the API accepts.

        Raises:
            RegistryError: no answer, or the API refuses every profile.

        """
        if base in self.refused:
            raise Unreachable(f"not asked: {base} refuses every profile")
        profile = self.accepted.get(base, self.probe.profiles[0])
        return self._noted(self.probe.ask(profile, path, query, headers, base=base))

    def cache(self, name: str, answer: Answer) -> None:
        """Keep an answer under a name, for further lines."""
        self._answers.setdefault(name, answer)

    def cached(
        self, name: str, path: str, query: Mapping[str, str] | None = None, *, base: str = BASE
    ) -> Answer:
        """Return the answer that is kept under a name; ask for it where there is none, once.

        Raises:
            RegistryError: no answer, now or when it was asked for.

        """
        if name not in self._answers:
            try:
                self._answers[name] = self.get(path, query, base=base)
            except RegistryError as error:
                self._answers[name] = error
        found = self._answers[name]
        if isinstance(found, RegistryError):
            raise found
        return found

    def _noted(self, answer: Answer) -> Answer:
        release = served_release(answer)
        if release and release not in self.releases:
            self.releases.append(release)
        return answer
