"""The record section by section: all that the registry's page has, nothing that is not provided, nothing that can act."""

from __future__ import annotations

import re

import pytest
from corpus import REAL, SAMPLE
from records import LOCATIONS, a_record, put, sites

from monitor.core.sections import sections
from monitor.core.sections.identifiers import by_form
from monitor.core.sections.model import WHOLE, Limits

ALIKE = {
    "nct": "NCT90000007",
    "title": "Cells",
    "status": "RECRUITING",
    "why": ["same condition: MS"],
    "watched": True,
}


def shown(record, alike=(), limits=WHOLE):
    """Return the sections by their keys."""
    return {section.key: section for section in sections(record, alike, limits)}


def plain(line):
    return "".join(piece.text for piece in line)


def facts(section):
    return {fact.name: plain(fact.value) for fact in section.facts}


def items(section):
    return [
        (plain(item.name), *map(plain, item.facts)) for listing in section.listings for item in listing.items
    ]


def every_piece(found):
    """Yield each piece of text of some sections."""
    for section in found.values():
        texts = [*section.texts]
        for fact in section.facts:
            yield from fact.value
        for listing in section.listings:
            for item in listing.items:
                texts += [item.text] if item.text else []
                for line in (item.name, *item.facts):
                    yield from line
        for text in texts:
            for paragraph in text.paragraphs:
                yield from paragraph.line


def test_a_whole_record_has_every_section_in_a_readers_order():
    """Who can join, whom to ask and where come before what it is."""
    assert list(shown(a_record(), [ALIKE])) == [
        "status",
        "eligibility",
        "contacts",
        "locations",
        "description",
        "conditions",
        "treatment",
        "outcomes",
        "sponsor",
        "references",
        "sharing",
        "identifiers",
        "related",
    ]


def test_the_status_says_who_can_join_and_which_dates_are_planned():
    """With phase and number of participants."""
    posted = {"date": "2006-04-14", "type": "ESTIMATED"}
    found = facts(shown(a_record(statusModule__studyFirstPostDateStruct=posted))["status"])
    assert found["First posted"] == "2006-04-14 (estimated)"
    assert found["Who can join"] == "People can join now."
    assert found["Phase"] == "1/2"
    assert found["Participants"] == "50 (planned)"
    assert (found["Start"], found["Completion"]) == ("2025-01-15", "December 2027 (planned)")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("18 Years", "70 Years", "18 to 70 years"),
        ("6 Months", "2 Years", "6 months to 2 years"),
        ("18 Years", "N/A", "18 years and older"),
        (None, "17 Years", "Up to 17 years"),
        ("N/A", "N/A", "Any"),
        (None, None, None),
    ],
)
def test_ages_are_told_as_people_do(low, high, words):
    """A limit that means none is none."""
    record = a_record(eligibilityModule__minimumAge=low, eligibilityModule__maximumAge=high)
    assert facts(shown(record)["eligibility"]).get("Age") == words


def test_criteria_keep_their_order_under_their_headings():
    """Inclusion and exclusion are headings, criteria items at their depth, numbers stay."""
    text = "Inclusion Criteria:\n\n1. EDSS \\>= 4.5\n   * stable\n\nExclusion Criteria:\n\n* Age \\< 18"
    (criteria,) = shown(a_record(eligibilityModule__eligibilityCriteria=text))["eligibility"].texts
    assert [(plain(part.line), part.depth, part.heading) for part in criteria.paragraphs] == [
        ("Inclusion Criteria", 0, True),
        ("1. EDSS >= 4.5", 1, False),
        ("stable", 2, False),
        ("Exclusion Criteria", 0, True),
        ("Age < 18", 1, False),
    ]


def test_sites_stand_by_country_the_open_ones_first():
    """With their status and whom to ask there; what has no room is counted."""
    found = [
        {"facility": "A", "city": "Lyon", "country": "France", "status": "COMPLETED"},
        {"facility": "B", "city": "Lyon", "country": "France", "status": "RECRUITING"},
        *sites(3),
    ]
    record = put(a_record(), found, *LOCATIONS)
    states, france = shown(record)["locations"].listings
    assert (states.title, states.note, france.title) == ("United States", "3 sites, 3 open", "France")
    assert [plain(item.name) for item in france.items] == ["B, Lyon", "A, Lyon"]
    assert plain(states.items[0].facts[1]) == "Nurse 0, 555-0000"
    states, rest = shown(record, limits=Limits(sites=2))["locations"].listings
    assert (len(states.items), states.left) == (2, 1)
    assert plain(rest.items[0].name) == "France (2 sites, 1 open)"


@pytest.mark.parametrize(
    ("number", "register", "page"),
    [
        ("2022-502482-17-00", "EU CTIS", "euclinicaltrials.eu/ctis-public/view/2022-502482-17-00"),
        ("2007-001029-84", "EudraCT", "clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2007-001029-84"),
        ("ISRCTN12345678", "ISRCTN", "isrctn.com/ISRCTN12345678"),
        ("DRKS00012345", "German register", "drks.de/search/en/trial/DRKS00012345"),
        ("ACTRN12614000265673", "Australian and New Zealand register", "TrialID=ACTRN12614000265673"),
        ("jRCTs031180001", "Japanese register", "TrialID=JPRN-jRCTs031180001"),
        ("TISCHMS-MSCNP-003", "", ""),
        ("2012-A00242-41", "", ""),
        ("2022-502482-17-00 or so", "", ""),
    ],
)  # fmt: skip
def test_a_number_leads_to_the_register_that_its_form_names(number, register, page):
    """A number of no known form has no link."""
    found, address = by_form(number)
    assert found == register
    assert page in address
    assert bool(page) == address.startswith("https://")


def test_identifiers_are_listed_with_what_they_are():
    """The sponsor's own number first; a link of the record comes before one by form."""
    record = a_record(
        identificationModule__secondaryIdInfos=[
            {"id": "2022-502482-17-00", "type": "CTIS"},
            {"id": "R01", "type": "NIH", "link": "https://reporter.nih.gov/quickSearch/R01"},
            {"id": "X", "type": "OTHER", "domain": "A hospital", "link": "javascript:alert(1)"},
        ]
    )
    own, ctis, grant, other = shown(record)["identifiers"].listings[0].items
    assert plain(own.name) == "INV-001"
    assert ctis.name[0].url.startswith("https://euclinicaltrials.eu/")
    assert grant.name[0].url == "https://reporter.nih.gov/quickSearch/R01"
    assert (other.name[0].url, plain(other.facts[0])) == ("", "A hospital")


def test_publications_lead_to_pubmed_and_to_their_doi():
    """Those with results of the trial first, and what was retracted says so."""
    cited = [
        {"type": "BACKGROUND", "citation": "Old A. A book."},
        {"pmid": "29449193", "type": "RESULT", "citation": "Harris VK. Cells. doi: 10.1016/j.ebiom.2018.02.002."},
        {"pmid": "1", "type": "DERIVED", "citation": "B.", "retractions": [{"pmid": "2"}]},
    ]  # fmt: skip
    section = shown(a_record(referencesModule__references=cited))["references"]
    result, derived, _ = section.listings[0].items
    assert [piece.url for line in result.facts for piece in line] == [
        "",
        "https://pubmed.ncbi.nlm.nih.gov/29449193/",
        "https://doi.org/10.1016/j.ebiom.2018.02.002",
    ]
    assert plain(derived.facts[-1]) == "Retracted"


def test_results_are_told_in_short():
    """Who took part, what the primary outcomes came to, and who was harmed."""
    record = a_record()
    record["resultsSection"] = {
        "participantFlowModule": {
            "groups": [{"id": "F0", "title": "Cells"}],
            "periods": [
                {
                    "milestones": [
                        {"type": "STARTED", "achievements": [{"groupId": "F0", "numSubjects": "13"}]}
                    ]
                }
            ],
        },
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": "PRIMARY",
                    "title": "Speed",
                    "paramType": "MEDIAN",
                    "unitOfMeasure": "m/s",
                    "groups": [{"id": "O0", "title": "Cells"}],
                    "classes": [
                        {"categories": [{"measurements": [{"groupId": "O0", "value": "4", "spread": "1"}]}]}
                    ],
                    "analyses": [{"pValue": "0.03"}],
                },
                {"type": "SECONDARY", "title": "Other"},
            ]
        },
        "adverseEventsModule": {
            "eventGroups": [{"title": "Cells", "seriousNumAffected": 2, "seriousNumAtRisk": 13}]
        },
    }
    section = shown(record)["results"]
    assert items(section) == [
        ("Cells", "13 started"),
        ("Speed", "Median, m/s", "Cells: 4 (± 1)", "p-value 0.03"),
        ("Cells", "2 of 13 with serious adverse events"),
    ]
    assert facts(section)["Further outcomes reported"] == "1"


def test_related_trials_have_their_reasons():
    """And say whether they are watched."""
    assert items(shown(a_record(), [ALIKE])["related"]) == [
        ("NCT90000007 Cells", "Recruiting", "Same condition: MS", "Watched")
    ]


def test_what_is_not_provided_is_left_out():
    """No empty section, no empty line, and no words that only say that there is nothing."""
    record = a_record(
        descriptionModule=None,
        contactsLocationsModule=None,
        referencesModule=None,
        ipdSharingStatementModule=None,
        statusModule__whyStopped="[Not Specified]",
        designModule__phases=["NA"],
        outcomesModule={"primaryOutcomes": []},
    )
    found = shown(record)
    assert not {"contacts", "locations", "references", "sharing", "results", "outcomes", "related"} & set(
        found
    )
    assert not {"Phase", "Reason given for stopping"} & set(facts(found["status"]))
    assert all(fact.value for section in found.values() for fact in section.facts)


def test_a_record_of_any_shape_has_sections():
    """Whatever stands where text, lists and objects are expected."""
    for odd in (None, 7, "text", ["text"], [["x"]], {"x": {}}, [{"type": {}, "name": []}], True):
        for section in ("protocolSection", "resultsSection", "documentSection"):
            sections({section: odd}, [], WHOLE)
        record = a_record()
        for module, parts in record["protocolSection"].items():
            sections({"protocolSection": record["protocolSection"] | {module: odd}}, [], WHOLE)
            for part in parts:
                changed = record["protocolSection"] | {module: parts | {part: odd}}
                sections({"protocolSection": changed, "resultsSection": {part: odd}}, [], WHOLE)


def test_every_address_is_of_the_web():
    """Neither scripts nor addresses with names and passwords become links."""
    hostile = [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a@evil.example",
        "//evil.example",
        "http://[",
        "https://a b",
    ]
    record = a_record(
        referencesModule={
            "seeAlsoLinks": [{"label": "See", "url": url} for url in hostile],
            "availIpds": [{"type": "Data", "url": url} for url in hostile],
        },
        ipdSharingStatementModule={"ipdSharing": "YES", "url": hostile[0]},
    )  # fmt: skip
    assert [piece.url for piece in every_piece(shown(record)) if piece.url.startswith(tuple(hostile))] == []


def test_trials_named_in_a_text_are_links():
    """In the middle of a sentence too."""
    found = shown(a_record(descriptionModule__briefSummary="Extends NCT03822858, as planned."))
    (text,) = found["description"].texts
    assert [(piece.text, piece.nct) for piece in text.paragraphs[0].line] == [
        ("Extends ", ""),
        ("NCT03822858", "NCT03822858"),
        (", as planned.", ""),
    ]


@pytest.mark.parametrize("corpus", [SAMPLE, pytest.param(REAL, marks=pytest.mark.shared)], ids=str)
def test_no_escape_of_markdown_reaches_a_reader(corpus):
    """Of any record; each has a status and a sponsor, and no value is empty."""
    if not corpus.exists:
        pytest.skip(f"no records at {corpus.folder}")
    escape = re.compile(r"\\[<>=~\[\]&*_]")
    for record in corpus.records(slice(None, None, 4)):
        found = shown(record)
        assert {"status", "sponsor"} <= set(found)
        for piece in every_piece(found):
            assert piece.text
            assert not escape.search(piece.text)
