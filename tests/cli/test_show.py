"""Tests of how a record is shown to people."""

from __future__ import annotations

from monitor.cli.show import _outline


def test_codes_of_the_registry_are_shown_in_words():
    """In lists and fields alike; names in capitals stay."""
    record = {"expandedAccess": ["TEMPORARILY_NOT_AVAILABLE"], "status": "RECRUITING", "conditions": ["COPD"]}
    text = "\n".join(_outline(record, 0))
    assert "- Temporarily not available" in text
    assert "Recruiting" in text
    assert "- COPD" in text
    assert "_" not in text
