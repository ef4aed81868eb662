"""Titles of what lines are about: "Prior/Concomitant Therapy", "Laboratory tests"."""

from __future__ import annotations

from monitor.core.eligibility.normal import word_set, words

_SUBJECTS = word_set(
    "general common basic special other additional further miscellaneous various administrative logistical regulatory legal "
    "prior previous current concurrent concomitant coexisting existing co medical surgical clinical health disease diseases "
    "condition conditions status history medication medications drug drugs therapy therapies treatment treatments procedure "
    "procedures laboratory lab labs test tests testing value values parameter parameters assessment assessments diagnostic "
    "diagnosis diagnostics imaging examination examinations finding findings result results safety efficacy demographic demographics demography age sex gender "
    "weight height ethnicity race consent informed contraceptive contraception reproductive barrier lifestyle "
    "habits compliance experience characteristic characteristics type types participant participants patient patients subject "
    "subjects population organ function functions requirement requirements exclusion exclusions inclusion inclusions criteria "
    "criterion restriction restrictions consideration considerations issues information factors related specific study trial "
    "performance measurements eligibility protocol",
)
_JOINTS = word_set("of and or the for to in on with")
_LONGEST = 8


def titles(text: str) -> bool:
    """Return whether a line only names what the lines below it are about: "Prior/Concomitant Therapy", "Laboratory tests:"."""
    named = [word for word in words(text) if word not in _JOINTS]
    return 0 < len(named) <= _LONGEST and all(word in _SUBJECTS for word in named)
