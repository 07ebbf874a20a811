"""Two weeks that no roster fits: five contradictions, each of a kind of its own, written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from making import facts, staff
from making.absence import PREFERRED, UNAVAILABLE, UNDESIRED, Entry
from making.plan import Row, Sample
from making.staff import Partner, Worker

HOTLINE = """\
# A fortnight that cannot be planned: locks.csv holds five contradictions (see ../README.md).
# `wfm solve` says INFEASIBLE and names the sentences that cannot hold together.

name = "The Impossible Fortnight"
code = "impossible"
timezone = "Europe/Copenhagen"
language = "en"                 # of sentences, pages and feeds; or "da"

[period]                        # two whole weeks, without holidays
first_day = 2027-01-11
last_day = 2027-01-24           # inclusive

[opening_hours]                 # local time; a day left out is closed
mon = ["08:00-20:00"]
tue = ["08:00-20:00"]
wed = ["08:00-20:00"]
thu = ["08:00-20:00"]
fri = ["08:00-20:00"]

[shifts]
hours = 3
agents = 2
pairing = "same_municipality"

[[competences]]
code = "mitid"
name = "MitID"
min_agents = 1

[[competences]]
code = "digital_post"
name = "Digital Post"
min_agents = 1

[[unsocial]]
days = ["mon", "tue", "wed", "thu", "fri"]
hours = "17:00-20:00"

[limits]
shifts_per_day = 1
shifts_per_week = 3
rest_hours = 11

[quota]
method = "largest_remainder"
"""

AGENTS = {"Holstebro": 8, "Lemvig": 6, "Skive": 8, "Struer": 6}

LOCKS: tuple[Row, ...] = (
    # 1. Two municipalities on one shift.
    ("2027-01-12", "08:00", "665", ""),
    ("2027-01-12", "08:00", "671", ""),
    # 2. An agent on a shift in their holiday.
    ("2027-01-14", "11:00", "", "661-02"),
    # 3. An agent of one municipality on another's shift.
    ("2027-01-19", "14:00", "779", ""),
    ("2027-01-19", "14:00", "", "671-01"),
    # 4. An agent twice on one day, where once is the limit.
    ("2027-01-20", "08:00", "", "665-01"),
    ("2027-01-20", "14:00", "", "665-01"),
    # 5. An agent four times in one week, where three are the limit.
    ("2027-01-18", "08:00", "", "779-02"),
    ("2027-01-19", "08:00", "", "779-02"),
    ("2027-01-21", "08:00", "", "779-02"),
    ("2027-01-22", "08:00", "", "779-02"),
)

ENTRIES = (
    Entry("661-02", UNAVAILABLE, date(2027, 1, 13), date(2027, 1, 15), note="ferie"),
    Entry("661-03", UNAVAILABLE, date(2027, 1, 18), date(2027, 1, 18), note="kursusdag"),
    Entry("665-02", UNDESIRED, date(2027, 1, 11), date(2027, 1, 24), (0, 4), 17, 20, "helst ikke sent"),
    Entry("671-02", PREFERRED, date(2027, 1, 13), date(2027, 1, 13), note="vil gerne denne dag"),
)


def sample() -> Sample:
    """Return the plan."""
    population = {name: facts.MIDTJYLLAND[name] for name in AGENTS}
    members = staff.partners(population, AGENTS)
    workers = tuple(worker for member in members for worker in _agents(member))
    return Sample("impossible", HOTLINE, members, workers, ENTRIES, locks=LOCKS)


def _agents(member: Partner) -> Iterator[Worker]:
    """Yield a municipality's agents; every third knows only MitID."""
    for number in range(1, member.agents + 1):
        held = ("mitid",) if number % 3 == 0 else ("mitid", "digital_post")
        yield Worker(f"{member.code}-{number:02d}", f"{member.name} {number}", member.code, held)
