"""Questions whose linear models are compared and proven: every kind of shift, with and without a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan, span
from wfm.baseline import Baseline, levels_of
from wfm.calendar import UnsocialSpan
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.score import measure

Question = tuple[Plan, Baseline | None, Level, Mapping[Level, int]]
DAY = timedelta(days=1)


def fortnight(pairing: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    """Return two weeks of three municipalities with four agents each, wishes, absences and a lock."""
    line = hotline(
        days=12,
        hours="08:00-17:00",
        pairing=pairing,
        competences=(competence("a"), competence("b")),
        unsocial=(UnsocialSpan(frozenset(range(5)), span("14:00-17:00")),),
    )
    held = (("a",), ("b",), ("a", "b"), ())
    people = [
        agent(f"{code}-{number}", competences=codes)
        for code in (1, 2, 3)
        for number, codes in enumerate(held, start=1)
    ]
    away = [
        entry("1-1", "unavailable", MONDAY, MONDAY + 3 * DAY),
        entry("2-3", "undesired", MONDAY, MONDAY + 9 * DAY, days=frozenset({0, 2, 4})),
        entry("3-2", "preferred", MONDAY + DAY, MONDAY + 4 * DAY),
        *(entry(one.id, "undesired", MONDAY + 7 * DAY, MONDAY + 8 * DAY) for one in people),
    ]
    partners = [municipality("1", 190), municipality("2", 200), municipality("3", 210)]
    demand = [Demand(MONDAY + DAY, 480, 3), Demand(MONDAY + 2 * DAY, 480, 2, Pairing.MIXED)]
    locks = [lock("2027-01-07T11:00", municipality="3"), lock("2027-01-08T08:00", agent="2-4")]
    return plan(partners, people, hotline=line, availability=away, demand=demand, locks=locks)


def questions() -> Iterator[Question]:
    """Yield plans, baselines, levels and what is held before these."""
    for pairing in Pairing:
        asked = fortnight(pairing)
        roster = greedy_roster(asked, 1, Clock(60))
        for baseline in (None, Baseline(roster, MONDAY + 3 * DAY)):
            values = measure(asked, roster, baseline).values
            levels = levels_of(baseline)
            for level in levels:
                earlier = levels[: levels.index(level)]
                yield asked, baseline, level, {one: values[one] for one in earlier}
    held = {Level.COVERAGE: 0, Level.COMPETENCE: 0, Level.QUOTA: 2}
    yield fortnight(), None, Level.QUALITY, held
