"""What the commands say of the watch itself: what is wrong with it, and how it is with everything watched."""

from __future__ import annotations

SEED = "NCT03822858"
SEARCH = f"""[[watch]]
trial = "{SEED}"
[[watch]]
name = "cells"
query = {{ cond = "multiple sclerosis" }}
limit = 1
"""
EVERYTHING = '[[watch]]\nname = "all"\nquery = {}\nlimit = 0\n'


def test_status_says_what_is_wrong_with_the_watch(world):
    """A standing search is shown with its error, and what is wrong for long is an alarm."""
    world.configure(watch=SEARCH)
    (new,) = world.run("status", "--json").json["searches"]
    assert new == {"name": "cells", "trials": 0, "error": None, "searched_at": None}
    for _ in range(3):
        world.run("poll")
    status = world.run("status", "--json").json
    (search,) = status["searches"]
    assert (search["name"], search["searched_at"]) == ("cells", None)
    assert "limit" in search["error"]
    assert status["alarms"] == ["search cells"]
    words = world.run("status").out
    assert 'Search "cells": the search failed: ' in words
    assert ".." not in words
    assert "last asked" not in words


def test_status_is_silent_of_what_is_well(world):
    """Without searches and alarms there is no word of them."""
    world.run("poll")
    status = world.run("status", "--json").json
    assert (status["searches"], status["alarms"]) == ([], [])
    words = world.run("status").out
    assert "search" not in words
    assert "given up" not in words


def test_everything_is_watched(world):
    """Each command says what holds where no trial is named: check, status, backfill and related."""
    world.configure(watch=EVERYTHING)
    assert "everything is watched" in world.run("check").err
    assert "TRIAL" not in world.run("status").out
    world.run("poll")
    assert "TRIAL" not in world.run("status").out
    ran = world.run("backfill")
    assert ran.status == 2
    assert "name the trials" in ran.err
    assert f'add a [[watch]] with discover = "suggest" and trial = "{SEED}"' in world.run("related", SEED).err
