"""Who of a plan has an account and who has not, and inviting them at once: each once, the doubtful not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from api.access.roles import Role
from api.store.engine import reading
from api.store.outbox import unsent_notices
from api.store.tables import ACCOUNT, GRANT, OFFER, OFFERED_ROLE
from tests.api.accounts.offices import Browser, Office
from tests.api.people.staffed import address, agents_of, staff
from tests.api.published.test_pages import words
from wfm.ids import AgentId

ADMIN = "admin@example.dk"
API = "/api/v1/hotlines/here/accounts"
BOARD = "/plans/2027-01-04/people"
EMAILS = {
    "751-1-x": "en@example.dk",
    "751-2-x": "To@Example.dk",
    "730-1-x": "fem@example.dk",
    "730-2-x": "en@example.dk",
}
"""Two of one municipality; and one of another with an address of the first."""


@pytest.fixture
def admin(office: Office) -> Browser:
    office.account(ADMIN, Role.ADMINISTRATOR)
    address(office, EMAILS)
    return office.signed_in(ADMIN)


def states(admin: Browser) -> dict[str, str]:
    people = admin.get(f"{API}/people?plan=2027-01-04").json()["people"]
    return {one["agent"]: one["state"] for one in people}


def send(admin: Browser, what: str = "people", **more: Any) -> Any:
    secret = admin.token()
    sent = {"plan": "2027-01-04", **more}
    headers = {"x-form-token": secret, "origin": "http://127.0.0.1"}
    return admin.client.post(f"{API}/{what}/invitations", json=sent, headers=headers)


def notices(office: Office) -> int:
    with reading(office.database) as connection:
        return sum(one.kind == "offer" for one in unsent_notices(connection))


def test_the_board_tells_how_far_everybody_is(admin: Browser) -> None:
    office = admin.office
    office.account("tre@example.dk", Role.AGENT, agent="751-3-x")
    assert states(admin) == {
        "751-1-x": "uninvited",
        "751-2-x": "uninvited",
        "751-3-x": "active",
        "730-1-x": "uninvited",
        "730-2-x": "uninvited",
        "730-3-x": "no_address",
    }
    people = admin.get(f"{API}/people?plan=2027-01-04", headers={"accept-language": "en"}).json()["people"]
    doubts = {one["agent"]: one["doubts"] for one in people if one["doubts"]}
    assert doubts.keys() == {"751-1-x", "730-2-x"}
    assert doubts["730-2-x"] == ["en@example.dk is also the address of name-kanarie-751-1-y in M751"]


def test_all_are_invited_once_and_the_doubtful_only_where_that_is_meant(admin: Browser) -> None:
    office = admin.office
    looked = send(admin, preview=True).json()
    assert [one["agent"] for one in looked["invited"]] == ["730-1-x", "751-2-x"]
    assert [one["agent"] for one in looked["doubtful"]] == ["730-2-x", "751-1-x"]
    assert office.rows(OFFER) == []
    asked = send(admin)
    assert asked.status_code == 200, asked.text
    assert asked.json() == looked
    assert sorted(row["email"] for row in office.rows(OFFER)) == ["fem@example.dk", "to@example.dk"]
    assert {row["role"] for row in office.rows(OFFERED_ROLE)} == {"agent"}
    assert notices(office) == 2
    again = send(admin).json()
    assert (again["invited"], notices(office)) == ([], 2)
    assert states(admin)["751-2-x"] == "invited"
    assert [one["agent"] for one in send(admin, in_spite_of_doubts=True).json()["invited"]] == [
        "730-2-x",
        "751-1-x",
    ]
    assert len(office.rows(OFFER)) == 3  # one address, one question, two roles
    assert notices(office) == 3


def test_only_some_are_invited(admin: Browser) -> None:
    assert [one["agent"] for one in send(admin, agents=["751-2-x"]).json()["invited"]] == ["751-2-x"]
    assert [row["email"] for row in admin.office.rows(OFFER)] == ["to@example.dk"]


def test_whoever_is_of_the_hotline_already_has_the_role_at_once(admin: Browser) -> None:
    office = admin.office
    office.account("to@example.dk", Role.LEADER, municipality="751")
    send(admin)
    assert states(admin)["751-2-x"] == "active"
    assert {row["role"] for row in office.rows(GRANT)} == {"administrator", "leader", "agent"}


def test_an_account_with_a_role_in_another_municipality_makes_an_address_doubtful(admin: Browser) -> None:
    admin.office.account("to@example.dk", Role.LEADER, municipality="730")
    found = send(admin, preview=True).json()
    assert "751-2-x" in [one["agent"] for one in found["doubtful"]]


def test_an_account_elsewhere_is_told_to_nobody(admin: Browser) -> None:
    before = states(admin)
    admin.office.account("to@example.dk", Role.LEADER, hotline="abroad", municipality="101")
    assert states(admin) == before
    send(admin)
    assert states(admin)["751-2-x"] == "invited"


def test_a_closed_account_is_not_invited(admin: Browser) -> None:
    account = admin.office.account("to@example.dk", Role.AGENT, agent="751-2-x")
    admin.post(f"/administration/{account.id}/deactivate")
    assert states(admin)["751-2-x"] == "closed"
    assert "751-2-x" not in [one["agent"] for one in send(admin).json()["invited"]]


def test_two_rows_of_one_person_are_asked_once_without_a_doubt(admin: Browser) -> None:
    both = ("751-1-x", "730-2-x")
    staff(
        admin.office,
        (replace(one, person="p") if one.id in both else one for one in agents_of(admin.office)),
    )
    found = send(admin).json()
    assert found["doubtful"] == []
    assert {one["agent"] for one in found["invited"]} == {*both, "751-2-x", "730-1-x"}
    assert (len(admin.office.rows(OFFER)), notices(admin.office)) == (3, 3)


def test_leaders_are_invited_from_a_list_and_faults_are_told(admin: Browser) -> None:
    office = admin.office
    office.account("er@example.dk", Role.LEADER, municipality="751")
    leaders = [
        {"municipality": "751", "email": "leder@example.dk"},
        {"municipality": "m730", "email": "Anden@example.dk"},
        {"municipality": "751", "email": "er@example.dk"},
        {"municipality": "999", "email": "x@example.dk"},
        {"municipality": "751", "email": "ingen adresse"},
        {"municipality": "730", "email": "to@example.dk"},
        {"municipality": "751", "email": "LEDER@example.dk"},
    ]
    seen = send(admin, "leaders", leaders=leaders, preview=True).json()["leaders"]
    told = [(one["number"], one["state"], one["invited"], bool(one["doubts"])) for one in seen]
    assert told == [
        (1, "invite", True, False),
        (2, "invite", True, False),
        (3, "leader", False, False),
        (4, "faulty", False, False),
        (5, "faulty", False, False),
        (6, "invite", False, True),
    ]
    assert office.rows(OFFER) == []
    assert send(admin, "leaders", leaders=leaders).json()["leaders"] == seen
    assert sorted(row["email"] for row in office.rows(OFFER)) == ["anden@example.dk", "leder@example.dk"]
    again = send(admin, "leaders", leaders=leaders).json()["leaders"]
    assert [one["state"] for one in again[:2]] == ["asked", "asked"]
    assert notices(office) == 2


def test_the_pages_show_it_and_one_button_does_it(admin: Browser) -> None:
    page = admin.get(f"{BOARD}?lang=en")
    assert "not invited yet" in words(page.text)
    assert "has no e-mail address" in words(page.text)
    before = words(admin.get(f"{BOARD}/invite?lang=en").text)
    assert "Invite 2 agents" in before
    assert "en@example.dk is also the address of" in before
    made = admin.post(f"{BOARD}/invite", doubtful="true")
    assert (made.status_code, made.headers["location"]) == (303, f"{BOARD}?done=4")
    assert "4 people were invited" in words(admin.get(f"{BOARD}?lang=en&done=4").text)
    after = words(admin.get(f"{BOARD}/invite?lang=en").text)
    assert "There is nobody to invite" in after
    only = words(admin.get(f"{BOARD}?lang=en&state=invited&words=751").text)
    assert ("name-kanarie-751-1-y" in only, "name-kanarie-730-1-y" in only) == (True, False)


def test_a_pasted_list_is_kept_looked_at_and_then_invited(admin: Browser) -> None:
    pasted = "751\tleder@example.dk\n\nM730; en@example.dk\nnoget andet\n"
    looked = admin.post(f"{BOARD}/leaders?lang=en", pasted=pasted, do="look")
    said = words(looked.text).replace(" : ", ": ")
    assert looked.status_code == 200
    assert "751 leder@example.dk: is invited" in said
    assert "is left out unless you say so" in said
    assert "can't be read; expected was a municipality and an e-mail address" in said
    assert "noget andet" in re.findall(r"<textarea[^>]*>([^<]*)<", looked.text)[0]
    assert admin.office.rows(OFFER) == []
    made = admin.post(f"{BOARD}/leaders", pasted=pasted, do="invite")
    assert made.headers["location"] == f"{BOARD}?done=1"
    assert [row["email"] for row in admin.office.rows(OFFER)] == ["leder@example.dk"]


def test_who_invites_themselves_stays_signed_in(admin: Browser) -> None:
    address(admin.office, {**EMAILS, "751-3-x": ADMIN})
    assert admin.post(f"{BOARD}/invite").status_code == 303
    assert admin.is_in()


def test_a_coordinator_sees_the_board_and_invites_nobody(admin: Browser) -> None:
    admin.office.account("k@example.dk", Role.COORDINATOR)
    coordinator = admin.office.signed_in("k@example.dk")
    page = coordinator.get(BOARD)
    assert (page.status_code, f'href="{BOARD}/invite' in page.text) == (200, False)
    assert coordinator.get(f"{BOARD}/invite").status_code == 403
    assert coordinator.post(f"{BOARD}/invite").status_code == 403
    assert coordinator.get("/people").headers["location"] == BOARD
    assert len(admin.office.rows(OFFER)) == 0
    assert len(admin.office.rows(ACCOUNT)) == 2


@pytest.mark.parametrize("many", [200, 980])
def test_of_a_nation_the_pages_stay_small(admin: Browser, many: int) -> None:
    one = agents_of(admin.office)[0]
    crowd = (
        replace(one, id=AgentId(f"751-{n:03}"), name=f"Medarbejder {n}", email=f"m{n}@example.dk")
        for n in range(many)
    )
    staff(admin.office, crowd)
    for address_of in (BOARD, f"{BOARD}?sheet=3", f"{BOARD}/invite", "/administration"):
        answer = admin.get(address_of)
        assert answer.status_code == 200
        assert len(answer.content) < 150_000
    if many == 200:
        assert admin.post(f"{BOARD}/invite").headers["location"] == f"{BOARD}?done=200"
        assert len(admin.office.rows(OFFER)) == 200
        for address_of in (BOARD, "/administration"):
            assert len(admin.get(address_of).content) < 150_000
