"""Changes → what a page says of each: a sentence, a redline, or what was beside what is. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.eligibility import Span
from monitor.core.presentation.entry import entry
from monitor.core.presentation.labels import IMPORTANCE, count, status
from monitor.core.presentation.prose import unescaped
from monitor.core.presentation.redline import redline
from monitor.core.presentation.sanitize import flat, safe_text
from monitor.core.presentation.sentences.eligibility import MEANING
from monitor.core.presentation.values import both_sides, clipped
from monitor.core.records.accessors import get
from monitor.model import Kind
from monitor.report.model import ChangeView, Redline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.presentation.entry import Entry
    from monitor.model import Change, Json

TABLES = frozenset({Kind.OUTCOMES, Kind.LOCATIONS})
"""Kinds whose changes stand in a table of before and after."""
_LISTED = 100
_ALIKE = 0.35
"""Share of common text below which two texts are easier to read one after the other than as a redline."""


def item(number: int, change: Change, *, limit: int) -> ChangeView:
    """Return one change as the page shows it, with about ``limit`` characters of each text."""
    shown = entry(change)
    made = ChangeView(
        id=number,
        severity=str(shown.severity),
        importance=IMPORTANCE[shown.severity],
        direction=MEANING[change.direction] if change.direction else "",
        sentence=clipped(shown.summary, limit),
        turn=shown.turn,
        note=shown.note,
        alike=_list(shown.alike, limit),
    )
    if change.kind in TABLES:
        was, now = both_sides(change)
        whole = change.kind is Kind.OUTCOMES or change.event in {"site_added", "site_removed"}
        before, after = (_part(side) if whole else "" for side in (change.before, change.after))
        return _beside(made, shown, before or was, after or now, limit)
    if shown.criterion:
        return _redlined(made, shown, limit)
    if shown.complete:
        return made
    return _redlined(made, shown, limit)


def _list(others: Sequence[str], limit: int) -> tuple[str, ...]:
    """Return the other criteria of a change, each in about ``limit`` characters; of very many the number of the rest."""
    left = len(others) - _LISTED
    lines = [clipped(other, limit) for other in others[:_LISTED]]
    return (*lines, f"… and {count(left, 'more criterion', 'more criteria')}") if left > 0 else tuple(lines)


def _redlined(made: ChangeView, shown: Entry, limit: int) -> ChangeView:
    spans, left = redline(shown.was, shown.now, limit=2 * limit)
    same = sum(len(span.text) for span in spans if span.op == "equal")
    if shown.was and shown.now and same < _ALIKE * (len(shown.was) + len(shown.now)) / 2 and not left:
        spans = (Span("delete", shown.was), Span("insert", shown.now))
    return replace(made, sentence=f"{clipped(shown.head, limit)}:", spans=_harmless(spans), left=left)


def _beside(made: ChangeView, shown: Entry, before: str, after: str, limit: int) -> ChangeView:
    spans, left = redline(before, after, limit=limit)
    spans = _harmless(spans)
    short = not shown.complete or not (before and after)
    return replace(
        made,
        sentence=f"{clipped(shown.head, limit)}." if short else made.sentence,
        was=tuple(span for span in spans if span.op != "insert"),
        now=tuple(span for span in spans if span.op != "delete"),
        left=left,
    )


def _part(value: Json) -> str:
    """Put a site or an outcome measure into words; "" for a part of one."""
    if isinstance(value, dict) and get(value, "measure"):
        names: tuple[str, ...] = ("measure", "timeFrame", "description")
        rank = [f"({value['list']})"] if isinstance(value.get("list"), str) else []
        return flat(" · ".join([*(unescaped(str(value[name])) for name in names if value.get(name)), *rank]))
    if isinstance(value, dict) and ("facility" in value or "city" in value):
        names = ("facility", "city", "state", "zip", "country")
        state = [status(value["status"])] if value.get("status") else []
        return flat(", ".join([*(str(value[name]) for name in names if value.get(name)), *state]))
    return ""


def _harmless(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(Span(span.op, safe_text(span.text)) for span in spans)


def eligibility(first: tuple[str, str], last: tuple[str, str], *, limit: int) -> Redline | None:
    """Return the redline of two eligibility texts, each given with its day; None where there is no text at all."""
    (day, before), (today, after) = first, last
    if not before and not after:
        return None
    before, after = (unescaped(safe_text(text)) for text in (before, after))
    spans, left = redline(before, after, limit=limit, around=10**9)
    return Redline(day, today, spans, left, before != after)
