"""Compounds that name one sort of a noun: "late-onset asthma", "nephrotic-range proteinuria", "long-acting opioids"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion

# Second word of a compound → its first words, and behind ":" the beginnings of words beside which it may say nothing new.
_COMPOUNDS = {
    "acting": "long short intermediate rapid ultrashort ultralong: depot glargin degludec detemir salmeter formoter laba lama",
    "dose": "full stress therapeutic prophylactic supraphysiologic loading maximal submaximal: dose",
    "frequency": "high low: frequency",
    "grade": "high low intermediate: grade glioblast gbm anaplast dcis",
    "intensity": "high moderate low reduced myeloablative: atorvastatin rosuvastatin intensit",
    "line": "first second third fourth later salvage: line naive untreated previous",
    "onset": "new recent late early adult childhood juvenile infantile neonatal sudden acute delayed adolescent pediatric: onset newly recent "
    "juvenile childhood infant child congenital",
    "range": "nephrotic subnephrotic: nephrotic",
    "release": "extended immediate sustained slow modified delayed: release",
    "risk": "high low intermediate average: risk",
    "spectrum": "broad narrow: spectrum",
    "stage": "end early late limited extensive intermediate: stage dialysis metastatic advanced resectable tnm",
    "thickness": "full partial: thickness",
    "threatening": "limb sight vision organ: threatening",
    "vessel": "large small multi single medium: vessel lacunar",
    "volume": "high low large small: volume",
}


def is_compound(block: Insertion) -> bool:
    """Return whether the words are a compound that makes a noun behind them one of its sorts: "[late-onset] asthma"."""
    first, second, *rest = [*map(str, block.inside), "", ""]
    firsts, _, repeated = _COMPOUNDS.get(second, "").partition(":")
    if any(rest) or first not in firsts.split():
        return False
    clause = block.above[block.start].clause
    beside = [
        piece
        for at, piece in enumerate(block.every)
        if block.above[at].clause == clause and not block.start <= at < block.end
    ]
    if any(
        isinstance(piece, Limit) and (second == "onset" or piece.kind in {"limit", "scale"})
        for piece in beside
    ):
        return False  # "early-stage cancer, stage I or II", "new-onset diabetes within 3 months"
    return not any(str(piece).startswith(tuple(repeated.split())) for piece in beside)
