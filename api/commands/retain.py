"""wfm retain: what has been kept as long as the settings say goes; to be run every day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, speaker
from api.commands.terminal.store_argument import now, opened_store
from api.commands.terminal.text_list import print_texts, text_records
from api.configuration.settings import Settings, read_settings
from wfm.message import Plural, Text

if TYPE_CHECKING:
    from datetime import datetime

    from api.privacy.records.free_texts import TextMatch
    from api.store.engine import Database

HELP = Text("retain.help", "Take away what has been kept as long as the settings say; run it every day.")
NOTHING = Text("retain.nothing", "Nothing in the store is over its time.")
GONE = Plural("retain.gone", "{kind}: {n:number} gone", "{kind}: {n:number} gone")
PEOPLE = "people"
NAMED = ("availability_notes", "revision_notes", "version_notes", "plans", PEOPLE)
"""Kinds that hold what somebody wrote or who they were: their bytes are overwritten, too."""


def retain(json: AsJson = False, lang: Language = None) -> None:
    """Apply the periods, and say what is gone."""
    from api.store.overwriting import overwrite_deleted

    settings = read_settings()
    with opened_store(settings) as database:
        gone, doubtful = _retained(database, settings, now())
        if any(gone[kind] for kind in NAMED):
            overwrite_deleted(database)
    if json:
        print_json({"gone": dict(gone), "doubtful": text_records(doubtful)})
        return
    speak, out = speaker(lang), console()
    told = [GONE(kind=kind, n=number) for kind, number in gone.items() if number] or [NOTHING()]
    for one in told:
        out.print(speak.sentence(one), markup=False)
    print_texts(doubtful, speak, before=False)


def _retained(
    database: Database, settings: Settings, at: datetime
) -> tuple[Mapping[str, int], tuple[TextMatch, ...]]:
    """Apply the periods in one transaction; who is in no plan any more is erased with it."""
    from api.doctor.retention import periods_of
    from api.privacy.erase import erase_people
    from api.privacy.erased_list import FILE, note_erased
    from api.privacy.records.plans import find_unneeded_persons
    from api.privacy.retention import bounds
    from api.privacy.retention import retain as taken_away
    from api.store.engine import writing

    with writing(database) as connection:
        gone = dict(taken_away(connection, bounds(periods_of(settings), at), at))
        persons = find_unneeded_persons(connection)
        doubtful: tuple[TextMatch, ...] = ()
        if persons:
            settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            note_erased(settings.data_folder / FILE, persons, at)
            doubtful = erase_people(connection, persons, by=None, at=at).doubtful
    return gone | {PEOPLE: len(persons)}, doubtful
