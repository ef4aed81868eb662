"""An answer of the simulated registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.simulator.bodies import Body

JSON = "application/json"
TEXT = "text/plain;charset=UTF-8"
YAML = "application/yaml"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, before compression and without the headers that concern only the connection."""

    status: int
    kind: str
    body: Body
    headers: tuple[tuple[str, str], ...] = ()
