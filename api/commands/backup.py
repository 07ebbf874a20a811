"""wfm backup: the whole store into one file, while everybody goes on working."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.store_argument import now, opened_store
from api.configuration.settings import read_settings
from wfm.errors import OutputError
from wfm.message import Plural, Text

HELP = Text("backup.help", "Write a backup of the store into one file, also while the service runs.")
FILE = Text("option.backup_file", "File to write; one that stands there already is never overwritten.")
WRITTEN = Plural(
    "backup.written", "{file} holds {n:number} row, checked.", "{file} holds {n:number} rows, checked."
)
KEEP = Text(
    "backup.keep",
    "Keep elsewhere: SHA-256 of the file {sha256}; end of the audit chain {head} (wfm verify-audit --head).",
)
UNWRITABLE = Text("backup.unwritable", "{file} cannot be written: {reason}.")


def backup(
    file: Annotated[Path, typer.Argument(help=help_text(FILE()), show_default=False)],
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write the backup, and say what to keep so that it can be trusted later."""
    from api.upkeep.backup import check_backup, write_backup

    try:
        with opened_store(read_settings()) as database:
            write_backup(database, file, now())
            manifest = check_backup(file)
    except OSError as error:
        raise OutputError(UNWRITABLE(file=str(file), reason=error.strerror or str(error))) from error
    with file.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    head = f"{manifest.head.seq}:{manifest.head.sha256}"
    if json:
        made_at, rows = manifest.made_at.isoformat(), {name: n for name, (n, _) in manifest.tables.items()}
        about = {"revision": manifest.revision, "database": manifest.database, "made_at": made_at}
        print_json({"file": str(file), "sha256": sha256, "audit": head, **about, "rows": rows})
        return
    speak, out = speaker(lang), console()
    out.print(speak.sentence(WRITTEN(file=str(file), n=manifest.rows)), style="green", markup=False)
    out.print(speak.sentence(KEEP(sha256=sha256, head=head)), markup=False)
