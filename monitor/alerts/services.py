"""What some services make of apprise's types of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Notify

INCIDENTS = frozenset(
    [
        "FireHydrant",
        "GoAlert",
        "Jira",
        "Opsgenie",
        "PagerTree",
        "Squadcast",
        "Splunk On-Call",
        "ilert",
        "incident.io",
    ]
)
"""Services that open an incident for a warning or a failure alone (apprise 2.2): for ``info`` Opsgenie and Jira add a
note to an alert of that name, and Splunk raises nobody; for ``success`` all of them close an incident. There is none,
so that nobody hears of it, and apprise reports it as sent."""

CLOSED_BY_SUCCESS = frozenset(["Pager Duty", "SIGNL4"])
"""Services that open an incident for ``info`` too, and with ``?action=map`` close one for ``success``."""


def type_for(service: str, notify: Notify) -> Notify:
    """Return the type with which a message reaches people at a service: apprise's name of it."""
    if service in INCIDENTS and notify in {"info", "success"}:
        return "warning"
    return "info" if service in CLOSED_BY_SUCCESS and notify == "success" else notify
