"""Rows as the store gives them."""

from __future__ import annotations

import json

import pytest


def change(number=1, **values):
    """Return a row of ``store.export.changes``."""
    row = {
        "id": number,
        "trial": "NCT90000001",
        "kind": "eligibility",
        "event": "criterion_added",
        "severity": "high",
        "origin": "sponsor",
        "direction": None,
        "path": "protocolSection.eligibilityModule.eligibilityCriteria",
        "before": None,
        "after": json.dumps("Walks ≥ 5 m", ensure_ascii=False),
        "headline": "new eligibility criterion",
        "summary": "A new criterion.",
        "context": ["All of the following:"],
        "from_version": 1,
        "to_version": 2,
        "registry_date": "2026-09-01",
        "observed_at": "2026-09-02T10:00:00Z",
        "happened_on": "2026-09-02",
        "title": "Invented Cells",
        "sponsor": "Invented Institute",
        "phase": "PHASE1|PHASE2",
        "status": "RECRUITING",
    }
    return row | values


def version(number=1, **values):
    """Return a row of ``store.export.versions``."""
    row = {
        "trial": "NCT90000001",
        "version": number,
        "observed_at": "2026-09-02T10:00:00Z",
        "valid_from": "2026-09-01",
        "registry_date": "2026-09",
        "registry_version": None,
        "source": "poll",
        "status": "RECRUITING",
        "sha256": "0" * 64,
        "bytes": 20,
        "pruned_at": None,
        "events": ["status.opened"],
        "record": b'{"a": "\\u2265",\r\n "b": 1.50}',
    }
    return row | values


def trial(nct="NCT90000001", **values):
    """Return a row of ``store.export.trials``."""
    row = {
        "trial": nct,
        "title": "Invented Cells",
        "status": "RECRUITING",
        "sponsor": "Invented Institute",
        "type": "INTERVENTIONAL",
        "phase": "PHASE1|PHASE2",
        "enrollment": 50,
        "start": "2025-01-15",
        "primary_completion": "2027-06",
        "completion": None,
        "results_posted": None,
        "sites": 4,
        "countries": "France (3); Spain (1)",
        "groups": ["ms", "all cells"],
        "last_changed": "2026-09-02",
        "version": 2,
        "valid_from": "2026-09-01",
        "gone_at": None,
    }
    return row | values


@pytest.fixture
def a_trial():
    """Makes a trial's row."""
    return trial


@pytest.fixture
def a_change():
    """Makes a change's row."""
    return change


@pytest.fixture
def a_version():
    """Makes a version's row."""
    return version
