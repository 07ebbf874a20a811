"""Den Digitale Hotline in the first quarter of 2027: 20 municipalities, 18 of them staffing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from making import absence, facts, history, staff
from making.absence import Leave, Season
from making.plan import Row, Sample
from making.staff import Partner, Staffing, Worker
from making.timetable import Timetable

HOTLINE = """\
# Den Digitale Hotline, 1. kvartal 2027. Hvad der er fakta, og hvad vi antager, står i ../README.md.

name = "Den Digitale Hotline"
code = "ddh"                    # kort og fast: indgår i hver kalenderbegivenheds UID
timezone = "Europe/Copenhagen"
language = "da"                 # sproget i sætninger, sider og kalendere; eller "en"

[period]                        # 13 hele uger: uge 1 til 13; uret stilles frem den 28. marts
first_day = 2027-01-04
last_day = 2027-04-04           # til og med

[opening_hours]                 # lokal tid; en dag, der mangler, er lukket
mon = ["08:00-20:00"]
tue = ["08:00-20:00"]
wed = ["08:00-20:00"]
thu = ["08:00-20:00"]
fri = ["08:00-20:00"]

[holidays]
country = "DK"                  # lukket på danske helligdage; her skærtorsdag, langfredag og 2. påskedag
closed = [2027-02-05]           # fælles kompetencedag for alle kommuner
open = []                       # helligdage, hvor der alligevel er åbent

[shifts]
hours = 3                       # fire vagter om dagen: kl. 8, 11, 14 og 17
agents = 2                      # pladser på en vagt
pairing = "same_municipality"   # begge fra samme kommune, så de sidder sammen; "mixed" tillader blandede hold

[[competences]]                 # mindst en på hver vagt skal kunne hver af disse
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

[[competences]]                 # og mindst en skal være erfaren; alle er det, undtagen kommunens nyeste
code = "erfaren"
name = "Erfaren"
min_agents = 1

[[unsocial]]                    # aftenvagterne deles efter samme nøgle som alle vagter
days = ["mon", "tue", "wed", "thu", "fri"]
hours = "17:00-20:00"

[limits]                        # gælder alle, der ikke har deres egen grænse i agents.csv
shifts_per_day = 1
shifts_per_week = 3
rest_hours = 11                 # hviletid mellem to dages vagter

[quota]
method = "largest_remainder"    # største brøks metode; også sainte_lague, dhondt og huntington_hill

[weights]                       # hvor meget hvert ønske til vagtplanen tæller; 0 slår det fra
unsocial_share = 10             # hver kommunes andel af aftenvagterne
agent_balance = 8               # vagterne jævnt fordelt mellem en kommunes medarbejdere
unsocial_balance = 6            # og aftenvagterne ligeså
upkeep = 6                      # ingen skal gå upkeep_weeks uger i træk uden en vagt
week_spread = 5                 # hver kommunes vagter jævnt over ugerne
wishes = 1                      # medarbejdernes egne ønsker
upkeep_weeks = 4

[settlement]                    # afregning
price_per_citizen_year = 2.4246 # hvad en kommune skylder pr. borger om året
credit_per_agent_hour = 272     # hvad den godskrives for hver time, en medarbejder sidder på vagt
currency = "DKK"
"""

FINANCING = ("Odder", "Samsø")  # our assumption: the documents do not say which two only pay

AGENTS = {
    "Favrskov": 3,
    "Hedensted": 3,
    "Herning": 5,
    "Holstebro": 3,
    "Horsens": 4,
    "Ikast-Brande": 3,
    "Lemvig": 3,
    "Norddjurs": 3,
    "Randers": 5,
    "Ringkøbing-Skjern": 3,
    "Silkeborg": 5,
    "Skanderborg": 3,
    "Skive": 3,
    "Struer": 3,
    "Syddjurs": 3,
    "Viborg": 5,
    "Aarhus": 19,
    "Hjørring": 4,
}
"""80 in all: at least 3 each, the rest roughly by population."""

NEW = "Struer"  # staffs from this quarter on, so that it was no part of the quarter before

TIMETABLE = Timetable(
    date(2027, 1, 4), date(2027, 4, 4), dict.fromkeys(range(5), (8, 20)), 3, closed=(date(2027, 2, 5),)
)
HALF_HOLIDAYS = (date(2026, 12, 24), date(2026, 12, 31))
BEFORE = TIMETABLE.during(date(2026, 10, 5), date(2027, 1, 3), HALF_HOLIDAYS)
LAST_FORTNIGHT = TIMETABLE.during(date(2026, 12, 21), date(2027, 1, 3), HALF_HOLIDAYS)

COMPETENCES = ("mitid", "digital_post", "moving", "health_card", "childcare")
"""What callers ask about: drawn for each agent."""

EXPERIENCED = "erfaren"
"""Not drawn: held by all but a municipality's newest, so that no team of two is without."""

STAFFING = Staffing(
    competences=COMPETENCES,
    rare=("mitid", "digital_post", "moving", "health_card", "health_card", "childcare", "childcare"),
    teams=(0.5, 0.85),
    employment={"791-05": (date(2027, 2, 1), None), "751-12": (None, date(2027, 3, 12))},
)

WEEK_7 = (date(2027, 2, 15), date(2027, 2, 21))
WEEK_8 = (date(2027, 2, 22), date(2027, 2, 28))
SEASON = Season(
    leaves=(
        Leave(((date(2027, 1, 4), date(2027, 1, 8)),), 0.1, "ferie"),
        Leave((WEEK_7, WEEK_7, WEEK_8), 0.55, "vinterferie"),
        Leave(
            ((date(2027, 3, 22), date(2027, 3, 28)), (date(2027, 3, 30), date(2027, 4, 4))),
            0.35,
            "påskeferie",
        ),
    ),
    day_hours=(8, 14),
    late_hours=(17, 20),
    counter=(14, 18),
    long_absence={
        "751-07": (date(2027, 1, 4), date(2027, 2, 14)),
        "657-04": (date(2027, 2, 22), date(2027, 4, 4)),
    },
)

LOCKS: tuple[Row, ...] = (
    ("2027-01-12", "17:00", "751", ""),  # Aarhus has promised this evening
    ("2027-02-10", "08:00", "730", "730-02"),  # Randers 2 trains a colleague
    ("2027-03-18", "14:00", "", "791-01"),
    ("2027-03-30", "08:00", "860", ""),
)


def sample() -> Sample:
    """Return the plan."""
    members = staff.partners(facts.MIDTJYLLAND, AGENTS, FINANCING)
    workers = staff.workers("midtjylland", members, STAFFING)
    earlier = [member for member in members if member.staffing and member.name != NEW]
    units = len(tuple(BEFORE.slots()))
    return Sample(
        folder="midtjylland",
        hotline=HOTLINE,
        members=members,
        staff=tuple(_experienced(members, workers)),
        entries=tuple(absence.entries("midtjylland", members, workers, SEASON, TIMETABLE)),
        locks=LOCKS,
        previous=tuple(history.previous(tuple(LAST_FORTNIGHT.slots()), earlier, workers, COMPETENCES)),
        carry_over=history.carry_over(earlier, units, 2, history.largest_remainder(earlier, units)),
    )


def _experienced(members: Sequence[Partner], workers: Sequence[Worker]) -> Iterator[Worker]:
    """Yield the agents, all with experience but the last of a municipality of three or more."""
    newest = {f"{member.code}-{member.agents:02d}" for member in members if member.agents > 2}
    for worker in workers:
        if worker.id in newest:
            yield worker
        else:
            yield replace(worker, competences=(*worker.competences, EXPERIENCED))
