"""Parts that several sections are made of: facts, texts, items, lists that are cut. Nothing here raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.prose import Line, Piece, paragraphs, pieces, unescaped, web_address
from monitor.core.presentation.values import value_text
from monitor.core.records.accessors import get
from monitor.core.sections.model import Fact, Listing, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.sections.model import Item
    from monitor.model import Json

PROTOCOL = "protocolSection"
_SHORT = 500
"""Characters of a value that stands in a line."""
_NOT_PROVIDED = frozenset({"[not specified]", "not provided", "not specified", "not applicable", "n/a", "na"})


def module(record: Json, name: str) -> Json:
    """Return a module of the protocol section; None where there is none."""
    return get(record, PROTOCOL, name)


def words(value: Json, key: str = "") -> str:
    """Return a value in words, on one line; "" for none and for what says that nothing is given."""
    text = cut(value_text(value, key), _SHORT)
    return "" if text.strip(" .").lower() in _NOT_PROVIDED else text


def capital(text: str) -> str:
    """Return a text with a capital letter first."""
    return text[:1].upper() + text[1:]


def line(value: Json, key: str = "") -> Line:
    """Return a value as a line; () for none."""
    return pieces(capital(words(value, key)) if key else words(value))


def linked(text: Json, address: Json) -> Line:
    """Return a text as a link where the address is one of the web, else as a line."""
    shown, url = words(text) or words(address), web_address(address if isinstance(address, str) else None)
    return (Piece(shown, url),) if url and shown else pieces(shown)


def facts(*found: tuple[str, Line | str]) -> tuple[Fact, ...]:
    """Return facts of names and values; those without a value are left out."""
    lines = ((name, pieces(value) if isinstance(value, str) else value) for name, value in found)
    return tuple(Fact(name, value) for name, value in lines if value)


def text(title: str, value: Json, limit: int) -> Text | None:
    """Return a text of Markdown; None where there is none."""
    if not isinstance(value, str) or unescaped(value).strip(" .\n").lower() in _NOT_PROVIDED:
        return None
    shown, left = paragraphs(value, limit)
    return Text(title, shown, left, min(len(value), limit)) if shown else None


def texts(*found: Text | None) -> tuple[Text, ...]:
    """Return the texts that there are."""
    return tuple(shown for shown in found if shown)


def listing(
    title: str, items: Iterable[Item], limit: int, *, note: str = "", folded: bool = False
) -> Listing:
    """Return a list, of which ``limit`` items are shown."""
    whole: Sequence[Item] = tuple(items)
    return Listing(title, tuple(whole[:limit]), note, max(0, len(whole) - limit), folded)


def listings(*found: Listing) -> tuple[Listing, ...]:
    """Return the lists that have items."""
    return tuple(shown for shown in found if shown.items)
