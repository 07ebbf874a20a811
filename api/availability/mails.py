"""The mails of a collection: that people are asked, and a reminder of those who have not answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from api.access.ids import HotlineId, PlanId
from api.availability.collection import OPENED, REMINDER, find_audience
from api.availability.deadline import last_moment
from api.availability.records.collections import find_collection
from api.plans.records.answers import read_content
from api.plans.records.plans import find_revision, read_plan, revision_by_id
from api.store.engine import Connection, Database
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.hotline import Hotline
from wfm.message import Plural, Text

WHEN_CAN_YOU = Text("mail.when_can_you", "When can you sit? {hotline}")
ASKED = Text(
    "mail.asked",
    "The roster of {hotline} for {period} is about to be planned. Say when you can sit, by {day:day} at "
    "{time:time}.",
)
ASKED_LEADER = Plural(
    "mail.asked_leader",
    "The roster of {hotline} for {period} is about to be planned. {n:number} of your agents has no account: "
    "please answer for them, by {day:day} at {time:time}.",
    "The roster of {hotline} for {period} is about to be planned. {n:number} of your agents have no account: "
    "please answer for them, by {day:day} at {time:time}.",
)
STILL_MISSING = Text("mail.still_missing", "Your answer is missing: {hotline}")
REMINDED = Text(
    "mail.reminded",
    "You have not said yet when you can sit in {hotline} in {period}. You can until {day:day} at "
    "{time:time}.",
)
REMINDED_LEADER = Plural(
    "mail.reminded_leader",
    "{n:number} of your agents in {hotline} has no account and has not answered for {period}. You can "
    "answer for them until {day:day} at {time:time}.",
    "{n:number} of your agents in {hotline} have no account and have not answered for {period}. You can "
    "answer for them until {day:day} at {time:time}.",
)
ANSWER = Text("mail.answer_now", "Say when you can")
AS_AGENT, AS_LEADER = (
    Topic(NoticeEvent.AVAILABILITY, role) for role in (NoticeRole.AGENT, NoticeRole.LEADER)
)
NO_REASON = Text("mail.no_reason", "Nobody asks you for a reason.")


def collection_letter(
    language: str,
    kind: str,
    *,
    hotline: str,
    period: tuple[date, date],
    closes: datetime,
    missing: int,
    url: str,
) -> Letter:
    """Say that somebody is asked, or reminded; `closes` is on the wall clock.

    Parameters
    ----------
    language, kind
        Of the receiver, and of the notice.
    hotline, period, closes, url
        Of what, for which days, until when, and where one answers.
    missing
        For how many people without an account the receiver answers as their leader; 0 for oneself.
    """
    speak, name = translator(language), one_line(hotline)
    about = {"hotline": name, "period": speak.dates(*period), **last_moment(closes)}
    reminds = kind == REMINDER
    if missing:
        opening = (REMINDED_LEADER if reminds else ASKED_LEADER)(n=missing, **about)
    else:
        opening = (REMINDED if reminds else ASKED)(**about)
    return speak_letter(
        speak,
        subject=(STILL_MISSING if reminds else WHEN_CAN_YOU)(hotline=name),
        opening=opening,
        action=ANSWER(),
        url=url,
        closing=(NO_REASON(), WHY()),
    )


def _address_reminder(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    told = notice.payload
    plan = read_plan(connection, revision_by_id(connection, told["revision"]))
    closes = datetime.fromisoformat(told["closes"])
    return _drafts(connection, notice, plan.hotline, closes, told["receivers"])


def _address_opened(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    """Yield a mail for everybody who is asked, by the plan as it is when the collection opens."""
    told = notice.payload
    if "receivers" in told:  # as notices were before a collection could open later
        return _address_reminder(connection, notice)
    plan, collection = PlanId(told["plan"]), find_collection(connection, PlanId(told["plan"]))
    if collection is None:
        return ()
    stored = read_content(connection, find_revision(connection, plan))
    people = tuple(one for one in stored.people() if one.staffs)
    audience = find_audience(connection, HotlineId(told["hotline"]), people)
    return _drafts(connection, notice, stored.hotline(), collection.closes, audience.receivers)


def _drafts(
    connection: Connection,
    notice: Notice,
    hotline: Hotline,
    closes: datetime,
    receivers: Iterable[Mapping[str, Any]],
) -> Iterator[MailDraft]:
    common: Mapping[str, Any] = {
        "kind": notice.kind,
        "hotline": code_of(connection, notice.payload["hotline"]),
        "name": hotline.name,
        "first_day": hotline.period.first_day.isoformat(),
        "last_day": hotline.period.last_day.isoformat(),
        "closes": closes.astimezone(hotline.zone).strftime("%Y-%m-%dT%H:%M"),
    }
    for receiver in receivers:
        topic = AS_LEADER if receiver["missing"] else AS_AGENT
        yield MailDraft(receiver["account"], {**common, "missing": receiver["missing"]}, topic)


def _write(_database: Database, task: MailTask) -> Letter:
    told = task.draft.payload
    first_day = told["first_day"]
    return collection_letter(
        task.language,
        told["kind"],
        hotline=told["name"],
        period=(date.fromisoformat(first_day), date.fromisoformat(told["last_day"])),
        closes=datetime.fromisoformat(told["closes"]),
        missing=told["missing"],
        url=task.link(f"/plans/{first_day}/availability"),
    )


_TOPICS = (AS_AGENT, AS_LEADER)
MAILS = (
    MailKind(OPENED, _address_opened, _write, _TOPICS),
    MailKind(REMINDER, _address_reminder, _write, _TOPICS),
)
