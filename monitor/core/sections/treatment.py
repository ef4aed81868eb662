"""Conditions, design, arms and interventions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.prose import pieces
from monitor.core.records.accessors import get, items_at
from monitor.core.sections.model import Item, Section
from monitor.core.sections.parts import (
    PROTOCOL,
    capital,
    facts,
    line,
    listing,
    listings,
    module,
    text,
    words,
)

if TYPE_CHECKING:
    from monitor.core.sections.model import Fact, Limits
    from monitor.model import Json, Record

_ARMS = (PROTOCOL, "armsInterventionsModule")


def conditions(record: Record, _: Limits) -> Section:
    """Return the section of conditions and keywords."""
    part = module(record, "conditionsModule")
    found = facts(
        ("Conditions", line(get(part, "conditions"))),
        ("Keywords", line(get(part, "keywords"))),
    )
    return Section("conditions", "Conditions", found)


def treatment(record: Record, limits: Limits) -> Section:
    """Return the section of the design, the arms and what is given in them."""
    arms = [_arm(arm, limits) for arm in items_at(record, *_ARMS, "armGroups")]
    given = [_intervention(part, limits) for part in items_at(record, *_ARMS, "interventions")]
    return Section(
        "treatment",
        "What is done",
        _design(record),
        listings=listings(
            listing("Interventions", given, limits.items), listing("Arms", arms, limits.items, folded=len(arms) > 8)
        ),
    )  # fmt: skip


def _design(record: Record) -> tuple[Fact, ...]:
    design = module(record, "designModule")
    info = get(design, "designInfo")
    masked = words(get(info, "maskingInfo", "whoMasked"), "whoMasked")
    masking = words(get(info, "maskingInfo", "masking"), "masking")
    coded = (
        ("Purpose", "primaryPurpose"),
        ("Allocation", "allocation"),
        ("Design", "interventionModel"),
        ("Design", "observationalModel"),
        ("Time perspective", "timePerspective"),
    )
    return facts(
        *((name, line(get(info, key), key)) for name, key in coded),
        ("Blinding", capital(f"{masking} ({masked})" if masking and masked else masking)),
        ("Time of observation", line(get(design, "targetDuration"))),
        ("Biological samples", line(get(design, "bioSpec", "retention"), "retention")),
    )


def _arm(arm: Json, limits: Limits) -> Item:
    given = arm.get("interventionNames")
    names = (
        [name.partition(": ")[2] or name for name in given if isinstance(name, str)]
        if isinstance(given, list)
        else []
    )
    kind = capital(words(arm.get("type"), "type"))
    return Item(
        line(arm.get("label")) or pieces("An arm without a name"),
        tuple(filter(None, (pieces(kind), pieces(f"With {words(names)}" if names else "")))),
        text("", arm.get("description"), limits.text),
    )  # fmt: skip


def _intervention(part: Json, limits: Limits) -> Item:
    kind = words(part.get("type"), "type")
    others = words(part.get("otherNames"))
    return Item(
        line(part.get("name")) or pieces("An intervention without a name"),
        tuple(filter(None, (pieces(capital(kind)), pieces(f"Also called {others}" if others else "")))),
        text("", part.get("description"), limits.text),
    )
