"""A source of invented studies on disk, by the hundred thousand: as many as the registry has."""

from monitor.simulator.generated.registry import GeneratedRegistry, generated_registry
from monitor.simulator.generated.releases import publish_random
from monitor.simulator.generated.shelf import Shelf, make_shelf

__all__ = ["GeneratedRegistry", "Shelf", "generated_registry", "make_shelf", "publish_random"]
