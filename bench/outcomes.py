"""Score the matching of outcome measures against steps and pairs that were rated by hand.

python bench/outcomes.py                      the shared cases
python bench/outcomes.py FILE|FOLDER ...      cases ({"name", "before", "after", "expect", "never"}),
                                              or rated pairs ({"before", "after", "rating": "same"|"different"})
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from world import REAL

from monitor.core.outcomes import Outcome, OutcomeChange, compare_outcomes, load_outcomes

CASES = REAL.folder.parent / "outcomes" / "cases.json"
SWITCHED = frozenset({"added", "removed", "promoted", "demoted"})


def outcomes(value: Any) -> list[Outcome]:  # noqa: ANN401
    """Return the outcomes of a side: lists by name, lists as the registry writes them, or one primary outcome."""
    if isinstance(value, str):
        value = {"primary": [{"measure": value}]}
    if isinstance(value, list):
        value = {"primary": value}
    if "measure" in value:
        value = {"primary": [value]}
    module = {}
    for name in ("primary", "secondary", "other"):
        module[f"{name}Outcomes"] = value.get(name) or value.get(f"{name}Outcomes") or []
    return load_outcomes({"protocolSection": {"outcomesModule": module}})


def compare(case: dict[str, Any]) -> list[OutcomeChange]:
    return compare_outcomes(outcomes(case["before"]), outcomes(case["after"]))


def describe(change: OutcomeChange) -> str:
    sides = [
        f"{side.list} {side.measure[:70]!r} [{side.time_frame[:40]}]" if side else "-"
        for side in (change.before, change.after)
    ]
    return f"{change.event} {change.nature}: " + " -> ".join(sides)


def score_cases(cases: list[dict[str, Any]], show: int) -> int:
    """Print the cases that fail, then how many pass and how well switching is recognised; return how many fail."""
    failures = right = wrong = missed = 0
    for case in cases:
        found = [change for change in compare(case) if change.nature != "rewritten"]
        events = {change.event for change in found}
        missing = sorted(set(case.get("expect", [])) - events)
        forbidden = sorted(set(case.get("never", [])) & events)
        right += len(SWITCHED.intersection(case.get("expect", [])) & events)
        wrong += len(SWITCHED.intersection(forbidden))
        missed += len(SWITCHED.intersection(missing))
        if missing or forbidden:
            failures += 1
            if failures <= show:
                print(f"FAIL {case.get('name', '?')}: missing {missing}, forbidden {forbidden}")
                for change in found:
                    print(f"     {describe(change)}")
    print(f"{len(cases) - failures} of {len(cases)} cases pass")
    print_switched(right, wrong, missed)
    return failures


def score_rated(pairs: list[dict[str, Any]], show: int) -> None:
    """Print how many reworded primaries are told as switched, and how well a different one is recognised."""
    right = wrong = missed = same = switched = 0
    for pair in pairs:
        found = {change.event for change in compare(pair)} & SWITCHED
        different = pair["rating"] == "different"
        same += not different
        switched += bool(found) and not different
        right += bool(found) and different
        wrong += bool(found) and not different
        missed += different and not found
        if bool(found) != different and show > 0:
            show -= 1
            sides = " -> ".join(
                " | ".join(f"{o.measure[:90]} [{o.time_frame[:40]}]" for o in outcomes(pair[side]))
                for side in ("before", "after")
            )
            print(f"{'MISSED' if different else 'SWITCHED'}: {sides}")
    share = switched / same if same else 0.0
    print(f"{switched} of {same} rated the same are told as switched ({share:.1%})")
    print_switched(right, wrong, missed)


def print_switched(right: int, wrong: int, missed: int) -> None:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    print(f"switched: precision {precision:.2f}, recall {recall:.2f}, of {right + missed}")


def files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[CASES], help="files or folders")
    parser.add_argument("--show", type=int, default=40, help="how many failures to print of each file")
    options = parser.parse_args()
    failures = 0
    for file in files(options.paths):
        value = json.loads(file.read_text())
        began = time.perf_counter()
        print(file)
        rated = [item for item in value if "rating" in item]
        cases = [item for item in value if "expect" in item]
        if rated:
            score_rated(rated, options.show)
        if cases:
            failures += score_cases(cases, options.show)
        print(f"{time.perf_counter() - began:.2f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
