"""How alike two trials are, and why."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import a_record, put
from timing import within

from monitor.core.similarity import ENOUGH, ranked, traits
from monitor.core.similarity.terms import likeness, spoken, terms, words_of
from monitor.simulator import seed_records

WATCHED = "NCT03822858"
OTHER = "NCT90000002"
PLAIN = {
    "conditionsModule": {"conditions": ["Multiple Sclerosis"]},
    "armsInterventionsModule": {"interventions": [{"name": "Mesenchymal Stem Cells"}]},
}


def trial(nct, conditions=(), interventions=(), **more):
    """Return a record that says no more than this; keys of ``more`` are modules of the protocol section."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": f"Trial {nct}"},
            "conditionsModule": {"conditions": list(conditions)},
            "armsInterventionsModule": {"interventions": [{"name": name} for name in interventions]},
            **more,
        }
    }


def compared(item, *others):
    """Rank some records by how alike they are to one."""
    return ranked(traits(item), [traits(other) for other in others])


def likest(item, other):
    (found,) = compared(item, other)
    return found


def test_the_related_trials_of_the_watched_one_come_first():
    """Its own programme's trials lead, and all five say why: the intervention, the condition."""
    watched, *others = seed_records()
    found = compared(watched, *others)
    assert [item.traits.nct for item in found[:2]] == ["NCT03355365", "NCT01933802"]
    assert all(item.score >= ENOUGH for item in found)
    for item in found:
        assert any(reason.startswith("same intervention: ") for reason in item.why)
        assert any(reason.startswith("same condition: multiple sclerosis") for reason in item.why)
    assert "linked as expanded access" in found[0].why
    assert "same sponsor" in found[0].why


def test_reasons_are_plain_phrases():
    """The sponsor's words stand in them as within a sentence, the weightiest reason first."""
    found = likest(
        trial("NCT90000001", ["Multiple Sclerosis"], ["Mesenchymal Stem Cells"]),
        trial(OTHER, ["Multiple Sclerosis"], ["Mesenchymal stem cells"]),
    )
    assert found.why == ["same intervention: mesenchymal stem cells", "same condition: multiple sclerosis"]
    assert found.score == 0.8


@pytest.mark.parametrize(
    ("condition", "intervention"),
    [("Multiple Sclerosis", "Ocrelizumab"), ("Asthma", "Mesenchymal Stem Cells"), ("Asthma", "Budesonide")],
)
def test_half_a_likeness_is_not_enough(condition, intervention):
    """The same condition with another treatment, or the other way round, is not told of."""
    found = likest(
        trial("NCT90000001", ["Multiple Sclerosis"], ["Mesenchymal Stem Cells"]),
        trial(OTHER, [condition], [intervention]),
    )
    assert found.score < ENOUGH


@pytest.mark.parametrize(
    "generic", ["Placebo", "Matching placebo", "Saline", "Standard of Care", "Questionnaire"]
)
def test_generic_interventions_weigh_little(generic):
    """Two trials with the same comparator have nothing in common by that."""
    found = likest(trial("NCT90000001", ["Asthma"], [generic]), trial(OTHER, ["Gout"], [generic]))
    assert found.score < 0.05


@pytest.mark.parametrize("generic", ["Cancer", "Disease", "Neoplasms", "Solid Tumors", "Healthy Volunteers"])
def test_generic_conditions_weigh_little(generic):
    """Nor by a name that half the registry has."""
    found = likest(trial("NCT90000001", [generic], ["Alpha"]), trial(OTHER, [generic], ["Beta"]))
    assert found.score < 0.05


def test_what_is_given_beside_anything_weighs_less():
    """A trial of a new drug with chemotherapy is not like every other trial with that chemotherapy."""
    new = trial("NCT90000001", ["Lung Cancer"], ["Domvanalimab", "Carboplatin"])
    found = compared(
        new,
        trial(OTHER, ["Lung Cancer"], ["Carboplatin", "Pembrolizumab"]),
        trial("NCT90000003", ["Lung Cancer"], ["Domvanalimab"]),
    )
    assert [item.traits.nct for item in found] == ["NCT90000003", OTHER]
    assert found[1].score < ENOUGH < found[0].score


def test_a_term_above_all_others_weighs_less():
    """Among many trials, a name that is the MeSH ancestor of the others' conditions says little."""
    many = [trial(f"NCT9100000{n}", [f"Rareness {n}"]) for n in range(9)]
    for item in many:
        put(item, [{"term": "Nervous Ailments"}], "derivedSection", "conditionBrowseModule", "ancestors")
    watched = trial("NCT90000001", ["Nervous Ailments"])
    same = trial(OTHER, ["Nervous Ailments"])
    alone, crowded = likest(watched, same), compared(watched, same, *many)[0]
    assert crowded.traits.nct == OTHER
    mixed = trial("NCT90000001", ["Nervous Ailments", "Palsy"])
    assert compared(mixed, same, *many)[0].score < likest(mixed, same).score <= alone.score


def test_words_in_another_order_are_the_same():
    """MeSH turns names around, and sponsors write plurals, doses and synonyms."""
    for item, other in [
        ("Dermatitis, Atopic", "atopic dermatitis"),
        ("Omalizumab 300 mg", "Omalizumab"),
        ("Carcinoma, Non-Small-Cell Lung", "Non small cell lung cancer"),
        ("Stem Cells", "stem cell"),
    ]:
        assert likeness(words_of(item), words_of(other)) >= 0.85, (item, other)
    assert likeness(words_of("Breast Cancer"), words_of("Lung Cancer")) == 0
    assert [term.text for term in terms(["MSC-NP", "Asthma", "", "!!!"]).values()] == ["MSC-NP", "asthma"]
    assert len(spoken("Word " * 1000)) < 90


def link(module, value):
    return {module: value}


@pytest.mark.parametrize(
    ("mine", "theirs", "why", "least"),
    [
        (
            link("statusModule", {"expandedAccessInfo": {"nctId": OTHER}}),
            {},
            "linked as expanded access",
            0.9,
        ),
        (
            {},
            link("statusModule", {"expandedAccessInfo": {"nctId": "NCT90000001"}}),
            "linked as expanded access",
            0.9,
        ),
        (
            link("descriptionModule", {"detailedDescription": f"As in {OTHER}, cells are given."}),
            {},
            f"its number {OTHER} is named in NCT90000001",
            0.5,
        ),
        (
            {},
            link("eligibilityModule", {"eligibilityCriteria": "Took part in nct90000001"}),
            "names NCT90000001 in its text",
            0.5,
        ),
        (
            link("referencesModule", {"references": [{"pmid": "29449194", "citation": "Harris"}]}),
            link("referencesModule", {"references": [{"pmid": "29449194", "citation": "Harris VK"}]}),
            "same publication: Harris",
            0.5,
        ),
        (
            link(
                "referencesModule", {"references": [{"citation": "Harris doi: 10.1016/J.ebiom.2018.02.002."}]}
            ),
            link(
                "referencesModule",
                {"references": [{"citation": "H. https://doi.org/10.1016/j.ebiom.2018.02.002"}]},
            ),
            "same publication: Harris doi: 10.1016/J.ebiom.2018.02.002.",
            0.5,
        ),
        (
            link("contactsLocationsModule", {"overallOfficials": [{"name": "Saud A Sadiq, MD, FAAN"}]}),
            link("sponsorCollaboratorsModule", {"responsibleParty": {"investigatorFullName": "Saud Sadiq"}}),
            "same investigator: Saud A Sadiq, MD, FAAN",
            0.2,
        ),
        (
            link(
                "contactsLocationsModule", {"locations": [{"facility": "Tisch Center", "city": "New York"}]}
            ),
            link(
                "contactsLocationsModule", {"locations": [{"facility": "tisch center", "city": "New York"}]}
            ),
            "same site: Tisch Center, New York",
            0.05,
        ),
        (
            link("sponsorCollaboratorsModule", {"leadSponsor": {"name": "Tisch Center"}}),
            link("sponsorCollaboratorsModule", {"leadSponsor": {"name": "TISCH CENTER"}}),
            "same sponsor",
            0.15,
        ),
        (
            link("sponsorCollaboratorsModule", {"leadSponsor": {"name": "Tisch Center"}}),
            link("sponsorCollaboratorsModule", {"collaborators": [{"name": "Tisch Center"}]}),
            "same sponsor or collaborator",
            0.05,
        ),
        (
            link(
                "identificationModule", {"nctId": "NCT90000001", "secondaryIdInfos": [{"id": "2020-001-01"}]}
            ),
            link("identificationModule", {"nctId": OTHER, "orgStudyIdInfo": {"id": "2020/001/01"}}),
            "same identifier: 2020-001-01",
            0.6,
        ),
    ],
)
def test_links_by_themselves(mine, theirs, why, least):
    """Each link is found from its own place, says so, and has its weight."""
    found = likest(trial("NCT90000001", **mine), trial(OTHER, **theirs))
    assert found.why == [why]
    assert found.score == pytest.approx(least, abs=0.01)


def test_a_grant_links_nothing():
    """A number of a funding agency stands in hundreds of trials."""
    grant = {"secondaryIdInfos": [{"id": "P30CA008748", "type": "NIH"}]}
    found = likest(
        trial("NCT90000001", identificationModule={"nctId": "NCT90000001", **grant}),
        trial(OTHER, identificationModule={"nctId": OTHER, **grant}),
    )
    assert (found.score, found.why) == (0, [])


def test_an_investigator_of_everything_links_nothing():
    """A name, a publication or a site that most candidates share says nothing."""
    director = {"contactsLocationsModule": {"overallOfficials": [{"name": "Jane Doe"}]}}
    crowd = [trial(f"NCT9100000{n}", **director) for n in range(9)]
    found = compared(trial("NCT90000001", **director), *crowd)
    assert all(item.score < 0.01 for item in found)


def test_itself_and_its_aliases_are_no_candidates():
    """The trial under its own number, under a former one, and under one that it has taken."""
    watched = trial("NCT90000001", ["Asthma"])
    watched["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT90000007"]
    renamed = trial("NCT90000009", ["Asthma"])
    renamed["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT90000001"]
    found = compared(watched, watched, trial("NCT90000007", ["Asthma"]), renamed, trial(OTHER, ["Asthma"]))
    assert [item.traits.nct for item in found] == [OTHER]


def test_the_order_of_equals_is_steady():
    """Equal scores are ordered by number, whatever order they come in."""
    others = [trial(f"NCT9100000{n}", ["Asthma"]) for n in (3, 1, 2)]
    assert [item.traits.nct for item in compared(trial("NCT90000001", ["Asthma"]), *others)] == [
        "NCT91000001",
        "NCT91000002",
        "NCT91000003",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def places(value, path=()):
    """Walk all places of a record."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))


PLACES = sorted((path for path in places(seed_records()[0]) if path), key=str)


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), max_size=5))
def test_wrong_types_anywhere_break_nothing(edits):
    """Whatever stands in whatever place, there is a score from 0 to 1, or no trial at all."""
    broken = copy.deepcopy(seed_records()[0])
    broken["protocolSection"]["identificationModule"]["nctId"] = OTHER
    for (*parents, last), value in edits:
        place = broken
        for key in parents:
            try:
                place = place[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(place, dict) or (
                isinstance(place, list) and isinstance(last, int) and last < len(place)
            ):
                place[last] = value
    item = traits(broken)
    if item is None:
        return
    json.dumps([item.title, item.status]).encode("ascii")
    mine = traits(seed_records()[1])
    for found in ranked(mine, [item]) + ranked(item, [mine]):
        assert 0 <= found.score <= 1
        assert all(reason == reason.strip() and reason.isprintable() for reason in found.why)


@pytest.mark.untraced
def test_huge_texts_cost_little():
    """Twenty candidates of megabytes each, with thousands of names, are ranked in seconds."""
    huge = a_record(OTHER)
    huge["protocolSection"]["conditionsModule"] = {
        "conditions": [f"Ail{n}ment long{n}ish " + "x" * 1000 for n in range(3000)],
        "keywords": ["k" * 100_000] * 50,
    }
    huge["protocolSection"]["descriptionModule"] = {"detailedDescription": "NCT9000000" * 300_000}
    huge["protocolSection"]["armsInterventionsModule"] = {
        "interventions": [
            {"name": f"Rx{n}mab", "otherNames": [f"Name{n}x {m}y" for m in range(100)]} for n in range(500)
        ]
    }

    def related():
        item = traits(huge)
        assert item is not None
        found = ranked(
            item, [replace(item, nct=f"NCT{n}", numbers=frozenset([f"NCT{n}"])) for n in range(20)]
        )
        assert len(found) == 20
        assert len(item.title) < 500

    assert within(4, related)


def test_control_characters_are_taken_out():
    """A title or a name with half characters, line breaks or escapes is harmless in a phrase."""
    found = likest(
        trial("NCT90000001", ["Ast\x1b[31mhma\nX \ud800"]),
        trial(
            OTHER,
            ["Ast\x1b[31mhma\nX \ud800"],
            identificationModule={"nctId": OTHER, "briefTitle": "a\ud800\x07b"},
        ),
    )
    assert found.traits.title == "ab"
    assert all(reason.isprintable() for reason in found.why)


def test_five_of_five_among_other_records(corpus):
    """Among other records, 712 of them real, the five related trials are the first five, and no other is near."""
    watched, *others = map(traits, seed_records())
    found = ranked(watched, [*filter(None, map(traits, corpus.records())), *others])
    assert {item.traits.nct for item in found[:5]} == {item.nct for item in others}
    assert found[5].score < 0.4 < ENOUGH < found[4].score
