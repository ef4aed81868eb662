"""A registry that behaves like ClinicalTrials.gov, for the demo, the tests and for trying things out."""

from monitor.simulator import actions
from monitor.simulator.demo import Release, demo_releases
from monitor.simulator.edits import ABSENT, RecordEdit, edit
from monitor.simulator.faults import Action, Exchange, Faults
from monitor.simulator.registry import Edit, Registry
from monitor.simulator.requests import Request
from monitor.simulator.seed import seed_records
from monitor.simulator.server import SimulatedRegistry
from monitor.simulator.versions import Version, history_of

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
