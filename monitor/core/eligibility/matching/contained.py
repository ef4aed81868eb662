"""Criteria that were only split, merged or moved: the other text has their words as part of another criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import NEGATORS
from monitor.core.eligibility.matching.content import content, measured, sentences
from monitor.core.eligibility.matching.divided import LONGEST_RUN, divided, free, relinked, spare, unmarked
from monitor.core.eligibility.matching.parted import announces_nothing, parted
from monitor.core.eligibility.matching.standing import elsewhere, sentence_places, stands

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from monitor.core.eligibility.parse import Node


class Contained:
    """Criteria without a partner that were neither added nor removed.

    "Gout or asthma" became "Gout" and "Asthma": "Gout" is the partner of the whole, "Asthma" is contained in it.

    `old` and `new` are their places in each text, `doubtful_old` and `doubtful_new` those of which it is not
    certain. `pairs` are the old places of pairs of which one side was split or merged and nothing else changed, `parted`
    those of pairs of which the items of one side are lines in the other text, while more changed too.
    """

    def __init__(self, old: list[Node], new: list[Node], pairs: dict[int, int]) -> None:
        self.old: set[int] = set()
        self.new: set[int] = set()
        self.pairs: set[int] = set()
        self.parted: set[int] = set()
        self.doubtful_old: set[int] = set()
        self.doubtful_new: set[int] = set()
        back = {partner: place for place, partner in pairs.items()}
        self._joined(old, new, pairs, back)
        for wholes, lines, doubtful, found in (
            (self.old, self.new, self.doubtful_new, divided(old, new, pairs, back)),
            (self.new, self.old, self.doubtful_old, divided(new, old, back, pairs)),
        ):
            for place, places, certain in found:
                wholes.update([place] if certain else [])
                (lines if certain else doubtful).update(places)
        self._by_sentence(old, new, pairs, back)

    def _joined(self, old: list[Node], new: list[Node], pairs: dict[int, int], back: dict[int, int]) -> None:
        """Find pairs of which one side is several lines in the other text, with the same words together."""
        spare_old, spare_new = spare(old, pairs), spare(new, back)
        for place, partner in pairs.items():
            if old[place].key == new[partner].key or old[place].heading:
                continue
            rest = _rest(old[place], new[partner])
            if rest is not None:
                whole_is_new = len(content(new[partner].text)) > len(content(old[place].text))
                lone = spare_old if whole_is_new else spare_new
                found = lone.get((old[place].part, rest))
                if found is not None and old[place].part is new[partner].part:
                    self._mark(old, new, (place, partner), [found], whole_is_new=whole_is_new)
                    continue
            run = _run(new, partner, back, old[place].text)
            if run:
                self._mark(old, new, (place, partner), run, whole_is_new=False)
            run = _run(old, place, pairs, new[partner].text)
            if run:
                self._mark(old, new, (place, partner), run, whole_is_new=True)

    def add_parted(
        self,
        old: list[Node],
        new: list[Node],
        pairs: dict[int, int],
        settled: Collection[int],
        *,
        complete: bool,
    ) -> None:
        """Find lines that were items of a criterion in the other text, and leads that only announce what stood there.

        `settled` holds the old places of pairs of which it is known how they were cut or merged; with `complete` only
        those are cut that no item of a criterion is missing from.
        """
        back = {partner: place for place, partner in pairs.items()}
        for place, partner in pairs.items():
            before, after = old[place], new[partner]
            known = place in self.pairs or place in self.parted or place in settled
            if before.key == after.key or before.heading or known:
                continue
            cut = parted(before, new, partner, back, complete=complete)
            merged = parted(after, old, place, pairs, complete=complete)
            self.new.update(cut.lines if cut else ())
            self.old.update(merged.lines if merged else ())
            if cut or merged:
                more = (cut is None or cut.rest) and (merged is None or merged.rest)
                (self.parted if more else self.pairs).add(place)
        for nodes, others, partners, found in ((old, new, pairs, self.old), (new, old, back, self.new)):
            listed = _listed(nodes, others, partners)
            found.update(at for at, lines in listed.items() if announces_nothing(nodes[at], lines))

    def _mark(
        self, old: list[Node], new: list[Node], pair: tuple[int, int], run: list[int], *, whole_is_new: bool
    ) -> None:
        """Mark a run of lines that say, together with the shorter side of a pair, what its whole side says.

        Doubtful where the whole links them by "or" among inclusions, by "and" among exclusions: separate lines do not.
        """
        place, partner = pair
        whole, lines = (new[partner], old) if whole_is_new else (old[place], new)
        if relinked(whole, [lines[at] for at in (place if whole_is_new else partner, *run)]):
            (self.doubtful_old if whole_is_new else self.doubtful_new).update(run)
        else:
            (self.old if whole_is_new else self.new).update(run)
            self.pairs.add(place)

    def _by_sentence(
        self, old: list[Node], new: list[Node], pairs: dict[int, int], back: dict[int, int]
    ) -> None:
        """Find criteria all of whose sentences stand in a longer criterion of the other text."""
        lost = [place for place in range(len(old)) if place not in pairs]
        came = [place for place in range(len(new)) if place not in back]
        differing = [
            (place, partner)
            for place, partner in pairs.items()
            if old[place].key != new[partner].key
            and old[place].part is new[partner].part
            and place not in self.pairs
        ]
        if not (lost or came or differing):
            return
        where_old, where_new = sentence_places(old), sentence_places(new)
        self.old.update(place for place in lost if stands(old, place, new, where_new, back))
        self.new.update(place for place in came if stands(new, place, old, where_old, pairs))
        for place, partner in differing:
            before, after = old[place], new[partner]
            first, second = sentences(before.text), sentences(after.text)
            gone = [sentence for sentence in first if sentence not in second]
            come = [sentence for sentence in second if sentence not in first]
            if len(first) + len(second) < 3 or not (gone or come):
                continue
            moved_out = all(elsewhere(sentence, before.part, where_new, partner) for sentence in gone)
            moved_in = all(elsewhere(sentence, before.part, where_old, place) for sentence in come)
            if moved_out and moved_in:
                self.pairs.add(place)


def _listed(nodes: list[Node], others: list[Node], partners: dict[int, int]) -> dict[int, list[Node]]:
    """Return for each line without a partner what stood in the other text for the lines below it."""
    found: dict[int, list[Node]] = {}
    for place, node in enumerate(nodes):
        above = node.parent
        if above >= 0 and above not in partners and not nodes[above].heading and place in partners:
            found.setdefault(above, []).append(others[partners[place]])
    return found


def _rest(criterion: Node, other: Node) -> tuple[str, ...] | None:
    """Return what the longer of two criteria says before or after the words of the shorter one.

    None where it does not begin or end with those.
    """
    short, long = sorted((unmarked(criterion.text), unmarked(other.text)), key=len)
    if not short or len(short) == len(long):
        return None
    if long[: len(short)] == short:
        return long[len(short) :]
    if long[-len(short) :] == short:
        return long[: -len(short)]
    return None


def _run(nodes: list[Node], place: int, partners: dict[int, int], whole: str) -> list[int]:
    """Return the neighbours of a place without partners that say together with it what a whole criterion says."""
    start = end = place
    part = nodes[place].part
    while start > 0 and place - start < LONGEST_RUN and free(nodes, start - 1, partners, part):
        start -= 1
    while end + 1 < len(nodes) and end - place < LONGEST_RUN and free(nodes, end + 1, partners, part):
        end += 1
    if start == end:
        return []
    return _in_row(nodes, place, (start, end), content(whole)) or next(
        filter(None, (_distributed(nodes, place, (start, end), whole, view) for view in (content, measured))),
        [],
    )


def _in_row(nodes: list[Node], place: int, around: tuple[int, int], wanted: tuple[str, ...]) -> list[int]:
    """Return the neighbours whose words, one after the other with those of the place, are the wanted ones."""
    start, end = around
    for first in range(place, start - 1, -1):
        run_words: tuple[str, ...] = ()
        for last in range(first, end + 1):
            run_words += content(nodes[last].text)
            if len(run_words) > len(wanted):
                break
            if last >= place and last > first and run_words == wanted:
                return [at for at in range(first, last + 1) if at != place]
    return []


def _distributed(
    nodes: list[Node],
    place: int,
    around: tuple[int, int],
    whole: str,
    view: Callable[[str], tuple[str, ...]],
) -> list[int]:
    """Return the neighbours among which, with the place, a whole's words are distributed: "hepatic or renal disease" as two lines."""
    wanted = view(whole)
    run = [place]
    for step, last in ((-1, around[0]), (1, around[1])):
        at = place + step
        while (at - last) * step <= 0 and _is_subsequence(view(nodes[at].text), wanted):
            run.append(at)
            at += step
    lines = [view(nodes[at].text) for at in run]
    words = [set(line) for line in lines]
    if len(run) < 2 or set().union(*words) != set(wanted) or set(wanted) in words:
        return []
    if len({line[:1] and line[0] in NEGATORS for line in lines}) > 1:
        return []  # "No gout" and "Asthma" are not "No gout or asthma"
    return sorted(at for at in run if at != place)


def _is_subsequence(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Return whether a line's words stand in the whole in the same order, others between them."""
    rest = iter(whole)
    return bool(part) and all(word in rest for word in part)
