"""``nctwatch demo``: the whole job, offline."""

from __future__ import annotations

import click


@click.command()
def demo() -> None:
    """Show the whole job in under a minute, offline; leaves nothing running."""
    from monitor.demo.story import tell

    tell()
