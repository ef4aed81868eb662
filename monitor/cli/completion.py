"""``nctwatch completion``: the script that makes a shell complete commands, options, trials and names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from monitor.cli.output import echo
from monitor.errors import UsageError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_NCTWATCH_COMPLETE"
"""By this variable a shell's script asks the command for what to offer."""
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")
"""Characters that have a meaning in bash outside of quotes."""


class _Bash(BashComplete):
    """Completion for bash, which takes what is offered as it is and breaks words at ``=`` too."""

    source_template = BashComplete.source_template.replace("read type value", "read -r type value")

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, without a ``=`` between an option and its value."""
        args, incomplete = super().get_completion_args()
        return [word for word in args if word != "="], incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a value as it has to stand on the command line; within quotes it stands as it is."""
        value = item.value if _quoted() else _SPECIAL.sub(r"\\\1", item.value)
        return f"{item.type},{value}"


def _quoted() -> bool:
    """Return whether the word that bash completes begins with a quote."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    at = os.environ.get("COMP_CWORD", "")
    return at.isdigit() and int(at) < len(words) and words[int(at)][:1] in {"'", '"'}


def _with_option(item: CompletionItem[str], word: str) -> CompletionItem[str]:
    """Return an item with what stands before its value in the word to complete: the option of ``--option=value``."""
    option, equals, _ = word.partition("=")
    if not equals or word[:1] != "-" or item.type != "plain":
        return item
    return CompletionItem(f"{option}={item.value}", item.type, item.help)


class _Zsh(ZshComplete):
    """Completion for zsh, which puts what is offered in the place of the whole word."""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the lines for a value."""
        words, at = split_arg_string(os.environ.get("COMP_WORDS", "")), int(os.environ.get("COMP_CWORD", "0"))
        return super().format_completion(_with_option(item, words[at] if at < len(words) else ""))


class _Fish(FishComplete):
    """Completion for fish, which does so too, and whose script takes what follows a comma for something else."""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a value with its title, in which semicolons stand for commas."""
        line = super().format_completion(_with_option(item, os.environ.get("COMP_CWORD", "")))
        kind, _, rest = line.partition(",")
        return f"{kind},{rest.replace(',', ';')}"


def register() -> None:
    """Let click use these in place of its own."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)


@click.command()
@click.argument("shell", metavar="[SHELL]", type=click.Choice(SHELLS), required=False)
@click.pass_context
def completion(ctx: click.Context, shell: str | None) -> None:
    """Print the script by which SHELL, one of bash, zsh and fish, completes commands, trials, groups and channels.

    \b
    bash  in ~/.bashrc:                  eval "$(nctwatch completion bash)"
    zsh   in ~/.zshrc, after compinit:   eval "$(nctwatch completion zsh)"
    fish  in ~/.config/fish/config.fish: nctwatch completion fish | source
    """  # noqa: D301  # \b is click's mark for lines that stay as they are
    register()
    chosen = shell or Path(os.environ.get("SHELL", "")).name
    found = get_completion_class(chosen) if chosen in SHELLS else None
    if found is None:
        raise UsageError(f"name the shell: {', '.join(SHELLS)}")
    echo(found(ctx.find_root().command, {}, "nctwatch", VARIABLE).source())
