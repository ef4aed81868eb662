"""A sentence or bracket that says who may take part or must not: "patients with gout are eligible if treated".

Two wordings that differ in one such statement are compared by it alone, as it means the same in both parts: it turned
round, or it is about others than before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.edits.insertion import readable
from monitor.core.eligibility.edits.letting_in import beyond, opposed
from monitor.core.eligibility.edits.lexicon import COURSE, FORM, QUALIFIERS
from monitor.core.eligibility.edits.model import Edit
from monitor.core.eligibility.edits.stated import ASIDE, STOPS, Statement, read, statements
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.normal import word_set
from monitor.core.eligibility.reasons import What, because
from monitor.core.eligibility.wording.tokens import tokens

_EXCEPTION = re.compile(r"\b(?:other than|except|excluding|apart from|unless|but not)\b", re.IGNORECASE)
_IF = re.compile(
    r",? ?\b(?:but )?(?:only )?(?:if|when|provided(?: that)?|providing(?: that)?|(?:as|so) long as|on condition that)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\s*(?:,|but|only|at|after|upon|with|pending)*\s*(?:the )?(?:investigator|sponsor|discretion|approval|discussion|consultation)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    rf"(?:(?:{_IF.pattern}|,? ?\b(?:unless|except)\b).*)?[.,;: ]*", re.IGNORECASE | re.DOTALL
)
_WHOLE = 2  # words of a condition that says more than "if applicable"
_EVERYBODY = word_set("patient subject participant volunteer individual person they those")
_PEOPLE = _EVERYBODY | word_set("woman man female male child adult")
_JUDGED = word_set(
    "sponsor monitor investigator discretion discussion discussed approval consultation needed necessary indicated applicable available possible feasible known desired appropriate required any eligible suitable"
)

_OTHERS = word_set("without no not both all any either other")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts to be compared as criteria of a part; `reversed`: whom they name is let in rather than kept out."""

    part: Part
    old: str
    new: str
    reversed: bool = False


def turned(part: Part, before: str, after: str) -> Edit | Pair | None:
    """Return how the one statement in which two wordings differ turned round, or what to compare; None where nothing is known."""
    sides = statements(before), statements(after)
    if len(sides[0]) != len(sides[1]):
        return _added(part, *sides)
    apart = [at for at, (old, new) in enumerate(zip(*sides, strict=False)) if tokens(old) != tokens(new)]
    if len(apart) != 1:
        return None
    texts = [side[apart[0]] for side in sides]
    old, new = map(read, texts)
    if old is None or new is None:
        return None
    if old.kind == new.kind in {"may", "open"} or (old.about | new.about) & COURSE:
        return None
    if not {old.kind, new.kind} & {"in", "out"}:
        if old.kind != new.kind:
            return _modal(old, new)
        alone = (
            part is Part.INCLUSION or not apart[0]
        )  # a whole exclusion with "must" may stand in the wrong part
        return None if alone else Pair(Part.INCLUSION, texts[0], texts[1])
    if not {old.kind, new.kind} <= {"in", "out"}:
        return None
    if old.kind != new.kind:
        ban, permit = (old, new) if old.kind == "out" else (new, old)
        return _lifted(eased=permit is new) if _covers(ban, permit) else None
    ahead = {word for side in sides for text in side[: apart[0]] for word in tokens(text)}
    return _edited(old, new, ahead)


def _added(part: Part, old: list[str], new: list[str]) -> Edit | None:
    """Class one statement more, or fewer, that lets some people in: "as an exception, patients with gout are eligible"."""
    longer, shorter = (new, old) if len(new) > len(old) else (old, new)
    words = [tokens(text) for text in shorter]
    extra = next((at for at, text in enumerate(longer) if tokens(text) not in words), 0)
    if not extra or [tokens(text) for at, text in enumerate(longer) if at != extra] != words:
        return None
    statement = read(longer[extra])
    if (
        statement is None
        or statement.kind != "in"
        or not (_CONDITION.fullmatch(statement.rest) or _LEFT.fullmatch(statement.rest))
    ):
        return None
    ahead = {word for text in words for word in text}
    named = statement.about - _EVERYBODY
    if (
        not named
        or {"and", "or"} & set(tokens(statement.subject))
        or not statement.about & _PEOPLE
        or statement.about & (COURSE | _OTHERS)
        or opposed(ahead, set(statement.about))
        or beyond(pieces(" ".join(shorter), {}), pieces(longer[extra], {}))
    ):
        return None
    excepted = {word for text in shorter for word in tokens(text[_excepts(text) :])}
    if named & (ahead if part is Part.INCLUSION else excepted - FORM):
        return None  # perhaps only some of those who are let in anyway
    edit = Edit(0, because(What.LET_IN, readable(tokens(longer[extra]))), 1)
    return edit if longer is new else edit.opposite()


def _excepts(text: str) -> int:
    """Return where an exception begins in a text, its end without one."""
    found = _EXCEPTION.search(text)
    return found.start() if found else len(text)


def _same(old: str, new: str) -> bool:
    """Return whether two texts are alike but for words such as "also"."""
    first, second = ([word for word in tokens(text) if word not in ASIDE | STOPS] for text in (old, new))
    return first == second


def _lifted(*, eased: bool, what: What = What.BAN_LIFTED) -> Edit:
    """Return the edit of a ban or demand that became a permission, or the reverse."""
    edit = Edit(0, because(what), 1)
    return edit if eased else edit.opposite()


def _covers(ban: Statement, permit: Statement) -> bool:
    """Return whether a ban names all whom a permission is about; the permission may have conditions behind it."""
    if not (_CONDITION.fullmatch(permit.rest) or _LEFT.fullmatch(permit.rest)):
        return False
    if ban.rest.strip(" .,;") and not _same(ban.rest, permit.rest):
        return False
    named = ban.about - _EVERYBODY
    return bool(named) and named <= permit.about and "only" not in ban.about | permit.about


def _modal(old: Statement, new: Statement) -> Edit | None:
    """Class a statement of what somebody must, may or must not do, of which only that word changed."""
    if not _same(old.subject, new.subject) or not _same(old.rest, new.rest):
        return None
    kinds = {old.kind, new.kind}
    if set(tokens(old.rest)) & (COURSE | _JUDGED):
        return None
    if kinds == {"ban", "may"}:
        return _lifted(eased=new.kind == "may")
    if kinds != {"ask", "open"} or (old.subject.strip() and not old.about & _PEOPLE):
        return None
    return _lifted(eased=new.kind == "open", what=What.DEMAND_EASED)


def _edited(old: Statement, new: Statement, ahead: set[str]) -> Edit | Pair | None:
    """Return the people or things that two statements with one predicate are about, with its conditions."""
    if not _same(old.rest, new.rest) and not (
        _CONDITION.fullmatch(old.rest) and _CONDITION.fullmatch(new.rest)
    ):
        return None
    if not old.about - _EVERYBODY or not new.about - _EVERYBODY:
        return None
    bare = [not side.rest.strip(" .,;") for side in (old, new)]
    if bare[0] != bare[1] and _same(old.subject, new.subject):
        return _conditioned(old if bare[1] else new, ahead, dropped=bare[1])
    texts = [_named(side) for side in (old, new)]
    words = [set(tokens(text)) for text in texts]
    numbers = [sorted(word for word in side if word[0].isdigit()) for side in words]
    if (
        numbers[0] != numbers[1]
        or (words[0] | words[1]) & (COURSE | _JUDGED)
        or "only" in words[0] ^ words[1]
    ):
        return None
    joined = (
        "and" in tokens(f"{old.subject} {new.subject}")
        and (words[0] ^ words[1]) - {",", "or", "and"} <= QUALIFIERS
    )
    if joined or opposed(
        ahead, words[0] | words[1]
    ):  # "treated, stable and asymptomatic metastases" are all of these
        return None
    return Pair(Part.EXCLUSION, texts[0], texts[1], reversed=old.kind == "in")


def _conditioned(statement: Statement, ahead: set[str], *, dropped: bool) -> Edit | None:
    """Class the condition of a statement that was dropped or put in: without it all of those whom it names are let in, or kept out."""
    condition = statement.rest.strip(" .,;")
    words = set(tokens(condition))
    if words & (COURSE | _JUDGED | {"only"}) or len(words) < _WHOLE or opposed(ahead, set(statement.about)):
        return None
    edit = Edit(0, because(What.CONDITION, readable(tokens(condition))), -1 if statement.kind == "in" else 1)
    return edit.opposite() if dropped else edit


def _named(statement: Statement) -> str:
    """Return whom a statement is about as the text of a ground for exclusion; of things, each is one."""
    subject = statement.subject
    if not statement.about & _PEOPLE:
        subject = re.sub(r"\b(?:and|nor)\b", "or", subject, flags=re.IGNORECASE)
    return f"{subject} {_IF.sub(' if', statement.rest).strip(' ,')}".strip()
