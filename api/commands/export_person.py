"""wfm export-person: all that the store holds of somebody, with what each column says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, speaker
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
from api.commands.terminal.store_argument import opened_store
from api.configuration.settings import read_settings
from api.texts.translator import Translator
from wfm.message import Plural, Text

if TYPE_CHECKING:
    from api.privacy.export import Extract
    from api.privacy.records.subjects import PersonMatch

HELP = Text("export_person.help", "Print all that the store holds of agents, for themselves to read.")
ABOUT = Text("export_person.about", "All that is held of {names:list}.")
TABLE = Plural("export_person.table", "{table}: {n:number} row", "{table}: {n:number} rows")
PERSONAL = Text("export_person.personal", "personal: goes when you are erased")
PSEUDONYM = Text("export_person.pseudonym", "under a random id: stays, and then speaks of nobody")
NONE = Text("export_person.none", "not about a person")
NAMESAKES = Text(
    "export_person.namesakes",
    "The same name, e-mail or telephone is that of {who:list}: ask for them, too, if it is the same person.",
)
LABELS = {"personal": PERSONAL, "pseudonym": PSEUDONYM, "none": NONE}


def export_person(
    agents: Agents = None,
    account: Accounts = None,
    hotline: Hotline = "",
    municipality: Municipality = "",
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print everything, as text or as one JSON document."""
    from api.logs.security import tell_security
    from api.privacy.export import extracts
    from api.privacy.records.subjects import namesakes
    from api.store.engine import reading

    named = PersonArguments(agents or (), account or (), hotline, municipality)
    with opened_store(read_settings()) as database, reading(database) as connection:
        meant = select_people(connection, named)
        subject = subject_of(connection, meant)
        found, others = tuple(extracts(connection, subject)), namesakes(connection, subject)
        tell_security(
            "person.export", people=[one.person for one in meant.people], accounts=list(meant.accounts)
        )
    if json:
        about = {"people": [_person(one) for one in meant.people], "accounts": list(meant.accounts)}
        print_json({**about, "tables": [_record(one) for one in found]})
        return
    speak = speaker(lang)
    _print(meant, found, speak)
    if others:
        told = NAMESAKES(who=tuple(namesake(one) for one in others))
        console(stderr=True).print(speak.sentence(told), style="yellow", markup=False)


def _print(meant: Selection, found: Iterable[Extract], speak: Translator) -> None:
    out = console()
    out.print(speak.sentence(ABOUT(names=meant.names)), markup=False)
    for extract in found:
        out.print()
        out.print(speak.say(TABLE(table=extract.table, n=len(extract.rows))), style="bold", markup=False)
        for row in extract.rows:
            out.print()
            for column, value in row.items():
                label = speak.say(LABELS[extract.labels[column]]())
                out.print(f"  {column} ({label}): {value}", markup=False)


def _person(one: PersonMatch) -> Mapping[str, str]:
    return {"agent": one.agent, "hotline": one.hotline, "municipality": one.municipality, "id": one.person}


def _record(extract: Extract) -> Mapping[str, Any]:
    return {"table": extract.table, "labels": dict(extract.labels), "rows": list(extract.rows)}
