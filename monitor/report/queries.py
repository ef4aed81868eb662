"""The store → what pages say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.presentation.histories import history_sentence
from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.values import value_text
from monitor.core.records.accessors import get, sponsor_of, text_at
from monitor.errors import StoreError
from monitor.model import Severity
from monitor.report import steps as step_view
from monitor.report.change_view import eligibility, item
from monitor.report.colors import tone, words
from monitor.report.model import ChangePage, TrialPage, TrialSummary
from monitor.report.timeline_data import PATHS, life
from monitor.store import steps as stored
from monitor.store.record_history import failed_histories
from monitor.store.trials import current_numbers, list_trials
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from monitor.model import Record
    from monitor.report.model import Timeline
    from monitor.store.connection import Connection
    from monitor.store.trials import Summary

    Row = dict[str, Any]

RECENT = timedelta(days=30)
MAX_ELIGIBILITY = 40_000
MAX_SINGLE = 30_000
_MAX_TITLE = 400
_ELIGIBILITY = ("protocolSection", "eligibilityModule", "eligibilityCriteria")


@dataclass(frozen=True, slots=True)
class Source:
    """Where pages come from: the store, what is watched and why, and the day on which they are made."""

    reader: Connection
    watched: Mapping[str, str]
    today: date
    everything: bool = False
    """Whether more is held than anybody wants on a page: then only what is named is shown."""

    def trials(self, named: Sequence[str] = ()) -> list[Row]:
        """Return the rows of all trials that there is anything to say of, with what is new of each."""
        since = (self.today - RECENT).isoformat()
        recent, last = stored.recent(self.reader, since), stored.last_changes(self.reader)
        return [
            row | {"recent": recent.get(row.get("id", 0), {}), "last": last.get(row.get("id", 0), "")}
            for row in self._rows(named)
        ]

    def _rows(self, named: Sequence[str]) -> list[Row]:
        """Return the watched trials in their order, then what else is held; one never fetched has no ``id``."""
        wanted = [*self.watched, *named] if self.everything else None
        held = {row.trial.nct: row for row in list_trials(self.reader, wanted)}
        aliases = current_numbers(self.reader)
        why: dict[str, str] = {}
        for number, reason in self.watched.items():
            why.setdefault(number if number in held else aliases.get(number, number), reason)
        order = dict.fromkeys([*why, *(number for number in held if held[number].versions)])
        failed = {
            row.nct: history_sentence(row.nct, row.error, row.due)
            for row in failed_histories(self.reader, order)
        }
        return [
            _row(number, held.get(number))
            | {"why": why.get(number, "no longer watched"), "history": failed.get(number)}
            for number in order
        ]

    def brief(self, row: Row) -> TrialSummary:
        """Return a trial as the overview shows it."""
        versions = stored.versions(self.reader, row["id"]) if row["versions"] else []
        try:
            lived = self._life(row, versions, self._record(versions[-1])) if versions else None
        except StoreError as error:  # one damaged version must not keep people from all the others
            return self._brief(row | {"last_error": str(error)}, None)
        return self._brief(row, lived)

    def trial(self, row: Row) -> TrialPage:
        """Return a trial as its own section shows it."""
        versions = stored.versions(self.reader, row["id"]) if row["versions"] else []
        if not versions:
            return TrialPage(self._brief(row, None), (), None, ())
        record = self._record(versions[-1])
        oldest = next(version for version in versions if not version["pruned_at"])
        first = record if oldest is versions[-1] else self._record(oldest)
        counts = stored.counts(self.reader, row["id"])
        changes = stored.changes(self.reader, row["id"], alike=step_view.MOST_ALIKE)
        steps = step_view.steps(row["nct"], versions, changes, counts)
        texts = [
            (day["valid_from"], text_at(text, *_ELIGIBILITY) or "")
            for day, text in ((oldest, first), (versions[-1], record))
        ]
        return TrialPage(
            brief=self._brief(row, self._life(row, versions, record)),
            facts=tuple(_facts(record, versions)),
            eligibility=eligibility(*texts, limit=MAX_ELIGIBILITY),
            steps=tuple(steps[: step_view.OPEN]),
            earlier=tuple(steps[step_view.OPEN :]),
        )

    def single(self, number: int) -> ChangePage:
        """Return one change as its own page shows it.

        Raises:
            NothingStored: there is none of that number.

        """
        row = stored.change(self.reader, number)
        change = row["change"]
        stepped = row["from_version"] and row["to_version"] and row["from_version"] != row["to_version"]
        step = f" {row['from_version']} {row['to_version']}" if stepped else ""
        facts = [("Since", row["day"]), ("Seen", row["observed_at"])]
        facts += [("Versions", f"{row['from_version']} → {row['to_version']}")] if stepped else []
        facts += [
            ("Event", f"{change.kind}.{change.event}"),
            ("Place in the record", cut(flat(change.path), _MAX_TITLE)),
        ]
        text = headline(change)
        return ChangePage(
            nct=row["nct"],
            title=cut(flat(row["title"]), _MAX_TITLE),
            item=item(row["id"], change, limit=MAX_SINGLE),
            kind=str(change.kind),
            headline=flat(text[:1].upper() + text[1:]),
            facts=tuple(facts),
            diff=f"nctwatch diff {row['nct']}{step}",
            before=row["before_it"],
            after=row["after_it"],
        )

    def _record(self, version: Row) -> Record:
        record: Record = json.loads(read_record(self.reader, version["id"]))
        return record

    def _life(self, row: Row, versions: Sequence[Row], record: Record) -> Timeline:
        return life(
            record,
            versions,
            stored.counts(self.reader, row["id"]),
            stored.plans(self.reader, row["id"], PATHS),
            today=self.today,
            gone=row["gone_at"],
        )

    def _brief(self, row: Row, lived: Timeline | None) -> TrialSummary:
        code = "gone" if row.get("gone_at") else row.get("status")
        status = words(code) if lived else "Not fetched yet"
        return TrialSummary(
            nct=flat(row["nct"]),
            title=cut(flat(row.get("title") or ""), _MAX_TITLE) or "A trial without a title",
            status=status,
            tone=tone(code or "") if lived else "unheld",
            why=row["why"],
            last_change=row.get("last") or "",
            recent=tuple(
                (str(severity), row["recent"][severity])
                for severity in reversed(Severity)
                if row.get("recent", {}).get(severity)
            ),
            life=lived,
            trouble=_trouble(row),
        )


def _row(number: str, held: Summary | None) -> Row:
    if held is None:
        return {"nct": number, "versions": 0}
    trial = held.trial
    return {
        "id": trial.id,
        "nct": number,
        "title": trial.title,
        "status": trial.status,
        "gone_at": trial.gone_at,
        "last_error": trial.last_error,
        "versions": held.versions,
    }


def _trouble(row: Row) -> str:
    """Return why a trial or its record history could not be fetched; "" if both were."""
    sentences = [text for text in (row.get("last_error"), row.get("history")) if text]
    return cut(flat(". ".join(text[:1].upper() + text[1:] for text in sentences)), _MAX_TITLE)


def _facts(record: Record, versions: Sequence[Row]) -> list[tuple[str, str]]:
    """Return what stands beside the title of a trial."""
    design = get(record, "protocolSection", "designModule")
    why = text_at(record, "protocolSection", "statusModule", "whyStopped")
    found = [
        ("Sponsor", sponsor_of(record)),
        ("Type", value_text(get(design, "studyType"), "studyType").capitalize()),
        ("Phase", _phases(get(design, "phases"))),
        ("Reason given for stopping", why),
        ("First version held", versions[0]["valid_from"]),
        ("Versions held", f"{len(versions):,}"),
        ("Record updated", versions[-1]["registry_date"]),
    ]
    return [(name, cut(flat(str(value)), 200)) for name, value in found if value]


def _phases(value: Any) -> str:  # noqa: ANN401
    """Write ``["PHASE1", "PHASE2"]`` as people do, ``1/2``."""
    phases = (
        [phase for phase in value if isinstance(phase, str) and phase != "NA"]
        if isinstance(value, list)
        else []
    )
    return "/".join(phase.replace("EARLY_PHASE", "early ").removeprefix("PHASE") for phase in phases)
