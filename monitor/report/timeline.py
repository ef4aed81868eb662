"""The life of a trial → shapes with their places: across in per cent, so that it fits any width, down in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.report.axis import CHARACTER_WIDTH, NARROW, WIDE, Axis
from monitor.report.colors import tone
from monitor.report.timeline_data import LANES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.report.axis import Tick
    from monitor.report.model import Band, PlannedDate, Timeline

_BAND, _LANE, _PLAN, _TITLE = 26, 22, 19, 20
_MOST_PLANS = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with words in it, where they have room: on ``"all"`` screens, on ``"wide"`` ones or on none."""

    x: float
    y: float
    width: float
    height: float
    style: str
    words: str
    room: str
    tip: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one place to another."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words that begin, end or have their middle at a place."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    shift: int = 0
    style: str = "value"


@dataclass(frozen=True, slots=True)
class Sign:
    """A small shape at a place."""

    x: float
    y: float
    shape: str
    tip: str


@dataclass(slots=True)
class Drawing:
    """All that is drawn."""

    height: int = 0
    now: float = 100.0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)


def draw(life: Timeline) -> Drawing:
    """Draw a life as lanes one below the other: status, what changed, ends as planned, participants."""
    days = [life.today, *(plan.day for _, plans in life.plans for plan in plans)]
    axis = Axis(life.start, max(days))
    drawing = Drawing(height=18, now=axis.at(life.today), ticks=axis.ticks())
    _title(drawing, "Status")
    _boxes(drawing, axis, life)
    for lane, name in LANES.items():
        marks = [mark for mark in life.marks if mark.lane == lane]
        if marks:
            _title(drawing, name)
            for mark in marks:
                drawing.signs.append(
                    Sign(axis.at(mark.day), drawing.height + 8, mark.shape, f"{mark.day}: {mark.words}")
                )
            drawing.height += _LANE
    for name, plans in life.plans:
        _title(drawing, f"{name}{_aside(plans)}")
        _plans(drawing, axis, plans)
    if life.targets:
        _title(drawing, "Participants")
        _targets(drawing, axis, life)
    drawing.height += 26
    return drawing


def strip(bands: Sequence[Band], start: date, end: date) -> Drawing:
    """Draw statuses alone, small, on an axis that other trials share; what ended before it is left out."""
    drawing = Drawing()
    axis = Axis(start, end)
    for band in bands:
        if band.end < start:
            continue
        width = round(max(1.5, axis.at(band.end) - axis.at(band.start)), 2)
        x = min(axis.at(band.start), 100 - width)  # what began today must be seen too
        drawing.boxes.append(Box(x, 0, width, 14, f"band {tone(band.code)}", "", "", ""))
    return drawing


def _title(drawing: Drawing, words: str) -> None:
    drawing.height += _TITLE
    drawing.labels.append(Label(0, drawing.height - 6, words, style="lane"))


def _room(words: str, width: float) -> str:
    """Return the screens on which words fit into ``width`` per cent: ``all``, ``wide`` ones, or "" for none."""
    need = len(words) * CHARACTER_WIDTH + 14
    return "all" if need <= NARROW * width / 100 else "wide" if need <= WIDE * width / 100 else ""


def _boxes(drawing: Drawing, axis: Axis, life: Timeline) -> None:
    for band in life.bands:
        width = round(max(0.5, axis.at(band.end) - axis.at(band.start)), 2)
        x = min(axis.at(band.start), 100 - width)
        words = "not held" if band.code == "unheld" else band.words
        tip = f"{band.words}: {band.start} to {'today' if band.end == life.today else band.end}"
        style = f"band {tone(band.code)}"
        drawing.boxes.append(Box(x, drawing.height, width, _BAND, style, words, _room(words, width), tip))
    drawing.height += _BAND + 4


def _plans(drawing: Drawing, axis: Axis, plans: Sequence[PlannedDate]) -> None:
    """Draw each plan one row lower than the one before, so that a slip is a step down to the right."""
    shown = [plans[0], *plans[-_MOST_PLANS + 1 :]] if len(plans) > _MOST_PLANS else list(plans)
    for place, plan in enumerate(shown):
        x, y = axis.at(plan.day), drawing.height + 9 + place * _PLAN
        after = axis.at(shown[place + 1].day) if place + 1 < len(shown) else x
        if place + 1 < len(shown):
            drawing.lines += [Line(x, y, after, y), Line(after, y, after, y + _PLAN)]
        kind = "actual" if plan.actual else "planned"
        words = plan.words if plan.actual else f"{plan.words} (as of {plan.since:%b %Y})"
        drawing.signs.append(Sign(x, y, kind, f"{kind} {plan.words}, as of {plan.since}"))
        drawing.labels.append(_beside([plan.words], y + 4, (x, after), NARROW, "value narrow"))
        drawing.labels.append(_beside([words, plan.words], y + 4, (x, after), WIDE, "value wide"))
    drawing.height += len(shown) * _PLAN + 4


def _aside(plans: Sequence[PlannedDate]) -> str:
    """Return what stands beside the name of an end: that dates are planned, or how many plans are left out."""
    if len(plans) > _MOST_PLANS:
        return f", {len(plans) - _MOST_PLANS} plans left out"
    return ", as planned" if len(plans) > 1 or not plans[0].actual else ""


def _beside(choices: Sequence[str], y: float, line: tuple[float, float], width: int, style: str) -> Label:
    """Put the first words that fit beside a line that begins at a sign: to its left, where slips leave room, or right."""
    for words in choices:
        need = 100 * (len(words) * CHARACTER_WIDTH + 12) / width
        if need <= min(line):
            return Label(min(line), y, words, "end", -11, style)
        if need <= 100 - max(line):
            return Label(max(line), y, words, "start", 11, style)
    left = need <= line[0]
    return Label(line[0], y, words, "end" if left else "start", -11 if left else 11, style)


def _targets(drawing: Drawing, axis: Axis, life: Timeline) -> None:
    top = max(target.count for target in life.targets) or 1
    for target in life.targets:
        x = axis.at(target.start)
        width = round(max(0.3, axis.at(target.end) - x), 2)
        height = round(20 + 16 * target.count / top, 1)
        words = f"{target.count:,}{'' if target.actual else ' planned'}"
        room = _room(words, width) or _room(f"{target.count:,}", width)
        short = words if _room(words, width) else f"{target.count:,}"
        style = f"target {'counted' if target.actual else 'hoped'}"
        tip = f"{words}: {target.start} to {'today' if target.end == life.today else target.end}"
        y = drawing.height + 36 - height
        drawing.boxes.append(Box(x, y, width, height, style, short, room, tip))
    drawing.height += 40
