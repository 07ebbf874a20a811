"""Administration: what an administrator may do in their hotline, and nothing beyond it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import update

from api.access.roles import Role
from api.accounts.administration import service as administering
from api.accounts.records import grants
from api.accounts.records.members import members_of
from api.store import audit, outbox
from api.store.engine import reading, writing
from api.store.tables import ACCOUNT, AUDIT_EVENT, GRANT, OFFER, OFFERED_ROLE, PERSON
from tests.api.accounts.offices import LINK as LINK_SHOWN
from tests.api.accounts.offices import PASSWORD, Browser, Office

ADMIN, NEW = "admin@example.dk", "ny@example.dk"
API = "/api/v1/hotlines/here/accounts"
ROW = re.compile(r'class="address" href="[^"]*">([^<]*)<')
TOWNS = ("751", "657")


@pytest.fixture
def admin(office: Office) -> Browser:
    """Return the browser of an administrator of one hotline, where mails are sent."""
    office.account(ADMIN, Role.ADMINISTRATOR)
    mails_go_by(office, "mail.example.org")
    return office.signed_in(ADMIN)


def mails_go_by(office: Office, host: str | None) -> None:
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": host})


def invite(admin: Browser, email: str = NEW, **fields: str) -> Response:
    return admin.post("/administration/invite", email=email, **{"role": "coordinator", **fields})


def link_of(admin: Browser, email: str) -> Response:
    account = admin.office.account(email)
    return admin.post(f"/administration/{account.id}/link")


def grant_of(office: Office, email: str, role: str) -> str:
    account = office.account(email).id
    (found,) = [r["id"] for r in office.rows(GRANT) if (r["account_id"], r["role"]) == (account, role)]
    return str(found)


def offered(office: Office) -> str:
    """Return the id of the one offer there is."""
    (row,) = office.rows(OFFER)
    return str(row["id"])


def take_up(admin: Browser) -> None:
    """Accept the one offer there is, by the link that is handed on."""
    (token,) = LINK_SHOWN.findall(admin.post(f"/administration/{offered(admin.office)}/link").text)
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert admin.office.browser().client.post(f"/links/{token}", data=typed).status_code == 303


def person(office: Office, agent: str) -> str:
    with reading(office.database) as connection:
        found = members_of(connection, "here").person(agent)  # type: ignore[arg-type]
    assert found
    return found


def test_who_is_invited_gets_an_offer_and_a_notice_without_a_secret(admin: Browser) -> None:
    office = admin.office
    assert invite(admin, role="leader", municipality="751").headers["location"].endswith("done=invited")
    assert NEW not in [row["email"] for row in office.rows(ACCOUNT)]
    (offer,) = office.rows(OFFER)
    with reading(office.database) as connection:
        (notice,) = [one for one in outbox.unsent_notices(connection) if one.kind == "offer"]
    assert notice.payload == {"offer": offer["id"]}
    assert offer["token_sha256"] is None
    page = admin.get("/administration").text
    assert NEW in page
    assert "ikke accepteret endnu" in page


def test_a_link_that_is_handed_on_lets_the_invited_in_with_that_role(admin: Browser) -> None:
    office = admin.office
    invite(admin, role="agent", person=person(office, "751-1-x"))
    shown = admin.post(f"/administration/{offered(office)}/link")
    (token,) = LINK_SHOWN.findall(shown.text)
    assert "http://127.0.0.1/links/" in shown.text
    guest, typed = office.browser(), {"password": PASSWORD, "again": PASSWORD}
    assert guest.client.post(f"/links/{token}", data=typed).status_code == 303
    account = office.account(NEW).id
    with reading(office.database) as connection:
        assert [g.agent for g in grants.resolve_grants(connection, account)] == ["751-1-x"]
    assert guest.get("/weeks/2027-W01").status_code == 200
    assert guest.get("/municipalities").status_code == 403
    assert not LINK_SHOWN.findall(admin.get("/administration").text)


def test_where_no_mail_is_sent_the_link_of_an_invitation_is_shown_at_once(admin: Browser) -> None:
    office = admin.office
    mails_go_by(office, None)
    answer = invite(admin)
    assert answer.status_code == 200
    (token,) = LINK_SHOWN.findall(answer.text)
    guest = office.browser().client.post(f"/links/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert guest.status_code == 303
    again = invite(admin, role="leader", municipality="751")
    assert (again.status_code, LINK_SHOWN.findall(again.text)) == (303, [])


def test_the_same_again_changes_nothing_but_the_invitation(admin: Browser) -> None:
    invite(admin)
    (before,) = admin.office.rows(OFFER)
    admin.office.later(minutes=1)
    invite(admin)
    (after,) = admin.office.rows(OFFER)
    assert after["id"] == before["id"]
    assert after["expires_at"] > before["expires_at"]
    assert len(admin.office.rows(OFFERED_ROLE)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "no address"},
        {"role": "emperor"},
        {"role": ""},
        {"role": "leader"},
        {"role": "leader", "municipality": "101"},
        {"role": "agent"},
        {"role": "agent", "person": "f" * 32},
    ],
)
def test_what_is_no_grant_is_told_and_not_given(admin: Browser, fields: dict[str, str]) -> None:
    before = admin.office.rows(GRANT)
    answer = invite(admin, **{"email": NEW, **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert admin.office.rows(GRANT) == before


def test_somebody_may_be_several_things_to_several_hotlines(office: Office) -> None:
    office.account(ADMIN, Role.ADMINISTRATOR, hotline=None)
    admin = office.signed_in(ADMIN)
    account = office.account(NEW, Role.LEADER, municipality="751")
    here = admin.post(f"/administration/{account.id}/grants?hotline=here", role="coordinator")
    assert here.status_code == 303
    there = admin.post("/administration/invite?hotline=abroad", email=NEW, role="leader", municipality="101")
    (token,) = set(LINK_SHOWN.findall(there.text))
    assert office.signed_in(NEW).post(f"/links/{token}/accept").status_code == 303
    with reading(office.database) as connection:
        given = grants.resolve_grants(connection, account.id)
    held = {(grant.hotline, grant.role.value, grant.municipality) for grant in given}
    assert held == {
        ("here", "leader", "751"),
        ("here", "coordinator", None),
        ("abroad", "leader", "101"),
    }


def test_an_agent_keeps_the_grant_under_another_id(office: Office) -> None:
    account = office.account(NEW, Role.AGENT, agent="751-1-x")
    with writing(office.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == "751-1-x").values(agent="renamed"))
        assert [g.agent for g in grants.resolve_grants(connection, account.id)] == ["renamed"]
        connection.execute(update(PERSON).where(PERSON.c.agent == "renamed").values(agent=None))
        assert grants.resolve_grants(connection, account.id) == ()


def test_a_withdrawn_grant_ends_at_once(admin: Browser) -> None:
    office = admin.office
    account = office.account(NEW, Role.COORDINATOR)
    inside = office.signed_in(NEW)
    link = re.compile(r'href="/municipalities/')
    assert link.search(inside.get("/municipalities").text)
    grant = grant_of(office, NEW, "coordinator")
    assert admin.post(f"/administration/{account.id}/grants/{grant}/withdraw").status_code == 303
    assert inside.get("/municipalities").status_code == 303
    assert not link.search(office.signed_in(NEW).get("/municipalities").text)  # but who gives roles
    assert NEW not in admin.get("/administration").text


def test_who_changes_their_own_grants_stays_signed_in_under_a_new_secret(admin: Browser) -> None:
    office, before = admin.office, admin.secret
    account = office.account(ADMIN).id
    assert admin.post(f"/administration/{account}/grants", role="coordinator").status_code == 303
    assert admin.secret != before
    assert admin.is_in()
    assert office.browser(Cookie=f"login={before}").get("/account").status_code == 303
    mine = grant_of(office, ADMIN, "coordinator")
    assert admin.post(f"/administration/{account}/grants/{mine}/withdraw").status_code == 303
    assert admin.is_in()


def test_nobody_takes_their_own_administration_away_or_closes_their_own_account(admin: Browser) -> None:
    office, account = admin.office, admin.office.account(ADMIN).id
    mine = grant_of(office, ADMIN, "administrator")
    assert admin.post(f"/administration/{account}/grants/{mine}/withdraw").status_code == 409
    assert admin.post(f"/administration/{account}/deactivate").status_code == 409
    assert admin.is_in()


def test_a_closed_account_is_out_and_is_opened_again_by_an_invitation(admin: Browser) -> None:
    office, account = admin.office, admin.office.account(NEW, Role.COORDINATOR)
    inside = office.signed_in(NEW)
    assert admin.post(f"/administration/{account.id}/deactivate").status_code == 303
    assert not inside.is_in()
    assert office.browser().sign_in(NEW).status_code == 422
    assert "lukket" in admin.get("/administration").text
    assert admin.post(f"/administration/{account.id}/link").status_code == 409
    assert (
        admin.post(f"/administration/{account.id}/grants", role="leader", municipality="751").status_code
        == 409
    )
    assert admin.post(f"/administration/{account.id}/reactivate").status_code == 303
    assert office.browser().sign_in(NEW).status_code == 422, "the old password is gone"
    (token,) = LINK_SHOWN.findall(link_of(admin, NEW).text)
    guest = office.browser()
    guest.client.post(f"/links/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert guest.get("/municipalities").status_code == 200


WHOLE = ("link", "reactivate", "second-step")


@pytest.mark.parametrize("what", WHOLE)
def test_who_administers_a_part_has_no_say_over_the_whole_account(admin: Browser, what: str) -> None:
    """Else an administrator here could become, by a link, somebody there."""
    office = admin.office
    account = office.account(NEW, Role.COORDINATOR)
    office.account(NEW, Role.COORDINATOR, hotline="abroad")
    refused = admin.post(f"/administration/{account.id}/{what}")
    assert refused.status_code == 409
    assert "denne hotline" in refused.text
    assert not LINK_SHOWN.findall(refused.text)
    assert office.browser().sign_in(NEW).status_code == 303


@pytest.mark.parametrize("what", WHOLE)
def test_without_that_guard_they_would_have(
    admin: Browser, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = admin.office
    account = office.account(NEW, Role.COORDINATOR)
    office.account(NEW, Role.COORDINATOR, hotline="abroad")
    monkeypatch.setattr(administering, "_require_whole", lambda *_: None)
    assert admin.post(f"/administration/{account.id}/{what}").status_code in (200, 303)


def test_an_administrator_of_every_hotline_is_beyond_one_of_a_single_hotline(admin: Browser) -> None:
    office = admin.office
    above = office.account("alle@example.dk", Role.ADMINISTRATOR, hotline=None)
    grant = grant_of(office, "alle@example.dk", "administrator")
    assert admin.post(f"/administration/{above.id}/grants/{grant}/withdraw").status_code == 409
    for what in (*WHOLE, "deactivate"):
        assert admin.post(f"/administration/{above.id}/{what}").status_code == 409
    assert "i alle hotlines" in admin.get(f"/administration?account={above.id}").text
    assert office.browser().sign_in("alle@example.dk").status_code == 303


def test_a_grant_of_one_account_is_not_withdrawn_under_another(admin: Browser) -> None:
    office = admin.office
    one, other = office.account(NEW, Role.COORDINATOR), office.account("to@example.dk", Role.COORDINATOR)
    grant = grant_of(office, "to@example.dk", "coordinator")
    assert admin.post(f"/administration/{one.id}/grants/{grant}/withdraw").status_code == 404
    assert admin.post(f"/administration/{other.id}/grants/{grant}/withdraw").status_code == 303


def program(admin: Browser) -> Any:
    """Return the client of a program that has the administrator's token."""
    answer = admin.post("/account/tokens", name="x", days="30")
    (secret,) = re.findall(r"wfm_[\w-]{43}", answer.text)
    return admin.office.browser(Authorization=f"Bearer {secret}").client


def test_a_program_invites_gives_withdraws_and_closes_as_the_page_does(admin: Browser) -> None:
    client, office = program(admin), admin.office
    made = client.post(API, json={"email": NEW, "role": "leader", "municipality": "751"})
    assert made.status_code == 201
    account = made.json()
    assert made.headers["location"] == f"{API}/{account['id']}"
    assert (account["state"], account["email"], account["language"]) == ("invited", NEW, "da")
    office.later(seconds=1)
    given = client.post(f"{API}/{account['id']}/grants", json={"role": "agent", "agent": "751-02"})
    assert given.status_code == 422
    given = client.post(f"{API}/{account['id']}/grants", json={"role": "agent", "agent": "751-2-x"})
    assert (given.status_code, given.json()["agent"], given.json()["municipality"]) == (201, "751-2-x", "751")
    shown = client.get(f"{API}/{account['id']}").json()
    assert [grant["role"] for grant in shown["grants"]] == ["leader", "agent"]
    link = client.post(f"{API}/{account['id']}/link").json()
    assert (link["kind"], link["expires_at"]) == ("invitation", "2027-01-11T07:00:01Z")
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert office.browser().client.post(link["address"], data=typed).status_code == 303
    (account,) = [row for row in client.get(API).json()["accounts"] if row["email"] == NEW]
    (given,) = [grant for grant in account["grants"] if grant["role"] == "agent"]
    gone = client.delete(f"{API}/{account['id']}/grants/{given['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.delete(f"{API}/{account['id']}/grants/{given['id']}").status_code == 404
    assert client.put(f"{API}/{account['id']}/deactivation").status_code == 204
    assert client.get(f"{API}/{account['id']}").json()["state"] == "deactivated"
    assert client.delete(f"{API}/{account['id']}/deactivation").status_code == 204
    listed = client.get(API)
    assert [row["email"] for row in listed.json()["accounts"]] == [ADMIN, NEW]
    assert listed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "sent",
    [
        {"email": NEW, "role": "coordinator", "hotline": "abroad"},
        {"email": NEW, "role": "administrator", "everywhere": True},
        {"email": NEW, "role": "emperor"},
        {"email": "x", "role": "coordinator"},
        {"email": f"{NEW}\nBcc: ond@example.org", "role": "coordinator"},
        {"email": NEW, "role": "coordinator", "language": "tlh"},
        {"role": "coordinator"},
    ],
)
def test_what_a_program_sends_is_read_strictly(admin: Browser, sent: dict[str, Any]) -> None:
    client, before = program(admin), admin.office.rows(ACCOUNT)
    assert client.post(API, json=sent).status_code == 422
    assert admin.office.rows(ACCOUNT) == before


def test_each_thing_that_is_done_is_written_down_with_who_did_it(admin: Browser) -> None:
    office, me = admin.office, admin.office.account(ADMIN).id
    invite(admin)
    take_up(admin)
    account = office.account(NEW).id
    admin.post(f"/administration/{account}/grants", role="leader", municipality="751")
    admin.post(f"/administration/{account}/grants/{grant_of(office, NEW, 'leader')}/withdraw")
    admin.post(f"/administration/{account}/link")
    admin.post(f"/administration/{account}/deactivate")
    admin.post(f"/administration/{account}/reactivate")
    rows = office.rows(AUDIT_EVENT)
    done = [row["action"] for row in rows if row["actor"] == me]
    assert done[1:] == [
        "offer.make",
        "offer.add_role",
        "grant.give",
        "grant.give",
        "grant.withdraw",
        "link.make",
        "account.deactivate",
        "account.reactivate",
        "link.make",
    ]
    assert "offer.accept" in [row["action"] for row in rows if row["actor"] == account]
    with reading(office.database) as connection:
        assert audit.check_chain(connection).broken == ()


def test_a_name_with_markup_in_it_stays_a_name(admin: Browser) -> None:
    """The page shows names of people, who are called what they are called."""
    name = '<script>alert(1)</script>"&'
    with writing(admin.office.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == "751-1-x").values(name=name))
    text = invite(admin, role="agent", person="751-1-x").text
    text = text or admin.get(f"/administration?account={offered(admin.office)}").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&amp;" in text
