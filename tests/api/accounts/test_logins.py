"""Twelve attacks on a login, none of which gets in; and a stolen database, which opens nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from api.access.roles import Role
from api.access.tokens import hash_of
from api.accounts.records import access_tokens, accounts, grants, links, logins
from api.accounts.records.links import LinkKind
from api.accounts.records.logins import Lifetime
from api.store.engine import reading, writing
from api.store.tables import ACCESS_TOKEN, ACCOUNT, LINK, LOGIN, METADATA
from api.web import login_cookie
from tests.api.accounts.offices import HASH_OF, OTHER_PASSWORD, PASSWORD, Browser, Office

EMAIL = "koordinator@example.dk"


@pytest.fixture
def browser(office: Office) -> Browser:
    """Return a browser in which a coordinator is signed in."""
    office.account(EMAIL, Role.COORDINATOR)
    return office.signed_in(EMAIL)


def replayed(browser: Browser, secret: str) -> bool:
    """Tell whether a secret that was copied before still opens anything, in a browser of somebody else's."""
    thief = browser.office.browser(Cookie=f"login={secret}")
    return thief.get("/weeks/2027-W01").status_code == 200 or thief.get("/account").status_code == 200


def sign_out(browser: Browser) -> None:
    browser.post("/sign-out")


def change_password(browser: Browser) -> None:
    answer = browser.post("/account/password", old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert answer.status_code == 303


def reset_password(browser: Browser) -> None:
    office = browser.office
    account = office.account(EMAIL)
    with writing(office.database) as connection:
        accounts.set_password(connection, account.id, HASH_OF[OTHER_PASSWORD], by=None, at=office.at)


def give_a_role(browser: Browser) -> None:
    browser.office.account(EMAIL, Role.LEADER, municipality="751")


def withdraw_the_role(browser: Browser) -> None:
    office, account = browser.office, browser.office.account(EMAIL)
    with writing(office.database) as connection:
        (held,) = grants.grants_of(connection, account.id)
        grants.withdraw(connection, held, by=None, at=office.at)


def deactivate(browser: Browser) -> None:
    office, account = browser.office, browser.office.account(EMAIL)
    with writing(office.database) as connection:
        accounts.deactivate(connection, account.id, by=None, at=office.at)


def end_it_from_another_browser(browser: Browser) -> None:
    office = browser.office
    other = office.signed_in(EMAIL)
    found = re.findall(r"/account/logins/(\w+)/end", other.get("/account").text)
    assert len(found) == 1
    assert other.post(f"/account/logins/{found[0]}/end").status_code == 303
    assert other.is_in()


def stand_idle(browser: Browser) -> None:
    browser.office.later(minutes=60)


def grow_old(browser: Browser) -> None:
    for _ in range(12 * 4):
        assert browser.is_in()
        browser.office.later(minutes=15)


def put_the_clock_back(browser: Browser) -> None:
    browser.office.later(days=-2)


def put_the_clock_back_after_the_end(browser: Browser) -> None:
    browser.office.later(minutes=60)
    assert not browser.is_in()
    browser.office.later(minutes=-30)


def sign_in_again(browser: Browser) -> None:
    assert browser.sign_in(EMAIL).status_code == 303


ENDS = (
    sign_out,
    change_password,
    reset_password,
    give_a_role,
    withdraw_the_role,
    deactivate,
    end_it_from_another_browser,
    stand_idle,
    grow_old,
    put_the_clock_back,
    put_the_clock_back_after_the_end,
    sign_in_again,
)


@pytest.mark.parametrize("end", ENDS)
def test_a_secret_that_was_copied_opens_nothing_after(
    end: Callable[[Browser], None], browser: Browser
) -> None:
    secret = browser.secret
    assert secret
    assert replayed(browser, secret)
    end(browser)
    assert not replayed(browser, secret)


GUARDS = {
    "api.accounts.records.logins.end": (sign_out, end_it_from_another_browser, sign_in_again),
    "api.accounts.records.logins.end_all": (change_password, reset_password, give_a_role, withdraw_the_role),
    "api.accounts.records.logins.Lifetime.over": (stand_idle, grow_old, put_the_clock_back),
}


@pytest.mark.parametrize(("guard", "end"), [(guard, end) for guard, ends in GUARDS.items() for end in ends])
def test_without_its_guard_it_would_open(
    guard: str, end: Callable[[Browser], None], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = browser.secret
    assert secret
    monkeypatch.setattr(guard, lambda *_, **__: guard.endswith(".end"))
    end(browser)
    assert replayed(browser, secret)


def test_a_deactivated_account_is_out_even_where_its_logins_are_left(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.accounts.records.logins.end_all", lambda *_: None)
    deactivate(browser)
    assert len(browser.office.rows(LOGIN)) == 1
    assert not replayed(browser, browser.secret or "")


def test_a_login_lives_to_the_last_moment_of_its_time_and_no_longer(browser: Browser) -> None:
    browser.office.later(minutes=59, seconds=59)
    assert browser.is_in()
    browser.office.later(minutes=59, seconds=59)
    assert browser.is_in(), "being used makes it young"
    browser.office.later(minutes=60)
    assert not browser.is_in()


def test_a_login_is_noted_as_used_now_and_then_and_not_with_every_request(browser: Browser) -> None:
    (before,) = browser.office.rows(LOGIN)
    browser.office.later(minutes=4, seconds=59)
    assert browser.is_in()
    browser.office.app.state.last_uses.save(browser.office.database)
    assert browser.office.rows(LOGIN) == [before]
    browser.office.later(seconds=1)
    assert browser.is_in()
    browser.office.app.state.last_uses.save(browser.office.database)
    (after,) = browser.office.rows(LOGIN)
    assert after["seen_at"] == browser.office.at


def test_a_secret_that_was_planted_in_a_browser_is_not_what_it_signs_in_with(
    office: Office,
) -> None:
    """Fixation: whoever knows the cookie of before knows nothing of after."""
    office.account(EMAIL, Role.COORDINATOR)
    office.account("ond@example.dk", Role.AGENT, agent="751-1-x")
    planted = office.signed_in("ond@example.dk").secret
    made_up = "A" * 43
    for fixed in (planted, made_up):
        assert fixed
        browser = office.browser()
        browser.client.cookies.set("login", fixed, domain="127.0.0.1", path="/")
        assert browser.client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 303
        kept = [cookie.value for cookie in browser.client.cookies.jar if cookie.name == "login"]
        assert fixed not in kept
        assert not replayed(browser, fixed)


def test_every_sign_in_has_a_secret_of_its_own(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    secrets = {office.signed_in(EMAIL).secret for _ in range(5)}
    assert len(secrets) == 5
    assert all(secret and re.fullmatch(r"[\w-]{43}", secret) for secret in secrets)


def dump_of(office: Office) -> list[str]:
    """Return every text that stands in the database."""
    found = []
    for table in METADATA.sorted_tables:
        for row in office.rows(table):
            found += [str(value) for value in row.values() if isinstance(value, str)]
    return sorted(set(found))


def test_a_stolen_database_opens_nothing(browser: Browser) -> None:
    office, account = browser.office, browser.office.account(EMAIL)
    with writing(office.database) as connection:
        access_tokens.make(connection, account.id, "wages", at=office.at, lasts=timedelta(days=30))
        made = links.make(
            connection, LinkKind.RESET, account.id, by=None, at=office.at, lasts=timedelta(days=1)
        )
        links.renew(connection, made, office.at)
    stolen = [
        text for text in dump_of(office) if 20 <= len(text) <= 100 and text.isascii() and text.isprintable()
    ]
    hashes = [office.rows(table)[0]["token_sha256"] for table in (LOGIN, ACCESS_TOKEN, LINK)]
    assert set(hashes) < set(stolen)
    for text in stolen:
        assert not browser_opens(office, text), text
    assert browser_opens(office, browser.secret or ""), "else nothing would be shown"


def browser_opens(office: Office, text: str) -> bool:
    """Tell whether a text opens anything, as any kind of secret there is."""
    asked = (
        office.browser(Cookie=f"login={text}").get("/account"),
        office.browser(Authorization=f"Bearer {text}").get("/api/v1/roster"),
        office.browser().get(f"/links/{text}"),
    )
    return any(answer.status_code == 200 for answer in asked)


def test_kept_raw_a_stolen_database_would_open_everything(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (logins, access_tokens, links):
        monkeypatch.setattr(module, "hash_of", lambda token: token)
    office = browser.office
    secret = office.signed_in(EMAIL).secret
    assert secret in dump_of(office)
    assert browser_opens(office, secret or "")


def test_the_database_holds_the_hash_of_a_login_and_not_its_secret(browser: Browser) -> None:
    (row,) = browser.office.rows(LOGIN)
    assert row["token_sha256"] == hash_of(browser.secret or "")
    assert (browser.secret or "-") not in "".join(dump_of(browser.office))


def cookie_of(office: Office) -> str:
    browser = office.browser()
    return str(browser.sign_in(EMAIL).headers["set-cookie"])


def test_over_https_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    plain = cookie_of(office)
    assert re.fullmatch(r"login=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", plain)
    office.host = "https://127.0.0.1"
    guarded = cookie_of(office)
    assert re.fullmatch(r"__Host-login=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", guarded)


def test_over_https_a_plain_cookie_that_a_neighbour_set_does_not_count(browser: Browser) -> None:
    secret, office = browser.secret, browser.office
    office.host = "https://127.0.0.1"
    assert office.browser(Cookie=f"login={secret}").get("/account").status_code == 303
    assert office.browser(Cookie=f"__Host-login={secret}").get("/account").status_code == 200


def test_behind_a_proxy_the_public_address_says_that_it_is_https(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    office.app.state.settings = office.settings.model_copy(update={"public_url": "https://vagt.example.dk"})
    assert cookie_of(office).startswith(f"{login_cookie.GUARDED}=")
    assert "Secure" in cookie_of(office)


def test_a_password_that_was_changed_while_it_was_looked_at_lets_nobody_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = office.account(EMAIL, Role.COORDINATOR)
    begin = logins.begin

    def slowly(connection: object, *told: object, **more: object) -> str:
        secret = begin(connection, *told, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(accounts, "password_of", lambda *_: HASH_OF[OTHER_PASSWORD])
        return secret

    monkeypatch.setattr(logins, "begin", slowly)
    assert office.browser().sign_in(EMAIL).status_code == 422
    with reading(office.database) as connection:
        assert logins.logins_of(connection, account.id) == ()


def test_limits_of_a_life_hold_on_both_sides(browser: Browser) -> None:
    life = Lifetime(idle=timedelta(minutes=60), longest=timedelta(hours=12))
    with reading(browser.office.database) as connection:
        login = logins.find(connection, browser.secret or "")
    assert login
    began = login.created_at
    second = timedelta(seconds=1)
    assert not life.over(login, began + life.idle - second)
    assert life.over(login, began + life.idle)
    assert not life.over(login, began - logins.CLOCKS_DIFFER)
    assert life.over(login, began - logins.CLOCKS_DIFFER - second)


def test_the_password_itself_is_kept_as_argon2id(office: Office) -> None:
    office.account(EMAIL)
    (row,) = office.rows(ACCOUNT)
    assert row["password_hash"].startswith("$argon2id$")
