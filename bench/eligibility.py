"""What is told of edited eligibility criteria, right, wrong or not at all, on sets of edits, whole texts and paraphrases.

Usage: eligibility.py [FOLDER …] [--verbose]

A folder holds any of `edits.json` (one criterion edited or added, with the acceptable directions), `cases.json`
(whole texts, scored by `score.py`) and `*.tsv` (part, before, after: the same meaning twice, so that any
direction is wrong). Without a folder the shared sets and those of `tests/data/eligibility` are read.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

from world import REAL, edits_of

from monitor.core.eligibility import CriterionChange, compare
from monitor.core.presentation.reasons import reason_words

ELIGIBILITY = REAL.folder.parent / "eligibility"
OWN = Path(__file__).parents[1] / "tests/data/eligibility"
LETTERS = {"loosened": "L", "tightened": "T", "undetermined": "U"}
FILLER = {
    "inclusion": ["Signed informed consent form", "Confirmed diagnosis of lupus"],
    "exclusion": ["Pregnancy", "Epilepsy"],
}


def whole(part: str, criterion: str | None) -> str:
    """Return a text with the criterion between two others of its part."""
    pieces = []
    for name, (first, last) in FILLER.items():
        items = [first, *([criterion] if criterion and name == part else []), last]
        pieces.append(f"{name.capitalize()} Criteria:\n\n" + "\n".join(f"* {item}" for item in items))
    return "\n\n".join(pieces)


def directions(part: str, before: str | None, after: str | None) -> list[CriterionChange]:
    """Return the changes of an edit that have a direction."""
    return [
        change
        for change in compare(whole(part, before), whole(part, after))
        if LETTERS[change.direction] != "U"
    ]


def why(change: CriterionChange) -> str:
    """Return in words why a change has its direction."""
    return reason_words(reason.as_json() for reason in change.reasons)


def show(name: str, verdict: str, part: str, before: str | None, after: str | None, detail: str) -> None:
    print(f"  {verdict:12} {name} [{part}] {before!r} => {after!r}\n{'':15}{detail}")


def edits(path: Path, *, verbose: bool) -> None:
    """Print how many of the edits in a file have the right direction, a wrong one, or none."""
    found: Counter[tuple[str, str]] = Counter()
    for edit in edits_of(path):
        part, before, after = edit["part"], edit["before"], edit["after"]
        decided = directions(part, before, after)
        letters = {LETTERS[change.direction] for change in decided} or {"U"}
        asked = "U" not in edit["answers"]
        if not letters <= set(edit["answers"]):
            verdict = "undetermined" if letters == {"U"} else "wrong"
        else:
            verdict = "right" if asked else "fine"
        for group in (edit.get("set", "edits"), "all"):
            found[group, verdict] += 1
            found[group, "asked"] += asked
            found[group, "edits"] += 1
        if verbose and verdict in {"wrong", "undetermined"}:
            reasons = "; ".join(f"{LETTERS[change.direction]} {why(change)}" for change in decided)
            show(
                str(edit.get("name", "")),
                verdict,
                part,
                before,
                after,
                f"expected {'/'.join(edit['answers'])}, {reasons}",
            )
    for group in dict.fromkeys(name for name, _ in found):
        print(
            f"{path.parent.name}/{path.name} {group}: {found[group, 'edits']} edits, a direction asked in {found[group, 'asked']}: "
            f"right {found[group, 'right']}, undetermined {found[group, 'undetermined']}; wrong {found[group, 'wrong']}"
        )


def answer(before: str, after: str) -> list[dict[str, Any]]:
    """Return the changes between two texts in the form that `score.py` reads."""
    found = []
    for change in compare(before, after):
        which = change.after or change.before
        found.append(
            {
                "event": change.event,
                "before": change.before.text if change.before else None,
                "after": change.after.text if change.after else None,
                "part": which.part.value if which else None,
                "direction": change.direction.value,
            }
        )
    return found


def scorer(folder: Path) -> Any:  # noqa: ANN401  # a module
    """Load the scoring program of a folder, or the shared one."""
    path = next(place / "score.py" for place in (folder, ELIGIBILITY) if (place / "score.py").exists())
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(path: Path, *, verbose: bool) -> None:
    """Print how the whole texts of a file score."""
    texts = json.loads(path.read_bytes())
    answers = {case["name"]: answer(case["before"], case["after"]) for case in texts}
    score = scorer(path.parent).score(texts, answers)
    print(
        f"{path.parent.name}/{path.name}: {score['strict_passed']} of {score['cases']} strictly right; wrong directions "
        f"{score['wrong_directions']}, on changes that match nothing {score['unmatched_directions']}, "
        f"missed {score['missed_directions']}; f1 {score['f1']:.3f}"
    )
    for result in score["per_case"] if verbose else ():
        if not result["strict"]:
            print(f"  {result['name']}: missed {result['missed_directions']}")
            for line in chain(
                (f"missing {text}" for text in result["missing"]),
                (f"extra {text}" for text in result["extra"]),
                (f"wrong {text}" for text in result["wrong"]),
            ):
                print(f"     {line[:300]}")


def paraphrases(path: Path, *, verbose: bool) -> None:
    """Print for how many lines of a table of equal meanings a direction is given all the same."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [line for line in lines if len(line) == 3 and line[0] in FILLER]
    if not rows:
        return  # a table of another form
    wrong = 0
    for part, before, after in rows:
        decided = directions(part, before or None, after or None)
        wrong += bool(decided)
        if verbose and decided:
            reasons = "; ".join(f"{LETTERS[change.direction]} {why(change)}" for change in decided)
            show(path.stem, "wrong", part, before, after, reasons)
    print(f"{path.parent.name}/{path.name}: {len(rows)} paraphrases, a direction given for {wrong}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folders", nargs="*", type=Path, default=[ELIGIBILITY, OWN, *sorted(OWN.glob("blind-*"))]
    )
    parser.add_argument("--verbose", action="store_true", help="print everything that is not right")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        for pattern, run in (("edits*.json", edits), ("cases*.json", cases), ("*.tsv", paraphrases)):
            for path in sorted(folder.glob(pattern)):
                run(path, verbose=arguments.verbose)


if __name__ == "__main__":
    main()
