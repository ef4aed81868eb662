"""What the simulated registry refuses to answer."""

from __future__ import annotations


class BadRequest(Exception):
    """The request is wrong; the message is the body of the 400."""
