"""``wfm`` as typer sees it: commands loaded when they are named, and its help in our own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, cast

import typer.core
import typer.main

from api.commands.terminal.options import help_text
from wfm.message import Text

ARGUMENTS = Text("help.arguments", "Arguments")
OPTIONS = Text("help.options", "Options")
COMMANDS = Text("help.commands", "Commands")
ERROR = Text("help.error", "Error")
REQUIRED = Text("help.required", "required")
DEFAULT = Text("help.default", "default: {value}")
TRY = Text("help.try", "Try {command} for help.")
SHOW = Text("help.show", "Show this help.")

_PLACE = "{}"  # typer fills it


def translate() -> None:
    """Give typer its headings and notes; before any help or error is shown, for they load slowly."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = help_text(ARGUMENTS())
    rich_utils.OPTIONS_PANEL_TITLE = help_text(OPTIONS())
    rich_utils.COMMANDS_PANEL_TITLE = help_text(COMMANDS())
    rich_utils.ERRORS_PANEL_TITLE = help_text(ERROR())
    rich_utils.REQUIRED_LONG_STRING = f"[{help_text(REQUIRED())}]"
    rich_utils.DEFAULT_STRING = f"[{help_text(DEFAULT(value=_PLACE))}]"
    rich_utils.RICH_HELP = help_text(TRY(command="[blue]'{command_path} {help_option}'[/]"))


class _OwnHelp:
    """A command that shows its help, and what its option ``--help`` does, in our words."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = help_text(SHOW())
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        translate()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class LocalizedCommand(_OwnHelp, typer.core.TyperCommand):
    """A command of ours."""


class LocalizedGroup(_OwnHelp, typer.core.TyperGroup):
    """``wfm`` itself."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the arguments before a command; typer tells what is wrong with them."""
        try:
            return super().make_context(*args, **kwargs)
        except Exception:
            translate()
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is named; typer tells what is wrong with its arguments."""
        try:
            return super().invoke(ctx)
        except Exception:
            translate()
            raise


def single(
    name: str, about: str, function: Callable[..., None], *, negative: bool = False
) -> LocalizedCommand:
    """Return a function as a command; with `negative` an argument may be a number below 0."""
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    # Else "-1250" would be told to be no option of ours.
    context = {"ignore_unknown_options": negative}
    alone.command(name, cls=LocalizedCommand, help=about, context_settings=context)(function)
    return cast("LocalizedCommand", typer.main.get_command(alone))


class Commands(Mapping[str, LocalizedCommand]):
    """The commands of a group by name, each loaded when it is asked for.

    Parameters
    ----------
    names
        Of all commands, in the order in which help shows them.
    load
        What makes one of them.
    """

    def __init__(self, names: Collection[str], load: Callable[[str], LocalizedCommand]) -> None:
        self._names = names
        self._load = cache(load)

    def __getitem__(self, name: str) -> LocalizedCommand:
        if name not in self._names:
            raise KeyError(name)
        return self._load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
