"""What is measured: primary, secondary and other outcome measures as they are planned now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import items_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import PROTOCOL, line, listing, listings, text, words

if TYPE_CHECKING:
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_LISTS = {
    "primaryOutcomes": "Primary outcomes",
    "secondaryOutcomes": "Secondary outcomes",
    "otherOutcomes": "Other outcomes",
}
_FOLD = 10


def outcomes(record: Record, limits: Limits) -> Section:
    """Return the section of outcome measures."""
    lists = []
    for key, title in _LISTS.items():
        found = [_outcome(item, limits) for item in items_at(record, PROTOCOL, "outcomesModule", key)]
        lists.append(listing(title, found, limits.items, folded=len(found) > _FOLD))
    return Section("outcomes", "What is measured", listings=listings(*lists))


def _outcome(item: Json, limits: Limits) -> Item:
    frame = words(item.get("timeFrame"))
    return Item(
        line(item.get("measure")) or pieces("A measure without a name"),
        (pieces(f"Time frame: {frame}"),) if frame else (),
        text("", item.get("description"), limits.text),
    )
