"""What to type after the demo: commands that work as they are printed, in the folder where it was started."""

from __future__ import annotations

from monitor.config.where import DEFAULT
from monitor.invoked import program


def next_steps() -> list[tuple[str, str]]:
    """Return command lines in their order, each with what it does."""
    name = program()
    steps = [
        (f"{name} init", f"writes {DEFAULT}: what to watch, and whom to tell"),
        (f"{name} check", "says what is wrong with it"),
        (f"{name} poll", "asks the real registry, once"),
        (f"{name} run", "the service, until Ctrl-C"),
    ]
    return steps[DEFAULT.exists() :]
