"""Pages of a standing search."""

from __future__ import annotations

import json

import pytest

from monitor.ctgov.api import Answer
from monitor.ctgov.searches import page_query, parse_page
from monitor.errors import BadAnswer


def page(*numbers, **members):
    studies = [{"protocolSection": {"identificationModule": {"nctId": number}}} for number in numbers]
    return Answer(200, {}, json.dumps({"studies": studies, **members}).encode())


def test_the_parameters_stay_with_the_token():
    """A token alone would give rows of another search."""
    first, second = page_query({"query.cond": "x"}, 5000), page_query({"query.cond": "x"}, 5000, "T")
    assert first == {
        "query.cond": "x",
        "fields": "NCTId,NCTIdAlias",
        "countTotal": "true",
        "pageSize": "1000",
    }
    assert second == first | {"pageToken": "T"}


def test_no_more_is_asked_for_than_may_be_watched():
    """One trial beyond the limit is enough to know that it is too many."""
    assert page_query({}, 200)["pageSize"] == "201"


def test_a_page_has_numbers_a_count_and_a_token():
    """Numbers with their former ones."""
    found = parse_page(page("NCT00000001", "NCT00000002", totalCount=7, nextPageToken="T"))
    assert (list(found.numbers), found.total, found.token) == (["NCT00000001", "NCT00000002"], 7, "T")


@pytest.mark.parametrize(
    "answer",
    [
        page("NCT00000001", "NCT00000001"),
        page("nonsense"),
        Answer(200, {}, b'{"studies": [7]}'),
        Answer(200, {}, b"<html>"),
        Answer(404, {}, b""),
    ],
)
def test_a_page_that_is_not_right_is_refused(answer):
    """A trial without a number, or one twice, or no page at all."""
    with pytest.raises(BadAnswer):
        parse_page(answer)


def test_a_refusal_says_the_registrys_own_words():
    """Whoever wrote the query has to read what is wrong with it."""
    with pytest.raises(BadAnswer, match=r"refuses the query \(Unknown area"):
        parse_page(Answer(400, {}, b"Unknown area name: `X`"))


@pytest.mark.parametrize("total", [None, "7", True, 1.5])
def test_a_count_of_the_wrong_type_is_none(total):
    """Only a number counts."""
    assert parse_page(page("NCT00000001", totalCount=total)).total is None


def test_a_query_that_is_too_complicated_says_what_to_do():
    """Unlike a query for related trials, it is the user's own, and is not cut."""
    with pytest.raises(BadAnswer, match=r"Too complicated query.*quotation marks"):
        parse_page(Answer(400, {}, b"Error parsing query in Conditions or disease: Too complicated query"))
