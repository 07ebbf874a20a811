"""A plan as canonical JSON: one text for all ways of writing down the same question, and its hash.

Keys are sorted, rows too, defaults are resolved, fractions stand as ``a/b``. Notes of availability
entries never leave the plan, so they are not part of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from wfm.agent import Agent
from wfm.availability import Entry
from wfm.calendar import Span, clock
from wfm.hotline import Approval, Hotline, SwapApproval
from wfm.limits import DEFAULT_WEIGHTS, LATER_WEIGHTS, Weights
from wfm.lock import Demand, Lock, Previous
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.service_target import USUAL_TARGET, ServiceTarget
from wfm.settlement import Tariff


def canonical_json(plan: Plan) -> str:
    """Return a plan as canonical JSON, without notes."""
    tables = {
        "municipalities": map(_municipality, plan.municipalities),
        "agents": map(_agent, plan.agents),
        "availability": map(_entry, plan.availability),
        "locks": map(_lock, plan.locks),
        "demand": map(_demand, plan.demand),
        "previous": map(_previous, plan.previous),
    }
    whole = {"hotline": _hotline(plan.hotline)} | {name: _rows(rows) for name, rows in tables.items()}
    return _json(whole)


def plan_sha256(plan: Plan) -> str:
    """Return the SHA-256 of a plan's canonical JSON, in hexadecimal."""
    return sha256(canonical_json(plan).encode()).hexdigest()


_UNREAD: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "hotline": frozenset(
            {"name", "code", "language", "tariff", "names_in_feeds", "approval", "swap_approval", "service"}
        ),
        "competences": frozenset({"name"}),
        "municipalities": frozenset({"name"}),
        "agents": frozenset({"name", "email", "phone"}),
    }
)
"""Fields that neither a rule nor a quota asks for: how things are called, what they cost, who confirms."""


def question_sha256(plan: Plan) -> str:
    """Return the SHA-256 of what a solve reads of a plan: what is proven of one holds of all that share it.

    Left out is how people, partners and the hotline are called and reached, what an hour costs, and whether
    leaders confirm what their people say. A field that is added to a plan later is part of it until it is
    named here.
    """
    whole = json.loads(canonical_json(plan))
    whole["hotline"]["competences"] = _read_of(whole["hotline"]["competences"], "competences")
    whole["municipalities"] = _read_of(whole["municipalities"], "municipalities")
    whole["agents"] = _read_of(whole["agents"], "agents")
    (whole["hotline"],) = _read_of([whole["hotline"]], "hotline")
    for row in whole["agents"]:
        if "person" in row:  # the label says nothing but who is the same human being
            row["person"] = plan.first_self[row["agent"]]
    return sha256(_json(whole).encode()).hexdigest()


def _read_of(rows: Iterable[Mapping[str, Any]], part: str) -> list[dict[str, Any]]:
    return _rows({name: value for name, value in row.items() if name not in _UNREAD[part]} for row in rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=_json)


def _exact(number: Fraction | Decimal | int) -> str:
    exact = Fraction(number)
    return f"{exact.numerator}/{exact.denominator}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _span(span: Span) -> str:
    return f"{clock(span.start)}-{clock(span.end)}"


def _hotline(hotline: Hotline) -> dict[str, Any]:
    """Return every field of a hotline under its own name; one added later is part of it at once."""
    written = {
        "opening_hours": {
            str(day): sorted(map(_span, spans)) for day, spans in hotline.opening_hours.items()
        },
        "competences": _rows(
            {"code": c.code, "name": c.name, "min_agents": c.min_agents} for c in hotline.competences
        ),
        "unsocial": _rows({"days": sorted(u.days), "hours": _span(u.span)} for u in hotline.unsocial),
        "weights": _weights(hotline.weights),
        "tariff": _tariff(hotline.tariff),
        "service": _service(hotline.service),
    }
    # A key of later days is left out at its default: a plan without it keeps its hash.
    left_out = {"approval"} if hotline.approval is Approval.NONE else set()
    left_out |= {"swap_approval"} if hotline.swap_approval is SwapApproval.LEADER else set()
    left_out |= {"service"} if hotline.service == USUAL_TARGET else set()
    left_out |= set() if hotline.start_up_months else {"start_up_months"}
    rest = [field.name for field in fields(hotline) if field.name not in written.keys() | left_out]
    written = {name: value for name, value in written.items() if name not in left_out}
    return written | {name: _plain(getattr(hotline, name)) for name in rest}


def _weights(weights: Weights) -> dict[str, Any]:
    unsaid = {rule for rule in LATER_WEIGHTS if not weights.of(rule)}
    rules = sorted((DEFAULT_WEIGHTS.keys() | weights.by_rule.keys()) - unsaid)
    return {"upkeep_weeks": weights.upkeep_weeks} | {rule: weights.of(rule) for rule in rules}


def _tariff(tariff: Tariff | None) -> Any:
    if not isinstance(tariff, Tariff):
        return _plain(tariff)
    usual = Tariff()
    later = [
        name
        for name in ("start_up_price_per_citizen_month", "start_up_rebate")
        if getattr(tariff, name) == getattr(usual, name)
    ]
    return {name: value for name, value in _plain(tariff).items() if name not in later}


def _service(target: ServiceTarget) -> Any:
    usual = ("mail_within", "mail_seconds")  # keys of later days, as above
    later = [name for name in usual if getattr(target, name) == getattr(USUAL_TARGET, name)]
    return {name: value for name, value in _plain(target).items() if name not in later}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal):
        return _exact(value)
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no canonical form of {type(value).__name__}")


def _municipality(m: Municipality) -> dict[str, Any]:
    written = {
        "municipality": m.code,
        "name": m.name,
        "population": m.population,
        "staffing": m.staffing,
        "carry_over": _exact(m.carry_over),
        "min_shifts": m.min_shifts,
    }
    return written | ({"joined": _day(m.joined)} if m.joined else {})


def _agent(agent: Agent) -> dict[str, Any]:
    written = {
        "agent": agent.id,
        "name": agent.name,
        "municipality": agent.municipality,
        "competences": sorted(agent.competences),
        "fte": _exact(agent.fte),
        "shifts_per_week": agent.shifts_per_week,
        "first_day": _day(agent.first_day),
        "last_day": _day(agent.last_day),
        "email": agent.email,
        "phone": agent.phone,
    }
    # Columns of later days are left out at their default: a plan without them keeps its hash.
    later = {
        "person": agent.person,
        "carry_over": _exact(agent.carry_over) if agent.carry_over else "",
        "unsocial_carry_over": _exact(agent.unsocial_carry_over) if agent.unsocial_carry_over else "",
        "beside_until": _day(agent.beside_until),
    }
    return written | {column: value for column, value in later.items() if value}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "agent": entry.agent,
        "kind": str(entry.kind),
        "first_day": _day(entry.first_day),
        "last_day": _day(entry.last_day),
        "days": sorted(entry.days),
        "hours": _span(entry.span),
    }


def _lock(lock: Lock) -> dict[str, Any]:
    return {
        "date": _day(lock.day),
        "start": clock(lock.start),
        "municipality": lock.municipality,
        "agent": lock.agent,
    }


def _demand(row: Demand) -> dict[str, Any]:
    written = {"date": _day(row.day), "start": clock(row.start), "agents": row.agents}
    return written | ({"pairing": str(row.pairing)} if row.pairing else {})


def _previous(row: Previous) -> dict[str, Any]:
    return {
        "date": _day(row.day),
        "hours": _span(row.span),
        "municipality": row.municipality,
        "agent": row.agent,
    }
