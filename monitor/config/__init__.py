"""The configuration: a TOML file, read and validated as a whole."""

from monitor.config.load import DEFAULT, find, load
from monitor.config.model import Channel, Config, Registry, ScheduleOptions, Secret, StoreOptions, Watch

__all__ = [
    "DEFAULT",
    "Channel",
    "Config",
    "Registry",
    "ScheduleOptions",
    "Secret",
    "StoreOptions",
    "Watch",
    "find",
    "load",
]
