"""A store with both hotlines and an account for every caller, made once and put back before every change.

Callers who are accounts are let in by logins of their own, so what is asked goes the whole way.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event, insert, select

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode, OfferId, RemarkId, WebhookId
from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants, links, logins, offers
from api.accounts.records.links import LinkKind
from api.accounts.records.members import members_of
from api.accounts.records.providers import ProviderEntry, RoleClaims, keep_provider
from api.availability.records.collections import Collection, keep_collection
from api.availability.records.requests import ChangeRequest, RequestState, add_request
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import HOTLINE, MUNICIPALITY
from api.configuration.settings import DATABASE_FILE
from api.plans.records.answers import read_content
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.proposals.records.proposals import keep_proposal
from api.proposals.records.remarks import DraftRemark, add_remark
from api.publication.publication import Publication
from api.publication.unproven_report import unproven_report
from api.publishing.service import store_publication
from api.rosters.records.rosters import add_version, find_version, read_version
from api.store.engine import Connection, Database, open_engine, writing
from api.store.migrate import upgrade
from api.store.tables import ACCOUNT, LOGIN
from api.store.types import new_id
from api.webhooks.records.webhooks import Webhook, add_webhook
from api.webhooks.signing import make_secret
from tests.api.access.kept import keep_case, keep_question, keep_run_done, keep_scenario
from tests.api.access.swap_of_two import put_forward
from tests.api.access.world import (
    ABROAD,
    CALLERS,
    FOREIGN,
    HERE,
    MISSING,
    NEIGHBOUR,
    OWN,
    abroad,
    account,
    canary,
    here,
)
from tests.api.store.between import add_away, offer_seat
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster

NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)
HASH = Argon2Hasher(1, 8, 1).hash("nobody types this by chance")
UNHURRIED = "PRAGMA synchronous=OFF"
"""When the disk is written to is the system's business: no machine dies here."""
NOBODYS_ID = "f" * 32
ABROAD_COORDINATOR = account(Role.COORDINATOR, hotline=ABROAD)
WEBHOOK_OF = {HERE: "1" * 32, ABROAD: "2" * 32}
"""The webhook of each hotline, at a host that nothing is posted to."""
FOUR = Mapping[str, tuple[str, str, str, str]]


@dataclass
class Prepared:
    """The store as it is before anybody asks.

    Parameters
    ----------
    file
        SQLite.
    secrets
        Of each account's login.
    objects
        By place in an address: own, a neighbour's, a foreign one, a missing one.
    of_caller
        The same for what is each caller's own, by account.
    requests
        Requests for another availability, by municipality.
    link, offer_link, secret, run, remark
        What can be used once, what is offered, the secret address of the whole hotline's calendar, a run
        that is over, and a comment on the draft, by the first agent.
    absence, seat_offer
        That the second agent is away, and that the third is asked to take their seat.
    question
        What the first agent asked, and was answered.
    swap
        That the second agent is asked to take a shift of the first's over.
    scenario, case
        What the coordinator shares.
    """

    file: Path
    secrets: dict[AccountId, str] = field(default_factory=dict)
    objects: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    of_caller: dict[str, dict[str, tuple[str, str, str, str]]] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    link: str = ""
    offer_link: str = ""
    secret: str = ""
    run: str = ""
    remark: str = ""
    absence: str = ""
    seat_offer: str = ""
    question: str = ""
    swap: str = ""
    scenario: str = ""
    case: str = ""

    def copied(self, folder: Path) -> Database:
        """Return the store, to be worked in, in a folder."""
        shutil.copy(self.file, folder / DATABASE_FILE)
        database = open_engine(folder)
        event.listen(database, "connect", lambda opened, _: opened.execute(UNHURRIED))
        return database

    def put_back(self, folder: Path) -> None:
        """Let a copy be as it was; those who have it open see it."""
        with (
            closing(sqlite3.connect(self.file)) as source,
            closing(sqlite3.connect(folder / DATABASE_FILE)) as to,
        ):
            to.execute(UNHURRIED)
            source.backup(to)


@cache
def prepared() -> Prepared:
    """Return the store; it is made when first asked for."""
    folder = Path(mkdtemp(prefix="faellesvagt-matrix-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = open_engine(folder)
    upgrade(database)
    found = Prepared(folder / DATABASE_FILE)
    with writing(database) as connection:
        for publication in (here(), abroad()):
            store_publication(connection, publication, NOW - timedelta(days=30))
            _draft(connection, publication)
            found.run = found.run or keep_run_done(connection, publication, NOW)
            _ask_when(connection, publication, found)
            _sign_in_by(connection, publication)
            _tell(connection, publication)
            found.remark = found.remark or _proposed(connection, publication)
            if not found.absence:
                _away(connection, publication, found)
                found.swap = put_forward(connection, publication, NOW)
                found.scenario = keep_scenario(connection, publication, NOW)
                found.case = keep_case(connection, publication, NOW)
        known = [one for one in CALLERS.values() if isinstance(one, AccountHolder)]
        for one in (*known, ABROAD_COORDINATOR):
            _keep(connection, one, found)
        found.question = keep_question(connection, NOW)
        _objects(connection, found)
    database.dispose()
    with closing(sqlite3.connect(found.file)) as connection:  # all in one file, to be copied
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return found


def _sign_in_by(connection: Connection, publication: Publication) -> None:
    """Keep a provider of sign-in of a hotline, at an address that nobody asks."""
    members = members_of(connection, HotlineCode(publication.plan.hotline.code))
    claims = RoleClaims(claim="roles", coordinator="coordinator")
    entry = ProviderEntry(
        id=f"of-{members.code}",
        municipality=None,
        name="Provider",
        issuer=f"https://127.0.0.1/{members.code}",
        client_id="faellesvagt",
        claims=claims,
    )
    keep_provider(connection, members.id, entry, sealed="secret", number=1, by=None, at=NOW)


def _tell(connection: Connection, publication: Publication) -> None:
    """Keep a webhook of a hotline."""
    members = members_of(connection, HotlineCode(publication.plan.hotline.code))
    made = WebhookId(WEBHOOK_OF[members.code])
    webhook = Webhook(made, members.id, f"https://127.0.0.1/{members.code}", make_secret(), NOW)
    add_webhook(connection, webhook, by=None)


def _draft(connection: Connection, publication: Publication) -> None:
    """Keep a second version of a roster, in which somebody no longer sits on the last shift."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    facts = find_plan(connection, home.id, publication.plan.hotline.period.first_day)
    read = read_version(connection, find_version(connection, facts.id))
    *kept, _ = read.roster
    sitting = Roster.of(kept)
    report = unproven_report(read.plan, sitting, read.report.plan_sha256)
    add_version(
        connection, find_revision(connection, facts.id), sitting, report, author=None, at=NOW, expected=1
    )


def _proposed(connection: Connection, publication: Publication) -> RemarkId:
    """Put the draft forward for comments; an agent has written one."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    draft = find_version(connection, plan)
    told = {"until": NOW + timedelta(days=7), "note": "", "author": None, "at": NOW}
    kept = keep_proposal(connection, plan, draft.number, **told)  # type: ignore[arg-type]
    stored = read_content(connection, find_revision(connection, plan))
    first = {canary("id", code, 1) for code in (OWN, FOREIGN)}
    one = next(one for one in stored.people() if one.agent in first)
    made = DraftRemark(
        id=RemarkId(new_id()),
        proposal=kept.id,
        shift=None,
        text="too early",
        author=None,
        at=NOW,
        person=one.person,
        municipality=one.municipality,
    )
    add_remark(connection, made)
    return made.id


def _away(connection: Connection, publication: Publication, found: Prepared) -> None:
    """Let the second agent be away from a shift on which nobody sits now, and ask the third to take it."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    people = {one.agent: one for one in read_content(connection, find_revision(connection, plan)).people()}
    away, asked = (people[AgentId(canary("id", OWN, n))] for n in (2, 3))
    where, shift = (home.id, plan), ShiftId("2027-01-14T08:00")
    found.absence = add_away(connection, *where, away, shift, at=NOW)
    found.seat_offer = offer_seat(connection, *where, asked, shift, at=NOW, lasts=timedelta(days=7))


def _ask_when(connection: Connection, publication: Publication, found: Prepared) -> None:
    """Ask everybody of a plan when they can sit; the first agent of each municipality asks for a change."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    told = {"number": 1, "note": "", "author": None, "at": NOW}
    opens, closes = NOW - timedelta(days=1), NOW + timedelta(days=7)
    keep_collection(connection, Collection(plan, opens=opens, closes=closes, **told))  # type: ignore[arg-type]
    stored = read_content(connection, find_revision(connection, plan))
    for code in (OWN, NEIGHBOUR, FOREIGN):
        for one in stored.people():
            if one.agent == canary("id", code, 1):
                entry = {"kind": "preferred", "first_day": "2027-01-08", "last_day": "2027-01-08"}
                made = ChangeRequest(
                    id=sha256(one.agent.encode()).hexdigest()[:32],
                    person=one.person,
                    state=RequestState.OPEN,
                    entries=[{**entry, "note": canary("note", code, 1)}],
                    rows_sha256=stored.rows_sha256(one.person),
                    author=None,
                    at=NOW,
                )
                add_request(connection, plan, made)
                found.requests[code] = made.id


def keep_account(database: Database, one: AccountHolder) -> str:
    """Keep an account that is nobody of the table, sign it in and return its secret."""
    found = Prepared(Path())
    with writing(database) as connection:
        _keep(connection, one, found)
    return found.secrets[one.id]


def _keep(connection: Connection, one: AccountHolder, found: Prepared) -> None:
    values = {"id": one.id, "email": f"{one.id}@example.org", "language": "en", "created_at": NOW}
    connection.execute(insert(ACCOUNT).values(**values, password_hash=HASH))
    for grant in one.grants:
        members = members_of(connection, grant.hotline)
        person = members.person(grant.agent, grant.municipality) if grant.agent else None
        grants.give(
            connection,
            one.id,
            grant.role,
            hotline=members.id,
            municipality=grant.municipality,
            person=person,
            by=None,
            at=NOW,
        )
    found.secrets[one.id] = logins.begin(connection, one.id, at=NOW)


def _objects(connection: Connection, found: Prepared) -> None:
    four = (
        AccountId("leader-751"),
        AccountId("leader-730"),
        ABROAD_COORDINATOR.id,
        AccountId("x" * len(ABROAD_COORDINATOR.id)),
    )
    found.objects["{account}"] = four
    held = [grants.grants_of(connection, one)[0].id for one in four[:3]]
    found.objects["{grant}"] = (held[0], held[1], held[2], NOBODYS_ID)
    found.objects["{town}"] = (OWN, NEIGHBOUR, FOREIGN, MISSING)
    ids = [canary("id", code, 1) for code in (OWN, NEIGHBOUR, FOREIGN, MISSING)]
    asked = found.requests
    found.objects["{request}"] = (asked[OWN], asked[NEIGHBOUR], asked[FOREIGN], NOBODYS_ID)
    found.objects["{agent}"] = (ids[0], ids[1], ids[2], ids[3])
    people = [*_people(connection), NOBODYS_ID]
    found.objects["{person}"] = (people[0], people[1], people[2], people[3])
    made = links.make(
        connection, LinkKind.RESET, AccountId("leader-751"), by=None, at=NOW, lasts=timedelta(days=1)
    )
    found.link = links.renew(connection, made, NOW)
    found.objects["{address}"] = _addresses(connection, found)
    made_offers = {one: _offer(connection, one) for one in (*found.secrets, four[2])}
    offered = offers.find_by_id(connection, made_offers[four[0]], NOW)
    assert offered is not None
    found.offer_link = offers.renew(connection, offered.id, NOW, handed=True)
    other = {"{login}": _login(connection, four[2]), "{token}": _token(connection, four[2])}
    other["{offer}"] = made_offers[four[2]]
    for one in found.secrets:
        neighbour = four[0] if one == four[1] else four[1]
        own = {"{login}": (_login(connection, one), _login(connection, neighbour))}
        own |= {"{offer}": (made_offers[one], made_offers[neighbour])}
        own |= {"{token}": (_token(connection, one), _token(connection, neighbour))}
        found.of_caller[one] = {
            place: (mine, theirs, other[place], NOBODYS_ID) for place, (mine, theirs) in own.items()
        }


def _offer(connection: Connection, one: AccountId) -> OfferId:
    """Offer a role abroad to an account that is known to read its mail."""
    hotline, by = members_of(connection, ABROAD).id, ABROAD_COORDINATOR.id
    week = timedelta(days=7)
    made = offers.make(connection, hotline, f"{one}@example.org", "en", by=by, at=NOW, lasts=week)
    offers.add_role(connection, made, Role.COORDINATOR, municipality=None, person=None, by=by, at=NOW)
    accounts.note_reach(connection, one, NOW)
    return made


def _addresses(connection: Connection, found: Prepared) -> tuple[str, str, str, str]:
    """Make an address of each municipality's calendar and the hotline's; return ids of the former."""
    here, abroad = (members_of(connection, hotline).id for hotline in (HERE, ABROAD))
    told = {"name": "wall", "language": "en", "at": NOW}
    ids = [
        make_address(connection, hotline, CalendarOwner(MUNICIPALITY, code), account=by, **told)[0]  # type: ignore[arg-type]
        for hotline, code, by in (
            (here, OWN, "leader-751"),
            (here, NEIGHBOUR, "leader-730"),
            (abroad, FOREIGN, ABROAD_COORDINATOR.id),
        )
    ]
    whole = CalendarOwner(HOTLINE, here)
    _, found.secret = make_address(connection, here, whole, account=account(Role.COORDINATOR).id, **told)  # type: ignore[arg-type]
    return ids[0], ids[1], ids[2], NOBODYS_ID


def _people(connection: Connection) -> Iterator[str]:
    for hotline, code in ((HERE, OWN), (HERE, NEIGHBOUR), (ABROAD, FOREIGN)):
        person = members_of(connection, hotline).person(canary("id", code, 1))  # type: ignore[arg-type]
        assert person is not None
        yield person


def _login(connection: Connection, one: AccountId) -> str:
    before = set(connection.scalars(select(LOGIN.c.id)))
    logins.begin(connection, one, at=NOW, device="Firefox")
    (made,) = set(connection.scalars(select(LOGIN.c.id))) - before
    return str(made)


def _token(connection: Connection, one: AccountId) -> str:
    return access_tokens.make(connection, one, "wages", at=NOW, lasts=timedelta(days=30))[0]
