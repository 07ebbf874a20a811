"""Changes of a plan in sentences that go on from “it would help if …”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from solver.explaining.telling import competence_name
from wfm.change import (
    AddAgent,
    AllowMixed,
    Change,
    ExtendEmployment,
    LiftLock,
    RaiseLimit,
    ShortenEntry,
    Train,
)
from wfm.finding import Subject
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.rules import locks

LIFT = Text("mend.lift", "this lock is lifted: {lock}")
FREE_ON = Plural(
    "mend.free_on",
    "{agent} can sit after all on {days:list}",
    "{agent} can sit after all on {n:number} days: {days:list}",
)
FREE_FROM = Text(
    "mend.free_from", "{agent} can sit after all on {n:number} days from {first:date} to {last:date}"
)
ENTRY_GONE = Text("mend.entry_gone", "{agent}'s absence from {first:date} to {last:date} is moved or dropped")
TRAINED = Text("mend.trained", "{agent} is trained in {competence}")
LIMIT = Plural(
    "mend.limit", "{agent} may sit on {n:number} shift a week", "{agent} may sit on {n:number} shifts a week"
)
FROM = Text("mend.from", "{agent} starts on {day:date} already")
TO = Text("mend.to", "{agent} stays until {day:date}")
MIXED = Text("mend.mixed", "several municipalities may share {shift:shift}")
MIXED_ON = Plural(
    "mend.mixed_on",
    "several municipalities may share {n:number} shift: {shifts:list}",
    "several municipalities may share {n:number} shifts: {shifts:list}",
)
ONE_MORE = Text("mend.one_more", "{municipality} has one agent more, trained in everything")
ALL_OF = Text("mend.all_of", "{changes:list}")
DAY = Text("mend.day", "{day:date}")
SHIFT = Text("mend.shift", "{shift:shift}")

MOST_DAYS = 3
"""Days or shifts that are named one by one."""


def mend_sentence(plan: Plan, changes: Sequence[Change]) -> Message:
    """Return some changes of a plan in one sentence."""
    mixed = [change for change in changes if isinstance(change, AllowMixed)]
    others = [change for change in changes if not isinstance(change, AllowMixed)]
    said = [_SAID[change.kind](plan, change) for change in others]
    if mixed:
        said.append(_mixed(mixed))
    return said[0] if len(said) == 1 else ALL_OF(changes=tuple(said))


def _lock(plan: Plan, change: Change) -> Message:
    lock = cast("LiftLock", change).lock
    return LIFT(lock=locks.reason(plan, Subject.of_lock(plan.locks.index(lock), lock)))


def _entry(plan: Plan, change: Change) -> Message:
    entry, days, left = (shorten := cast("ShortenEntry", change)).entry, sorted(shorten.days), shorten.left
    name = plan.labels[entry.agent]
    if not left and len(days) > 1:
        return ENTRY_GONE(agent=name, first=str(entry.first_day), last=str(entry.last_day))
    if len(days) > MOST_DAYS:
        return FREE_FROM(agent=name, n=len(days), first=str(days[0]), last=str(days[-1]))
    return FREE_ON(agent=name, n=len(days), days=tuple(DAY(day=str(day)) for day in days))


def _train(plan: Plan, change: Change) -> Message:
    train = cast("Train", change)
    return TRAINED(agent=plan.labels[train.agent], competence=competence_name(plan, train.competence))


def _limit(plan: Plan, change: Change) -> Message:
    limit = cast("RaiseLimit", change)
    return LIMIT(agent=plan.labels[limit.agent], n=limit.limit)


def _employment(plan: Plan, change: Change) -> Message:
    longer = cast("ExtendEmployment", change)
    name = plan.labels[longer.agent]
    if longer.first_day is not None:
        return FROM(agent=name, day=str(longer.first_day))
    return TO(agent=name, day=str(longer.last_day))


def _mixed(changes: Sequence[AllowMixed]) -> Message:
    if len(changes) == 1:
        return MIXED(shift=changes[0].shift)
    shifts = [SHIFT(shift=change.shift) for change in changes[:MOST_DAYS]]
    dots: list[str | Message] = ["…"] if len(changes) > MOST_DAYS else []
    return MIXED_ON(n=len(changes), shifts=(*shifts, *dots))


def _one_more(plan: Plan, change: Change) -> Message:
    agent = cast("AddAgent", change).agent
    return ONE_MORE(municipality=plan.municipality[agent.municipality].name)


_SAID: Mapping[str, Callable[[Plan, Change], Message]] = {
    "lift_lock": _lock,
    "shorten_entry": _entry,
    "train": _train,
    "raise_limit": _limit,
    "extend_employment": _employment,
    "add_agent": _one_more,
}
