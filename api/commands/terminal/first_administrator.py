"""Telling the link of the first administrator: on a terminal, or else in a file for nobody but its owner.

What a service prints elsewhere ends in a journal, which more people read and which is kept for long.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from api.commands.terminal.console import console
from api.texts.translator import Translator
from wfm.message import Text

FILE = "first-administrator.txt"
"""Name of the file in the data folder; it is there only while there is no administrator."""
FIRST = Text(
    "serve.first",
    "There is no administrator yet. This link makes you the first one; it works once, until {hours:number} "
    "hours from now:",
)
FIRST_IN_FILE = Text(
    "serve.first_in_file",
    "There is no administrator yet. The link that makes the first one stands in {path}; it works once, until "
    "{hours:number} hours from now.",
)
HOUR = timedelta(hours=1)


def tell_first(speak: Translator, folder: Path, link: str | None, lasts: timedelta) -> None:
    """Tell the link, if there is one, and take away what was told of earlier ones.

    Parameters
    ----------
    folder
        Of the service's data.
    link
        Whole address; none where there is an administrator.
    lasts
        How long the link can be used.
    """
    kept = folder / FILE
    kept.unlink(missing_ok=True)
    if link is None:
        return
    told, hours = console(stderr=True), lasts // HOUR
    if told.is_terminal:
        told.print(speak.sentence(FIRST(hours=hours)), style="bold", markup=False)
        told.print(link, markup=False, soft_wrap=True)
        return
    # Made anew, for its owner alone from the first moment; a link that lies there is not followed.
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{link}\n")
    sentence = FIRST_IN_FILE(hours=hours, path=str(kept))
    told.print(speak.sentence(sentence), style="bold", markup=False, soft_wrap=True)
