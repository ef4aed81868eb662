"""What is longer than the screen goes through a pager, as in git; what fits is printed as it is."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.cli.cells import cells_of
from monitor.cli.group import NO_PAGER
from monitor.terminal import is_dumb

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

F = TypeVar("F", bound="Callable[..., Any]")

_DEFAULT = "less"
_LESS = "FRX"
"""Options of less, unless ``$LESS`` has others: end at once where all fits, show colours, leave the text on the screen."""


def paged(function: F) -> F:
    """Return the function of a command, made to print through a pager where a person looks at a terminal."""

    @wraps(function)
    def wrapped(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401
        with _pages():
            return function(*arguments, **keywords)

    return wrapped  # type: ignore[return-value]


def pages_follow(lines: int) -> bool:
    """Return whether so many lines would be shown page by page."""
    return isinstance(sys.stdout, _Pages) and lines >= sys.stdout.height


@contextmanager
def _pages() -> Iterator[None]:
    """Lend a standard output that starts the pager with the first line that no longer fits the screen."""
    command = _command()
    if command is None:
        yield
        return
    out, err = sys.stdout, sys.stderr
    pages = _Pages(out, command)
    sys.stdout = pages
    if err.isatty():
        sys.stderr = pages  # or a note would stand somewhere in the middle of a page
    try:
        yield
    except BrokenPipeError:
        if not pages.paging:
            raise  # else the pager was left before the end, which is no fault
    finally:
        sys.stdout, sys.stderr = out, err
        pages.finish()


def _command() -> list[str] | None:
    """Return the pager's words; None where nobody looks at a terminal, or none is wanted or installed."""
    context = click.get_current_context(silent=True)
    if (context and context.meta.get(NO_PAGER)) or is_dumb():
        return None
    if not (sys.stdin.isatty() and sys.stdout.isatty() and _has_size()):
        return None
    import shlex

    wanted = os.environ.get("NCTWATCH_PAGER", os.environ.get("PAGER", _DEFAULT))
    try:
        words = shlex.split(wanted)
    except ValueError:
        return None
    return words if words and words != ["cat"] and shutil.which(words[0]) else None


def _has_size() -> bool:
    """Return whether standard output has lines; one that a program opened for itself has none, and nobody reads it."""
    if "LINES" in os.environ:
        return True
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines > 0
    except (OSError, ValueError):
        return False


class _Pages(io.TextIOBase):
    """A terminal's output that is held back until it is longer than the screen, and then goes to a pager."""

    errors = "replace"

    def __init__(self, terminal: Any, command: list[str]) -> None:  # noqa: ANN401  # a stream, whatever its class
        size = shutil.get_terminal_size((100, 24))
        self.height, self._columns = size.lines, size.columns
        self._terminal, self._command = terminal, command
        self._held: list[str] = []
        self._lines = 0
        self._pager: subprocess.Popen[str] | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the terminal."""
        return self._terminal.encoding or "utf-8"

    @property
    def paging(self) -> bool:
        """Whether the pager was started."""
        return self._pager is not None

    def isatty(self) -> bool:
        """Return true: a person looks at it."""
        return True

    def writable(self) -> bool:
        """Return true."""
        return True

    def write(self, text: str) -> int:
        """Hold a text back, or give it to the pager.

        Raises:
            BrokenPipeError: the pager was left.

        """
        if not isinstance(text, str):
            raise TypeError("only text can be written here")
        if self._pager is None:
            self._held.append(text)
            self._lines += sum(
                max(1, -(-cells_of(click.unstyle(line)) // self._columns)) for line in text.splitlines()
            )
            if self._lines >= self.height:
                self._start()
        elif self._pager.stdin:
            self._pager.stdin.write(text)
        return len(text)

    def _start(self) -> None:
        import subprocess

        held, self._held = "".join(self._held), []
        self._pager = subprocess.Popen(  # noqa: S603  # the user's own pager
            self._command,
            stdin=subprocess.PIPE,
            text=True,
            encoding=self.encoding,
            errors=self.errors,
            env={"LESS": _LESS, "LV": "-c", **os.environ},
        )
        self.write(held)

    def finish(self) -> None:
        """Print what was held back, or wait until the pager is left."""
        if self._pager is None:
            self._terminal.write("".join(self._held))
            self._terminal.flush()
            return
        with suppress(BrokenPipeError):
            if self._pager.stdin:
                self._pager.stdin.close()
        while True:
            try:
                self._pager.wait()
            except KeyboardInterrupt:  # the pager's own key, to stop a search
                continue
            return
