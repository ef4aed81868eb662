"""Backfill: store a trial's record history as versions and changes, without sending alerts."""

from monitor.backfill.runner import BackfillResult, backfill

__all__ = ["BackfillResult", "backfill"]
