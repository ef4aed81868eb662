"""Edits of dates, numbers of participants and sites, three for each event: what was before, what is edited."""

from __future__ import annotations

from records import sites

from monitor.simulator.edits import ABSENT

S = "protocolSection.statusModule"
N = "protocolSection.designModule.enrollmentInfo"
C = "protocolSection.contactsLocationsModule"
L = f"{C}.locations"
NAMES = {"start": "startDateStruct", "primary": "primaryCompletionDateStruct", "end": "completionDateStruct"}


def date(which, before, after):
    """Return an edit of a date; each side is a date and its kind, or None for none."""
    sides = [dict(zip(("date", "type"), side, strict=False)) if side else ABSENT for side in (before, after)]
    return {f"{S}.{NAMES[which]}": sides[0]}, {f"{S}.{NAMES[which]}": sides[1]}


def planned(day):
    return day, "ESTIMATED"


def actual(day):
    return day, "ACTUAL"


def people(before, after):
    """Return an edit of the number of participants."""
    names = ("count", "type")
    first, second = (dict(zip(names, side, strict=False)) if side else ABSENT for side in (before, after))
    return {N: first}, {N: second}


CHARITE = {
    "facility": "Charité Berlin",
    "status": "RECRUITING",
    "city": "Berlin",
    "zip": "10117",
    "country": "Germany",
}
MASKED = {"facility": "Research Site", "city": "Columbus", "state": "Ohio", "country": "United States"}
GOZTEPE = {
    "facility": "Goztepe City Hospital",
    "city": "Istanbul",
    "country": "Turkey (Türkiye)",
    "geoPoint": {"lat": 41.01384, "lon": 28.94966},
}
KOCAELI = GOZTEPE | {"city": "Kocaeli", "geoPoint": {"lat": 39.62497, "lon": 27.51145}}
CAMARGO = {"facility": "A. C. Camargo", "city": "São Paulo", "country": "Brazil"}
INVESTIGATOR = {"name": "Principal Investigator", "role": "CONTACT"}
NURSE = {"name": "Nurse Miller", "role": "CONTACT", "phone": "555-0142", "email": "miller@example.org"}
NAPOLI = {
    "facility": "Ospedale Nuovo",
    "city": "Napoli",
    "country": "Italy",
    "geoPoint": {"lat": 40.85216, "lon": 14.26811},
}


def place(before, after):
    """Return an edit of the list of sites."""
    return {L: before}, {L: after}


CLOSED = [site | {"status": "COMPLETED"} for site in sites(2)]

CASES = {
    "dates.slipped": [
        date("primary", planned("2027-04-30"), planned("2028-01-31")),
        date("end", planned("2027-12"), planned("2029-03-31")),
        date("start", actual("2025-01-15"), actual("2025-02-03")),
    ],
    "dates.advanced": [
        date("end", planned("2027-12-31"), planned("2027-08-31")),
        date("start", planned("2027-03"), planned("2026-11")),
        date("primary", actual("2026-05-20"), actual("2026-05-18")),
    ],
    "dates.became_actual": [
        date("primary", planned("2027-03-31"), actual("2026-01-27")),
        date("start", planned("2026-02"), actual("2026-02-17")),
        date("end", planned("2026-06-30"), actual("2026-08-14")),
        date("end", planned("2026-02"), actual("2026-06-01")),
    ],
    "dates.became_estimated": [
        date("primary", actual("2026-01-27"), planned("2027-03-31")),
        date("start", actual("2025-04-11"), planned("2025-05")),
        date("end", actual("2026-07-31"), planned("2026-07-31")),
    ],
    "dates.added": [
        date("end", None, planned("2027-06")),
        date("start", None, actual("2026-02-17")),
        date("primary", None, ("2027-01-31",)),
    ],
    "dates.removed": [
        date("end", planned("2027-06"), None),
        date("start", actual("2026-02-17"), None),
        date("primary", ("2027-01-31",), None),
    ],
    "dates.edited": [
        date("start", ("2011-01",), ("2011-01-17",)),
        date("end", ("2027-12",), planned("2027-12")),
        date("primary", planned("2027-06"), ("2027-06",)),
    ],
    "enrollment.raised": [
        people((18, "ESTIMATED"), (40, "ESTIMATED")),
        people((950, "ESTIMATED"), (1200, "ESTIMATED")),
        people((44, "ACTUAL"), (46, "ACTUAL")),
    ],
    "enrollment.lowered": [
        people((40, "ESTIMATED"), (18, "ESTIMATED")),
        people((46, "ACTUAL"), (44, "ACTUAL")),
        people((44, "ACTUAL"), (30, "ESTIMATED")),
    ],
    "enrollment.became_actual": [
        people((18, "ESTIMATED"), (8, "ACTUAL")),
        people((50, "ESTIMATED"), (50, "ACTUAL")),
        people((1100, "ESTIMATED"), (1243, "ACTUAL")),
    ],
    "enrollment.edited": [
        people((99999999, "ESTIMATED"), (120, "ESTIMATED")),
        people((50, "ESTIMATED"), None),
        people((50, "ACTUAL"), (50, "ESTIMATED")),
        people((50,), (50, "ESTIMATED")),
    ],
    "locations.site_added": [
        ({}, {L: lambda old: [*old, CHARITE]}),
        ({}, {L: lambda old: [*old, MASKED]}),
        ({}, {L: lambda old: [*old, CAMARGO | {"contacts": [NURSE]}]}),
    ],
    "locations.site_removed": [
        place([*sites(2), CHARITE], sites(2)),
        place([*sites(2), MASKED], sites(2)),
        place([*sites(2), CHARITE | {"status": "WITHDRAWN"}], sites(2)),
        (
            {f"{S}.overallStatus": "RECRUITING", L: [*CLOSED, CHARITE]},
            {L: CLOSED},
        ),
    ],
    "locations.site_status": [
        ({}, {f"{L}.1.status": "ACTIVE_NOT_RECRUITING"}),
        ({f"{L}.0.status": ABSENT}, {f"{L}.0.status": "NOT_YET_RECRUITING"}),
        ({}, {f"{L}.2.status": ABSENT}),
        (
            {f"{S}.overallStatus": "RECRUITING", L: [*CLOSED, CHARITE]},
            {L: [*CLOSED, CHARITE | {"status": "SUSPENDED"}]},
        ),
        ({f"{L}.1.status": "NOT_YET_RECRUITING"}, {f"{L}.1.status": "RECRUITING"}),
        (
            {f"{S}.overallStatus": "RECRUITING", L: sites(4)},
            {f"{S}.overallStatus": "COMPLETED", L: [site | {"status": None} for site in sites(4)]},
        ),
    ],
    "locations.site_edited": [
        place([CAMARGO], [CAMARGO | {"contacts": [INVESTIGATOR]}]),
        place([GOZTEPE], [KOCAELI]),
        place([CHARITE | {"contacts": [NURSE]}], [CHARITE | {"contacts": [NURSE | {"phone": "555-0199"}]}]),
        place([CHARITE | {"contacts": [NURSE]}], [CHARITE | {"contacts": [INVESTIGATOR]}]),
        place([CHARITE], [CHARITE | {"facility": "Charité Berlin Mitte"}]),
        place([CHARITE], [CHARITE | {"facility": "Charité Berlin Mitte", "contacts": [NURSE]}]),
        place(sites(12), sites(12, "Research Site")),
        place(sites(12, "Local Institution - 00{}"), sites(12)),
        place(sites(5), [site | {"contacts": [INVESTIGATOR]} for site in sites(5)]),
    ],
    "locations.edited": [
        ({L: "to be determined"}, {L: "two sites in Ohio"}),
        ({L: 2}, {L: 3}),
        ({L: ["Columbus"]}, {L: "Columbus and Cleveland"}),
    ],
    "locations.added": [
        ({L: ABSENT}, {L: "two sites in Ohio"}),
        ({L: ABSENT}, {L: 2}),
        ({L: ABSENT}, {L: "Columbus and Cleveland"}),
    ],
    "locations.removed": [
        ({L: "two sites in Ohio"}, {L: ABSENT}),
        ({L: 2}, {L: ABSENT}),
        ({L: "Columbus and Cleveland"}, {L: ABSENT}),
    ],
    "locations.relabelled": [
        place([NAPOLI], [NAPOLI | {"city": "Naples", "geoPoint": {"lat": 40.85, "lon": 14.27}}]),
        place([GOZTEPE], [GOZTEPE | {"geoPoint": {"lat": 41.0, "lon": 28.95}}]),
        place([GOZTEPE], [GOZTEPE | {"country": "Turkey"}]),
    ],
}
BY_REGISTRY = frozenset({"locations.relabelled"})
"""Events whose edits do not move the update date."""
