"""The mails: a seat is empty, somebody is asked, would take it, or it is not to be taken any more.

None of them says why a seat is empty, nor who had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from api.access.ids import HotlineId, PersonId, PlanId, SeatOfferId
from api.accounts.records.grants import accounts_of_persons
from api.availability.records.audience import leaders_of
from api.plans.records.answers import RevisionContent, read_content
from api.plans.records.facts import find_hotline
from api.plans.records.plans import find_published_revision
from api.publishing.receipt import SEATS_PUBLISHED
from api.replacements.absences import VACANT
from api.replacements.answers import WILLING
from api.replacements.kinds import AcceptingRule, AskState, OfferState
from api.replacements.lost_seats import find_lost_offers
from api.replacements.offers import ASKED
from api.replacements.records.absences import find_absence
from api.replacements.records.audience import coordinators_of
from api.replacements.records.offers import SeatOffer, find_offer
from api.replacements.records.rules import find_rule
from api.replacements.seats import TAKEN
from api.store.engine import Connection, Database, reading
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.text_message import harmless_name
from api.texts.translator import translator
from wfm.message import Message, Plural, Text

SEATS_EMPTY = Text("mail.seats_empty", "Shifts need somebody: {hotline}")
SAY_EMPTY = Plural(
    "mail.say_empty",
    "{n:number} shift in {hotline} needs somebody, the first on {shift:shift}. You can see who may take it.",
    "{n:number} shifts in {hotline} need somebody, the first on {shift:shift}. You can see who may take "
    "them.",
)
SEE_EMPTY = Text("mail.see_empty", "See the shifts and ask somebody")
CAN_YOU = Text("mail.can_you", "Can you take a shift? {hotline}")
SAY_ASKED = Text(
    "mail.say_asked",
    "You are asked whether you can take the shift {shift:shift} in {hotline}. Whoever says yes first has it. "
    "You can answer until {day:day} at {time:time}. Saying no is fine, and nothing is kept of it.",
)
SAY_LEADER = Text(
    "mail.say_leader",
    "Somebody in your municipality is asked to take the shift {shift:shift} in {hotline}, and you answer for "
    "them or say yes to it. It can be answered until {day:day} at {time:time}.",
)
ANSWER = Text("mail.answer_offer", "See the shift and answer")
WOULD = Text("mail.would_take", "Somebody would take a shift, if you say yes: {hotline}")
SAY_WOULD = Text(
    "mail.say_would",
    "Somebody in your municipality would take the shift {shift:shift} in {hotline}. It becomes theirs once "
    "you have said yes, unless somebody else is first.",
)
IS_TAKEN = Text("mail.is_taken", "The shift is not needed any more: {hotline}")
SAY_TAKEN = Text(
    "mail.say_taken",
    "You were asked whether you could take the shift {shift:shift} in {hotline}. It is taken care of now, "
    "and you need not answer. Thank you.",
)
SEE_MINE = Text("mail.see_mine", "See your shifts")
TEXT_EMPTY = Plural(
    "text.seats_empty",
    "{hotline}: {n:number} shift needs somebody, {shift:shift}. See it in Fællesvagt.",
    "{hotline}: {n:number} shifts need somebody, the first {shift:shift}. See them in Fællesvagt.",
)
TEXT_ASKED = Text(
    "text.offer",
    "{hotline}: Can you take the shift {shift:shift}? Answer in Fællesvagt by {day} at {time:time}.",
)
TEXT_LEADER = Text(
    "text.offer_leader",
    "{hotline}: One of your agents is asked to take the shift {shift:shift}. Answer in Fællesvagt by {day} "
    "at {time:time}.",
)
TEXT_WOULD = Text(
    "text.offer_willing",
    "{hotline}: One of your agents would take the shift {shift:shift}. Answer in Fællesvagt.",
)
TEXT_TAKEN = Text(
    "text.offer_taken", "{hotline}: The shift {shift:shift} is taken care of. You need not answer. Thank you."
)
EMPTY_LED = Topic(NoticeEvent.SEATS_EMPTY, NoticeRole.LEADER)
EMPTY_ANYWHERE = Topic(NoticeEvent.SEATS_EMPTY, NoticeRole.COORDINATOR)
ASKED_SELF = Topic(NoticeEvent.OFFER, NoticeRole.AGENT)
ASKED_LED = Topic(NoticeEvent.OFFER, NoticeRole.LEADER)
WILLING_LED = Topic(NoticeEvent.OFFER_WILLING, NoticeRole.LEADER)


def _address_vacant(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for the leaders of whoever had the seats, and for coordinators."""
    told = notice.payload
    hotline = HotlineId(told["hotline"])
    try:
        absence = find_absence(connection, hotline, told["absence"])
    except MissingError:
        return
    shifts = sorted({seat.shift for seat in absence.seats if seat.plan == told["plan"]})
    if absence.withdrawn_at is not None or not shifts:
        return
    leaders = leaders_of(connection, hotline, {absence.municipality})
    everywhere = coordinators_of(connection, hotline)
    receivers = {*leaders, *everywhere} - {absence.author}
    stored = _stored(connection, PlanId(told["plan"]))
    begins = _start(shifts[0], stored)
    common = {**_common(connection, told, stored), "shift": shifts[0], "n": len(shifts)}
    for account in sorted(receivers):
        topic = EMPTY_ANYWHERE if account in everywhere else EMPTY_LED
        yield MailDraft(account, common, topic, hotline=hotline, useful_until=begins)


def _address_asked(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for everybody who is asked and has not answered, and for leaders who answer for them."""
    told = notice.payload
    offer = _offer(connection, told)
    if offer is None or offer.state(notice.created_at) is not OfferState.OPEN:
        return
    stored = _stored(connection, offer.plan)
    zone = stored.hotline().zone
    until = offer.expires_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    common = {**_common(connection, told, stored), "shift": offer.shift, "until": until, "offer": offer.id}
    useful_until = min(offer.expires_at, _start(offer.shift, stored))
    waiting = [ask for ask in offer.asks if ask.state is AskState.ASKED]
    asked = set(accounts_of_persons(connection, [ask.person for ask in waiting]))
    for account in sorted(asked):
        yield MailDraft(
            account, {**common, "leads": False}, ASKED_SELF, hotline=offer.hotline, useful_until=useful_until
        )
    towns = {ask.municipality for ask in waiting}
    rules = {town: find_rule(connection, offer.hotline, town).rule for town in towns}
    led = {town for town, rule in rules.items() if rule is not AcceptingRule.ALONE}
    for account in sorted(set(leaders_of(connection, offer.hotline, led)) - asked - {offer.author}):
        yield MailDraft(
            account, {**common, "leads": True}, ASKED_LED, hotline=offer.hotline, useful_until=useful_until
        )


def _address_willing(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for the leaders who have to say yes."""
    told = notice.payload
    offer = _offer(connection, told)
    ask = None if offer is None else offer.ask_of(PersonId(told["person"]))
    if offer is None or ask is None or ask.state is not AskState.WILLING:
        return
    stored = _stored(connection, offer.plan)
    useful_until = min(offer.expires_at, _start(offer.shift, stored))
    common = {**_common(connection, told, stored), "shift": offer.shift}
    for account in sorted(leaders_of(connection, offer.hotline, {ask.municipality})):
        yield MailDraft(account, common, WILLING_LED, hotline=offer.hotline, useful_until=useful_until)


def _address_taken(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    """Yield a mail for everybody who was asked and need not answer any more."""
    told = notice.payload
    accounts = accounts_of_persons(connection, [PersonId(person) for person in told["persons"]])
    common = {**_common(connection, told), "shift": told["shift"]}
    hotline = HotlineId(told["hotline"])
    return (MailDraft(account, common, ASKED_SELF, hotline=hotline) for account in sorted(accounts))


def _address_lost(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield the same for everybody who was asked for a seat that a publication took."""
    try:
        for offer, asked in find_lost_offers(connection, notice):
            told = {"hotline": offer.hotline, "plan": offer.plan}
            common = {**_common(connection, told), "shift": offer.shift}
            for account in sorted(accounts_of_persons(connection, asked)):
                yield MailDraft(account, common, ASKED_SELF, hotline=offer.hotline)
    except MissingError:
        return


def _offer(connection: Connection, told: Mapping[str, Any]) -> SeatOffer | None:
    try:
        return find_offer(connection, HotlineId(told["hotline"]), SeatOfferId(told["offer"]))
    except MissingError:
        return None


def _start(shift: str, stored: RevisionContent) -> datetime:
    """Return when a shift begins."""
    return datetime.fromisoformat(shift).replace(tzinfo=stored.hotline().zone).astimezone(UTC)


def _stored(connection: Connection, plan: PlanId) -> RevisionContent:
    return read_content(connection, find_published_revision(connection, plan))


def _common(
    connection: Connection, told: Mapping[str, Any], stored: RevisionContent | None = None
) -> Mapping[str, Any]:
    if stored is None:
        plan = told["plan"] if "plan" in told else _offer(connection, told).plan  # type: ignore[union-attr]
        stored = _stored(connection, PlanId(plan))
    return {"hotline": code_of(connection, HotlineId(told["hotline"])), "name": stored.hotline().name}


def _write_vacant(_database: Database, task: MailTask) -> Letter:
    told = task.draft.payload
    opening = SAY_EMPTY(n=told["n"], shift=told["shift"], hotline=one_line(told["name"]))
    return _letter(task, SEATS_EMPTY, opening, SEE_EMPTY, "/absences")


def _write_asked(database: Database, task: MailTask) -> Letter | None:
    told = task.draft.payload
    with reading(database) as connection:
        try:
            offer = find_offer(connection, _hotline(connection, told), SeatOfferId(told["offer"]))
        except MissingError:
            return None
    if offer.state(task.at) is not OfferState.OPEN:  # somebody was faster than the mail
        return None
    day, time = told["until"].split("T")
    about = {"shift": told["shift"], "hotline": one_line(told["name"]), "day": day, "time": time}
    return _letter(task, CAN_YOU, (SAY_LEADER if told["leads"] else SAY_ASKED)(**about), ANSWER, "/offers")


def _write_willing(_database: Database, task: MailTask) -> Letter:
    told = task.draft.payload
    opening = SAY_WOULD(shift=told["shift"], hotline=one_line(told["name"]))
    return _letter(task, WOULD, opening, ANSWER, "/offers")


def _write_taken(_database: Database, task: MailTask) -> Letter:
    told = task.draft.payload
    opening = SAY_TAKEN(shift=told["shift"], hotline=one_line(told["name"]))
    return _letter(task, IS_TAKEN, opening, SEE_MINE, "/me")


def _text_vacant(_database: Database, task: MailTask) -> str:
    told = task.draft.payload
    return _text(task, TEXT_EMPTY(n=told["n"], shift=told["shift"], hotline=harmless_name(told["name"])))


def _text_asked(database: Database, task: MailTask) -> str | None:
    """Return the text; nothing where somebody was faster."""
    if _write_asked(database, task) is None:
        return None
    told = task.draft.payload
    until = datetime.fromisoformat(told["until"])
    about = {"shift": told["shift"], "day": translator(task.language).short_date(until.date())}
    text = TEXT_LEADER if told["leads"] else TEXT_ASKED
    return _text(task, text(**about, time=f"{until:%H:%M}", hotline=harmless_name(told["name"])))


def _text_willing(_database: Database, task: MailTask) -> str:
    told = task.draft.payload
    return _text(task, TEXT_WOULD(shift=told["shift"], hotline=harmless_name(told["name"])))


def _text_taken(_database: Database, task: MailTask) -> str:
    told = task.draft.payload
    return _text(task, TEXT_TAKEN(shift=told["shift"], hotline=harmless_name(told["name"])))


def _text(task: MailTask, said: Message) -> str:
    return translator(task.language).sentence(said)


def _letter(task: MailTask, subject: Text, opening: Message, action: Text, where: str) -> Letter:
    return speak_letter(
        translator(task.language),
        subject=subject(hotline=one_line(task.draft.payload["name"])),
        opening=opening,
        action=action(),
        url=task.link(where),
        closing=(WHY(),),
    )


def _hotline(connection: Connection, told: Mapping[str, Any]) -> HotlineId:
    return find_hotline(connection, told["hotline"]).id


MAILS = (
    MailKind(VACANT, _address_vacant, _write_vacant, (EMPTY_LED, EMPTY_ANYWHERE), text=_text_vacant),
    MailKind(ASKED, _address_asked, _write_asked, (ASKED_SELF, ASKED_LED), text=_text_asked),
    MailKind(WILLING, _address_willing, _write_willing, (WILLING_LED,), text=_text_willing),
    MailKind(TAKEN, _address_taken, _write_taken, (ASKED_SELF,), text=_text_taken),
    MailKind(SEATS_PUBLISHED, _address_lost, _write_taken, (ASKED_SELF,), text=_text_taken),
)
