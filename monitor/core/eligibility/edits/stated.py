"""Read what a sentence or bracket says of who may take part: "patients with gout are eligible if treated" lets them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.wording.tokens import tokens

_CUTS = re.compile(r"(?<=[\w)\]%][.;])\s+|(?<=;)")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_TAIL = (
    r"(?: (?:for|in|from|to|into) (?:the |this |be )?(?:study|trial|participat\w+|take part|enrol\w*|enter|inclu\w+|randomi\w+)"
    r"(?: (?:in|of|to|into) (?:the |this )?(?:study|trial)| (?:the |this )(?:study|trial))?)*(?: (?:too|also|either|as well|likewise))?"
)
_VERB = (
    r"(?:(?:is|are|was|were|be|will|would|shall|should|may|can|could|must|cannot|to|remains?)\s)"
    r"(?:(?:not|no longer|be|also|still|therefore|likewise|however|considered|deemed|as|now|either)\s)*"
)
_IN = r"eligible|allowed|permitted|acceptable|accepted|permissible|included|enrolled|admitted|tolerated"
_OUT = r"excluded|ineligible|prohibited|forbidden|disallowed|disqualified|unacceptable|exclusionary"
_PREDICATE = re.compile(
    rf"\b(?P<verb>{_VERB})(?:(?:{_IN})|(?P<out>{_OUT}))\b{_TAIL}|"
    rf"\b(?P<take>(?:may|can|could|cannot|will|must)(?: not| no longer| still| also)*) (?:participate|take part|join|enroll?|enter)\b{_TAIL}|"
    r"\b(?P<ground>(?:(?:is|are|do|does|will)(?: not| no| no longer| also)*(?: be| considered| regarded as| as| constitute)*|constitutes?)"
    r" (?:an? )?(?:reason for |grounds? for |criteri\w+ for )?exclusion)(?: criteri\w+)?\b|"
    rf" (?P<bare>not )?(?:(?:{_IN})|(?P<banned>{_OUT}))$",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:(?P<ban>(?:must|should|shall|may|can) not|cannot)|"
    r"(?P<may>may|can)|(?P<open>may or may not|(?:is|are) not required to|need not|do(?:es)? not (?:have|need) to)|"
    r"(?:must|should|shall|(?:is|are) required to|ha(?:s|ve) to|needs? to)) "
    r"(?:be (?:willing (?:and able )?|prepared )to |agree to )?",
    re.IGNORECASE,
)
# What stands before a predicate that is not the statement's own.
_SUBORDINATE = re.compile(
    r"\b(?:if|when|whenever|unless|whether|while|because)\b[^,]*$|\b(?:who|that|which|whose|and|or)$",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(?:no|neither) (?!more|longer|less|fewer)", re.IGNORECASE)
_FIRST = 5  # predicates of a statement, of which one is its own
_REACH = 400  # letters before a predicate in which a clause may have begun that it belongs to
ASIDE = word_set("also too however still likewise either well note nb as exception the a an")
STOPS = frozenset([",", ".", ";", ":"])


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement does, by `kind`, with what stands before and behind the words that say so.

    "in", "out": it lets people take part, or not; "ask", "may", "open", "ban": they must do something, may, need not, must not.
    """

    kind: str
    subject: str
    rest: str

    @property
    def about(self) -> frozenset[str]:
        """Return the words that it is about."""
        return frozenset(tokens(self.subject)) - ASIDE - STOPS - {"or", "and", "nor"}


def statements(text: str) -> list[str]:
    """Return the sentences of a wording in order, then the brackets in it."""
    cut = (*_CUTS.split(_BRACKET.sub("", text)), *_BRACKET.findall(text))
    return [part.strip(" .;,") for part in cut if part.strip(" .;,")]


def read(text: str) -> Statement | None:
    """Return what a statement says, None where it is no such statement."""
    for found in islice(_PREDICATE.finditer(text), _FIRST):
        subject = text[: found.start()].strip(" ,")
        if _SUBORDINATE.search(subject[-_REACH:]):
            continue
        verb = (found["verb"] or found["take"] or found["ground"] or found["bare"] or "").casefold().split()
        out = bool(found["out"] or found["ground"] or found["banned"])
        if out and "may" in verb:
            return None  # "may be excluded" leaves it open
        denied = (not {"not", "no", "cannot"}.isdisjoint(verb)) ^ bool(_NO.match(subject))
        return Statement("out" if out != denied else "in", _NO.sub("", subject, count=1), text[found.end() :])
    modal = _MODAL.search(text)
    if modal is None or _SUBORDINATE.search(text[: modal.start()].rstrip().removesuffix(" and")):
        return None
    kind = next((kind for kind in ("ban", "may", "open") if modal[kind]), "ask")
    return Statement(kind, text[: modal.start()], text[modal.end() :])
