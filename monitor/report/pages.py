"""What pages say → HTML. The one module that knows Jinja; every value is escaped by it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.core.presentation.labels import IMPORTANCE, count
from monitor.core.presentation.urls import STUDY
from monitor.report.colors import tone
from monitor.report.period import LEVELS
from monitor.report.timeline import draw, strip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.report.model import ChangePage, ChangeView, TrialPage, TrialSummary
    from monitor.report.period import Period

_FOLDER = Path(__file__).parent / "templates"
_STYLE = (_FOLDER / "style.css").read_text("utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a page may do: show itself in its own style. No script, no request, no form."""

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
)


_environment.filters["tone_of"] = lambda band: tone(band.code)


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page is, and so how it names others: in one file with them, or served below an address."""

    made: str
    """When it was made, for people."""
    up: str = ""
    """From the page to the root of the service; "" at the root."""
    one_file: bool = True

    def home(self) -> str:
        """Return where the overview is."""
        return "#overview" if self.one_file else self.up or "./"

    def trial(self, nct: str) -> str:
        """Return where a trial is."""
        return f"#{nct}" if self.one_file else f"{self.up}trial/{nct}"

    def change(self, number: int) -> str:
        """Return where a change is."""
        return f"#change-{number}" if self.one_file else f"{self.up}change/{number}"


def report(
    place: Links, briefs: Sequence[TrialSummary], trials: Sequence[TrialPage], period: Period | None = None
) -> str:
    """Write what changed in a span of days, if one is given, the overview and the section of each trial as one page."""
    return _page("report.html", place, briefs=briefs, trials=trials, span=_span(briefs), period=period)


def overview(place: Links, briefs: Sequence[TrialSummary]) -> str:
    """Write the overview alone."""
    return _page("report.html", place, briefs=briefs, trials=(), span=_span(briefs), period=None)


def trial(place: Links, view: TrialPage) -> str:
    """Write one trial's page."""
    return _page("trial.html", place, trial=view)


def change(place: Links, view: ChangePage) -> str:
    """Write one change's page."""
    return _page("change.html", place, change=view)


def missing(place: Links, sentence: str) -> str:
    """Write the page that says that there is none."""
    return _page("missing.html", place, sentence=sentence)


def fragments(dates: str, items: Sequence[ChangeView], rest: str) -> str:
    """Write some changes without a page around them, for a feed; ``rest`` says what is left out."""
    return _environment.get_template("fragments.html").render(dates=dates, items=items, rest=rest).strip()


def _page(name: str, place: Links, **values: object) -> str:
    return _environment.get_template(name).render(place=place, **values)


def _span(briefs: Sequence[TrialSummary]) -> tuple[date, date] | None:
    """Return the days from the first registration until today, which the small timelines share."""
    lives = [brief.life for brief in briefs if brief.life]
    return (min(life.start for life in lives), max(life.today for life in lives)) if lives else None
