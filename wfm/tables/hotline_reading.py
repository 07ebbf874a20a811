"""The hotline from its settings: every key checked, faults named by dotted key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wfm.apportionment import Method
from wfm.calendar import WEEKDAYS, Closing, Period, UnsocialSpan
from wfm.competence import Competence
from wfm.errors import Fault
from wfm.hotline import Hotline, Pairing
from wfm.ids import CompetenceCode
from wfm.limits import DEFAULT_WEIGHTS, Limits, Weights
from wfm.message import Message, Text
from wfm.plan_checks import ORDERED, UNIQUE
from wfm.settlement import Tariff
from wfm.tables.amounts import read_money, whole
from wfm.tables.cells import DATE, Cell, Reader, Unreadable, as_text, is_blank, read_date
from wfm.tables.columns import MOST_SEATS, MOST_SHIFTS
from wfm.tables.naming import ONE_OF, read_competence_code, read_days
from wfm.tables.rows import SHOWN
from wfm.tables.setting_values import (
    SWITCH,
    is_number,
    one_of,
    read_country,
    read_currency,
    read_dates,
    read_hotline_code,
    read_rest_length,
    read_shift_length,
    read_switch,
    read_title,
    read_zone,
)
from wfm.tables.settings import NUMBERED_SECTIONS, Setting, Settings
from wfm.tables.spans import read_spans

NUMBER = Text("fault.number_value", "a number without quotation marks")
QUOTED = Text("fault.quoted", "text in quotation marks")
LIST = Text("fault.list", 'a list such as ["a", "b"]')
SECTION = Text("fault.section", "a section with keys of its own")
NUMBERED = Text("fault.numbered", "a section that may stand several times: [[{section}]]")
WEEKDAY_KEY = Text("fault.weekday_key", "a day of the week: {words:list}")
UNKNOWN_KEY = Text("notice.unknown_key", "a known key; this one is ignored")
SHORTER_PERIOD = Text("fault.shorter_period", "a period of at most {limit:number} days")
MISSING = Text("fault.missing_key", "a value for this key")

MOST_DAYS = 1100
MOST_WEIGHT = 1_000_000
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2200
_STAND_IN_DAY = date(2001, 1, 1)

_NUMBER: tuple[Callable[[Cell], bool], Text] = is_number, NUMBER
_TEXT: tuple[Callable[[Cell], bool], Text] = (lambda cell: isinstance(cell, str)), QUOTED
_SWITCH: tuple[Callable[[Cell], bool], Text] = (lambda cell: isinstance(cell, bool)), SWITCH
_DAY: tuple[Callable[[Cell], bool], Text] = (lambda cell: isinstance(cell, date | str)), DATE
_LIST: tuple[Callable[[Cell], bool], Text] = (lambda cell: isinstance(cell, list | str)), LIST

_SECTIONS = frozenset(
    {"period", "opening_hours", "holidays", "shifts", "competences", "unsocial", "limits", "quota"}
    | {"weights", "settlement", "feeds"}
)


@dataclass
class _Keys:
    """Takes settings one by one; remembers what was taken and what was faulty."""

    settings: Settings
    taken: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def take(
        self,
        key: str,
        kind: tuple[Callable[[Cell], bool], Text],
        read: Reader,
        default: Any = None,
        *,
        required: bool = False,
    ) -> Any:
        """Return the value of a key; its default where it is left out or faulty."""
        self.taken.add(key)
        setting = self.settings.by_key.get(key)
        if setting is None or is_blank(setting.value):
            if required:
                self.fault(key, MISSING())
            return default
        fits, expected = kind
        try:
            if self.settings.typed and not fits(setting.value) and not _is_ratio(kind, setting.value):
                raise Unreadable(expected())
            return read(setting.value)
        except Unreadable as refused:
            self.fault(key, refused.expected)
            return default

    def fault(self, key: str, expected: Message) -> None:
        """Note that the value of a key is not what was expected."""
        setting = self.settings.by_key.get(key, Setting(key, None))
        value = as_text(setting.value)[:SHOWN]
        self.faults.append(Fault(self.settings.file, setting.row, setting.key, value, expected))
        self.faulty.add(key.split(".")[0])

    def numbers(self, section: str) -> Iterator[str]:
        """Yield the dotted beginnings of a numbered section, in order."""
        found = {m[1] for key in self.settings.by_key if (m := re.match(rf"{section}\.([0-9]+)\.", key))}
        yield from (f"{section}.{number}." for number in sorted(found, key=lambda n: (len(n), n)))


def _is_ratio(kind: tuple[Callable[[Cell], bool], Text], value: Cell) -> bool:
    """Tell whether text stands for a number that has no decimal form, such as ``"5/3"``."""
    return kind is _NUMBER and isinstance(value, str) and "/" in value


@dataclass(frozen=True)
class HotlineReading:
    """A hotline; where `faulty` names sections, stand-ins hold their place and the plan fails."""

    hotline: Hotline
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    faulty: frozenset[str]


def read_hotline(settings: Settings) -> HotlineReading:
    """Read every key of a hotline."""
    keys = _Keys(settings, faults=list(settings.faults))
    hotline = Hotline(
        name=keys.take("name", _TEXT, read_title, "", required=True),
        code=keys.take("code", _TEXT, read_hotline_code, "", required=True),
        timezone=keys.take("timezone", _TEXT, read_zone, "Europe/Copenhagen"),
        language=keys.take("language", _TEXT, _language, "da"),
        period=_period(keys),
        opening_hours=_opening_hours(keys),
        closing=_closing(keys),
        shift_minutes=keys.take("shifts.hours", _NUMBER, read_shift_length, 180, required=True),
        agents=keys.take("shifts.agents", _NUMBER, whole(1, MOST_SEATS), 2, required=True),
        pairing=Pairing(keys.take("shifts.pairing", _TEXT, one_of(Pairing), Pairing.SAME_MUNICIPALITY)),
        competences=_competences(keys),
        unsocial=_unsocial(keys),
        limits=_limits(keys),
        method=Method(keys.take("quota.method", _TEXT, one_of(Method), Method.LARGEST_REMAINDER)),
        weights=_weights(keys),
        tariff=_tariff(keys),
        names_in_feeds=keys.take("feeds.names", _SWITCH, read_switch, False),
    )
    notices = tuple(_left_over(keys))
    return HotlineReading(hotline, tuple(keys.faults), notices, frozenset(keys.faulty))


def _language(cell: Cell) -> str:
    language = as_text(cell).casefold()
    if language not in ("da", "en"):
        raise Unreadable(ONE_OF(words=("da", "en")))
    return language


def _planned_day(cell: Cell) -> date:
    day = read_date(cell)
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        raise Unreadable(DATE())
    return day


def _period(keys: _Keys) -> Period:
    first = keys.take("period.first_day", _DAY, _planned_day, required=True)
    last = keys.take("period.last_day", _DAY, _planned_day, required=True)
    if first is None or last is None:
        return Period(_STAND_IN_DAY, _STAND_IN_DAY)
    if last < first:
        keys.fault("period.last_day", ORDERED(first=first.isoformat()))
    elif (last - first).days >= MOST_DAYS:
        keys.fault("period.last_day", SHORTER_PERIOD(limit=MOST_DAYS))
    else:
        return Period(first, last)
    return Period(first, first)


def _opening_hours(keys: _Keys) -> dict[int, Any]:
    hours = {
        day: keys.take(f"opening_hours.{word}", _LIST, read_spans, ()) for day, word in enumerate(WEEKDAYS)
    }
    for key in keys.settings.by_key:
        if key.startswith("opening_hours.") and key not in keys.taken:  # a day misspelt would be closed
            keys.taken.add(key)
            keys.fault(key, WEEKDAY_KEY(words=WEEKDAYS))
    return {day: spans for day, spans in hours.items() if spans}


def _closing(keys: _Keys) -> Closing:
    return Closing(
        keys.take("holidays.country", _TEXT, read_country),
        keys.take("holidays.closed", _LIST, read_dates, frozenset()),
        keys.take("holidays.open", _LIST, read_dates, frozenset()),
    )


def _competences(keys: _Keys) -> tuple[Competence, ...]:
    found: dict[str, Competence] = {}
    row_of: dict[str, int] = {}
    for number, start in enumerate(keys.numbers("competences"), start=1):
        code = keys.take(start + "code", _TEXT, read_competence_code, required=True)
        name = keys.take(start + "name", _TEXT, read_title, code)
        least = keys.take(start + "min_agents", _NUMBER, whole(0, MOST_SEATS), 1)
        if code in found:
            keys.fault(start + "code", UNIQUE(row=row_of[code]))
        elif code is not None:
            row_of[code] = keys.settings.by_key[start + "code"].row or number
            found[code] = Competence(CompetenceCode(code), name, least)
    return tuple(found.values())


def _unsocial(keys: _Keys) -> tuple[UnsocialSpan, ...]:
    found: list[UnsocialSpan] = []
    for start in keys.numbers("unsocial"):
        days = keys.take(start + "days", _LIST, read_days, required=True)
        spans = keys.take(start + "hours", _LIST, read_spans, (), required=True)
        found.extend(UnsocialSpan(days, span) for span in spans if days)
    return tuple(found)


def _limits(keys: _Keys) -> Limits:
    usual = Limits()
    most = whole(0, MOST_SHIFTS)
    return Limits(
        keys.take("limits.shifts_per_day", _NUMBER, most, usual.shifts_per_day),
        keys.take("limits.shifts_per_week", _NUMBER, most, usual.shifts_per_week),
        keys.take("limits.rest_hours", _NUMBER, read_rest_length, usual.rest),
    )


def _weights(keys: _Keys) -> Weights:
    read = whole(0, MOST_WEIGHT)
    by_rule = {
        rule: keys.take(f"weights.{rule}", _NUMBER, read, usual) for rule, usual in DEFAULT_WEIGHTS.items()
    }
    weeks = keys.take("weights.upkeep_weeks", _NUMBER, whole(1, 1000), Weights().upkeep_weeks)
    return Weights(by_rule, weeks)


def _tariff(keys: _Keys) -> Tariff | None:
    agreed = any(key.startswith("settlement.") for key in keys.settings.by_key)
    price = keys.take("settlement.price_per_citizen_year", _NUMBER, read_money, Decimal(0), required=agreed)
    credit = keys.take("settlement.credit_per_agent_hour", _NUMBER, read_money, Decimal(0), required=agreed)
    currency = keys.take("settlement.currency", _TEXT, read_currency, "DKK")
    return Tariff(price, credit, currency) if agreed else None


def _left_over(keys: _Keys) -> Iterator[Fault]:
    """Yield a warning for each key that nothing read; a key in the place of a section is a fault."""
    for key, setting in keys.settings.by_key.items():
        if key in keys.taken:
            continue
        section = key.split(".")[0]
        if key in _SECTIONS and not (section in NUMBERED_SECTIONS and setting.value == []):
            keys.fault(key, NUMBERED(section=section) if section in NUMBERED_SECTIONS else SECTION())
        elif section in NUMBERED_SECTIONS and not re.match(r"\w+\.[0-9]+\.", key):
            keys.fault(key, NUMBERED(section=section))
        else:
            value = as_text(setting.value)[:SHOWN]
            yield Fault(keys.settings.file, setting.row, setting.key, value, UNKNOWN_KEY())
