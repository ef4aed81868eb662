"""Three hundred real trials of a drug class: lists, groups, places and exports, as an analyst has them."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace

import pytest
from polling import World

from monitor.config.load import load
from monitor.core.sections.overview import overview
from monitor.export import csv_format, xlsx
from monitor.export.cells import text_of
from monitor.export.columns import DATA_SETS
from monitor.questions.changes import CHANGES
from monitor.questions.model import Context
from monitor.questions.trials import TRIALS
from monitor.simulator import Registry, SimulatedRegistry, edit
from monitor.store import export
from monitor.store.export import Selection
from monitor.store.opening import open_for_reading
from monitor.store.versions import version_history
from monitor.watched import groups_by_trial, numbers_of

pytestmark = pytest.mark.shared
MANY = 300
_HEADING = """
NCT Number,Study Title,Study URL,Acronym,Study Status,Brief Summary,Study Results,Conditions,Interventions,
Primary Outcome Measures,Secondary Outcome Measures,Other Outcome Measures,Sponsor,Collaborators,Sex,Age,Phases,
Enrollment,Funder Type,Study Type,Study Design,Other IDs,Start Date,Primary Completion Date,Completion Date,
First Posted,Results First Posted,Last Update Posted,Locations,Study Documents
"""
HEADING = _HEADING.replace("\n", "").split(",")
"""Of the registry's own download as CSV."""
SITES = "protocolSection.contactsLocationsModule.locations"
# city, latitude, longitude; as the crow flies, from New York and from London
PHILADELPHIA, BOSTON = ("Philadelphia", 39.95233, -75.16379), ("Boston", 42.35843, -71.05977)  # 80, 190 miles
OXFORD = ("Oxford", 51.75222, -1.25596)  # 82 km from London


def site(city, latitude, longitude):
    point = {"lat": latitude, "lon": longitude}
    return {"facility": f"{city} Hospital", "city": city, "status": "RECRUITING", "geoPoint": point}


def download(records):
    """Return the registry's CSV of some records, with a byte order mark, as its button gives it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADING, restval="", lineterminator="\n")
    writer.writeheader()
    for record in records:
        protocol = record["protocolSection"]
        sites = protocol.get("contactsLocationsModule", {}).get("locations", [])
        identifiers = [each["id"] for each in protocol["identificationModule"].get("secondaryIdInfos", [])]
        writer.writerow(
            {
                "NCT Number": number_of(record),
                "Study Title": protocol["identificationModule"]["briefTitle"],
                "Brief Summary": protocol["descriptionModule"]["briefSummary"],
                "Other IDs": "|".join(identifiers),
                "Locations": "|".join(f"{each.get('facility')}, {each.get('city')}" for each in sites),
            }
        )
    return text.getvalue().encode("utf-8-sig")


def replaced_by(record):
    """Return the edit that serves a record in place of the one of its number."""
    return lambda registry: registry.put(record)


def number_of(record):
    return record["protocolSection"]["identificationModule"]["nctId"]


@pytest.fixture(scope="module")
def analyst(real, tmp_path_factory):
    """Two rounds over what a download, a list with a fault, and a trial by its number watch; real changes between them."""
    folder = tmp_path_factory.mktemp("analyst")
    old, new = {}, {}
    for before, after in real.pairs():
        old.setdefault(number_of(before), before)
        new.setdefault(number_of(before), after)
    for record in real.records():
        if len(old) < MANY:
            old.setdefault(number_of(record), record)
    numbers = list(old)
    (folder / "ctg-studies.csv").write_bytes(download(list(old.values())[:200]))
    (folder / "list.txt").write_text("# the others\n" + "\n".join(numbers[199:299]) + "\nNCT1234567\n")
    with SimulatedRegistry(Registry(old.values())) as server:
        world = World(server, folder)
        path = folder / "analyst.toml"
        channels = {
            "york": 'near = "40.7128,-74.0060,100mi"\nkinds = ["locations"]',
            "london": 'near = "51.5074,-0.1278,100km"\nkinds = ["locations"]',
            "mine": 'groups = ["mine"]\nkinds = "all"',
        }
        path.write_text(
            f'[registry]\nurl = "{server.url}"\nrequests_per_second = 1000\ntimeout = "30s"\n[store]\n'
            f'path = "{folder}/store.db"\nsearch = false\n'
            f'[[watch]]\ngroup = "class"\nfile = "{folder}/ctg-studies.csv"\n'
            f'[[watch]]\ngroup = "others"\nfile = "{folder}/list.txt"\n'
            f'[[watch]]\ngroup = "mine"\ntrial = "{numbers[0]}"\ntrials = ["{numbers[299]}"]\n'
            + "".join(
                f'[[channel]]\nname = "{name}"\nurl = "json://127.0.0.1:9"\n{rules}\n'
                for name, rules in channels.items()
            )
        )
        world.config = load(path)
        first = world.poll()
        near = {numbers[250]: [PHILADELPHIA, BOSTON], numbers[251]: [OXFORD]}
        world.publish(
            *(replaced_by(record) for record in new.values()),
            *(
                edit(number, {SITES: [site(*place) for place in places]}, post="2026-09-02")
                for number, places in near.items()
            ),
        )
        (folder / "ctg-studies.csv").write_bytes(download(list(old.values())[:190]))
        second = world.poll()
        with open_for_reading(world.config.store.path) as reader:
            yield SimpleNamespace(
                world=world,
                first=first,
                second=second,
                numbers=numbers,
                old=old,
                new=new,
                reader=reader,
                near=list(near),
            )


def test_all_that_the_files_name_is_watched(analyst):
    """By the download's own columns, whatever stands in them; the faulty line is named in each round, the others count."""
    fault = 'line 102: "NCT1234567" is no NCT number; it is NCT and eight digits'
    assert analyst.first.counts["baseline"] == MANY
    assert analyst.first.problems == [f"{analyst.world.folder}/list.txt: {fault}"] == analyst.second.problems
    assert analyst.second.counts["changed"] >= len(analyst.new)
    with_reasons = {row["trial"]: row["why"] for row in asked(analyst, TRIALS)["trials"]}
    assert with_reasons[analyst.numbers[0]] == f"watched; listed in {analyst.world.folder}/ctg-studies.csv"
    dropped = analyst.numbers[190:199]
    assert {with_reasons.pop(number) for number in dropped} == {"no longer watched"}
    assert "no longer watched" not in with_reasons.values()
    assert len(with_reasons) == MANY - len(dropped)


def asked(analyst, question, **arguments):
    context = Context(analyst.reader, lambda: analyst.world.config, analyst.world.now)
    return question.ask(context, arguments)


def test_a_group_is_what_its_entries_watch(analyst):
    """In the list of trials, the change log and exports alike."""
    mine = {analyst.numbers[0], analyst.numbers[299]}
    assert {row["trial"] for row in asked(analyst, TRIALS, group="mine")["trials"]} == mine
    changes = asked(analyst, CHANGES, group="class", limit=0)
    numbers = numbers_of(analyst.world.config, analyst.reader, "class")
    assert {row["trial"] for row in changes} <= numbers == set(analyst.numbers[:190])
    assert [row["id"] for row in exported(analyst, "changes", group=numbers)] == [
        row["id"] for row in changes[::-1]
    ]
    told = {row["subject"][:11] for row in analyst.world.deliveries() if row["channel"] == "mine"}
    assert told == {analyst.numbers[0]}


def exported(analyst, what, **selection):
    wanted = Selection(**selection)
    if what == "changes":
        return list(export.changes(analyst.reader, wanted))
    return list(export.trials(analyst.reader, wanted, groups_by_trial(analyst.world.config, analyst.reader)))


def test_sites_nearby_are_told_with_their_distance(analyst):
    """Those within the radius alone; the distances were reckoned by hand."""
    york, london = (
        next(
            row["body"]
            for row in analyst.world.deliveries()
            if row["channel"] == channel and row["subject"].startswith(number)
        )
        for channel, number in zip(("york", "london"), analyst.near, strict=True)
    )
    assert "(Philadelphia Hospital, Philadelphia: about 80 miles from 40.7128, -74.006.)" in york
    assert "Boston Hospital, Boston: about" not in york
    assert "(Oxford Hospital, Oxford: about 82 kilometers from 51.5074, -0.1278.)" in london


def test_a_line_a_trial_as_it_is_and_as_it_was(analyst):
    """As the newest record has it; on the day before it changed, as the one before had it; before the first, nothing."""
    rows = {row["trial"]: row for row in exported(analyst, "trials")}
    assert len(rows) == MANY
    for number, record in analyst.new.items():
        newest, first = version_history(analyst.reader, number)
        then = {
            row["trial"]: row for row in exported(analyst, "trials", trials=[number], at=first["valid_from"])
        }
        if newest["valid_from"] > first["valid_from"]:
            assert then[number].items() >= overview(analyst.old[number]).items()
        assert rows[number].items() >= overview(record).items()
        assert exported(analyst, "trials", trials=[number], at="1999-01-01") == []


@pytest.mark.parametrize("what", ["changes", "trials"])
def test_workbook_and_csv_have_what_is_exported(analyst, what):
    """Each row and cell, read back by other readers; nothing is live, and nothing longer than a cell."""
    from openpyxl import load_workbook

    rows, columns = exported(analyst, what), DATA_SETS[what][0]
    book, text = io.BytesIO(), io.BytesIO()
    xlsx.write(rows, what, columns, book)
    csv_format.write_for_excel(rows, columns, text)
    sheet = load_workbook(book)[what]
    heading, *cells = sheet.iter_rows(values_only=True)
    lines = list(csv.DictReader(io.StringIO(text.getvalue().decode("utf-8-sig"), newline="")))
    assert (sheet.freeze_panes, sheet.auto_filter.ref.partition(":")[2]) == (
        "B2",
        f"{sheet.dimensions.partition(':')[2]}",
    )
    assert len(rows) == len(cells) == len(lines) >= MANY
    for row, cell, line in zip(rows, cells, lines, strict=True):
        for column, value in zip(columns, cell, strict=True):
            written = text_of(row[column.name], column.kind)
            assert line[column.name].removeprefix("'") == written
            assert (
                column.kind in {"day", "time"}
                or ("" if value is None else str(value)).removeprefix("'") == written
            )
    assert list(heading) == [column.name for column in columns]
