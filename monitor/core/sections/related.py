"""Related trials, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.presentation import labels
from monitor.core.presentation.prose import Piece, pieces
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import capital, listing, listings, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.sections.model import Limits


def related(rows: Sequence[Mapping[str, Any]], limits: Limits) -> Section:
    """Return the section of related trials.

    Args:
        rows: the most alike first, each with `nct`, `title`, `status`, `why` (a list of reasons) and `watched`.
        limits: how many are shown.

    """
    return Section(
        "related", "Related trials", listings=listings(listing("", map(_item, rows), limits.items))
    )


def _item(row: Mapping[str, Any]) -> Item:
    status = pieces(labels.status(row["status"])) if row["status"] else ()
    title = words(row["title"])
    name = (Piece(row["nct"], nct=row["nct"]), *((Piece(f" {title}"),) if title else ()))
    why = capital("; ".join(words(reason) for reason in row["why"][:4]))
    shown = (status, pieces(why), pieces("Watched") if row["watched"] else ())
    return Item(name, tuple(filter(None, shown)), tone=row["status"] or "")
