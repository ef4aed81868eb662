"""``nctwatch mcp``: the questions as tools of an assistant."""

from __future__ import annotations

import click

from monitor.cli.common import load_config
from monitor.cli.extras import require_extra


@click.command()
@click.pass_context
def mcp(ctx: click.Context) -> None:
    """Serve what is stored to an assistant, by the Model Context Protocol on standard input and output, read-only.

    An assistant starts this command by itself; its configuration names it, such as

    \b
        {"mcpServers": {"nctwatch": {"command": "nctwatch", "args": ["mcp"]}}}

    It needs the extra mcp: pip install 'nctwatch[mcp]'.
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    config = load_config(ctx)
    require_extra("mcp", "mcp", "the Model Context Protocol needs its SDK")
    from monitor.logs import keep_silent
    from monitor.tools import serve

    keep_silent()
    serve(config)
