"""``nctwatch report``: write an HTML page and an Atom feed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import NCT_NUMBER, as_json, load_config, note, print_json
from monitor.clock import now
from monitor.core.presentation.labels import count
from monitor.errors import UsageError
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from monitor.store.connection import Row


@click.command()
@click.argument("trials", metavar="[TRIAL]...", nargs=-1, type=NCT_NUMBER)
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE.html",
    type=click.Path(path_type=Path),
    help="Write the page to this file; - is standard output.",
)
@click.option(
    "--feed",
    metavar="FILE.atom",
    type=click.Path(path_type=Path),
    help="Write an Atom feed of the changes to this file; - is standard output.",
)
@as_json
@click.pass_context
def report(
    ctx: click.Context, trials: tuple[str, ...], file: Path | None, feed: Path | None, as_json: bool
) -> None:
    """Write one HTML page about each TRIAL, or all trials: timelines, versions, redlines.

    The page is a single file, without scripts, and loads nothing from the network.
    """
    if file is None and feed is None:
        raise UsageError("name a file for the page (-o FILE.html), for the feed (--feed FILE.atom), or both")
    from monitor.report import write
    from monitor.report.queries import Source
    from monitor.store.news import Filter
    from monitor.watched import watched

    config = load_config(ctx)
    at, written = now(), []
    with open_for_reading(config.store.path) as reader:
        source = Source(reader, watched(config, reader), at.date(), config.everything)
        if file is not None:
            page = write.page(source, trials, at).encode()
            written.append(_write(file, page))
        if feed is not None:
            atom = write.feed(reader, trials or None, Filter(), at, config.service.public_url)
            written.append(_write(feed, atom))
    if as_json:
        print_json({"files": written})
        return
    for row in written:
        note(f"wrote {row['file']}: {count(row['bytes'], 'byte')}")


def _write(path: Path, content: bytes) -> Row:
    from monitor.export import output

    standard = path == Path("-")
    with output.standard_output() if standard else output.new_file(path, force=True) as file:
        file.write(content)
    return {"file": "<stdout>" if standard else str(path), "bytes": len(content)}
