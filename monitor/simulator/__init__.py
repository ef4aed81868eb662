"""A registry that behaves like ClinicalTrials.gov, for the demo, the tests and for trying things out."""

from monitor.simulator import actions
from monitor.simulator.behavior import Behavior, Breaks
from monitor.simulator.demo import Release, demo_releases
from monitor.simulator.edits import ABSENT, RecordEdit, derived_reference, edit, edit_version
from monitor.simulator.faults import Action, Exchange, Faults
from monitor.simulator.rate_limit import RateLimit
from monitor.simulator.registry import Registry
from monitor.simulator.requests import Request
from monitor.simulator.scenarios import SCENARIOS
from monitor.simulator.seed import seed_records
from monitor.simulator.server import SimulatedRegistry
from monitor.simulator.source import Edit
from monitor.simulator.versions import Version, history_of

__all__ = [
    "ABSENT",
    "SCENARIOS",
    "Action",
    "Behavior",
    "Breaks",
    "Edit",
    "Exchange",
    "Faults",
    "RateLimit",
    "RecordEdit",
    "Registry",
    "Release",
    "Request",
    "SimulatedRegistry",
    "Version",
    "actions",
    "demo_releases",
    "derived_reference",
    "edit",
    "edit_version",
    "history_of",
    "seed_records",
]
