"""``nctwatch show``: a stored record."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import click

from monitor.cli.asking import asks, print_answer
from monitor.cli.common import as_json, note, store_path
from monitor.cli.output import Styled, echo, joined, style
from monitor.cli.pager import paged
from monitor.core.presentation.labels import count
from monitor.core.records.undated import added_publications
from monitor.questions.record import RECORD, chosen, section_of
from monitor.store.opening import open_for_reading
from monitor.store.versions import read_record
from monitor.terminal import width


@click.command()
@asks(RECORD)
@as_json
@click.pass_context
@paged
def show(
    ctx: click.Context, trial: str, version: int | None, at: str | None, section: str | None, as_json: bool
) -> None:
    """Show the record of TRIAL: the newest version unless --version or --at names another."""
    with open_for_reading(store_path(ctx)) as reader:
        shown = chosen(reader, trial, version, at)
        raw = read_record(reader, shown.id)
    record = json.loads(raw)
    if publications := added_publications(record) if shown.source == "history" else []:
        note(_not_dated(len(publications), shown.valid_from))
    part = section_of(record, section) if section else record
    if as_json:
        print_answer(part if section else raw)
        return
    note(f"{trial}, version {shown.version}, valid from {shown.valid_from}")
    for line in _outline(part, 0):
        echo(line)


def _not_dated(publications: int, day: str) -> str:
    """Return that publications of a version of the record history may be later than it."""
    were = f"{count(publications, 'publication')} of type DERIVED {'was' if publications == 1 else 'were'}"
    return f"{were} added by the registry itself, possibly long after {day}: the record history does not say when."


def _outline(value: Any, depth: int) -> list[Styled]:  # noqa: ANN401
    """Return nested values as indented lines, with keys and the registry's codes in words."""
    from monitor.core.presentation.labels import STATUS, code_label, field_name
    from monitor.core.presentation.prose import unescaped
    from monitor.core.presentation.sanitize import safe_text

    pad = "  " * depth
    if isinstance(value, dict):
        lines = []
        for key, part in value.items():
            label = style(field_name(key), bold=True)
            if isinstance(part, dict | list) and part:
                lines += [joined(pad, label), *_outline(part, depth + 1)]
            else:
                first, *rest = _outline(part, depth + 1) or [Styled()]
                lines += (
                    [joined(pad, label, ": ", Styled(first.strip())), *rest]
                    if len(first) < width() and not rest
                    else [joined(pad, label, ":"), first, *rest]
                )
        return lines
    if isinstance(value, list):
        lines = []
        for part in value:
            first, *rest = _outline(part, depth + 1) or [Styled()]
            lines += [joined(pad, "- ", Styled(first.strip())), *rest]
        return lines
    wrap = max(40, min(width(), 120)) - len(pad)
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    text = STATUS.get(text) or code_label(text) or safe_text(unescaped(text))
    return [
        joined(pad, line)
        for block in text.split("\n")
        for line in (textwrap.wrap(block, wrap, break_on_hyphens=False) or [""])
    ]
