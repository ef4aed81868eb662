"""The store → what pages say."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from monitor.core.presentation.histories import history_sentence, trouble
from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.values import value_text
from monitor.core.records.accessors import get, sponsor_of, text_at
from monitor.core.sections import sections
from monitor.core.sections.dated import last_changed
from monitor.core.sections.model import Limits
from monitor.core.sections.status import phases
from monitor.core.watch_state import local
from monitor.core.watchlist import NAMED, in_words, together
from monitor.errors import Damaged, NothingStored
from monitor.report import steps as step_view
from monitor.report.alike import alike
from monitor.report.change_view import eligibility, item
from monitor.report.colors import tone, words
from monitor.report.earlier_texts import earlier_texts
from monitor.report.model import ChangePage, TrialPage, TrialSummary
from monitor.report.section_dates import dated
from monitor.report.timeline_data import PATHS, life
from monitor.store import steps as stored
from monitor.store.listing import absent, unfetched
from monitor.store.record_history import failed_histories
from monitor.store.section_dates import changed_places, eligibility_edits
from monitor.store.trials import find_trial, former_numbers, load_trial
from monitor.store.versions import read_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, tzinfo

    from monitor.core.watchlist import Reasons
    from monitor.model import Record
    from monitor.report.model import EarlierText, Redline, Timeline
    from monitor.store.connection import Connection
    from monitor.store.trial_filter import TrialFilter

    Row = dict[str, Any]

MAX_ELIGIBILITY = 40_000
SHORT = Limits()
"""For one of several trials on a page."""
MAX_SINGLE = 30_000
MANY = 1_000
"""Numbers that are looked up one by one."""
_MAX_TITLE = 400
_MAX_REASONS = 1_000
"""Characters of the reasons for which a trial is watched: each names a file, a search or a trial."""
_ELIGIBILITY = ("protocolSection", "eligibilityModule", "eligibilityCriteria")


@dataclass(frozen=True, slots=True)
class Source:
    """Where pages come from: the store, what is watched and why, and the day on which they are made."""

    reader: Connection
    watched: Mapping[str, Reasons]
    today: date
    everything: bool = False
    """Whether more is held than anybody wants on a page: then only what is named is shown."""
    zone: tzinfo = UTC
    """Of the times on pages."""
    named: Mapping[str, Reasons] | None = None
    """The part of what is watched that the configuration names; None for all of it."""

    def shown(self) -> list[str]:
        """Return the watched numbers of which the store has no version, and which are listed all the same."""
        waiting = unfetched(self.reader)
        found = set(self.watched) if len(waiting) > MANY else self.watched
        named = self.watched if self.named is None else self.named
        return [*absent(self.reader, named), *(number for number in waiting if number in found)]

    def narrowed(self, wanted: TrialFilter) -> TrialFilter:
        """Return a filter that leaves out what nobody named, where everything is held."""
        if not self.everything:
            return wanted
        numbers = frozenset(self.watched)
        return replace(wanted, numbers=numbers if wanted.numbers is None else numbers & wanted.numbers)

    def row(self, number: str) -> Row:
        """Return the row of a trial that is watched or held, by its number or a former one.

        Raises:
            NothingStored: it is neither.

        """
        held = find_trial(self.reader, number)
        if held is None and number in self.watched:
            return {"nct": number, "versions": 0, "why": self.watched[number]}
        trial = held if held and held.nct in self.watched else load_trial(self.reader, number)
        names = [trial.nct, *former_numbers(self.reader, trial)]
        why = together(*(self.watched[name] for name in names if name in self.watched))
        failed = [
            history_sentence(row.nct, row.error, row.due)
            for row in failed_histories(self.reader, [trial.nct])
        ]
        return {
            "id": trial.id,
            "nct": trial.nct,
            "title": trial.title,
            "status": trial.status,
            "gone_at": trial.gone_at,
            "last_error": trial.last_error,
            "versions": int(trial.found),
            "why": why,
            "history": failed[0] if failed else None,
        }

    def trial(self, row: Row, limits: Limits = SHORT, against: int | None = None) -> TrialPage:
        """Return a trial as its own page shows it.

        Args:
            row: of `trials`.
            limits: how much of its record is shown.
            against: the version whose eligibility text is compared with the newest; None for some of the earlier ones.

        Raises:
            NothingStored: there is no such version.

        """
        versions = stored.versions(self.reader, row["id"]) if row["versions"] else []
        if not versions:
            return TrialPage(self._brief(row, None), (), (), ())
        try:
            record = self._record(versions[-1])
        except Damaged as error:  # one damaged version must not keep people from all the others
            wrong = f"version {versions[-1]['version']}: {error}; `nctwatch verify` lists all that is damaged"
            return TrialPage(self._brief(row | {"last_error": wrong}, None), (), (), ())
        counts = stored.counts(self.reader, row["id"])
        changes = stored.changes(self.reader, row["id"], alike=step_view.MOST_ALIKE)
        steps = step_view.steps(row["nct"], versions, changes, counts)
        choices = earlier_texts(versions, eligibility_edits(self.reader, row["id"]))
        alike_rows = alike(self.reader, row["nct"], row["id"], record, self.watched, self.named)
        shown = sections(record, alike_rows, limits)
        return TrialPage(
            brief=self._brief(row, self._life(row, versions, record)),
            facts=tuple(_facts(record, versions, row["why"])),
            eligibility=self._redlines(choices, versions, record, against, limits.earlier),
            steps=tuple(steps[: step_view.OPEN]),
            earlier=tuple(steps[step_view.OPEN :]),
            sections=dated(row["nct"], shown, last_changed(changed_places(self.reader, row["id"]))),
            since=versions[0]["valid_from"],
            choices=choices,
            numbering=step_view.numbering(versions),
        )

    def _redlines(
        self,
        choices: Sequence[EarlierText],
        versions: Sequence[Row],
        record: Record,
        against: int | None,
        most: int,
    ) -> tuple[Redline, ...]:
        """Return the eligibility text of one version, or the earlier texts, ``most`` of them, against the newest."""
        newest = (versions[-1]["valid_from"], text_at(record, *_ELIGIBILITY) or "")
        if against is not None:
            chosen = [row for row in versions if row["version"] == against and not row["pruned_at"]]
            if not chosen:
                raise NothingStored(f"version {against} is not held")
        else:
            shown = (
                choices
                if len(choices) <= most
                else (*choices[: most - 1], choices[-1])
                if most > 1
                else choices[:1]
            )
            ids = [text.id for text in shown]
            chosen = [row for row in reversed(versions) if row["id"] in ids]
        found = []
        for row in chosen:
            try:
                text = text_at(self._record(row), *_ELIGIBILITY) or ""
            except Damaged as error:
                if against is None:
                    continue
                raise NothingStored(f"version {against}: {error}") from error
            limit = MAX_ELIGIBILITY // max(1, len(chosen))
            found.append(eligibility((row["valid_from"], text), newest, limit=limit))
        return tuple(redline for redline in found if redline)

    def single(self, number: int) -> ChangePage:
        """Return one change as its own page shows it.

        Raises:
            NothingStored: there is none of that number.

        """
        row = stored.change(self.reader, number)
        change = row["change"]
        stepped = row["from_version"] and row["to_version"] and row["from_version"] != row["to_version"]
        step = f" {row['from_version']} {row['to_version']}" if stepped else ""
        facts = [("Since", row["day"]), ("Seen", local(row["observed_at"], self.zone))]
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
        return TrialSummary(
            nct=flat(row["nct"]),
            title=cut(flat(row.get("title") or ""), _MAX_TITLE) or "A trial without a title",
            status=words(code) if row["versions"] else "Not fetched yet",
            tone=tone(code or "") if row["versions"] else "unheld",
            why=in_words(row["why"]),
            life=lived,
            trouble=trouble(row.get("last_error"), row.get("history")),
        )


def _facts(record: Record, versions: Sequence[Row], why: Reasons) -> list[tuple[str, str]]:
    """Return what stands beside the title of a trial; why it is watched, where that is not by its number alone."""
    design = get(record, "protocolSection", "designModule")
    found = [
        ("Sponsor", sponsor_of(record)),
        ("Type", value_text(get(design, "studyType"), "studyType").capitalize()),
        ("Phase", phases(get(design, "phases"))),
        ("First version held", versions[0]["valid_from"]),
        ("Versions held", f"{len(versions):,}"),
        ("Record updated", versions[-1]["registry_date"]),
    ]
    facts = [(name, cut(flat(str(value)), 200)) for name, value in found if value]
    return facts if why == NAMED else [*facts, ("Why here", cut(flat(in_words(why)), _MAX_REASONS))]
