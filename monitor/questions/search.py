"""The question ``search``: full text over the stored records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.search_query import expression
from monitor.errors import UsageError
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import BOOLEAN, DAY, NCT, STATUS, TEXT, VERSION, array, described, objects
from monitor.questions.values import FLAG, whole
from monitor.questions.values import TEXT as WORDS
from monitor.store.full_text import find

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.questions.model import Context


def answer(context: Context, *, q: str, history: bool = False, limit: int = 20) -> Json:
    """Return the trials whose records contain all words, best match first.

    Raises:
        UsageError: there is no word in the query.
        NothingStored: there is no index.

    """
    try:
        query = expression(q)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return find(context.reader, query, history=history, limit=limit)


SEARCH = Question(
    name="search",
    path="/search",
    help='Find the stored trials whose records contain all words, best match first. The words may contain "a phrase", '
    "begin*, OR, NOT and field:word; the fields are title, conditions, interventions, eligibility, outcomes, sponsor, "
    "places, results and other.",
    parameters=(
        Parameter("q", WORDS, "What to search for.", required=True, positional=True, metavar="WORDS..."),
        Parameter("history", FLAG, "Search past versions too.", default=False),
        Parameter("limit", whole(1), "Show at most N trials.", 20, metavar="N"),
    ),
    answer=answer,
    result=array(
        objects(
            trial=NCT,
            version=VERSION,
            valid_from=DAY,
            status=STATUS,
            title=TEXT,
            current=described(BOOLEAN, "Whether it was found in the newest version."),
            field=described(TEXT, "Where in the record it was found, such as eligibility."),
            snippet=described(TEXT, "The words around what was found, which stands between ⟦ and ⟧."),
        )
    ),
)
