"""What changes in a study from one release to the next, in the shares that were measured on real changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.simulator.edits import move_update

if TYPE_CHECKING:
    from random import Random

_STATUSES = ("RECRUITING", "ACTIVE_NOT_RECRUITING", "COMPLETED", "TERMINATED", "SUSPENDED", "WITHDRAWN")


def sponsor_edit(record: dict[str, Any], chance: Random, day: str) -> None:
    """Change a record as a sponsor would, its update date moved to a day."""
    wanted = [edit for share, edit in _SPONSOR if chance.random() < share] or [_site]
    for edit in wanted:
        edit(record["protocolSection"], chance)
    move_update(record, date.fromisoformat(day))


def registry_edit(record: dict[str, Any], chance: Random) -> None:
    """Change a record as the registry does by itself, of which no date tells."""
    protocol = record["protocolSection"]
    status, sites = protocol["statusModule"], protocol.get("contactsLocationsModule", {}).get("locations")
    if sites and chance.random() < 0.7:
        site = chance.choice(sites)
        site["city"] = f"{site.get('city', 'Naples')} "[::-1].strip().title()
    elif status["overallStatus"] != "UNKNOWN":
        status |= {"lastKnownStatus": status["overallStatus"], "overallStatus": "UNKNOWN"}
    else:
        status |= {"overallStatus": status.get("lastKnownStatus", "COMPLETED")}


def _status(protocol: dict[str, Any], chance: Random) -> None:
    status = protocol["statusModule"]
    status["overallStatus"] = chance.choice([one for one in _STATUSES if one != status["overallStatus"]])


def _dates(protocol: dict[str, Any], chance: Random) -> None:
    for name in ("primaryCompletionDateStruct", "completionDateStruct"):
        struct = protocol["statusModule"].setdefault(name, {"date": "2027-01-01", "type": "ESTIMATED"})
        later = date.fromisoformat(f"{struct['date']}-01"[:10]) + timedelta(days=chance.randrange(30, 400))
        struct["date"] = str(later)


def _site(protocol: dict[str, Any], chance: Random) -> None:
    sites = protocol.setdefault("contactsLocationsModule", {}).setdefault("locations", [])
    if sites and chance.random() < 0.3:
        del sites[chance.randrange(len(sites))]
    else:
        hospital = f"Hospital {chance.randrange(10**6)}"
        sites.append({"facility": hospital, "status": "RECRUITING", "city": "Lyon", "country": "France"})


def _enrollment(protocol: dict[str, Any], chance: Random) -> None:
    info = protocol["designModule"].setdefault("enrollmentInfo", {"count": 0, "type": "ESTIMATED"})
    info["count"] = info.get("count", 0) + chance.randrange(1, 100)


def _criterion(protocol: dict[str, Any], chance: Random) -> None:
    module = protocol["eligibilityModule"]
    lines = module.get("eligibilityCriteria", "").split("\n")
    lines.insert(chance.randrange(len(lines) + 1), f"* Age of at least {chance.randrange(18, 60)} years")
    module["eligibilityCriteria"] = "\n".join(lines)


_SPONSOR = ((0.58, _site), (0.39, _dates), (0.22, _status), (0.1, _enrollment), (0.06, _criterion))
"""How often a real change had each of these in it (67 measured)."""
