"""Trials → what the registry says of each: a record, its own "not found", or a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from monitor.core.record import aliases_of
from monitor.errors import BadAnswer, NotFound, Refused, RegistryError, Unreachable
from monitor.registry import api

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.registry.client import Client
    from monitor.store.write import Trial

Said: TypeAlias = "api.Found | RegistryError"

FAILURES_BEFORE_END = 3
"""So many questions in a row without a usable answer end a round: the rest would fare no better."""


class Fetch:
    """Asks for trials in pages, and singly for what a page does not have."""

    def __init__(self, client: Client, *, trusted: bool) -> None:
        self._client = client
        self._usable = trusted
        self._failures = 0

    def pages(self, trials: Sequence[Trial]) -> Iterator[list[tuple[Trial, Said]]]:
        """Go through the trials page by page.

        Raises:
            Refused: the edge refuses this client.
            Unreachable: nothing usable came back in the whole round.

        """
        for start in range(0, len(trials), api.IDS_PER_PAGE):
            yield self._page(trials[start : start + api.IDS_PER_PAGE])

    def _page(self, trials: Sequence[Trial]) -> list[tuple[Trial, Said]]:
        wanted = {trial.nct: trial for trial in trials}
        said: dict[str, Said] = {}
        token: str | None = None
        try:
            while True:
                found, token = api.studies(self._ask("/studies", api.ids_query(list(wanted), token)))
                self._trust()
                fresh = {
                    number: one for one in found for number in _answers(one, wanted) if number not in said
                }
                said |= fresh
                if not token or not fresh or len(said) == len(wanted):
                    break
        except Refused:
            raise
        except Unreachable as error:
            self._distrust(error)
            return [(trial, said.get(trial.nct, error)) for trial in trials]
        except BadAnswer:
            pass  # one bad record can spoil a page: the trials are asked for singly
        return [
            (trial, said[number] if number in said else self._single(trial))
            for number, trial in wanted.items()
        ]

    def _single(self, trial: Trial) -> Said:
        if self._failures >= FAILURES_BEFORE_END:
            return Unreachable(
                "not asked any more: the registry gave no usable answer several times in a row"
            )
        try:
            return self._study(trial)
        except NotFound as error:
            self._trust()
            return error
        except Refused:
            raise
        except (Unreachable, BadAnswer) as error:
            self._distrust(error)
            return error

    def _study(self, trial: Trial) -> api.Found:
        answer = self._ask(f"/studies/{trial.nct}")
        if api.says_not_found(answer):
            raise NotFound(f"the registry has no trial {trial.nct}")
        if answer.status != 200:
            raise BadAnswer(f"the registry answers {answer.status} for {trial.nct} ({answer.text[:120]})")
        found = api.study(answer)
        if found.nct != trial.nct and not answer.redirected and trial.nct not in aliases_of(found.record):
            raise BadAnswer(f"asked for {trial.nct}, the registry answers with {found.nct}")
        self._trust()
        return found

    def _ask(self, path: str, query: dict[str, str] | None = None) -> api.Answer:
        return self._client.get(path, query)

    def _trust(self) -> None:
        self._client.trust()
        self._usable = True
        self._failures = 0

    def _distrust(self, error: RegistryError) -> None:
        """Count a question in vain; with nothing usable so far, a second one ends the round."""
        self._failures += 1
        if not self._usable and (isinstance(error, Unreachable) or self._failures >= FAILURES_BEFORE_END):
            if isinstance(error, Unreachable):
                raise error
            raise Unreachable(f"the registry gives no usable answer: {error}") from error


def _answers(found: api.Found, wanted: dict[str, Trial]) -> list[str]:
    """Return the wanted numbers that a record answers: its own, or a former one."""
    return [number for number in (found.nct, *aliases_of(found.record)) if number in wanted]
