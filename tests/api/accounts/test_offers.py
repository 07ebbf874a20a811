"""Across hotlines: who is invited is nothing there, and nothing is told of them, before they accept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response

from api.access.roles import Role
from api.accounts.records import links
from api.accounts.records.links import LinkKind
from api.store.engine import writing
from api.store.tables import ACCOUNT, GRANT, LOGIN
from tests.api.accounts.offices import ACCESS, LINK, OTHER_PASSWORD, PASSWORD, Browser, Office

ADMIN, ABROAD, LEADER, NOBODY = (f"{name}@example.dk" for name in ("admin", "abroad", "leder", "ingen"))
API = "/api/v1/hotlines/here/accounts"
OFFER = re.compile(r'action="/account/offers/([0-9a-f]{32})/accept"')
IDS = re.compile(r"(?<![\w-])[\w-]{32,}(?![\w-])")


@pytest.fixture
def admin(office: Office) -> Browser:
    """Return the browser of who administers one hotline; another one has a leader and an administrator."""
    office.account(ADMIN, Role.ADMINISTRATOR)
    office.account(ABROAD, Role.ADMINISTRATOR, hotline="abroad")
    office.account(LEADER, Role.LEADER, hotline="abroad", municipality="101")
    office.later(days=400)
    return office.signed_in(ADMIN)


def invite(admin: Browser, email: str, role: str = "coordinator", **fields: str) -> Response:
    return admin.post("/administration/invite", email=email, role=role, **fields)


def link_in(answer: Response) -> str:
    (token,) = set(LINK.findall(answer.text))
    return f"/links/{token}"


def program(admin: Browser) -> Any:
    (secret,) = ACCESS.findall(admin.post("/account/tokens", name="x", days="30").text)
    return admin.office.browser(Authorization=f"Bearer {secret}").client


def neutral(answer: Response, email: str) -> tuple[int, str]:
    """Return an answer without what is random or was typed, in order: the address sorts the list."""
    told = f"{answer.headers.get('location', '')}\n{answer.text}"
    told = IDS.sub("*", told.replace(email, "someone@example.dk"))
    return answer.status_code, "\n".join(sorted(set(told.splitlines())))


def closed(office: Office) -> str:
    email = "lukket@example.dk"
    account = office.account(email, Role.COORDINATOR, hotline="abroad")
    assert office.signed_in(ABROAD).post(f"/administration/{account.id}/deactivate").status_code == 303
    return email


def idle(office: Office) -> str:
    email = "uden.rolle@example.dk"
    office.account(email)
    return email


KNOWN = {"leader": lambda _: LEADER, "closed": closed, "without a role": idle}


@pytest.mark.parametrize("mails", [None, "mail.example.org"])
@pytest.mark.parametrize("who", KNOWN)
def test_whoever_invites_is_answered_as_of_an_unknown_address(
    admin: Browser, who: str, mails: str | None
) -> None:
    """The invitation, the list, the row, one role more, a link and what it opens, withdrawing."""
    office = admin.office
    known, began = KNOWN[who](office), office.at
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": mails})

    def asked(email: str) -> list[tuple[int, str]]:
        office.at = began
        answers = [invite(admin, email), admin.get("/administration")]
        (account,) = set(re.findall(rf"account=([0-9a-f]{{32}})[^>]*>{re.escape(email)}<", answers[-1].text))
        one = f"/administration/{account}"
        office.later(seconds=1)
        answers += [
            admin.get(f"/administration?account={account}"),
            admin.post(f"{one}/grants", role="leader", municipality="751"),
            admin.post(f"{one}/second-step"),
            admin.post(f"{one}/reactivate"),
            linked := admin.post(f"{one}/link"),
            office.browser().get(link_in(linked)),
            admin.get(link_in(linked)),
            invite(admin, email, "leader", municipality="751"),
            admin.post(f"{one}/deactivate"),
            admin.get("/administration"),
        ]
        return [neutral(answer, email) for answer in answers]

    assert asked(known) == asked(NOBODY)


@pytest.mark.parametrize("who", KNOWN)
def test_a_program_is_answered_as_of_an_unknown_address(admin: Browser, who: str) -> None:
    client, known, began = program(admin), KNOWN[who](admin.office), admin.office.at

    def asked(email: str) -> list[tuple[int, str]]:
        admin.office.at = began
        answers = [made := client.post(API, json={"email": email, "role": "coordinator"})]
        one = made.headers["location"]
        admin.office.later(seconds=1)
        answers += [
            client.get(one),
            client.get(API),
            client.post(f"{one}/grants", json={"role": "agent", "agent": "751-1-x"}),
            client.post(f"{one}/link"),
            client.delete(f"{one}/second-step"),
            client.delete(f"{one}/deactivation"),
            client.put(f"{one}/deactivation"),
            client.get(one),
        ]
        return [neutral(answer, email) for answer in answers]

    found = asked(known)
    assert found == asked(NOBODY)
    assert '"state":"invited"' in found[0][1]


def test_nothing_changes_for_whoever_is_invited_before_they_accept(admin: Browser) -> None:
    """They stay signed in, and whoever could close their account or renew its password still can."""
    office, holder = admin.office, admin.office.signed_in(LEADER)
    before = office.rows(GRANT), office.rows(ACCOUNT), office.rows(LOGIN)
    invite(admin, LEADER)
    assert (office.rows(GRANT), office.rows(ACCOUNT), office.rows(LOGIN)) == before
    assert holder.is_in()
    assert holder.get("/municipalities?hotline=here").status_code == 404
    other = office.signed_in(ABROAD)
    account = office.account(LEADER)
    assert LINK.findall(other.post(f"/administration/{account.id}/link").text)
    assert other.post(f"/administration/{account.id}/deactivate").headers["location"].count("deactivated")
    assert not holder.is_in()


def test_the_holder_accepts_by_the_link_and_is_signed_in_anew(admin: Browser) -> None:
    office = admin.office
    link = link_in(invite(admin, LEADER))
    other, holder = office.signed_in(LEADER), office.signed_in(LEADER)
    assert "accept" in holder.get(link).text
    assert holder.post(f"{link}/accept").headers["location"] == "/account?done=accept"
    assert holder.get("/municipalities?hotline=here").status_code == 200
    assert not other.is_in()
    assert holder.get(link).status_code == 404
    page = admin.get("/administration").text
    assert LEADER in page
    assert "ikke accepteret" not in page


def test_a_program_sees_of_whoever_accepted_what_is_of_its_hotline(admin: Browser) -> None:
    """Not how old the account is, nor what it is elsewhere."""
    office, client = admin.office, program(admin)
    holder = office.signed_in(LEADER)
    holder.post(f"{link_in(invite(admin, LEADER))}/accept")
    (row,) = [one for one in client.get(API).json()["accounts"] if one["email"] == LEADER]
    assert row["created_at"] == office.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [grant["role"] for grant in row["grants"]] == ["coordinator"]
    assert row["state"] == "active"


def test_nobody_accepts_what_is_offered_to_another(admin: Browser) -> None:
    office = admin.office
    link = link_in(invite(admin, LEADER))
    assert admin.post(f"{link}/accept").status_code == 404
    assert office.browser().client.post(f"{link}/accept").status_code == 401
    assert len([row for row in office.rows(GRANT) if row["role"] == "coordinator"]) == 0


def test_a_link_in_hand_gives_nobody_the_account_that_there_is(admin: Browser) -> None:
    office = admin.office
    link = link_in(invite(admin, LEADER))
    typed = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert office.browser().client.post(link, data=typed).status_code == 422
    assert office.browser().sign_in(LEADER, PASSWORD).status_code == 303


def prove(office: Office, email: str) -> None:
    """Choose a new password by a link that was mailed."""
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": "mail.example.org"})
    assert office.browser().client.post("/reset", data={"email": email}).status_code == 200
    office.app.state.settings = office.settings
    account = office.account(email).id
    with writing(office.database) as connection:
        link = links.find_unused(connection, account, LinkKind.RESET, office.at)
        assert link
        token = links.renew(connection, link.id, office.at)
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert office.browser().client.post(f"/links/{token}", data=typed).status_code == 303


def test_who_is_known_to_read_the_mail_accepts_under_their_own_account(admin: Browser) -> None:
    office = admin.office
    prove(office, LEADER)
    holder = office.signed_in(LEADER)
    invite(admin, LEADER, "leader", municipality="751")
    page = holder.get("/account").text
    assert "Invitationer" in page
    (offer,) = OFFER.findall(page)
    assert holder.post(f"/account/offers/{offer}/accept").headers["location"] == "/account?done=accept"
    assert holder.get("/agents?hotline=here").status_code == 200
    assert holder.get("/agents?hotline=abroad").status_code == 200
    assert holder.post(f"/account/offers/{offer}/accept").status_code == 404


def test_an_administrator_with_a_link_in_hand_accepts_nothing_of_another_hotline(admin: Browser) -> None:
    """They take the account up, or renew its password, and are still not whom the other hotline asks."""
    office = admin.office
    office.at = office.at.replace(microsecond=0)
    link = link_in(invite(admin, NOBODY))
    other = office.signed_in(ABROAD)
    other.post("/administration/invite", email=NOBODY, role="coordinator")
    taken = office.browser()
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert taken.client.post(link, data=typed).status_code == 303
    page = taken.get("/account").text
    assert "abroad" not in OFFER.findall(page)
    assert OFFER.findall(page) == []
    (offer,) = re.findall(r"/account/offers/([0-9a-f]{32})/decline", page)
    assert taken.post(f"/account/offers/{offer}/accept").status_code == 403
    assert taken.get("/municipalities?hotline=abroad").status_code == 404


def test_a_new_password_by_a_link_in_hand_takes_that_knowledge_away(admin: Browser) -> None:
    office, other = admin.office, admin.office.signed_in(ABROAD)
    prove(office, LEADER)
    invite(admin, LEADER)
    shown = other.post(f"/administration/{office.account(LEADER).id}/link")
    thief = office.browser()
    typed = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert thief.client.post(link_in(shown), data=typed).status_code == 303
    assert OFFER.findall(thief.get("/account").text) == []


def test_what_is_declined_or_over_waits_no_longer(admin: Browser) -> None:
    office, holder = admin.office, admin.office.signed_in(LEADER)
    link = link_in(invite(admin, LEADER))
    assert office.browser().client.post(f"{link}/decline").status_code == 200
    assert LEADER not in admin.get("/administration").text
    link = link_in(invite(admin, LEADER))
    (offer,) = re.findall(r"/account/offers/([0-9a-f]{32})/decline", holder.get("/account").text)
    assert holder.post(f"/account/offers/{offer}/decline").headers["location"] == "/account?done=decline"
    assert holder.get(link).status_code == 404
    link = link_in(invite(admin, LEADER))
    office.later(days=8)
    admin, holder = office.signed_in(ADMIN), office.signed_in(LEADER)
    assert holder.get(link).status_code == 404
    assert "Invitationer" not in holder.get("/account").text
    assert LEADER not in admin.get("/administration").text


def test_of_an_account_with_roles_elsewhere_closing_ends_the_own_ones(admin: Browser) -> None:
    office, client = admin.office, program(admin)
    for close in (
        lambda account: admin.post(f"/administration/{account}/deactivate").status_code == 303,
        lambda account: client.put(f"{API}/{account}/deactivation").status_code == 204,
    ):
        account = office.account(LEADER, Role.COORDINATOR).id
        assert close(account)
        holder = office.signed_in(LEADER)
        assert holder.get("/municipalities?hotline=here").status_code == 404
        assert holder.get("/municipalities?hotline=abroad").status_code == 200
        assert LEADER not in admin.get("/administration").text


def test_who_is_of_every_hotline_is_asked_as_well(admin: Browser) -> None:
    """And stays signed in: nobody below ends their logins by giving them something."""
    office = admin.office
    account = office.account("alle@example.dk", Role.ADMINISTRATOR, hotline=None)
    above = office.signed_in("alle@example.dk")
    given = admin.post(f"/administration/{account.id}/grants", role="coordinator")
    assert given.headers["location"].count("done=invited")
    assert above.is_in()
    held = [row["role"] for row in office.rows(GRANT) if row["account_id"] == account.id]
    assert held == ["administrator"]
