"""``nctwatch check``: every fault of the configuration and the store."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import addresses
from monitor.cli.check_registry import ask_registry
from monitor.cli.common import as_json, load_config, note, wrapped
from monitor.cli.output import echo, print_json
from monitor.config.schemes import meant_address
from monitor.config.values import url as web_address
from monitor.core.presentation.histories import history_sentences
from monitor.core.presentation.labels import count
from monitor.errors import ConfigError, NctwatchError, NothingStored, UsageError
from monitor.network import trust
from monitor.network.summary import proxy_faults, summary
from monitor.store.deliveries import backlog
from monitor.store.layout import MIGRATIONS
from monitor.store.opening import applied_migrations, open_for_reading
from monitor.store.record_history import failed_histories
from monitor.store.trials import current_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.config.model import Channel, Config


@click.command()
@click.option("--send", "send_test", is_flag=True, help="Send a test message to every channel.")
@click.option(
    "--registry",
    "asks_registry",
    is_flag=True,
    help="Ask the live registry, in at most 20 requests, whether each thing that nctwatch relies on holds.",
)
@as_json
@click.pass_context
def check(ctx: click.Context, send_test: bool, asks_registry: bool, as_json: bool) -> None:
    """Check the configuration, the store, the channels and the network, and list every fault with its place."""
    if asks_registry and send_test:
        raise UsageError("--registry and --send exclude each other: one asks the registry, one the channels")
    config, faults = _configuration(ctx)
    wrong = bool(faults)
    listed, unread = _lists(config) if config else (set(), [])
    faults += [*trust.faults(), *unread, *_store(config, listed)] if config else []
    in_force = summary(_addresses(config) if config else {})
    if asks_registry and config and not wrong:
        for line in [*in_force.lines(), *faults]:
            note(line)
        ctx.exit(ask_registry(config, as_json=as_json))
    sent = [_send_test(channel) for channel in config.channels] if config and send_test and not wrong else []
    faults += [f"[[channel]] {row['channel']}: {row['answer']}" for row in sent if row["outcome"] != "sent"]
    warnings = list(_warnings(config)) if config and not wrong else []
    if as_json:
        found = {"ok": not faults, "faults": faults, "warnings": warnings}
        print_json({**found, "sent": sent, "network": in_force.as_json()})
    else:
        _print(in_force.lines(), sent, [*faults, *(f"warning: {warning}" for warning in warnings)])
        if config and not faults:
            note(_summary(config, listed, send_test))
    ctx.exit(2 if wrong else 1 if faults else 0)


def _configuration(ctx: click.Context) -> tuple[Config | None, list[str]]:
    """Return the configuration, None where it cannot be read, and its faults, those of addresses and proxies too."""
    try:
        config = load_config(ctx)
    except ConfigError as error:
        return None, [*proxy_faults(), *error.faults]
    return config, [*proxy_faults(), *addresses.faults(config), *_dropped(config), *_ping(config)]


def _ping(config: Config) -> Iterator[str]:
    """Yield that what is called after each good poll is no web address; a service that cannot call it only logs so."""
    with suppress(ConfigError):
        address = config.schedule.ping_url.reveal()
        try:
            web_address(address or "https://none")
        except ValueError:
            yield f"[schedule] ping_url: is no web address{meant_address(address)}; it begins with https:// or http://"


def _dropped(config: Config) -> Iterator[str]:
    """Yield the targets of addresses that are none, and that Apprise leaves out without a word."""
    from monitor.alerts.dropped import dropped

    for channel in config.channels:
        with suppress(ConfigError):
            for name in dropped(channel.url.reveal()):
                yield f"{channel.url.place}: {name} is no target that its service can send to; nobody would get anything there"


def _warnings(config: Config) -> Iterator[str]:
    """Yield what is unwise and works all the same."""
    from monitor.alerts.plugins import sends_password_in_clear

    for channel in config.channels:
        if sends_password_in_clear(channel.url.reveal()):
            scheme = channel.url.reveal().partition(":")[0].removesuffix("s")
            mode = " with mode=starttls or mode=ssl" if scheme == "mailto" else ""
            yield (
                f"{channel.url.place}: sends its password without encryption, for everybody on the way to read; "
                f"write {scheme}s://{mode}"
            )


def _print(network: Iterable[str], sent: list[dict[str, Any]], faults: list[str]) -> None:
    for line in network:
        echo(wrapped(line, ""))
    for row in sent:
        targets = f" to {count(len(row['targets']), 'target')}" if row["targets"] else ""
        echo(wrapped(f"{row['channel']}: {row['outcome']}{targets}, {_requests(row)} ({row['answer']})", ""))
    for fault in faults:
        echo(wrapped(fault, "", hanging="  "))


def _requests(row: dict[str, Any]) -> str:
    """Return how many requests to a channel were answered, in words."""
    if not row["requests"] and row["outcome"] == "sent":
        return "by a service whose requests are not counted"
    return f"{count(row['requests'], 'request')} answered"


def _addresses(config: Config) -> dict[str, str]:
    """Return the addresses whose connections are of interest; one that is missing is a fault of its own."""
    found = {"registry": config.registry.url}
    with suppress(ConfigError):
        if ping := config.schedule.ping_url.reveal():
            found["ping_url"] = ping
    return found


def _lists(config: Config) -> tuple[set[str], list[str]]:
    """Return the NCT numbers that the files of the configuration name now, and what is wrong with each."""
    from monitor.poll.lists import read_list, shortened

    found: set[str] = set()
    faults = []
    for path in dict.fromkeys(file.path for file in config.files):
        numbers, wrong = read_list(path)
        found.update(numbers or ())
        if wrong:
            faults.append(f"{config.source}: [[watch]] file: {path}: {shortened(wrong)}")
    return found, faults


def _store(config: Config, listed: set[str]) -> Iterator[str]:
    from monitor.config.load import unwatched
    from monitor.store.verify import integrity, room
    from monitor.watched import watched

    if found := room(config.store.path):
        yield f"the store {config.store.path}: {found}"
    try:
        with open_for_reading(config.store.path) as reader:
            if newer := applied_migrations(reader).difference(MIGRATIONS):
                yield (
                    f"the store {config.store.path}: was made by a newer nctwatch ({', '.join(sorted(newer))}), "
                    "so that this one cannot write it; upgrade this one"
                )
            if config.grows:
                numbers = {*watched(config, reader), *current_numbers(reader), *listed}
                yield from (f"{config.source}: {fault}" for fault in unwatched(config, numbers))
            yield from (f"the store {config.store.path}: {fault}" for fault in integrity(reader))
            failed = [
                (row.nct, row.error, row.due if config.registry.history else None)
                for row in failed_histories(reader, watched(config, reader))
            ]
            yield from (
                f"the store {config.store.path}: {sentence}" for sentence in history_sentences(failed)
            )
            for name, row in backlog(reader).items():
                if name not in {channel.name for channel in config.alert_channels} and row["queued"]:
                    yield f"the store {config.store.path}: {row['queued']} messages wait for the channel {name}, which is not configured: `nctwatch deliveries move` gives them to another"
    except NothingStored:
        return  # the first poll makes it
    except NctwatchError as error:
        yield str(error)


def _send_test(channel: Channel) -> dict[str, Any]:
    """Send a test message to each target of a channel; return what became of it, with the requests that left."""
    from monitor.alerts.envelope import channel_test
    from monitor.alerts.outcome import SendStatus
    from monitor.alerts.send import send, target_names

    words = (
        f"This is a test of the channel {channel.name}, sent by `nctwatch check --send`. No trial changed."
    )
    message = channel_test(words, channel.name)
    url = channel.url.reveal()
    results = {name: send(url, message, seconds=channel.timeout, target=name) for name in target_names(url)}
    failed = {name: result for name, result in results.items() if result.outcome is not SendStatus.SENT}
    shown = failed or results
    return {
        "channel": channel.name,
        "outcome": str(next(iter(shown.values())).outcome),
        "answer": "; ".join(
            f"{name}: {each.answer}" if name else each.answer for name, each in shown.items()
        ),
        "requests": sum(result.requests for result in results.values()),
        "targets": [
            {"target": name, "outcome": str(result.outcome), "answer": result.answer}
            for name, result in results.items()
            if name
        ],
    }


def _summary(config: Config, listed: set[str], send_test: bool) -> str:
    channels = count(len(config.channels), "channel")
    watched = "everything is" if config.everything else count(len({*config.watched, *listed}), "trial")
    searches = (
        f", {count(len(config.searches), 'standing search', 'standing searches')}" if config.searches else ""
    )
    words = f"{config.source} is fine: {watched} watched{searches}, {channels}."
    if not config.channels:
        sent = "Nothing was sent: without" if send_test else "Without"
        return f"{words} {sent} a channel, `nctwatch poll` and `nctwatch run` print the alerts."
    return words if send_test else f"{words} `nctwatch check --send` tries the channels."
