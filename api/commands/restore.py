"""wfm restore: a backup into the store, whole or not at all; who was erased since is erased again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.store_argument import now, opened_store
from api.commands.terminal.text_list import print_texts, text_records
from api.configuration.settings import read_settings
from wfm.errors import OutputError
from wfm.message import Plural, Text

HELP = Text("restore.help", "Restore a backup into the store; stop the service first.")
FILE = Text("option.restore_file", "Backup, as wfm backup wrote it, of either database.")
FORCE = Text("option.force", "Replace what is in the store, after a backup of it.")
ERASED = Text(
    "option.erased", "Further list of people who were erased since, such as another machine's erased.txt."
)
RESTORED = Plural(
    "restore.restored",
    "{n:number} row of the backup of {day:day} is in the store, checked.",
    "{n:number} rows of the backup of {day:day} are in the store, checked.",
)
ERASED_AGAIN = Plural(
    "restore.erased_again",
    "{n:number} person who was erased since was erased again.",
    "{n:number} people who were erased since were erased again.",
)
BEFORE = Text("restore.before", "What was there before is in {file}.")
VALID_AGAIN = Text(
    "restore.valid_again",
    "What was ended after the backup was made is valid again: look through accounts, access tokens and "
    "calendar addresses. Everybody has to sign in anew.",
)
RUNNING = Text(
    "restore.running", "A service works in {folder}, and would go on with what was there. Stop it first."
)
NO_LIST = Text(
    "restore.no_list",
    "No list of erased people was found in {folder}, nor given by --erased: whoever was erased after the "
    "backup was made is in the store again.",
)
UNREADABLE = Text("restore.unreadable", "{file} cannot be read: {reason}.")


def restore(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help=help_text(FILE()), show_default=False)
    ],
    force: Annotated[bool, typer.Option("--force", help=help_text(FORCE()))] = False,
    erased: Annotated[
        list[Path] | None,
        typer.Option("--erased", exists=True, dir_okay=False, help=help_text(ERASED()), show_default=False),
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Restore, and say what was done."""
    from api.privacy.erased_list import FILE as LIST
    from api.privacy.erased_list import note_erased, read_erased
    from api.store.lock import StoreInUseError, left_alone
    from api.upkeep import restore as restoring

    settings, at = read_settings(), now()
    before = settings.data_folder / f"before-restore-{at:%Y%m%dT%H%M%S%fZ}.backup" if force else None
    own = settings.data_folder / LIST
    try:
        with left_alone(settings.data_folder):
            listed = own.exists() or bool(erased)
            known = read_erased(own, *(erased or ()))
            note_erased(own, known - read_erased(own), at)
            with opened_store(settings, made=True) as database:
                done = restoring.restore(database, file, at=at, erased=known, before=before)
    except StoreInUseError:
        raise OutputError(RUNNING(folder=str(settings.data_folder))) from None
    except OSError as error:
        raise OutputError(UNREADABLE(file=str(file), reason=error.strerror or str(error))) from error
    if json:
        kept = None if done.before is None else str(done.before)
        about = {"rows": done.manifest.rows, "made_at": done.manifest.made_at.isoformat()}
        print_json(
            {
                "file": str(file),
                **about,
                "erased_again": done.erased,
                "before": kept,
                "doubtful": text_records(done.doubtful),
            }
        )
        return
    speak, out = speaker(lang), console()
    day = done.manifest.made_at.date().isoformat()
    out.print(speak.sentence(RESTORED(n=done.manifest.rows, day=day)), style="green", markup=False)
    if done.erased:
        out.print(speak.sentence(ERASED_AGAIN(n=done.erased)), markup=False)
    print_texts(done.doubtful, speak, before=False)
    if not listed:
        out.print(speak.sentence(NO_LIST(folder=str(settings.data_folder))), style="yellow", markup=False)
    if done.before is not None:
        out.print(speak.sentence(BEFORE(file=str(done.before))), markup=False)
    out.print(speak.sentence(VALID_AGAIN()), style="yellow", markup=False)
