"""Words of the proof or the reason: "biopsy-proven celiac disease", "proven by biopsy or serology", "bleeding for non-traumatic reasons"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import FORM
from monitor.core.eligibility.edits.scope import Scope
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

_PROOFS = word_set(
    "angiography angiogram antibody antigen arthroscopy arthrography autopsy biopsy bronchoscopy capillaroscopy challenge "
    "colonoscopy ct culture cystoscopy cytology dermoscopy doppler echocardiogram echocardiography ecg eeg elastography "
    "electrophoresis elisa emg endoscopy gastroscopy genotyping histology histopathology holter imaging immunoassay "
    "immunohistochemistry karyotyping laparoscopy laparotomy manometry mediastinoscopy microscopy mri polysomnography pcr pet "
    "radiography radiograph scintigraphy sequencing serology sigmoidoscopy smear sonography spirometry swab tonometry "
    "ultrasonography ultrasound urography venography xray"
)
_TESTS = _PROOFS | {"laboratory", "lab", "microbiology"}
# What may stand beside the name of a proof and makes no other one of it.
_BESIDE = word_set(
    "or testing scan guided genetic molecular chest skin prick stool sputum tissue flow methacholine histamine"
)
_BY = frozenset(["by", "on", "with", "through", "via"])
_PROVED = word_set("demonstrated evidenced shown established detected")
_WHOLE = word_set("one two any all both either thefollowing other another : ( . ;")
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


def one_more(block: Insertion, above: Scope) -> bool:
    """Return whether "or X" is one more test by which a disease may be proven, where nothing is measured: "proven by biopsy [or serology]"."""
    words = block.words() - {"or"}
    if block.linked() != "or" or not words & _PROOFS or not words <= _PROOFS | _BESIDE | FORM - {"+", "("}:
        return False
    if above.turn != Scope().turn or above.vague or above.failed or block.measures():
        return False
    for at in range(block.start - 1, 0, -1):
        piece = block.every[at]
        if piece in _WHOLE or isinstance(piece, Limit):
            return False
        if piece in _BY and block.every[at - 1] in _PROVEN | _PROVED:
            return not any(isinstance(other, Limit) for other in block.every[:at])
    return False


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
