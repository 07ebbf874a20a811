"""availability: an agent can't, because of every entry that overlaps the shift; told by municipality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from solver.explaining.rule_explanation import Changes, RuleExplanation
from solver.explaining.telling import some_of
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, EntryKind
from wfm.change import ShortenEntry
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan

AWAY_ON = Text("fact.away_on", "{agent} is unavailable on {first:date}")
AWAY = Text("fact.away", "{agent} is unavailable from {first:date} to {last:date}")
AWAY_AT_TIMES = Text("fact.away_at_times", "{agent} is unavailable at times from {first:date} to {last:date}")
WHO_ON = Text("fact.who_on", "{agent} ({first:short_date})")
WHO = Text("fact.who", "{agent} ({first:short_date} – {last:short_date})")
AWAY_OFTEN = Text("fact.away_often", "{agent} is unavailable on several days: {days:list}")
DAY = Text("fact.day", "{first:short_date}")
DAYS = Text("fact.days", "{first:short_date} – {last:short_date}")
SOME_AWAY = Text(
    "fact.some_away", "of {municipality}'s {all:number} agents {n:number} are unavailable: {who:list}"
)
MANY_AWAY = Text("fact.many_away", "{n:number} agents of {homes:number} municipalities are unavailable")

MOST_HOMES = 4
"""Municipalities whose absences are told one by one."""


class AvailabilityExplanation(RuleExplanation):
    """An agent is unavailable."""

    key = "availability"

    def facts(self, plan: Plan, subject: Subject) -> Iterator[Subject]:
        """Yield one for every entry that overlaps the shift: only without all of them the agent can."""
        shift = plan.shift[subject.shift]
        for index, entry in enumerate(plan.availability):
            if entry.agent == subject.agent and entry.kind is EntryKind.UNAVAILABLE and entry.overlaps(shift):
                yield Subject(agent=subject.agent, entry=index)

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Say when the agent is away."""
        if subject.entry is None:
            return super().sentence(plan, subject)
        entry = plan.availability[subject.entry]
        name, first, last = _name_and_days(plan, entry)
        if entry.days != ALL_DAYS or entry.span != WHOLE_DAY:
            return AWAY_AT_TIMES(agent=name, first=first, last=last)
        return AWAY_ON(agent=name, first=first) if first == last else AWAY(agent=name, first=first, last=last)

    def kinship(self, plan: Plan, subject: Subject) -> object:
        """Return the agent's municipality."""
        return plan.agent[subject.agent].municipality

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say who of a municipality is away."""
        if len({subject.agent for subject in subjects}) == 1:
            entries = [plan.availability[subject.entry or 0] for subject in subjects]
            return AWAY_OFTEN(agent=plan.labels[subjects[0].agent], days=some_of([*map(_days, entries)]))
        code = plan.agent[subjects[0].agent].municipality
        who = [_who(plan, plan.availability[subject.entry or 0]) for subject in subjects]
        return SOME_AWAY(
            municipality=plan.municipality[code].name,
            all=len(plan.agents_of[code]),
            n=len({subject.agent for subject in subjects}),
            who=some_of(who),
        )

    def sentences(self, plan: Plan, kin: Sequence[list[Subject]]) -> Iterator[tuple[Message, list[Subject]]]:
        """Count agents where they are of many municipalities."""
        if len(kin) <= MOST_HOMES:
            yield from super().sentences(plan, kin)
            return
        together = [subject for group in kin for subject in group]
        yield MANY_AWAY(n=len({subject.agent for subject in together}), homes=len(kin)), together

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield the entry without the days in question; else without one of its weeks, or gone."""
        entry = plan.availability[subject.entry or 0]
        near = [plan.shift[shift] for shift in shifts] or [s for s in plan.shifts if entry.overlaps(s)]
        days = tuple(dict.fromkeys(shift.day for shift in near if entry.overlaps(shift)))
        if not days:
            return
        if shifts:
            yield (ShortenEntry(entry, days),)
            return
        weeks: dict[object, list[date]] = {}
        for day in days:
            weeks.setdefault(day.isocalendar()[:2], []).append(day)
        if len(weeks) > 1:
            for of_week in weeks.values():
                yield (ShortenEntry(entry, tuple(of_week)),)
        length = (entry.last_day - entry.first_day).days + 1
        yield (ShortenEntry(entry, tuple(entry.first_day + timedelta(days=n) for n in range(length))),)


def _name_and_days(plan: Plan, entry: Entry) -> tuple[str, str, str]:
    return plan.labels[entry.agent], str(entry.first_day), str(entry.last_day)


def _days(entry: Entry) -> Message:
    text = DAY if entry.first_day == entry.last_day else DAYS
    return text(first=str(entry.first_day), last=str(entry.last_day))


def _who(plan: Plan, entry: Entry) -> Message:
    name, first, last = _name_and_days(plan, entry)
    return WHO_ON(agent=name, first=first) if first == last else WHO(agent=name, first=first, last=last)
