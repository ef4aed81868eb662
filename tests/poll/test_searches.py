"""Standing searches in a poll: what they find is watched, and what comes and goes is told."""

from __future__ import annotations

import copy
import json

import pytest
from asking import in_json

from monitor.config.model import Search
from monitor.core.watchlist import in_words
from monitor.ctgov import searches as pages
from monitor.ctgov.client import Client
from monitor.poll.searches import fetch_hits
from monitor.simulator import actions, edit, seed_records
from monitor.simulator.predicates import next_page
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.watched import watched

SEED = "NCT03822858"
KAROLINSKA = {"NCT03778333", "NCT01730547"}
NEW = "NCT90000001"


def searching(world, query='{ spons = "Karolinska Institutet" }', limit="", name="swedish", more=""):
    """Watch what a search finds, and nothing else."""
    world.watch(channels=f'[[watch]]\nname = "{name}"\nquery = {query}\n{limit}\n{more}')


def newcomer(number=NEW, **identification):
    record = copy.deepcopy(next(row for row in seed_records() if "NCT01730547" in json.dumps(row)))
    record["protocolSection"]["identificationModule"] |= {
        "nctId": number,
        "briefTitle": "New",
        **identification,
    }
    return lambda registry: registry.put(record)


def leaves(number):
    """Let a trial go to another sponsor, so that the search does not find it."""
    sponsors = "protocolSection.sponsorCollaboratorsModule"
    return edit(
        number,
        {
            f"{sponsors}.leadSponsor": {"name": "Elsewhere", "class": "OTHER"},
            "protocolSection.identificationModule.organization": {"fullName": "Elsewhere"},
        },
        post="2026-09-04",
    )


def why(world):
    with open_for_writing(world.config.store.path) as store:
        return {number: in_words(reasons) for number, reasons in watched(world.config, store).items()}


def events(world, kind="record"):
    with open_for_reading(world.config.store.path) as reader:
        return [
            (row["event"], row["trial"])
            for row in in_json(list_changes, reader, kind=kind)
            if row["severity"] != "noise"
        ]


def test_the_first_search_is_only_watched(world):
    """Its trials get a baseline in the same poll, and nobody is told."""
    searching(world)
    done = world.poll()
    assert (done.exit_status, done.counts["baseline"]) == (0, 2)
    assert world.asked == ["/version", "/studies", "/studies"]
    assert why(world) == dict.fromkeys(sorted(KAROLINSKA), 'found by "swedish"')
    assert world.changes() == []


def test_a_304_searches_nothing(world):
    """A search is made once for each release."""
    searching(world)
    world.poll()
    world.poll()
    assert world.asked == ["/version"]
    assert world.rounds[-1].successful


def test_a_trial_found_anew_is_told_once(world):
    """With its title, to every channel, and from then on it is watched."""
    searching(world, more='[[channel]]\nname = "a"\nurl = "json://localhost/"\nkinds = ["results"]\n')
    world.poll()
    world.publish(newcomer())
    done = world.poll()
    assert done.counts["baseline"] == 1
    assert events(world) == [("found", NEW)]
    (sent,) = world.deliveries()
    assert "“swedish”" in sent["body"]
    assert "New" in sent["subject"]
    world.publish()
    world.poll()
    assert events(world) == [("found", NEW)]


def test_a_trial_that_leaves_stays_watched(world):
    """It is said so, with the day; its changes go on to be told, and when it comes back that is no news."""
    searching(world)
    world.poll()
    world.publish(leaves("NCT03778333"))
    world.poll()
    assert events(world) == [("left_search", "NCT03778333")]
    assert why(world)["NCT03778333"] == f'found by "swedish" until {world.now.date()}'
    world.publish(
        edit("NCT03778333", {"protocolSection.statusModule.overallStatus": "TERMINATED"}, post="2026-09-05")
    )
    assert world.poll().counts["changed"] == 1
    world.publish(
        edit(
            "NCT03778333",
            {"protocolSection.sponsorCollaboratorsModule.leadSponsor.name": "Karolinska Institutet"},
        )
    )
    world.poll()
    assert why(world)["NCT03778333"] == 'found by "swedish"'
    assert events(world) == [("left_search", "NCT03778333")]


def test_leaving_goes_to_those_who_ask_for_it(world):
    """A change of the record, and low: only a channel that asks for that kind gets it."""
    channels = "".join(
        f'[[channel]]\nname = "{name}"\nurl = "json://localhost/"\nkinds = {kinds}\n'
        for name, kinds in (("usual", '["status"]'), ("record", '["record"]'))
    )
    searching(world, more=channels)
    world.poll()
    world.publish(leaves("NCT03778333"))
    world.poll()
    asked = [row["channel"] for row in world.deliveries() if "no longer finds" in row["body"]]
    assert asked == ["record"]


def test_more_than_the_limit_is_an_error(world):
    """It names the search and both counts, exit 1, and what was found before stays watched; nothing is cut."""
    searching(world, limit="limit = 2")
    world.poll()
    world.publish(newcomer())
    done = world.poll()
    assert done.exit_status == 1
    (problem,) = done.problems
    assert all(words in problem for words in ('"swedish"', "finds 3 trials", "limit of 2"))
    assert done.counts["unchanged"] == 2
    assert set(why(world)) == KAROLINSKA
    assert world.poll().exit_status == 1
    searching(world, limit="limit = 3")
    assert world.poll().exit_status == 0
    assert events(world) == [("found", NEW)]


def test_more_than_the_limit_from_the_start(world):
    """Nothing is watched then, and the error is the same."""
    searching(world, limit="limit = 1")
    done = world.poll()
    assert (done.exit_status, done.checked) == (1, 0)
    assert why(world) == {}


def test_a_search_that_fails_three_times_is_a_notice(world):
    """A service's exit status is read by nobody: people are told, and told again when it is over."""
    from monitor.notices import notify

    def notices():
        with open_for_writing(world.config.store.path) as store:
            before = {row["id"] for row in world.deliveries()}
            notify(store, world.config, world.now)
        return [row["subject"] for row in world.deliveries() if row["id"] not in before]

    searching(world, limit="limit = 1")
    world.poll()
    world.poll()
    assert not any("search" in subject for subject in notices())
    world.poll()
    assert "nctwatch: a standing search failed repeatedly" in notices()
    searching(world)
    world.poll()
    assert notices() == ["nctwatch: a standing search works again"]


def test_a_refused_query_says_why(world):
    """The registry's own words are in the error, and other searches go on."""
    searching(
        world,
        '{ advanced = "AREA[Nonsense]x" }',
        more='[[watch]]\nname = "good"\nquery = { spons = "Karolinska Institutet" }\n',
    )
    done = world.poll()
    assert done.exit_status == 1
    assert 'the standing search "swedish": the registry refuses the query' in done.problems[0]
    assert done.counts["baseline"] == 2


def test_all_parameters_reach_the_registry(world):
    """Statuses and the advanced filter narrow what is found."""
    searching(
        world,
        '{ cond = "multiple sclerosis", status = ["RECRUITING"], advanced = "AREA[StudyType]INTERVENTIONAL" }',
    )
    world.poll()
    assert set(why(world)) == {
        number for number in world.held() if world.held()[number]["status"] == "RECRUITING"
    }
    assert why(world)


def test_a_search_that_fails_is_made_again(world):
    """Unreachable for a moment, it costs neither the poll nor what is watched."""
    searching(world)
    world.poll()
    world.publish(newcomer())
    world.server.faults.add(lambda request: "query.spons" in request.query, actions.status(503), times=99)
    done = world.poll()
    assert (done.exit_status, done.counts["unchanged"]) == (1, 2)
    world.server.faults.clear()
    assert world.poll().exit_status == 0
    assert events(world) == [("found", NEW)]


@pytest.mark.parametrize(
    "body",
    [
        b'{"totalCount": 5, "studies": []}',
        b'{"studies": []}',
        b"<html>",
        b'{"totalCount": 2, "studies": [{"protocolSection": {"identificationModule": {"nctId": "NCT03778333"}}}]}',
    ],
)
def test_a_list_that_is_not_whole_is_not_believed(world, body):
    """Fewer trials than counted, no count, no page: nobody is said to have left."""
    searching(world)
    world.poll()
    world.publish()
    world.server.faults.add(lambda request: "query.spons" in request.query, actions.raw(body), times=99)
    assert world.poll().exit_status == 1
    assert events(world) == []
    assert set(why(world)) == KAROLINSKA


def test_a_dead_registry_ends_the_round(world):
    """Where nothing at all answers, the poll ends as ever: with 3."""
    searching(world)
    world.server.faults.add("/", actions.status(503), times=99)
    assert world.poll().exit_status == 3


def test_another_query_begins_anew(world):
    """What it finds is only watched; what only the old query found is watched no longer, and nobody is told."""
    searching(world)
    world.poll()
    searching(world, '{ spons = "Tisch Multiple Sclerosis Research Center of New York" }')
    done = world.poll()
    assert done.counts["baseline"] == 3
    assert set(why(world)) == {SEED, "NCT01933802", "NCT03355365"}
    assert events(world) == []


def test_a_trial_that_is_watched_already_is_no_news(world):
    """Found anew by a second search, or named in the configuration, it is not told."""
    more = f'[[watch]]\ntrial = "{NEW}"\n[[watch]]\nname = "both"\nquery = {{ lead = "Karolinska Institutet" }}\n'
    searching(world, more=more)
    world.poll()
    world.publish(newcomer(), newcomer("NCT90000002"))
    world.poll()
    assert events(world) == [("found", "NCT90000002")]
    assert why(world)["NCT90000002"] == 'found by "both", "swedish"'


def test_a_renamed_trial_neither_leaves_nor_comes(world):
    """Found under its new number, it is the trial that is held under the former one."""
    searching(world)
    world.poll()
    world.publish(lambda registry: registry.rename("NCT03778333", NEW))
    world.poll()
    assert events(world) == [("renamed", NEW)]
    assert set(why(world)) == {"NCT01730547", NEW}
    assert world.held()[NEW]["versions"] == 2


def test_nothing_found_is_a_good_round(world):
    """A search without a hit is an answer, and the poll counts as successful."""
    searching(world, '{ cond = "unheard of" }')
    done = world.poll()
    assert (done.exit_status, done.checked, done.successful) == (0, 0, True)


def test_untold_until_its_record_is_held(world):
    """A trial whose record cannot be had yet is told when it can, with its title."""
    searching(world)
    world.poll()
    world.publish(newcomer())
    refuse = lambda request: "filter.ids" in request.query or NEW in request.path  # noqa: E731
    world.server.faults.add(refuse, actions.status(500), times=99)
    world.poll()
    assert events(world) == []
    world.server.faults.clear()
    world.poll()
    assert events(world) == [("found", NEW)]


def test_pages_until_the_count_is_reached(world):
    """1,000 numbers fit a page; the full last page promises another one, which is not asked for."""
    record = seed_records()[0]
    for number in range(1994):
        record["protocolSection"]["identificationModule"]["nctId"] = f"NCT8{number:07}"
        world.server.registry.put(record)
    search = Search("all", {"query.cond": "multiple sclerosis"}, 2000)
    with Client(world.server.url, requests_per_second=1000, timeout=20) as client:
        found = fetch_hits(client, search)
    assert len(found) == 2000
    assert len(world.server.requests) == 2


@pytest.mark.parametrize("releases", [1, 99])
def test_a_release_that_comes_out_between_two_pages_begins_the_search_anew(world, monkeypatch, releases):
    """Its pages are of another order: trials would be missing, others come twice. The total decides in the end."""
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    world.server.behavior.daily_order = releases == 1
    world.server.faults.add(next_page, actions.then(world.server.registry.publish), times=releases)
    searching(world, '{ cond = "multiple sclerosis" }')
    done = world.poll()
    assert (done.exit_status, done.problems) == (0, [])
    assert len(why(world)) == 6
    firsts = [
        request
        for request in world.server.requests
        if "query.cond" in request.query and "pageToken" not in request.query
    ]
    assert len(firsts) == (2 if releases == 1 else 3)
    assert events(world) == []
