"""Who comes in by a provider, as what, and what an e-mail address never does."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from api.access.ids import AccountId, HotlineCode
from api.access.roles import Role
from api.accounts.oidc import service as entering
from api.accounts.oidc.service import EntryResult, enter
from api.accounts.records import accounts, grants, identities, logins
from api.accounts.records.grants import BY_CLAIMS, BY_HAND
from api.accounts.records.members import members_of
from api.configuration.oidc_providers import Provider
from api.configuration.settings import defaults
from api.store.engine import Database, reading, writing
from api.store.tables import ACCOUNT, AUDIT_EVENT, GRANT, LOGIN, OIDC_IDENTITY
from tests.api.access.world import canary
from tests.api.accounts.offices import BEGAN, Office
from tests.api.accounts.oidc.bent import Bent
from tests.api.accounts.oidc.visits import LEADER, WAY, settings_with, visit
from tests.api.serving.serving import PATIENCE
from wfm.ids import MunicipalityCode

ISSUER = "https://id.example.dk"
(KNOWN,) = settings_with(ISSUER).providers
EMPLOYEE = canary("id", "751", 1)
WORKER: dict[str, Any] = {"sub": "2", "roles": ["agent"], "cvr": "29189846", "employee": EMPLOYEE}
Held = set[tuple[str, str | None, str]]


@pytest.fixture
def store(office_engine: Database) -> Office:
    """Return two hotlines, without the web around them."""
    return Office(office_engine, defaults())


def come(store: Office, provider: Provider = KNOWN, **claims: Any) -> EntryResult:
    """Let somebody in who is claimed to be a leader, unless it is said otherwise."""
    return enter(store.database, provider, {**LEADER, **claims}, BEGAN, "Firefox")


def held(store: Office, account: AccountId | None) -> Held:
    """Return the role, the municipality and the source of each of an account's grants."""
    assert account is not None
    with reading(store.database) as connection:
        return {(g.role.value, g.municipality, g.source) for g in grants.grants_of(connection, account)}


def test_a_grant_follows_from_claims(store: Office) -> None:
    came = come(store)
    assert came.secret is not None
    assert held(store, came.account) == {("leader", "751", BY_CLAIMS)}
    with reading(store.database) as connection:
        login = logins.find(connection, came.secret)
    assert login is not None
    assert login.account == came.account


def test_who_comes_again_is_the_same_and_is_what_is_claimed_now(store: Office) -> None:
    first = come(store)
    again = come(store, municipality=["730", 751])
    assert again.account == first.account
    assert held(store, first.account) == {("leader", "730", BY_CLAIMS), ("leader", "751", BY_CLAIMS)}
    moved = come(store, municipality="730")
    assert held(store, moved.account) == {("leader", "730", BY_CLAIMS)}
    changed = come(store, roles=[], realm_access={"roles": ["coordinator", "other"]})
    assert held(store, changed.account) == {("coordinator", None, BY_CLAIMS)}


def test_what_was_given_by_hand_is_never_touched(store: Office) -> None:
    account = come(store).account
    assert account is not None
    with writing(store.database) as connection:
        hotline = members_of(connection, HotlineCode("here")).id
        leads = MunicipalityCode("730")
        grants.give(connection, account, Role.COORDINATOR, hotline=hotline, by=None, at=BEGAN)
        grants.give(connection, account, Role.LEADER, hotline=hotline, municipality=leads, by=None, at=BEGAN)
    by_hand = {("coordinator", None, BY_HAND), ("leader", "730", BY_HAND)}
    assert come(store, municipality="730").account == account
    assert held(store, account) == by_hand
    assert come(store, roles=[]).secret is not None
    assert held(store, account) == by_hand
    come(store)
    assert held(store, account) == by_hand | {("leader", "751", BY_CLAIMS)}


def test_the_test_would_notice_if_what_was_given_by_hand_were_replaced(
    store: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "BY_CLAIMS", BY_HAND)
    with pytest.raises(AssertionError):
        test_what_was_given_by_hand_is_never_touched(store)


def test_who_is_nothing_any_more_is_let_in_nowhere(store: Office) -> None:
    came = come(store)
    gone = come(store, roles=[])
    assert (gone.account, gone.secret) == (None, None)
    assert held(store, came.account) == set()
    with reading(store.database) as connection:
        assert logins.find(connection, came.secret or "") is None


@pytest.mark.parametrize(
    ("claims", "unknown"),
    [
        ({"municipality": "888"}, [("municipality", "888")]),
        ({"municipality": ["888", "101"]}, [("municipality", "888"), ("municipality", "101")]),
        ({**WORKER, "employee": "nobody"}, [("agent", "nobody")]),
        ({**WORKER, "cvr": "12345678"}, [("municipality", "12345678")]),
        ({**WORKER, "cvr": "11111111"}, [("municipality", "999")]),
        ({"municipality": None}, []),
        ({"municipality": {"code": "751"}}, []),
        ({"municipality": True}, []),
        ({"roles": "leader of something else"}, []),
        ({"roles": None}, []),
    ],
)
def test_what_is_not_known_gives_no_grant_and_makes_no_account(
    store: Office, claims: dict[str, Any], unknown: list[tuple[str, str]]
) -> None:
    came = come(store, **claims)
    assert (came.account, came.secret) == (None, None)
    assert [(one.kind, one.value) for one in came.unknown] == unknown
    assert store.rows(ACCOUNT) == []
    assert store.rows(OIDC_IDENTITY) == []


def test_what_is_known_counts_beside_what_is_not(store: Office) -> None:
    came = come(store, municipality=["888", "0751"])
    assert held(store, came.account) == {("leader", "751", BY_CLAIMS)}
    assert [one.value for one in came.unknown] == ["888"]


def test_a_hotline_that_is_not_here_gives_no_grant(store: Office) -> None:
    rule = {"role": "coordinator", "hotline": {"claim": "line"}}
    (provider,) = settings_with(ISSUER, grants=[rule]).providers
    came = come(store, provider, line=["nowhere", "abroad"])
    assert [(one.kind, one.value) for one in came.unknown] == [("hotline", "nowhere")]
    assert held(store, came.account) == {("coordinator", None, BY_CLAIMS)}


def test_an_agent_is_the_person_whom_the_employee_s_number_names(store: Office) -> None:
    came = come(store, **WORKER)
    assert held(store, came.account) == {("agent", "751", BY_CLAIMS)}
    with reading(store.database) as connection:
        (grant,) = grants.resolve_grants(connection, came.account or AccountId(""))
    assert (grant.hotline, grant.agent) == ("here", EMPLOYEE)


def test_nobody_is_recognised_by_an_e_mail_address(store: Office) -> None:
    """Neither an account that is there, nor one that comes from elsewhere, nor the next invitation."""
    own = store.account("1@example.org", Role.COORDINATOR)
    came, other = come(store), come(store, sub="other")
    (elsewhere,) = settings_with("https://id.example.org").providers
    third = come(store, elsewhere)
    assert len({own.id, came.account, other.account, third.account}) == 4
    assert held(store, own.id) == {("coordinator", None, BY_HAND)}
    with reading(store.database) as connection:
        found = accounts.find_by_email(connection, "1@example.org")
        assert found is not None
        assert found.id == own.id
        for account in (came.account, other.account, third.account):
            assert accounts.find(connection, account or AccountId("")).email == ""
        assert accounts.find_by_email(connection, "") is None


def test_the_test_would_notice_an_account_that_is_found_by_its_address(
    store: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = identities.make

    def by_address(connection: Any, issuer: str, subject: str, *, email: str, **more: Any) -> Any:
        found = accounts.find_by_email(connection, email)
        if found is None:
            return make(connection, issuer, subject, email=email, **more)
        return identities.OidcIdentity("x", found.id, issuer, subject)

    monkeypatch.setattr(identities, "make", by_address)
    with pytest.raises(AssertionError):
        test_nobody_is_recognised_by_an_e_mail_address(store)


@pytest.mark.parametrize(
    ("claims", "kept"),
    [
        ({}, "1@example.org"),
        ({"email": "2@rødovre.example"}, "2@xn--rdovre-bya.example"),
        ({"email_verified": True}, "1@example.org"),
        ({"email_verified": False}, None),
        ({"email": None}, None),
        ({"email": "1@example.org\r\nBcc: tyv@example.org"}, None),
        ({"email": ["a@example.org", "b@example.org"]}, "a@example.org"),
    ],
)
def test_the_address_that_a_provider_tells_is_where_mails_go(
    store: Office, claims: dict[str, Any], kept: str | None
) -> None:
    come(store, email="old@example.org")
    come(store, **claims)
    (row,) = store.rows(OIDC_IDENTITY)
    assert row["email"] == kept


def test_a_closed_account_stays_closed(store: Office) -> None:
    account = come(store).account
    assert account is not None
    with writing(store.database) as connection:
        accounts.deactivate(connection, account, by=None, at=BEGAN)
    came = come(store, municipality="730")
    assert came == EntryResult(deactivated=True)
    assert held(store, account) == {("leader", "751", BY_CLAIMS)}
    assert store.rows(LOGIN) == []


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("da", "da"), ("xx", "da"), (7, "da")])
def test_a_newcomer_is_spoken_to_in_their_language(store: Office, locale: Any, language: str) -> None:
    account = come(store, locale=locale).account
    with reading(store.database) as connection:
        assert accounts.find(connection, account or AccountId("")).language == language


def at_once(store: Office) -> list[EntryResult | Exception]:
    """Let one person come in by four windows at the same moment."""
    barrier, came = Barrier(4), list[EntryResult | Exception]()

    def work() -> None:
        barrier.wait()
        try:
            came.append(come(store))
        except Exception as error:
            came.append(error)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_four_windows_at_once_make_one_account(store: Office) -> None:
    came = at_once(store)
    assert [type(one) for one in came] == [EntryResult] * 4
    assert len({one.account for one in came if isinstance(one, EntryResult)}) == 1
    assert len(store.rows(OIDC_IDENTITY)) == len(store.rows(ACCOUNT)) == len(store.rows(GRANT)) == 1


@pytest.mark.parametrize("kind", ["postgresql"])
def test_without_holding_an_identity_they_would_not(store: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite lets one write at a time whatever we do."""
    looked, find = Barrier(4), identities.find

    def found(*given: Any) -> Any:
        identity = find(*given)
        looked.wait(PATIENCE)
        return identity

    monkeypatch.setattr(identities, "hold", lambda *_: None)
    monkeypatch.setattr(identities, "find", found)
    assert any(isinstance(one, Exception) for one in at_once(store))


def test_it_is_written_down_who_came_and_what_they_were_given(store: Office) -> None:
    come(store)
    come(store, roles=[])
    actions = [row["action"] for row in store.rows(AUDIT_EVENT)]
    for action in ("account.make", "identity.make", "grant.give", "login.begin", "grant.withdraw"):
        assert actions.count(action) == 1


def test_where_anything_fails_nothing_is_half(store: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(logins, "begin", fail)
    with pytest.raises(RuntimeError):
        come(store)
    assert not any(store.rows(table) for table in (ACCOUNT, OIDC_IDENTITY, GRANT, LOGIN))


def test_the_page_says_what_is_not_known_here_and_breaks_out_of_nothing(
    office: Office, provider: Bent
) -> None:
    provider.claims = {**LEADER, "municipality": ["888", "<script>alert(1)</script>", "9\n9" + "x" * 500]}
    answer = visit(office.browser())
    assert answer.status_code == 403
    assert "ingen af dine hotlines kender en kommune 888." in answer.text.lower()
    assert "<script>alert" not in answer.text
    assert "x" * 60 not in answer.text
    assert f'href="{WAY}"' in answer.text
    assert not office.browser().is_in()


def test_the_page_of_a_closed_account_says_so(office: Office, provider: Bent) -> None:
    provider.claims = dict(LEADER)
    assert visit(office.browser()).status_code == 303
    (account,) = office.rows(ACCOUNT)
    with writing(office.database) as connection:
        accounts.deactivate(connection, account["id"], by=None, at=office.at)
    answer = visit(office.browser())
    assert answer.status_code == 403
    assert "lukket" in answer.text
    assert f'href="{WAY}"' not in answer.text


def test_signing_out_is_ours_alone_and_who_was_signed_in_before_is_no_longer(
    office: Office, provider: Bent
) -> None:
    provider.claims = dict(LEADER)
    browser = office.browser()
    visit(browser)
    first = browser.secret
    visit(browser)
    assert browser.secret != first
    assert len(office.rows(LOGIN)) == 1
    provider.asked.clear()
    assert browser.post("/sign-out").status_code == 303
    assert not browser.is_in()
    assert provider.asked == []


def test_claims_are_asked_for_at_the_userinfo_endpoint_too(office: Office, provider: Bent) -> None:
    office.app.state.providers = settings_with(provider.issuer, userinfo=True).providers
    provider.claims = {"sub": "1", "municipality": "751"}
    provider.userinfo = {"roles": ["leader"], "municipality": "730"}
    assert visit(office.browser()).status_code == 303
    (account,) = office.rows(ACCOUNT)
    assert held(office, account["id"]) == {("leader", "751", BY_CLAIMS)}, "the token's word is worth more"
    provider.userinfo["sub"] = "2"
    assert visit(office.browser()).status_code == 400


def test_the_page_of_signing_in_offers_the_provider(office: Office) -> None:
    page = office.browser().get("/sign-in?next=/weeks").text
    assert f'href="{WAY}?next=%2Fweeks"' in page
    assert "Log ind med Test Kommune" in page
    office.app.state.providers = ()
    assert "bent" not in office.browser().get("/sign-in").text
