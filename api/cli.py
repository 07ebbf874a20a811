"""wfm: plans checked, solved and mended; a service that shows them, its store, and what keeps both well.

A user never sees a traceback: faulty input is told with its place, and what nobody foresaw is told
in one line (``WFM_DEBUG=1`` shows where it came from).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import typer

from api.commands.terminal.console import console, print_faults
from api.commands.terminal.harmless import replace_missing_letters
from api.commands.terminal.help import Commands, LocalizedCommand, LocalizedGroup, single
from api.commands.terminal.options import help_text, speaker
from api.commands.terminal.plan_argument import FAULTY
from wfm.errors import ClusterError, InputError, OutputError
from wfm.message import Text

ABOUT = Text("cli.about", "Fællesvagt: rosters for contact centres that many employers staff together.")
UNFORESEEN = Text(
    "cli.unforeseen",
    "Something went wrong that nobody foresaw ({what}). Nothing half-done was left behind. "
    "Run the command again with WFM_DEBUG=1 in the environment and report what it prints.",
)
SOFTWARE = 70  # sysexits.h: EX_SOFTWARE

COMMANDS = {
    "check": "check.check",
    "solve": "solve.solve",
    "design": "design.design",
    "repair": "repair.repair",
    "score": "score.score",
    "explain": "explain.explain",
    "verify": "verify.verify",
    "quota": "quota.quota",
    "scenario": "scenario.scenario",
    "split": "split.split_amount",
    "case": "case.case",
    "demand": "demand.demand",
    "risk": "risk.risk",
    "template": "template.template",
    "merge": "merge.merge",
    "forecast": "forecast.forecast",
    "kpi": "kpi.kpi",
    "next": "next_quarter.next_quarter",
    "serve": "serve.serve",
    "work": "work.work",
    "reset-second-step": "reset_second_step.reset_second_step",
    "send-mail": "send_mail.send_mail",
    "import": "import_.import_plan",
    "backup": "backup.backup",
    "restore": "restore.restore",
    "export-person": "export_person.export_person",
    "erase-person": "erase_person.erase_person",
    "retain": "retain.retain",
    "verify-audit": "verify_audit.verify_audit",
    "doctor": "doctor.doctor",
    "demo": "demo.demo",
}
"""Where each command stands in ``api.commands``, in the order in which ``wfm --help`` shows them."""


def load(name: str) -> LocalizedCommand:
    """Load a command, and with it what only this one needs."""
    module, function = COMMANDS[name].split(".")
    room = import_module(f"api.commands.{module}")
    negative = getattr(room, "MAY_BE_NEGATIVE", False)
    return single(name, help_text(room.HELP()), getattr(room, function), negative=negative)


class Wfm(LocalizedGroup):
    """``wfm`` with its commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"commands": Commands(COMMANDS, load)})


def wfm() -> None:
    """Do nothing: what is done, a command does."""


app = typer.Typer(
    name="wfm",
    cls=Wfm,
    callback=wfm,
    help=help_text(ABOUT()),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run a command; never let a traceback reach a user."""
    replace_missing_letters()
    try:
        app()
    except InputError as error:
        print_faults(error.faults, speaker(None), as_json=False)
        sys.exit(FAULTY)
    except (ClusterError, OutputError) as error:
        console(stderr=True).print(speaker(None).sentence(error.message), style="bold red", markup=False)
        sys.exit(FAULTY)
    except Exception as error:
        if os.environ.get("WFM_DEBUG"):
            raise
        told = UNFORESEEN(what=f"{type(error).__name__}: {error}")
        console(stderr=True).print(speaker(None).sentence(told), style="bold red", markup=False)
        sys.exit(SOFTWARE)
