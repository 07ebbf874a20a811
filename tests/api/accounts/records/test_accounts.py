"""Accounts in both databases: what comes at once holds, and what is told of them is told by ids."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from api.access.ids import HotlineCode
from api.access.roles import Grant, Role
from api.accounts.records import access_tokens, accounts, grants, links, logins
from api.accounts.records.accounts import Account, normalize_email
from api.accounts.records.links import LinkKind
from api.accounts.records.logins import Lifetime
from api.accounts.records.members import members_of
from api.plans.records.plans import Revision
from api.store.engine import reading, writing
from api.store.errors import MissingError
from api.store.hotlines import keep_hotline
from api.store.tables import ACCOUNT, AUDIT_EVENT, GRANT, LOGIN, PERSON
from tests.api.store.filled import NOW, add_plan, plan_with_notes
from wfm.ids import MunicipalityCode

HOUR, AT_ONCE = timedelta(hours=1), 6


@pytest.fixture
def revision(engine: Engine) -> Revision:
    return add_plan(engine, plan_with_notes())


@pytest.fixture
def account(engine: Engine, revision: Revision) -> Account:
    with writing(engine) as connection:
        return accounts.make(connection, "leder@example.dk", "da", by=None, at=NOW)


def test_a_grant_given_by_many_at_once_is_there_once(
    engine: Engine, revision: Revision, account: Account
) -> None:
    barrier = Barrier(AT_ONCE)

    def run(_: int) -> str:
        barrier.wait()
        with writing(engine) as connection:
            return grants.give(
                connection, account.id, Role.COORDINATOR, hotline=revision.hotline, by=None, at=NOW
            ).id

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(run, range(AT_ONCE)))) == 1
    with reading(engine) as connection:
        assert len(connection.execute(select(GRANT)).all()) == 1


def test_who_signs_in_while_the_password_changes_is_signed_out(engine: Engine, account: Account) -> None:
    """The change waits for the login that is being written, and then ends it."""
    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            token = logins.begin(connection, account.id, at=NOW)

            def change() -> None:
                with writing(engine) as other:
                    accounts.set_password(other, account.id, "another", by=None, at=NOW)

            changing = pool.submit(change)
            assert not changing.done()
        changing.result()
    with reading(engine) as connection:
        assert logins.find(connection, token) is None


def test_a_closed_account_begins_nothing(engine: Engine, revision: Revision, account: Account) -> None:
    with writing(engine) as connection:
        accounts.deactivate(connection, account.id, by=None, at=NOW)
        accounts.deactivate(connection, account.id, by=None, at=NOW + HOUR)
    for begin in (
        lambda c: logins.begin(c, account.id, at=NOW),
        lambda c: access_tokens.make(c, account.id, "x", at=NOW, lasts=HOUR),
        lambda c: grants.give(c, account.id, Role.COORDINATOR, hotline=revision.hotline, by=None, at=NOW),
    ):
        with pytest.raises(MissingError), writing(engine) as connection:
            begin(connection)
    with reading(engine) as connection:
        assert accounts.find(connection, account.id).deactivated_at == NOW
        asked = select(AUDIT_EVENT.c.seq).where(AUDIT_EVENT.c.action == "account.deactivate")
        assert len(connection.execute(asked).all()) == 1


def test_no_two_accounts_have_one_email(engine: Engine, account: Account) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        accounts.make(connection, account.email, "en", by=None, at=NOW)


def test_grants_are_resolved_by_what_persons_and_hotlines_are_now(
    engine: Engine, revision: Revision, account: Account
) -> None:
    with writing(engine) as connection:
        members = members_of(connection, HotlineCode("test"))
        person = members.person(next(iter(members.people.values())).agent)
        assert person
        home = members.people[person].municipality
        agent = members.people[person].agent
        grants.give(
            connection, account.id, Role.AGENT, hotline=revision.hotline, person=person, by=None, at=NOW
        )
        grants.give(connection, account.id, Role.ADMINISTRATOR, hotline=None, by=None, at=NOW)
        keep_hotline(connection, HotlineCode("later"), "A hotline that came later", NOW)
        assert set(grants.resolve_grants(connection, account.id)) == {
            Grant(Role.AGENT, HotlineCode("test"), home, agent, person),
            Grant(Role.ADMINISTRATOR, HotlineCode("test")),
            Grant(Role.ADMINISTRATOR, HotlineCode("later")),
        }
        connection.execute(update(PERSON).where(PERSON.c.id == person).values(agent=None, erased_at=NOW))
        assert {grant.role for grant in grants.resolve_grants(connection, account.id)} == {Role.ADMINISTRATOR}
        with pytest.raises(MissingError):
            grants.give(
                connection, account.id, Role.AGENT, hotline=revision.hotline, person=person, by=None, at=NOW
            )


@pytest.mark.parametrize(
    ("role", "hotline", "municipality"),
    [
        (Role.LEADER, True, None),
        (Role.COORDINATOR, True, MunicipalityCode("1")),
        (Role.COORDINATOR, False, None),
        (Role.LEADER, False, MunicipalityCode("1")),
    ],
)
def test_a_grant_with_a_part_missing_or_too_much_is_refused(
    engine: Engine,
    revision: Revision,
    account: Account,
    role: Role,
    hotline: bool,
    municipality: MunicipalityCode | None,
) -> None:
    with pytest.raises(ValueError, match=r"municipality|everywhere"), writing(engine) as connection:
        grants.give(
            connection,
            account.id,
            role,
            hotline=revision.hotline if hotline else None,
            municipality=municipality,
            by=None,
            at=NOW,
        )


def test_members_have_the_names_of_the_newest_plan(engine: Engine, revision: Revision) -> None:
    with reading(engine) as connection:
        members = members_of(connection, HotlineCode("test"))
    assert members.id == revision.hotline
    assert dict(members.municipalities) == {"1": "M1", "2": "M2", "3": "M3"}
    assert {who.municipality for who in members.people.values()} <= set(members.municipalities)
    with pytest.raises(MissingError), reading(engine) as connection:
        members_of(connection, HotlineCode("nowhere"))


def test_what_is_over_is_swept_away_and_what_lives_stays(engine: Engine, account: Account) -> None:
    life = Lifetime(HOUR, 12 * HOUR)
    with writing(engine) as connection:
        logins.begin(connection, account.id, at=NOW)
        alive = logins.begin(connection, account.id, at=NOW + HOUR / 2)
        logins.sweep(connection, life, NOW + HOUR)
        assert len(connection.execute(select(LOGIN)).all()) == 1
        assert logins.find(connection, alive)


def test_a_token_has_no_two_lives(engine: Engine, account: Account) -> None:
    with writing(engine) as connection:
        _, secret = access_tokens.make(connection, account.id, "x", at=NOW, lasts=HOUR)
        assert access_tokens.find(connection, secret, NOW + HOUR - timedelta(seconds=1))
        assert access_tokens.find(connection, secret, NOW + HOUR) is None
        assert access_tokens.find(connection, secret.removeprefix("wfm_"), NOW) is None
        assert access_tokens.find(connection, secret[:-1], NOW) is None


def test_links_are_counted_by_kind(engine: Engine, account: Account) -> None:
    with writing(engine) as connection:
        reset = links.make(connection, LinkKind.RESET, account.id, by=None, at=NOW, lasts=HOUR)
        links.make(connection, LinkKind.INVITATION, account.id, by=None, at=NOW, lasts=HOUR)
        again = links.make(connection, LinkKind.RESET, account.id, by=None, at=NOW, lasts=HOUR)
        with pytest.raises(MissingError):
            links.renew(connection, reset, NOW)
        token = links.renew(connection, again, NOW)
        found = links.find(connection, token, NOW)
        assert found
        assert (found.kind, found.account) == (LinkKind.RESET, account.id)
        assert links.use(connection, found, NOW)
        assert not links.use(connection, found, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Leder@Example.DK", "leder@example.dk"),
        ("  leder@example.dk\n", "leder@example.dk"),
        ("søren@kommune.example", "søren@kommune.example"),
        ("a+b.c@x.example", "a+b.c@x.example"),
        ("x" * 244 + "@example.dk", None),
        ("", None),
        ("leder", None),
        ("leder@", None),
        ("@example.dk", None),
        ("a@b@example.dk", None),
        ("a b@example.dk", None),
        ("a@example", None),
        ("a@example.dk\nBcc: x@example.dk", None),
        ("a@example.dk,b@example.dk", None),
        ("<a@example.dk>", None),
        ("a\x00@example.dk", None),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}@example.dk", None),
    ],
)
def test_an_email_is_kept_one_way_or_not_at_all(typed: str, kept: str | None) -> None:
    assert normalize_email(typed) == kept


def test_nothing_in_the_record_names_an_email(engine: Engine, account: Account) -> None:
    with writing(engine) as connection:
        accounts.set_language(connection, account.id, "en", at=NOW)
        told = repr(connection.execute(select(AUDIT_EVENT)).all())
        assert account.email not in told
        assert connection.execute(select(ACCOUNT.c.language)).scalar() == "en"
