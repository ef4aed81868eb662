"""What a section of a trial's page says, as values that one template renders. All texts are harmless and bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line, Paragraph


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its name."""

    name: str
    value: Line


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the record, `title` above it; `left` characters of it are not shown."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    left: int = 0
    length: int = 0
    """Characters that are shown; a long text is folded."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its name, short facts beside it, and a text below it."""

    name: Line
    facts: tuple[Line, ...] = ()
    text: Text | None = None
    tone: str = ""
    """The group of statuses that it belongs to, for its colour; "" where it has no status."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title. `left` items of it are not shown."""

    title: str
    items: tuple[Item, ...]
    note: str = ""
    left: int = 0
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page. One without content is left out."""

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    texts: tuple[Text, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the record has nothing for it."""
        return not (self.facts or self.texts or self.listings)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a long record is shown."""

    sites: int = 100
    """Of all countries together."""
    items: int = 100
    """Of another list."""
    text: int = 24_000
    """Characters of a text."""
    earlier: int = 5
    """Earlier eligibility texts that are compared with the newest."""


WHOLE = Limits(sites=5_000, items=1_000, text=60_000, earlier=1)
"""For a page of its own, which links to the other comparisons."""
