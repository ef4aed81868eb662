"""What needs no understanding of its own: an item came, went or was edited; a field was.

Every difference that no other rule knows ends here, so that nothing goes untold.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from monitor.core.changes.context import by_item, parts
from monitor.core.presentation.labels import name, shown
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.changes.context import Rule, Step
    from monitor.model import Change, Difference, Json, Path

_NOT_WORDS = re.compile(r"[\W_]+")


def edited(kind: Kind) -> Rule:
    """Make the rule that tells of each item or field as added, removed or edited."""

    def rule(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
        for path, group in by_item(differences).items():
            yield one(step, kind, path, group)

    return rule


def one(step: Step, kind: Kind, path: Path, group: Sequence[Difference]) -> Change:
    """Tell of one item or field."""
    before, after = parts(group, len(path))
    event = event_of(group, path)
    noise = (
        Severity.NOISE
        if event == "edited" and all(only_punctuation(d.before, d.after) for d in group)
        else None
    )
    return step.told(kind, event, path, before, after, sentence(path, event, before, after), severity=noise)


def event_of(group: Sequence[Difference], path: Path) -> str:
    """Say whether what lies at ``path`` was ``added``, ``removed`` or ``edited``."""
    whole = len(group) == 1 and group[0].path == path
    if whole and group[0].before is None and group[0].after is not None:
        return "added"
    if whole and group[0].after is None and group[0].before is not None:
        return "removed"
    return "edited"


def sentence(path: Path, event: str, before: Json, after: Json) -> str:
    """One plain sentence that says what was and what is."""
    what = _what(path)
    if event == "added":
        return f"{what} was added: {shown(after)}."
    if event == "removed":
        return f"{what} was removed; it was {shown(before)}."
    return f"{what} changed from {shown(before)} to {shown(after)}."


def _what(path: Path) -> str:
    names = [name(key) for key in path[1:] if not key.startswith("[")] or [name(path[0])]
    words = " – ".join(dict.fromkeys(word for word in names[-2:] if word))
    items = [name(key) for key in path if key.startswith("[")]
    sentence = words[:1].upper() + words[1:]
    return f"{sentence} “{items[-1]}”" if items else sentence


def only_punctuation(before: Json, after: Json) -> bool:
    """Say whether two texts differ in nothing but punctuation, spacing, case or accents' encoding."""
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return _letters(before) == _letters(after)


def _letters(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def housekeeping(step: Step, differences: Sequence[Difference]) -> Iterator[Change]:
    """Dates of verification and update, and what the registry derives by itself."""
    for path, group in by_item(differences).items():
        before, after = parts(group, len(path))
        summary = f"Registry housekeeping: {sentence(path, event_of(group, path), before, after)}"
        yield step.told(Kind.RECORD, "housekeeping", path, before, after, summary)
