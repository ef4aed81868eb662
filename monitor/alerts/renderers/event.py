"""A message for programs: a CloudEvents 1.0 object, which hooks that take JSON get beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.model import LoggedChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.alerts.outline import Outline
    from monitor.model import Json, TrialUpdate

    State: TypeAlias = Literal["raised", "resolved"]

TRIAL = "nctwatch.trial.changed"
"""The type of an event of one trial."""
SOURCE = "nctwatch"
"""Where events come from, if there are no pages with an address."""


def trial(outline: Outline) -> dict[str, Json]:
    """Return the event of one trial's changes."""
    return _event(TRIAL, outline.update.nct, _data(outline))


def digest(name: str, outlines: Sequence[Outline], part: int = 1, parts: int = 1) -> dict[str, Json]:
    """Return the event of one of the messages of a digest; each trial is in one of them."""
    data = {"trials": [_data(outline) for outline in outlines], "part": part, "parts": parts}
    return _event("nctwatch.digest", name, data)


def notice(name: str, state: State, sentences: Sequence[str]) -> dict[str, Json]:
    """Return the event of a notice about the watch itself; ``name`` says what it is about, such as "stale"."""
    return _event("nctwatch.notice", name, {"state": state, "about": name, "sentences": list(sentences)})


def envelope(event: Mapping[str, Json], *, number: str, time: str, source: str) -> dict[str, Json]:
    """Return an event as CloudEvents 1.0 asks for it.

    Args:
        event: its type, subject and data.
        number: the same for each attempt at the same message, and unlike that of any other.
        time: when it was queued, ISO 8601.
        source: the address of the pages, or "" for none.

    """
    head = {"specversion": "1.0", "id": number, "source": source or SOURCE, "time": time}
    return head | {"datacontenttype": "application/json"} | dict(event)


def _event(name: str, subject: str, data: dict[str, Json]) -> dict[str, Json]:
    return {"type": name, "subject": subject, "data": data}


def _data(outline: Outline) -> dict[str, Json]:
    from monitor.core.presentation.change_json import change_json  # noqa: PLC0415  # to send needs no sentences

    update = outline.update
    return {
        "trial": update.nct,
        "title": update.title,
        "sponsor": update.sponsor,
        "status": update.status,
        "severity": str(outline.gravest.severity),
        "from_version": update.from_version,
        "to_version": update.to_version,
        "url": outline.page,
        "contacts": [dict(contact) for contact in update.contacts],
        "changes": [change_json(logged) for logged in _logged(update)],
    }


def _logged(update: TrialUpdate) -> list[LoggedChange]:
    """Return the changes as the log has them, each with its step; a poll counts a change for the day on which it saw it."""
    return [
        LoggedChange(
            number,
            step.nct,
            change,
            step.from_version,
            step.to_version,
            step.registry_date,
            step.observed_at,
            step.observed_at[:10],
        )
        for step in update.steps or (update,)
        for number, change in step.changes
    ]
