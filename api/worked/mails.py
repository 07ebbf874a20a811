"""Mails to leaders when a quarter is closed, or corrected afterwards: what it comes to for their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from api.access.ids import HotlineId, PlanId
from api.ledger.kinds import LedgerKind
from api.ledger.records import PostedEntry, list_entries
from api.ledger.sentences import balance_in_words
from api.plans.records.plans import find_published_revision, read_plan
from api.store.engine import Connection, Database
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Letter, LetterList, speak_letter
from api.texts.one_line import one_line
from api.texts.translator import Translator, translator
from api.worked.closing import CLOSED, CORRECTED
from api.worked.records.audience import list_leaders
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.plan import Plan

IS_CLOSED = Text("mail.quarter_closed", "The quarter is closed: {hotline}")
SAY_CLOSED = Text(
    "mail.say_quarter_closed",
    "The quarter {period} of {hotline} is closed. This is what it comes to by what was worked.",
)
IS_CORRECTED = Text("mail.quarter_corrected", "A closed quarter was corrected: {hotline}")
SAY_CORRECTED = Text(
    "mail.say_quarter_corrected",
    "Who sat on the shift {shift:shift} of {hotline} was corrected after the quarter {period} was closed. "
    "This is what it changes.",
)
PAYS = Text("mail.bill_line", "{municipality}: {amount}; {balance}")
CHANGES = Text("mail.bill_change", "{municipality}: {amount} and {seats} seats, above 0 is owed")
FIGURES = Text("mail.bill_figures", "Your figures:")
SEE_LEDGER = Text("mail.see_ledger", "See the ledger")
TOPIC = Topic(NoticeEvent.BILL, NoticeRole.LEADER)
MONEY = (LedgerKind.SETTLEMENT, LedgerKind.REBATE)


def _address_closed(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for each leader, with the settlement and what is handed on."""

    def figures(entries: Sequence[PostedEntry]) -> Mapping[str, str | int]:
        handed = [one.seats for one in entries if one.kind is LedgerKind.CARRY_OVER and one.seats is not None]
        return {"ore": sum(one.ore or 0 for one in entries if one.kind in MONEY), "seats": str(sum(handed))}

    yield from _drafts(connection, notice, figures)


def _address_corrected(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for each leader whose figures it changes, with the differences."""

    def figures(entries: Sequence[PostedEntry]) -> Mapping[str, str | int] | None:
        own = [one for one in entries if one.kind is LedgerKind.CORRECTION]
        seats = sum((one.seats or Fraction(0) for one in own), Fraction(0))
        return {"ore": sum(one.ore or 0 for one in own), "seats": str(seats)} if own else None

    yield from _drafts(connection, notice, figures)


def _drafts(connection: Connection, notice: Notice, figures: Any) -> Iterator[MailDraft]:
    told = notice.payload
    hotline = HotlineId(told["hotline"])
    try:
        plan = read_plan(connection, find_published_revision(connection, PlanId(told["plan"])))
    except MissingError:
        return
    posted: dict[MunicipalityCode, list[PostedEntry]] = {}
    for one in list_entries(connection, hotline):
        if told["after"] < one.number <= told["until"]:
            posted.setdefault(one.municipality, []).append(one)
    common = {"hotline": code_of(connection, hotline), **_common(plan), "shift": told.get("shift", "")}
    for account, towns in list_leaders(connection, hotline).items():
        found = {town: figures(posted[town]) for town in towns if town in posted}
        lines = [_named(plan, town, own) for town, own in found.items() if own is not None]
        if lines and account != told["by"]:
            yield MailDraft(account, {**common, "lines": lines}, TOPIC)


def _named(plan: Plan, town: MunicipalityCode, figures: Mapping[str, Any]) -> Mapping[str, Any]:
    known = plan.municipality.get(town)
    return {"municipality": known.name if known else town, **figures}


def _common(plan: Plan) -> Mapping[str, Any]:
    period, tariff = plan.hotline.period, plan.hotline.tariff
    return {
        "name": plan.hotline.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "currency": tariff.currency if tariff is not None else "DKK",
    }


def _write_closed(_database: Database, task: MailTask) -> Letter:
    speak = translator(task.language)

    def line(one: Mapping[str, Any], amount: str) -> str:
        balance = speak.say(balance_in_words(Fraction(one["seats"])))
        return speak.say(PAYS(municipality=one["municipality"], amount=amount, balance=balance))

    return _letter(task, speak, (IS_CLOSED, SAY_CLOSED), line)


def _write_corrected(_database: Database, task: MailTask) -> Letter:
    speak = translator(task.language)

    def line(one: Mapping[str, Any], amount: str) -> str:
        seats = speak.with_sign(Fraction(one["seats"]), 2)
        return speak.say(CHANGES(municipality=one["municipality"], amount=amount, seats=seats))

    return _letter(task, speak, (IS_CORRECTED, SAY_CORRECTED), line)


def _letter(task: MailTask, speak: Translator, said: tuple[Text, Text], line: Any) -> Letter:
    told, name = task.draft.payload, one_line(task.draft.payload["name"])
    period = speak.dates(date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"]))
    about = {"hotline": name, "period": period, **({"shift": told["shift"]} if told["shift"] else {})}
    money = [speak.money(Decimal(one["ore"]) / 100, told["currency"]) for one in told["lines"]]
    items = tuple(line(one, amount) for one, amount in zip(told["lines"], money, strict=True))
    return speak_letter(
        speak,
        subject=said[0](hotline=name),
        opening=said[1](**about),
        action=SEE_LEDGER(),
        url=task.link("/ledger"),
        closing=(WHY(),),
        lists=(LetterList(speak.sentence(FIGURES()), items),),
    )


MAILS = (
    MailKind(CLOSED, _address_closed, _write_closed, (TOPIC,)),
    MailKind(CORRECTED, _address_corrected, _write_corrected, (TOPIC,)),
)
