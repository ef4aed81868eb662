"""Items of the registry's lists in words: a contact, a site, an arm, a reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.codes import code_words
from monitor.core.presentation.labels import cut, site_address
from monitor.core.presentation.prose import unescaped
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.text import date_text
from monitor.core.records.identity import MAX_LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Json, Record

_MARK = re.compile(r"(?:, [A-Z][A-Z_]+)?( #\d+)?$")
"""What a path adds to the name of an item: a code, and a number if it is not the first of that name."""
_NAMED_WITH_CODE = frozenset(
    {"contacts", "centralContacts", "overallOfficials", "armGroups", "interventions", "secondaryIdInfos"}
)


def describe(item: Json, listed: str) -> str:
    """Return a list item in words, in full; "" for an item of a list that is not in ``_WORDS``, or with unknown fields."""
    words = _WORDS.get(listed)
    if words is None or not isinstance(item, dict) or not item.keys() <= _KNOWN[listed]:
        return ""
    return flat(words(item))


def name_of(subject: str, listed: str = "") -> str:
    """Return the name in an item's label, without the code that stands beside it: ``Cells, EXPERIMENTAL`` → ``Cells``."""
    if len(subject) >= MAX_LABEL:
        subject = cut(subject, MAX_LABEL - 1)
    if listed in _NAMED_WITH_CODE:
        return _MARK.sub("", subject)
    if listed == "violationEvents":
        return code_words(subject.partition(", ")[0])
    if listed == "references":
        number = re.match(r"\d+(?=, [A-Z]+$|$)", subject)
        return f"PubMed {number[0]}" if number else subject
    if listed == "seeAlsoLinks":
        return subject.partition(", ")[0]
    return subject


def _text(item: Record, key: str) -> str:
    value = item.get(key)
    return "" if value is None or isinstance(value, dict | list) else unescaped(str(value))


def _code(item: Record, key: str) -> str:
    """Return a code in words; "" for OTHER and UNKNOWN, which say nothing."""
    code = _text(item, key)
    return "" if code in {"OTHER", "UNKNOWN"} else code_words(code)


def _with(name: str, *more: str) -> str:
    """Return a name with further facts in brackets."""
    facts = ", ".join(fact.rstrip(" .") for fact in more if fact and fact != name)
    return f"{name} ({facts})" if name and facts else name or facts


def _contact(item: Record) -> str:
    extension = _text(item, "phoneExt")
    role, name = _text(item, "role"), _text(item, "name")
    role = "" if role == "CONTACT" or code_words(role).lower() == name.lower() else code_words(role)
    reach = (_text(item, "phone"), extension and f"extension {extension}", _text(item, "email"))
    return _with(name, role, *reach)


def _official(item: Record) -> str:
    place = ", ".join(filter(None, (_text(item, "name"), _text(item, "affiliation"))))
    return _with(place, _code(item, "role"))


def _site(item: Record) -> str:
    return _with(site_address(item), _code(item, "status"))


def _strings(item: Record, key: str) -> str:
    value = item.get(key)
    return ", ".join(map(str, value)) if isinstance(value, list) else ""


def _arm(item: Record) -> str:
    given, text = _strings(item, "interventionNames"), _text(item, "description")
    name = _with(f"“{_text(item, 'label')}”", _code(item, "type"), given and f"with {given}")
    return f"{name}{f': {text}' if text else ''}"


def _intervention(item: Record) -> str:
    text, arms = _text(item, "description"), _strings(item, "armGroupLabels")
    arm = "arms" if len(item.get("armGroupLabels") or ()) > 1 else "arm"
    name = _with(f"“{_text(item, 'name')}”", _code(item, "type"), arms and f"in the {arm} {arms}")
    return f"{name}{f': {text}' if text else ''}"


def _reference(item: Record) -> str:
    number = _text(item, "pmid")
    return _with(_text(item, "citation").rstrip(" ."), number and f"PubMed {number}", _code(item, "type"))


def _link(item: Record) -> str:
    return _with(_text(item, "label").rstrip(" ."), _text(item, "url"))


def _data_set(item: Record) -> str:
    name = " ".join(filter(None, (_text(item, "type").rstrip(" ."), _text(item, "id"))))
    return _with(name, _text(item, "url"), _text(item, "comment"))


def _identifier(item: Record) -> str:
    return _with(_text(item, "id"), _code(item, "type"), _text(item, "domain"), _text(item, "link"))


def _document(item: Record) -> str:
    day, file = _text(item, "date"), _text(item, "filename")
    return _with(_text(item, "label") or _text(item, "typeAbbrev"), day and f"dated {date_text(day)}", file)


def _event(item: Record) -> str:
    return _with(_code(item, "type"), date_text(_text(item, "date")) if item.get("date") else "")


def _violation(item: Record) -> str:
    days = (_text(item, key) for key in ("issuedDate", "releaseDate", "creationDate", "postedDate"))
    day, text = next(filter(None, days), ""), _text(item, "description")
    name = _with(_code(item, "type"), day and date_text(day))
    return f"{name}{f': {text}' if text else ''}"


def _release(item: Record) -> str:
    steps = (
        ("releaseDate", "submitted"),
        ("resetDate", "returned to the sponsor"),
        ("unreleaseDate", "cancelled"),
    )
    return ", ".join(f"{words} on {date_text(item[key])}" for key, words in steps if item.get(key))


def _term(item: Record) -> str:
    return _text(item, "term") or _text(item, "name") or _text(item, "id")


def _outcome(item: Record) -> str:
    text = _text(item, "description")
    name = _with(f"“{_text(item, 'measure')}”", _text(item, "timeFrame"))
    return f"{name}{f': {text}' if text else ''}"


_WORDS: dict[str, Callable[[Record], str]] = {
    "contacts": _contact,
    "centralContacts": _contact,
    "overallOfficials": _official,
    "locations": _site,
    "armGroups": _arm,
    "interventions": _intervention,
    "references": _reference,
    "seeAlsoLinks": _link,
    "availIpds": _data_set,
    "secondaryIdInfos": _identifier,
    "collaborators": lambda item: _with(_text(item, "name"), _code(item, "class")),
    "largeDocs": _document,
    "unpostedEvents": _event,
    "violationEvents": _violation,
    "submissionInfos": _release,
    "meshes": _term,
    "ancestors": _term,
    "browseLeaves": _term,
    "browseBranches": _term,
    "primaryOutcomes": _outcome,
    "secondaryOutcomes": _outcome,
    "otherOutcomes": _outcome,
}
_KNOWN: dict[str, frozenset[str]] = {
    "contacts": frozenset({"name", "role", "phone", "phoneExt", "email"}),
    "centralContacts": frozenset({"name", "role", "phone", "phoneExt", "email"}),
    "overallOfficials": frozenset({"name", "affiliation", "role"}),
    "locations": frozenset(
        {"facility", "status", "city", "state", "zip", "country", "countryCode", "contacts", "geoPoint"}
    ),
    "armGroups": frozenset({"label", "type", "description", "interventionNames"}),
    "interventions": frozenset({"type", "name", "description", "armGroupLabels", "otherNames"}),
    "references": frozenset({"pmid", "type", "citation", "retractions"}),
    "seeAlsoLinks": frozenset({"label", "url"}),
    "availIpds": frozenset({"id", "type", "url", "comment"}),
    "secondaryIdInfos": frozenset({"id", "type", "domain", "link"}),
    "collaborators": frozenset({"name", "class"}),
    "largeDocs": frozenset(
        {"typeAbbrev", "hasProtocol", "hasSap", "hasIcf", "label", "date", "uploadDate", "filename", "size"}
    ),
    "unpostedEvents": frozenset({"type", "date", "dateUnknown"}),
    "violationEvents": frozenset(
        {"type", "description", "issuedDate", "releaseDate", "creationDate", "postedDate"}
    ),
    "submissionInfos": frozenset(
        {"releaseDate", "resetDate", "unreleaseDate", "unreleaseDateUnknown", "mcpReleaseN"}
    ),
    **dict.fromkeys(("meshes", "ancestors"), frozenset({"id", "term"})),
    "browseLeaves": frozenset({"id", "name", "asFound", "relevance"}),
    "browseBranches": frozenset({"abbrev", "name"}),
    **dict.fromkeys(
        ("primaryOutcomes", "secondaryOutcomes", "otherOutcomes"),
        frozenset({"list", "measure", "timeFrame", "description"}),
    ),
}
"""The known fields of the items of each list; an item that has others is shown field by field."""
