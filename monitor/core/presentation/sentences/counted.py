"""The sentence about a change that counts others, of a record with too many to tell each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.items import name_of
from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.headlines import headline
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended
from monitor.core.presentation.vocabulary import OUTCOME_LISTS

if TYPE_CHECKING:
    from monitor.model import Change

_NAMED = 3
"""The most items that the sentence names."""


def counted(change: Change) -> Sentence:
    """Return how many changes of which kind there are, and the names of the first items."""
    count: int = change.details["counted"]
    listed = change.path.rpartition(".")[2]
    names = [f"“{cut(flat(name_of(str(name), listed)), 60)}”" for name in change.after["alike"][:_NAMED]]
    more = f" and {count - len(names):,} more" if count > len(names) else ""
    head = f"{count:,} changes of one kind ({headline(change)})"
    if "gone" in change.details:
        gone: int = change.details["gone"]
        head = f"Of the {OUTCOME_LISTS[change.after['list']]} outcomes, {gone:,} names are gone and {count:,} are new, too many to tell which were renamed"
    return Sentence(head, ended(f": {', '.join(names)}{more}") if names else ".", complete=False)
