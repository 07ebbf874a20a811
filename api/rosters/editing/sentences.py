"""Differences, short notice and changes by hand in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.rosters.editing.agent_difference import AgentDifference, Person, TimeChange
from api.rosters.editing.carry import Loss, LossReason
from api.rosters.editing.difference import ShiftDifference
from api.rosters.editing.short_notice import NoticeAgreement, ShortNotice
from wfm.calendar import clock
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Plural, Text

ADDED = Text("difference.added", "new: {shift:shift}")
REMOVED = Text("difference.removed", "no longer: {shift:shift}")
MOVED = Text("difference.moved", "moved: {source:shift} becomes {target:shift}")
ENDS = Text("difference.ends", "{shift:shift} now ends at {end:time}, before at {before:time}")
OTHER_ZONE = Text("difference.other_zone", "{shift:shift} now counts in another time zone")

NEW_SHIFT = Text("difference.new_shift", "{shift:shift} is a new shift")
NO_SHIFT = Text("difference.no_shift", "{shift:shift} is no longer a shift")
OTHER_SEATS = Plural(
    "difference.other_seats",
    "{shift:shift} now has {n:number} seat, before {before:number}",
    "{shift:shift} now has {n:number} seats, before {before:number}",
)
OUT = Text("difference.out", "{shift:shift}: {left:list} out")
IN = Text("difference.in", "{shift:shift}: {joined:list} in")
OUT_AND_IN = Text("difference.out_and_in", "{shift:shift}: {left:list} out, {joined:list} in")
OTHER_TIMES = Text("difference.other_times", "{shift:shift}: other times for {kept:list}")

LOSSES: Mapping[LossReason, Text] = {
    LossReason.SHIFT_GONE: Text("carry.shift_gone", "{agent} loses {shift:shift}: it is no longer a shift"),
    LossReason.LEFT: Text("carry.left", "{agent} loses {shift:shift}: no longer employed then"),
    LossReason.OTHER_MUNICIPALITY: Text(
        "carry.other_municipality", "{agent} loses {shift:shift}: works for another municipality"
    ),
    LossReason.STAFFS_NO_MORE: Text(
        "carry.staffs_no_more", "{agent} loses {shift:shift}: the municipality does not staff shifts then"
    ),
    LossReason.SITS_BESIDE: Text(
        "carry.sits_beside", "{agent} loses {shift:shift}: sits beside as a novice then, in no seat"
    ),
    LossReason.UNAVAILABLE: Text("carry.unavailable", "{agent} loses {shift:shift}: away then"),
}

TODAY = Text("notice.today", "today: {what}")
AHEAD = Plural("notice.ahead", "in {n:number} day: {what}", "in {n:number} days: {what}")
AGO = Plural("notice.ago", "{n:number} day ago: {what}", "{n:number} days ago: {what}")
SHORT_FOR = Text("notice.short_for", "{what}; sooner than agreed for {who:list}")
DAYS = Plural("notice.days", "{n:number} day", "{n:number} days")
DAYS_OF = Plural("notice.days_of", "{n:number} day for {municipality}", "{n:number} days for {municipality}")
OTHERWISE = Text("notice.otherwise", "{days}, but {others:list}")


def agent_messages(one: AgentDifference) -> tuple[Message, ...]:
    """Return what differs for an agent: a sentence for each shift."""
    return (
        *(REMOVED(shift=shift.id) for shift in one.removed),
        *(ADDED(shift=shift.id) for shift in one.added),
        *(MOVED(source=pair.source.id, target=pair.target.id) for pair in one.moved),
        *map(time_change_message, one.retimed),
    )


def time_change_message(kept: TimeChange) -> Message:
    """Return how the times of a kept shift differ."""
    if kept.before.end == kept.after.end:
        return OTHER_ZONE(shift=kept.after.id)
    return ENDS(shift=kept.after.id, end=clock(kept.after.end), before=clock(kept.before.end))


def shift_messages(one: ShiftDifference) -> tuple[Message, ...]:
    """Return what differs on a shift: the shift itself, and who sits on it."""
    return (*_itself(one), *_who_changes(one.shift.id, one.left, one.joined))


def _itself(one: ShiftDifference) -> Iterator[Message]:
    if one.before is None or one.after is None:
        yield (NEW_SHIFT if one.before is None else NO_SHIFT)(shift=one.shift.id)
        return
    if one.before.seats != one.after.seats:
        yield OTHER_SEATS(shift=one.shift.id, n=one.after.seats, before=one.before.seats)
    if (one.before.starts_at, one.before.ends_at) != (one.after.starts_at, one.after.ends_at):
        yield time_change_message(TimeChange(one.before, one.after))


def _who_changes(shift: str, left: tuple[Person, ...], joined: tuple[Person, ...]) -> Iterator[Message]:
    if left and joined:
        yield OUT_AND_IN(shift=shift, left=_names(left), joined=_names(joined))
    elif left:
        yield OUT(shift=shift, left=_names(left))
    elif joined:
        yield IN(shift=shift, joined=_names(joined))


def notice_messages(one: ShortNotice) -> tuple[Message, ...]:
    """Return what changes at short notice, how near, and for whom that is too near if not for all."""
    shift = one.shift.id
    kept = (OTHER_TIMES(shift=shift, kept=_names(one.retimed)),) if one.retimed else ()
    told = [_near(one.days, what) for what in (*_who_changes(shift, one.left, one.joined), *kept)]
    if set(one.short_for) < {*one.left, *one.joined, *one.retimed}:
        told[-1] = SHORT_FOR(what=told[-1], who=_names(one.short_for))
    return tuple(told)


def agreement_message(
    agreed: NoticeAgreement, names: Mapping[MunicipalityCode, str] | None = None
) -> Message:
    """Return how many days of notice are agreed.

    Parameters
    ----------
    names
        Of the municipalities that are told of; ``None`` for all, by their codes.
    """
    others = tuple(
        DAYS_OF(n=days, municipality=code if names is None else names[code])
        for code, days in agreed.of.items()
        if days != agreed.days and (names is None or code in names)
    )
    days = DAYS(n=agreed.days)
    return OTHERWISE(days=days, others=others) if others else days


def loss_message(loss: Loss, labels: Mapping[AgentId, str]) -> Message:
    """Return which seat somebody loses, and why."""
    return LOSSES[loss.reason](agent=labels[loss.agent], shift=loss.shift.id)


def _near(days: int, what: Message) -> Message:
    if days == 0:
        return TODAY(what=what)
    return AHEAD(n=days, what=what) if days > 0 else AGO(n=-days, what=what)


def _names(people: tuple[Person, ...]) -> tuple[str, ...]:
    return tuple(person.name or person.agent for person in people)
