"""wfm: plans checked, solved and mended; a service that shows them, its store, and what keeps both well.

A user never sees a traceback: faulty input is told with its place, and what nobody foresaw is told
in one line (``WFM_DEBUG=1`` shows where it came from).
"""

from __future__ import annotations

import os
import sys

import typer

from api.commands import (
    backup,
    check,
    demo,
    doctor,
    erase_person,
    explain,
    export_person,
    import_,
    merge,
    next_quarter,
    quota,
    repair,
    restore,
    retain,
    score,
    send_mail,
    serve,
    solve,
    template,
    verify,
    verify_audit,
)
from api.commands.terminal.console import console, print_faults
from api.commands.terminal.help import Command, Group, translate
from api.commands.terminal.options import said, speaker
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

translate()
app = typer.Typer(
    name="wfm",
    cls=Group,
    help=said(ABOUT()),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for name, help_text, command in (
    ("check", check.HELP, check.check),
    ("solve", solve.HELP, solve.solve),
    ("repair", repair.HELP, repair.repair),
    ("score", score.HELP, score.score),
    ("explain", explain.HELP, explain.explain),
    ("verify", verify.HELP, verify.verify),
    ("quota", quota.HELP, quota.quota),
    ("template", template.HELP, template.template),
    ("merge", merge.HELP, merge.merge),
    ("next", next_quarter.HELP, next_quarter.next_quarter),
    ("serve", serve.HELP, serve.serve),
    ("send-mail", send_mail.HELP, send_mail.send_mail),
    ("import", import_.HELP, import_.import_plan),
    ("backup", backup.HELP, backup.backup),
    ("restore", restore.HELP, restore.restore),
    ("export-person", export_person.HELP, export_person.export_person),
    ("erase-person", erase_person.HELP, erase_person.erase_person),
    ("retain", retain.HELP, retain.retain),
    ("verify-audit", verify_audit.HELP, verify_audit.verify_audit),
    ("doctor", doctor.HELP, doctor.doctor),
    ("demo", demo.HELP, demo.demo),
):
    app.command(name, cls=Command, help=said(help_text()))(command)


def main() -> None:
    """Run a command; never let a traceback reach a user."""
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
