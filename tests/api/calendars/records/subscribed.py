"""A store in which calendars are subscribed to: addresses of them, and what is handed out at each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, event, text

from api.access.ids import AccountId, HotlineId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.calendars.ics.reading import parse_events
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.records.opening import CalendarPoll, OpenedCalendar, open_addresses
from api.calendars.rights import PERSON
from api.publication.publication import CalendarEvent
from api.publishing.service import NoticeAgreement, publish
from api.store.engine import reading, writing
from api.store.idempotency import IdempotentRequest
from tests.api.store.filled import AUTHOR, NOW, add_plan, add_roster
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster


def open_address(connection: Connection, token: str) -> OpenedCalendar | None:
    """Return what one address opens to somebody who holds nothing of it."""
    return open_addresses(connection, [CalendarPoll(token)])[0]


@dataclass
class Hotline:
    """A hotline whose roster is published again and again."""

    engine: Engine
    plan: Plan
    number: int = 0

    def __post_init__(self) -> None:
        self.revision = add_plan(self.engine, self.plan)

    @property
    def id(self) -> HotlineId:
        return self.revision.hotline

    def publish(self, roster: Roster, at: datetime) -> tuple[tuple[str, str], ...]:
        """Publish a roster; return kind and subject of the calendars that changed."""
        version = add_roster(self.engine, self.revision, roster, expected=self.number)
        request = IdempotentRequest(AUTHOR, f"{version.plan}-{version.number}", "POST", "/publish", "0" * 64)
        self.number += 1
        receipt = publish(
            self.engine,
            version.plan,
            version.number,
            expected=self.number - 1,
            author=AUTHOR,
            at=at,
            request=request,
            agreed=NoticeAgreement(0),
            accept_short_notice=True,
        )
        return receipt.changed

    def revise(self, plan: Plan) -> None:
        """Import another state of the plan, for which rosters are made from now on."""
        self.revision = add_plan(self.engine, plan, expected=self.revision.number)

    def person(self, agent: str) -> CalendarOwner:
        """Return an agent as the owner of a calendar."""
        with reading(self.engine) as connection:
            asked = text("SELECT id FROM person WHERE agent = :agent AND hotline_id = :hotline")
            found = connection.execute(asked, {"agent": agent, "hotline": self.id})
            return CalendarOwner(PERSON, str(found.scalar_one()))

    def account(self, role: Role, municipality: str | None = None, agent: str | None = None) -> AccountId:
        """Make an account with a grant; return its id."""
        town = None if municipality is None else MunicipalityCode(municipality)
        person = None if agent is None else self.person(agent).subject
        with writing(self.engine) as connection:
            number = connection.execute(text("SELECT count(*) FROM account")).scalar_one()
            made = accounts.make(connection, f"{number}@example.dk", "da", by=None, at=NOW)
            whose = {"hotline": self.id, "municipality": town, "person": person}
            grants.give(connection, made.id, role, **whose, by=None, at=NOW)  # type: ignore[arg-type]
        return made.id

    def subscribe(
        self,
        owner: CalendarOwner,
        language: str = "en",
        name: str = "phone",
        account: AccountId | None = None,
    ) -> tuple[str, str]:
        """Make an address; return its id and its secret."""
        told = {"name": name, "language": language, "at": NOW, "account": account}
        with writing(self.engine) as connection:
            return make_address(connection, self.id, owner, **told)  # type: ignore[arg-type]

    def opened(self, token: str) -> OpenedCalendar | None:
        """Return what an address opens."""
        with reading(self.engine) as connection:
            return open_address(connection, token)

    def events(self, token: str) -> dict[str, CalendarEvent]:
        """Return the events that are handed out at an address, by shift."""
        opened = self.opened(token)
        assert opened is not None
        return {str(found.shift): found for found in parse_events(opened.body)}

    def etags(self, tokens: Iterable[str]) -> list[str]:
        """Return the ETag of each of the calendars."""
        found = [self.opened(token) for token in tokens]
        return [opened.etag for opened in found if opened is not None]


class Said:
    """What is said to a database from now on; beginnings, ends and settings of transactions aside."""

    def __init__(self, engine: Engine) -> None:
        self.statements: list[str] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, *told: object) -> None:
        word = str(told[2]).split()[0].upper()
        if word not in ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"):
            self.statements.append(word)
