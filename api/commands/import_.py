"""wfm import: a plan, and what it was solved to, into the store; published at once where that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, PlanPath, help_text, speaker
from api.commands.terminal.person_options import NewPersons, Renumbered, SamePersons, read_answers
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.commands.terminal.store_argument import now, opened_store
from api.configuration.settings import Settings, read_settings
from api.publishing.decider import Decider
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.errors import OutputError, PlanError
from wfm.message import Message, Plural, Text

if TYPE_CHECKING:
    from api.plans.person_answers import PersonAnswers
    from api.publication.publication import Publication
    from api.publishing.service import Receipt, ShortNoticeError
    from api.rosters.importing import ImportResult
    from api.store.engine import Database
    from wfm.plan import Plan

HELP = Text("import.help", "Take a plan, and its solved roster, into the service's store.")
SOLVED = Text(
    "option.solved_to", "Folder of the plan's outputs, as solve wrote it: its roster becomes a version."
)
PUBLISH = Text("option.publish", "Publish that roster at once.")
ACCEPT = Text(
    "option.accept_short_notice", "Let shifts change that are nearer than the agreed days of notice."
)
DECIDED_BY = Text(
    "option.decided_by",
    "Who said yes to short notice: coordinator, leader or agents; it stands in the record.",
)
EXPECTED = Text(
    "option.expected", "Number of the plan's newest revision, on top of which this one is to be put."
)
REPLACING = Text("option.replacing", "Number of the published version that is to be replaced.")
CALLED = Text("option.called", "What a new plan is called; its first day if left out.")
NOTE = Text("option.note", "What is noted to it.")
IS_NEW = Text(
    "import.is_new",
    "{agent} is somebody new. Role, account and calendars stay with whoever had the id; invite the new one.",
)
IS_RENUMBERED = Text(
    "import.is_renumbered", "{old} is {agent} from now on; role, account and calendars went along."
)
OUT_NEEDED = Text("import.out_needed", "Only a roster can be published: name the folder of outputs, --out.")
TAKEN_IN = Text(
    "import.taken_in", "The plan of {hotline} from {day:day} is in the store as revision {number}."
)
KNOWN = Text(
    "import.known", "The plan of {hotline} from {day:day} was in the store already, as revision {number}."
)
ADDED = Text("import.added", "Its roster is version {number}.")
ADDED_BEFORE = Text("import.added_before", "Its roster was there already, as version {number}.")
PUBLISHED = Plural(
    "import.published",
    "Version {number} is published; {n:number} calendar changed.",
    "Version {number} is published; {n:number} calendars changed.",
)
PUBLISHED_BEFORE = Text("import.published_before", "Version {number} was published already.")
OTHER_REVISION = Text(
    "import.other_revision",
    "Revision {number} of this plan is in the store, and it is another plan. Look at it; to put yours on top "
    "of it, give the command again with --expected {number}. Nothing was changed.",
)
OTHER_VERSION = Text(
    "import.other_version",
    "Version {number} is published. To replace it, give the command again with --replacing {number}. "
    "The plan and its roster are in the store, unpublished.",
)

TOO_NEAR = Plural(
    "import.too_near",
    "{n:number} shift would change sooner than agreed (notice: {agreed}): {shifts:list}. Where that is "
    "meant, give the command again with --accept-short-notice. The plan and its roster are in the store, "
    "unpublished.",
    "{n:number} shifts would change sooner than agreed (notice: {agreed}): {shifts:list}. Where that is "
    "meant, give the command again with --accept-short-notice. The plan and its roster are in the store, "
    "unpublished.",
)
NEAR_SHIFT = Text("import.near_shift", "{day:day} at {start}")
MORE_SHIFTS = Text("import.more_shifts", "{n:number} more")
MOST_NAMED = 5


@dataclass(frozen=True)
class _Outcome:
    imported: ImportResult
    receipt: Receipt | None
    answers: PersonAnswers


def import_plan(
    plan: PlanPath,
    out: Annotated[Path | None, typer.Option("--out", help=help_text(SOLVED()), show_default=False)] = None,
    publish: Annotated[bool, typer.Option("--publish", help=help_text(PUBLISH()))] = False,
    accept: Annotated[bool, typer.Option("--accept-short-notice", help=help_text(ACCEPT()))] = False,
    decided_by: Annotated[
        Decider, typer.Option("--decided-by", help=help_text(DECIDED_BY()))
    ] = Decider.COORDINATOR,
    expected: Annotated[int, typer.Option("--expected", min=0, help=help_text(EXPECTED()))] = 0,
    replacing: Annotated[int, typer.Option("--replacing", min=0, help=help_text(REPLACING()))] = 0,
    name: Annotated[str, typer.Option("--name", help=help_text(CALLED()), show_default=False)] = "",
    note: Annotated[str, typer.Option("--note", help=help_text(NOTE()), show_default=False)] = "",
    same: SamePersons = None,
    new: NewPersons = None,
    renumbered: Renumbered = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Import, and say what is new; the same again changes nothing."""
    if publish and out is None:
        raise OutputError(OUT_NEEDED())
    settings = read_settings()
    read = plan_of(plan, lang, as_json=json)
    solved = None
    if out is not None:
        from api.outputs.folder import read_publication

        with faults_told(plan, lang or read.hotline.language, as_json=json):
            solved = read_publication(read, out)
    with opened_store(settings, made=True) as database:
        with faults_told(plan, lang or read.hotline.language, as_json=json):
            answers = read_answers(same, new, renumbered)
            imported = _import(database, read, solved, answers, expected=expected, name=name, note=note)
        decided = decided_by if accept else None
        receipt = _publish(database, imported, replacing, settings, decided) if publish else None
    _tell(read, _Outcome(imported, receipt, answers), speaker(lang, read), publish=publish, as_json=json)


def _import(
    database: Database,
    plan: Plan,
    solved: Publication | None,
    answers: PersonAnswers,
    *,
    expected: int,
    name: str,
    note: str,
) -> ImportResult:
    from api.rosters.importing import import_solved
    from api.store.engine import writing
    from api.store.errors import ConflictError, DoubtfulPersonsError

    try:
        with writing(database) as connection:
            return import_solved(
                connection,
                plan,
                solved,
                author=None,
                at=now(),
                expected=expected,
                name=name,
                note=note,
                answers=answers,
            )
    except DoubtfulPersonsError as doubtful:
        raise PlanError(doubtful.faults) from doubtful
    except ConflictError as conflict:
        if not conflict.number:
            raise
        raise OutputError(OTHER_REVISION(number=conflict.number)) from conflict


def _publish(
    database: Database, imported: ImportResult, replacing: int, settings: Settings, decided: Decider | None
) -> Receipt | None:
    """Publish the version; nothing where it is published already."""
    from api.publishing.agreement import read_agreement
    from api.publishing.records import find_published
    from api.publishing.service import ShortNoticeError, publish
    from api.store.engine import reading
    from api.store.errors import ConflictError
    from api.store.idempotency import IdempotentRequest

    version = imported.version
    assert version is not None
    with reading(database) as connection:
        if find_published(connection, version.plan).number == version.number:
            return None
    request = IdempotentRequest(
        caller="wfm import",
        key=token_hex(16),
        method="POST",
        path=f"{version.plan}/{version.number}",
        body_sha256="",
    )
    try:
        return publish(
            database,
            version.plan,
            version.number,
            expected=replacing,
            author=None,
            at=now(),
            request=request,
            agreed=read_agreement(settings),
            accept_short_notice=decided is not None,
            decided_by=decided or Decider.COORDINATOR,
        )
    except ConflictError as conflict:
        if not conflict.number:
            raise
        raise OutputError(OTHER_VERSION(number=conflict.number)) from conflict
    except ShortNoticeError as refused:
        raise OutputError(_too_near(refused)) from refused


def _too_near(refused: ShortNoticeError) -> Message:
    """Say which shifts are too near, the first few by name."""
    from api.rosters.editing.sentences import agreement_message

    shifts = [one.shift for one in refused.near]
    named = [NEAR_SHIFT(day=shift.day.isoformat(), start=clock(shift.start)) for shift in shifts[:MOST_NAMED]]
    if len(shifts) > MOST_NAMED:
        named.append(MORE_SHIFTS(n=len(shifts) - MOST_NAMED))
    return TOO_NEAR(n=len(shifts), agreed=agreement_message(refused.agreed), shifts=tuple(named))


def _tell(plan: Plan, done: _Outcome, speak: Translator, *, publish: bool, as_json: bool) -> None:
    if as_json:
        print_json(_record(plan, done))
        return
    out, imported, receipt = console(), done.imported, done.receipt
    hotline = plan.hotline
    text = TAKEN_IN if imported.new_revision else KNOWN
    told = text(
        hotline=hotline.name, day=hotline.period.first_day.isoformat(), number=str(imported.revision.number)
    )
    out.print(speak.sentence(told), style="green", markup=False)
    if imported.new_revision:
        for agent in sorted(done.answers.new):
            out.print(speak.sentence(IS_NEW(agent=agent)), markup=False)
        for agent, old in sorted(done.answers.renumbered.items()):
            out.print(speak.sentence(IS_RENUMBERED(agent=agent, old=old)), markup=False)
    version = imported.version
    if version is not None:
        text = ADDED if imported.new_version else ADDED_BEFORE
        out.print(speak.sentence(text(number=str(version.number))), markup=False)
        if receipt is not None:
            message = PUBLISHED(number=str(receipt.number), n=len(receipt.changed))
            out.print(speak.sentence(message), style="green", markup=False)
        elif publish:
            out.print(speak.sentence(PUBLISHED_BEFORE(number=str(version.number))), markup=False)


def _record(plan: Plan, done: _Outcome) -> Mapping[str, Any]:
    revision, version, receipt = done.imported.revision, done.imported.version, done.receipt
    return {
        "hotline": plan.hotline.code,
        "plan": plan.hotline.period.first_day.isoformat(),
        "revision": {
            "number": revision.number,
            "sha256": revision.sha256,
            "new": done.imported.new_revision,
        },
        "version": version
        and {"number": version.number, "sha256": version.sha256, "new": done.imported.new_version},
        "published": receipt
        and {
            "number": receipt.number,
            "changed": len(receipt.changed),
            "decided_by": receipt.decided_by or None,
            "audit": f"{receipt.audit_seq}:{receipt.audit_sha256}",
        },
    }
