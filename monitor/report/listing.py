"""The store → a page of the list of trials."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.presentation.histories import history_sentence, trouble
from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.turn import turn
from monitor.core.records.dates import parse_day
from monitor.core.watchlist import NAMED, in_words, together
from monitor.model import Severity
from monitor.report.colors import tone, words
from monitor.report.list_model import Listing, TrialRow
from monitor.report.timeline_data import bands
from monitor.store import listing as stored
from monitor.store.record_history import failed_histories

if TYPE_CHECKING:
    from monitor.report.model import Band
    from monitor.report.queries import Source
    from monitor.store.trial_filter import TrialFilter

    Row = dict[str, Any]

RECENT = timedelta(days=30)
"""What counts as a recent change."""
PER_PAGE = 50
_MAX_TITLE = 300


def listed(source: Source, wanted: TrialFilter, sort: str, page: int | None) -> Listing:
    """Return a page of the list; ``page`` is None for all of it.

    Raises:
        ValueError: the words of the filter have no word.

    """
    since = (source.today - RECENT).isoformat()
    limit, offset = (-1, 0) if page is None else (PER_PAGE, (page - 1) * PER_PAGE)
    rows, total = stored.list_page(
        source.reader,
        source.narrowed(wanted),
        sort=sort,
        since=since,
        shown=source.shown(),
        limit=limit,
        offset=offset,
    )
    pages = 1 if page is None else max(1, -(-total // PER_PAGE))
    return Listing(tuple(_rows(source, rows, since)), total, page or 1, pages)


def _rows(source: Source, rows: list[Row], since: str) -> list[TrialRow]:
    """Return what a list shows of some trials, with one query for each sort of thing."""
    reader, ids = source.reader, [row["id"] for row in rows if row["id"]]
    recent, last = stored.recent_counts(reader, ids, since), stored.last_changes(reader, ids)
    statuses, former = stored.statuses(reader, ids), stored.former_numbers(reader, ids)
    failed = {
        row.nct: history_sentence(row.nct, row.error, row.due)
        for row in failed_histories(reader, [row["nct"] for row in rows])
    }
    made = []
    for row in rows:
        number = row["id"]
        numbers = [row["nct"], *former.get(number, ())]
        why = together(*(source.watched[name] for name in numbers if name in source.watched))
        made.append(
            _row(
                row | {"why": why, "history": failed.get(row["nct"])},
                _bands(row, statuses.get(number, []), source.today),
                last.get(number),
                recent.get(number, {}),
            )
        )
    return made


def _bands(row: Row, versions: list[Row], today: date) -> tuple[Band, ...]:
    if not versions:
        return ()
    first = min(parse_day(versions[0]["valid_from"][:10]) or today, today)
    return tuple(bands(versions, min(parse_day(row["registered_on"]) or first, first), today, row["gone_at"]))


def _row(row: Row, lived: tuple[Band, ...], last: Row | None, recent: dict[str, int]) -> TrialRow:
    code = "gone" if row["gone_at"] else row["status"]
    fetched = row["fingerprint"] is not None
    phase = f"phase {row['phases']}" if row["phases"] else ""
    why = "" if row["why"] == NAMED else in_words(row["why"])
    news = flat(headline(last["change"])) if last else ""
    return TrialRow(
        nct=flat(row["nct"]),
        title=cut(flat(row["title"] or ""), _MAX_TITLE) or "A trial without a title",
        status=words(code) if fetched else "Not fetched yet",
        tone=tone(code or "") if fetched else "unheld",
        facts=" · ".join(filter(None, (cut(flat(row["sponsor"] or ""), 80), phase, why))),
        bands=lived,
        day=last["day"] if last else row["changed"] or "",
        news=news[:1].upper() + news[1:],
        change=last["id"] if last else None,
        severity=str(last["change"].severity) if last else "",
        turn=turn(last["change"]) if last else "",
        recent=tuple(
            (str(severity), recent[severity]) for severity in reversed(Severity) if recent.get(severity)
        ),
        trouble=trouble(row.get("last_error"), row.get("history")),
    )
