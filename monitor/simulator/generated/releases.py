"""Random releases: what changes in studies from one release to the next, in the shares that real changes had."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from monitor.simulator.releases import next_release
from monitor.simulator.update_dates import move_update

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.model import Record
    from monitor.simulator.generated.registry import GeneratedRegistry
    from monitor.simulator.source import Editable

_STATUSES = ("RECRUITING", "ACTIVE_NOT_RECRUITING", "COMPLETED", "TERMINATED", "SUSPENDED", "WITHDRAWN")


def publish_random(
    registry: GeneratedRegistry, moved: int, silent: int, among: Sequence[str] | None = None, *, seed: int = 1
) -> dict[str, list[str]]:
    """Publish the next release: so many studies changed by their sponsors, so many by the registry itself.

    They are drawn from all studies, or from those whose numbers are given. Returns the numbers of
    those whose update date `moved`, and of the `silent` ones.
    """
    timestamp = next_release(registry.now.timestamp)
    day, chance = timestamp[:10], Random(f"{seed}:{timestamp}")
    numbers = chance.sample(registry.now.numbers() if among is None else among, moved + silent)
    changes = [partial(sponsor_edit, day=day)] * moved + [registry_edit] * silent
    registry.publish(
        [partial(_edit, nct, change, chance) for nct, change in zip(numbers, changes, strict=True)],
        timestamp=timestamp,
    )
    return {"moved": numbers[:moved], "silent": numbers[moved:]}


def _edit(nct: str, change: Callable[[Record, Random], None], chance: Random, registry: Editable) -> None:
    record = registry.record(nct)
    change(record, chance)
    registry.put(record)


def sponsor_edit(record: Record, chance: Random, day: str) -> None:
    """Change a record as a sponsor would, its update date moved to a day."""
    chosen = [edit for share, edit in _SPONSOR if chance.random() < share] or [_site]
    for edit in chosen:
        edit(record["protocolSection"], chance)
    move_update(record, date.fromisoformat(day))


def registry_edit(record: Record, chance: Random) -> None:
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


def _status(protocol: Record, chance: Random) -> None:
    status = protocol["statusModule"]
    status["overallStatus"] = chance.choice(
        [other for other in _STATUSES if other != status["overallStatus"]]
    )


def _dates(protocol: Record, chance: Random) -> None:
    for name in ("primaryCompletionDateStruct", "completionDateStruct"):
        struct = protocol["statusModule"].setdefault(name, {"date": "2027-01-01", "type": "ESTIMATED"})
        later = date.fromisoformat(f"{struct['date']}-01"[:10]) + timedelta(days=chance.randrange(30, 400))
        struct["date"] = str(later)


def _site(protocol: Record, chance: Random) -> None:
    sites = protocol.setdefault("contactsLocationsModule", {}).setdefault("locations", [])
    if sites and chance.random() < 0.3:
        del sites[chance.randrange(len(sites))]
    else:
        hospital = f"Hospital {chance.randrange(10**6)}"
        sites.append({"facility": hospital, "status": "RECRUITING", "city": "Lyon", "country": "France"})


def _enrollment(protocol: Record, chance: Random) -> None:
    info = protocol["designModule"].setdefault("enrollmentInfo", {"count": 0, "type": "ESTIMATED"})
    info["count"] = info.get("count", 0) + chance.randrange(1, 100)


def _criterion(protocol: Record, chance: Random) -> None:
    module = protocol["eligibilityModule"]
    lines = module.get("eligibilityCriteria", "").split("\n")
    lines.insert(chance.randrange(len(lines) + 1), f"* Age of at least {chance.randrange(18, 60)} years")
    module["eligibilityCriteria"] = "\n".join(lines)


_SPONSOR = ((0.58, _site), (0.39, _dates), (0.22, _status), (0.1, _enrollment), (0.06, _criterion))
"""How often a real change had each of these in it (67 measured)."""
