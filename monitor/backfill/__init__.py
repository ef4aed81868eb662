"""Backfill: store a trial's record history as versions and changes, without sending alerts."""

from monitor.backfill.runner import UNANSWERED_BEFORE_END, BackfillResult, backfill

__all__ = ["UNANSWERED_BEFORE_END", "BackfillResult", "backfill"]
