"""The mails of a collection: that people are asked, and a reminder of those who have not answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from api.availability.collection import OPENED, REMINDER
from api.availability.deadline import last_moment
from api.plans.records.plans import read_plan, revision_by_id
from api.store.engine import Connection, Database
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import translator
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


def _address(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    told = notice.payload
    plan = read_plan(connection, revision_by_id(connection, told["revision"]))
    zone: ZoneInfo = plan.hotline.zone
    period = plan.hotline.period
    common: Mapping[str, Any] = {
        "kind": notice.kind,
        "hotline": code_of(connection, told["hotline"]),
        "name": plan.hotline.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "closes": datetime.fromisoformat(told["closes"]).astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
    }
    for receiver in told["receivers"]:
        yield MailDraft(receiver["account"], {**common, "missing": receiver["missing"]})


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
        url=f"{task.base}/plans/{first_day}/availability?{urlencode({'hotline': told['hotline']})}",
    )


MAILS = (MailKind(OPENED, _address, _write), MailKind(REMINDER, _address, _write))
