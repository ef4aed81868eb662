"""What a message says of a trial, and in which order."""

from __future__ import annotations

from monitor.alerts.outline import outline
from monitor.model import Change, Kind, Severity, TrialUpdate

ASKED = {Kind.STATUS, Kind.RESULTS, Kind.ELIGIBILITY}


def asks(change: Change) -> bool:
    return change.kind in ASKED and change.severity is not Severity.NOISE


def seen(*changes: tuple[str, str]):
    made = [Change(Kind(kind), "other", "path", None, None, Severity(severity)) for kind, severity in changes]
    update = TrialUpdate("NCT90000001", "Cells", "", None, 1, 2, None, tuple(enumerate(made, 1)))
    return outline(update, asks, most_alike=8)


def test_what_is_asked_for_leads():
    """A message begins with what the channel asks for, the gravest first; the rest follows, noise is counted."""
    made = seen(
        ("locations", "high"), ("results", "low"), ("status", "noise"), ("status", "high"), ("dates", "noise")
    )
    assert [(entry.kind, entry.severity) for entry in made.asked] == [("status", "high"), ("results", "low")]
    assert [(entry.kind, entry.severity) for entry in made.others] == [("locations", "high")]
    assert made.noise == "Plus 2 routine updates (dates and stamps)."
    assert (made.gravest.kind, made.number) == (Kind.STATUS, 3)


def test_noise_alone_is_shown():
    """Where nothing has weight, what there is is shown."""
    made = seen(("status", "noise"), ("design", "noise"))
    assert [entry.kind for entry in (*made.asked, *made.others)] == ["status", "design"]
    assert made.noise == ""


def test_the_headline_names_the_gravest_even_if_not_asked_for():
    """A graver change that only follows gives the headline; the severity is of the first change."""
    made = seen(("locations", "high"), ("results", "low"))
    assert made.gravest.kind is Kind.LOCATIONS
    assert made.severity is Severity.LOW
