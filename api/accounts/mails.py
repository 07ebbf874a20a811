"""Mails about accounts: what is offered, an invitation, a new password, what became of the code at sign-in.

A link gets its secret when its mail is written, and the one in an earlier copy opens nothing from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.accounts.records import accounts, links, offers
from api.accounts.records.grants import hotline_names_of
from api.accounts.records.links import LinkKind
from api.accounts.records.offers import NOTICE as OFFER_NOTICE
from api.accounts.records.second_steps import NOTICE as SECOND_STEP_NOTICE
from api.accounts.urls import SECOND_STEP, link_address
from api.store.engine import Connection, Database, writing
from api.store.errors import MissingError
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, moment_of, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import translator
from wfm.message import Message, Text

INVITED = Text("mail.invited", "You can now sign in to Fællesvagt")
INVITED_TO = Text("mail.invited_to", "You have been given an account in Fællesvagt, for {hotlines:list}.")
INVITED_BARE = Text("mail.invited_bare", "You have been given an account in Fællesvagt.")
OFFERED = Text("mail.offered", "You are invited to {hotline}")
OFFERED_WHAT = Text(
    "mail.offered_what",
    "You are invited to take part in {hotline} in Fællesvagt. Nothing changes before you accept it.",
)
SEE_OFFER = Text("mail.see_offer", "See the invitation")
CHOOSE = Text("mail.choose", "Choose your password")
RESET = Text("mail.reset", "A new password for Fællesvagt")
RESET_ASKED = Text(
    "mail.reset_asked",
    "Somebody, probably you, asked to choose a new password for your account in Fællesvagt.",
)
CHOOSE_NEW = Text("mail.choose_new", "Choose a new password")
ONCE_UNTIL = Text("mail.once_until", "The link works once, until {day:day} at {time:time}.")
NEWEST_COUNTS = Text(
    "mail.newest_counts", "If you received this more than once, only the link of the last one works."
)
NOT_YOU = Text(
    "mail.not_you", "If it was not you, you can ignore this mail: without the link nothing is changed."
)
UNEXPECTED = Text("mail.unexpected", "If you did not ask for this mail, you can ignore it.")
CODE_CHANGED = Text("mail.code_changed", "Two-step sign-in to Fællesvagt")
CODE_BECAME = MappingProxyType(
    {
        "on": Text("mail.code_on", "Two-step sign-in to your account in Fællesvagt has been turned on."),
        "off": Text("mail.code_off", "Two-step sign-in to your account in Fællesvagt has been turned off."),
        "codes": Text("mail.code_codes", "Your account in Fællesvagt has been given new recovery codes."),
        "taken": Text(
            "mail.code_taken",
            "An administrator has turned off two-step sign-in to your account in Fællesvagt. "
            "Your password alone is enough now; turn it on again when you can.",
        ),
        "recovered": Text(
            "mail.code_recovered", "Somebody used a recovery code of your account in Fællesvagt."
        ),
    }
)
"""By what became of it, as the store calls that."""
SEE_CODE = Text("mail.see_code", "See two-step sign-in")
CODE_NOT_YOU = Text(
    "mail.code_not_you",
    "Was it not you? Then choose a new password at once, and tell your hotline's administrator.",
)
TOPIC = Topic(NoticeEvent.ACCOUNT, NoticeRole.SELF)
ZONE = "Europe/Copenhagen"
"""Of the moment at which a link ends: whoever gets one may belong to no hotline yet."""


def invitation_letter(
    language: str, hotlines: Iterable[str], url: str, expires: datetime, zone: str = ZONE
) -> Letter:
    """Say that somebody has an account now, and where they choose its password."""
    names = tuple(filter(None, map(one_line, hotlines)))
    return speak_letter(
        translator(language),
        subject=INVITED(),
        opening=INVITED_TO(hotlines=names) if names else INVITED_BARE(),
        action=CHOOSE(),
        url=url,
        closing=(_until(expires, zone), NEWEST_COUNTS(), UNEXPECTED()),
    )


def offer_letter(language: str, hotline: str, url: str, expires: datetime, zone: str = ZONE) -> Letter:
    """Say that somebody is invited to a hotline, and where they accept or decline."""
    name = one_line(hotline)
    return speak_letter(
        translator(language),
        subject=OFFERED(hotline=name),
        opening=OFFERED_WHAT(hotline=name),
        action=SEE_OFFER(),
        url=url,
        closing=(_until(expires, zone), NEWEST_COUNTS(), UNEXPECTED()),
    )


def reset_letter(language: str, url: str, expires: datetime, zone: str = ZONE) -> Letter:
    """Say where a new password is chosen."""
    return speak_letter(
        translator(language),
        subject=RESET(),
        opening=RESET_ASKED(),
        action=CHOOSE_NEW(),
        url=url,
        closing=(_until(expires, zone), NEWEST_COUNTS(), NOT_YOU()),
    )


def second_step_letter(language: str, what: str, url: str) -> Letter:
    """Say what became of the code at sign-in."""
    return speak_letter(
        translator(language),
        subject=CODE_CHANGED(),
        opening=CODE_BECAME[what](),
        action=SEE_CODE(),
        url=url,
        closing=(CODE_NOT_YOU(), WHY()),
    )


def _until(expires: datetime, zone: str) -> Message:
    return ONCE_UNTIL(**moment_of(expires.astimezone(ZoneInfo(zone))))


def _address_link(_connection: Connection, notice: Notice) -> tuple[MailDraft, ...]:
    return (MailDraft(notice.payload["account"], {"link": notice.payload["link"]}, TOPIC),)


def _address_offer(connection: Connection, notice: Notice) -> tuple[MailDraft, ...]:
    """Return whom the offer goes to: an account that nobody has yet where there is none of the address."""
    offer = offers.find_by_id(connection, notice.payload["offer"], notice.created_at)
    if offer is None:
        return ()
    account = accounts.find_by_email(connection, offer.email)
    if account is None:
        account = accounts.make(connection, offer.email, offer.language, by=None, at=notice.created_at)
    return (MailDraft(account.id, {"offer": offer.id}, TOPIC),)


def _address_second_step(_connection: Connection, notice: Notice) -> tuple[MailDraft, ...]:
    return (MailDraft(notice.payload["account"], {"what": notice.payload["what"]}, TOPIC),)


def _write_invitation(database: Database, task: MailTask) -> Letter | None:
    found = _renew(database, task, LinkKind.INVITATION)
    return None if found is None else invitation_letter(task.language, *found)


def _write_offer(database: Database, task: MailTask) -> Letter | None:
    """Return the letter with a new secret; nothing where the offer was answered, withdrawn or is over."""
    try:
        with writing(database) as connection:
            offer = offers.find_by_id(connection, task.draft.payload["offer"], task.at)
            if offer is None:
                return None
            token = offers.renew(connection, offer.id, task.at, handed=False)
            name = offers.hotline_name(connection, offer)
    except MissingError:
        return None
    return offer_letter(task.language, name, link_address(token, task.base), offer.expires_at)


def _write_reset(database: Database, task: MailTask) -> Letter | None:
    found = _renew(database, task, LinkKind.RESET)
    return None if found is None else reset_letter(task.language, *found[1:])


def _write_second_step(_database: Database, task: MailTask) -> Letter:
    return second_step_letter(task.language, task.draft.payload["what"], f"{task.base}{SECOND_STEP}")


def _renew(
    database: Database, task: MailTask, kind: LinkKind
) -> tuple[tuple[str, ...], str, datetime] | None:
    """Return the account's hotlines, and address and end of its link, whose secret is made here.

    Nothing where the link was used, taken back or replaced, or is out of date.
    """
    account = task.draft.account
    assert account is not None  # links are of accounts
    try:
        with writing(database) as connection:
            link = links.find_unused(connection, account, kind, task.at)
            if link is None or link.id != task.draft.payload["link"]:
                return None
            token = links.renew(connection, link.id, task.at)
            return hotline_names_of(connection, account), link_address(token, task.base), link.expires_at
    except MissingError:
        return None


MAILS = (
    MailKind(
        OFFER_NOTICE, _address_offer, _write_offer, (TOPIC,), is_new_each_time=True, makes_accounts=True
    ),
    MailKind(LinkKind.INVITATION.value, _address_link, _write_invitation, (TOPIC,), is_new_each_time=True),
    MailKind(LinkKind.RESET.value, _address_link, _write_reset, (TOPIC,), is_new_each_time=True),
    MailKind(SECOND_STEP_NOTICE, _address_second_step, _write_second_step, (TOPIC,)),
)
