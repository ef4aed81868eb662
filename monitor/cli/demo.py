"""``nctwatch demo``: a demonstration, offline."""

from __future__ import annotations

import click


@click.command()
def demo() -> None:
    """Show everything in under a minute, offline. It leaves nothing running and no files."""
    from monitor.demo.story import play

    play()
