"""Look for texts and records that take long, with a seed, for a bounded time, and print the slowest.

    python bench/fuzz.py [--seed 1] [--seconds 120] [--bytes 200000]

A record gets a text of many letters, or a list of many like items, before and after an edit. First comes each list with
thousands of short names that all changed, then whatever chance makes. Each stage of what is done with it is timed apart, in a process that is ended after the bound of a whole record. Exits with 1 where one text took over two seconds of the processor, or a record over ten.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from monitor.alerts.render import message
from monitor.core import search_text
from monitor.core.changes import classify
from monitor.core.presentation.redline import redline
from monitor.core.presentation.sanitize import plain
from monitor.core.presentation.sentences import summary
from monitor.core.records.text_equivalence import reading
from monitor.core.similarity.score import Corpus, relate
from monitor.core.similarity.traits import traits
from monitor.ctgov.markup import markdown
from monitor.errors import NctwatchError
from monitor.model import TrialUpdate
from monitor.report import change_view
from monitor.simulator import seed_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from monitor.model import Change

    Case = tuple[str, bool, list[tuple[str, Callable[[], object]]]]
    """What it is, whether it is one text, and its stages."""

TEXT_SECONDS, RECORD_SECONDS = 2.0, 10.0
P = "protocolSection"
TEXTS = (
    (P, "eligibilityModule", "eligibilityCriteria"),
    (P, "eligibilityModule", "studyPopulation"),
    (P, "descriptionModule", "briefSummary"),
    (P, "descriptionModule", "detailedDescription"),
    (P, "identificationModule", "officialTitle"),
    (P, "statusModule", "whyStopped"),
    (P, "designModule", "designInfo", "interventionModelDescription"),
    (P, "ipdSharingStatementModule", "description"),
    ("resultsSection", "moreInfoModule", "limitationsAndCaveats", "description"),
    ("resultsSection", "participantFlowModule", "recruitmentDetails"),
)
LISTS: tuple[tuple[tuple[str, ...], Any], ...] = (
    (
        (P, "outcomesModule", "secondaryOutcomes"),
        {"measure": "{text}", "timeFrame": "{n} weeks", "description": "{n} {text}"},
    ),
    ((P, "outcomesModule", "otherOutcomes"), {"measure": "Pain {n}", "description": "{text}"}),
    ((P, "outcomesModule", "primaryOutcomes"), {"measure": "{text}", "timeFrame": "1 week"}),
    ((P, "conditionsModule", "keywords"), "{text}"),
    ((P, "conditionsModule", "conditions"), "{text}"),
    ((P, "sponsorCollaboratorsModule", "collaborators"), {"name": "{text}", "class": "OTHER"}),
    (
        (P, "armsInterventionsModule", "armGroups"),
        {"label": "{text}", "type": "EXPERIMENTAL", "description": "{n}"},
    ),
    (
        (P, "armsInterventionsModule", "interventions"),
        {"name": "{text}", "type": "DRUG", "description": "{n}", "otherNames": ["{text}"]},
    ),
    (
        (P, "contactsLocationsModule", "locations"),
        {"facility": "{text}", "city": "{n}", "country": "France", "status": "RECRUITING"},
    ),
    (
        (P, "contactsLocationsModule", "centralContacts"),
        {"name": "{text}", "role": "CONTACT", "phone": "{n}", "email": "{n}@example.org"},
    ),
    ((P, "contactsLocationsModule", "overallOfficials"), {"name": "{text}", "affiliation": "{n}"}),
    ((P, "referencesModule", "references"), {"pmid": "{n}", "type": "RESULT", "citation": "{text}"}),
    ((P, "referencesModule", "seeAlsoLinks"), {"label": "{text}", "url": "{n}"}),
    ((P, "referencesModule", "availIpds"), {"id": "{text}", "type": "Protocol", "url": "{n}"}),
    ((P, "identificationModule", "nctIdAliases"), "NCT{n} {text}"),
    ((P, "designModule", "phases"), "{text}"),
    ((P, "ipdSharingStatementModule", "infoTypes"), "{text}"),
    ((P, "identificationModule", "secondaryIdInfos"), {"id": "{text}", "type": "OTHER"}),
    (("documentSection", "largeDocumentModule", "largeDocs"), {"label": "{text}", "filename": "{n}"}),
    (
        ("resultsSection", "adverseEventsModule", "seriousEvents"),
        {
            "term": "{text}",
            "organSystem": "x",
            "stats": [{"groupId": "EG000", "numAffected": 1, "numAtRisk": 9}],
        },
    ),
    (
        ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures"),
        {
            "type": "PRIMARY",
            "title": "{text}",
            "timeFrame": "{n}",
            "classes": [{"categories": [{"measurements": [{"groupId": "OG000", "value": "1"}]}]}],
        },
    ),
    (
        ("resultsSection", "baselineCharacteristicsModule", "measures"),
        {"title": "{text}", "paramType": "{n}"},
    ),
    (
        ("annotationSection", "annotationModule", "unpostedAnnotation", "unpostedEvents"),
        {"type": "RELEASE", "date": "{n} {text}"},
    ),
    (
        ("annotationSection", "annotationModule", "violationAnnotation", "violationEvents"),
        {"type": "VIOLATION_IDENTIFIED", "description": "{text}", "issuedDate": "{n}"},
    ),
    (
        ("derivedSection", "miscInfoModule", "submissionTracking", "submissionInfos"),
        {"releaseDate": "{n} {text}"},
    ),
    ((P, "unknownModule", "things"), {"name": "{text}", "value": "{n}"}),
)
PIECES = (
    *[
        "a",
        "1",
        ".",
        ",",
        ";",
        ":",
        "-",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "&",
        "#",
        "*",
        "_",
        "`",
        "~",
        "|",
        "\\",
        "/",
        '"',
        "'",
        "@",
        "%",
        "\n",
        "\t",
    ],
    " ",
    "<5h",
    "<p ",
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "<sup>",
    "&#x2F;",
    "&amp",
    "1. ",
    "* ",
    "\n\n",
    "2.5 mg ",
    "1,000",
    "NCT0",
    "http://",
    "](",
    "<!--",
    "word ",
    "é",
    "\u200b",
    "10-",
    "May 2024 ",
    "(a) ",
    "- [ ] ",
    "a@b.",
    "≥ ",
    "Inclusion Criteria:\n\n",
    "EXCLUSION CRITERIA\n",
    "18 years or older ",
    "no more than 3 ",
    "unless ",
    "and/or ",
    "HbA1c < 7% ",
    "NSCLC ",
    "word-word/",
)


def text(chance: random.Random, length: int) -> str:
    """Return a text of so many letters: a few pieces over and over, at times broken by another."""
    pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.2:  # words that are all different
        return " ".join(f"{pieces[0]}{number}" for number in range(length // 7))[:length]
    unit = "".join(pieces)
    made = unit * (length // len(unit) + 1)
    return made[: length - 1] + chance.choice(PIECES)


def edited(chance: random.Random, old: str) -> str:
    """Return a text with an edit of one of some kinds."""
    middle = len(old) // 2
    return chance.choice(
        (
            old + " x",
            "x " + old,
            old[:middle] + " other " + old[middle:],
            old[middle:] + old[:middle],
            old.replace("a", "b").replace(" ", "  ", 50),
            old[:middle],
            old[::-1],
            "",
        )
    )


def put(record: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    """Set what stands at a path."""
    for key in path[:-1]:
        record = record.setdefault(key, {})
    record[path[-1]] = value


def filled(shape: object, words: str, number: int) -> Any:  # noqa: ANN401
    """Return an item of a list in its shape."""
    if isinstance(shape, dict):
        return {key: filled(value, words, number) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, words, number) for value in shape]
    return shape.format(text=words, n=number) if isinstance(shape, str) else shape


def short(shape: object, size: int) -> tuple[list[Any], list[Any]]:
    """Return a list of short names before and after each was edited, of about so many letters."""
    numbers = range(size // 64)
    old, new = (
        [filled(shape, f"{name}{number}", number + shift) for number in numbers]
        for name, shift in (("ax", 0), ("zz", 1))
    )
    return old, new


def items(chance: random.Random, shape: object, size: int) -> tuple[list[Any], list[Any]]:
    """Return a list before and after an edit, of about so many letters."""
    long = " ".join(f"word{number}" for number in range(3000))
    words = chance.choice(
        ("same", "term of seven words in a row", "Research Site", "x" * 300, long, long.upper())
    )
    kind, per_item = chance.choice(("equal", "numbered", "shuffled words")), len(words) + 60
    parts = words.split()

    def name(number: int) -> str:
        if kind == "shuffled words":
            return f"{' '.join(chance.sample(parts, len(parts)))} {number % 50}"
        return words if kind == "equal" else f"{words} {number}"

    old = [filled(shape, name(number), number) for number in range(size // per_item)]
    new = deepcopy(old)
    edit = chance.choice(("shuffle", "rename", "drop", "double", "renumber"))
    if edit == "shuffle":
        chance.shuffle(new)
    elif edit == "drop":
        new = new[::2]
    elif edit == "double":
        new += deepcopy(new)
    else:
        renamed, shift = ("new ", 0) if edit == "rename" else ("", 1_000_000)
        new = [filled(shape, renamed + name(number), number + shift) for number in range(len(old))]
    return old, new


def an_update(changes: list[Change]) -> TrialUpdate:
    """Return changes as those of a step of a trial."""
    numbered = tuple(enumerate(changes, start=1))
    return TrialUpdate("NCT90000001", "A trial", "", "RECRUITING", 1, 2, None, numbered)


def stages(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is done with two versions of a record, by name; each stage may use what the ones before made."""
    changes: list[Change] = []
    yield "changes", lambda: changes.extend(classify(old, new))
    yield "sentences", lambda: [summary(change) for change in changes]
    yield "message", lambda: changes and message(an_update(changes))
    yield "pages", lambda: [change_view.item(1, change, limit=4000) for change in changes]
    yield "search", lambda: search_text.only_in_past(search_text.texts(old), search_text.texts(new))
    yield (
        "similarity",
        lambda: [
            relate(first, last, Corpus())
            for first in [traits(old)]
            for last in [traits(new)]
            if first and last
        ],
    )


def text_stages(old: str, new: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is done with a text, by name."""
    yield "markup", lambda: markdown(old)
    yield "reading", lambda: (reading(old), reading(new))
    yield "redline", lambda: redline(old, new, limit=4000)
    yield "plain", lambda: plain(old)


def timed(pipe: Connection, work: list[tuple[str, Callable[[], object]]]) -> None:
    """Send the name of each stage before it begins, and the seconds that it took."""
    for name, stage in work:
        pipe.send((name, None))
        began = time.process_time()
        with suppress(NctwatchError):  # refused in plain words
            stage()
        pipe.send((name, time.process_time() - began))
    pipe.close()


def measured(work: list[tuple[str, Callable[[], object]]]) -> dict[str, float]:
    """Return the seconds of each stage; a process that goes on beyond twice the bound is ended."""
    context = multiprocessing.get_context("fork")
    pipe, theirs = context.Pipe(duplex=False)
    process = context.Process(target=timed, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    found: dict[str, float] = {}
    deadline = time.monotonic() + 2 * RECORD_SECONDS
    try:
        while pipe.poll(max(0.0, deadline - time.monotonic())):
            name, seconds = pipe.recv()
            found[name] = 0.0 if seconds is None else seconds
            last = name
        found[last] = 2 * RECORD_SECONDS
    except EOFError:
        process.join(5)
        if process.exitcode:
            found[f"{last} failed"] = 2 * RECORD_SECONDS
    process.kill()
    process.join()
    return found


def list_case(base: dict[str, Any], place: tuple[str, ...], first: list[Any], last: list[Any]) -> Case:
    """Return the case of a record with a list before and after an edit."""
    old, new = deepcopy(base), deepcopy(base)
    put(old, place, first)
    put(new, place, last)
    what = f"{len(first)} → {len(last)} {'.'.join(place[-2:])} {str(first[0])[:60]} → {str(last[-1])[:60]}"
    return what, False, list(stages(old, new))


def cases(chance: random.Random, size: int) -> Iterator[Case]:
    """Yield cases without end: what they are, whether it is one text, and their stages."""
    base = seed_records()[0]
    for place, shape in LISTS:
        yield list_case(base, place, *short(shape, 5 * size))
    while True:
        old, new = deepcopy(base), deepcopy(base)
        if chance.random() < 0.5:
            path = chance.choice(TEXTS)
            before = text(chance, size)
            after = edited(chance, before)
            put(old, path, before)
            put(new, path, after)
            yield (
                f"{'.'.join(path[-2:])} {before[:24]!r}",
                True,
                [*text_stages(before, after), *stages(old, new)],
            )
        else:
            place, shape = chance.choice(LISTS)
            yield list_case(base, place, *items(chance, shape, 5 * size))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--bytes", type=int, default=200_000)
    options = parser.parse_args()
    chance, until = random.Random(options.seed), time.monotonic() + options.seconds
    found: list[tuple[float, bool, str, str]] = []
    for number, (what, is_text, work) in enumerate(cases(chance, options.bytes)):
        if time.monotonic() > until:
            print(f"seed {options.seed}: {number} cases in {options.seconds:.0f} s; the slowest stages:")
            break
        found += [(seconds, is_text, stage, what) for stage, seconds in measured(work).items()]
    found.sort(reverse=True)
    for seconds, _, stage, what in found[:15]:
        print(f"{seconds:7.2f} s  {stage:10}  {what}")
    over = [row for row in found if row[0] > (TEXT_SECONDS if row[1] else RECORD_SECONDS)]
    print(f"{len(over)} over the bounds")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
