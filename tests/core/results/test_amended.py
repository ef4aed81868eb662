"""Which values of posted results moved, and from what to what."""

from __future__ import annotations

import copy
import gzip
import json
import re
import tracemalloc

import pytest
from records import a_record
from timing import within

from monitor.core.results.amended import LIMIT, amendment


def a_result():
    """Return a record with results of two groups, as the registry writes them."""
    groups = [{"id": "{}000", "title": "Cells"}, {"id": "{}001", "title": "Placebo"}]

    def numbered(prefix):
        return [{**group, "id": group["id"].format(prefix)} for group in groups]

    def numbers(prefix, key, *values):
        return [{"groupId": f"{prefix}{n:03d}", key: value} for n, value in enumerate(values)]

    record = a_record()
    record["hasResults"] = True
    record["resultsSection"] = {
        "participantFlowModule": {
            "groups": numbered("FG"),
            "periods": [
                {
                    "title": "Overall Study",
                    "milestones": [
                        {"type": "STARTED", "achievements": numbers("FG", "numSubjects", "50", "51")},
                        {"type": "COMPLETED", "achievements": numbers("FG", "numSubjects", "45", "40")},
                    ],
                }
            ],
        },
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": kind,
                    "title": title,
                    "timeFrame": "12 months",
                    "paramType": "MEAN",
                    "dispersionType": "Standard Deviation",
                    "unitOfMeasure": "points",
                    "groups": numbered("OG"),
                    "denoms": [{"units": "Participants", "counts": numbers("OG", "value", "48", "49")}],
                    "classes": [
                        {
                            "title": moment,
                            "categories": [
                                {
                                    "measurements": [
                                        {"groupId": "OG000", "value": "3.1", "spread": "1.0"},
                                        {"groupId": "OG001", "value": "2.9", "spread": "1.1"},
                                    ]
                                }
                            ],
                        }
                        for moment in ("Month 6", "Month 12")
                    ],
                    "analyses": [
                        {"groupIds": ["OG000", "OG001"], "statisticalMethod": "t-test", "pValue": "0.04"}
                    ],
                }
                for kind, title in (("PRIMARY", "Change in score"), ("SECONDARY", "Pain"))
            ]
        },
        "adverseEventsModule": {
            "eventGroups": [
                {
                    **group,
                    "deathsNumAffected": 1,
                    "deathsNumAtRisk": 50,
                    "seriousNumAffected": 4,
                    "seriousNumAtRisk": 50,
                }
                for group in numbered("EG")
            ],
            "seriousEvents": [
                {
                    "term": "Sepsis",
                    "organSystem": "Infections and infestations",
                    "stats": [
                        {"groupId": "EG000", "numAffected": 1, "numAtRisk": 50},
                        {"groupId": "EG001", "numAffected": 0, "numAtRisk": 50},
                    ],
                }
            ],
        },
    }
    return record


def moved(edit):
    """Return what an edit of the results section moved: section, name, part, field, group, from, to."""
    old = a_result()
    new = copy.deepcopy(old)
    edit(new["resultsSection"])
    return [
        (v.place.section, v.place.name, v.place.part, v.place.field, v.group, v.before, v.after)
        for v in amendment(old, new).values
    ]


def primary(section):
    return section["outcomeMeasuresModule"]["outcomeMeasures"][0]


def test_equal_results_have_no_amendment():
    """Nothing is counted where nothing moved."""
    found = amendment(a_result(), a_result())
    assert (found.total, found.modules, found.values) == (0, (), ())


def test_a_value_of_the_primary_outcome_moved():
    """The value is told with its outcome, class and group, from what to what."""

    def edit(section):
        primary(section)["classes"][1]["categories"][0]["measurements"][0]["value"] = "3.7"

    assert moved(edit) == [("primary_outcome", "Change in score", "Month 12", "value", "Cells", "3.1", "3.7")]


@pytest.mark.parametrize(
    ("edit", "field", "before", "after"),
    [
        (lambda s: primary(s).update(unitOfMeasure="percent"), "unit", "points", "percent"),
        (lambda s: primary(s)["analyses"][0].update(pValue="0.4"), "p-value", "0.04", "0.4"),
        (
            lambda s: primary(s)["denoms"][0]["counts"][1].update(value="47"),
            "participants analysed",
            "49",
            "47",
        ),
        (
            lambda s: primary(s)["classes"][0]["categories"][0]["measurements"][1].update(spread="2"),
            "spread",
            "1.1",
            "2",
        ),
        (
            lambda s: s["adverseEventsModule"]["eventGroups"][0].update(deathsNumAffected=2),
            "affected",
            "1 of 50",
            "2 of 50",
        ),
        (
            lambda s: s["adverseEventsModule"]["seriousEvents"][0]["stats"][1].update(numAffected=3),
            "affected",
            "0 of 50",
            "3 of 50",
        ),
        (
            lambda s: s["participantFlowModule"]["periods"][0]["milestones"][1]["achievements"][0].update(
                numSubjects="44"
            ),
            "completed",
            "45",
            "44",
        ),
    ],
)
def test_each_kind_of_value_is_told_from_what_to_what(edit, field, before, after):
    """Unit, p-value, numbers analysed, spread, deaths, serious events and participant flow."""
    ((_, _, _, told_field, _, was, now),) = moved(edit)
    assert (told_field, was, now) == (field, before, after)


def test_a_decimal_point_is_no_punctuation():
    """2.5 and 25 are two values."""
    old = a_result()
    primary(old["resultsSection"])["analyses"][0]["pValue"] = "2.5"
    new = copy.deepcopy(old)
    primary(new["resultsSection"])["analyses"][0]["pValue"] = "25"
    (value,) = amendment(old, new).values
    assert (value.before, value.after) == ("2.5", "25")


def test_a_group_inserted_before_the_others_moves_no_value():
    """Groups that got another id are recognised by their titles."""

    def edit(section):
        module = section["adverseEventsModule"]
        shifted = json.loads(json.dumps(module).replace("EG001", "EG002").replace("EG000", "EG001"))
        shifted["eventGroups"].insert(
            0, {"id": "EG000", "title": "New arm", "deathsNumAffected": 9, "deathsNumAtRisk": 9}
        )
        section["adverseEventsModule"] = shifted

    assert moved(edit) == [("deaths", "All-cause deaths", "", "affected", "New arm", None, "9 of 9")]


def test_a_group_that_is_gone_is_not_taken_for_its_successor():
    """The first group is dropped and the second takes its id: its values have not moved, the first's are gone."""

    def edit(section):
        module = section["participantFlowModule"]
        module["groups"] = [{"id": "FG000", "title": "Placebo"}]
        for milestone in module["periods"][0]["milestones"]:
            milestone["achievements"] = [{**milestone["achievements"][1], "groupId": "FG000"}]

    assert [(row[4], row[5], row[6]) for row in moved(edit)] == [("Cells", "50", None), ("Cells", "45", None)]


def test_a_secondary_outcome_is_named_by_its_module_alone():
    """Values of secondary outcomes are not listed, but the module that differs is."""
    old = a_result()
    new = copy.deepcopy(old)
    new["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][1]["unitOfMeasure"] = "mm"
    found = amendment(old, new)
    assert (found.total, found.modules) == (0, ("outcomeMeasuresModule",))


def test_many_values_are_counted_and_some_listed():
    """Beyond the limit of a section values are only counted."""
    old = a_result()
    event = old["resultsSection"]["adverseEventsModule"]["seriousEvents"][0]
    old["resultsSection"]["adverseEventsModule"]["seriousEvents"] = [
        {**event, "term": f"Event {n}"} for n in range(100)
    ]
    new = json.loads(json.dumps(old).replace('"numAffected": 1', '"numAffected": 2'))
    found = amendment(old, new)
    assert (found.counts, len(found.values)) == ({"serious_event": 100}, LIMIT)


def _every_number_changed(value):
    if isinstance(value, dict):
        return {k: v if k in {"groupId", "id"} else _every_number_changed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_every_number_changed(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 1
    return f"{value}1" if isinstance(value, str) and re.fullmatch(r"[\d.]+", value) else value


def _measured(old, new):
    quick = within(2, lambda: amendment(old, new))
    tracemalloc.start()
    found = amendment(old, new)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, quick, peak


def test_a_large_record_with_every_number_changed_is_bounded():
    """1,000 serious events in twenty groups: two seconds and 150 MB at most."""
    old = a_result()
    stats = [{"groupId": f"EG{n:03d}", "numAffected": 1, "numAtRisk": 50} for n in range(20)]
    module = old["resultsSection"]["adverseEventsModule"]
    module["seriousEvents"] = [
        {"term": f"Event {n}", "organSystem": "Skin", "stats": stats} for n in range(1000)
    ]
    new = _every_number_changed(old)
    found, quick, peak = _measured(old, new)
    assert found.counts["serious_event"] == 20_002
    assert (quick, peak < 150e6) == (True, True)


@pytest.mark.shared
def test_the_largest_real_record_with_every_number_changed_is_bounded(real):
    """A real record of 1.1 MB, all its numbers changed: two seconds and 150 MB at most."""
    with gzip.open(real.folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        old = json.loads(max((line for line in lines if '"resultsSection"' in line), key=len))
    new = {**old, "resultsSection": _every_number_changed(old["resultsSection"])}
    found, quick, peak = _measured(old, new)
    assert found.total > 100
    assert (quick, peak < 150e6) == (True, True)
