"""Nordjylland's model 2 in the second quarter of 2027: 11 municipalities with a line of their own."""

from __future__ import annotations

from datetime import date

from making import absence, facts, history, staff
from making.absence import Leave, Season
from making.plan import Row, Sample
from making.staff import Staffing
from making.timetable import Timetable

HOTLINE = """\
# Nordjyllands egen hotline (model 2), 2. kvartal 2027.
# Hvad der er fakta, og hvad vi antager, står i ../README.md.

name = "Nordjysk Kontaktcenter"
code = "nord"
timezone = "Europe/Copenhagen"
language = "da"

[period]                        # 13 hele uger: uge 14 til 26
first_day = 2027-04-05
last_day = 2027-07-04           # til og med

[opening_hours]                 # 60 timer om ugen som i Midtjylland
mon = ["08:00-20:00"]
tue = ["08:00-20:00"]
wed = ["08:00-20:00"]
thu = ["08:00-20:00"]
fri = ["08:00-20:00"]

[holidays]
country = "DK"                  # Kristi himmelfartsdag og 2. pinsedag; grundlovsdag falder på en lørdag
closed = [2027-05-07]           # fredagen efter Kristi himmelfartsdag
open = []

[shifts]
hours = 3
agents = 2                      # enkelte vagter har et andet antal; de står i demand.csv
pairing = "same_municipality"

[[competences]]
code = "mitid"
name = "MitID"
min_agents = 1

[[competences]]
code = "digital_post"
name = "Digital Post"
min_agents = 1

[[competences]]
code = "moving"
name = "Flytning"
min_agents = 1

[[competences]]
code = "health_card"
name = "Sundhedskort"
min_agents = 1

[[competences]]
code = "childcare"
name = "Pladsanvisning"
min_agents = 1

[[unsocial]]                    # aftener
days = ["mon", "tue", "wed", "thu"]
hours = "17:00-20:00"

[[unsocial]]                    # og fredag fra kl. 14
days = ["fri"]
hours = "14:00-20:00"

[limits]
shifts_per_day = 1
shifts_per_week = 3             # deltidsansatte har deres egen grænse i agents.csv
rest_hours = 11

[quota]
# Divisorer 1, 3, 5 ...: hverken store eller små kommuner er begunstiget. Læsøs andel er under en vagt
# i kvartalet; dens min_shifts = 3 i municipalities.csv giver dens to medarbejdere en vagt hver fjerde uge.
method = "sainte_lague"

[weights]
unsocial_share = 10
agent_balance = 8
unsocial_balance = 6
upkeep = 6
week_spread = 5
wishes = 1
upkeep_weeks = 4

[settlement]                    # satserne er Midtjyllands
price_per_citizen_year = 2.4246
credit_per_agent_hour = 272
currency = "DKK"
"""

AGENTS = {
    "Læsø": 2,
    "Jammerbugt": 4,
    "Aalborg": 15,
    "Frederikshavn": 6,
    "Brønderslev": 4,
    "Rebild": 3,
    "Mariagerfjord": 4,
    "Vesthimmerland": 4,
    "Morsø": 3,
    "Thisted": 5,
    "Hjørring": 6,
}

FLOORS = {"Læsø": 3}  # in 13 weeks it takes three shifts to have one in any four consecutive weeks

TIMETABLE = Timetable(
    date(2027, 4, 5), date(2027, 7, 4), dict.fromkeys(range(5), (8, 20)), 3, closed=(date(2027, 5, 7),)
)
BEFORE = TIMETABLE.during(date(2027, 1, 4), date(2027, 4, 4))
LAST_FORTNIGHT = TIMETABLE.during(date(2027, 3, 22), date(2027, 4, 4))

COMPETENCES = ("mitid", "digital_post", "moving", "health_card", "childcare")
STAFFING = Staffing(
    competences=COMPETENCES,
    rare=("mitid", "digital_post", "moving", "health_card", "childcare", "childcare"),
    teams=(0.5, 0.85),
    employment={"851-15": (date(2027, 5, 1), None), "860-03": (None, date(2027, 5, 31))},
)

SEASON = Season(
    leaves=(
        Leave(((date(2027, 5, 3), date(2027, 5, 9)), (date(2027, 5, 10), date(2027, 5, 16))), 0.3, "ferie"),
        Leave(((date(2027, 6, 28), date(2027, 7, 4)),), 0.4, "sommerferie"),
    ),
    day_hours=(8, 14),
    late_hours=(17, 20),
    counter=(14, 18),
    long_absence={"813-02": (date(2027, 4, 5), date(2027, 5, 16))},
)

LOCKS: tuple[Row, ...] = (
    ("2027-04-28", "11:00", "825", ""),  # a ferry that suits both of Læsø's agents
    ("2027-06-10", "17:00", "851", "851-04"),
)

DEMAND: tuple[Row, ...] = (
    ("2027-04-05", "08:00", "3"),  # the line opens its second quarter with a campaign
    ("2027-04-05", "11:00", "3"),
    ("2027-04-12", "08:00", "3"),
    ("2027-05-05", "17:00", "0"),  # the evening before Ascension Day
    ("2027-07-01", "17:00", "1"),  # quiet evenings of the summer holidays
    ("2027-07-02", "17:00", "1"),
)


def sample() -> Sample:
    """Return the plan."""
    members = staff.partners(facts.NORDJYLLAND, AGENTS, floors=FLOORS)
    workers = staff.workers("nordjylland", members, STAFFING)
    units = len(tuple(BEFORE.slots()))
    return Sample(
        folder="nordjylland",
        hotline=HOTLINE,
        members=members,
        staff=workers,
        entries=tuple(absence.entries("nordjylland", members, workers, SEASON, TIMETABLE)),
        locks=LOCKS,
        demand=DEMAND,
        previous=tuple(history.previous(tuple(LAST_FORTNIGHT.slots()), members, workers, COMPETENCES)),
        carry_over=history.carry_over(members, units, 2, history.sainte_lague(members, units)),
    )
