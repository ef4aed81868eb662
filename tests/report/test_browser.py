"""The pages in a real browser: nothing asked of anybody, nothing out of its place, all of it readable."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, datetime

import lives
import pytest
from asking import in_json
from axe_playwright_python.sync_playwright import Axe
from corpus import REAL, SAMPLE
from werkzeug.serving import WSGIRequestHandler, make_server

from monitor.clock import now, stamp
from monitor.config.load import load
from monitor.core.records import accessors as look
from monitor.report import pages
from monitor.report.queries import Source
from monitor.simulator import seed_records
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import ALIVE_AT, LAST_POLL_AT, LAST_SUCCESS_AT, RELEASE, set_state
from monitor.web.app import App

NOW = datetime(2026, 9, 10, 12, tzinfo=UTC)
WIDTHS = (360, 720, 1400)
OVERLAPS = """
() => {
  // words of one drawing that lie on one another, by what the browser really drew
  const found = [];
  for (const drawing of document.querySelectorAll("svg.timeline")) {
    const words = [...drawing.querySelectorAll("text")]
      .map((text) => [text.textContent.trim(), text.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    words.forEach(([one, a], place) => words.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 4) found.push(`${one} / ${other}`);
    }));
  }
  return found;
}
"""
OUTSIDE = """
() => [...document.querySelectorAll("svg.timeline text")]
  .map((text) => [text.textContent.trim(), text.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth))
  .map(([words]) => words)
"""


@pytest.fixture(scope="module")
def file(long, paged, tmp_path_factory):
    """The page of all lives, as a file."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(paged(long), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def smaller(short, paged, tmp_path_factory):
    """A page of shorter lives, for checks that look at every element."""
    path = tmp_path_factory.mktemp("smaller") / "report.html"
    path.write_text(paged(short), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def looked(browser):
    """Return a function that opens a page; it keeps what the page complained of and asked for.

    All are opened in one tab, one after the other: a tab of its own costs each half a second, and goes on using
    the processor.
    """
    tab = browser.new_page()
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("request", lambda request: tab.asked.append(request.url))

    def open_page(url, scheme="light", width=1400, motion="no-preference"):
        tab.complaints, tab.asked = [], []
        tab.emulate_media(media="screen", color_scheme=scheme, reduced_motion=motion)
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(url)
        return tab

    yield open_page
    tab.close()


FEWER = """
() => document.querySelectorAll(".items, tbody, .changes, .earlier")
  .forEach((list) => [...list.children].slice(6).forEach((alike) => alike.remove()))
"""
"""Leaves six of very many items that are alike: axe takes seconds for hundreds."""
FOLDS = """
(open) => (window.foldsAtFirst ??= [...document.querySelectorAll("details:not([open])")])
  .forEach((fold) => { fold.open = open })
"""


def violations(page, **options):
    """Return what axe finds wrong in a page; it lists what is right by one element each, which halves its time."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options})
    assert found.response["passes"] or found.violations_count, "axe looked at nothing"
    return found


def folds(page, *, opened):
    """Open the folds of a page that are closed when it is loaded, or close them again."""
    page.evaluate(FOLDS, opened)


def test_the_page_fits_and_asks_nobody(looked, file):
    """No complaint, no request but for itself, no sideways scrolling, no words on others or cut off."""
    for scheme in ("light", "dark"):
        page = looked(file, scheme, WIDTHS[0])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            folds(page, opened=False)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            folds(page, opened=True)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.evaluate(OVERLAPS) == []
            assert page.evaluate(OUTSIDE) == []
            assert page.locator("svg.timeline").count() == 4
            assert page.locator("del").count() > 20
        assert page.complaints == []
        assert [url for url in page.asked if not url.startswith("data:")] == [file]


@pytest.fixture(scope="module")
def served(short, tmp_path_factory):
    """The pages that the service serves of one trial, of two changes and of none, as files."""
    folder = tmp_path_factory.mktemp("served")
    place = pages.Links(made="2026-09-10", up="../", one_file=False)
    with open_for_reading(short) as reader:
        source = Source(reader, lives.WATCHED, NOW.date())
        row = source.row(lives.SHORT)
        changes = {
            change["kind"]: change["id"] for change in in_json(list_changes, reader, trial=lives.SHORT)
        }
        made = {
            "trial": pages.trial(place, source.trial(row)),
            "criterion": pages.change(place, source.single(changes["eligibility"])),
            "site": pages.change(place, source.single(changes["locations"])),
            "refusal": pages.refusal(place, "There is no such page.", 404),
        }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return [(folder / f"{name}.html").as_uri() for name in made]


def test_the_pages_are_accessible(looked, smaller, served):
    """Axe finds nothing: contrast, headings, landmarks, tables, names of drawings; with all folds open."""
    trial, criterion, site, missing = served
    for scheme, width, urls in (("light", 360, [smaller, criterion, missing]), ("dark", 1000, [trial, site])):
        for url in urls:
            page = looked(url, scheme, width)
            folds(page, opened=True)
            page.evaluate(FEWER)
            found = violations(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.complaints == []
            assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.fixture(scope="module")
def site(long, tmp_path_factory):
    """The address of served pages: the six trials of the default watch list, 300 real ones if there are, one of 800 sites."""
    folder = tmp_path_factory.mktemp("site")
    path = folder / "store.db"
    shutil.copy(long, path)
    corpus = (REAL if REAL.exists else SAMPLE).records(slice(300))
    with open_for_writing(path) as store, store.transaction():
        for record in [*seed_records()[1:], *corpus]:
            lives.keep(store, look.nct_of(record), record, "2026-09-01")
        for key in (ALIVE_AT, LAST_POLL_AT, LAST_SUCCESS_AT):
            set_state(store, key, stamp(now()))
        set_state(store, RELEASE, "2026-09-09T09:00:05")
    config = folder / "nctwatch.toml"
    config.write_text(f'[store]\npath = "{path}"\n[[watch]]\ntrial = "{lives.SEED}"\n')
    server = make_server("127.0.0.1", 0, App(load(config)), request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Quiet(WSGIRequestHandler):
    """Answers without a log."""

    def log_request(self, *_):
        """Say nothing."""


LIVE = (
    "/",
    "/?q=sclerosis&sort=gravity",
    "/changes",
    f"/trial/{lives.SEED}?against=1",
    f"/trial/{lives.LONG}",
    "/change/1",
)


def test_served_pages_fit_and_ask_nobody_else(looked, site):
    """On a telephone and on a desk, with all folds open: no complaint, no sideways scrolling, no request elsewhere."""
    for place, path in enumerate(LIVE):
        page = looked(f"{site}{path}", ("light", "dark")[place % 2], WIDTHS[0])
        for width in (WIDTHS[0], WIDTHS[-1]):
            page.set_viewport_size({"width": width, "height": 900})
            folds(page, opened=False)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (path, width)
            folds(page, opened=True)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (path, width)
        assert page.complaints == []
        assert [url for url in page.asked if not url.startswith(("data:", site))] == []


def test_the_first_screen_of_a_long_list_is_useful(looked, site):
    """Ten trials of fifty on a desk, three on a telephone, each with what changed last; a page is a few screens tall."""
    for width, rows, height in ((1400, 11, 4_000), (360, 3, 9_000)):
        page = looked(f"{site}/", width=width)
        tops = page.evaluate(
            "[...document.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().bottom)"
        )
        assert len(tops) <= 50
        assert sum(bottom <= 900 for bottom in tops) >= rows, width
        assert page.evaluate("document.documentElement.scrollHeight") < height


def test_a_list_is_narrowed_by_its_form_without_a_script(looked, site):
    """By the keyboard alone."""
    page = looked(f"{site}/")
    page.get_by_label("Words").fill(lives.SEED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator("tbody tr").count() == 1
    assert page.complaints == []


@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        ("/", "light", 360),
        ("/changes", "dark", 1400),
        (f"/trial/{lives.SEED}?against=1", "dark", 360),
        (f"/trial/{lives.LONG}", "light", 1400),
    ],
)
def test_served_pages_are_accessible(looked, site, path, scheme, width):
    """Axe finds nothing: labels of fields, contrast, headings, landmarks; with the folds of short lists open."""
    page = looked(f"{site}{path}", scheme, width)
    page.evaluate(
        "[...document.querySelectorAll('details')].forEach((fold) => { fold.open = fold.querySelectorAll('li').length < 100 })"
    )
    page.evaluate(FEWER)
    found = violations(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_faint_words(browser, served):
    """The check above is none if it finds nothing in a page that is wrong."""
    page = browser.new_page(bypass_csp=True)
    page.goto(served[-1])
    page.add_style_tag(content=":root { --soft: #c8c8c8 }")
    found = violations(page, runOnly=["color-contrast"])
    assert [violation["id"] for violation in found.response["violations"]] == ["color-contrast"]
    page.close()


def test_the_page_is_usable_without_a_mouse_and_without_motion(looked, smaller):
    """The first stop of the keyboard leads to the content; who asks for no motion gets none."""
    page = looked(smaller, motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert looked(smaller).evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


def test_the_page_prints_in_black_on_white(looked, smaller):
    """Also for a reader who likes the dark; colours of the timeline stay, and no page is cut at the side."""
    page = looked(smaller, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('rect.open')).printColorAdjust") == "exact"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_what_is_folded_is_printed(looked, smaller):
    """A sheet of paper cannot be unfolded; on the screen folds stay closed."""
    page = looked(smaller)
    shown = "() => [...document.querySelectorAll('details:not([open]) > :not(summary)')].map(each => each.checkVisibility())"
    assert set(page.evaluate(shown)) == {False}
    page.emulate_media(media="print")
    assert set(page.evaluate(shown)) == {True}
