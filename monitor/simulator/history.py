"""Answers about the record history, an interface that the registry's own pages use (reported, undocumented)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.simulator.markup import with_html
from monitor.simulator.requests import nct_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import Json
    from monitor.simulator.registry import Snapshot
    from monitor.simulator.versions import Version

_PATH = re.compile(r"([^/]+)(?:/history(?:/(\d+))?)?")
_OUTCOMES = "Outcome Measures"


def answer(now: Snapshot, path: str, query: Mapping[str, str]) -> Json | None:
    """Answer a path below `/api/int/studies/`; None where there is nothing."""
    match = _PATH.fullmatch(path)
    current = now.current(nct_number(match[1]) or "") if match else None
    if match is None or current is None:
        return None
    versions = now.histories[current]
    if match[2] is not None:
        place = int(match[2])
        return _version(versions, place) if place < len(versions) else None
    if "/" in path:
        return _changes(versions)
    return _study(now, current, versions, asked=query.get("history") == "true")


def _study(now: Snapshot, nct: str, versions: tuple[Version, ...], *, asked: bool) -> Json:
    study = with_html(now.records[nct])
    return {"study": study, "history": _changes(versions)} if asked else {"study": study}


def _version(versions: tuple[Version, ...], place: int) -> Json:
    return {"studyVersion": place, "study": {"protocolSection": with_html(versions[place].protocol)}}


def _changes(versions: tuple[Version, ...]) -> Json:
    outcomes = [place for place, version in enumerate(versions) if _OUTCOMES in version.labels]
    return {
        "changes": [_change(place, version) for place, version in enumerate(versions)],
        "originalData": {},
        "lastUpdateVersions": {"outcomes": outcomes[-1] if outcomes else 0},
        "outcomesUpdateCount": len(outcomes),
    }


def _change(place: int, version: Version) -> Json:
    return {
        "version": place,
        "date": version.date,
        "status": version.status,
        "studyType": version.protocol.get("designModule", {}).get("studyType", "INTERVENTIONAL"),
        "moduleLabels": list(version.labels),
    }
