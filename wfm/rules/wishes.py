"""wishes: undesired assignments, and preferred entries that came to nothing.

Model: 1 for each assignment that overlaps ``undesired`` entries of the agent, however many; 1 for
each ``preferred`` entry that overlaps a shift to which the agent could be assigned, and none to
which the agent is.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.availability import Entry, EntryKind
from wfm.finding import Finding, Level, Subject
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "wishes"
LEVEL = Level.QUALITY

UNDESIRED = Text("wishes.undesired", "{agent} sits on {shift:shift}, against a wish")
NOT_GRANTED = Text(
    "wishes.not_granted", "{agent} would have liked a shift from {first:date} to {last:date} and got none"
)
NOT_GRANTED_DAY = Text("wishes.not_granted_day", "{agent} would have liked a shift on {day:day} and got none")


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield undesired assignments and preferred entries not granted, amount 1 each."""
    for agent, shift in roster:
        entries = plan.entries_of.get(agent, ())
        if any(e.kind is EntryKind.UNDESIRED and e.overlaps(plan.shift[shift]) for e in entries):
            message = UNDESIRED(agent=plan.labels[agent], shift=shift)
            yield Finding(KEY, LEVEL, Subject(agent=agent, shift=shift), 1, message)
    for index, entry in enumerate(plan.availability):
        if entry.kind is not EntryKind.PREFERRED:
            continue
        covered = plan.find_overlaps(entry)
        sits = not covered.isdisjoint(roster.of_agent(entry.agent))
        if not sits and not covered.isdisjoint(plan.assignable[entry.agent]):
            subject = Subject(agent=entry.agent, entry=index)
            yield Finding(KEY, LEVEL, subject, 1, _not_granted(plan.labels[entry.agent], entry))


def _not_granted(agent: str, entry: Entry) -> Message:
    first, last = entry.first_day.isoformat(), entry.last_day.isoformat()
    if first == last:
        return NOT_GRANTED_DAY(agent=agent, day=first)
    return NOT_GRANTED(agent=agent, first=first, last=last)
