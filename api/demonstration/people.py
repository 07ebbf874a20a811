"""Who one may be in the demonstration: an account for each role, made as accounts are, with no password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId, HotlineCode
from api.access.roles import Role
from api.accounts.records import accounts, grants, logins
from api.accounts.records.members import members_of
from api.plans.records.facts import find_hotline
from api.store.engine import Database, writing
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Text
from wfm.plan import Plan

ADMINISTRATOR = Text("demonstration.administrator", "administrator")
COORDINATOR = Text("demonstration.coordinator", "coordinator of the hotline")
LEADER = Text("demonstration.leader", "leader of the agents of {municipality}")
AGENT = Text("demonstration.agent", "agent: {agent}")
PLANS = Text(
    "demonstration.plans", "plans and publishes for all municipalities; the next quarter waits under Plans"
)
ADMINISTERS = Text("demonstration.administers", "invites people and says who may do what")
LEADS = Text("demonstration.leads", "follows what the municipality owes, what it staffs and what it costs")
SITS = Text("demonstration.sits", "sees the own shifts and subscribes to the own calendar")


@dataclass(frozen=True)
class DemonstrationRole:
    """Somebody whom one may be.

    Parameters
    ----------
    key
        In the form that chooses.
    email
        Of the account.
    name, does
        Who it is, and what they do here.
    role, municipality, agent
        What the account is to the hotline.
    """

    key: str
    email: str
    name: Message
    does: Message
    role: Role
    municipality: MunicipalityCode | None = None
    agent: AgentId | None = None


def roles_in(plan: Plan) -> tuple[DemonstrationRole, ...]:
    """Return whom one may be in a plan: of the third largest municipality, a leader and an agent.

    The largest ones have many agents, and the smallest hardly a shift: neither shows what is usual.
    """
    staffing = sorted(plan.staffing, key=lambda town: (-town.population, town.code))
    town = staffing[min(2, len(staffing) - 1)]
    agent = plan.agents_of[town.code][0]
    return (
        DemonstrationRole("coordinator", "koordinator@example.dk", COORDINATOR(), PLANS(), Role.COORDINATOR),
        DemonstrationRole(
            "leader",
            f"leder.{town.code}@example.dk",
            LEADER(municipality=town.name),
            LEADS(),
            Role.LEADER,
            town.code,
        ),
        DemonstrationRole(
            "agent",
            f"medarbejder.{agent.id}@example.dk",
            AGENT(agent=agent.name),
            SITS(),
            Role.AGENT,
            town.code,
            agent.id,
        ),
        DemonstrationRole(
            "administrator", "administrator@example.dk", ADMINISTRATOR(), ADMINISTERS(), Role.ADMINISTRATOR
        ),
    )


def make_coordinator(database: Database, role: DemonstrationRole, language: str, at: datetime) -> AccountId:
    """Make the account in whose name the quarters are published; it may nothing before there is a hotline."""
    with writing(database) as connection:
        return accounts.make(connection, role.email, language, by=None, at=at).id


def make_accounts(
    database: Database,
    roles: tuple[DemonstrationRole, ...],
    hotline: HotlineCode,
    language: str,
    at: datetime,
) -> None:
    """Give everybody an account and a role in a hotline that is there."""
    with writing(database) as connection:
        home = find_hotline(connection, hotline).id
        people = members_of(connection, hotline)
        for one in roles:
            known = accounts.find_by_email(connection, one.email)
            account = known or accounts.make(connection, one.email, language, by=None, at=at)
            person = None if one.agent is None else people.person(one.agent)
            grants.give(
                connection,
                account.id,
                one.role,
                hotline=home,
                municipality=None if one.role.has_agent else one.municipality,
                person=person,
                by=None,
                at=at,
            )


def begin_login(database: Database, role: DemonstrationRole, at: datetime) -> tuple[AccountId, str]:
    """Sign in as somebody; return the account, and the secret for the browser."""
    with writing(database) as connection:
        account = accounts.find_by_email(connection, role.email)
        if account is None:
            raise LookupError(role.email)
        return account.id, logins.begin(connection, account.id, at=at, device="", how="demonstration")
