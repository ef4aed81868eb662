"""What stands over one piece of a criterion."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands over a piece in its own clause: a negation, for example, from its word to the end of what it denies.

    `negations`: how many negations; `unable` how many of these say that somebody cannot or will not.
    `unwilling`: one of them is "unwilling".
    `stops`: how many words such as "discontinue".
    `exceptions`: how many exceptions, one in another; `waived`: in one that lets people in whatever the part ("unless").
    `example`: in an example ("such as"). `form`: in a matter of form ("as judged by"). `condition`: behind "if".
    `filled`: the clause already speaks of something. `inner`: its negation began behind that.
    `apart`: its exception began behind a comma.
    `failed`: it names what had no effect, or what nobody recovered from.
    `vague`: the piece may stand under that negation or exception as well as beside it.
    `beside`: behind "outside", "besides", "other … than" or the like, of which the end is not certain.
    `brackets`: how many are open.
    `sentence`, `clause`, `segment`: which sentence, clause and predicate the piece belongs to, from 0; "and", "or" or a
        comma joins predicates.
    """

    negations: int = 0
    unable: int = 0
    unwilling: bool = False
    stops: int = 0
    exceptions: int = 0
    waived: bool = False
    example: bool = False
    form: bool = False
    condition: bool = False
    filled: bool = False
    inner: bool = False
    failed: bool = False
    apart: bool = False
    vague: bool = False
    beside: bool = False
    brackets: int = 0
    sentence: int = 0
    clause: int = 0
    segment: int = 0

    @property
    def sign(self) -> int:
        """Return +1 where widening the piece lets the words describe more people, -1 where fewer."""
        return -1 if (self.negations + self.exceptions) % 2 else 1

    @property
    def turn(self) -> tuple[int, int, bool, bool, int]:
        """Return all that decides which way an edit of the piece counts."""
        return self.sign, self.duration_sign, self.waived, self.condition, self.stops % 2

    @property
    def duration_sign(self) -> int:
        """Return the same for a time that something lasts, which only "unable" and exceptions turn: "no seizures for a year" asks for more the longer it is."""
        return -1 if (self.unable + self.exceptions) % 2 else 1
