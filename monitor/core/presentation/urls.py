"""Addresses of pages about a trial or a change."""

from __future__ import annotations

STUDY = "https://clinicaltrials.gov/study/"
"""The registry's page of a trial begins so, whatever address the records came from."""


def change_page(public_url: str, number: int) -> str:
    """Return the address of a change's own page; "" where the service has no public address."""
    return f"{public_url}/change/{number}" if public_url else ""


def trial_page(public_url: str, nct: str) -> str:
    """Return the address of a trial's page; "" where the service has no public address."""
    return f"{public_url}/trial/{nct}" if public_url else ""
