"""What makes an item of a list the same item in another version of the record.

Lists of the registry are reordered and inserted into (measured), so an item is named by
what it is: by one or more identities, tried from the strictest to the loosest.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable

    from monitor.model import Json, Path

Identity = tuple[str, ...]
"""Names of fields that together say which item it is."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How the items of one list are told apart."""

    identities: tuple[Identity, ...]
    """From strict to loose; all but the first count only for items that have every field of it."""
    unique: Identity = ()
    """Enough by itself for an item that is the only one of that name in both lists."""
    anchor: tuple[str, ...] = ()
    """Items with like names are one item edited only if one of these is the same; no condition when empty."""
    places: tuple[Identity, ...] = ()
    """Where items are whose name is masked on one side, from strict to loose: enough to be the same item."""
    name: str = ""
    """The field with an item's name, where that is not the first field of the first identity."""
    distinct: tuple[str, ...] = ()
    """Fields that the labels of items have besides where several in a list have the same label."""

    @property
    def name_field(self) -> str:
        """The field with an item's name; items with similar names may be one item edited."""
        return self.name or self.identities[0][0]


def _named(*identities: Identity) -> Naming:
    return Naming(identities)


_CONTACT = _named(("name", "role", "phone", "email"), ("name", "role"), ("email", "role"), ("phone", "role"))
_OUTCOME = _named(("measure", "timeFrame"), ("measure",))
_GROUP = _named(("groupId",))

NAMINGS: dict[str, Naming] = {
    "locations": Naming(
        (
            ("facility", "city", "state", "zip", "country"),
            ("facility", "city", "country"),
            ("facility", "zip", "country"),
        ),
        unique=("facility", "country"),
        anchor=("city", "zip"),
        places=(
            ("city", "zip", "country", "geoPoint"),
            ("city", "zip", "country"),
            ("city", "country", "geoPoint"),
            ("city", "country"),
        ),
        distinct=("state", "zip"),
    ),
    "contacts": _CONTACT,
    "centralContacts": _CONTACT,
    "overallOfficials": _named(("name", "role"), ("name",)),
    "primaryOutcomes": _OUTCOME,
    "secondaryOutcomes": _OUTCOME,
    "otherOutcomes": _OUTCOME,
    "armGroups": _named(("label", "type"), ("label",)),
    "interventions": _named(("name", "type"), ("name",)),
    "references": Naming((("pmid", "type"), ("pmid",), ("citation",)), name="citation"),
    "seeAlsoLinks": _named(("url", "label"), ("url",)),
    "availIpds": _named(("id", "type"), ("url",)),
    "secondaryIdInfos": _named(("id", "type"), ("id",)),
    "collaborators": _named(("name",)),
    "unpostedEvents": _named(("type", "date")),
    "violationEvents": _named(("type", "description"), ("type", "creationDate")),
    "submissionInfos": _named(("releaseDate",)),
    "largeDocs": _named(("label", "filename"), ("filename",), ("label", "typeAbbrev")),
    "outcomeMeasures": _named(("title", "type"), ("title",)),
    "measures": _named(("title",)),
    "seriousEvents": _named(("term", "organSystem"), ("term",)),
    "otherEvents": _named(("term", "organSystem"), ("term",)),
    "stats": _GROUP,
    "measurements": _GROUP,
    "counts": _GROUP,
    "achievements": _GROUP,
    "reasons": _GROUP,
    "denoms": _named(("units",)),
}

_USUAL = _named(
    *(
        (name,)
        for name in (
            "name",
            "id",
            "nctId",
            "groupId",
            "pmid",
            "title",
            "label",
            "term",
            "measure",
            "type",
            "url",
            "date",
        )
    )
)


MAX_LABEL = 120
"""Characters of an item's name in a path."""


def naming(path: Path) -> Naming:
    """Return how the items of the list at ``path`` are told apart."""
    return NAMINGS.get(path[-1] if path else "", _USUAL)


def identify(item: Json, identity: Identity, *, require_all: bool) -> Hashable | None:
    """Return what an item is under an identity; None where it lacks its first field, or with ``require_all`` any."""
    if not isinstance(item, dict):
        return None
    values = [item.get(name) for name in identity]
    needed = values if require_all else values[:1]
    if any(value is None or value == "" for value in needed):
        return None
    return tuple([value if isinstance(value, str) else (canonical_text(value),) for value in values])


def canonical_text(value: Json) -> str:
    """Return one string for each distinct JSON value, whatever the order of its keys and of its lists."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(sorted(map(canonical_text, value)))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_quoted(key)}: {canonical_text(value[key])}' for key in sorted(value))}}}"
    return json.dumps(value) if value is None or isinstance(value, bool) else repr(value)


_quoted = json.encoder.encode_basestring


def repeated_labels(lists: Iterable[list[Json]], path: Path) -> frozenset[str]:
    """Return the labels that several items of one list have, for lists whose labels can be made longer."""
    if not naming(path).distinct:
        return frozenset()
    found: set[str] = set()
    for items in lists:
        counts = Counter(label(item, path) for item in items)
        found.update(name for name, count in counts.items() if count > 1)
    return frozenset(found)


def distinct_label(item: Json, path: Path, repeated: Container[str]) -> str:
    """Return the label of an item; of a repeated one, with what may tell it from the others."""
    name = label(item, path)
    if name not in repeated or not isinstance(item, dict):
        return name
    more = [str(item[field]) for field in naming(path).distinct if item.get(field)]
    return f"{name}, {' '.join(more)}"[:MAX_LABEL] if more else name


def label(item: Json, path: Path) -> str:
    """Return a short name for an item, for people who read the path of a change."""
    if not isinstance(item, dict):
        return str(item)[:MAX_LABEL]
    for identity in naming(path).identities:
        words = [
            str(item[name])
            for name in identity[:2]
            if isinstance(item.get(name), str | int) and item[name] != ""
        ]
        if words:
            return ", ".join(words)[:MAX_LABEL]
    return canonical_text(item)[:MAX_LABEL]
