"""A hotline as dotted keys and values, and as hotline.toml."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from wfm.calendar import WEEKDAYS, Span, clock
from wfm.hotline import Approval, Hotline, SwapApproval
from wfm.limits import DEFAULT_WEIGHTS, LATER_WEIGHTS
from wfm.message import Message
from wfm.service_target import USUAL_TARGET, ServiceTarget
from wfm.settlement import USUAL_REBATE
from wfm.tables.amounts import number_text
from wfm.tables.setting_texts import setting_text
from wfm.tables.settings import NUMBERED_SECTIONS


class KeyValue(NamedTuple):
    """A dotted key of hotline.toml and its value; ``None`` where none is set."""

    key: str
    value: Any


def hotline_keys(hotline: Hotline, *, blank: bool = False) -> list[KeyValue]:
    """Return every key of a hotline with its value, in the order of the contract.

    Where `blank` is asked for, closed weekdays are there too, as keys to be filled in.
    """
    pairs = [KeyValue(*pair) for part in _PARTS for pair in part(hotline)]
    return [pair for pair in pairs if blank or pair.value != [] or not pair.key.startswith("opening_hours.")]


Pairs = Iterator[tuple[str, Any]]


def _line(hotline: Hotline) -> Pairs:
    yield "name", hotline.name
    yield "code", hotline.code
    yield "timezone", hotline.timezone
    yield "language", hotline.language
    yield "period.first_day", hotline.period.first_day
    yield "period.last_day", hotline.period.last_day


def _opening(hotline: Hotline) -> Pairs:
    for day, word in enumerate(WEEKDAYS):
        spans = hotline.opening_hours.get(day, ())
        yield f"opening_hours.{word}", [span_text(span) for span in sorted(spans)]
    yield "holidays.country", hotline.closing.country
    yield "holidays.closed", sorted(hotline.closing.closed)
    yield "holidays.open", sorted(hotline.closing.opened)


def _shifts(hotline: Hotline) -> Pairs:
    yield "shifts.hours", Fraction(hotline.shift_minutes, 60)
    yield "shifts.agents", hotline.agents
    yield "shifts.pairing", str(hotline.pairing)
    for number, competence in enumerate(hotline.competences, start=1):
        yield f"competences.{number}.code", competence.code
        yield f"competences.{number}.name", competence.name
        yield f"competences.{number}.min_agents", competence.min_agents
    for number, unsocial in enumerate(hotline.unsocial, start=1):
        yield f"unsocial.{number}.days", [WEEKDAYS[day] for day in sorted(unsocial.days)]
        yield f"unsocial.{number}.hours", span_text(unsocial.span)


def _rules(hotline: Hotline) -> Pairs:
    yield "limits.shifts_per_day", hotline.limits.shifts_per_day
    yield "limits.shifts_per_week", hotline.limits.shifts_per_week
    yield "limits.rest_hours", Fraction(hotline.limits.rest, 60)
    yield "quota.method", str(hotline.method)
    for rule in DEFAULT_WEIGHTS:
        weight = hotline.weights.of(rule)
        yield f"weights.{rule}", weight if weight or rule not in LATER_WEIGHTS else None
    yield "weights.upkeep_weeks", hotline.weights.upkeep_weeks


def _money(hotline: Hotline) -> Pairs:
    if hotline.tariff is not None:
        yield "settlement.price_per_citizen_year", hotline.tariff.price_per_citizen_year
        yield "settlement.credit_per_agent_hour", hotline.tariff.credit_per_agent_hour
        yield "settlement.currency", hotline.tariff.currency
        # Left out at their defaults, as below.
        yield "settlement.start_up_months", hotline.start_up_months or None
        price, rebate = hotline.tariff.start_up_price_per_citizen_month, hotline.tariff.start_up_rebate
        yield "settlement.start_up_price_per_citizen_month", price
        yield "settlement.start_up_rebate", None if rebate == USUAL_REBATE else rebate
    yield "feeds.names", hotline.names_in_feeds
    # Left out at its default: tables that are kept in the store stay as they were written.
    yield "availability.approval", None if hotline.approval is Approval.NONE else str(hotline.approval)
    usual = hotline.swap_approval is SwapApproval.LEADER
    yield "swaps.approval", None if usual else str(hotline.swap_approval)


def _service(hotline: Hotline) -> Pairs:
    """Yield what is not as usual; of the goals all or none, for one that is left out is none."""
    target = hotline.service
    goals = ("answered_share", "mean_wait", "abandoned_share")
    usual = all(getattr(target, goal) == getattr(USUAL_TARGET, goal) for goal in goals)
    for name in SERVICE_KEYS:
        value = getattr(target, name)
        left_out = usual if name in goals else value == getattr(USUAL_TARGET, name)
        yield f"service.{name}", None if left_out else str(value) if isinstance(value, StrEnum) else value


SERVICE_KEYS = tuple(field.name for field in fields(ServiceTarget))

_PARTS = (_line, _opening, _shifts, _rules, _money, _service)


def span_text(span: Span) -> str:
    """Write a span as ``08:00-20:00``."""
    return f"{clock(span.start)}-{clock(span.end)}"


def toml_text(hotline: Hotline, say: Callable[[Message], str] | None = None) -> str:
    """Return hotline.toml, with a comment to each key where there is a language to `say` it in."""
    lines: list[str] = []
    said: set[str] = set()
    section = ""
    for key, value in hotline_keys(hotline):
        if value is None:
            continue
        path, _, name = key.rpartition(".")
        if path != section:
            section = path
            head, _, number = path.partition(".")
            lines += ["", f"[[{head}]]" if number and head in NUMBERED_SECTIONS else f"[{path}]"]
        meaning = setting_text(key)
        comment = ""
        if say and meaning and meaning.key not in said:  # once, not at every day of the week
            comment = f"  # {say(meaning)}"
            said.add(meaning.key)
        lines.append(f"{name} = {toml_value(value)}{comment}")
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """Write a value as TOML does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Fraction | Decimal):
        text = number_text(value)
        return f'"{text}"' if "/" in text else text
    if isinstance(value, int | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
