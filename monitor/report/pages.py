"""What pages say → HTML. The one module that knows Jinja; every value is escaped by it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.core.presentation.labels import IMPORTANCE, count
from monitor.core.presentation.prose import pieces
from monitor.core.presentation.text import COMMAND
from monitor.core.presentation.urls import STUDY
from monitor.report.colors import tone
from monitor.report.links import Links
from monitor.report.list_model import Controls
from monitor.report.period import LEVELS
from monitor.report.timeline import draw, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.presentation.prose import Paragraph
    from monitor.report.list_model import ChangeList, Listing
    from monitor.report.model import ChangePage, ChangeView, TrialPage
    from monitor.report.period import Period

__all__ = ["LIVE_POLICY", "POLICY", "Links", "change", "changes", "overview", "refusal", "report", "trial"]

_FOLDER = Path(__file__).parent / "templates"
_STYLE = (_FOLDER / "style.css").read_text("utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a page may do: show itself in its own style. No script, no request, no form."""
LIVE_POLICY = POLICY.replace("form-action 'none'", "form-action 'self'")
"""The same for a page that is served: its forms ask for another page of the same place."""

_HEADINGS = {
    400: "This address is not understood",
    404: "Not here",
    405: "Not possible",
    500: "Something went wrong",
    503: "Not at this moment",
}
"""Status of HTTP → the heading of its page."""


def lists(paragraphs: Sequence[Paragraph]) -> list[tuple[int, list[Paragraph]]]:
    """Return paragraphs in runs of one depth, each with its depth."""
    return [(depth, list(run)) for depth, run in groupby(paragraphs, key=lambda paragraph: paragraph.depth)]


_environment = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    draw=draw,
    strip=strip,
    count=count,
    STUDY=STUDY,
    IMPORTANCE=IMPORTANCE,
    STYLE=_STYLE,
    POLICY=POLICY,
    LEVELS=LEVELS,
    LIVE_POLICY=LIVE_POLICY,
)


_environment.filters.update(tone_of=lambda band: tone(band.code), tone=tone, pieces=pieces, lists=lists)


def _with_commands(sentence: str) -> Markup:
    """Return a sentence with its commands set as code."""
    return Markup(COMMAND.sub(r"<code>\1</code>", str(escape(sentence))))  # noqa: S704  # it is escaped


_environment.filters["commands"] = _with_commands


def report(place: Links, listing: Listing, trials: Sequence[TrialPage], period: Period | None = None) -> str:
    """Write what changed in a span of days, if one is given, the list and the section of each trial as one page."""
    values = {"listing": listing, "trials": trials, "period": period, "controls": Controls("", ())}
    return _page("report.html", place, **values)


def overview(place: Links, listing: Listing, controls: Controls) -> str:
    """Write a page of the list alone, with what it can be narrowed to."""
    return _page("trials.html", place, listing=listing, controls=controls)


def changes(place: Links, found: ChangeList, controls: Controls) -> str:
    """Write a page of the latest changes, with what it can be narrowed to."""
    return _page("changes.html", place, found=found, controls=controls)


def trial(place: Links, view: TrialPage) -> str:
    """Write one trial's page."""
    return _page("trial.html", place, trial=view)


def change(place: Links, view: ChangePage) -> str:
    """Write one change's page."""
    return _page("change.html", place, change=view)


def refusal(place: Links, sentence: str, status: int) -> str:
    """Write the page that says why there is no other, under the heading of a status of HTTP."""
    return _page("refusal.html", place, sentence=sentence, heading=_HEADINGS[status])


def fragments(dates: str, items: Sequence[ChangeView], rest: str) -> str:
    """Write some changes without a page around them, for a feed; ``rest`` says what is left out."""
    return _environment.get_template("fragments.html").render(dates=dates, items=items, rest=rest).strip()


def _page(name: str, place: Links, **values: object) -> str:
    return _environment.get_template(name).render(place=place, **values)
