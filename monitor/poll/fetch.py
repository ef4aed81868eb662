"""Fetch trials: each gives a record, the registry's "not found", or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from monitor.core.records.accessors import aliases_of
from monitor.ctgov import api
from monitor.errors import BadAnswer, NotFound, RegistryError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.ctgov.client import Client
    from monitor.store.trials import Trial

FetchResult: TypeAlias = "api.Study | RegistryError"

UNANSWERED_BEFORE_END = 3
"""After this many requests in a row without an answer, the poll asks for nothing more."""
UNUSABLE_BEFORE_END = 10
"""The same after this many unusable answers in a row; a few bad records do not end a poll."""
NOT_ASKED = "not asked any more: the registry gave no usable answer several times in a row"


class Fetcher:
    """Fetches trials in pages, and one by one those that a page does not have.

    Args:
        client: sends the requests.
        answered: whether the registry gave a usable answer in this poll already.

    """

    def __init__(self, client: Client, *, answered: bool) -> None:
        self._client = client
        self._usable = answered
        self._unanswered = self._unusable = 0
        self.answered = False
        """Whether the registry gave a usable answer about any trial."""

    def fetch_pages(self, trials: Sequence[Trial]) -> Iterator[list[tuple[Trial, FetchResult]]]:
        """Yield the trials with their results, in their order, page by page.

        Raises:
            Refused: the registry answers 403 to this client, and nothing usable came in the whole poll.
            Unreachable: nothing usable came in the whole poll.

        """
        for start in range(0, len(trials), api.IDS_PER_PAGE):
            yield self._fetch_page(trials[start : start + api.IDS_PER_PAGE])
        if trials and not self._usable:
            raise Unreachable("the registry gives no usable answer: what it sends is no record")

    def _fetch_page(self, trials: Sequence[Trial]) -> list[tuple[Trial, FetchResult]]:
        results: dict[str, FetchResult] = {}
        if self._ended:
            return [(trial, Unreachable(NOT_ASKED)) for trial in trials]
        try:
            self._fetch_together(trials, results)
        except Unreachable as error:
            self._count_failure(error)
            return [(trial, results.get(trial.nct, error)) for trial in trials]
        except BadAnswer as error:
            self._count_failure(error)  # one bad record can spoil a page: fetch its trials one by one
        return [
            (trial, results[trial.nct] if trial.nct in results else self._fetch_alone(trial))
            for trial in trials
        ]

    def _fetch_together(self, trials: Sequence[Trial], results: dict[str, FetchResult]) -> None:
        """Add to ``results``, by the number asked for, the trials that the registry's pages have."""
        wanted = [trial.nct for trial in trials]
        known = {trial.fingerprint: trial.nct for trial in trials if trial.fingerprint}
        token: str | None = None
        while True:
            studies, token = api.parse_studies(
                self._client.get("/studies", api.ids_query(wanted, token)), known
            )
            missing = set(wanted) - results.keys()
            # a record's own number counts before the former numbers that another record lists
            found = {number: study for study in studies for number in _numbers(study) & missing}
            found |= {study.nct: study for study in studies if study.nct in missing}
            results |= found
            if found:
                self._count_success()
            if not token or not found or len(found) == len(missing):
                return

    def _fetch_alone(self, trial: Trial) -> FetchResult:
        if self._ended:
            return Unreachable(NOT_ASKED)
        try:
            return self._fetch_study(trial)
        except NotFound as error:
            self._count_success()
            return error
        except (Unreachable, BadAnswer) as error:
            self._count_failure(error)
            return error

    def _fetch_study(self, trial: Trial) -> api.Study:
        answer = self._client.get(f"/studies/{trial.nct}")
        if api.is_not_found(answer, trial.nct):
            raise NotFound(f"the registry has no trial {trial.nct}")
        if answer.status != 200:
            raise BadAnswer(f"the registry answers {answer.status} for {trial.nct} ({answer.text})")
        study = api.parse_study(answer)
        if not answer.moved and trial.nct not in _numbers(study):
            raise BadAnswer(f"asked for {trial.nct}, the registry answers with {study.nct}")
        self._count_success()
        return study

    @property
    def _ended(self) -> bool:
        return self._unanswered >= UNANSWERED_BEFORE_END or self._unusable >= UNUSABLE_BEFORE_END

    def _count_success(self) -> None:
        self._client.mark_usable()
        self._usable = self.answered = True
        self._unanswered = self._unusable = 0

    def _count_failure(self, error: Unreachable | BadAnswer) -> None:
        """Count a failed request; raise Unreachable if nothing usable came in the poll and more is unlikely to."""
        # errors are held until their page is stored; their tracebacks would hold the decoded answers
        error.__traceback__ = error.__cause__ = error.__context__ = None
        if isinstance(error, Unreachable):
            self._unanswered += 1
            if not self._usable:
                raise error
        else:
            self._unusable += 1
            if not self._usable and self._unusable >= UNANSWERED_BEFORE_END:
                raise Unreachable(f"the registry gives no usable answer: {error}") from error


def _numbers(study: api.Study) -> set[str]:
    """Return the NCT numbers of a record, present and former."""
    return {study.nct, *aliases_of(study.record or {})}
