"""Why a change of the criteria has its direction, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Json

WORDS = {
    "alternative": ("an alternative: “{}”", "no longer an alternative: “{}”"),
    "exception": ("an exception was made: “{}”", "an exception was dropped: “{}”"),
    "condition": ("a further condition: “{}”", "a condition was dropped: “{}”"),
    "limited": ("limited to “{}”", "no longer limited to “{}”"),
    "covers": ("“{}” covers more", "“{}” no longer counts as a whole"),
    "let_in": ("“{}” is now let in", "“{}” is no longer let in"),
    "some_only": ("asked of some only: “{}”", "no longer asked of some only: “{}”"),
    "second_time": ("a second time: “{}”", "a second time was dropped: “{}”"),
    "wider_for_some": ("a wider limit for some: “{}”", "a wider limit for some was dropped: “{}”"),
    "narrower_for_some": ("a narrower limit for some: “{}”", "a narrower limit for some was dropped: “{}”"),
    "brackets_ask_less": (
        "what is said in brackets asks for less: “{}”",
        "what is said in brackets asks for more: “{}”",
    ),
    "became": ("“{0}” became “{1}”", "“{1}” became “{0}”"),
    "whichever": (
        "“whichever is {0}” became “whichever is {1}”",
        "“whichever is {1}” became “whichever is {0}”",
    ),
    "either_restriction": ("either of two restrictions is enough", "either of two restrictions was enough"),
    "with_or_without": ("“with or without” became possible", "“with or without” was dropped"),
    "any_use": ("any use counts now", "only a start or change counts now"),
    "included": ("what was an exception is included now", "what was included became an exception"),
    "both_sexes": ("both sexes may take part", "both sexes may no longer take part"),
    "ban_lifted": ("a ban became a permission", "a permission became a ban"),
    "demand_eased": ("a demand became a permission", "a permission became a demand"),
    "demand_optional": ("a demand became “may or may not”", "“may or may not” became a demand"),
    "wait": ("the time to wait changed from {0} to {1}", "the time to wait changed from {1} to {0}"),
    "window_longer": ("time window lengthened from {0} to {1}", "time window shortened from {1} to {0}"),
    "values_wider": ("values widened from {0} to {1}", "values narrowed from {1} to {0}"),
    "range_wider": ("range widened from {0} to {1}", "range narrowed from {1} to {0}"),
    "end_allowed": ("{} itself is now allowed", "{} itself is no longer allowed"),
    "limits": ("limits changed from {0} to {1}", "limits changed from {1} to {0}"),
    "lower_raised": ("lower limit raised from {0} to {1}", "lower limit lowered from {1} to {0}"),
    "upper_raised": ("upper limit raised from {0} to {1}", "upper limit lowered from {1} to {0}"),
    "lower_higher": (
        "lower limit changed from {0} to {1} (higher)",
        "lower limit changed from {1} to {0} (lower)",
    ),
    "upper_higher": (
        "upper limit changed from {0} to {1} (higher)",
        "upper limit changed from {1} to {0} (lower)",
    ),
    "requirement": ("a requirement was added", "a requirement was removed"),
    "ground": ("a ground for exclusion was added", "a ground for exclusion was removed"),
    "one_enough": (
        "an alternative of which one is enough was added",
        "an alternative of which one is enough was removed",
    ),
    "also_needed": (
        "a condition that an exclusion also needs was added",
        "a condition that an exclusion also needs was removed",
    ),
    "heading": ("a heading was added", "a heading was removed"),
    "note": ("a note was added", "a note was removed"),
    "moved": ("moved from {0} to {1}", "moved from {1} to {0}"),
    "under_another": ("now stands under something else", "now stands under something else"),
    "other_heading": ("a heading in other words", "a heading in other words"),
    "same_criteria": ("the same criteria in another form", "the same criteria in another form"),
    "too_long": (
        "the text is too long to be compared: {0} letters became {1}",
        "the text is too long to be compared: {1} letters became {0}",
    ),
}
"""For each thing that can happen (`What`): its words and those of its opposite, with places for what it is about."""

_LIMIT = 60  # letters of the words that a reason is about
_SAYS_WHO = "end_allowed"  # its words say already whom it lets in


def reason_words(reasons: Iterable[Json]) -> str:
    """Return reasons, as the details of a change keep them, as words: "limits changed from 3 to 4; …"; "" for none."""
    found = list(reasons)
    words = [
        WORDS[reason["what"]][reason["opposite"]].format(*(cut(of, _LIMIT) for of in reason["of"]))
        for reason in found
    ]
    excluding = any(reason["exclusion"] for reason in found) and found[-1]["what"] != _SAYS_WHO
    return "; ".join(dict.fromkeys(words)) + (" in an exclusion" if excluding else "")
