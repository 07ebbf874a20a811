"""København's contact centre: full-time agents whose duties are designed from the calls, one week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil, exp

from making.chance import Chance
from making.folder import Folder, table

_FIRST = date(2027, 1, 11)
_DAYS = tuple(_FIRST + timedelta(days=number) for number in range(5))
_OPEN, _INTERVAL = 8 * 60, 30

_POSTS = (("KFF", 17), ("SOF", 10), ("SUF", 9), ("TMF", 2), ("ØKF", 3), ("Nye", 10))
_SHARED = ("BIF:0.5|BUF:0.5", "TMF:0.5|ØKF:0.5")
"""Posts handed over (2006, table 6), the 10 new ones, and the two people who are shared."""

_TOPICS = {
    "borgerservice": "Borgerservice",
    "social": "Sociale ydelser",
    "sundhed": "Sundhed og omsorg",
    "teknik": "Teknik og miljø",
    "boern": "Børn og unge",
    "job": "Beskæftigelse",
}
_OWN = {
    "KFF": "borgerservice",
    "SOF": "social",
    "SUF": "sundhed",
    "TMF": "teknik",
    "BUF": "boern",
    "BIF": "job",
}
_CROSS_TRAINED = 0.35
"""The chance that an agent knows a topic besides that of the own administration."""

_CALLS = (97, 156, 219, 245, 256, 237, 200, 186, 208, 219, 208, 189, 171, 152, 129, 111, 93, 81, 67, 51)
"""Calls of a half-hour of a middling day, from 08:00 to 18:00."""
_WEEKDAYS = (1.15, 1.04, 1.0, 0.96, 0.88)
_HANDLING, _WITHIN, _ANSWERED = 240, 20, 0.80
_SURE = 1.1
"""Busier than the mean by this much is what `need` is counted for."""

_ABSENT = (
    ("kk-08", _DAYS[0], _DAYS[4], "", "", "", "ferie"),
    ("kk-21", _DAYS[0], _DAYS[4], "", "", "", "ferie"),
    ("kk-39", _DAYS[2], _DAYS[3], "", "", "", "kursus"),
    ("kk-44", _DAYS[1], _DAYS[1], "", "", "", ""),
    ("kk-03", _DAYS[0], _DAYS[4], "", "16:00", "", "går tidligt"),
    ("kk-15", _DAYS[0], _DAYS[4], "", "", "09:00", "møder sent"),
)

_WISHES = (
    ("kk-05", "undesired", _DAYS[0], _DAYS[4], "", "08:00", "08:30", ""),
    ("kk-12", "undesired", _DAYS[4], _DAYS[4], "", "16:00", "18:00", ""),
    ("kk-17", "undesired", _DAYS[2], _DAYS[2], "", "", "", ""),
    ("kk-26", "preferred", _DAYS[1], _DAYS[1], "", "16:00", "18:00", ""),
    ("kk-33", "undesired", _DAYS[0], _DAYS[4], "mon|wed", "16:30", "18:00", ""),
    ("kk-47", "preferred", _DAYS[3], _DAYS[3], "", "08:00", "10:00", ""),
)

_MAILS = (3, 3, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3, 3, 3)
"""E-mails of a half-hour of a middling day, from 08:00 to 18:00."""
_OF_THE_NIGHT, _NIGHT = 22, "07:30"
_MONDAYS = (1.3, 1.0, 0.95, 0.9, 0.85)
_A_MAIL = 300
"""Seconds of work on an e-mail."""

_HOTLINE = f"""\
name = "Københavns Kontaktcenter"
code = "kk"
timezone = "Europe/Copenhagen"
language = "da"

[period]
first_day = {_DAYS[0]}
last_day = {_DAYS[-1]}

[opening_hours]
mon = ["08:00-18:00"]
tue = ["08:00-18:00"]
wed = ["08:00-18:00"]
thu = ["08:00-18:00"]
fri = ["08:00-18:00"]

[holidays]
country = "DK"

[shifts]
kind = "designed"
grid_minutes = 30

[limits]
rest_hours = 11

[service]
answer_within = {_WITHIN}
answered_share = {_ANSWERED:.2f}
mean_wait = 25
abandoned_share = 0.10
interval_minutes = {_INTERVAL}
mail_within = 2
"""


def folder() -> Folder:
    """Return the folder of the plan."""
    competences = "".join(
        f'\n[[competences]]\ncode = "{code}"\nname = "{name}"\nmin_agents = 1\n'
        for code, name in _TOPICS.items()
    )
    columns = ("start_from", "start_to", "min_hours", "max_hours")
    lunch = ("lunch_minutes", "lunch_from", "lunch_to", "lunch_paid")
    absent = ("agent", "kind", "first_day", "last_day", "days", "from", "to", "note")
    texts = {
        "hotline.toml": _HOTLINE + competences,
        "agents.csv": table(
            ("agent", "name", "competences", "weekly_hours", "administration", "flex_balance"), _agents()
        ),
        "availability.csv": table(
            absent,
            (
                *(
                    (a, "unavailable", first, last, days, start, end, note)
                    for a, first, last, days, start, end, note in _ABSENT
                ),
                *_WISHES,
            ),
        ),
        "shift_rules.csv": table(
            (*columns, *lunch), [("08:00", "10:30", "6.5", "8.5", 30, "11:00", "14:30", "yes")]
        ),
        "staffing.csv": table(("date", "start", "need_mean", "need"), _staffing()),
        "blocks.csv": table(("centre", "date", "from", "to", "agents"), _blocks()),
        "mail.csv": table(("date", "start", "received", "handling_seconds"), _mail()),
    }
    return Folder("koebenhavn", texts)


def _agents() -> Iterator[tuple[object, ...]]:
    chance = Chance("koebenhavn", "agents")
    whole = [name for name, number in _POSTS for _ in range(number)]
    for number, posts in enumerate((*_SHARED, *whole), start=1):
        parts = [part.partition(":")[0] for part in posts.split("|")]
        own = [_OWN[part] for part in parts if part in _OWN]
        known = [topic for topic in _TOPICS if topic in own or chance.happens(_CROSS_TRAINED)]
        balance = chance.between(-4, 4) * 15
        held = "|".join(known or ["borgerservice"])
        yield (f"kk-{number:02d}", f"Kontaktcenter {number}", held, 37, posts, balance)


def _staffing() -> Iterator[tuple[object, ...]]:
    chance = Chance("koebenhavn", "calls")
    for day, busy in zip(_DAYS, _WEEKDAYS, strict=True):
        for number, calls in enumerate(_CALLS):
            expected = calls * busy * (0.95 + chance.below(11) / 100)
            hour, minute = divmod(_OPEN + number * _INTERVAL, 60)
            start = f"{hour:02d}:{minute:02d}"
            yield (day.isoformat(), start, _agents_needed(expected), _agents_needed(expected * _SURE))


def _mail() -> Iterator[tuple[object, ...]]:
    for day in _DAYS:
        for start, mails in usual_mail(day.weekday()):
            received = round(mails)
            yield (day.isoformat(), start, received, received * _A_MAIL)


def usual_calls(weekday: int) -> Iterator[tuple[str, float]]:
    """Yield start and mean calls of each half-hour of a weekday, 0 = Monday."""
    for number, calls in enumerate(_CALLS):
        hour, minute = divmod(_OPEN + number * _INTERVAL, 60)
        yield f"{hour:02d}:{minute:02d}", calls * _WEEKDAYS[weekday]


def usual_mail(weekday: int) -> Iterator[tuple[str, float]]:
    """Yield start and mean e-mails of each half-hour of a weekday, those of the night first."""
    yield _NIGHT, _OF_THE_NIGHT * _MONDAYS[weekday]
    for (start, _), mails in zip(usual_calls(weekday), _MAILS, strict=True):
        yield start, mails * _MONDAYS[weekday]


def _agents_needed(calls: float) -> int:
    """Return the fewest agents with whom enough calls are answered in time (Erlang's formula C)."""
    load = calls * _HANDLING / (_INTERVAL * 60)
    agents = ceil(load) + (load == ceil(load))
    while _answered(agents, load) < _ANSWERED:
        agents += 1
    return agents


def _answered(agents: int, load: float) -> float:
    blocked = 1.0  # Erlang B, by the usual recursion
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    waits = blocked / (1 - load / agents * (1 - blocked))
    return float(1 - waits * exp(-(agents - load) * _WITHIN / _HANDLING))


def _blocks() -> Iterator[tuple[object, ...]]:
    for day in _DAYS:
        for centre in ("Borgerservicecenter 1", "Borgerservicecenter 2"):
            yield (centre, day.isoformat(), "10:00", "13:00", 3)
            yield (centre, day.isoformat(), "14:00", "17:00", 2)
