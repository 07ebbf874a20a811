"""The list of accounts: by pages, found by words; and people, who are found and never listed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response

from api.access.roles import Role
from api.accounts.records.members import members_of
from api.store.engine import reading
from api.store.tables import OFFERED_ROLE
from tests.api.accounts.offices import Browser, Office

ADMIN, NEW = "admin@example.dk", "ny@example.dk"
ROW = re.compile(r'class="address" href="[^"]*">([^<]*)<')


@pytest.fixture
def admin(office: Office) -> Browser:
    """Return the browser of an administrator of one hotline, where mails are sent."""
    office.account(ADMIN, Role.ADMINISTRATOR)
    office.app.state.settings = office.settings.model_copy(update={"smtp_host": "mail.example.org"})
    return office.signed_in(ADMIN)


def invite(admin: Browser, **fields: str) -> Response:
    return admin.post("/administration/invite", email=NEW, **fields)


def person(office: Office, agent: str) -> str:
    with reading(office.database) as connection:
        found = members_of(connection, "here").person(agent)  # type: ignore[arg-type]
    assert found
    return found


def test_of_hundreds_of_accounts_a_page_shows_fifty_and_words_find_the_others(admin: Browser) -> None:
    office = admin.office
    for n in range(60):
        office.account(f"agent-{n:02}@example.dk", Role.AGENT, agent="751-1-x")
    office.account("leder@example.dk", Role.LEADER, municipality="751")

    def rows(**query: Any) -> list[str]:
        return ROW.findall(admin.client.get("/administration", params=query).text)

    assert [len(rows(sheet=n)) for n in (1, 2, 3, 100_000)] == [50, 12, 12, 12]
    assert len({*rows(sheet=1), *rows(sheet=2)}) == 62
    assert rows(words="AGENT-59 751-1") == ["agent-59@example.dk"]
    assert "leder@example.dk" in rows(words="751", sheet=2)
    assert rows(words="nobody-is-called-so") == []
    assert rows(words="leder") == ["leder@example.dk"]


def test_people_are_found_by_words_and_not_listed(admin: Browser) -> None:
    """A list of everybody in every form would be a page of hundreds of kilobytes."""
    assert "name-kanarie" not in admin.get("/administration").text
    assert invite(admin, role="agent", person="NAME-kanarie-751-1").status_code == 303
    assert [row["person_id"] for row in admin.office.rows(OFFERED_ROLE)] == [person(admin.office, "751-1-x")]


def test_where_words_fit_several_one_is_chosen(admin: Browser) -> None:
    several = invite(admin, role="agent", person="751")
    assert several.status_code == 422
    found = re.findall(r'<option value="([0-9a-f]{32})">([^<]*)<', several.text)
    assert [name.split(",")[0] for _, name in found] == [f"name-kanarie-751-{n}-y" for n in (1, 2, 3)]
    assert f'value="{NEW}"' in several.text
    assert invite(admin, role="agent", person=found[1][0]).status_code == 303
    assert [row["person_id"] for row in admin.office.rows(OFFERED_ROLE)] == [found[1][0]]


def test_an_account_that_is_given_a_role_more_is_chosen_for_in_its_own_form(admin: Browser) -> None:
    account = admin.office.account(NEW, Role.COORDINATOR)
    several = admin.post(f"/administration/{account.id}/grants", role="agent", person="751")
    assert several.status_code == 422
    assert len(re.findall(r'<option value="[0-9a-f]{32}">', several.text)) == 3
    nobody = admin.post(f"/administration/{account.id}/grants", role="agent", person="ingen")
    assert (nobody.status_code, 'value="ingen"' in nobody.text) == (422, True)


@pytest.mark.parametrize("query", ["sheet=0", "sheet=100001", "sheet=x", f"words={'x' * 201}"])
def test_what_is_no_page_of_the_list_is_refused(admin: Browser, query: str) -> None:
    assert admin.get(f"/administration?{query}").status_code == 422
