"""The hotline from its settings: every key checked, faults named by dotted key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from wfm.apportionment import Method
from wfm.calendar import WEEKDAYS, Closing, Period, UnsocialSpan
from wfm.competence import Competence
from wfm.errors import Fault
from wfm.hotline import Approval, Hotline, Pairing, SwapApproval
from wfm.ids import CompetenceCode
from wfm.limits import DEFAULT_WEIGHTS, Limits, Weights
from wfm.message import Text
from wfm.plan_checks import ORDERED, UNIQUE
from wfm.settlement import USUAL_REBATE, Tariff
from wfm.tables.amounts import read_money, whole
from wfm.tables.cells import DATE, Cell, UnreadableCellError, as_text, read_date
from wfm.tables.columns import MOST_SEATS, MOST_SHIFTS
from wfm.tables.naming import ONE_OF, read_competence_code
from wfm.tables.rows import SHOWN
from wfm.tables.service_reading import read_service
from wfm.tables.setting_values import (
    one_of,
    read_country,
    read_currency,
    read_dates,
    read_hotline_code,
    read_part,
    read_rest_length,
    read_shift_length,
    read_switch,
    read_title,
    read_zone,
)
from wfm.tables.settings import NUMBERED_SECTIONS, HotlineSettings, Setting
from wfm.tables.settings_reader import (
    DAY,
    LIST,
    NUMBER,
    TEXT,
    TRUTH,
    SettingsReader,
)
from wfm.tables.spans import read_spans
from wfm.tables.weekday_words import read_days
from wfm.tables.words import fold

SECTION = Text("fault.section", "a section with keys of its own")
NUMBERED = Text("fault.numbered", "a section that may stand several times: [[{section}]]")
WEEKDAY_KEY = Text("fault.weekday_key", "a day of the week: {words:list}")
UNKNOWN_KEY = Text("notice.unknown_key", "a known key; this one is ignored")
NEAR_KEY = Text("notice.near_key", "a known key, perhaps {near}; this one is ignored")
SHORTER_PERIOD = Text("fault.shorter_period", "a period of at most {limit:number} days")

MOST_LIKENED, LONGEST_LIKENED = 40, 60
"""Unknown keys for which a known one is looked for, and their letters; more are no misspelling."""

ALIKE = 0.74
MOST_DAYS = 1100
MOST_WEIGHT = 1_000_000
MOST_MONTHS = 120
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2200
_STAND_IN_DAY = date(2001, 1, 1)

_SECTIONS = frozenset(
    {"period", "opening_hours", "holidays", "shifts", "competences", "unsocial", "limits", "quota"}
    | {"weights", "settlement", "feeds", "availability", "service"}
)


@dataclass(frozen=True)
class HotlineReading:
    """A hotline, and its file or sheet.

    Where `faulty` names sections, stand-ins hold their place and the plan fails. `settings` are what
    it was read from.
    """

    hotline: Hotline
    file: str
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    faulty: frozenset[str]
    settings: HotlineSettings


def read_hotline(settings: HotlineSettings) -> HotlineReading:
    """Read every key of a hotline."""
    keys = SettingsReader(settings, faults=list(settings.faults))
    keys.take("shifts.kind", TEXT, _kind)
    hotline = Hotline(
        name=keys.take("name", TEXT, read_title, "", required=True),
        code=keys.take("code", TEXT, read_hotline_code, "", required=True),
        timezone=keys.take("timezone", TEXT, read_zone, "Europe/Copenhagen"),
        language=keys.take("language", TEXT, _language, "da"),
        period=_period(keys),
        opening_hours=_opening_hours(keys),
        closing=_closing(keys),
        shift_minutes=keys.take("shifts.hours", NUMBER, read_shift_length, 180, required=True),
        agents=keys.take("shifts.agents", NUMBER, whole(1, MOST_SEATS), 2, required=True),
        pairing=Pairing(keys.take("shifts.pairing", TEXT, one_of(Pairing), Pairing.SAME_MUNICIPALITY)),
        competences=_competences(keys),
        unsocial=_unsocial(keys),
        limits=_limits(keys),
        method=Method(keys.take("quota.method", TEXT, one_of(Method), Method.LARGEST_REMAINDER)),
        weights=_weights(keys),
        tariff=_tariff(keys),
        names_in_feeds=keys.take("feeds.names", TRUTH, read_switch, False),
        approval=Approval(keys.take("availability.approval", TEXT, one_of(Approval), Approval.NONE)),
        swap_approval=SwapApproval(
            keys.take("swaps.approval", TEXT, one_of(SwapApproval), SwapApproval.LEADER)
        ),
        service=read_service(keys),
        start_up_months=keys.take("settlement.start_up_months", NUMBER, whole(0, MOST_MONTHS), 0),
    )
    notices = (*settings.notices, *_left_over(keys))
    return HotlineReading(
        hotline=hotline,
        file=settings.file,
        faults=tuple(keys.faults),
        notices=notices,
        faulty=frozenset(keys.faulty),
        settings=settings,
    )


def no_hotline(file: str) -> HotlineReading:
    """Return what holds the place of a hotline that can't be read: nothing proves a fault beside it."""
    stand_in = read_hotline(HotlineSettings(file, {}, typed=True))
    return replace(stand_in, faults=(), notices=(), faulty=_SECTIONS)


def _kind(cell: Cell) -> str:
    """Read that shifts are fixed; a plan whose shifts are designed is told apart before this is asked."""
    if fold(as_text(cell)) not in ("fixed", "faste", "designed", "designede"):
        raise UnreadableCellError(ONE_OF(words=("fixed", "designed")))
    return as_text(cell)


def _language(cell: Cell) -> str:
    language = as_text(cell).casefold()
    if language not in ("da", "en"):
        raise UnreadableCellError(ONE_OF(words=("da", "en")))
    return language


def _planned_day(cell: Cell) -> date:
    day = read_date(cell)
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        raise UnreadableCellError(DATE())
    return day


def _period(keys: SettingsReader) -> Period:
    first = keys.take("period.first_day", DAY, _planned_day, required=True)
    last = keys.take("period.last_day", DAY, _planned_day, required=True)
    if first is None or last is None:
        return Period(_STAND_IN_DAY, _STAND_IN_DAY)
    if last < first:
        keys.fault("period.last_day", ORDERED(first=first.isoformat()))
    elif (last - first).days >= MOST_DAYS:
        keys.fault("period.last_day", SHORTER_PERIOD(limit=MOST_DAYS))
    else:
        return Period(first, last)
    return Period(first, first)


def _opening_hours(keys: SettingsReader) -> dict[int, Any]:
    hours = {
        day: keys.take(f"opening_hours.{word}", LIST, read_spans, ()) for day, word in enumerate(WEEKDAYS)
    }
    for key in keys.settings.by_key:
        if key.startswith("opening_hours.") and key not in keys.taken:  # a day misspelt would be closed
            keys.taken.add(key)
            keys.fault(key, WEEKDAY_KEY(words=WEEKDAYS))
    return {day: spans for day, spans in hours.items() if spans}


def _closing(keys: SettingsReader) -> Closing:
    return Closing(
        keys.take("holidays.country", TEXT, read_country),
        keys.take("holidays.closed", LIST, read_dates, frozenset()),
        keys.take("holidays.open", LIST, read_dates, frozenset()),
    )


def _competences(keys: SettingsReader) -> tuple[Competence, ...]:
    found: dict[str, Competence] = {}
    row_of: dict[str, int] = {}
    for number, start in enumerate(keys.numbers("competences"), start=1):
        code = keys.take(start + "code", TEXT, read_competence_code, required=True)
        name = keys.take(start + "name", TEXT, read_title, code)
        least = keys.take(start + "min_agents", NUMBER, whole(0, MOST_SEATS), 1)
        if code in found:
            keys.fault(start + "code", UNIQUE(row=row_of[code]))
        elif code is not None:
            row_of[code] = keys.settings.by_key[start + "code"].row or number
            found[code] = Competence(CompetenceCode(code), name, least)
    return tuple(found.values())


def _unsocial(keys: SettingsReader) -> tuple[UnsocialSpan, ...]:
    found: list[UnsocialSpan] = []
    for start in keys.numbers("unsocial"):
        days = keys.take(start + "days", LIST, read_days, required=True)
        spans = keys.take(start + "hours", LIST, read_spans, (), required=True)
        found.extend(UnsocialSpan(days, span) for span in spans if days)
    return tuple(found)


def _limits(keys: SettingsReader) -> Limits:
    usual = Limits()
    most = whole(0, MOST_SHIFTS)
    return Limits(
        keys.take("limits.shifts_per_day", NUMBER, most, usual.shifts_per_day),
        keys.take("limits.shifts_per_week", NUMBER, most, usual.shifts_per_week),
        keys.take("limits.rest_hours", NUMBER, read_rest_length, usual.rest),
    )


def _weights(keys: SettingsReader) -> Weights:
    read = whole(0, MOST_WEIGHT)
    by_rule = {
        rule: keys.take(f"weights.{rule}", NUMBER, read, usual) for rule, usual in DEFAULT_WEIGHTS.items()
    }
    weeks = keys.take("weights.upkeep_weeks", NUMBER, whole(1, 1000), Weights().upkeep_weeks)
    return Weights(by_rule, weeks)


def _tariff(keys: SettingsReader) -> Tariff | None:
    agreed = any(key.startswith("settlement.") for key in keys.settings.by_key)
    price = keys.take("settlement.price_per_citizen_year", NUMBER, read_money, Decimal(0), required=agreed)
    credit = keys.take("settlement.credit_per_agent_hour", NUMBER, read_money, Decimal(0), required=agreed)
    currency = keys.take("settlement.currency", TEXT, read_currency, "DKK")
    month = keys.take("settlement.start_up_price_per_citizen_month", NUMBER, read_money)
    rebate = keys.take("settlement.start_up_rebate", NUMBER, read_part, USUAL_REBATE)
    return Tariff(price, credit, currency, month, rebate) if agreed else None


def _left_over(keys: SettingsReader) -> Iterator[Fault]:
    """Yield a warning for each key that nothing read; a key in the place of a section is a fault."""
    unknown: list[tuple[str, Setting]] = []
    for key, setting in keys.settings.by_key.items():
        if key in keys.taken:
            continue
        section = key.split(".")[0]
        if key in _SECTIONS and not (section in NUMBERED_SECTIONS and setting.value == []):
            keys.fault(key, NUMBERED(section=section) if section in NUMBERED_SECTIONS else SECTION())
        elif section in NUMBERED_SECTIONS and not re.match(r"\w+\.[0-9]+\.", key):
            keys.fault(key, NUMBERED(section=section))
        else:
            unknown.append((key, setting))
    for number, (key, setting) in enumerate(unknown):
        near = _nearest(key, keys.taken) if number < MOST_LIKENED else ""
        expected = NEAR_KEY(near=near) if near else UNKNOWN_KEY()
        yield Fault(keys.settings.file, setting.row, setting.key, as_text(setting.value)[:SHOWN], expected)


def _nearest(key: str, known: Collection[str]) -> str:
    """Return the known key that one was perhaps meant to be; empty where none is near."""
    if len(key) > LONGEST_LIKENED:
        return ""
    return next(iter(get_close_matches(key, known, n=1, cutoff=ALIKE)), "")
