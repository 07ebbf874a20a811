"""People of the week are asked when they can, and say it, whoever speaks for them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from api.availability.collection import set_collection
from api.availability.place import CollectionPlace, collection_place
from api.availability.service import KnownState, read_person_answer, save_answer
from api.store.engine import reading
from tests.api.amendments.week import Week
from tests.builders import entry
from wfm.ids import AgentId

HOURS = (6, 24, 72)
STALE = 0.1
"""How often somebody begins with what holds no more."""


def ask(week: Week, dice: Random, who: str) -> None:
    """Ask everybody, or move the deadline."""
    place = _place(week, who)
    known = place.collection.number if place.collection else 0
    closes = week.now + timedelta(hours=dice.choice(HOURS))
    expected = known - (dice.random() < STALE)
    set_collection(place, week.request(who), expected, opens=None, closes=closes, note="")


def answer(week: Week, dice: Random, who: str, agent: AgentId) -> None:
    """Say of some days that one cannot, or would rather or rather not."""
    place = _place(week, who)
    before = read_person_answer(place, agent)
    days = sorted({shift.day for shift in before.plan.shifts})
    kinds = dice.choices(("unavailable", "undesired", "preferred"), k=dice.choice((0, 1, 2)))
    entries = tuple(entry(agent, kind, dice.choice(days)) for kind in kinds)
    number = before.revision.number - (dice.random() < STALE)
    asked, known = week.request(who), KnownState(number, before.digest if dice.random() < 0.5 else "")
    save_answer(place, asked, agent, known, lambda _: entries, answered=dice.random() < 0.5)
    if dice.random() < 0.2:  # the request comes again
        save_answer(place, asked, agent, known, lambda _: entries, answered=True)


def _place(week: Week, who: str) -> CollectionPlace:
    with reading(week.engine) as connection:
        return collection_place(connection, week.place(who))
