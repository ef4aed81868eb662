"""The page as a file: complete in itself, bounded, harmless."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import lives
import pytest
from records import LOCATIONS, a_record, put, sites

from monitor.core.eligibility import Span
from monitor.errors import NothingStored
from monitor.report.model import ChangeView
from monitor.store.opening import open_for_writing
from monitor.store.trials import ensure_trial, rename_trial, update_trial
from monitor.store.versions import add_polled

HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">\u202e\x00&amp;'


class Parts(HTMLParser):
    """Takes a page apart."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.levels, self.attributes = Counter(), Counter(), [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag == "a":
            self.links.append(values["href"])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def test_the_page_needs_nothing_but_itself(short, paged):
    """No script, no style by attribute, no address that is loaded; links stay, or go to the registry and to what the records cite."""
    text = paged(short)
    parts = Parts(text)
    assert not {"script", "iframe", "object", "embed", "form", "img"} & set(parts.tags)
    assert not {
        name for name in parts.attributes if name.startswith("on") or name in {"style", "src", "srcset"}
    }
    assert "url(" not in text
    assert "@import" not in text
    outside = {link for link in parts.links if not link.startswith("#")}
    assert outside == {
        f"https://clinicaltrials.gov/study/{nct}{tab}"
        for nct in lives.WATCHED
        for tab in ("", "?tab=history")
    } | {
        "https://doi.org/10.1016/j.ebiom.2018.02.002",
        "https://pubmed.ncbi.nlm.nih.gov/1/",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2020-000001-01",
    }
    assert {link[1:] for link in parts.links if link.startswith("#")} <= set(parts.ids)


def test_the_page_is_well_ordered(short, paged):
    """Each id once, one h1, and no level of headings left out."""
    parts = Parts(paged(short))
    assert [name for name, number in parts.ids.items() if number > 1] == []
    assert parts.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(parts.levels))


def test_every_trial_has_its_row_and_its_section(short, paged):
    """Also one that was never fetched, and one that has a single version."""
    text = paged(short)
    for nct in lives.WATCHED:
        assert f'<section id="{nct}"' in text
    assert "Not fetched yet" in text
    assert "The first version held." in text
    assert f"related to {lives.SEED}" in text


def test_named_trials_alone_are_shown_and_an_unknown_one_is_an_error(short, paged):
    """A trial that is neither watched nor held cannot be reported on."""
    assert len(re.findall("<section id=.NCT", paged(short, lives.SEED))) == 1
    with pytest.raises(NothingStored, match="NCT00000001"):
        paged(short, "NCT00000001")


def test_versions_stand_newest_first_and_say_where_they_come_from(short, paged):
    """By the day from which the registry said so."""
    text = paged(short, lives.SEED)
    days = re.findall(r'<time datetime="([\d-]+)">', text)
    assert days == sorted(days, reverse=True)
    assert len(days) == 11
    assert text.count("from the registry&#39;s record history") == 11


def test_a_version_that_came_late_stands_where_it_belongs(tmp_path, paged):
    """A version of 2019 that was fetched last is the oldest on the page, and its status begins the timeline."""
    path = lives.fill(tmp_path / "store.db", ())
    with open_for_writing(path) as store, store.transaction():
        trial = ensure_trial(store, lives.ONE)
        late = add_polled(store, trial, b"{}", {}, None, observed_at="2026-09-09T10:00:00Z")
        store.execute(
            "UPDATE versions SET valid_from = '2019-01-01', status = 'SUSPENDED', source = 'history' WHERE id = ?",
            [late.id],
        )
    text = paged(path, lives.ONE)
    assert re.findall(r'<time datetime="([\d-]+)">', text)[-1] == "2019-01-01"
    assert "Status: Suspended from 2019-01-01; Recruiting from" in text


def test_a_criterion_is_struck_out_and_another_underlined(short, paged):
    """As a redline, in the change and in the text as a whole."""
    text = paged(short, lives.SHORT)
    assert "Walks <del>5</del><ins>20</ins> m<ins> without help</ins>" in text
    assert "<ins>Any earlier treatment with cells</ins>" in text
    assert "Eligibility criteria: 2026-08-20 against 2026-09-02" in text


def test_outcomes_and_sites_are_tables_of_before_and_after(short, paged):
    """With headers, and what differs marked on its side."""
    text = paged(short, lives.SHORT)
    assert text.count('<th scope="col">Before</th><th scope="col">After</th>') == 2
    assert "Walking speed · 12 months · (<del>primary</del>)" in text
    assert "Walking speed · 12 months · (<ins>secondary</ins>)" in text
    assert "New &lt;b&gt;Clinic&lt;/b&gt;, Lyon, France, Recruiting" in text


def test_what_the_registry_says_is_text_and_nothing_else(tmp_path, paged):
    """In titles, criteria, sites, outcomes, statuses and dates alike."""
    path = tmp_path / "store.db"
    first = a_record(
        lives.ONE,
        identificationModule__briefTitle=HOSTILE,
        sponsorCollaboratorsModule__leadSponsor={"name": HOSTILE},
    )
    second = a_record(
        lives.ONE,
        identificationModule__briefTitle=HOSTILE,
        statusModule__overallStatus=HOSTILE,
        statusModule__whyStopped=HOSTILE,
        statusModule__completionDateStruct={"date": HOSTILE, "type": HOSTILE},
        statusModule__lastUpdatePostDateStruct={"date": "2026-09-05"},
        designModule__phases=[HOSTILE],
        designModule__studyType=HOSTILE,
        descriptionModule__briefSummary=HOSTILE,
        outcomesModule__primaryOutcomes=[{"measure": HOSTILE, "timeFrame": HOSTILE}],
        eligibilityModule__eligibilityCriteria=f"Inclusion Criteria:\n\n* {HOSTILE}\n* {HOSTILE * 2}",
    )
    put(second, [{"facility": HOSTILE, "city": HOSTILE, "status": HOSTILE}], *LOCATIONS)
    with open_for_writing(path) as store:
        lives.keep(store, lives.ONE, first, "2026-09-02")
        lives.keep(store, lives.ONE, second, "2026-09-06")
        update_trial(store, ensure_trial(store, lives.ONE), last_error=HOSTILE)
    text = paged(path)
    parts = Parts(text)
    assert not {"script", "img"} & set(parts.tags)
    assert not {name for name in parts.attributes if name.startswith("on")}
    assert text.count("&lt;script&gt;") > 10
    assert not {"\u202e", "\x00"} & set(text)


def test_a_change_of_eight_hundred_sites_is_bounded(tmp_path, paged):
    """Some are shown, some folded, and the number of the rest is said with where they are."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store:
        lives.keep(store, lives.ONE, put(a_record(lives.ONE), sites(3), *LOCATIONS), "2026-09-02")
        lives.keep(store, lives.ONE, put(a_record(lives.ONE), sites(803), *LOCATIONS), "2026-09-06")
    text = paged(path, lives.ONE)
    assert "24 more changes of this kind" in text
    assert "770 more changes left out here" in text
    assert f"nctwatch changes --trial {lives.ONE} --kind locations" in text
    assert len(text) < 150_000


def test_criteria_that_one_change_tells_of_are_listed(tmp_path, paged):
    """Fifteen exclusions added at once are one change with all of them in a list."""
    path = tmp_path / "store.db"
    names = [
        f"Disease of the {organ}"
        for organ in [
            "ear",
            "eye",
            "lip",
            "jaw",
            "arm",
            "leg",
            "toe",
            "hip",
            "rib",
            "gut",
            "lung",
            "skin",
            "knee",
            "hand",
            "foot",
        ]
    ]
    text = "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n* Pregnancy"
    with open_for_writing(path) as store:
        for criteria, day in (
            (text, "2026-09-02"),
            (text + "".join(f"\n* {name}" for name in names), "2026-09-06"),
        ):
            lives.keep(
                store, lives.ONE, a_record(lives.ONE, eligibilityModule__eligibilityCriteria=criteria), day
            )
    page = paged(path, lives.ONE)
    assert page.count('<ul class="alike">') == 1
    assert re.findall(r'<li dir="auto">“(.*)”', page) == names[1:]


def test_a_text_without_end_is_cut_and_says_so(tmp_path, paged):
    """A hundred pages of criteria do not make a page of a hundred pages."""
    path = tmp_path / "store.db"
    criteria = "\n".join(f"* Criterion {number} of a text without end" for number in range(3_000))
    with open_for_writing(path) as store:
        lives.keep(store, lives.ONE, a_record(lives.ONE), "2026-09-02")
        changed = a_record(
            lives.ONE,
            descriptionModule__detailedDescription=criteria,
            eligibilityModule__eligibilityCriteria=criteria,
        )
        lives.keep(store, lives.ONE, changed, "2026-09-06")
    text = paged(path, lives.ONE)
    assert "more characters in the record" in text
    assert len(text) < 150_000


def test_the_overview_counts_the_last_thirty_days_by_severity(short, paged):
    """The gravest first; older changes do not count, and noise takes no room."""
    rows = paged(short).split('<tr role="row">')
    row = next(row for row in rows if f'href="#{lives.SHORT}"' in row)
    assert re.findall(r'<span class="chip (\w+)">(\d+) \w+', row) == [
        ("high", "4"),
        ("medium", "5"),
    ]
    seed = next(row for row in rows if f'href="#{lives.SEED}"' in row)
    assert "2025-08-17" in seed
    assert "chip" not in seed


def test_a_trial_that_became_one_with_another_is_shown_once(tmp_path, paged):
    """Under the number that it has now; what stayed behind under the old one has no section."""
    path = lives.fill(tmp_path / "store.db", (lives.two_versions,))
    with open_for_writing(path) as store, store.transaction():
        rename_trial(store, ensure_trial(store, lives.SHORT), lives.ONE)
    text = paged(path)
    assert "(former)" not in text
    assert text.count(f'<section id="{lives.ONE}"') == 1
    assert f'<section id="{lives.SHORT}"' not in text
    assert paged(path, lives.SHORT).count('<section id="NCT') == 1


def test_trials_named_in_a_sentence_are_links(tmp_path, paged):
    """To their section, or to the registry where they have none."""
    path = tmp_path / "store.db"
    stopped = {
        "statusModule__overallStatus": "TERMINATED",
        "statusModule__whyStopped": f"Merged with {lives.ONE} and NCT00000001.",
        "statusModule__lastUpdatePostDateStruct": {"date": "2026-09-05"},
    }
    with open_for_writing(path) as store:
        lives.keep(store, lives.ONE, a_record(lives.ONE), "2026-09-02")
        lives.keep(store, lives.SHORT, a_record(lives.SHORT), "2026-09-02")
        lives.keep(store, lives.SHORT, a_record(lives.SHORT, **stopped), "2026-09-06")
    text = paged(path)
    assert f'Merged with <a href="#{lives.ONE}">{lives.ONE}</a> and' in text
    assert 'and <a href="https://clinicaltrials.gov/study/NCT00000001">NCT00000001</a>.' in text


def test_each_part_of_the_record_says_when_it_last_changed(short, paged):
    """And leads to the change; one that never did says since when it is known."""
    text = paged(short, lives.SHORT)
    part = r'<div class="part" id="NCT90000002-(\w+)">.*?<p class="dated">(.*?)</p>'
    dated = re.findall(part, text, re.DOTALL)
    days = {name: re.sub("<[^>]+>", "", words) for name, words in dated}
    for name in ("status", "eligibility", "outcomes", "locations"):
        assert days[name].startswith("Last changed 2026-09-02")
    assert days["sponsor"] == "Not changed since 2026-08-20, the first version held"
    assert f'<a href="#{lives.SHORT}-v2">2026-09-02' in text


def test_numbers_of_versions_that_came_late_are_explained(tmp_path, paged):
    """Where they do not follow the days."""
    path = lives.fill(tmp_path / "store.db", ())
    sentence = "The numbers count the versions as they came here"
    assert sentence not in paged(path, lives.ONE)
    with open_for_writing(path) as store, store.transaction():
        late = add_polled(
            store, ensure_trial(store, lives.ONE), b"{}", {}, None, observed_at="2026-09-09T10:00:00Z"
        )
        store.execute(
            "UPDATE versions SET valid_from = '2019-01-01', registry_version = 0, source = 'history' WHERE id = ?",
            [late.id],
        )
    text = paged(path, lives.ONE)
    assert sentence in text
    assert "number 1 in the registry&#39;s record history" in text


def test_a_damaged_version_keeps_nobody_from_the_others(tmp_path, paged):
    """Its trial is listed with its status and says what is wrong; the page has all the others."""
    path = lives.fill(tmp_path / "store.db", (lives.two_versions,))
    with open_for_writing(path) as store, store.transaction():
        store.execute(
            "UPDATE versions SET blob = x'00' WHERE trial_id = (SELECT id FROM trials WHERE nct = ?)",
            [lives.ONE],
        )
    text = paged(path)
    assert "version 1: the stored bytes cannot be decompressed" in unescape(text).lower()
    assert f'<section id="{lives.SHORT}"' in text
    assert "Walking speed" in text
    assert "Recruiting" in text[text.index(f'<section id="{lives.ONE}"') :]


def test_the_two_sides_are_shown_only_where_they_add_something():
    """Not below a sentence that has them already."""
    was, now = (Span("delete", "closed"),), (Span("insert", "open"),)
    said = ChangeView(1, "low", "", "", "It is now open (before: closed).", was=was, now=now)
    assert not said.sides_add
    assert ChangeView(1, "low", "", "", "Site added.", now=now).sides_add


def test_why_a_trial_is_watched_is_said(paged, short):
    """With all reasons; not where it is by its number alone."""
    assert f'<dt>Why here</dt><dd dir="auto">related to {lives.SEED}</dd>' in paged(short, lives.SHORT)
    assert "Why here" not in paged(short, lives.SEED)
