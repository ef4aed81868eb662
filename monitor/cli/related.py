"""``nctwatch related``: the trials around one, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import NctNumber, as_json, load_config, note, print_json
from monitor.cli.table import print_table
from monitor.core.presentation.related_queries import query_sentence
from monitor.core.records import canonical
from monitor.core.search_query import expression
from monitor.core.similarity import ranked, traits
from monitor.errors import NothingStored
from monitor.store import related as stored_related
from monitor.store.full_text import numbers
from monitor.store.opening import open_for_reading
from monitor.store.trials import count_trials, current_numbers, list_trials, load_trial
from monitor.store.versions import newest_versions, read_record
from monitor.watched import watched

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.core.similarity import Traits
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial as StoredTrial

MANY = 2000
"""Trials that are ranked one by one, in a second or two."""
SHOWN = 40
"""Rows of the table that people get."""
NAMED = "named as related in the configuration"


@click.command()
@click.argument("trial", type=NctNumber())
@as_json
@click.pass_context
def related(ctx: click.Context, trial: str, as_json: bool) -> None:
    """List the trials similar to TRIAL, the most similar first, with the reasons and whether they are watched."""
    config = load_config(ctx)
    with open_for_reading(config.store.path) as reader:
        row = load_trial(reader, trial)
        aliases = current_numbers(reader)
        names = {row.nct, *(alias for alias, nct in aliases.items() if nct == row.nct)}
        rows = _around(config, reader, row, names, aliases)
        remarks = stored_related.remarks(reader, [row.nct])
    if not any(watch.trial in names and watch.discover != "off" for watch in config.watches):
        named = any(watch.trial in names for watch in config.watches)
        how = 'set discover = "suggest" in the' if named else 'add a [[watch]] with discover = "suggest" and'
        where = f'[[watch]] with trial = "{row.nct}"' if named else f'trial = "{row.nct}"'
        note(
            f"Only what is held is ranked: no other trials like {row.nct} are looked for. "
            f"To have it done, {how} {where}."
        )
    for remark in remarks:
        note(f"{row.nct}: {query_sentence(remark['question'], remark['error'], remark['note'])}.")
    if as_json:
        print_json(rows)
    else:
        _print(rows)


def _around(
    config: Config, reader: Connection, row: StoredTrial, names: set[str], aliases: dict[str, str]
) -> list[dict[str, Any]]:
    """Return what looks found, what the configuration names, and what else is held that is like the trial."""
    everyone = {aliases.get(number, number) for number in watched(config, reader)}
    found = {
        entry["nct"]: {
            "title": entry["title"],
            "status": entry["status"],
            "score": entry["score"],
            "why": entry["why"],
        }
        for entry in stored_related.listed(reader, row.id)
    }
    for number, entry in _held(reader, row.nct).items():
        found.setdefault(number, entry)
    for watch in config.watches:
        for number in watch.related if watch.trial in names else ():
            current = aliases.get(number, number)
            entry = found.setdefault(current, {"title": "", "status": None, "score": 0.0, "why": []})
            entry["why"].append(NAMED)
    rows = [
        {"trial": number, **entry, "watched": config.everything or aliases.get(number, number) in everyone}
        for number, entry in found.items()
        if entry["why"] and number not in names
    ]
    return sorted(rows, key=lambda entry: (-entry["score"], entry["trial"]))


def _held(reader: Connection, nct: str) -> dict[str, dict[str, Any]]:
    """Rank the newest versions of all trials that are held by how alike they are to one."""
    trials: dict[str, Traits] = {}
    for row in list_trials(reader, _near(reader, nct)):
        if not row.trial.found:
            continue
        for version in newest_versions(reader, row.trial.nct, 1):
            if related := traits(canonical.decode(read_record(reader, version.id))):
                trials[row.trial.nct] = related
    mine = trials.pop(nct, None)
    return {
        related.traits.nct: {
            "title": related.traits.title,
            "status": related.traits.status,
            "score": related.score,
            "why": list(related.why),
        }
        for related in (ranked(mine, trials.values()) if mine else [])
    }


def _near(reader: Connection, nct: str) -> list[str] | None:
    """Return the trials worth ranking: all that are held, or, where these are too many, what the index finds."""
    if count_trials(reader) <= MANY:
        return None
    mine = traits(canonical.decode(read_record(reader, newest_versions(reader, nct, 1)[0].id)))
    names = (
        [term.text for terms in (mine.conditions, mine.interventions) for term in terms.values()]
        if mine
        else []
    )
    try:
        words = " OR ".join(expression(f'"{name}"') for name in names)
        return [nct, *numbers(reader, words, MANY)] if words else [nct]
    except (ValueError, NothingStored):
        return [nct]  # without an index, what looks found has to do


def _print(rows: list[dict[str, Any]]) -> None:
    from monitor.core.presentation.labels import cut, status

    if not rows:
        note("No similar trial is known.")
        return
    print_table(
        ("trial", "score", "watched", "status", "title", "why"),
        [
            (
                row["trial"],
                f"{row['score']:.2f}",
                "yes" if row["watched"] else "no",
                status(row["status"]) if row["status"] else None,
                cut(row["title"], 50),
                "; ".join(row["why"][:4]),
            )
            for row in rows[:SHOWN]
        ],
    )
    if len(rows) > SHOWN:
        note(f"The {SHOWN} most similar of {len(rows):,}; --json prints all.")
