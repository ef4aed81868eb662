"""``nctwatch mcp``: the questions as tools of an assistant."""

from __future__ import annotations

import click

from monitor.cli.common import load_config
from monitor.errors import UsageError


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
    try:
        from monitor.tools import serve
    except ImportError as error:
        raise UsageError(
            "the Model Context Protocol needs its SDK, which is not installed: `pip install mcp`, "
            "or install nctwatch with its extra, `pip install 'nctwatch[mcp]'`"
        ) from error
    from monitor.logs import keep_silent

    keep_silent()
    serve(config)
