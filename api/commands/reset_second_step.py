"""wfm reset-second-step: for whoever lost phone and recovery codes, and has no administrator to ask."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.store_argument import now, opened_store
from api.configuration.settings import read_settings
from wfm.errors import OutputError
from wfm.message import Text

HELP = Text(
    "reset_second_step.help",
    "Turn off an account's two-step sign-in, for a sole administrator who lost phone and recovery codes.",
)
EMAIL = Text("reset_second_step.email", "E-mail address that the account signs in with.")
TAKEN = Text(
    "reset_second_step.taken",
    "Two-step sign-in of {email} is turned off. The password alone is enough now; every login has ended.",
)
WAS_OFF = Text("reset_second_step.was_off", "{email} does not use two-step sign-in; nothing was changed.")
NO_ACCOUNT = Text("reset_second_step.no_account", "No account signs in with {email}. Nothing was changed.")
NOT_DONE = 1
"""Exit status where there was no code."""


def reset_second_step(
    email: Annotated[str, typer.Argument(help=help_text(EMAIL()), show_default=False)],
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Take the code away; the exit status is 1 where there was none."""
    from api.accounts.records import accounts, second_steps
    from api.store.engine import writing

    with opened_store(read_settings()) as database, writing(database) as connection:
        address = accounts.normalize_email(email)
        account = None if address is None else accounts.find_by_email(connection, address)
        if account is None:
            raise OutputError(NO_ACCOUNT(email=email))
        was_on = second_steps.take_away(connection, account.id, by=None, at=now())
    if json:
        print_json({"account": account.id, "taken": was_on})
    else:
        sentence = (TAKEN if was_on else WAS_OFF)(email=account.email)
        console().print(speaker(lang).sentence(sentence), markup=False)
    if not was_on:
        raise typer.Exit(NOT_DONE)
