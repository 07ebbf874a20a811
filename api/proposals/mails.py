"""The mails of a proposal: that a draft can be commented on, and that a comment was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from api.access.ids import HotlineId, PlanId, RemarkId, VersionNumber
from api.accounts.records.grants import accounts_of_persons
from api.amendments.records.amendments import find_draft_after
from api.availability.deadline import last_moment
from api.availability.records.audience import leaders_of
from api.plans.records.answers import RevisionContent, read_content
from api.plans.records.plans import revision_by_id
from api.proposals.records.proposals import Proposal, find_proposal
from api.proposals.records.remarks import find_remark
from api.proposals.service import ANSWERED, PROPOSED
from api.rosters.records.rosters import find_version
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

A_DRAFT = Text("mail.draft_open", "Draft roster for comments: {hotline}")
LOOK = Text(
    "mail.draft_look",
    "There is a draft of the roster of {hotline} for {period}. You can look at it and comment on it until "
    "{day:day} at {time:time}. Nothing is decided, and calendars don't follow it.",
)
SEE_DRAFT = Text("mail.see_draft", "See the draft")
COMMENT_ANSWERED = Text("mail.comment_answered", "Your comment was answered: {hotline}")
ANSWERED_SHIFT = Text(
    "mail.answered_shift",
    "Your comment on the shift {shift:shift} in the draft roster of {hotline} for {period} was answered.",
)
ANSWERED_WHOLE = Text(
    "mail.answered_whole", "Your comment on the draft roster of {hotline} for {period} was answered."
)
SEE_ANSWER = Text("mail.see_answer", "See the answer")
AS_AGENT, AS_LEADER = (Topic(NoticeEvent.DRAFT, role) for role in (NoticeRole.AGENT, NoticeRole.LEADER))
REPLIED = Topic(NoticeEvent.REMARK_ANSWERED, NoticeRole.SELF)


def _address_proposed(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for everybody in the plan who has an account, and for their leaders."""
    told = notice.payload
    found = _read(connection, told)
    if found is None:
        return
    proposal, stored = found
    people = [one for one in stored.people() if one.staffs]
    leaders = leaders_of(connection, HotlineId(told["hotline"]), {one.municipality for one in people})
    agents = set(accounts_of_persons(connection, [one.person for one in people]))
    zone = stored.hotline().zone
    closes = proposal.until.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    for account in sorted(agents | set(leaders)):
        topic = AS_AGENT if account in agents else AS_LEADER
        yield MailDraft(account, {**_common(connection, told, stored), "until": closes}, topic)


def _address_answered(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    """Return a mail for whoever wrote the comment; none where it is gone."""
    told = notice.payload
    found = _read(connection, told)
    try:
        remark = find_remark(connection, RemarkId(told["remark"]))
    except MissingError:
        return ()
    if found is None or remark.author is None:
        return ()
    about = {**_common(connection, told, found[1]), "shift": remark.shift}
    return (MailDraft(remark.author, about, REPLIED),)


def _read(connection: Connection, told: Mapping[str, Any]) -> tuple[Proposal, RevisionContent] | None:
    """Return what a notice tells of; nothing where the plan is gone by now."""
    plan, number = PlanId(told["plan"]), VersionNumber(told["number"])
    number = find_draft_after(connection, plan, number)  # what is published may have changed since
    proposal = find_proposal(connection, plan, number)
    if proposal is None:
        return None
    revision = revision_by_id(connection, find_version(connection, plan, number).revision)
    return proposal, read_content(connection, revision)


def _common(connection: Connection, told: Mapping[str, Any], stored: RevisionContent) -> Mapping[str, Any]:
    hotline = stored.hotline()
    return {
        "hotline": code_of(connection, told["hotline"]),
        "name": hotline.name,
        "first_day": hotline.period.first_day.isoformat(),
        "last_day": hotline.period.last_day.isoformat(),
        "number": told["number"],
    }


def _write_proposed(_database: Database, task: MailTask) -> Letter:
    told, speak = task.draft.payload, translator(task.language)
    until = last_moment(datetime.fromisoformat(told["until"]))
    name = one_line(told["name"])
    return speak_letter(
        speak,
        subject=A_DRAFT(hotline=name),
        opening=LOOK(hotline=name, period=_period(task), **until),
        action=SEE_DRAFT(),
        url=_url(task),
        closing=(WHY(),),
    )


def _write_answered(_database: Database, task: MailTask) -> Letter:
    told, speak = task.draft.payload, translator(task.language)
    about = {"hotline": one_line(told["name"]), "period": _period(task)}
    shift = told["shift"]
    return speak_letter(
        speak,
        subject=COMMENT_ANSWERED(hotline=about["hotline"]),
        opening=ANSWERED_SHIFT(shift=shift, **about) if shift else ANSWERED_WHOLE(**about),
        action=SEE_ANSWER(),
        url=_url(task),
        closing=(WHY(),),
    )


def _period(task: MailTask) -> str:
    told = task.draft.payload
    first, last = date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])
    return translator(task.language).dates(first, last)


def _url(task: MailTask) -> str:
    told = task.draft.payload
    return task.link(f"/plans/{told['first_day']}/versions/{told['number']}/proposal")


MAILS = (
    MailKind(PROPOSED, _address_proposed, _write_proposed, (AS_AGENT, AS_LEADER)),
    MailKind(ANSWERED, _address_answered, _write_answered, (REPLIED,)),
)
