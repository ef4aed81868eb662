"""What answers are made from: a source of studies, in memory or on disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from monitor.model import Record
    from monitor.simulator.bodies import Body
    from monitor.simulator.versions import Version


class Dataset(Protocol):
    """The studies of one release. It never changes, so that an answer never sees half a release."""

    @property
    def timestamp(self) -> str:
        """The `dataTimestamp` of the release."""

    @property
    def names(self) -> Mapping[str, str]:
        """The names of all fields → their dotted paths."""

    def current(self, nct: str) -> str | None:
        """Resolve a number or a former number; None if the registry has neither."""

    def numbers(self) -> Sequence[str]:
        """Return the numbers of all studies, in the order of the data set."""

    def among(self, wanted: Collection[str]) -> Sequence[str]:
        """Return those of some present numbers that there are, in the order of the data set."""

    def updated(self, low: str, high: str) -> Sequence[str]:
        """Return the studies whose last update was posted from `low` to `high`, both `yyyy-MM-dd`, in order."""

    def record(self, nct: str) -> Record:
        """Return the record of a present number; the caller must not change it."""

    def body(self, head: bytes, numbers: Sequence[str], tail: bytes) -> Body:
        r"""Return a body: `head`, the records as JSON with `,\n` between them, `tail`."""

    def sizes(self) -> Iterable[int]:
        """Return the bytes of JSON of each study, in the order of the data set."""

    def history(self, nct: str) -> Sequence[Version]:
        """Return the submitted versions of a study, oldest first."""


class StudySource(Protocol):
    """A registry's studies, whose releases follow each other."""

    @property
    def now(self) -> Dataset:
        """The release served now."""


class Editable(Protocol):
    """A registry's studies while a release of them is made."""

    def record(self, nct: str) -> Record:
        """Return a copy of a record."""

    def put(self, record: Record) -> None:
        """Serve this record in place of the one with its number."""


Edit: TypeAlias = Callable[[Editable], None]
"""Something that changes what is served; `edit()` makes the usual ones."""
