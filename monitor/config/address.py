"""Where to listen: a host and a port."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """A host, by name or number, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        """Write it as a configuration does."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address(text: str) -> ListenAddress | None:
    """Read ``127.0.0.1:9464``, port 0 being any free one; without a host it is this machine alone; ``off`` is nowhere.

    Raises:
        ValueError: it is no such thing.

    """
    if text in {"", "off"}:
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:  # a port or an IPv6 address that is none
        host, port = None, None
    if port is None or parts.netloc != text or "@" in text or not text.isprintable() or " " in text:
        raise ValueError(f'"{text}" is no host and port; write for example "{LOOPBACK}:9464"')
    return ListenAddress(host or LOOPBACK, port)
