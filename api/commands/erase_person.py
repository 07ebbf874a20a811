"""wfm erase-person: names, addresses and notes of agents go, from every file; rosters and quotas stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.person_argument import (
    Accounts,
    Agents,
    Hotline,
    Municipality,
    PersonArguments,
    Selection,
    namesake,
    select_people,
    subject_of,
)
from api.commands.terminal.store_argument import now, opened_store
from api.configuration.settings import Settings, read_settings
from api.texts.translator import Translator
from wfm.message import Plural, Text

if TYPE_CHECKING:
    from api.privacy.erase import Erasure
    from api.privacy.records.subjects import PersonMatch
    from api.store.engine import Database

HELP = Text("erase_person.help", "Erase agents for good; rosters, quotas and bills stay as they are.")
YES = Text("option.yes", "Do it; else it is only said who would be erased.")
WOULD = Text("erase_person.would", "{names:list} would be erased, for good. Nothing was done: add --yes.")
DONE = Plural("erase_person.done", "{n:number} person is erased.", "{n:number} people are erased.")
ROWS = Plural("erase_person.rows", "{table}: {n:number} row", "{table}: {n:number} rows")
DOUBTFUL = Plural(
    "erase_person.doubtful",
    "{n:number} note holds a name that others bear too, and was left: read {where:list}.",
    "{n:number} notes hold a name that others bear too, and were left: read {where:list}.",
)
NAMESAKES = Text(
    "erase_person.namesakes",
    "The same name, e-mail or telephone is that of {who:list}: erase them, too, if it is the same person.",
)
BACKUPS = Text(
    "erase_person.backups",
    "Backups from before still hold them, and restoring one erases them again by {file}: keep that beside "
    "the backups, and delete those when you can.",
)
NOT_DONE = 1


def erase_person(
    agents: Agents = None,
    account: Accounts = None,
    hotline: Hotline = "",
    municipality: Municipality = "",
    yes: Annotated[bool, typer.Option("--yes", help=help_text(YES()))] = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Erase, or say who would be erased; the exit status is 1 where nothing was done."""
    from api.privacy.records.subjects import namesakes
    from api.store.engine import reading

    named = PersonArguments(agents or (), account or (), hotline, municipality)
    settings, speak = read_settings(), speaker(lang)
    with opened_store(settings) as database:
        with reading(database) as connection:
            meant = select_people(connection, named)
            others = namesakes(connection, subject_of(connection, meant))
        done = _erased(database, settings, meant) if yes else None
    if json:
        _print_json(meant, done)
    else:
        _print(meant, others, done, settings, speak)
    if done is None:
        raise typer.Exit(NOT_DONE)


def _erased(database: Database, settings: Settings, meant: Selection) -> Erasure:
    """Note down who, erase them, and overwrite what was there; the first outlives a crash in the second."""
    from api.privacy.erase import erase_people
    from api.privacy.erased_list import FILE, note_erased
    from api.privacy.records.erasure import accounts_only_of
    from api.store.engine import writing
    from api.store.overwriting import overwrite_deleted

    at, accounts = now(), frozenset(meant.accounts.values())
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writing(database) as connection:
        accounts |= accounts_only_of(connection, meant.persons)
        note_erased(settings.data_folder / FILE, meant.persons | accounts, at)
        erased = erase_people(connection, meant.persons, accounts, by=None, at=at)
    overwrite_deleted(database)
    return erased


def _print_json(meant: Selection, done: Erasure | None) -> None:
    people = [
        {"agent": one.agent, "hotline": one.hotline, "municipality": one.municipality, "id": one.person}
        for one in meant.people
    ]
    rows = None if done is None else dict(done.rows)
    doubtful = [] if done is None else [{"table": table, "key": key} for table, key in done.doubtful]
    about = {"erased": done is not None, "people": people, "accounts": list(meant.accounts)}
    print_json({**about, "rows": rows, "doubtful": doubtful})


def _print(
    meant: Selection,
    others: Sequence[PersonMatch],
    done: Erasure | None,
    settings: Settings,
    speak: Translator,
) -> None:
    from api.privacy.erased_list import FILE

    out, aside = console(), console(stderr=True)
    if done is None:
        out.print(speak.sentence(WOULD(names=meant.names)), markup=False)
    else:
        out.print(speak.sentence(DONE(n=len(meant.names))), style="green", markup=False)
        for table, number in done.rows.items():
            out.print("  " + speak.say(ROWS(table=table, n=number)), markup=False)
        aside.print(
            speak.sentence(BACKUPS(file=str(settings.data_folder / FILE))), style="yellow", markup=False
        )
        if done.doubtful:
            where = tuple(f"{table} {key}" for table, key in done.doubtful)
            aside.print(speak.sentence(DOUBTFUL(n=len(where), where=where)), style="yellow", markup=False)
    if others:
        told = NAMESAKES(who=tuple(namesake(one) for one in others))
        aside.print(speak.sentence(told), style="yellow", markup=False)
