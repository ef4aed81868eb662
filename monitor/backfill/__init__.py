"""The registry's own record history of a trial → versions and changes. It alerts nobody."""

from monitor.backfill.runner import Taken, backfill

__all__ = ["Taken", "backfill"]
