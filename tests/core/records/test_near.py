"""Which sites of a change are near to a place, and how far they are."""

from __future__ import annotations

import copy

import pytest
from records import LOCATIONS, a_record, put, sites

from monitor.core.changes import classify
from monitor.core.records.near import Circle, Point, circle, how_near, kilometers_between, sites_near
from monitor.model import Change, Kind

NEW_YORK = Point(40.7128, -74.0060)
AROUND = circle("41.0,-81.5,10km")  # the first of the tests' sites is here, the next ones 111 m further each


@pytest.mark.parametrize(
    ("first", "second", "kilometers"),
    [
        (NEW_YORK, Point(34.0522, -118.2437), 3935.8),  # Los Angeles
        (NEW_YORK, Point(39.9526, -75.1652), 129.6),  # Philadelphia
        (Point(51.5074, -0.1278), Point(48.8566, 2.3522), 343.6),  # London, Paris
        (Point(0, 0), Point(1, 0), 111.2),  # a degree of a meridian
        (Point(60, 0), Point(60, 1), 55.6),  # half as much at 60 degrees
        (Point(0, 179.5), Point(0, -179.5), 111.2),  # over the date line
        (Point(90, 0), Point(90, 137), 0.0),  # the pole is one place
        (Point(90, 0), Point(-90, 0), 20015.1),  # half the Earth's girth
        (NEW_YORK, NEW_YORK, 0.0),
    ],
)
def test_distances(first, second, kilometers):
    """They are those of the map, the same in both directions."""
    assert kilometers_between(first, second) == pytest.approx(kilometers, abs=0.1)
    assert kilometers_between(second, first) == kilometers_between(first, second)


def test_a_circle_is_read():
    """Latitude, longitude and a radius with its unit."""
    assert circle("40.7128,-74.0060,100mi") == Circle(NEW_YORK, 100.0, "mi")
    assert circle(" -33.9, 151 , 2.5 km ") == Circle(Point(-33.9, 151.0), 2.5, "km")
    assert circle("0,0,100mi").kilometers == pytest.approx(160.9344)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("New York", "is no place; write latitude"),
        ("40.7,-74", "is no place"),
        ("40.7,-74,100", "is no place"),
        ("40.7,-74,100 miles", "is no place"),
        ("nan,0,5km", "is no place"),
        ("40.7,-74,-5km", "is no place"),
        ("-74.006,140.7,0km", "must be more than 0"),
        ("140.7,-74,5km", "is not on Earth"),
        ("40.7,-190,5km", "is not on Earth"),
    ],
)
def test_what_is_no_circle(text, words):
    """The sentence says what to write."""
    with pytest.raises(ValueError, match=words):
        circle(text)


def changes(edit, count=1):
    """Return the changes of locations that an edit of the tests' sites makes."""
    before = sites(count)
    after = copy.deepcopy(before)
    edit(after)
    old, new = (put(a_record(), list_, *LOCATIONS) for list_ in (before, after))
    return [change for change in classify(old, new) if change.kind is Kind.LOCATIONS]


@pytest.mark.parametrize(
    "edit",
    [
        lambda found: found.pop(),
        lambda found: found.append(sites(2)[1]),
        lambda found: found[0].update(status="COMPLETED"),
        lambda found: found[0].update(facility="Hospital No. 0"),
        lambda found: found[0]["contacts"][0].update(phone="1"),
        lambda found: found[0]["geoPoint"].update(lat=10.0),  # it was near
    ],
    ids=["removed", "added", "status", "renamed", "contact", "moved"],
)
def test_each_change_of_a_site_knows_where_it_is(edit):
    """Whatever happened to the site; from elsewhere it is not near."""
    (change,) = changes(edit)
    assert [site.kilometers < 0.2 for site in sites_near(change, AROUND)] == [True]
    assert sites_near(change, circle("10.0,80,10km")) == []


def test_a_site_that_came_near():
    """It counts where it is too."""
    (change,) = changes(lambda found: found[0]["geoPoint"].update(lat=10.0))
    assert sites_near(change, circle("10.0,-81.5,10km"))


def test_the_same_edit_at_many_sites_is_near_where_one_is():
    """The change that counts them names the nearest, and how many more are in the circle."""

    def edit(found):
        for site in found:
            site["facility"] = "Research Site"

    (change,) = changes(edit, 200)
    around = circle("41.0,-81.5,1km")
    near = sites_near(change, around)
    assert len(near) == 9  # 0 to 889 m
    assert how_near(near, around) == (
        "Research Site, Town 0: less than 1 kilometer from 41, -81.5; 8 more sites within 1 kilometer."
    )


@pytest.mark.parametrize(
    "point",
    [
        None,
        {},
        {"lat": 41.0},
        {"lat": "41.0", "lon": -81.5},
        {"lat": True, "lon": -81.5},
        {"lat": 410, "lon": 0},
    ],
)
def test_a_site_without_coordinates_is_not_near(point):
    """Nothing is guessed from its town."""
    site = sites(1)[0] | {"geoPoint": point}
    change = Change(Kind.LOCATIONS, "site_added", "path", None, site)
    assert sites_near(change, circle("41,-81.5,9999km")) == []


def test_other_kinds_are_nowhere():
    """A change that is none of locations has no sites."""
    assert sites_near(Change(Kind.STATUS, "opened", "path", None, sites(1)[0]), AROUND) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("40.0,-81.5,100mi", "about 69 miles"),
        ("40.0,-81.5,200km", "about 111 kilometers"),
        ("40.99,-81.5,9mi", "about 1 mile"),
        ("41.0,-81.5,9mi", "less than 1 mile"),
    ],
)
def test_how_near_in_words(text, words):
    """In the unit of the circle, in whole numbers: the registry knows the town, not the house."""
    change = Change(Kind.LOCATIONS, "site_added", "path", None, sites(1)[0])
    around = circle(text)
    assert how_near(sites_near(change, around), around) == (
        f"Hospital 0, Town 0: {words} from {around.center.latitude:g}, -81.5."
    )
