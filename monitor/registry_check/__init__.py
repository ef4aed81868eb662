"""Ask the live registry whether each thing that this client relies on holds."""

from monitor.registry_check.model import Line, Verdict
from monitor.registry_check.run import MOST_REQUESTS, check_registry, exit_status

__all__ = ["MOST_REQUESTS", "Line", "Verdict", "check_registry", "exit_status"]
