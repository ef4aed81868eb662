"""Words of which everybody is one or the other: "nulliparous" and "parous", "smoker" and "non-smoker"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in [
        "inpatient/outpatient",
        "male/female",
        "premenopausal/postmenopausal",
        "treated/naive",
        "experienced/naive",
        "pretreated/naive",
        "left/right",
        "rural/urban",
        "acute/chronic",
        "primary/secondary",
        "early/late",
        "positive/negative",
        "current/former",
        "smoker/nonsmoker",
        "resectable/unresectable",
        "unilateral/bilateral",
        "single/multiple",
        "fixed/relapsed",
        "local/systemic",
        "urban/suburban",
        "living/deceased",
        "fresh/frozen",
        "elective/emergency",
        "planned/emergency",
        "planned/unplanned",
        "natural/surgical",
        "married/single",
        "vaginal/caesarean",
        "vaginal/cesarean",
        "term/preterm",
        "employed/unemployed",
        "spontaneous/induced",
        "natural/assisted",
        "singleton/multiple",
        "medical/surgical",
        "public/private",
        "nulliparous/parous",
        "nulliparous/multiparous",
        "primary/recurrent",
        "new/recurrent",
        "solitary/multiple",
        "paid/unpaid",
        "day/night",
        "oral/parenteral",
        "topical/systemic",
        "benign/malignant",
        "congenital/acquired",
        "ischemic/hemorrhagic",
        "current/past",
        "current/previous",
        "active/latent",
        "open/closed",
        "archival/fresh",
        "archived/fresh",
        "fixed/frozen",
        "primiparous/multiparous",
        "primigravida/multigravida",
        "hypertensive/normotensive",
        "breastfed/formula",
        "newly/prior",
        "singleton/twin",
        "familial/sporadic",
        "phakic/pseudophakic",
        "ambulatory/bedridden",
        "ambulant/bedridden",
        "fasting/fed",
        "fasted/fed",
        "open/laparoscopic",
        "obese/lean",
        "new/existing",
        "single/widowed",
        "single/divorced",
        "on/off",
    ]
)
_PREFIXES = frozenset(["non", "un", "a", "in", "im", "an", "pre", "dis", "il", "ir", "nulli", "pseudo"])


def opposed(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two names of equal length differ in one word and its opposite: "right handed", "left handed"."""
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    if len(differing) != 1 or len(first) != len(second):
        return False
    shorter, longer = sorted(differing[0], key=len)
    return frozenset(differing[0]) in _OPPOSITES or (
        longer.endswith(shorter) and longer[: -len(shorter)] in _PREFIXES
    )
