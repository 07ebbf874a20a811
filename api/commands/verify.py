"""wfm verify: check what a folder of outputs claims, and say which claims were confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.solve import Workers
from api.commands.terminal.console import print_json
from api.commands.terminal.options import AsJson, Language, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.commands.terminal.progress import stoppable, watched
from api.commands.terminal.verification import print_verification, verification_json
from api.publication.baseline_file import BASELINE_FILE
from wfm.baseline import Baseline, levels_of
from wfm.finding import Level
from wfm.message import Text
from wfm.roster import Roster
from wfm.verification import ClaimState, Verification

HELP = Text(
    "verify.help",
    "Check what solve wrote: measure the roster again, prove the bounds again, and say what was confirmed.",
)
FOLDER = Text("option.outputs", "Folder that solve or repair wrote.")
TIME_LIMIT = Text(
    "option.verify_time_limit", "Seconds that solving again may take; the rest is checked in any case."
)
MENDED_FROM = Text(
    "option.mended_from", "The roster that this one was mended from, where it is not in the folder."
)
STRICT = Text("option.strict", "Exit status 1 also where a claim could not be proven again.")
FALSE_CLAIM = 1

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=help_text(FOLDER()), show_default=False)]
TimeLimit = Annotated[float, typer.Option("--time-limit", min=0, help=help_text(TIME_LIMIT()))]
FromRoster = Annotated[
    Path | None,
    typer.Option("--from", metavar="ROSTER.csv", help=help_text(MENDED_FROM()), show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help=help_text(STRICT()))]


def verify(
    plan: PlanPath,
    folder: Folder,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    from_roster: FromRoster = None,
    strict: Strict = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Check every claim of an answer; exit status 1 where one is false."""
    from api.verification.checking import verify as check  # OR-Tools is loaded only where it is needed

    read = plan_of(plan, lang, as_json=json)
    speak = speaker(lang, read)
    with (
        faults_told(plan, lang or read.hotline.language, as_json=json),
        stoppable() as stop,
        watched(speak, _levels(folder, from_roster)) as progress,
    ):
        found = check(read, folder, time_limit, workers, baseline=from_roster, progress=progress, stop=stop)
    if json:
        print_json(verification_json(found, speak))
    else:
        print_verification(found, folder, speak)
    if failed(found, strict=strict):
        raise typer.Exit(FALSE_CLAIM)


def _levels(folder: Path, from_roster: Path | None) -> tuple[Level, ...]:
    """Return the levels whose progress is shown."""
    mended = from_roster is not None or (folder / BASELINE_FILE).exists()
    return levels_of(Baseline(Roster()) if mended else None)


def failed(found: Verification, *, strict: bool) -> bool:
    """Tell whether a claim is false or, where `strict`, not confirmed."""
    return found.state is ClaimState.FALSE or (strict and found.state is ClaimState.OPEN)
