"""Which lines are headings: of a part ("Exclusion Criteria:"), of a group ("Arm B"), or a lead-in to a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.eligibility.model import Part
from monitor.core.eligibility.normal import stems, word_set, words
from monitor.core.eligibility.part_names import part_name

_PHRASE = re.compile(
    r"(?P<non>\bnon[ -]?)?\b(?P<which>pre-?inclusion|inclusion|exclusion)\s+(?:criteria|criterion|critieria|criteia|crit[ei]+ria)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"inclusion\s*(?:/|and|or|&|,)\s*(?:/\s*)?exclusion|exclusion\s*(?:/|and|or)\s*inclusion|eligibility and exclusion",
    re.IGNORECASE,
)
_NAMED_AS = re.compile(
    r"\b(?:is|are|be|as|considered|constitutes?) (?:an?|one|another)(?: \w+)?$", re.IGNORECASE
)
_NOT_INCLUDED = re.compile(
    r"(?:no|non|not)[ -]{1,2}inclusion\b.{0,5}\bexclusion criteria\W*|(?:no-|not)[ -]{0,2}inclusion criteria\W*|exclusion\b.{0,5}\b(?:no|non|not)[ -]{1,2}inclusion\W{1,3}criteria\W*|"
    r"criteria (?:of|for) (?:exclusion (?:or|and) )?(?:no|non|not)[ -]{1,2}inclusion(?: (?:or|and) exclusion)?\W*",
    re.IGNORECASE,
)
_ELIGIBILITY = re.compile(r"\beligibility(?: and exclusion)? criteria\b", re.IGNORECASE)
_SHORT = re.compile(
    r"(?P<which>inclusion|exclusion|included|excluded)\s*(?::\s*(?P<rest>.*)|$)", re.IGNORECASE
)
# A heading of these words alone names no group, whatever _TITLE says.
_PLAIN = word_set(
    "key main major general specific principal primary brief basic abbreviated selected the subject "
    "subjects patient patients participant participants pre preinclusion non inclusion exclusion criteria "
    "criterion critieria study trial are as follows follow additional other",
)
_REFERS = word_set("the all any meet of and or to other key")  # before "Exclusion Criteria" it is no heading
_SENTENCE = re.compile(
    r"\b(?:appl(?:y|ies|ied)|not (?:meet|fulfil|conform|satisf)\w*|meeting|fulfilling|conform|according|above|"
    r"listed|described|specified|defined in|unless|which|due to|to meet|failure|failing)\b",
    re.IGNORECASE,
)
_STUDY = r"(?:the |this |our )?(?:study|trial|enrol|inclusion|participation|entry|screening|re)"
_EXCLUDES = re.compile(
    rf"^excluded\b|\b(?:be|are|is|were|was) excluded\b|\bwill exclude\b|\b(?:ineligible|disqualified)\b(?! for (?!{_STUDY}))|"
    rf"\b(?:not|nor) (?:be )?(?:eligible|included|enrolled)\b(?! for (?!{_STUDY}))|"
    r"\b(?:may|can|could|should|will) ?not (?:enter|enrol|participate|take part)\b|exclusion criteria",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"\b(?:be eligible|are eligible|is eligible|eligible (?:for|to|if)|included|must (?:meet|fulfil|satisfy)|have to meet|"
    r"to participate|to be enrolled|meet (?:all|each) )",
    re.IGNORECASE,
)
_KEEPS_OUT_BELOW = re.compile(
    r"\b(?:any|one|(?:one or )?more) of (?:these|the (?:following|below))\b|\bthe following\b", re.IGNORECASE
)
_GROUP = re.compile(
    r"\b(?:cohorts?|arms?|parts?|groups?|strat(?:um|a)|modules?|phases?|stages?|protocol|sub-?study|criteri(?:a|on)|eligibility|"
    r"participants|patients|subjects|controls?|cases|volunteers|system|only|conditions|following|below)\b",
    re.IGNORECASE,
)
_OUTER = re.compile(
    r"\b(?:cohorts?|arms?|parts?|groups?|strat(?:um|a)|modules?|phases?|protocol|sub-?study|controls?|cases?|for)\b",
    re.IGNORECASE,
)
_NAMES_GROUP = re.compile(r"\b(?:groups?|arms?|cohorts?|controls?|cases|parts? \w)\b", re.IGNORECASE)
_SHORT_LINE = 400  # letters
_MEASURE = re.compile(r"[<>≥≤=]|\byears?\b|\bage[ds]?\b")


@dataclass(frozen=True, slots=True)
class PartHeading:
    """A heading that opens a part; `plain` when it names no group; `rest` is what stands behind it in its line."""

    part: Part
    text: str
    plain: bool
    rest: str


def part_heading(line: str, *, item: bool) -> PartHeading | None:
    """Read a line as the heading of a part; `item` for one with a bullet, of which less is believed.

    What short lines are is remembered: each is asked for several times, and most stand in both texts of a change.
    """
    return _remembered(line, item) if len(line) <= _SHORT_LINE else _read(line, item)


def _read(line: str, item: bool) -> PartHeading | None:  # as a cache asks
    """Read a line as the heading of a part."""
    if _NOT_INCLUDED.fullmatch(line):
        return PartHeading(Part.EXCLUSION, line.rstrip(" :"), plain=True, rest="")
    if _BOTH.search(line):
        return None
    named = part_name(line, item=item)
    if named:
        return PartHeading(named, line.rstrip(" :：.-"), plain=not _NAMES_GROUP.search(line), rest="")
    short = _SHORT.fullmatch(line)
    if short and not item:
        which = Part.INCLUSION if short["which"].lower().startswith("in") else Part.EXCLUSION
        return PartHeading(which, line.split(":", maxsplit=1)[0], plain=True, rest=short["rest"] or "")
    phrase = _PHRASE.search(line)
    if phrase is None:
        return None
    before, after = line[: phrase.start()].strip(), line[phrase.end() :].strip()
    head, rest = _cut(after)
    title = f"{before} {phrase[0]} {head}".strip()
    if (
        len(before.split()) > (9 if item or not line.endswith(":") else 16)
        or len(title) > 300
        or (_SENTENCE.search(f"{before} {head}") and not line.endswith(":"))
        or _NAMED_AS.search(before)  # "Epilepsy is an exclusion criterion"
    ):
        return None
    if item and (
        len(title.split()) > 12
        or re.search(r"\b(?:the|have|has|not|of|other|all|meets?|who|that)\b", before, re.IGNORECASE)
    ):
        return None
    if before[-1:] in {".", ";"} or (before[-1:] == "," and (item or rest or not line.endswith(":"))):
        return None
    inside = phrase["which"].lower() != "exclusion" and not phrase["non"]
    plain = all(word in _PLAIN for word in re.findall(r"[a-z]+", title.lower())) or not group_words(title)
    if item and rest and ":" in after and not plain:
        return None  # "* Inclusion criteria for the expansion: adults with …" is one criterion, of one group
    return PartHeading(
        Part.INCLUSION if inside else Part.EXCLUSION, title.rstrip(" -:."), plain=plain, rest=rest
    )


_remembered = lru_cache(maxsize=4096)(_read)


def trailing_heading(line: str) -> tuple[str, str] | None:
    """Find the heading of the next part glued to the end of an item: (item, heading)."""
    for phrase in _PHRASE.finditer(line):
        if len(line) - phrase.end() > 40 or not line[phrase.start()].isupper():
            continue
        if len(line[: phrase.start()].split()) < 3 or (line.endswith(":") and len(line.split()) < 8):
            continue
        before = line[: phrase.start()].rstrip()
        if before.split()[-1].lower() in _REFERS:
            continue
        if before[-1] in "/(\"'“&,-" or before.endswith(("protocol-defined", "Other Protocol")):
            continue
        return before, line[phrase.start() :]
    grouped = re.search(
        r"(?<=[.;]) ((?:Group|Cohort|Part|Arm) \w{1,3} (?:in|ex)clusion criteria\b.{0,5})$", line
    )
    return (line[: grouped.start()].rstrip(), grouped[1]) if grouped else None


def is_unstated(line: str) -> bool:
    """Return whether a heading speaks of eligibility as a whole, so that no part is known below it."""
    if len(line.split()) > (60 if line.lower().startswith("eligibility criteria") else 25):
        return False
    names_both = _BOTH.search(line) and not re.search(
        r"\b(?:may|appl\w+|meet\w*|available|full list|https?)\b", line
    )
    return bool(names_both or _ELIGIBILITY.search(line))


def lead_part(line: str, now: Part) -> Part:
    """Return the part that a lead-in sentence ("… will be excluded if:") puts its list in."""
    if _BOTH.search(line):
        return now
    if _EXCLUDES.search(line) and not line.lower().startswith("note"):
        return Part.EXCLUSION
    if now is Part.UNSTATED and _INCLUDES.search(line):
        return Part.INCLUSION
    return now


def is_sub_heading(line: str, *, before_list: bool) -> bool:
    """Return whether a paragraph without a bullet titles what follows it; `before_list`: that is a list item."""
    if line.endswith(":") and len(line) <= 400:
        return True
    if re.search(r"\w-$", line) and len(line.split()) <= 5:
        return True
    if before_list and len(line) <= _SHORT_LINE and _KEEPS_OUT_BELOW.search(line) and _EXCLUDES.search(line):
        return True
    if not before_list or len(line.split()) > 14 or line[-1] in ".;,":
        return False
    bracketed = line[0] in "([" and line[-1] in ")]"
    return (
        bracketed
        or line.isupper()
        or line.endswith("-")
        or bool(_GROUP.search(line) and not _MEASURE.search(line))
    )


def is_outer(line: str) -> bool:
    """Return whether a paragraph right before a part heading titles a group, with parts of its own."""
    if len(line.split()) > 8 or len(line) > 80 or line[-1] in ".;,":
        return False
    return line.endswith(":") or line.isupper() or bool(_OUTER.search(line) and not _MEASURE.search(line))


def is_preface(line: str) -> bool:
    """Return whether a paragraph before the first heading is short enough to be an introduction."""
    return len(line.split()) <= 30


def _cut(after: str) -> tuple[str, str]:
    """Divide what follows "… criteria" into what belongs to the heading and what is its content."""
    if not after:
        return "", ""
    if after[0] in ":-–.":
        rest = after.lstrip(":-–. ")
        return (
            ("", rest)
            if after[0] != "-" or len(rest) > 60 or rest.lower().startswith("none")
            else (f"- {rest}", "")
        )
    head, colon, rest = after.partition(":")
    if colon and len(head) <= (120 if rest else 250):
        return head.strip(), rest.strip()
    return ("", after) if len(after) > 60 and not re.match(r"for\b|specific|\(", after) else (after, "")


# Words of a heading that name a part and no group: "Key Inclusion Criteria", "Patients will be excluded if".
_TITLE = word_set(
    "the a an of for to in and or are is as be who will must have has all any following criteria criterion critieria inclusion "
    "exclusion inclusions exclusions noninclusion non preinclusion eligibility eligible ineligible included excluded exclude include "
    "key main major general principal primary patients patient subjects subject participants participant study trial "
    "individuals not if they meet with volunteers persons people candidates you your those whom which that when this these "
    "met meets meeting apply applies applied fulfil fulfill fulfilled fulfilling fulfils satisfy satisfied satisfying satisfies "
    "listed below above required requirements requirement reasons reason may can could should shall would do does did been being "
    "was were enter entry enrol enroll enrolled enrollment enrolment participate participating participation take part join recruited "
    "recruitment selected considered from into by under additional other further also we our excludes includes",
)


def same_heading(heading: str, other: str) -> bool:
    """Return whether two headings name the same group: the words for the part itself do not count."""
    return group_words(heading) == group_words(other)


def group_words(text: str) -> list[str]:
    """Return the words of a heading that name a group; [] for one that only names a part."""
    return [word for word in words(text) if word not in _TITLE]


_OF_PEOPLE = re.compile(
    r"^(?:(?:\w+[ -]){0,3})(?:adults?|patients?|subjects?|participants?|individuals?|persons?|people|volunteers?|women|men|"
    r"females?|males?|children|adolescents|infants|boys|girls)\b.*\b(?:with|who (?:have|has|meet)|having|"
    r"meeting)\b[^:\d]{0,60}:$",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|be|must|should|will|may|can|have|has|not|no)\b|\.$", re.IGNORECASE)
# Beginnings of words, as `stems` gives them, that speak of criteria and of nobody.
_GENERIC = frozenset(
    ["meet", "fulfi", "satis", "eligi", "enrol", "key", "main", "gener", "met", "list", "below"]
)


def demands_limit(text: str) -> bool:
    """Return whether a line above a list says itself who may take part: "Adults aged 18-40 years with:"."""
    return bool(_OF_PEOPLE.search(text) and _MEASURE.search(text) and any(map(str.isdigit, text)))


def speaks(text: str) -> bool:
    """Return whether a heading that names no group is a sentence about who may take part: "You may join if:"."""
    return bool(_VERB.search(text)) and not group_words(text) and bool(stems(text) - _GENERIC)
