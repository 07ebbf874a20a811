"""The mail to whoever started a run that took its time: that it has ended, and with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from api.access.ids import RunId
from api.access.permissions import Permission, permissions
from api.accounts.records.grants import find_holder
from api.plans.records.answers import read_content
from api.plans.records.plans import revision_by_id
from api.runs.kinds import RunState
from api.runs.notice import RUN_ENDED
from api.runs.records.ended import was_ended_by
from api.runs.records.runs import RunFacts, RunResult, find_result, find_run
from api.store.engine import Connection, Database
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.message import Text

HAS_ENDED = Text("mail.run_ended", "A run has ended: {hotline}")
ANSWERED = Text("mail.question", "About your question: {hotline}")
OPENINGS: Mapping[str, Text] = {
    "draft": Text(
        "mail.run_draft",
        "The run that you started for {hotline}, {period}, has ended. Its roster is version {number:number}. "
        "It is a draft, and nothing is published.",
    ),
    "impossible": Text(
        "mail.run_impossible",
        "The run that you started for {hotline}, {period}, has ended: no roster is possible as the plan is "
        "now. The page says what can't hold together.",
    ),
    "found": Text(
        "mail.run_found",
        "The run that you started for {hotline}, {period}, has ended. What it found stands on its page.",
    ),
    "failed": Text(
        "mail.run_failed",
        "The run that you started for {hotline}, {period}, was ended by a fault of the program. The fault "
        "has been noted, and you can start the run again.",
    ),
    "without": Text(
        "mail.run_without",
        "The run that you started for {hotline}, {period}, has ended without a result. You can start it "
        "again with more time.",
    ),
    "question": Text(
        "mail.question_answered",
        "There is an answer to what you asked about the roster of {hotline}, {period}. It stands on its "
        "page.",
    ),
    "unanswered": Text(
        "mail.question_unanswered",
        "What you asked about the roster of {hotline}, {period}, could not be answered. You can ask again.",
    ),
}
"""By what came of it."""
TOPIC = Topic(NoticeEvent.RUN_ENDED, NoticeRole.SELF)
SEE_RUN = Text("mail.see_run", "See what came of it")


def _address_ended(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    """Return a mail for whoever started the run, unless they ended it, or may see no drafts any more."""
    try:
        run = find_run(connection, RunId(notice.payload["run"]))
    except MissingError:  # the plan's runs are gone by now
        return ()
    revision = revision_by_id(connection, run.revision)
    code = code_of(connection, revision.hotline)
    if run.author is None or was_ended_by(connection, run.id, run.author):
        return ()
    wanted = Permission.ANSWER if run.is_question else Permission.READ_DRAFTS
    if wanted not in permissions(find_holder(connection, run.author), code):
        return ()
    hotline = read_content(connection, revision).hotline()
    result = find_result(connection, run.id) or RunResult()
    told = {
        "hotline": code,
        "name": hotline.name,
        "first_day": hotline.period.first_day.isoformat(),
        "last_day": hotline.period.last_day.isoformat(),
        "run": run.id,
        "end": _end(run, result),
        "number": result.version or 0,
    }
    return (MailDraft(run.author, told, TOPIC),)


def _end(run: RunFacts, result: RunResult) -> str:
    if run.is_question:
        return "question" if run.state is RunState.DONE and result.document else "unanswered"
    if run.state is RunState.FAILED:
        return "failed"
    if result.version:
        return "draft"
    if result.status == "INFEASIBLE":
        return "impossible"
    return "found" if run.state is RunState.DONE and not run.kind.makes_roster else "without"


def _place(end: str) -> str:
    """Return in which pages something that ended so stands; what was asked is in no mail."""
    return "questions" if end in ("question", "unanswered") else "runs"


def _write_ended(_database: Database, task: MailTask) -> Letter:
    told, speak = task.draft.payload, translator(task.language)
    name = one_line(told["name"])
    period = speak.dates(date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"]))
    return speak_letter(
        speak,
        subject=(ANSWERED if _place(told["end"]) == "questions" else HAS_ENDED)(hotline=name),
        opening=OPENINGS[told["end"]](hotline=name, period=period, number=told["number"]),
        action=SEE_RUN(),
        url=task.link(f"/plans/{told['first_day']}/{_place(told['end'])}/{told['run']}"),
        closing=(WHY(),),
    )


MAILS = (MailKind(RUN_ENDED, _address_ended, _write_ended, (TOPIC,)),)
