"""Kinds of requests, for faults that concern some and not others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.simulator.requests import Request

_STUDY = re.compile(r"/api/v2/studies/[^/]+")


def below(path: str) -> Callable[[Request], bool]:
    """Return the predicate for requests below a path: `/api/v2` and `/api/int` are judged apart (reported)."""
    return lambda request: request.path == path or request.path.startswith(f"{path}/")


def agent_has(part: str) -> Callable[[Request], bool]:
    """Return the predicate for requests whose `User-Agent` has this in it."""
    return lambda request: part in request.headers.get("user-agent", "")


def agent_lacks(part: str) -> Callable[[Request], bool]:
    """Return the predicate for requests whose `User-Agent` has not this in it."""
    return lambda request: part not in request.headers.get("user-agent", "")


def single_study(request: Request) -> bool:
    """Whether one record is asked for by its number, which is limited sooner than lists are (reported)."""
    return _STUDY.fullmatch(request.path) is not None


def next_page(request: Request) -> bool:
    """Whether a page of a list is asked for that is not its first."""
    return request.path == "/api/v2/studies" and "pageToken" in request.query


def past_version(number: int) -> Callable[[Request], bool]:
    """Return the predicate for requests of one version number of any record history."""
    return lambda request: request.path.endswith(f"/history/{number}")
