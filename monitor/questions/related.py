"""The question ``related``: the trials around one, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.records import canonical
from monitor.core.search_query import expression
from monitor.core.similarity import ranked, traits
from monitor.errors import NothingStored
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import BOOLEAN, NCT, STATUS, TEXT, array, objects
from monitor.questions.values import NCT as NUMBER
from monitor.store import related as stored_related
from monitor.store.full_text import numbers
from monitor.store.trials import count_trials, current_numbers, former_numbers, list_trials, load_trial
from monitor.store.versions import newest_versions, read_record
from monitor.watched import watched

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.core.similarity import Traits
    from monitor.model import Json
    from monitor.questions.model import Context
    from monitor.store.connection import Connection
    from monitor.store.trials import Trial

FEW = 300
"""Trials that are ranked one by one, in a third of a second; of more, those that the index finds first."""
MANY = 2000
"""Trials that are ranked one by one where there is no index, in a second or two."""
NAMED = "named as related in the configuration"


def answer(context: Context, *, trial: str) -> Json:
    """Return the trials similar to one, the most similar first."""
    config, reader = context.config, context.reader
    subject = load_trial(reader, trial)
    return around(config, reader, subject, {subject.nct, *former_numbers(reader, subject)})


def around(config: Config, reader: Connection, subject: Trial, names: set[str]) -> list[dict[str, Any]]:
    """Return what looks found, what the configuration names, and what else is held that is like a trial.

    Args:
        config: the watches.
        reader: the store.
        subject: the trial.
        names: its number and its former ones.

    """
    aliases = current_numbers(reader)
    everyone = {aliases.get(number, number) for number in watched(config, reader)}
    found = {
        entry["nct"]: {
            "title": entry["title"],
            "status": entry["status"],
            "score": entry["score"],
            "why": entry["why"],
        }
        for entry in stored_related.listed(reader, subject.id)
    }
    for number, entry in _held(reader, subject.nct).items():
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
    """Return the trials worth ranking: all that are held, or, where these are many, what the index finds."""
    held = count_trials(reader)
    if held <= FEW:
        return None
    mine = traits(canonical.decode(read_record(reader, newest_versions(reader, nct, 1)[0].id)))
    if mine is None:
        return [nct]
    names = [term.text for terms in (mine.conditions, mine.interventions) for term in terms.values()]
    names += [*mine.numbers, *mine.mentioned, *mine.ids.values(), mine.sponsor, *mine.investigators.values()]
    words = [_phrase(name) for name in names]
    try:
        return [nct, *numbers(reader, " OR ".join(filter(None, words)), FEW)]
    except NothingStored:  # there is no index
        return None if held <= MANY else [nct]


def _phrase(name: str) -> str:
    """Return a name as the index is asked for it; "" where it has no word."""
    try:
        return expression(f'"{name}"')
    except ValueError:
        return ""


RELATED = Question(
    name="related",
    path="/related/{nct}",
    help="List the trials similar to a trial, the most similar first, with the reasons and whether they are watched.",
    parameters=(
        Parameter(
            "trial", NUMBER, "The trial, by its NCT number.", required=True, positional=True, in_path=True
        ),
    ),
    answer=answer,
    result=array(
        objects(
            trial=NCT,
            title=TEXT,
            status=STATUS,
            score={"type": "number", "minimum": 0},
            why=array(TEXT),
            watched=BOOLEAN,
        )
    ),
)
