"""Phrases and qualifiers that restrict what they stand beside: "requiring antibiotics", "severe", "for asthma"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.compounds import is_compound
from monitor.core.eligibility.edits.lexicon import (
    CLAUSE_WORDS,
    FORM,
    NEGATIVE,
    ORGANS,
    PROCEDURES,
    QUALIFIERS,
    RESTRICTIVE,
)
from monitor.core.eligibility.edits.manner import ABILITY
from monitor.core.eligibility.edits.occasions import at_place, how_often
from monitor.core.eligibility.edits.proofs import gives_reason, proven
from monitor.core.eligibility.edits.purposes import THERAPIES, has_purpose
from monitor.core.eligibility.edits.reactions import is_reacted_to
from monitor.core.eligibility.edits.sites import of_site
from monitor.core.eligibility.edits.subtypes import names_sort
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.scale_names import SCALES

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_VARIANT = re.compile(r"[a-z]\d{2,4}[a-z]")  # of a gene: G12C, V600E
_NON_ADJECTIVE = re.compile(r"non[a-z]{4,}(?:ive|al|ed|ic|ant|ent|ous|ary|able)")  # nonischemic
# "Uncorrected", but not "unrelated", "unspecified": whatever it is.
_UNDONE = re.compile(
    r"un(?!related|limited|ited|specified|defined|aided|assisted|dersigned|altered|changed|modified|expected)[a-z]{3,}ed"
)
_ADVERB = re.compile(r"[a-z]{3,}ly")
# Nouns before which an organ is a qualifier: "lung cancer".
_GENERAL = word_set(
    "cancer tumor surgery infection disease hemorrhage bleeding metastasis fracture transplant "
    "transplantation biopsy injury"
)
# What is so despite treatment anyway.
_UNHELPED = word_set(
    "uncontrolled refractory resistant intractable unresponsive persistent persisting failed failure inadequate insufficient unresolved"
)
_NEEDING = frozenset(["requiring", "necessitating", "needing", "warranting"])
# What may stand behind a phrase that has ended.
_CLOSING = word_set(
    ". ; ) , ( : or and but within before prior after during at in on for per as who that with without by "
    "to of from"
)
# A phrase of these words leaves it to somebody, and restricts nothing that is known.
OPINION = word_set(
    "investigator physician doctor clinician team staff opinion judgment judgement protocol per according criterion definition discretion "
    "consent decided decision preference preferred needed appropriate indicated possible feasible usual "
    "routine"
)
_TREATED = frozenset(["radiotherapy", "radiation", "irradiation"])
_BEGUN = word_set(
    "started initiated occurring lasting operated admitted hospitalized sustained acquired contracted repaired fixed excised "
    "resected removed implanted inserted drained reversed corrected"
)
_DEGREES = word_set("fully completely partially partly incompletely regularly frequently")
# "Healed" is healed fully.
_WHOLLY = FORM | word_set("healed resolved recovered cured closed united restored")
# "Uncontrolled on therapy" restricts as "receiving therapy" does.
_STATES = word_set("uncontrolled controlled stable symptomatic active persistent progressive progressing")
_STATED = word_set("on with to under despite by")
_ELSEWHERE = word_set("outside elsewhere home not otherwise")
_SWALLOWED = frozenset(["tablet", "capsule", "pill"])
_LIVING = frozenset(["live", "life", "living", "residing", "resides"])
_COMPANY = word_set(
    "partner spouse husband wife family companion roommate housemate cohabitant anyone anybody someone somebody other others relative"
)
_STEADY = (["stable", "dose", "of"], ["unchanged", "dose", "of"], ["constant", "dose", "of"])
_PRONOUNS = frozenset(["this", "it", "these", "they", "such", "that", "there"])
_MIGHT = frozenset(["may", "might", "could", "can", "would"])
# What is done in the study: ", which are explained at the first visit".
_DONE = word_set(
    "noted kept stored archived filed entered rated scored explained described discussed provided given offered measured recorded assessed evaluated performed collected reviewed "
    "calculated determined defined listed shown documented supplied arranged"
)
_GOVERNING = word_set("for in of with from by on after during")
_THERAPY = re.compile(
    r"(?:ation|apy|otic|oid|lant|tomy|plasty|section|vention|fusion|support|oxygen|dialysis|visit|care|agent|"
    r"inhibitor|blocker|diuretic|pressor|lytic|surgical|stent|device|stay|viral|fungal|bacterial|epileptic|admission|change|discontinued)s?$"
)
_GOING_WITH = word_set(
    "induced related associated mediated dependent resistant refractory sensitive deficient mutated mutant positive negative"
)
_NOUNS = frozenset(["disease", "syndrome", "disorder", "drug", "therapy", "treatment"])
_NOT_ONLY = frozenset(["", "only", "limited", "necessarily", "yet"])
# "Not controlled", "not amenable to surgery" restrict what stands before them.
_UNMET = word_set(
    "controlled treated responding responsive managed adequately well related caused requiring amenable "
    "resolved corrected due compatible"
)


def ends(block: Insertion) -> bool:
    """Return whether a block of more than one word ends its clause and is not tied to what stands before it by a link."""
    before = block.every[block.start - 1] if block.start else ""
    after = block.every[block.end] if block.end < len(block.every) else "."
    return (
        len(block.inside) > 1
        and after in {".", ";", ")", ",", "("}
        and before not in {"", "or", "and", "with", "("}
    )


def _before_link(block: Insertion) -> bool:
    """Return whether "not" or "without" with a verb or noun stands right before the next thing: "psoriasis [not requiring therapy] or vitiligo"."""
    following = block.every[block.end] if block.end < len(block.every) else ""
    before = block.every[block.start - 1] if block.start else ""
    return (
        following in {"or", "and"} and len(block.inside) > 1 and before not in {"", "or", "and", "with", "("}
    )


def is_phrase(block: Insertion) -> bool:
    """Return whether the words are one phrase that restricts what stands before them, with all that they list."""
    following = block.every[block.end] if block.end < len(block.every) else "."
    ended = ends(block) or (isinstance(following, Limit) and following.kind == "window")
    first = block.inside[0]
    return (
        ended
        and (first in RESTRICTIVE - CLAUSE_WORDS or has_purpose(block) or of_site(block))
        and block.inside[1] not in {"or", "and"}
        and (first not in _NEEDING or _needs_each(block))
    )


def _needs_each(block: Insertion) -> bool:
    """Return whether all that "requiring" lists are therapies: "requiring dialysis or gout" names one thing more."""
    stretches: list[bool] = [True]
    for piece in block.inside:
        if piece in {"or", "and", ","}:
            stretches.append(False)
        elif piece in THERAPIES or _THERAPY.search(str(piece)):
            stretches[-1] = True
    return all(stretches)


def restricts(block: Insertion, words: list[str], measured: list[Limit]) -> bool:
    """Return whether what was put in restricts: qualifiers, a restrictive phrase, "without X", or limits alone.

    `words` and `measured` are its words and limits without form.
    """
    plain = _plain(words, measured)
    if (how_often(block) or at_place(block)) and _closes(block):
        return not any(isinstance(piece, Limit) for piece in block.every[: block.start])
    if is_reacted_to(block) or gives_reason(block) or of_site(block):
        return _closes(block)
    if proven(block, behind=_CLOSING):
        return True
    if block.inside[0] in {"of", "at"} and len(block.inside) > 1 and _is_limit(_behind_scale(block.inside)):
        return not {"or", "and"} & block.words()
    following = str(block.inside[1]) if len(block.inside) > 1 else ""
    if block.inside[0] == "without" or (block.inside[0] == "not" and following not in _NOT_ONLY):
        return (ends(block) or _before_link(block)) and not _able(block)
    if block.inside[0] == "to" and _TREATED & {str(piece) for piece in block.every[: block.start]}:
        return ends(block) and not measured
    if block.inside[0] == "of" or (
        plain == ["oral"] and block.every[block.end : block.end + 1] and block.every[block.end] in _SWALLOWED
    ):
        return False
    if not plain:
        return bool(measured)
    if has_purpose(block) or (block.bracketed and any(map(is_dose, measured))):
        return True
    return qualifies(block, plain) or _restrictive(block, plain, measured)


def _able(block: Insertion) -> bool:
    """Return whether "without" says by what help somebody is able to do something: "walks alone without a cane".

    Who "lives alone without a telephone" lacks it; "without a partner" says nothing new.
    """
    ahead = {str(piece) for piece in block.every[: block.start]}
    free = {"alone"} if _LIVING & ahead and not _COMPANY & block.words() else set()
    return bool((ABILITY - free) & ahead)


def qualifies(block: Insertion, words: list[str]) -> bool:
    """Return whether all words are qualifiers, alone or joined; an organ is one before a general noun ("lung cancer")."""
    following = block.every[block.end] if block.end < len(block.every) else ""
    if _compound(block, following):
        return True
    known = QUALIFIERS | ORGANS if following in _GENERAL else QUALIFIERS
    plain = [word for word in words if word not in {"or", "and"}]
    named = [word for word in plain if word not in QUALIFIERS] or plain
    if plain == words and names_sort(block, named):
        return True  # "[plaque] psoriasis"
    if [str(piece) for piece in block.inside] in _STEADY:
        return True  # "taking [a stable dose of] lithium"
    return bool(plain) and all(
        word in known
        or (word in _DEGREES and str(following).endswith("ed") and following not in _WHOLLY)
        or _VARIANT.fullmatch(word)
        or _NON_ADJECTIVE.fullmatch(word)
        or _UNDONE.fullmatch(word)
        or (_ADVERB.fullmatch(word) and plain[at + 1 : at + 2] and plain[at + 1] in known)
        for at, word in enumerate(plain)
    )


def _compound(block: Insertion, following: Piece) -> bool:
    """Return whether the words are a name and how what follows goes with it: "[steroid-induced] diabetes", "[platinum-based] chemotherapy"."""
    last = block.inside[-1]
    named = (
        len(block.inside) in {2, 3}
        and block.inside[0] not in PROCEDURES
        and not any(isinstance(piece, Limit) or piece in FORM - _NOUNS for piece in block.inside[:-1])
    )
    noun = (
        isinstance(following, str)
        and following not in _CLOSING
        and (following not in FORM or following in _NOUNS)
    )
    goes_with = named and (last in _GOING_WITH or (last == "based" and following in THERAPIES))
    return noun and (goes_with or is_compound(block))


def _plain(words: list[str], measured: list[Limit]) -> list[str]:
    """Return the words that carry a meaning of their own: no links, procedures or names of a scale."""
    scales = SCALES.keys() if any(piece.kind == "scale" for piece in measured) else ()
    return [
        word
        for word in words
        if word not in {"or", "and"} | PROCEDURES and word not in scales and not word.isdigit()
    ]


def _restrictive(block: Insertion, plain: list[str], measured: list[Limit]) -> bool:
    """Return whether the words are a phrase that restricts: "requiring antibiotics", "not controlled by drugs"."""
    if block.inside[0] in _NEEDING and len(block.inside) > 1 and ends(block):
        return True
    if block.inside[0] == "despite" and ends(block):
        return not _UNHELPED & {str(piece) for piece in block.every}
    if block.inside[0] in _GOVERNING and list(block.inside[1:2]) == ["which"]:
        return ends(block) and not NEGATIVE & set(plain)  # "for which hospitalization was required"
    if set(plain) <= RESTRICTIVE and block.inside[0] in _BEGUN:
        return bool(measured)
    if _explains(block) or _anywhere(block):
        return False
    if set(plain) <= RESTRICTIVE or OPINION & {str(word) for word in block.inside}:
        return False
    if block.inside[0] == "not" and len(plain) > 1 and plain[1] in _UNMET:
        return True
    first = block.inside[block.inside[0] == "current" and len(block.inside) > 1]
    in_state = first in _STATES and str(block.inside[1]) in _STATED
    return (first in RESTRICTIVE or in_state) and not NEGATIVE & set(plain[2:]) and _closes(block)


def _explains(block: Insertion) -> bool:
    """Return whether the words give a reason or a remark: "because it may interfere", ", which could cause harm"."""
    first, second = block.inside[0], str(block.inside[1]) if len(block.inside) > 1 else ""
    if first == "because":
        return second != "of"
    if first == "since":
        return second in _PRONOUNS or _MIGHT & block.words() != set()
    apart = block.start > 0 and block.every[block.start - 1] == ","
    return first == "which" and apart and (second in _MIGHT or bool(_DONE & block.words()))


def _anywhere(block: Insertion) -> bool:
    """Return whether the words name a place and all others: "acquired in or outside the hospital", "… in hospital or at home"."""
    links = [at for at, piece in enumerate(block.inside) if piece == "or"]
    return any(_ELSEWHERE & {str(piece) for piece in block.inside[at + 1 : at + 4]} for at in links)


def _closes(block: Insertion) -> bool:
    """Return whether a phrase of more than one word ends where the words it restricts end, and does not go on in what follows."""
    following = block.every[block.end] if block.end < len(block.every) else "."
    if len(block.inside) == 1 or isinstance(following, Limit):
        return True
    return following in _CLOSING and "ie" not in block.inside


def _behind_scale(inside: list[Piece]) -> Piece:
    """Return the first piece behind a preposition that is no name of a scale: the value in "of WHO grade 3"."""
    return next((piece for piece in inside[1:] if piece not in SCALES and piece != "who"), "")


def _is_limit(piece: Piece) -> bool:
    """Return whether a piece is a limit with a comparator, or values of a scale."""
    return isinstance(piece, Limit) and piece.kind in {"limit", "scale"}


def is_dose(limit: Limit) -> bool:
    """Return whether a limit is one of a dose, which says of whom a drug's name in a criterion is meant."""
    return limit.kind == "limit" and limit.dimension in {"mass/time", "mass", "mass/mass/time"}
