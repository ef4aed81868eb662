"""Trials → what the registry says of each: a record, its own "not found", or a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records.accessors import aliases_of
from monitor.ctgov import api
from monitor.errors import BadAnswer, NotFound, RegistryError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.ctgov.client import Client
    from monitor.store.trials import Trial

Said: TypeAlias = "api.Found | RegistryError"

SILENT_BEFORE_END = 3
"""So many questions in a row without an answer end a round: the rest would fare no better."""
USELESS_BEFORE_END = 10
"""So many answers in a row that cannot be used do too; a few bad records must not keep others back."""
NOT_ASKED = "not asked any more: the registry gave no usable answer several times in a row"


class Fetch:
    """Asks for trials in pages, and singly for what a page does not have.

    Args:
        client: asks the registry.
        trusted: whether it gave a usable answer in this round already.

    """

    def __init__(self, client: Client, *, trusted: bool) -> None:
        self._client = client
        self._usable = trusted
        self._silent = self._useless = 0
        self.answered = False
        """Whether the registry said anything of use about any trial."""

    def pages(self, trials: Sequence[Trial]) -> Iterator[list[tuple[Trial, Said]]]:
        """Go through the trials page by page.

        Raises:
            Refused: the edge refuses this client, and nothing usable came back in the whole round.
            Unreachable: nothing usable came back in the whole round.

        """
        for start in range(0, len(trials), api.IDS_PER_PAGE):
            yield self._page(trials[start : start + api.IDS_PER_PAGE])
        if trials and not self._usable:
            raise Unreachable("the registry gives no usable answer: what it sends is no record")

    def _page(self, trials: Sequence[Trial]) -> list[tuple[Trial, Said]]:
        said: dict[str, Said] = {}
        if self._over:
            return [(trial, Unreachable(NOT_ASKED)) for trial in trials]
        try:
            self._collect(trials, said)
        except Unreachable as error:
            self._distrust(error)
            return [(trial, said.get(trial.nct, error)) for trial in trials]
        except BadAnswer as error:
            self._distrust(error)  # one bad record can spoil a page: the trials are asked for singly
        return [(trial, said[trial.nct] if trial.nct in said else self._single(trial)) for trial in trials]

    def _collect(self, trials: Sequence[Trial], said: dict[str, Said]) -> None:
        """Gather what pages have of the trials that are wanted."""
        wanted = [trial.nct for trial in trials]
        known = {trial.fingerprint: trial.nct for trial in trials if trial.fingerprint}
        token: str | None = None
        while True:
            found, token = api.studies(self._client.get("/studies", api.ids_query(wanted, token)), known)
            missing = set(wanted) - said.keys()
            # a record that has a number of its own is that trial, whoever else names it as a former one
            fresh = {number: one for one in found for number in _numbers(one) & missing}
            fresh |= {one.nct: one for one in found if one.nct in missing}
            said |= fresh
            if fresh:
                self._trust()
            if not token or not fresh or len(fresh) == len(missing):
                return

    def _single(self, trial: Trial) -> Said:
        if self._over:
            return Unreachable(NOT_ASKED)
        try:
            return self._study(trial)
        except NotFound as error:
            self._trust()
            return error
        except (Unreachable, BadAnswer) as error:
            self._distrust(error)
            return error

    def _study(self, trial: Trial) -> api.Found:
        answer = self._client.get(f"/studies/{trial.nct}")
        if api.says_not_found(answer, trial.nct):
            raise NotFound(f"the registry has no trial {trial.nct}")
        if answer.status != 200:
            raise BadAnswer(f"the registry answers {answer.status} for {trial.nct} ({answer.text})")
        found = api.study(answer)
        if not answer.moved and trial.nct not in _numbers(found):
            raise BadAnswer(f"asked for {trial.nct}, the registry answers with {found.nct}")
        self._trust()
        return found

    @property
    def _over(self) -> bool:
        return self._silent >= SILENT_BEFORE_END or self._useless >= USELESS_BEFORE_END

    def _trust(self) -> None:
        self._client.mark_usable()
        self._usable = self.answered = True
        self._silent = self._useless = 0

    def _distrust(self, error: Unreachable | BadAnswer) -> None:
        """Count a question in vain; with nothing usable so far, one without an answer ends the round."""
        # errors are kept until their page is stored: their traces would keep what was decoded of each answer
        error.__traceback__ = error.__cause__ = error.__context__ = None
        if isinstance(error, Unreachable):
            self._silent += 1
            if not self._usable:
                raise error
        else:
            self._useless += 1
            if not self._usable and self._useless >= SILENT_BEFORE_END:
                raise Unreachable(f"the registry gives no usable answer: {error}") from error


def _numbers(found: api.Found) -> set[str]:
    """Return the numbers that a record answers to: its own, and the former ones."""
    return {found.nct, *aliases_of(found.record or {})}
