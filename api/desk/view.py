"""How the desk is looked at: which week, whose shifts, which seat; as the address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from api.store.errors import MissingError
from wfm.agent import Agent
from wfm.calendar import Shift, Week, week_of
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.municipality import Municipality
from wfm.plan import Plan

Key = TypeVar("Key", bound=str)
Found = TypeVar("Found")


@dataclass(frozen=True)
class DeskView:
    """What is looked at.

    Parameters
    ----------
    week
        Of the period.
    whole_month
        Whether the weeks around it are shown at a glance instead.
    municipality, agent
        Whose shifts alone are shown, if anybody's.
    shift, seat
        The seat that is chosen, if any.
    whom
        Whose exchanges for it are shown, if anybody's.
    everybody
        Whether all who may sit there are listed, not only the best.
    """

    week: Week
    whole_month: bool
    municipality: Municipality | None
    agent: Agent | None
    shift: Shift | None
    seat: int
    whom: AgentId | None
    everybody: bool

    @property
    def query(self) -> Mapping[str, Any]:
        """The address without the seat that is chosen."""
        return {
            "week": self.week,
            "month": "1" if self.whole_month else "",
            "municipality": self.municipality.code if self.municipality else "",
            "agent": self.agent.id if self.agent else "",
        }


def read_view(plan: Plan, asked: Mapping[str, str], today: date) -> DeskView:
    """Read an address; where it names no week, it is that of the chosen seat, of today, or the first.

    Raises
    ------
    MissingError
        Where it names what the plan does not have.
    """
    shift = _named("shift", plan.shift, ShiftId(asked.get("shift", "")))
    agent = _named("agent", plan.agent, AgentId(asked.get("agent", "")))
    whom = _named("agent", plan.agent, AgentId(asked.get("whom", "")))
    seat = asked.get("seat", "1")
    return DeskView(
        week=_week(plan, asked.get("week", ""), shift, today),
        whole_month=bool(asked.get("month")),
        municipality=_named(
            "municipality", plan.municipality, MunicipalityCode(asked.get("municipality", ""))
        ),
        agent=agent,
        shift=shift,
        seat=int(seat) if seat.isascii() and seat.isdecimal() and len(seat) < 5 else 0,
        whom=whom.id if whom else None,
        everybody=bool(asked.get("everybody")),
    )


def _named(kind: str, known: Mapping[Key, Found], name: Key) -> Found | None:
    if not name:
        return None
    if name not in known:
        raise MissingError(kind)
    return known[name]


def _week(plan: Plan, name: str, shift: Shift | None, today: date) -> Week:
    if name:
        return _named_week(plan, name)
    if shift is not None:
        return shift.week
    days = plan.hotline.period
    inside = days.first_day <= today <= days.last_day
    return week_of(today) if inside else plan.weeks[0]


def _named_week(plan: Plan, name: str) -> Week:
    found = next((week for week in plan.weeks if str(week) == name), None)
    if found is None:
        raise MissingError("week")
    return found
