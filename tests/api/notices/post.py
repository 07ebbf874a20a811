"""A store with mails to send: accounts for the agents of a small plan, and a roster that is published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from api.access.ids import HotlineId
from api.access.roles import Role
from api.accounts.records import accounts, grants, links
from api.accounts.records.accounts import Account
from api.accounts.records.links import LinkKind
from api.configuration.settings import Settings, defaults
from api.notices.relay import Relay
from api.plans.records.plans import Revision
from api.store import outbox
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.persons import identities_of
from api.store.tables import MAIL
from tests.api.notices.server import HOST, MailServer
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import NOW, OTHER_ROSTER, add_plan, add_roster, plan_with_notes, publish_version
from wfm.plan import Plan

PUBLIC = "https://vagt.example.dk"


def settings(port: int) -> Settings:
    """Return settings by which mails go to a server of this machine."""
    chosen = {"smtp_host": HOST, "smtp_port": port, "smtp_security": "none", "mail_from": "vagt@example.dk"}
    return defaults().model_copy(update={**chosen, "public_url": PUBLIC})


def relay(engine: Engine, server: MailServer, at: datetime) -> Relay:
    """Return a relay for which it is a certain time."""
    return Relay(engine, settings(server.port), lambda: at)


def address(agent: str) -> str:
    """Return where an agent's mails go."""
    return f"{agent}@example.org"


def add_agents(engine: Engine, hotline: HotlineId, language: str = "da") -> dict[str, Account]:
    """Make an account for every agent of a hotline; return them by the agents' ids."""
    found = {}
    with writing(engine) as connection:
        for person, who in identities_of(connection, hotline).items():
            account = accounts.make(connection, address(who.agent), language, by=None, at=NOW)
            grants.give(connection, account.id, Role.AGENT, hotline=hotline, person=person, by=None, at=NOW)
            found[str(who.agent)] = account
    return found


def publish_twice(engine: Engine, plan: Plan | None = None) -> tuple[Revision, dict[str, Account]]:
    """Publish a roster and then another one; return the plan's revision and the agents' accounts."""
    revision = add_plan(engine, plan or plan_with_notes())
    people = add_agents(engine, revision.hotline)
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    publish_version(engine, first, expected=0)
    publish_version(engine, second, expected=1)
    return revision, people


def ask_for_link(engine: Engine, account: Account, kind: LinkKind, at: datetime) -> str:
    """Make a link and put the notice of it in the outbox; return the link's id."""
    with writing(engine) as connection:
        link = links.make(connection, kind, account.id, by=None, at=at, lasts=timedelta(days=7))
        outbox.add_notice(connection, kind.value, {"link": link, "account": account.id}, at)
    return link


def draft_of(row: Any) -> MailDraft:
    """Return a mail that is kept as it was drafted."""
    topic = Topic(NoticeEvent(row.event), NoticeRole(row.role))
    return MailDraft(row.account_id, row.payload, topic, row.person_id)


def outcomes(engine: Engine) -> dict[str, str | None]:
    """Return what became of each mail, by its id."""
    with reading(engine) as connection:
        return {row.id: row.outcome for row in connection.execute(select(MAIL.c.id, MAIL.c.outcome))}
