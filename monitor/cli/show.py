"""``nctwatch show``: a stored record."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import NctNumber, as_json, day_option, note, print_json, store_path, width
from monitor.core.presentation.labels import count
from monitor.core.records.undated import added_publications
from monitor.errors import NothingStored, UsageError
from monitor.store.opening import open_for_reading
from monitor.store.versions import Version, load_version, newest_versions, read_record, version_at

if TYPE_CHECKING:
    from monitor.store.connection import Connection


@click.command()
@click.argument("trial", type=NctNumber())
@click.option("--version", "number", type=click.IntRange(min=1), metavar="N", help="Show version N.")
@day_option("--at", "day", help="Show the version valid on DATE.")
@click.option(
    "--section", metavar="NAME", help="Show only this section or module, such as eligibility or statusModule."
)
@as_json
@click.pass_context
def show(
    ctx: click.Context, trial: str, number: int | None, day: str | None, section: str | None, as_json: bool
) -> None:
    """Show the record of TRIAL: the newest version unless --version or --at names another."""
    if number and day:
        raise UsageError("--version and --at exclude each other")
    with open_for_reading(store_path(ctx)) as reader:
        version = chosen(reader, trial, number, day)
        raw = read_record(reader, version.id)
    record = json.loads(raw)
    if publications := added_publications(record) if version.source == "history" else []:
        note(_not_dated(len(publications), version.valid_from))
    if as_json and not section:
        click.echo(raw)
        return
    part = _section(record, section) if section else record
    if as_json:
        print_json(part)
        return
    note(f"{trial}, version {version.version}, valid from {version.valid_from}")
    for line in _outline(part, 0):
        click.echo(line)


def chosen(reader: Connection, trial: str, number: int | None, day: str | None) -> Version:
    """Return version ``number``, or the one valid on ``day``; the newest if both are None."""
    if number:
        return load_version(reader, trial, number)
    return version_at(reader, trial, day) if day else newest_versions(reader, trial, 1)[0]


def _not_dated(publications: int, day: str) -> str:
    """Return that publications of a version of the record history may be later than it."""
    were = f"{count(publications, 'publication')} of type DERIVED {'was' if publications == 1 else 'were'}"
    return f"{were} added by the registry itself, possibly long after {day}: the record history does not say when."


def _section(record: dict[str, Any], name: str) -> Any:  # noqa: ANN401
    """Return a section or module by its name; ``eligibility`` is enough for ``eligibilityModule``."""
    wanted = name.lower()
    modules = {
        module: part
        for section in record.values()
        if isinstance(section, dict)
        for module, part in section.items()
    }
    for known, part in (record | modules).items():
        if wanted in {
            known.lower(),
            known.lower().removesuffix("module"),
            known.lower().removesuffix("section"),
        }:
            return part
    raise NothingStored(f"this version has no section {name}; it has {', '.join(sorted(record | modules))}")


def _outline(value: Any, depth: int) -> list[str]:  # noqa: ANN401
    """Return nested values as indented lines, with keys and the registry's codes in words."""
    from monitor.core.presentation.labels import STATUS, code_label, field_name
    from monitor.core.presentation.sanitize import safe_text

    pad = "  " * depth
    if isinstance(value, dict):
        lines = []
        for key, part in value.items():
            label = click.style(field_name(key), bold=True)
            if isinstance(part, dict | list) and part:
                lines += [f"{pad}{label}", *_outline(part, depth + 1)]
            else:
                first, *rest = _outline(part, depth + 1) or [""]
                lines += (
                    [f"{pad}{label}: {first.strip()}", *rest]
                    if len(first) < width() and not rest
                    else [f"{pad}{label}:", first, *rest]
                )
        return lines
    if isinstance(value, list):
        lines = []
        for part in value:
            first, *rest = _outline(part, depth + 1) or [""]
            lines += [f"{pad}- {first.strip()}", *rest]
        return lines
    wrap = max(40, min(width(), 120)) - len(pad)
    text = str(value)
    text = STATUS.get(text) or code_label(text) or safe_text(text)
    return [
        pad + line
        for block in text.split("\n")
        for line in (textwrap.wrap(block, wrap, break_on_hyphens=False) or [""])
    ]
