"""Two records' outcomes → what happened to each measure."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.core.outcomes.matching import match
from monitor.core.outcomes.model import LISTS, Outcome, OutcomeChange
from monitor.core.outcomes.profile import marks
from monitor.core.outcomes.time_frames import compare_time_frames, times
from monitor.core.outcomes.tokens import content, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from monitor.core.outcomes.model import Nature
    from monitor.core.outcomes.time_frames import TimeFrameNature

MANY = 3
"""From so many outcomes with the same edit on, they are one result."""


def compare_outcomes(old: Sequence[Outcome], new: Sequence[Outcome]) -> list[OutcomeChange]:
    """Return what happened to each outcome, in the order of the lists; the same edit at many is one result."""
    pairs = match(old, new)
    gone, came = {a for a, _ in pairs}, {b for _, b in pairs}
    found = [OutcomeChange("removed", item, None) for place, item in enumerate(old) if place not in gone]
    found += [OutcomeChange("added", None, item) for place, item in enumerate(new) if place not in came]
    for a, b in pairs:
        found += _edits(old[a], new[b])
    return sorted(_grouped(found), key=_rank)


def _rank(change: OutcomeChange) -> int:
    return min(LISTS.index(outcome.list) for outcome in (change.before, change.after) if outcome is not None)


def _edits(before: Outcome, after: Outcome) -> Iterator[OutcomeChange]:
    """Say what differs between two states of one outcome."""
    if before == after:
        return
    if before.list != after.list:
        up = LISTS.index(after.list) < LISTS.index(before.list)
        yield OutcomeChange("promoted" if up else "demoted", before, after)
    if _all_words(before) == _all_words(after) and _times(before) == _times(after):
        if (before.measure, before.time_frame, before.description) != (
            after.measure,
            after.time_frame,
            after.description,
        ):
            yield OutcomeChange("reworded", before, after, _rearranged(before, after))
        return
    frame = compare_time_frames(before.time_frame, after.time_frame)
    if frame != "same":
        yield OutcomeChange("time_frame", before, after, _frame_nature(frame, before, after))
    wording = _wording(before, after, frame)
    if wording is not None:
        yield OutcomeChange("reworded", before, after, wording)


def _all_words(outcome: Outcome) -> Counter[str]:
    return Counter(
        word for text in (outcome.measure, outcome.time_frame, outcome.description) for word in words(text)
    )


def _times(outcome: Outcome) -> frozenset[Hashable]:
    return times(f"{outcome.measure}; {outcome.time_frame}; {outcome.description}")


def _rearranged(before: Outcome, after: Outcome) -> Nature:
    same = all(
        words(was) == words(now)
        for was, now in (
            (before.measure, after.measure),
            (before.time_frame, after.time_frame),
            (before.description, after.description),
        )
    )
    return "rewritten" if same else "rearranged"


def _frame_nature(frame: TimeFrameNature, before: Outcome, after: Outcome) -> Nature:
    """Return what happened to a time frame, seen beside the other texts: a time that stood there has not moved."""
    assert frame != "same"
    if frame == "moved":
        was, now = times(before.time_frame), times(after.time_frame)
        if now and now <= _times(before) and was <= _times(after):
            return "rewritten"
    return frame


def _wording(before: Outcome, after: Outcome, frame: TimeFrameNature) -> Nature | None:
    """Return how name and description were reworded; None where they were not, or only follow the time frame."""
    was, now = ([*words(o.measure), "|", *words(o.description)] for o in (before, after))
    if was == now:
        same = (before.measure.split(), before.description.split()) == (
            after.measure.split(),
            after.description.split(),
        )
        return None if same else "rewritten"
    if frame == "moved" and _without_times(before) == _without_times(after):
        moved = times(before.measure) <= times(before.time_frame) and times(after.measure) <= times(
            after.time_frame
        )
        return None if moved else ""
    return ""


def _without_times(outcome: Outcome) -> tuple[list[str], list[str]]:
    name, description = (content(words(text)) for text in (outcome.measure, outcome.description))
    drop = marks(name)
    return [word for word in name if word not in drop], description


def _grouped(found: Sequence[OutcomeChange]) -> Iterator[OutcomeChange]:
    """Make one result of the same edit at many outcomes of a list."""
    groups: dict[Hashable, list[OutcomeChange]] = defaultdict(list)
    for place, change in enumerate(found):
        groups[_edit(change) or place].append(change)
    for group in groups.values():
        if len(group) < MANY:
            yield from group
        else:
            first, names = group[0], tuple(change.outcome.measure for change in group)
            yield OutcomeChange(first.event, first.before, first.after, first.nature, names)


def _edit(change: OutcomeChange) -> Hashable:
    """Return what identifies an edit that may repeat: the words that went and those that came; None for no edit."""
    before, after = change.before, change.after
    if before is None or after is None or change.event not in {"reworded", "time_frame"}:
        return None
    if change.event == "time_frame":
        texts = [(before.time_frame, after.time_frame)]
    else:
        texts = [(before.measure, after.measure), (before.description, after.description)]
    counted = [(Counter(words(was)), Counter(words(now))) for was, now in texts]
    edit = tuple((frozenset((was - now).items()), frozenset((now - was).items())) for was, now in counted)
    return (change.event, change.nature, after.list, edit)
