"""wfm work: reckon the runs that wait, beside services and others like it, until told to stop."""

from __future__ import annotations

import signal
from contextlib import suppress
from threading import Event
from types import FrameType

from api.commands.terminal.console import console
from api.commands.terminal.options import Language, speaker
from api.commands.terminal.store_argument import look_at_tables, now, opened_store
from api.configuration.settings import read_settings
from wfm.message import Text

HELP = Text(
    "work.help",
    "Reckon runs that wait in the service's database, until told to stop; on as many machines as you like.",
)
WORKING = Text("work.working", "Runs of the store at {place} are reckoned here (Ctrl-C ends it).")
LOOK_EVERY = 5.0
"""Seconds between two looks whether the database is still of this release."""


def work(lang: Language = None) -> None:
    """Reckon runs until told to stop; what is not done then is put back for others, with its best roster."""
    from api.logs import configure
    from api.runs.worker import RunWorker, working
    from api.store.errors import UnavailableError
    from api.store.lock import in_use

    settings, speak, stop = read_settings(), speaker(lang), Event()
    configure(settings.log_level, settings.log_format)

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with in_use(settings.data_folder), opened_store(settings) as database:
        at_once = settings.runs_at_once or 1  # 0 says that the service itself reckons none
        with working(RunWorker(database, now, at_once=at_once, memory_mb=settings.run_memory_mb)):
            told = speak.sentence(WORKING(place=settings.database_shown))
            console(stderr=True).print(told, style="green", markup=False)
            while not stop.wait(LOOK_EVERY):
                with suppress(UnavailableError):  # one that does not answer for a while is waited for
                    look_at_tables(database, settings)
