"""The mail to those whose shifts a publication changed: to each theirs, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.access.ids import PersonId
from api.plans.records.plans import persons_in, read_plan, revision_by_id
from api.publishing.audience import find_receivers, find_selves
from api.publishing.enclosed import enclose_shifts
from api.rosters.records.beside_changes import beside_changes
from api.rosters.records.rosters import Version, find_version
from api.rosters.records.version_changes import SeatChanges, version_changes
from api.store.engine import Connection, Database, reading
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.texts.letter import WHY, Attachment, Letter, LetterList, moment_of, speak_letter
from api.texts.one_line import one_line
from api.texts.text_message import harmless_name
from api.texts.translator import Translator, translator
from wfm.calendar import Shift, clock
from wfm.ids import ShiftId
from wfm.message import Plural, Text
from wfm.plan import Plan

SOON = timedelta(days=14)
"""Own shifts that are nearer, or were, are told to whoever has them, whatever they have chosen."""
CHANGES = ("joined", "left", "joined_beside", "left_beside")
"""What a mail lists, as its payload calls it."""
SUDDEN = Topic(NoticeEvent.SHIFTS_SOON, NoticeRole.AGENT)
LATER = Topic(NoticeEvent.SHIFTS, NoticeRole.AGENT)
PUBLISHED = "published"
"""Kind of the notices about it."""
SHIFTS_READY = Text("mail.shifts_ready", "Your shifts: {hotline}")
SHIFTS_CHANGED = Text("mail.shifts_changed", "Your shifts have changed: {hotline}")
FIRST = Text("mail.first", "The roster of {hotline} for {period} has been published. These are your shifts.")
AGAIN = Text(
    "mail.again",
    "The roster of {hotline} for {period} has been published again, on {day:day} at {time:time}. This is "
    "what has changed for you.",
)
YOURS = Plural("mail.yours", "{n:number} shift", "{n:number} shifts")
JOINED = Plural("mail.joined", "{n:number} new shift", "{n:number} new shifts")
LEFT = Plural(
    "mail.left", "{n:number} shift that is no longer yours", "{n:number} shifts that are no longer yours"
)
BESIDE = Plural("mail.beside", "{n:number} shift beside a colleague", "{n:number} shifts beside colleagues")
JOINED_BESIDE = Plural(
    "mail.joined_beside", "{n:number} new shift beside a colleague", "{n:number} new shifts beside colleagues"
)
LEFT_BESIDE = Plural(
    "mail.left_beside",
    "{n:number} shift on which you no longer sit beside a colleague",
    "{n:number} shifts on which you no longer sit beside colleagues",
)
SHIFT = Text("mail.shift", "{day:day}, {times}")
SEE = Text("mail.see", "See all your shifts")
CALENDAR_LATER = Text(
    "mail.calendar_later",
    "A calendar that you subscribed to follows by itself; with some programs after a day.",
)
ENCLOSED = Text(
    "mail.enclosed",
    "What has changed is enclosed as files for your calendar. If you subscribe under My shifts instead, your "
    "calendar follows by itself.",
)
ENCLOSED_ALONE = Text("mail.enclosed_alone", "What has changed is enclosed as files for your calendar.")


BY_PLAN = Text(
    "mail.by_plan",
    "You get this mail because your e-mail address is in the plan, and you have no account in Fællesvagt. "
    "You can ask your coordinator for an account; then you also see all your shifts and can have them in "
    "your calendar.",
)


TEXT_READY = Plural(
    "text.shifts_ready",
    "{hotline}: The roster is published. You have {n:number} shift, {shift:shift}. See it in Fællesvagt.",
    "{hotline}: The roster is published. You have {n:number} shifts, the first {shift:shift}. See them in "
    "Fællesvagt.",
)
TEXT_CHANGED = Text(
    "text.shifts_changed",
    "{hotline}: Your shifts have changed, the first {shift:shift}: {joined} new, {left} no longer yours. See "
    "them in Fællesvagt.",
)


@dataclass(frozen=True)
class ShiftLine:
    """A shift as somebody reads it: its day, and from when to when on the wall clock."""

    day: date
    start: str
    end: str


def publication_letter(
    language: str,
    *,
    hotline: str,
    period: tuple[date, date],
    at: datetime | None,
    joined: tuple[ShiftLine, ...],
    left: tuple[ShiftLine, ...],
    url: str = "",
    beside: tuple[tuple[ShiftLine, ...], tuple[ShiftLine, ...]] = ((), ()),
    files: tuple[Attachment, ...] = (),
) -> Letter:
    """Say what a publication changed for one person; `at` is on the wall clock, and none at the first.

    `beside` are the shifts, new and gone, on which a novice sits beside colleagues. Who has no account gets
    no address of a page: they could not see it. `files` are for the calendar of who subscribes to none.
    """
    speak, name = translator(language), one_line(hotline)
    about = {"hotline": name, "period": speak.dates(*period)}
    lists = tuple(
        LetterList(speak.sentence(title(n=len(shifts))) + ":", tuple(_line(speak, shift) for shift in shifts))
        for title, shifts in (
            (YOURS if at is None else JOINED, joined),
            (LEFT, left),
            (BESIDE if at is None else JOINED_BESIDE, beside[0]),
            (LEFT_BESIDE, beside[1]),
        )
        if shifts
    )
    return speak_letter(
        speak,
        subject=SHIFTS_READY(hotline=name) if at is None else SHIFTS_CHANGED(hotline=name),
        opening=FIRST(**about) if at is None else AGAIN(**about, **moment_of(at)),
        action=SEE() if url else None,
        url=url,
        closing=(ENCLOSED() if files else CALENDAR_LATER(), WHY())
        if url
        else (*((ENCLOSED_ALONE(),) if files else ()), BY_PLAN()),
        lists=lists,
        attachments=files,
    )


def _line(speak: Translator, shift: ShiftLine) -> str:
    return speak.sentence(SHIFT(day=shift.day.isoformat(), times=speak.times(shift.start, shift.end)))


def _write(database: Database, task: MailTask) -> Letter:
    told = task.draft.payload
    with reading(database) as connection:
        files = enclose_shifts(connection, told, translator(task.language), task.sender)
    return publication_letter(
        task.language,
        hotline=told["name"],
        period=(date.fromisoformat(told["first_day"]), date.fromisoformat(told["last_day"])),
        at=None if told["at"] is None else datetime.fromisoformat(told["at"]),
        joined=_lines(told["joined"]),
        left=_lines(told["left"]),
        beside=(_lines(told.get("joined_beside", ())), _lines(told.get("left_beside", ()))),
        url="" if task.draft.account is None else task.link("/me"),
        files=files,
    )


def _text(_database: Database, task: MailTask) -> str:
    told, speak = task.draft.payload, translator(task.language)
    shifts = sorted(f"{day}T{start}" for name in CHANGES for day, start, _ in told.get(name, ()))
    about = {"hotline": harmless_name(told["name"]), "shift": shifts[0]}
    joined, left = ([*told[name], *told.get(f"{name}_beside", ())] for name in ("joined", "left"))
    if told["at"] is None:
        return speak.sentence(TEXT_READY(n=len(joined), **about))
    return speak.sentence(TEXT_CHANGED(joined=str(len(joined)), left=str(len(left)), **about))


def _lines(told: Sequence[Sequence[str]]) -> tuple[ShiftLine, ...]:
    return tuple(ShiftLine(date.fromisoformat(day), start, end) for day, start, end in told)


def _address(connection: Connection, notice: Notice) -> Iterable[MailDraft]:
    payload = notice.payload
    before = find_version(connection, payload["plan"], payload["before"]) if payload["before"] else None
    after = find_version(connection, payload["plan"], payload["number"])
    moved = version_changes(connection, before, after).by_person
    beside = beside_changes(connection, before, after)
    content = _Content(connection, notice, before, after)
    found = find_receivers(connection, {*moved, *beside}, find_selves(content.sides))

    def told(persons: Collection[PersonId]) -> tuple[Mapping[str, Any], Topic]:
        """Return what somebody is told, of every row of the plan that they are, and what that is."""
        sitting = [moved[person] for person in persons if person in moved]
        learning = [beside[person] for person in persons if person in beside]
        soon = any(content.is_soon(one, notice.created_at) for one in (*sitting, *learning))
        return content.of(sitting, learning), SUDDEN if soon else LATER

    for account, own in sorted(found.accounts.items()):
        what, topic = told(own)
        begins = content.first_start(what, notice.created_at)
        what = {**what, "persons": sorted(own)}
        yield MailDraft(account, what, topic, hotline=content.hotline_id, useful_until=begins)
    for nowhere, people in ((False, found.by_plan), (True, found.nowhere)):
        for person, own in sorted(people.items()):
            what, topic = told(own)
            about = {**what, "language": content.language, "persons": sorted(own)}
            yield MailDraft(None, about, topic, person, nowhere)


class _Content:
    """What a publication tells: the same to everybody, and of the shifts what each is to know."""

    def __init__(
        self, connection: Connection, notice: Notice, before: Version | None, after: Version
    ) -> None:
        revision = revision_by_id(connection, after.revision)
        plan = read_plan(connection, revision)
        self.shifts: dict[ShiftId, Shift] = {shift.id: shift for shift in plan.shifts}
        self.sides = [(plan, persons_in(connection, revision))]
        if before is not None and before.revision != after.revision:
            old = revision_by_id(connection, before.revision)
            earlier = read_plan(connection, old)
            self.sides.append((earlier, persons_in(connection, old)))
            self.shifts = {shift.id: shift for shift in earlier.shifts} | self.shifts
        self.language = plan.hotline.language
        self.hotline_id, self.zone = revision.hotline, plan.hotline.zone
        self.hotline = code_of(connection, revision.hotline)
        self.common = _common(plan, None if before is None else notice.created_at)

    def of(self, moved: list[SeatChanges], beside: list[SeatChanges]) -> Mapping[str, Any]:
        """Return what one account is told; of shifts beside colleagues only where there are any."""
        told = {"joined": self._shifts(one.joined for one in moved)}
        told["left"] = self._shifts(one.left for one in moved)
        learning = {"joined_beside": self._shifts(one.joined for one in beside)}
        learning["left_beside"] = self._shifts(one.left for one in beside)
        some = {name: shifts for name, shifts in learning.items() if shifts}
        return {"hotline": self.hotline, **self.common, **told, **some}

    def is_soon(self, changes: SeatChanges, at: datetime) -> bool:
        """Tell whether one of the shifts that changed is near, and not over."""
        found = (self.shifts[shift] for shift in (*changes.joined, *changes.left))
        return any(one.ends_at > at and one.starts_at < at + SOON for one in found)

    def first_start(self, what: Mapping[str, Any], at: datetime) -> datetime | None:
        """Return when the first of the shifts begins that are told and have not begun; nothing for none."""
        starts = (
            datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=self.zone)
            for name in CHANGES
            for day, start, _ in what.get(name, ())
        )
        return min((one.astimezone(UTC) for one in starts if one > at), default=None)

    def _shifts(self, found: Iterable[Sequence[ShiftId]]) -> list[list[str]]:
        return [self._shift(shift) for shift in sorted(shift for own in found for shift in own)]

    def _shift(self, shift: ShiftId) -> list[str]:
        found = self.shifts[shift]
        return [found.day.isoformat(), clock(found.start), clock(found.end)]


def _common(plan: Plan, at: datetime | None) -> Mapping[str, Any]:
    period, local = plan.hotline.period, None if at is None else at.astimezone(plan.hotline.zone)
    return {
        "name": plan.hotline.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "at": None if local is None else local.strftime("%Y-%m-%dT%H:%M"),
    }


MAILS = (MailKind(PUBLISHED, _address, _write, (SUDDEN, LATER), text=_text),)
