"""What was edited in a list item: a clause for each place in it that differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.codes import CODED, code_words
from monitor.core.presentation.items import name_of
from monitor.core.presentation.redline import sides
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.text import dates, quoted
from monitor.core.presentation.values import is_dated, split_key, value_text, without_point
from monitor.core.presentation.vocabulary import BARE, LISTS, noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Json, Record

LIMIT = 160
"""Characters of a text in a sentence."""
MANY = 6
"""The most items, or edited fields, that a sentence lists."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One place that differs, as a part of a sentence.

    `noun` is what the place is called; `was` and `now` are its values in words, "" for none. `item`: the values are
    items of a list within the item; `inner`: they lie in such an item. `complete`: both values are in full.
    """

    noun: str
    was: str
    now: str
    item: bool = False
    inner: bool = False
    complete: bool = True

    @property
    def text(self) -> str:
        """The clause as part of a list of them."""
        if self.was and self.now and self.item:
            return f"{self.noun} replaced: {self.now} instead of {self.was}"
        if self.was and self.now:
            return f"{self.noun} from {self.was} to {self.now}"
        return f"{self.noun} {'added' if self.now else 'removed'}: {self.now or self.was}"


def clauses(before: Json, after: Json) -> list[Clause]:
    """Return what differs between the two sides of an edited item, which are objects by the path below the item."""
    was, now = (_points(without_point(side)) if isinstance(side, dict) else {} for side in (before, after))
    keys = list(dict.fromkeys([*was, *now]))
    return _together(_replaced([_clause(key, was.get(key), now.get(key)) for key in keys]))


def values(before: Json, after: Json, key: str, parent: str = "") -> tuple[str, str, bool]:
    """Return both values of a field for a sentence, and whether they are in full; long ones are cut around the difference."""
    if isinstance(before, str) and isinstance(after, str) and key not in CODED and key not in BARE:
        if _is_date(key):
            return (*dates(before, after), True)
        old, new = flat(before), flat(after)
        if max(len(old), len(new)) > LIMIT:
            was, now = sides(old, new, limit=LIMIT)
            return was.quoted(), now.quoted(), False
        return f"“{old}”", f"“{new}”", True
    if is_dated(before) and is_dated(after):
        return (*_dated(before, after), True)
    words = [_value(value, key, parent) for value in (before, after)]
    return words[0][0], words[1][0], words[0][1] and words[1][1]


def _dated(before: Record, after: Record) -> tuple[str, str]:
    """Return two dates, with their types (actual, estimated) if these differ."""
    days = dates(before["date"], after["date"])
    kinds = [side.get("type") for side in (before, after)]
    if kinds[0] == kinds[1]:
        return days
    was, now = (
        f"{day} ({code_words(str(kind))})" if kind else day for day, kind in zip(days, kinds, strict=True)
    )
    return was, now


def _value(value: Json, key: str, parent: str) -> tuple[str, bool]:
    if value is None:
        return "", True
    text = value_text(value, key, parent)
    bare = not isinstance(value, str) or key in BARE or _is_date(key)
    if bare and len(text) <= LIMIT:
        return text, True
    return quoted(text, LIMIT), len(text) <= LIMIT


def _is_date(key: str) -> bool:
    return key.endswith(("Date", "date"))


def _clause(path: str, before: Json, after: Json) -> Clause:
    listed, label, field = split_key(path)
    was, now, complete = values(before, after, field or listed, listed if field else "")
    if label and field == "name" and was and now:
        return Clause(noun(listed), was, now, item=True, complete=complete)
    if label and field:
        name = f"{noun(field, listed)} of {name_of(label, listed)}"
        return Clause(name, was, now, inner=True, complete=complete)
    item = bool(label) and listed in LISTS
    return Clause(noun(field, listed) if field else noun(listed), was, now, item=item, complete=complete)


def _replaced(found: list[Clause]) -> Iterator[Clause]:
    """Yield clauses; where one item of a list was removed and one added, they become one that was replaced."""
    went, came = (
        Counter(clause.noun for clause in found if clause.item and not getattr(clause, side))
        for side in ("now", "was")
    )
    replaced = {name for name in went if went[name] == came[name] == 1}
    new = {clause.noun: clause for clause in found if clause.item and not clause.was}
    for clause in found:
        if clause.noun not in replaced or not clause.item or (clause.was and clause.now):
            yield clause
        elif clause.was:
            now = new[clause.noun]
            whole = clause.complete and now.complete
            yield Clause(clause.noun, clause.was, now.now, item=True, complete=whole)


def _together(found: Iterable[Clause]) -> list[Clause]:
    """Return clauses, with all items that were added to a list as one clause, and all that were removed."""
    groups: dict[tuple[str, bool, bool] | int, list[Clause]] = {}
    for place, clause in enumerate(found):
        alone = not clause.item or (clause.was and clause.now)
        groups.setdefault(place if alone else (clause.noun, bool(clause.was), bool(clause.now)), []).append(
            clause
        )
    return [_joined(group) for group in groups.values()]


def _joined(group: list[Clause]) -> Clause:
    """Return several items that were added, or removed, as one clause."""
    if len(group) == 1:
        return group[0]
    was, now = (_enumerated([getattr(clause, side) for clause in group]) for side in ("was", "now"))
    complete = len(group) <= MANY and all(clause.complete for clause in group)
    return Clause(f"{group[0].noun}s", was, now, item=True, complete=complete)


def _enumerated(texts: list[str]) -> str:
    """Return the first texts and how many more there are; "" if they are empty."""
    if not texts[0]:
        return ""
    return ", ".join(texts[:MANY]) + (f" and {len(texts) - MANY:,} more" if len(texts) > MANY else "")


def _points(parts: dict[str, Json]) -> dict[str, Json]:
    """Return parts with both coordinates of the place on the map as one value."""
    point = [str(value) for key, value in parts.items() if key.startswith("geoPoint.") and value is not None]
    rest = {key: value for key, value in parts.items() if not key.startswith("geoPoint.")}
    return rest | ({"geoPoint": ", ".join(point)} if point else {})
