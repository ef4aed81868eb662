"""Who is responsible: sponsor, responsible party, collaborators, investigators, oversight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.presentation.vocabulary import STATEMENTS
from monitor.core.records.accessors import get, items_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import PROTOCOL, capital, facts, line, listing, listings, module, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record


def sponsor(record: Record, limits: Limits) -> Section:
    """Return the section of those who are responsible."""
    part, oversight = module(record, "sponsorCollaboratorsModule"), module(record, "oversightModule")
    lead = get(part, "leadSponsor")
    helpers = [line(item.get("name")) for item in items_at(part, "collaborators")]
    officials = items_at(record, PROTOCOL, "contactsLocationsModule", "overallOfficials")
    return Section(
        "sponsor",
        "Who is responsible",
        facts(
            ("Sponsor", _named(lead)),
            ("Responsible party", _party(get(part, "responsibleParty"))),
            ("Oversight", _oversight(oversight)),
        ),
        listings=listings(
            listing("Investigators", map(_official, officials), limits.items),
            listing("Collaborators", [Item(name) for name in helpers if name], limits.items),
        ),
    )


def _named(lead: Json) -> Line:
    kind = words(get(lead, "class"), "class")
    name = words(get(lead, "name"))
    return pieces(f"{name} ({kind})" if name and kind not in {"", "other", "unknown"} else name)


def _party(party: Json) -> Line:
    """Return the responsible party: the sponsor itself, or a person."""
    name = words(get(party, "investigatorFullName")) or words(get(party, "oldNameTitle"))
    place = words(get(party, "investigatorAffiliation")) or words(get(party, "oldOrganization"))
    role = capital(words(get(party, "type"), "type"))
    person = ", ".join(filter(None, (name, words(get(party, "investigatorTitle")), place)))
    return pieces(f"{role}: {person}" if role and person else person or role)


def _official(person: Json) -> Item:
    role, place = words(person.get("role"), "role"), words(person.get("affiliation"))
    shown = tuple(pieces(value) for value in (capital(role), place) if value)
    return Item(line(person.get("name")) or pieces("Investigator"), shown)


def _oversight(part: Json) -> Line:
    said = [
        STATEMENTS[key][not value]
        for key in STATEMENTS
        if isinstance(value := get(part, key), bool) and (value or key.startswith("oversight"))
    ]
    return pieces(f"The trial {'; it '.join(said)}." if said else "")
