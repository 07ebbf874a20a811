"""How the people of a hotline are reached, and who of them has answered, by random ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import PersonId, PlanId
from api.access.roles import Role
from api.accounts.records.grants import accounts_of_persons, grants_in
from api.accounts.records.members import Members
from api.accounts.records.offers import offers_in
from api.availability.records.answers import list_answers
from api.availability.records.collections import find_collection
from api.calendars.records.addresses import CalendarOwner, list_addresses
from api.calendars.rights import PERSON
from api.store.engine import Connection
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Reach:
    """What the store knows of how people are reached.

    Parameters
    ----------
    members
        Who belongs to the hotline.
    led, offered_lead
        Municipalities whose leader has an account, and those whose leader is invited.
    accounts, offered
        Who has an account as an agent, and who is invited.
    asked, answered
        Whether people were asked when they can, for the plan, and who has answered.
    calendars
        Who made an address of the own calendar.
    """

    members: Members
    led: frozenset[MunicipalityCode]
    offered_lead: frozenset[MunicipalityCode]
    accounts: frozenset[PersonId]
    offered: frozenset[PersonId]
    asked: bool
    answered: frozenset[PersonId]
    calendars: frozenset[PersonId]


def read_reach(connection: Connection, members: Members, plan: PlanId, at: datetime) -> Reach:
    """Return how a hotline's people are reached, and who of them has answered for a plan."""
    answers = list_answers(connection, plan)
    held = grants_in(connection, members.id)
    offered = [role for offer in offers_in(connection, members.id, at) for role in offer.roles]
    accounts = accounts_of_persons(connection, members.people)
    owners = [CalendarOwner(PERSON, person) for person in members.people]
    made = list_addresses(connection, members.id, owners) if owners else ()
    leads = (one.municipality for one in held if one.role is Role.LEADER)
    return Reach(
        members=members,
        led=frozenset(code for code in leads if code),
        offered_lead=frozenset(
            one.municipality for one in offered if one.role is Role.LEADER and one.municipality
        ),
        accounts=frozenset(person for own in accounts.values() for person in own),
        offered=frozenset(one.person for one in offered if one.person),
        asked=find_collection(connection, plan) is not None,
        answered=frozenset(person for person, one in answers.items() if one.answered_at is not None),
        calendars=frozenset(PersonId(one.owner.subject) for one in made),
    )
