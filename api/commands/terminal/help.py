"""What typer writes around our own help texts, in the language of the terminal too."""

from __future__ import annotations

from typing import Any

import typer.core
from typer import rich_utils

from api.commands.terminal.options import said
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
    """Give typer its headings and notes; before any help is shown."""
    rich_utils.ARGUMENTS_PANEL_TITLE = said(ARGUMENTS())
    rich_utils.OPTIONS_PANEL_TITLE = said(OPTIONS())
    rich_utils.COMMANDS_PANEL_TITLE = said(COMMANDS())
    rich_utils.ERRORS_PANEL_TITLE = said(ERROR())
    rich_utils.REQUIRED_LONG_STRING = f"[{said(REQUIRED())}]"
    rich_utils.DEFAULT_STRING = f"[{said(DEFAULT(value=_PLACE))}]"
    rich_utils.RICH_HELP = said(TRY(command="[blue]'{command_path} {help_option}'[/]"))


class _OwnHelp:
    """A command whose option ``--help`` says in our words what it does."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = said(SHOW())
        return option


class Command(_OwnHelp, typer.core.TyperCommand):
    """A command of ours."""


class Group(_OwnHelp, typer.core.TyperGroup):
    """``wfm`` itself."""
