"""Real records, taken apart, of which generated ones are put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.simulator.json_text import encode

if TYPE_CHECKING:
    from monitor.model import Record

_SENTENCE = re.compile(r"(?<=[.;:\n])(?=\s)")


class Template:
    """A real record, taken apart; what no study of its own is made of is encoded already."""

    def __init__(self, record: Record) -> None:
        protocol = record["protocolSection"]
        self.size = len(encode(record))
        self.modules = {name: encode(module) for name, module in protocol.items()}
        self.identification = protocol["identificationModule"]
        self.status = protocol["statusModule"]
        self.titles = [self.identification.get(name, "").split() for name in ("briefTitle", "officialTitle")]
        self.description = {
            name: _SENTENCE.split(text) for name, text in protocol.get("descriptionModule", {}).items()
        }
        self.eligibility = protocol.get("eligibilityModule", {})
        self.criteria = self.eligibility.get("eligibilityCriteria", "").split("\n")
        self.bullets = [line for line in self.criteria if line.lstrip().startswith(("*", "-"))]
        locations = protocol.get("contactsLocationsModule", {})
        self.contacts = {name: part for name, part in locations.items() if name != "locations"}
        self.sites = [encode(site) for site in locations.get("locations", [])]
        self.has_results = "resultsSection" in record
        self.sections = b"".join(
            b',"%b":%b' % (name.encode(), encode(section))
            for name, section in record.items()
            if name not in {"protocolSection", "derivedSection", "hasResults"}
        )
        derived = {
            name: part for name, part in record.get("derivedSection", {}).items() if name != "miscInfoModule"
        }
        self.tail = (b"," + encode(derived)[1:] if derived else b"}") + (
            b',"hasResults":%b}' % encode(record.get("hasResults", False))
        )
