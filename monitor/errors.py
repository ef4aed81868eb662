"""All expected errors.

::

    NctwatchError                exit 1
    ├── UsageError               exit 2  the command line asks for something that cannot be
    ├── ConfigError              exit 2  the configuration is wrong; one line a fault
    ├── RegistryError            exit 1  the registry's answer cannot be used
    │   ├── Unreachable          exit 3  no usable answer at all (trying again can help)
    │   │   └── Refused          exit 3  the registry's edge refuses this client
    │   ├── NotFound             exit 1  the registry itself says that it has no such trial
    │   ├── TooMany              exit 1  a standing search finds more than its limit
    │   └── BadAnswer            exit 1  an answer that must not be believed (trying again can help)
    │       ├── Thin             exit 1  a record that lost what no record loses (the next release can confirm it)
    │       ├── Forbidden        exit 1  one address answers 403, others of its endpoint do not
    │       └── ReleaseMoved     exit 1  a release came out between two pages of one list
    └── StoreError               exit 1  the store cannot do what was asked
        ├── NothingStored        exit 1  no such trial, version or store
        ├── Busy                 exit 1  another process holds what is needed (trying again can help)
        └── Damaged              exit 1  what is stored fails its checksum

Each class has the status with which a command that fails of it ends (``exit_status``).
"""

from __future__ import annotations


class NctwatchError(Exception):
    """The root: a sentence that says what happened, where, and what to do."""

    exit_status = 1


class UsageError(NctwatchError):
    """The command line asks for something that cannot be, such as a malformed NCT number."""

    exit_status = 2


class ConfigError(NctwatchError):
    """The configuration is wrong; ``faults`` has one sentence for each fault, with its place."""

    exit_status = 2

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class RegistryError(NctwatchError):
    """The registry's answer cannot be used."""


class Unreachable(RegistryError):
    """No usable answer came back at all."""

    exit_status = 3

    def __init__(self, message: str, *, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the registry asked to be left alone; 0 when it did not say."""


class Refused(Unreachable):
    """The registry's edge answered 403 to every connection profile."""


class NotFound(RegistryError):
    """The registry itself says, in its own words, that it has no such trial."""


class TooMany(RegistryError):
    """A standing search finds more than its limit; nothing is taken of it, so that nothing is cut."""


class BadAnswer(RegistryError):
    """An answer that must not be believed: cut off, not JSON, another trial, much too thin."""


class Thin(BadAnswer):
    """A record that lost what no record loses; believed when the next release says so again."""


class Forbidden(BadAnswer):
    """One address answers 403 while others of the same endpoint answer 200; another attempt is answered alike."""


class ReleaseMoved(BadAnswer):
    """A release came out between two pages of one list: they do not fit together."""


class StoreError(NctwatchError):
    """The store cannot do what was asked."""


class NothingStored(StoreError):
    """There is no such trial, version or store."""


class Busy(StoreError):
    """Another process holds what is needed."""


class Damaged(StoreError):
    """What is stored fails its checksum."""
