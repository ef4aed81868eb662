"""Changes → a message: subject and body, in plain text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.safe import safe_line, safe_text
from monitor.core.words import count, cut, status
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Json

STUDY = "https://clinicaltrials.gov/study/"
"""Where people look at a trial, whatever address the records came from."""

MAX_BODY = 12_000
"""Characters of a message: Slack and most mail programs show so much whole."""
MAX_VALUE = 1_500
MAX_TITLE = 90


@dataclass(frozen=True, slots=True)
class About:
    """What a message says of the trial itself, and of the step that it tells."""

    nct: str
    title: str
    sponsor: str
    status: str | None
    from_version: int | None
    to_version: int | None
    registry_date: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A change, and the id that it has in the store."""

    id: int
    change: Change


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to a channel."""

    subject: str
    body: str


def message(about: About, told: Sequence[Told]) -> Message:
    """Write the message of one trial and release.

    Args:
        about: the trial.
        told: its changes in the order of the message; the first is what it is about.

    """
    main = [one for one in told if one.change.severity is not Severity.NOISE] or list(told)
    return Message(subject(about, main[0].change, len(main)), _body(about, main, len(told) - len(main), told))


def subject(about: About, change: Change, number: int) -> str:
    """Name the trial, what happened to it, and its title, on one line."""
    more = f" (+{number - 1} more)" if number > 1 else ""
    line = f"{about.nct}: {headline(change)}{more} – {about.title}"
    return safe_line(cut(line, MAX_TITLE + 70))


def headline(change: Change) -> str:
    """Say in a few words what happened."""
    words = _HEADLINES.get((change.kind, change.event))
    if change.kind is Kind.STATUS and isinstance(change.after, str) and change.path.endswith("overallStatus"):
        return f"{words or 'status changed'} ({status(change.before)} → {status(change.after)})"
    return words or f"{change.kind}: {change.event.replace('_', ' ')}"


_HEADLINES = {
    (Kind.STATUS, "opened"): "now recruiting",
    (Kind.STATUS, "closed"): "closed to new patients",
    (Kind.STATUS, "paused"): "paused",
    (Kind.STATUS, "resumed"): "recruiting again",
    (Kind.STATUS, "stopped"): "stopped early",
    (Kind.STATUS, "completed"): "completed",
    (Kind.STATUS, "went_unknown"): "status no longer confirmed",
    (Kind.STATUS, "access_available"): "expanded access available",
    (Kind.STATUS, "access_paused"): "expanded access paused",
    (Kind.STATUS, "access_ended"): "expanded access ended",
    (Kind.STATUS, "access_approved"): "approved for marketing",
    (Kind.STATUS, "why_stopped"): "reason for stopping changed",
    (Kind.STATUS, "withheld"): "record withheld",
    (Kind.RESULTS, "posted"): "results posted",
    (Kind.RESULTS, "submitted"): "results submitted",
    (Kind.RESULTS, "amended"): "results amended",
    (Kind.RESULTS, "removed"): "results removed",
    (Kind.RESULTS, "overdue"): "results overdue",
    (Kind.ELIGIBILITY, "age"): "age limits changed",
    (Kind.ELIGIBILITY, "criterion_added"): "new eligibility criterion",
    (Kind.ELIGIBILITY, "criterion_removed"): "eligibility criterion removed",
    (Kind.ELIGIBILITY, "criterion_reworded"): "eligibility criterion reworded",
    (Kind.ELIGIBILITY, "restructured"): "eligibility rearranged",
    (Kind.OUTCOMES, "promoted"): "outcome became primary",
    (Kind.OUTCOMES, "demoted"): "primary outcome demoted",
    (Kind.RECORD, "gone"): "gone from the registry",
    (Kind.RECORD, "returned"): "back in the registry",
    (Kind.RECORD, "renamed"): "has a new number",
    (Kind.RECORD, "related_found"): "related trial found",
}


def _body(about: About, main: Sequence[Told], noise: int, told: Sequence[Told]) -> str:
    foot = _foot(about, noise, told)
    room = MAX_BODY - len(foot) - 400
    lines = [f"{about.nct}  {about.title}", _facts(about), f"{STUDY}{about.nct}", ""]
    for number, one in enumerate(main):
        entry = _entry(one.change)
        if room - len(entry) < 0:
            lines.append(
                f"… and {count(len(main) - number, 'more change')}: `nctwatch changes --trial {about.nct}` lists them."
            )
            break
        room -= len(entry)
        lines.append(entry)
    return safe_text("\n".join([*lines, "", foot]))


def _facts(about: About) -> str:
    facts = [f"Status: {status(about.status)}", f"Sponsor: {about.sponsor}" if about.sponsor else ""]
    facts.append(f"Record updated {about.registry_date}" if about.registry_date else "")
    return " · ".join(fact for fact in facts if fact)


def _entry(change: Change) -> str:
    mark = {Severity.HIGH: "‼", Severity.MEDIUM: "•"}.get(change.severity, "–")
    lines = [f"{mark} {cut(change.summary, MAX_VALUE)}"]
    if isinstance(change.before, str | int | float) or isinstance(change.after, str | int | float):
        lines += [f"    was: {_value(change.before)}", f"    is:  {_value(change.after)}"]
    if change.origin == "registry":
        lines.append("    (changed by the registry itself, not by the sponsor)")
    return "\n".join(lines)


def _value(value: Json) -> str:
    if value is None:
        return "–"
    return cut(" ".join(str(value).split()), MAX_VALUE) if isinstance(value, str) else str(value)


def _foot(about: About, noise: int, told: Sequence[Told]) -> str:
    ids = [str(one.id) for one in told]
    shown = ", ".join(ids[:12]) + (f" and {len(ids) - 12} more" if len(ids) > 12 else "")
    versions = f" {about.from_version} {about.to_version}" if about.from_version and about.to_version else ""
    lines = [
        f"History of the record: {STUDY}{about.nct}?tab=history",
        f"Look further: nctwatch diff {about.nct}{versions}",
        f"Change {shown} of nctwatch, which watches {about.nct} for you.",
    ]
    if noise:
        lines.insert(0, f"Also {count(noise, 'change')} of no weight, such as update stamps.")
    return "\n".join(lines)
