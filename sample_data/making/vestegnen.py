"""Vestegnen's model 1 in the last quarter of 2027: a hotline outside normal hours, mixed teams."""

from __future__ import annotations

from datetime import date

from making import absence, facts, history, staff
from making.absence import Leave, Season
from making.plan import Row, Sample
from making.staff import Staffing
from making.timetable import Timetable

HOTLINE = """\
# Vestegnens fælles hotline uden for normal åbningstid (model 1), 4. kvartal 2027.
# Hvad der er fakta, og hvad vi antager, står i ../README.md. Uden [settlement] er der ingen afregning.

name = "Vestegnens Hotline"
code = "vestegnen"
timezone = "Europe/Copenhagen"
language = "da"

[period]                        # begge ender ligger midt i en uge; uret stilles tilbage den 31. oktober
first_day = 2027-10-01
last_day = 2027-12-31           # til og med

[opening_hours]
mon = ["16:00-20:00"]
tue = ["16:00-20:00"]
wed = ["16:00-20:00"]
thu = ["16:00-20:00"]
fri = ["16:00-20:00"]
sat = ["10:00-14:00"]

[holidays]
country = "DK"                       # 1. juledag er en lørdag
closed = [2027-12-24, 2027-12-31]    # juleaften og nytårsaften er ikke helligdage, så de står her
open = []

[shifts]
hours = 2
agents = 2
pairing = "mixed"               # to kolleger på en vagt må komme fra hver sin kommune

[[competences]]
code = "mitid"
name = "MitID"
min_agents = 2                  # begge på vagten skal kunne det; det kan alle i agents.csv

[[competences]]
code = "digital_post"
name = "Digital Post"
min_agents = 1

[[competences]]
code = "moving"
name = "Flytning"
min_agents = 1

[[competences]]
code = "passport"
name = "Pas og kørekort"
min_agents = 1

[[unsocial]]                    # lørdage
days = ["sat"]
hours = "10:00-14:00"

[[unsocial]]                    # og fredag aften
days = ["fri"]
hours = "18:00-20:00"

[limits]
shifts_per_day = 2              # kl. 16-18 og 18-20 må være den samme
shifts_per_week = 3
rest_hours = 11

[quota]
method = "largest_remainder"

[weights]
unsocial_share = 10
agent_balance = 8
unsocial_balance = 6
upkeep = 6
week_spread = 5
wishes = 1
upkeep_weeks = 4
"""

AGENTS = {"Albertslund": 5, "Glostrup": 4, "Hvidovre": 8, "Ishøj": 4, "Rødovre": 6}

TIMETABLE = Timetable(
    date(2027, 10, 1),
    date(2027, 12, 31),
    {**dict.fromkeys(range(5), (16, 20)), 5: (10, 14)},
    2,
    closed=(date(2027, 12, 24), date(2027, 12, 31)),
)
LAST_DAYS = TIMETABLE.during(date(2027, 9, 20), date(2027, 9, 30))

COMPETENCES = ("mitid", "digital_post", "moving", "passport")
STAFFING = Staffing(
    competences=COMPETENCES,
    rare=("digital_post", "digital_post", "moving", "moving", "moving", "passport", "passport"),
    teams=None,
    employment={"167-08": (date(2027, 11, 1), None)},
)

SEASON = Season(
    leaves=(
        Leave(((date(2027, 10, 18), date(2027, 10, 24)),), 0.5, "efterårsferie"),
        Leave(
            ((date(2027, 12, 20), date(2027, 12, 31)), (date(2027, 12, 27), date(2027, 12, 31))),
            0.5,
            "juleferie",
        ),
    ),
    day_hours=(16, 18),
    late_hours=(18, 20),
    counter=None,
    long_absence={"175-03": (date(2027, 11, 8), date(2027, 12, 31))},
)

LOCKS: tuple[Row, ...] = (
    ("2027-11-06", "10:00", "", "165-01"),
    ("2027-12-11", "12:00", "183", ""),
)


def sample() -> Sample:
    """Return the plan; it is the line's first quarter with quotas, so nothing is carried over."""
    members = staff.partners(facts.VESTEGNEN, AGENTS)
    workers = staff.workers("vestegnen", members, STAFFING)
    slots = tuple(LAST_DAYS.slots())
    return Sample(
        folder="vestegnen",
        hotline=HOTLINE,
        members=members,
        staff=workers,
        entries=tuple(absence.entries("vestegnen", members, workers, SEASON, TIMETABLE)),
        locks=LOCKS,
        previous=tuple(history.previous(slots, members, workers, COMPETENCES, mixed=True)),
    )
