"""How pages name each other: in one file, or served below an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.urls import STUDY

if TYPE_CHECKING:
    from collections.abc import Container

    from monitor.core.watch_state import WatchState
    from monitor.report.model import DatedSection


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page is, and so how it names others: in one file with them, or served below an address."""

    made: str
    """When it was made, for people."""
    up: str = ""
    """From the page to the root of the service; "" at the root."""
    one_file: bool = True
    known: Container[str] = frozenset()
    """The trials that have a page here."""
    watch: WatchState | None = None
    """How the watch stands; None where that is not known."""
    against: int | None = None
    """The version whose eligibility text the page compares with the newest."""

    def home(self) -> str:
        """Return where the overview is."""
        return "#overview" if self.one_file else self.up or "./"

    def trial(self, nct: str) -> str:
        """Return where a trial is."""
        return f"#{nct}" if self.one_file else f"{self.up}trial/{nct}"

    def named(self, nct: str) -> str:
        """Return where a trial is that a text names: here if it has a page, else at the registry."""
        return self.trial(nct) if nct in self.known else f"{STUDY}{nct}"

    def change(self, number: int) -> str:
        """Return where a change is."""
        return f"#change-{number}" if self.one_file else f"{self.up}change/{number}"

    def step(self, dated: DatedSection) -> str:
        """Return where the change is that a section was last changed by; in one file its step, which is always shown."""
        if self.one_file or dated.change is None:
            return f"#{dated.anchor}" if dated.anchor else "#content"
        return self.change(dated.change)

    def compared(self, nct: str, version: int) -> str:
        """Return where a trial's eligibility text is compared with that of a version."""
        return f"{self.up}trial/{nct}?against={version}#{nct}-eligibility"
