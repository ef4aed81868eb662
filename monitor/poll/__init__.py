"""One round: fetch, store, compare, classify and queue, for all that is watched."""

from monitor.poll.round import Round, poll

__all__ = ["Round", "poll"]
