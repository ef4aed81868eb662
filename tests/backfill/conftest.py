"""A registry on loopback, a store, and polls between them."""

from polling import baseline, server, world

__all__ = ["baseline", "server", "world"]
