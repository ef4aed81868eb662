"""Alerts on standard output, where no channel is configured."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from monitor.cli.output import joined
from monitor.terminal import folded_lines

if TYPE_CHECKING:
    from monitor.model import Message


def print_alert(message: Message) -> None:
    """Print a message, past the buffer of standard output: what failed must not come out later by itself.

    Raises:
        OSError: standard output cannot be written, such as a pipe that nobody reads any more.

    """
    subject = folded_lines(message.subject, sys.stdout)
    rule = "─" * min(max(map(len, subject.split("\n"))), 100)
    text = joined(f"{subject}\n{rule}\n{folded_lines(message.body, sys.stdout)}\n\n")
    left = memoryview(text.encode(sys.stdout.encoding, "replace"))
    sys.stdout.flush()
    while left:
        left = left[os.write(sys.stdout.fileno(), left) :]
