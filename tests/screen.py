"""A terminal in memory: what a person sees of a command, without a process."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field

import pytest

from monitor.cli import nctwatch


class Stream(io.StringIO):
    """A stream that a person looks at."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return true."""
        return True


@dataclass
class Screen:
    """What was written to a terminal of some size; nobody types."""

    monkeypatch: pytest.MonkeyPatch
    out: Stream = field(default_factory=Stream)
    err: Stream = field(default_factory=Stream)

    def size(self, columns: int, lines: int) -> None:
        """Make it of that size."""
        self.monkeypatch.setenv("COLUMNS", str(columns))
        self.monkeypatch.setenv("LINES", str(lines))

    def run(self, *words: str) -> int:
        """Run a command; return its exit status."""
        self.out.seek(0)
        self.out.truncate()
        self.err.seek(0)
        self.err.truncate()
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Stream())
            patch.setattr(sys, "stdout", self.out)
            patch.setattr(sys, "stderr", self.err)
            try:
                nctwatch.main(list(words), prog_name="nctwatch")
            except SystemExit as end:
                return int(end.code or 0)
        return 0

    @property
    def text(self) -> str:
        """What stands on standard output."""
        return self.out.getvalue()

    @property
    def notes(self) -> str:
        """What stands on standard error."""
        return self.err.getvalue()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal of 80 × 24 that shows colours, without a pager."""
    for name in ("NO_COLOR", "NCTWATCH_PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PAGER", "")
    found = Screen(monkeypatch)
    found.size(80, 24)
    return found
