"""wfm erase-person: names, addresses and notes of agents go, from every file; rosters and quotas stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
from api.commands.terminal.text_list import print_texts, text_records
from api.configuration.settings import Settings, read_settings
from api.texts.translator import Translator
from wfm.errors import OutputError
from wfm.message import Plural, Text

if TYPE_CHECKING:
    from api.privacy.erase import Erasure
    from api.privacy.records.free_texts import TextMatch
    from api.privacy.records.subjects import PersonMatch
    from api.store.engine import Connection, Database

HELP = Text("erase_person.help", "Erase agents for good; rosters, quotas and bills stay as they are.")
YES = Text("option.yes", "Do it; else it is only said who would be erased.")
WORD = Text("option.word", "What else they are called: a nickname, initials, a name of before. Repeatable.")
ALSO = Text("option.also", "A doubtful text that goes as well, by the name that it was told by. Repeatable.")
WOULD = Text("erase_person.would", "{names:list} would be erased, for good. Nothing was done: add --yes.")
WOULD_TEXTS = Plural(
    "erase_person.would_texts",
    "{n:number} text would be erased, for good. Nothing was done: add --yes.",
    "{n:number} texts would be erased, for good. Nothing was done: add --yes.",
)
DONE = Plural("erase_person.done", "{n:number} person is erased.", "{n:number} people are erased.")
ROWS = Plural("erase_person.rows", "{table}: {n:number} row", "{table}: {n:number} rows")
NO_TEXT = Text("erase_person.no_text", "There is no text {row} that could be erased.")
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

Words = Annotated[list[str] | None, typer.Option("--word", help=help_text(WORD()), show_default=False)]
Rows = Annotated[list[str] | None, typer.Option("--also", help=help_text(ALSO()), show_default=False)]


@dataclass(frozen=True)
class _Wish:
    """Who is to be erased, what else they are called, and which texts go as well."""

    meant: Selection
    words: Sequence[str]
    rows: Collection[str]


def erase_person(
    agents: Agents = None,
    account: Accounts = None,
    hotline: Hotline = "",
    municipality: Municipality = "",
    word: Words = None,
    also: Rows = None,
    yes: Annotated[bool, typer.Option("--yes", help=help_text(YES()))] = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Erase, or say who would be erased; the exit status is 1 where nothing was done."""
    from api.privacy.erase import find_texts
    from api.privacy.records.subjects import namesakes
    from api.store.engine import reading

    named = PersonArguments(agents or (), account or (), hotline, municipality)
    settings, speak = read_settings(), speaker(lang)
    with opened_store(settings) as database:
        with reading(database) as connection:
            rows = _known(connection, also or ())
            wish = _Wish(select_people(connection, named, needed=not rows), word or (), rows)
            others = namesakes(connection, subject_of(connection, wish.meant))
            accounts = frozenset(wish.meant.accounts.values())
            texts = find_texts(connection, wish.meant.persons, accounts, wish.words)
        done = _erased(database, settings, wish, texts) if yes else None
    left = texts if done is None else done.doubtful
    left = tuple(one for one in left if one.row not in rows)
    if json:
        _print_json(wish.meant, done, left)
    else:
        _print(wish, others, done, settings, speak)
        print_texts(left, speak, before=done is None)
    if done is None:
        raise typer.Exit(NOT_DONE)


def _known(connection: Connection, rows: Sequence[str]) -> frozenset[str]:
    from api.privacy.erase import find_rows

    known = find_rows(connection, rows) if rows else frozenset()
    for row in rows:
        if row not in known:
            raise OutputError(NO_TEXT(row=row))
    return known


def _erased(database: Database, settings: Settings, wish: _Wish, texts: Sequence[TextMatch]) -> Erasure:
    """Note down who, erase them, and overwrite what was there; the first outlives a crash in the second.

    Words of which only this command knows are in no backup's table of persons, so what they found is
    noted down row by row.
    """
    from api.privacy.erase import erase_people
    from api.privacy.erased_list import FILE, note_erased
    from api.privacy.records.erasure import accounts_only_of
    from api.store.engine import writing
    from api.store.overwriting import overwrite_deleted

    at, persons, accounts = now(), wish.meant.persons, frozenset(wish.meant.accounts.values())
    rows = {*wish.rows, *(one.row for one in texts if one.goes and wish.words)}
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writing(database) as connection:
        accounts |= accounts_only_of(connection, persons)
        note_erased(settings.data_folder / FILE, {*persons, *accounts, *rows}, at)
        erased = erase_people(connection, persons, accounts, words=wish.words, rows=rows, by=None, at=at)
    overwrite_deleted(database)
    return erased


def _print_json(meant: Selection, done: Erasure | None, left: Sequence[TextMatch]) -> None:
    people = [
        {"agent": one.agent, "hotline": one.hotline, "municipality": one.municipality, "id": one.person}
        for one in meant.people
    ]
    rows = None if done is None else dict(done.rows)
    about = {"erased": done is not None, "people": people, "accounts": list(meant.accounts)}
    going = [one for one in left if one.goes] if done is None else []
    doubtful = [one for one in left if not one.goes]
    print_json({**about, "rows": rows, "texts": text_records(going), "doubtful": text_records(doubtful)})


def _print(
    wish: _Wish, others: Sequence[PersonMatch], done: Erasure | None, settings: Settings, speak: Translator
) -> None:
    from api.privacy.erased_list import FILE

    out, aside, names = console(), console(stderr=True), wish.meant.names
    if done is None:
        would = WOULD(names=names) if names else WOULD_TEXTS(n=len(wish.rows))
        out.print(speak.sentence(would), markup=False)
    else:
        if names:
            out.print(speak.sentence(DONE(n=len(names))), style="green", markup=False)
        for table, number in done.rows.items():
            out.print("  " + speak.say(ROWS(table=table, n=number)), markup=False)
        aside.print(
            speak.sentence(BACKUPS(file=str(settings.data_folder / FILE))), style="yellow", markup=False
        )
    if others:
        told = NAMESAKES(who=tuple(namesake(one) for one in others))
        aside.print(speak.sentence(told), style="yellow", markup=False)
