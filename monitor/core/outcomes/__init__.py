"""Outcome measures of two records: which is which, over all lists, and what happened to each."""

from monitor.core.outcomes.compare import compare_outcomes
from monitor.core.outcomes.model import Outcome, OutcomeChange, load_outcomes

__all__ = ["Outcome", "OutcomeChange", "compare_outcomes", "load_outcomes"]
