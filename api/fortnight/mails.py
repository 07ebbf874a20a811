"""Mails with the next fourteen days, to coordinators and leaders who want them: each what they may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from api.access.ids import AccountId, HotlineCode, HotlineId
from api.accounts.records.grants import find_holder
from api.accounts.records.preferences import NoticePreference, find_preferences
from api.fortnight.book import make_book
from api.fortnight.days import DAYS, read_fortnight
from api.fortnight.mornings import MORNING
from api.fortnight.pdf import make_pdf
from api.fortnight.records import list_recipients
from api.plans.records.plans import revision_by_id
from api.published.records import find_state
from api.publishing.receipt import FORTNIGHT_CHANGED
from api.rosters.records.rosters import find_version
from api.rosters.records.version_changes import version_changes
from api.store.engine import Connection, Database, reading
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import Channel, NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Attachment, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.message import Text

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AHEAD = Text("mail.fortnight", "The next fourteen days: {hotline}")
SAY_AHEAD = Text(
    "mail.say_fortnight",
    "Attached is who sits in {hotline} from {period}, to print and as a workbook, so that you know it also "
    "where Fællesvagt cannot be reached.",
)
SEE_ROSTER = Text("mail.see_roster", "See the roster as it is now")
AFTERWARDS = Text(
    "mail.fortnight_afterwards",
    "If it cannot be reached, write down what happens and enter it afterwards. Whether you get this mail is "
    "chosen under My account.",
)
MORNINGS = (
    Topic(NoticeEvent.FORTNIGHT, NoticeRole.COORDINATOR),
    Topic(NoticeEvent.FORTNIGHT, NoticeRole.LEADER),
)
CHANGES = (
    Topic(NoticeEvent.FORTNIGHT_CHANGED, NoticeRole.COORDINATOR),
    Topic(NoticeEvent.FORTNIGHT_CHANGED, NoticeRole.LEADER),
)


def _address_morning(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    code = HotlineCode(notice.payload["hotline"])
    try:
        hotline = find_state(connection, code).id
    except MissingError:
        return
    yield from _drafts(connection, hotline, code, MORNINGS)


def _address_changed(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield the mails where a publication changes who sits on a shift of the next fourteen days."""
    told = notice.payload
    try:
        after = find_version(connection, told["plan"], told["number"])
        before = find_version(connection, told["plan"], told["before"]) if told["before"] else None
    except MissingError:
        return
    moved = version_changes(connection, before, after).by_person.values()
    today = notice.created_at.astimezone(ZoneInfo("Europe/Copenhagen")).date()
    days = {date.fromisoformat(shift[:10]) for one in moved for shift in (*one.left, *one.joined)}
    if any(today <= day < today + timedelta(days=DAYS) for day in days):
        hotline = revision_by_id(connection, after.revision).hotline
        yield from _drafts(connection, hotline, code_of(connection, hotline), CHANGES)


def _drafts(
    connection: Connection, hotline: HotlineId, code: HotlineCode, topics: tuple[Topic, ...]
) -> Iterator[MailDraft]:
    """Yield a mail for each who wants it: of those who do not, no row is kept day after day."""
    recipients = list_recipients(connection, hotline)
    chosen = find_preferences(connection, recipients)
    for account, leads in sorted(recipients.items()):
        topic = topics[1] if leads else topics[0]
        if chosen.get(account, NoticePreference()).wants(topic, Channel.MAIL):
            yield MailDraft(account, {"hotline": code}, topic)


def _write(database: Database, task: MailTask) -> Letter | None:
    """Return the mail with what its receiver sees at this moment; nothing where that is nothing."""
    code, account = HotlineCode(task.draft.payload["hotline"]), AccountId(task.draft.account or "")
    try:
        with reading(database) as connection:
            found = read_fortnight(connection, code, find_holder(connection, account), task.at)
    except MissingError:
        return None
    if found is None:
        return None
    speak, name = translator(task.language), one_line(found.name)
    file = f"{code}-{found.period[0].isoformat()}"
    attachments = (
        Attachment(f"{file}.pdf", PDF, make_pdf(found, speak)),
        Attachment(f"{file}.xlsx", XLSX, make_book(found, speak)),
    )
    return speak_letter(
        speak,
        subject=AHEAD(hotline=name),
        opening=SAY_AHEAD(hotline=name, period=speak.dates(*found.period)),
        action=SEE_ROSTER(),
        url=task.link("/"),
        closing=(AFTERWARDS(), WHY()),
        attachments=attachments,
    )


MAILS = (
    MailKind(MORNING, _address_morning, _write, MORNINGS),
    MailKind(FORTNIGHT_CHANGED, _address_changed, _write, CHANGES),
)
