"""Links that can be used once: invitations, new passwords, the first administrator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from httpx2 import Response

from api.access.ids import LinkId
from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants, links
from api.accounts.records.links import LinkKind
from api.accounts.urls import link_address
from api.store.engine import reading, writing
from api.store.errors import MissingError
from api.store.tables import ACCOUNT, GRANT, LINK, LOGIN
from tests.api.accounts.offices import OTHER_PASSWORD, PASSWORD, TOKEN, Browser, Office

EMAIL = "leder@example.dk"


def invited(office: Office) -> str:
    """Return the secret of an invitation to a leader who has no password yet."""
    with writing(office.database) as connection:
        made = accounts.make(connection, EMAIL, "da", by=None, at=office.at)
        link = links.make(
            connection, LinkKind.INVITATION, made.id, by=None, at=office.at, lasts=timedelta(days=7)
        )
        return links.renew(connection, link, office.at)


def use(
    browser: Browser, token: str, password: str = PASSWORD, again: str | None = None, **more: str
) -> Response:
    sent = {"password": password, "again": password if again is None else again, **more}
    return browser.client.post(f"/links/{token}", data=sent)


def test_an_invitation_makes_a_password_and_signs_in(office: Office) -> None:
    token, browser = invited(office), office.browser()
    page = browser.get(f"/links/{token}")
    assert page.status_code == 200
    assert (EMAIL in page.text, "no-store" in page.headers["cache-control"]) == (True, True)
    answer = use(browser, token, language="en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert '<html lang="en">' in browser.get("/account").text
    assert office.browser().sign_in(EMAIL).status_code == 303


def test_looking_at_a_link_uses_nothing_up(office: Office) -> None:
    token = invited(office)
    assert [office.browser().get(f"/links/{token}").status_code for _ in range(5)] == [200] * 5
    assert office.browser().client.head(f"/links/{token}").status_code == 200
    assert use(office.browser(), token).status_code == 303


def test_a_link_that_cannot_be_used_looks_like_one_that_never_was(office: Office) -> None:
    used, old = invited(office), "x" * 43
    use(office.browser(), used)
    answers = [office.browser().get(f"/links/{token}") for token in (used, old, "short", "\N{SNOWMAN}")]
    assert {answer.status_code for answer in answers} == {404}
    for token, answer in zip((used, old), answers, strict=False):
        assert answer.text.replace(token, "?") == answers[1].text.replace(old, "?")
    assert use(office.browser(), used, OTHER_PASSWORD).status_code == 404
    assert office.browser().sign_in(EMAIL, OTHER_PASSWORD).status_code == 422


def test_a_link_holds_to_the_last_moment_and_no_longer(office: Office) -> None:
    token = invited(office)
    office.later(days=7, seconds=-1)
    assert office.browser().get(f"/links/{token}").status_code == 200
    office.later(seconds=1)
    assert office.browser().get(f"/links/{token}").status_code == 404
    assert use(office.browser(), token).status_code == 404


def test_a_newer_link_makes_the_older_ones_useless(office: Office) -> None:
    first = invited(office)
    with writing(office.database) as connection:
        (row,) = office_links(office)
        second = links.renew(connection, row, office.at)
    assert office.browser().get(f"/links/{first}").status_code == 404
    assert office.browser().get(f"/links/{second}").status_code == 200


def office_links(office: Office) -> list[LinkId]:
    return [row["id"] for row in office.rows(LINK) if row["used_at"] is None]


def test_of_many_who_use_a_link_at_once_one_does(office: Office) -> None:
    token, many = invited(office), 8
    barrier = Barrier(many)

    def run(_: int) -> int:
        browser = office.browser()
        barrier.wait()
        return use(browser, token).status_code

    with ThreadPoolExecutor(many) as pool:
        assert sorted(pool.map(run, range(many))) == [303] + [404] * (many - 1)
    assert len(office.rows(LOGIN)) == 1


def test_where_using_up_is_not_looked_at_all_of_them_would(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invited(office)
    monkeypatch.setattr(links, "use", lambda *_: True)
    monkeypatch.setattr(links, "take_back", lambda *_: None)
    assert [use(office.browser(), token).status_code for _ in range(2)] == [303, 303]


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("kort", "kort", "mindst 12 tegn"),
        ("x" * 201, "x" * 201, "højst 200 tegn"),
        (PASSWORD, PASSWORD + " ", "to gange"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "sværere at gætte"),
        ("password1234", "password1234", "sværere at gætte"),
        ("123456789012", "123456789012", "sværere at gætte"),
        ("leder@example.dk", "leder@example.dk", "sværere at gætte"),
        ("lederlederleder", "lederlederleder", "sværere at gætte"),
    ],
)
def test_a_password_that_will_not_do_is_told_in_words_and_the_link_stays(
    office: Office, password: str, again: str, told: str
) -> None:
    token = invited(office)
    answer = use(office.browser(), token, password, again)
    assert answer.status_code == 422
    assert told in answer.text
    assert password not in answer.text.replace(EMAIL, "")
    assert use(office.browser(), token).status_code == 303


@pytest.mark.parametrize(
    "password", ["fire gule elefanter i regnvejr", "hqX2-vr9T-m4Kd", "smørrebrød på Ærø, 7 slags"]
)
def test_a_password_may_hold_what_it_likes(office: Office, password: str) -> None:
    token = invited(office)
    assert use(office.browser(), token, password).status_code == 303
    assert office.browser().sign_in(EMAIL, password).status_code == 303


def test_a_reset_closes_whatever_was_opened_with_the_old_password(office: Office) -> None:
    account = office.account(EMAIL, Role.LEADER, municipality="751")
    inside = office.signed_in(EMAIL)
    with writing(office.database) as connection:
        _, secret = access_tokens.make(connection, account.id, "wages", at=office.at, lasts=timedelta(days=9))
        made = links.make(
            connection, LinkKind.RESET, account.id, by=None, at=office.at, lasts=timedelta(hours=1)
        )
        token = links.renew(connection, made, office.at)
    program = office.browser(Authorization=f"Bearer {secret}")
    assert program.get("/api/v1/agents").status_code == 200
    assert use(office.browser(), token, OTHER_PASSWORD).status_code == 303
    assert not inside.is_in()
    assert program.get("/api/v1/agents").status_code == 401
    assert office.browser().sign_in(EMAIL, PASSWORD).status_code == 422
    assert office.browser().sign_in(EMAIL, OTHER_PASSWORD).status_code == 303


def test_the_link_of_an_account_that_was_closed_opens_nothing(office: Office) -> None:
    token = invited(office)
    with writing(office.database) as connection:
        account = accounts.find_by_email(connection, EMAIL)
        assert account
        accounts.deactivate(connection, account.id, by=None, at=office.at)
    assert office.browser().get(f"/links/{token}").status_code == 404


def test_the_first_link_makes_an_administrator_of_every_hotline(office: Office) -> None:
    token, browser = office.first(), office.browser()
    assert token
    assert "administrerer" in browser.get(f"/links/{token}").text
    assert use(browser, token, email="not an address").status_code == 422
    assert use(browser, token, email="Admin@Example.dk").status_code == 303
    for hotline in ("here", "abroad"):
        assert browser.get(f"/administration?hotline={hotline}").status_code == 200
    (row,) = office.rows(GRANT)
    assert (row["role"], row["hotline_id"]) == ("administrator", None)
    assert office.first() is None
    assert use(office.browser(), token, email="ond@example.dk").status_code == 404


def test_the_first_link_is_no_way_in_once_there_is_an_administrator_by_another(office: Office) -> None:
    token = office.first()
    assert token
    office.account(EMAIL, Role.ADMINISTRATOR)
    assert office.browser().get(f"/links/{token}").status_code == 404
    assert use(office.browser(), token, email="ond@example.dk").status_code == 404


def test_each_start_prints_another_link_until_there_is_an_administrator(office: Office) -> None:
    first, second = office.first(), office.first()
    assert first
    assert second
    assert office.browser().get(f"/links/{first}").status_code == 404
    assert office.browser().get(f"/links/{second}").status_code == 200
    office.later(hours=24)
    assert office.browser().get(f"/links/{second}").status_code == 404


def test_where_every_administrator_is_gone_there_is_a_first_one_again(office: Office) -> None:
    token = office.first()
    assert token
    use(office.browser(), token, email=EMAIL)
    with writing(office.database) as connection:
        account = accounts.find_by_email(connection, EMAIL)
        assert account
        accounts.deactivate(connection, account.id, by=None, at=office.at)
    again = office.first()
    assert again
    browser = office.browser()
    assert use(browser, again, OTHER_PASSWORD, email=EMAIL).status_code == 303
    assert browser.get("/administration").status_code == 200
    assert len(office.rows(ACCOUNT)) == 1
    with reading(office.database) as connection:
        assert grants.has_administrator(connection)


def test_a_link_out_of_date_cannot_be_sent(office: Office) -> None:
    invited(office)
    (made,) = office_links(office)
    office.later(days=7)
    with pytest.raises(MissingError), writing(office.database) as connection:
        links.renew(connection, made, office.at)


def test_addresses_of_links_stand_under_the_public_address() -> None:
    assert link_address("x" * 43, "https://vagt.example.dk") == f"https://vagt.example.dk/links/{'x' * 43}"
    assert link_address("x", "http://127.0.0.1:8000/") == "http://127.0.0.1:8000/links/x"


def test_forms_of_whoever_is_not_signed_in_hold_no_token_and_need_none(office: Office) -> None:
    token = invited(office)
    assert TOKEN.findall(office.browser().get(f"/links/{token}").text) == [""]
