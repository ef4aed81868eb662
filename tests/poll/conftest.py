"""A registry on loopback, a store, and rounds between them."""

from polling import baseline, server, world

__all__ = ["baseline", "server", "world"]
