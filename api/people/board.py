"""Who of a plan has an account, who is invited, who has no address, and whose address is another's too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.access.ids import HotlineId, PersonId
from api.access.roles import Role
from api.accounts.records.accounts import normalize_email
from api.people.records.holders import RoleHolder, list_role_holders
from api.plans.records.facts import PlanFacts
from api.plans.records.plans import find_revision, persons_in, read_plan
from api.store.engine import Connection
from api.texts.alphabet import danish_order
from wfm.agent import Agent
from wfm.ids import AgentId, MunicipalityCode, code_order
from wfm.message import Message, Text
from wfm.plan import Plan

ALSO_AGENT = Text("people.also_agent", "{email} is also the address of {name} in {municipality}")
ALSO_ACCOUNT = Text(
    "people.also_account", "{email} is also the address of an account that has a role in {municipality}"
)


class AccountState(StrEnum):
    """How far somebody is on the way to an account."""

    ACTIVE = "active"
    """Has signed in."""
    INVITED = "invited"
    """Was invited and has never signed in."""
    UNINVITED = "uninvited"
    """Has an address and was not invited."""
    NO_ADDRESS = "no_address"
    """Has no address in the plan, or one that is none."""
    CLOSED = "closed"
    """Has an account that is deactivated."""


@dataclass(frozen=True)
class PersonRow:
    """Somebody of a plan.

    Parameters
    ----------
    agent, person, name, municipality
        Who: row of the plan, random id, what they are called, and where.
    email
        As accounts have it; empty where there is none.
    state
        How far they are.
    doubts
        Why the address may be somebody else's.
    others
        Further rows of the same person: id, and what the municipality is called.
    """

    agent: Agent
    person: PersonId
    name: str
    municipality: str
    email: str
    state: AccountState
    doubts: tuple[Message, ...] = ()
    others: tuple[tuple[AgentId, str], ...] = ()


@dataclass(frozen=True)
class PeopleBoard:
    """Everybody of a plan, by municipality and name.

    Parameters
    ----------
    hotline, plan
        Random id, and the newest state of the plan.
    rows
        The people.
    holders
        Every role that is held or offered in the hotline.
    """

    hotline: HotlineId
    plan: Plan
    rows: tuple[PersonRow, ...]
    holders: tuple[RoleHolder, ...]

    @property
    def counts(self) -> Mapping[AccountState, int]:
        """How many are how far."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in AccountState}

    def search(self, words: str, state: AccountState | None = None) -> tuple[PersonRow, ...]:
        """Return those who are so far, and of whom every word tells."""
        wanted = words.casefold().split()
        return tuple(
            row
            for row in self.rows
            if state in (None, row.state) and all(word in _told(row) for word in wanted)
        )


def read_board(connection: Connection, facts: PlanFacts, at: datetime) -> PeopleBoard:
    """Return everybody of the newest state of a plan."""
    revision = find_revision(connection, facts.id)
    plan, person_of = read_plan(connection, revision), persons_in(connection, revision)
    holders = list_role_holders(connection, facts.hotline, at)
    return PeopleBoard(
        hotline=facts.hotline,
        plan=plan,
        rows=tuple(sorted(_rows(plan, person_of, holders), key=_order)),
        holders=holders,
    )


def _rows(
    plan: Plan, person_of: Mapping[AgentId, PersonId], holders: Sequence[RoleHolder]
) -> Iterator[PersonRow]:
    of_person: dict[PersonId | None, list[RoleHolder]] = {}
    of_email: dict[str, list[RoleHolder]] = {}
    for holder in holders:
        of_person.setdefault(holder.person, []).append(holder)
        of_email.setdefault(holder.email, []).append(holder)
    sharing: dict[str, list[Agent]] = {}
    for agent in plan.agents:
        sharing.setdefault(normalize_email(agent.email) or "", []).append(agent)
    for agent in plan.agents:
        email = normalize_email(agent.email) or ""
        own = of_person.get(person_of[agent.id], [])
        doubts: tuple[Message, ...] = ()
        if email:
            selves = {person_of[one] for one in plan.selves[agent.id]}
            others = [one for one in sharing[email] if person_of[one.id] not in selves]
            accounts = [one for one in of_email.get(email, ()) if one.person not in selves]
            doubts = (*_of_agents(plan, agent, email, others), *_of_accounts(plan, agent, email, accounts))
        yield PersonRow(
            agent=agent,
            person=person_of[agent.id],
            name=plan.labels[agent.id],
            municipality=plan.municipality[agent.municipality].name,
            email=email,
            state=_state(email, own, of_email.get(email, ())),
            doubts=doubts,
            others=tuple(
                (one, plan.municipality[plan.agent[one].municipality].name)
                for one in plan.selves[agent.id]
                if one != agent.id
            ),
        )


def _state(email: str, own: Sequence[RoleHolder], same: Sequence[RoleHolder]) -> AccountState:
    """Return how far somebody is, by the roles that are theirs and those of their address."""
    if any(one.is_taken_up and not one.is_closed for one in own):
        return AccountState.ACTIVE
    if any(not one.is_closed for one in own):
        return AccountState.INVITED
    if own or (email and any(one.is_closed for one in same)):
        return AccountState.CLOSED
    return AccountState.UNINVITED if email else AccountState.NO_ADDRESS


def _of_agents(plan: Plan, agent: Agent, email: str, others: Iterable[Agent]) -> Iterator[Message]:
    for other in others:
        if other.municipality != agent.municipality:
            town = plan.municipality[other.municipality].name
            yield ALSO_AGENT(email=email, name=plan.labels[other.id], municipality=town)


def _of_accounts(plan: Plan, agent: Agent, email: str, same: Iterable[RoleHolder]) -> Iterator[Message]:
    codes = {one.municipality for one in same if one.role in (Role.LEADER, Role.AGENT)}
    for code in sorted(codes - {None, agent.municipality}, key=lambda one: code_order(one or "")):
        yield ALSO_ACCOUNT(email=email, municipality=town_of(plan, code))


def town_of(plan: Plan, code: MunicipalityCode | None) -> str:
    """Return what a municipality is called; its code where the plan no longer knows it."""
    known = plan.municipality.get(code) if code else None
    return known.name if known else str(code or "")


def _order(row: PersonRow) -> tuple[object, ...]:
    return danish_order(row.municipality), danish_order(row.name), danish_order(row.agent.id)


def _told(row: PersonRow) -> str:
    told = (row.agent.id, row.name, row.municipality, row.agent.municipality, row.email)
    return "\n".join(told).casefold()
