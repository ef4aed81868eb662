"""A registry that behaves like ClinicalTrials.gov, for the demo, the tests and for trying things out."""

from monitor.registry.simulated import actions
from monitor.registry.simulated.demo import Release, demo_releases
from monitor.registry.simulated.edits import ABSENT, RecordEdit, edit
from monitor.registry.simulated.faults import Action, Exchange, Faults
from monitor.registry.simulated.registry import Edit, Registry
from monitor.registry.simulated.requests import Request
from monitor.registry.simulated.seed import seed_records
from monitor.registry.simulated.server import SimulatedRegistry
from monitor.registry.simulated.versions import Version, history_of

__all__ = [
    "ABSENT",
    "Action",
    "Edit",
    "Exchange",
    "Faults",
    "RecordEdit",
    "Registry",
    "Release",
    "Request",
    "SimulatedRegistry",
    "Version",
    "actions",
    "demo_releases",
    "edit",
    "history_of",
    "seed_records",
]
