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


def test_escapes_of_markdown_are_not_shown():
    """The registry writes them in long texts; a backslash of another kind stays."""
    text = "\n".join(_outline({"eligibilityCriteria": "* Age \\>= 18\n* EDSS \\< 6.5\n* C\\x"}, 0))
    assert "* Age >= 18" in text
    assert "* EDSS < 6.5" in text
    assert "C\\x" in text
