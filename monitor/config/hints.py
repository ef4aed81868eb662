"""What people mean by a word that a key does not know: what it is elsewhere, else the known word most like it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from monitor.core.changes.events import EVENTS
from monitor.core.presentation.labels import STATUS
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from monitor.model import Json

_SAME: dict[str, dict[str, str]] = {
    "kinds": {
        "criteria": "eligibility", "inclusion": "eligibility", "exclusion": "eligibility", "site": "locations",
        "sites": "locations", "places": "locations", "drug": "interventions", "drugs": "interventions",
        "treatment": "interventions", "endpoint": "outcomes", "endpoints": "outcomes", "publications": "references",
        "papers": "references", "phase": "design", "title": "identification", "disease": "conditions",
        "any": "all", "everything": "all", "*": "all", "protocol": "documents", "participants": "enrollment",
    },
    "severity": {
        "critical": "high", "urgent": "high", "severe": "high", "major": "high", "important": "high", "error": "high",
        "moderate": "medium", "normal": "medium", "warning": "medium", "warn": "medium", "mid": "medium",
        "info": "low", "minor": "low", "notice": "low",
        "all": "noise", "any": "noise", "everything": "noise", "debug": "noise", "none": "noise", "trivial": "noise",
    },
    "discover": {
        "true": "suggest", "yes": "suggest", "on": "suggest", "list": "suggest", "show": "suggest", "tell": "suggest",
        "auto": "watch", "add": "watch", "all": "watch", "follow": "watch",
        "false": "off", "no": "off", "none": "off", "never": "off",
    },
    "status": {
        "open": "RECRUITING", "enrolling": "RECRUITING", "active": "ACTIVE_NOT_RECRUITING",
        "closed": "ACTIVE_NOT_RECRUITING", "finished": "COMPLETED", "ended": "COMPLETED", "done": "COMPLETED",
        "planned": "NOT_YET_RECRUITING", "upcoming": "NOT_YET_RECRUITING", "pending": "NOT_YET_RECRUITING",
        "stopped": "TERMINATED", "paused": "SUSPENDED", "cancelled": "WITHDRAWN", "canceled": "WITHDRAWN",
        "invitation": "ENROLLING_BY_INVITATION",
    },
}  # fmt: skip
"""Key → words of other programs, or of everyday language → the word here."""
_KEYS: dict[str, str] = {
    "[[watch]]": "trial=nct,nct_id,nctid,id,number,study trials=studies,ids,nct_ids,numbers,list file=csv,path "
    "group=tag,label,team limit=max,maximum discover=expand,explore",
    "[[channel]]": "url=email,mail,address,uri,webhook,to,target,slack kinds=events,changes,types severity=level,priority,"
    "importance groups=tags send=schedule,when,digest near=location,within,radius,distance quiet=quiet_hours,mute",
    "query": "cond=condition,disease intr=intervention,drug,treatment spons=sponsor locn=location,country,city,place "
    "titles=title outc=outcome term=terms,keyword,keywords,words,q status=overall_status,statuses advanced=phase,filter "
    "geo=near,distance",
    "[registry]": "url=base_url,api,endpoint,host contact=email,mail,user_agent requests_per_second=rate,rps,rate_limit,pace",
    "[store]": "path=file,db,database,url,location",
    "[schedule]": "poll=interval,every,frequency,cron,poll_interval timezone=tz,zone,time_zone ping_url=ping,healthcheck "
    "heartbeat=alive,weekly stale_after=stale,max_age",
    "[service]": "http=port,web,listen,bind,address,server public_url=url,base_url,external_url metrics=prometheus",
    "top level": "[[watch]]=watches,watchlist,trials,trial,studies,search,searches [[channel]]=channels,notify,notifications,"
    "notification,alerts,alert,email,mail,slack,webhook [store]=database,db,storage [service]=web,server,http,metrics "
    "[severity]=severities [schedule]=poll,timezone,interval [registry]=api,contact",
}
"""Table → its keys with words that people write for them."""
_TABLES = {
    "[registry]": "url contact requests_per_second timeout history", "[store]": "path search",
    "[schedule]": "poll timezone heartbeat stale_after ping_url", "[service]": "metrics http public_url",
    "[[watch]]": "trial trials related file group discover query limit",
    "[[channel]]": "url_file kinds severity groups near send quiet",
}  # fmt: skip
"""Tables and the keys that are looked for there, if they stand in another."""
_NCT = re.compile(r"NCT\d{8}", re.IGNORECASE)


def unknown(key: str, word: str, known: Iterable[str]) -> str:
    """Return the end of the sentence that a key's word is unknown: what it is, what was meant, or all that is known."""
    choices = list(known)
    if found := same_word(key, word, choices):
        return f"; did you mean {found}?"
    return _elsewhere(key, _folded(word)) or nearest(word, choices)


def same_word(key: str, word: str, known: Iterable[str]) -> str:
    """Return the known word that is the same as another but for its letters' case, or that means the same; "" for none."""
    same = {choice.lower(): choice for choice in known}
    return same.get(_folded(word)) or _SAME.get(key, {}).get(_folded(word), "")


def _folded(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def _elsewhere(key: str, word: str) -> str:
    """Return what a word is, if not one of its key: a status, a severity, an event or a kind."""
    if key == "kinds" and word.upper() in STATUS:
        return '; that is a status: write "status", which tells of every change of status'
    if key == "kinds" and (word in set(Severity) or word in _SAME["severity"]):
        meant = word if word in set(Severity) else _SAME["severity"][word]
        return f'; that is a severity: write severity = "{meant}"'
    if key == "kinds" and (kinds := _kinds_of(word)):
        return f"; that is an event: write its kind, {kinds}, and see [severity] for single events"
    if key in {"severity", "status"} and word in set(Kind):
        return f'; that is a kind of change: write kinds = ["{word}"] in a [[channel]]'
    return ""


def _kinds_of(event: str) -> str:
    """Return the kinds that have an event of that name, each in quotes."""
    name = event.rpartition(".")[2]
    kinds = dict.fromkeys(
        kind for kind, known in EVENTS if known == name and event in {name, f"{kind}.{name}"}
    )
    return " or ".join(f'"{kind}"' for kind in kinds)


def unknown_key(place: str, key: str, known: Collection[str]) -> str:
    """Return the end of the sentence that a table has no such key: the one that is meant, or where it belongs."""
    table = _table_of(place)
    for meant, words in (each.split("=") for each in _KEYS.get(table, "").split()):
        if key.lower() in words.split(","):
            return f"; did you mean {meant}?"
    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.85)
    if table in _TABLES and not close:
        for other, keys in _TABLES.items():
            if other != table and key in keys.split():
                return f"; it belongs to {other}"
    return nearest(key, known)


def _table_of(place: str) -> str:
    """Return the table of a place such as "[[watch]] (ms) query": "query", "[[watch]]", "[store]" or "top level"."""
    if place.endswith(" query"):
        return "query"
    name = re.match(r"\[{1,2}\w+\]{1,2}", place)
    return name[0] if name else place


def event_key(key: str, value: Json, known: Iterable[str]) -> str:
    """Return the end of the sentence that ``[severity]`` has no such event: how it is written."""
    if isinstance(value, dict):
        inner = next(iter(value), "completed")
        return f'; the name of an event stands in quotes: "{key}.{inner}" = "high"'
    found = sorted(name for name in known if name.rpartition(".")[2] == key)
    if found:
        return f"; did you mean {' or '.join(found)}?"
    return nearest(key, known)


def number(text: str) -> str:
    """Return what was meant by a text that is no NCT number: a number in it, or its digits; "" where nobody knows."""
    found = list(dict.fromkeys(each.upper() for each in _NCT.findall(text)))
    if len(found) > 1:
        return f"; several are written trials = {_listed(found[:3])}"
    digits = re.sub(r"(?<=.)[oO]", "0", text.strip())
    alone = re.fullmatch(r"(?:[A-Za-z]{2,3})?[\s#:_-]*(\d{8})", digits)
    if likely := found[0] if found else f"NCT{alone[1]}" if alone else "":
        return f"; did you mean {likely}?"
    if re.match(r"\d{4}-\d{6}-\d\d|EUCTR|ISRCTN|DRKS|ACTRN|ChiCTR|jRCT|UMIN", text, re.IGNORECASE):
        return "; that is a number of another register, and ClinicalTrials.gov's search finds the trial by it"
    return ""


def instead(key: str, value: Json, kind: type | tuple[type, ...]) -> str:
    """Return how a value of another type than a key takes is written; "" where it is clear."""
    if kind is list and isinstance(value, str):
        items = [part.strip() for part in value.split(",") if part.strip()]
        return f"; write {key} = {_listed(items)}" if items else ""
    if kind is str and isinstance(value, list) and key in {"trial", "group"}:
        return (
            "; several are written trials = […]"
            if key == "trial"
            else "; give each group a [[watch]] of its own"
        )
    return ", without quotes" if kind == (int, float) and isinstance(value, str) else ""


def _listed(items: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word that is most like an unknown one."""
    choices = sorted(set(known))
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(choices)}" if choices else ""
