"""A second row of somebody: another municipality from a day on, instead of the first one or beside it.

Both rows bear the same `person`, so seats, shifts a day and rest count over both; the first keeps account,
calendar and past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from api.accounts.records.accounts import normalize_email
from api.rosters.editing.past import as_one_person, successor_id
from wfm.errors import WfmError
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Text
from wfm.plan import Plan

OTHER_TOWN = Text("employment.other_town", "another municipality of the plan than {municipality}")
DAY_OF_PERIOD = Text("employment.day_of_period", "a day of the period, from {first:date} to {last:date}")
DAY_OF_EMPLOYMENT = Text(
    "employment.day_of_employment", "a day after {first:date}, when the employment began"
)
NEW_ID = Text("employment.new_id", "an id that no agent of the plan has")
AN_ADDRESS = Text("employment.an_address", "an e-mail address, or nothing")


@dataclass(frozen=True)
class Employment:
    """Where somebody works from a day on.

    Parameters
    ----------
    agent
        The row that there is.
    municipality, first_day
        Of the new row.
    instead
        Whether the row that there is ends the day before.
    id, email
        Of the new row; made where empty, and as in the first row.
    """

    agent: AgentId
    municipality: MunicipalityCode
    first_day: date
    instead: bool
    id: str = ""
    email: str = ""


class EmploymentError(WfmError):
    """What was asked for can't be; the message says what is expected of a field.

    Parameters
    ----------
    field, expected
        Which, and what.
    """

    def __init__(self, field: str, expected: Message) -> None:
        self.field, self.expected = field, expected
        super().__init__(f"{field}: {expected}")


def add_employment(plan: Plan, asked: Employment) -> tuple[Plan, AgentId]:
    """Return the plan with a second row of somebody, and the id of that row.

    Absences and wishes count for both rows. Locks on shifts that the first row can no longer take are lifted.

    Raises
    ------
    EmploymentError
        Where a part of it can't be.
    """
    was = plan.agent[asked.agent]
    _check(plan, asked)
    name = AgentId(asked.id) if asked.id else None
    wanted = replace(was, municipality=asked.municipality)
    successor = name or successor_id(wanted, plan.agent)
    first, second = as_one_person(was, wanted, successor, asked.first_day)
    second = replace(second, carry_over=0 * was.carry_over, unsocial_carry_over=0 * was.carry_over)
    if asked.email:
        second = replace(second, email=normalize_email(asked.email) or "")
    if asked.instead:
        first = replace(first, last_day=asked.first_day - timedelta(days=1))
    others = tuple(one for one in plan.agents if one.id != was.id)
    own = tuple(  # a note stays in the municipality that wrote it
        replace(one, agent=second.id, note="") for one in plan.availability if one.agent == was.id
    )
    lifted = tuple(
        lock
        for lock in plan.locks
        if not (asked.instead and lock.agent == was.id and lock.day >= asked.first_day)
    )
    made = replace(
        plan,
        agents=(*others, first, second),
        availability=(*plan.availability, *own),
        locks=lifted,
    )
    return made, second.id


def _check(plan: Plan, asked: Employment) -> None:
    was, period = plan.agent[asked.agent], plan.hotline.period
    if asked.municipality not in plan.municipality or asked.municipality == was.municipality:
        town = plan.municipality[was.municipality].name
        raise EmploymentError("municipality", OTHER_TOWN(municipality=town))
    if not period.first_day <= asked.first_day <= period.last_day:
        days = {"first": period.first_day.isoformat(), "last": period.last_day.isoformat()}
        raise EmploymentError("first_day", DAY_OF_PERIOD(**days))
    if asked.instead and was.first_day is not None and asked.first_day <= was.first_day:
        raise EmploymentError("first_day", DAY_OF_EMPLOYMENT(first=was.first_day.isoformat()))
    if asked.id and AgentId(asked.id) in plan.agent:
        raise EmploymentError("id", NEW_ID())
    if asked.email and normalize_email(asked.email) is None:
        raise EmploymentError("email", AN_ADDRESS())
