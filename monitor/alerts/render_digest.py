"""Changes of many trials → the messages of a digest, each within what the channel's service takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.capacity import USUAL
from monitor.alerts.digest_parts import Part, packed, pieces
from monitor.alerts.footer import digest_foot
from monitor.alerts.outline import gravity, outline, weighty
from monitor.alerts.render import in_every_format, urgency
from monitor.alerts.renderers import event
from monitor.alerts.subject import one_line
from monitor.core.presentation.labels import count
from monitor.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.capacity import Capacity
    from monitor.alerts.digest_parts import Piece
    from monitor.alerts.outline import Outline
    from monitor.alerts.render import Asks
    from monitor.alerts.renderers.base import Renderer
    from monitor.core.records.near import Circle
    from monitor.model import Message, TrialUpdate

SMALL = 900
"""Room below which a message has its trials alone: a short message of a telephone."""
FRAME = 200
"""Room that the beginning of a message takes, and what stands around its end."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest to be written: its title, such as "Weekly digest", what the channel asks for, and what its service takes."""

    title: str
    asks: Asks
    capacity: Capacity = USUAL
    public_url: str = ""
    """Where the pages are; "" for nowhere."""
    channel: str = ""
    near: Circle | None = None
    """The channel's place."""

    @property
    def room(self) -> int:
        """Room for the trials in one message."""
        taken = sum(map(len, self._foot([], 1))) + FRAME
        return self.capacity.room - (0 if self._small else taken)

    @property
    def _small(self) -> bool:
        return self.capacity.room < SMALL

    def messages(self, updates: Sequence[TrialUpdate]) -> list[Message]:
        """Write the messages, which name every trial, the gravest first."""
        form = self.capacity.format
        outlines = sorted(
            (self._outline(form, update) for update in updates), key=lambda outline: gravity(outline.gravest)
        )
        found = list(pieces(form, outlines, self.room))
        ranges, first_names_all = packed(found, form.size, self.room)
        named = [piece.brief for piece in found[ranges[0].stop :]] if first_names_all else []
        counted = _counted(updates, self.asks)
        return [
            self._message(
                [outlines[place] for place in places],
                [found[place] for place in places],
                one_line(f"{self.title}{_numbered(number, len(ranges))}: {counted}"),
                _intro(places, len(outlines), others_are_named=first_names_all and number == 1),
                (number, len(ranges)),
                named if number == 1 else [],
            )
            for number, places in enumerate(ranges, 1)
        ]

    def _message(
        self,
        outlines: Sequence[Outline],
        found: Sequence[Piece],
        line: str,
        intro: str,
        part: tuple[int, int],
        named: Sequence[str],
    ) -> Message:
        """Write one message in every format: in the channel's own what was planned, in others what has room there.

        ``named`` are the lines of the trials that further messages tell.
        """
        updates = [outline.update for outline in outlines]

        def write(renderer: Renderer) -> str:
            own = renderer is self.capacity.format
            shown = found if own else list(pieces(renderer, self._outlines(renderer, updates), renderer.ROOM))
            lines = [piece.line for piece in shown] + (list(named) if own else [])
            sections = [piece.section for piece in shown if piece.section]
            if own and self._small:
                return renderer.digest(line, Part("", lines, sections, ()))
            foot = self._foot(updates, len(shown) - len(sections))
            return renderer.digest(line, Part(intro, lines, sections, foot))

        made = event.digest(self.title, outlines, *part)
        return in_every_format(line, write, urgency(updates, self.asks), made)

    def _foot(self, updates: Sequence[TrialUpdate], named: int) -> Sequence[str]:
        return digest_foot(updates, named=named, channel=self.channel, public_url=self.public_url)

    def _outlines(self, renderer: Renderer, updates: Sequence[TrialUpdate]) -> list[Outline]:
        return [self._outline(renderer, update) for update in updates]

    def _outline(self, renderer: Renderer, update: TrialUpdate) -> Outline:
        return outline(
            update,
            self.asks,
            most_alike=renderer.MOST_ALIKE,
            public_url=self.public_url,
            channel=self.channel,
            near=self.near,
        )


def _counted(updates: Sequence[TrialUpdate], asks: Asks) -> str:
    """Count what the channel asked for: ``31 changes in 25 trials, 4 of high importance``."""
    asked = [change for update in updates for _, change in weighty(update) if asks(change)]
    high = sum(change.severity is Severity.HIGH for change in asked)
    grave = f", {high} of high importance" if high else ""
    return f"{count(len(asked), 'change')} in {count(len(updates), 'trial')}{grave}"


def _numbered(number: int, messages: int) -> str:
    return f" {number} of {messages}" if messages > 1 else ""


def _intro(places: range, number: int, *, others_are_named: bool) -> str:
    """Return which trials of the digest a message has, in words."""
    if len(places) == number:
        return f"{count(number, 'trial')}, the gravest first."
    if others_are_named:
        here = "The first is" if len(places) == 1 else f"The first {places.stop:,} are"
        return f"{count(number, 'trial')}, the gravest first. {here} told here; the others are named, and told in the further messages."
    if len(places) == 1:
        return f"Trial {places.stop:,} of {number:,}, the gravest first."
    return f"Trials {places.start + 1:,}–{places.stop:,} of {number:,}, the gravest first."
