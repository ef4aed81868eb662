"""Answers about the record history, an interface that the registry's own pages use (reported, undocumented)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.simulator.answer import HTML, JSON, Answer
from monitor.simulator.json_text import encode
from monitor.simulator.markup import with_html
from monitor.simulator.requests import nct_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Json
    from monitor.simulator.behavior import Behavior, Breaks
    from monitor.simulator.requests import Request
    from monitor.simulator.source import Dataset
    from monitor.simulator.versions import Version

ROOT = "/api/int/studies/"

_PATH = re.compile(r"([^/]+)(?:/history(?:/(\d{1,9}))?)?")
_OUTCOMES = "Outcome Measures"
_NO_VERSION = b"<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>"


def answer(now: Dataset, request: Request, behavior: Behavior) -> Answer | None:
    """Answer a path below `ROOT`; None where it is not served."""
    path = request.path.removeprefix(ROOT)
    match = _PATH.fullmatch(path)
    current = now.current(nct_number(match[1]) or "") if match else None
    if match is None or current is None:
        return None
    versions = now.history(current)
    breaks = behavior.history_line_breaks
    if match[2] is not None:
        place = int(match[2])
        if place < len(versions):
            return _json(_version(versions[place], place, breaks))
        status = behavior.missing_version_status
        return None if status == 404 else Answer(status, HTML, _NO_VERSION)
    if "/" in path:
        return _json(_changes(versions))
    study: Json = {"study": with_html(now.record(current), breaks)}
    return _json(study | {"history": _changes(versions)} if request.query.get("history") == "true" else study)


def _json(value: Json) -> Answer:
    return Answer(200, JSON, encode(value))


def _version(version: Version, place: int, breaks: Breaks) -> Json:
    return {
        "studyVersion": place,
        "study": {"protocolSection": with_html(version.protocol, breaks)},
    }


def _changes(versions: Sequence[Version]) -> Json:
    outcomes = [place for place, version in enumerate(versions) if _OUTCOMES in version.labels]
    return {
        "changes": [_change(place, version) for place, version in enumerate(versions)],
        "originalData": {},
        "lastUpdateVersions": {"outcomes": outcomes[-1] if outcomes else 0},
        "outcomesUpdateCount": len(outcomes),
    }


def _change(place: int, version: Version) -> Json:
    """Return an entry of the list; one without a status has none here either."""
    return {
        "version": place,
        "date": version.date,
        **({"status": version.status} if version.status else {}),
        "studyType": version.protocol.get("designModule", {}).get("studyType", "INTERVENTIONAL"),
        "moduleLabels": list(version.labels),
    }
