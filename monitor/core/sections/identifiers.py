"""The trial's other numbers, with links to the registers that a number's form names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.prose import Piece, pieces, web_address
from monitor.core.records.accessors import aliases_of, get, items_at, text_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import capital, listing, listings, module, words

if TYPE_CHECKING:
    from monitor.core.presentation.prose import Line
    from monitor.core.sections.model import Limits
    from monitor.model import Json, Record

_ICTRP = "https://trialsearch.who.int/Trial2.aspx?TrialID="
"""The WHO's page of a trial of any of its primary registers."""
FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(20\d\d-5\d{5}-\d\d)(?:-\d\d)?"), "EU CTIS", "https://euclinicaltrials.eu/ctis-public/view/{0}"),
    (
        re.compile(r"((?:19|20)\d\d-00\d{4}-\d\d)(?:-[A-Z]{2,3})?"),
        "EudraCT",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{1}",
    ),
    (re.compile(r"ISRCTN\s?(\d{8})"), "ISRCTN", "https://www.isrctn.com/ISRCTN{1}"),
    (re.compile(r"(DRKS\d{8})"), "German register", "https://drks.de/search/en/trial/{1}"),
    (re.compile(r"(ACTRN\d{14})"), "Australian and New Zealand register", _ICTRP + "{1}"),
    (re.compile(r"(ChiCTR[A-Z-]{0,12}\d{8,10})"), "Chinese register", _ICTRP + "{1}"),
    (re.compile(r"(CTRI/\d{4}/\d{2,3}/\d{6})"), "Indian register", _ICTRP + "{1}"),
    (re.compile(r"(?:JPRN-)?(jRCT[a-z]?\d{9,10})"), "Japanese register", _ICTRP + "JPRN-{1}"),
    (re.compile(r"(?:JPRN-)?(UMIN\d{9})"), "Japanese register (UMIN)", _ICTRP + "JPRN-{1}"),
    (re.compile(r"(KCT\d{7})"), "Korean register", _ICTRP + "{1}"),
    (re.compile(r"(IRCT\d{8,20}N\d{1,4})"), "Iranian register", _ICTRP + "{1}"),
    (re.compile(r"(PACTR\d{15,16})"), "African register", _ICTRP + "{1}"),
    (re.compile(r"(TCTR\d{11})"), "Thai register", _ICTRP + "{1}"),
    (re.compile(r"(RBR-[a-z0-9]{6,8})"), "Brazilian register", _ICTRP + "{1}"),
    (re.compile(r"(SLCTR/\d{4}/\d{3})"), "Sri Lankan register", _ICTRP + "{1}"),
    (re.compile(r"(NL-OMON\d{3,6})"), "Dutch register", _ICTRP + "{1}"),
)  # fmt: skip
"""The form of a number → the register, and its page: ``{0}`` is the whole number, ``{1}`` what names the trial there."""


def identifiers(record: Record, limits: Limits) -> Section:
    """Return the section of numbers."""
    part = module(record, "identificationModule")
    own = get(part, "orgStudyIdInfo")
    found = [_item(own, "Sponsor's own number")] if text_at(own, "id") else []
    found += [_item(item, "") for item in items_at(part, "secondaryIdInfos") if text_at(item, "id")]
    found += [Item(pieces(alias), (pieces("Former NCT number"),)) for alias in aliases_of(record)]
    return Section("identifiers", "Other numbers", listings=listings(listing("", found, limits.items)))


def _item(item: Json, role: str) -> Item:
    number = words(item.get("id"))
    register, address = by_form(number)
    issuer = words(item.get("domain"))
    kind = capital(words(item.get("type"), "type"))
    kind = "" if kind in {"Other", "Registry"} and (issuer or register) else kind
    shown = dict.fromkeys(filter(None, (role, register or kind, issuer)))
    return Item(_linked(number, web_address(text_at(item, "link")) or address), tuple(map(pieces, shown)))


def _linked(number: str, address: str) -> Line:
    return (Piece(number, address),) if address else pieces(number)


def by_form(number: str) -> tuple[str, str]:
    """Return the register that a number is of by its form, and its page there; ("", "") where no form fits."""
    for form, register, page in FORMS:
        if found := form.fullmatch(number.strip()):
            return register, page.format(found[0].strip(), found[1])
    return "", ""
