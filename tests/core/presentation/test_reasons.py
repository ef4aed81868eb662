"""Why a change of the criteria has its direction, in words."""

from __future__ import annotations

import json

import pytest

from monitor.core.eligibility.reasons import Reason, What, because, opposite
from monitor.core.presentation.reasons import WORDS, reason_words

BOTH = ["3 months", "6 months"]
TURNED = {"under_another", "other_heading", "same_criteria"}


def words(*reasons):
    """Write reasons in words, after a journey through the store."""
    return reason_words(json.loads(json.dumps([reason.as_json() for reason in reasons])))


def test_everything_that_can_happen_has_its_words():
    """And nothing else has; what went the other way is said in other words, but for what has no way."""
    assert WORDS.keys() == set(What)
    for what in What:
        said = words(Reason(what, tuple(BOTH)))
        undone = words(*opposite((Reason(what, tuple(BOTH)),)))
        assert said
        assert (said == undone) is (what in TURNED)


@pytest.mark.parametrize("what", ["became", "window_longer", "limits", "upper_raised", "wait", "moved"])
def test_the_old_side_is_named_first_whichever_way_it_went(what):
    """What went from 3 to 6 months goes, the other way round, from 6 to 3."""
    there, back = (
        words(Reason(What(what), tuple(BOTH))),
        words(Reason(What(what), tuple(BOTH), opposite=True)),
    )
    assert there.index("3 months") < there.index("6 months")
    assert back.index("6 months") < back.index("3 months")


def test_several_reasons_are_told_once_each():
    """An alternative and a limit of an exclusion, of which one stands twice."""
    alternative = Reason(What.ALTERNATIVE, ("stroke",), exclusion=True)
    limit = Reason(What.UPPER_RAISED, ("5", "6"), exclusion=True)
    assert words(alternative, limit, alternative) == (
        "an alternative: “stroke”; upper limit raised from 5 to 6 in an exclusion"
    )
    assert words(Reason(What.END_ALLOWED, ("18 years",), exclusion=True)) == "18 years itself is now allowed"
    assert words() == ""


def test_braces_of_the_registry_are_letters():
    """The words of a record are no places to be filled."""
    assert words(*because(What.LIMITED, "{0} {x} {{}}")) == "limited to “{0} {x} {{}}”"
