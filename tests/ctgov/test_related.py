"""The questions of a look for related trials, asked of the simulated registry."""

from __future__ import annotations

import json

import pytest
from records import a_record

from monitor.core.similarity import ranked, traits
from monitor.ctgov.api import Answer
from monitor.ctgov.related import QUERIES, build_query, parse_records
from monitor.errors import BadAnswer
from monitor.simulator import Registry, SimulatedRegistry, seed_records

RELATED = {"NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188"}


def seed():
    return traits(seed_records()[0])


def asked(client, name, mine):
    return {
        found_traits.nct
        for record in parse_records(client.get("/studies", build_query(name, mine)))
        if (found_traits := traits(record))
    }


def test_plain_parameters_first():
    """Conditions and interventions as quoted phrases joined by OR, the most relevant first, and few fields."""
    query = build_query("alike", seed())
    assert '"multiple sclerosis" OR ' in query["query.cond"]
    assert '"mesenchymal stem cell transplantation"' in query["query.intr"]
    assert query["sort"] == "@relevance"
    assert query["pageSize"] == "100"
    assert "resultsSection" not in query["fields"]


def test_the_registry_understands_each_question(ask):
    """The first finds all five, the second those of the sponsor and of the publication; itself is in both."""
    client = ask()
    assert asked(client, "alike", seed()) >= RELATED
    assert asked(client, "linked", seed()) >= {"NCT01933802", "NCT03355365"}


def test_numbers_are_asked_for_outright(ask):
    """A trial that is named, or linked as expanded access, is asked for by its number, unless it is there already."""
    mine = traits(
        next(
            found_traits
            for found_traits in seed_records()
            if "NCT03355365" in json.dumps(found_traits["protocolSection"]["identificationModule"])
        )
    )
    assert build_query("named", mine)["filter.ids"] == "NCT03822858"
    assert asked(ask(), "named", mine) == {"NCT03822858"}
    assert build_query("named", mine, {"NCT03822858"}) == {}


def test_a_trial_that_says_nothing_asks_little():
    """Without conditions, interventions or sponsor there is only its own number to look for."""
    bare = traits({"protocolSection": {"identificationModule": {"nctId": "NCT90000001"}}})
    assert build_query("alike", bare) == {}
    assert build_query("named", bare) == {}
    assert "NCT90000001" in build_query("linked", bare)["query.term"]


def test_hostile_names_ask_as_words(ask):
    """Quotation marks, brackets and operators in a record's terms reach the registry as words, and are no error."""
    nasty = 'x" OR AREA[NCTId]RANGE[MIN,MAX] AND NOT ("'
    record = a_record(
        conditionsModule__conditions=[nasty, "Multiple Sclerosis"],
        armsInterventionsModule__interventions=[{"name": nasty}, {"name": "Mesenchymal Stem Cells"}],
        sponsorCollaboratorsModule__leadSponsor={"name": nasty},
        referencesModule__references=[{"pmid": '1" OR "2', "citation": nasty}, {"pmid": "29"}],
    )
    client = ask()
    for name in ("alike", "linked"):
        query = build_query(name, traits(record))
        assert client.get("/studies", query).status == 200, query
    assert asked(client, "alike", traits(record)) >= {"NCT03778333", "NCT01730547"}


def test_addresses_stay_short():
    """A record full of long names asks in an address that every server takes."""
    record = a_record(
        conditionsModule__conditions=[f"疾病 {n} " + "語" * 50 for n in range(60)],
        armsInterventionsModule__interventions=[{"name": f"薬 {n} " + "剤" * 50} for n in range(60)],
        descriptionModule__detailedDescription=" ".join(f"NCT9{n:07}" for n in range(1, 500)),
    )
    from httpx import QueryParams

    for name in QUERIES:
        assert len(str(QueryParams(build_query(name, traits(record))))) < 8000


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"studies": {}}', b'{"studies": [1', b"[" * 100_000]
)
def test_an_answer_that_is_no_page_is_refused(body):
    """What is no page of studies is not believed."""
    with pytest.raises(BadAnswer):
        parse_records(Answer(200, {}, body))


def test_what_is_no_record_is_left_out():
    """Anything may stand in the list; what names no trial is no candidate."""
    answer = Answer(
        200,
        {},
        b'{"studies": [1, null, [], {}, {"protocolSection": 3}, {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}]}',
    )
    assert [found_traits.nct for record in parse_records(answer) if (found_traits := traits(record))] == [
        "NCT00000001"
    ]


def test_records_can_be_asked_about(corpus):
    """Each record makes questions that the registry understands, and none finds nothing but itself by fault."""
    studies = corpus.records(slice(140))
    served, asked = (studies[:100], studies[100:140]) if corpus.real else (studies, studies)
    from monitor.ctgov.client import Client

    with (
        SimulatedRegistry(Registry(served)) as server,
        Client(server.url, requests_per_second=1000) as client,
    ):
        for record in asked:
            mine = traits(record)
            for name in QUERIES:
                if query := build_query(name, mine):
                    answer = client.get("/studies", query)
                    assert answer.status == 200, (mine.nct, answer.text)
                    ranked(mine, filter(None, map(traits, parse_records(answer))))
