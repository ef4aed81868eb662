"""Messages about changes of which a channel asks for some: a short way to write them in tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from monitor.alerts import render
from monitor.alerts.capacity import USUAL
from monitor.alerts.render_digest import Digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.capacity import Capacity
    from monitor.model import Change, Message, TrialUpdate


class Item(NamedTuple):
    """A change with its id; `asked` says whether the channel asks for it."""

    id: int
    change: Change
    asked: bool = True


def message(about: TrialUpdate, items: Sequence[Item], *, public_url: str = "") -> Message:
    """Return the message about a trial with these changes."""
    return render.message(_with(about, items), _asks(items), public_url=public_url)


def digest(title: str, parts: Sequence[tuple[TrialUpdate, Sequence[Item]]]) -> Message:
    """Return the digest about trials, each with its changes, that is one message."""
    (only,) = digests(title, parts)
    return only


def digests(
    title: str, parts: Sequence[tuple[TrialUpdate, Sequence[Item]]], capacity: Capacity = USUAL
) -> list[Message]:
    """Return the messages of a digest about trials, each with its changes."""
    asks = _asks([item for _, items in parts for item in items])
    return Digest(title, asks, capacity).messages([_with(about, items) for about, items in parts])


def _with(about: TrialUpdate, items: Sequence[Item]) -> TrialUpdate:
    return replace(about, changes=tuple((item.id, item.change) for item in items))


def _asks(items: Sequence[Item]):
    asked = {id(item.change) for item in items if item.asked}
    return lambda change: id(change) in asked
