"""Two records' outcomes → what happened to each measure."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.outcomes.matching import comparable, match
from monitor.core.outcomes.model import LISTS, Outcome, OutcomeChange
from monitor.core.outcomes.parts import find_parts
from monitor.core.outcomes.profile import marks
from monitor.core.outcomes.time_frames import compare_time_frames, times
from monitor.core.outcomes.tokens import MAX_LETTERS, exact_words
from monitor.core.records.punctuation import quantities

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from monitor.core.outcomes.model import Nature
    from monitor.core.outcomes.profile import Reading
    from monitor.core.outcomes.time_frames import Times

MANY = 3
"""The same edit at this many outcomes of a list, or more, is one ``OutcomeChange``."""


def compare_outcomes(old: Sequence[Outcome], new: Sequence[Outcome]) -> list[OutcomeChange]:
    """Return what happened to each outcome, in the order of the lists; the same edit at many outcomes is one change.

    Where too many names came and went to see which is which, one ``edited`` for each list counts them.
    """
    pairs, gone, came = match(old, new)
    if gone and came and not comparable(gone, came):
        found, gone, came = list(_uncompared(gone, came)), [], []
    else:
        found = []
    split, merged = find_parts(pairs, gone, came)
    parts = {id(part) for _, part in split} | {id(part) for part, _ in merged}
    found += [OutcomeChange("removed", r.outcome, None) for r in gone if id(r) not in parts]
    found += [OutcomeChange("added", None, r.outcome) for r in came if id(r) not in parts]
    found += [OutcomeChange("reworded", whole.outcome, part.outcome, "split") for whole, part in split]
    found += [OutcomeChange("reworded", part.outcome, whole.outcome, "merged") for part, whole in merged]
    edits: dict[Hashable, list[OutcomeChange]] = defaultdict(list)
    for before, after in pairs:
        if before.outcome.list != after.outcome.list:
            up = LISTS.index(after.outcome.list) < LISTS.index(before.outcome.list)
            found.append(OutcomeChange("promoted" if up else "demoted", before.outcome, after.outcome))
        for change, edit in _edits(before, after):
            edits[change.event, change.nature, after.outcome.list, edit].append(change)
    return sorted([*found, *_grouped(edits.values())], key=_rank)


def _uncompared(gone: Sequence[Reading], came: Sequence[Reading]) -> Iterator[OutcomeChange]:
    """Yield a change for each list, with the number of names that are gone and the new names."""
    for name in LISTS:
        was, now = ([r.outcome for r in side if r.outcome.list == name] for side in (gone, came))
        if was or now:
            first, last = (side[0] if side else None for side in (was, now))
            yield OutcomeChange("edited", first, last, alike=tuple(o.measure for o in now), gone=len(was))


def _rank(change: OutcomeChange) -> int:
    return min(LISTS.index(outcome.list) for outcome in (change.before, change.after) if outcome is not None)


def _grouped(groups: Iterable[list[OutcomeChange]]) -> Iterator[OutcomeChange]:
    """Yield the changes, with each group of ``MANY`` or more as one change."""
    for group in groups:
        if len(group) < MANY:
            yield from group
        else:
            first, names = group[0], tuple(change.outcome.measure for change in group)
            yield OutcomeChange(first.event, first.before, first.after, first.nature, names)


def _edits(before: Reading, after: Reading) -> Iterator[tuple[OutcomeChange, Hashable]]:
    """Yield what differs in the texts of one outcome, each with a key that the same edit of another outcome has too."""
    was, now = before.outcome, after.outcome
    if (was.measure, was.time_frame, was.description) == (now.measure, now.time_frame, now.description):
        return
    worded = (before.measure, before.description) != (after.measure, after.description)
    if worded and _same_words(before, after):
        yield OutcomeChange("reworded", was, now, "rearranged"), None
        return
    frame = compare_time_frames(before.frame, after.frame, before.times, after.times)
    other_times = frame == "moved" and before.times and before.times != after.times
    if other_times and _stand_in(after, before) and _stand_in(before, after):
        frame = "reworded"  # each outcome names both times somewhere in its texts
    if frame == "same" and was.time_frame.split() != now.time_frame.split():
        frame = "rewritten"
    if frame != "same":
        yield OutcomeChange("time_frame", was, now, frame), _edit(before.frame, after.frame)
    wording = _wording(before, after, moved=frame == "moved")
    if wording is not None:
        edit = _edit(before.measure, after.measure), _edit(before.description, after.description)
        yield OutcomeChange("reworded", was, now, wording), edit


def _edit(before: tuple[str, ...], after: tuple[str, ...]) -> Hashable:
    """Return two texts without the words that both begin or end with."""
    head, shorter = 0, min(len(before), len(after))
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return before[head : len(before) - tail], after[head : len(after) - tail]


def _same_words(before: Reading, after: Reading) -> bool:
    """Return whether two outcomes consist of the same words in any order and name the same times."""
    was, now = _all_words(before), _all_words(after)
    if len(was) != len(now) or sorted(was) != sorted(now) or _all_times(before) != _all_times(after):
        return False
    return sorted(_all_exact(before.outcome)) == sorted(_all_exact(after.outcome))


def _all_exact(outcome: Outcome) -> tuple[str, ...]:
    return exact_words(outcome.measure) + exact_words(outcome.time_frame) + exact_words(outcome.description)


def _all_words(reading: Reading) -> tuple[str, ...]:
    return reading.measure + reading.frame + reading.description


_times_of_text = lru_cache(maxsize=1024)(times)  # many outcomes share a name or a description


def _all_times(reading: Reading) -> Times:
    return reading.times | _times_of_text(reading.measure) | _times_of_text(reading.description)


def _stand_in(source: Reading, target: Reading) -> bool:
    """Return whether the target names, in any of its texts, every time of the source's time frame."""
    named = source.times - target.times
    return not named or named <= _times_of_text(target.measure) | _times_of_text(target.description)


def _wording(before: Reading, after: Reading, *, moved: bool) -> Nature | None:
    """Return how name and description were reworded; None if they were not, or if only a time in the name moved along.

    ``moved``: the time frame moved to another time.
    """
    old, new = before.outcome, after.outcome
    if old.measure == new.measure and old.description == new.description:
        return None
    if (before.measure, before.description) != (after.measure, after.description):
        follows = moved and before.description == after.description and _follows(before, after)
        return None if follows else ""
    was, now = ([r.outcome.measure.split(), r.outcome.description.split()] for r in (before, after))
    if was == now:
        return None
    texts = ((old.measure, new.measure), (old.description, new.description))
    return "rewritten" if all(_same_form(text, other) for text, other in texts) else ""


def _same_form(before: str, after: str) -> bool:
    """Return whether two texts that are equal but for synonyms say the same: equal words and numbers, and an equal rest."""
    return (
        exact_words(before) == exact_words(after)
        and quantities(before) == quantities(after)
        and before[MAX_LETTERS:] == after[MAX_LETTERS:]
    )


def _follows(before: Reading, after: Reading) -> bool:
    """Return whether a name changed only in a time, and in the same one as the time frame."""
    was, now = (frozenset(r.measure) - marks(r.measure) for r in (before, after))
    return was == now and times(before.measure) <= before.times and times(after.measure) <= after.times
