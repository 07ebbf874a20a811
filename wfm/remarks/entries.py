"""Entries of availability that count for nothing, or hardly say what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wfm.agent import Agent
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, EntryKind
from wfm.ids import AgentId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark, with_guess
from wfm.remarks.shift_days import ShiftDays

OUTSIDE_PERIOD = Text(
    "notice.outside_period",
    "days in the period, {first:date} to {last:date}; this row counts for nothing",
)
NO_SHIFT = Text(
    "notice.no_shift",
    "days and times at which there are shifts; this row counts for nothing",
)
NOT_EMPLOYED = Text("notice.not_employed", "days on which the agent is employed; this row counts for nothing")
FINANCES = Text(
    "notice.of_financing",
    "an agent of a municipality that staffs; {municipality} only finances, and this row counts for nothing",
)
NO_WISH_LEFT = Text(
    "notice.no_wish_left",
    "shifts on which the agent can sit; the agent can't sit on any of these, the wish counts for nothing",
)
YEARS_LONG = Text(
    "notice.years_long", "an absence of at most a year; {days:number} days are hardly meant, see the year"
)
MOST_DAYS = 366


def entry_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield what is to be told of each entry."""
    ask = _EntryReader(plan)
    for index, entry in enumerate(records.availability):
        found = ask.reason(entry)
        if found is not None:
            column, expected = found
            yield Remark("availability", index, column, _value(entry, column), expected)


def _value(entry: Entry, column: str) -> str:
    return {
        "agent": entry.agent,
        "kind": entry.kind.value,
        "first_day": entry.first_day.isoformat(),
        "last_day": entry.last_day.isoformat(),
    }[column]


class _EntryReader:
    """Asks what is odd about entries."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._shifts = ShiftDays(plan.shifts)
        self._open_to: dict[AgentId, ShiftDays] = {}

    def reason(self, entry: Entry) -> tuple[str, Message] | None:
        """Return at which column, and why, an entry counts for nothing or is hardly meant."""
        agent = self.plan.agent[entry.agent]
        return (
            self._outside(entry)
            or self._nowhere(entry, agent)
            or self._in_vain(entry)
            or self._years_long(entry)
        )

    def _outside(self, entry: Entry) -> tuple[str, Message] | None:
        period = self.plan.hotline.period
        expected = OUTSIDE_PERIOD(first=period.first_day.isoformat(), last=period.last_day.isoformat())
        if entry.last_day < period.first_day:
            return "last_day", with_guess(expected, entry.last_day, period)
        if entry.first_day > period.last_day:
            return "first_day", with_guess(expected, entry.first_day, period)
        return None

    def _nowhere(self, entry: Entry, agent: Agent) -> tuple[str, Message] | None:
        """Return why an entry in the period meets no shift that could be the agent's."""
        home = self.plan.municipality[agent.municipality]
        if not home.staffing:
            return "agent", FINANCES(municipality=home.name)
        if not self._shifts.any_in(entry.first_day, entry.last_day, entry.days, entry.span):
            return "first_day", NO_SHIFT()
        first = max(entry.first_day, agent.first_day or date.min)
        last = min(entry.last_day, agent.last_day or date.max)
        if not self._shifts.any_in(first, last, entry.days, entry.span):
            return "first_day", NOT_EMPLOYED()
        return None

    def _in_vain(self, entry: Entry) -> tuple[str, Message] | None:
        """Tell of a wish for shifts on which the agent can't sit."""
        if entry.kind is not EntryKind.PREFERRED:
            return None
        open_to = self._open_to.get(entry.agent)
        if open_to is None:
            agent, plan = self.plan.agent[entry.agent], self.plan
            ids = plan.open_to(agent) if agent in plan.novices else plan.assignable[agent.id]
            open_to = self._open_to[entry.agent] = ShiftDays(map(plan.shift.__getitem__, ids))
        if open_to.any_in(entry.first_day, entry.last_day, entry.days, entry.span):
            return None
        return "kind", NO_WISH_LEFT()

    def _years_long(self, entry: Entry) -> tuple[str, Message] | None:
        """Tell of an absence of more than a year, of which one end may have the wrong one."""
        length = (entry.last_day - entry.first_day).days + 1
        whole = (entry.days, entry.span) == (ALL_DAYS, WHOLE_DAY)
        if entry.kind is not EntryKind.UNAVAILABLE or not whole or length <= MOST_DAYS:
            return None
        early = entry.first_day < self.plan.hotline.period.first_day
        return "first_day" if early else "last_day", YEARS_LONG(days=length)
