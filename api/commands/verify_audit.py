"""wfm verify-audit: whether the store still is what was written into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.store_argument import opened_store
from api.configuration.settings import read_settings
from wfm.errors import OutputError
from wfm.message import Message, Plural, Text

if TYPE_CHECKING:
    from api.store.audit import Head
    from api.upkeep.records.integrity import NumberedItem
    from api.upkeep.verify import IntegrityReport

HELP = Text("verify_audit.help", "Check that nothing in the store was changed behind the service's back.")
HEAD = Text(
    "option.head",
    "An end of the audit chain that was kept elsewhere, NUMBER:SHA256; it must be in the chain. Repeatable.",
)
NO_HEAD = Text("verify_audit.no_head", "“{value}” is no end of a chain; expected is NUMBER:SHA256.")
WHOLE = Plural(
    "verify_audit.whole",
    "The audit chain is whole: {n:number} event; the telling of {erased:number} was erased, as it may be.",
    "The audit chain is whole: {n:number} events; the telling of {erased:number} was erased, as it may be.",
)
HOLD = Text(
    "verify_audit.hold",
    "{revisions:number} revisions of plans, {versions:number} versions of rosters: all as their hashes say.",
)
ENDS = Text("verify_audit.ends", "The chain ends with {head}; keep that elsewhere, for the next time.")
CHAIN_BROKEN = Text("verify_audit.chain_broken", "The audit chain is broken at {numbers:list}.")
CUT = Text("verify_audit.cut", "{head} is not in the chain: it was cut off, or written anew.")
REVISION_BROKEN = Text(
    "verify_audit.revision_broken", "Revision {number} of {hotline} {plan} is not what its hash says."
)
VERSION_BROKEN = Text(
    "verify_audit.version_broken",
    "Version {number} of the roster of {hotline} {plan} is not what its hash says.",
)
PUBLICATION_BROKEN = Text(
    "verify_audit.publication_broken", "Version {number} of {hotline} {plan} is published, and is not there."
)
SEAL_BROKEN = {
    "roles": Text("verify_audit.roles_broken", "Who may what was changed beside the audit chain."),
    "tellings": Text(
        "verify_audit.tellings_broken", "What is told of audit events was deleted beside the audit chain."
    ),
    "calendars": Text("verify_audit.calendars_broken", "Calendars were changed beside the audit chain."),
    "ledger": Text("verify_audit.ledger_broken", "The ledger was changed beside the audit chain."),
    "publications": Text(
        "verify_audit.pointers_broken", "What is published was changed beside the audit chain."
    ),
}
CALENDAR_BROKEN = Text(
    "verify_audit.calendar_broken", "The calendar {kind} {subject} is not what was written into it."
)
ERASURE_BROKEN = Text(
    "verify_audit.erasure_broken",
    "{person} was erased and is there again, or is erased though the audit chain does not say so.",
)
NOT_SEALED = Text(
    "verify_audit.not_sealed",
    "Not sealed yet, of a store of before: {names:list}. The next wfm retain seals it.",
)
BROKEN = 1
SHA256_LETTERS = 64


def verify_audit(
    head: Annotated[
        list[str] | None, typer.Option("--head", help=help_text(HEAD()), show_default=False)
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Check everything; the exit status is 1 where anything is not as it was written."""
    from api.store.engine import snapshot
    from api.upkeep.verify import verify_integrity

    heads = [_head(value) for value in head or ()]
    with opened_store(read_settings()) as database, snapshot(database) as connection:
        proof = verify_integrity(connection, heads)
    speak, broken = speaker(lang), tuple(_broken(proof))
    if json:
        print_json(_record(proof, [speak.sentence(one) for one in broken]))
    else:
        out = console()
        for one in broken:
            out.print(speak.sentence(one), style="bold red", markup=False)
        if not proof.chain.broken:
            whole = WHOLE(n=proof.chain.head.seq, erased=len(proof.chain.erased))
            out.print(speak.sentence(whole), style="green", markup=False)
        if not (proof.broken_revisions or proof.broken_versions):
            hold = HOLD(revisions=proof.revisions, versions=proof.versions)
            out.print(speak.sentence(hold), style="green", markup=False)
        if proof.seals.missing:
            out.print(speak.sentence(NOT_SEALED(names=proof.seals.missing)), style="yellow", markup=False)
        out.print(speak.sentence(ENDS(head=_shown(proof.chain.head))), markup=False)
    if not proof.holds:
        raise typer.Exit(BROKEN)


def _head(value: str) -> Head:
    from api.store.audit import Head

    number, _, sha256 = value.partition(":")
    if not number.isdecimal() or len(sha256) != SHA256_LETTERS:
        raise OutputError(NO_HEAD(value=value))
    return Head(int(number), sha256.lower())


def _broken(proof: IntegrityReport) -> Iterator[Message]:
    if proof.chain.broken:
        yield CHAIN_BROKEN(numbers=tuple(map(str, proof.chain.broken)))
    for head in proof.strangers:
        yield CUT(head=_shown(head))
    for text, found in (
        (REVISION_BROKEN, proof.broken_revisions),
        (VERSION_BROKEN, proof.broken_versions),
        (PUBLICATION_BROKEN, proof.broken_publications),
    ):
        yield from (_said(text, one) for one in found)
    for kind in dict.fromkeys(name.partition(" ")[0] for name in proof.seals.broken):
        yield SEAL_BROKEN[kind]() if kind in SEAL_BROKEN else CHAIN_BROKEN(numbers=(kind,))
    yield from (CALENDAR_BROKEN(kind=kind, subject=subject) for kind, subject in proof.broken_calendars)
    yield from (ERASURE_BROKEN(person=person) for person in proof.broken_erasures)


def _said(text: Text, one: NumberedItem) -> Message:
    return text(number=str(one.number), hotline=one.hotline, plan=one.plan)


def _shown(head: Head) -> str:
    return f"{head.seq}:{head.sha256}"


def _record(proof: IntegrityReport, sentences: list[str]) -> Mapping[str, Any]:
    return {
        "holds": proof.holds,
        "audit": _shown(proof.chain.head),
        "events": proof.chain.head.seq,
        "erased": len(proof.chain.erased),
        "revisions": proof.revisions,
        "versions": proof.versions,
        "broken": sentences,
        "not_sealed": list(proof.seals.missing),
    }
