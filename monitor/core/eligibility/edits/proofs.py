"""Words that restrict by the proof or the reason: "biopsy-proven celiac disease", "bleeding for non-traumatic reasons"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_set

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_TESTS = word_set(
    "biopsy culture pcr mri ct ecg echocardiography xray ultrasound laboratory lab serology swab smear endoscopy angiography "
    "spirometry polysomnography radiograph microscopy sequencing colonoscopy gastroscopy microbiology holter"
)
_PROVEN = frozenset(["proven", "confirmed", "documented", "verified", "diagnosed"])
_ANY_REASON = word_set(
    "any unknown unclear whatever all various other that this no unspecified different several or and"
)


def proven(block: Insertion, *, behind: frozenset[str]) -> bool:
    """Return whether the words say by which test a disease behind them is proven: "[biopsy-proven] celiac disease"; none of `behind` follows."""
    following = block.every[block.end] if block.end < len(block.every) else ""
    test, *proof = block.inside
    return (
        test in _TESTS
        and len(proof) == 1
        and proof[0] in _PROVEN
        and str(following) not in behind | {"pregnancy", "pregnant"}
    )


def gives_reason(block: Insertion) -> bool:
    """Return whether the words say for which sort of reason something is so: "bleeding [for nontraumatic reasons]"."""
    first, *sort, last = [*block.inside[:1], *block.inside[1:-1], block.inside[-1]]
    return (
        first == "for"
        and last in {"reason", "cause", "indication"}
        and bool(sort)
        and not _ANY_REASON & {str(word) for word in sort}
        and not block.measures()
        and not block.above[block.start].negations  # "unable to come for work reasons" says why not
    )
