"""Somebody signed in who asks for what is not for them is led on to what is."""

from __future__ import annotations

import pytest

from api.access.roles import Role
from tests.api.accounts.offices import Office

AGENT = "vagt@example.dk"
MINE = 'href="/me"'


def test_the_page_that_refuses_leads_to_the_pages_that_are_for_the_caller(office: Office) -> None:
    office.account(AGENT, Role.AGENT, agent="751-1-x")
    refused = office.signed_in(AGENT).get("/municipalities")
    assert refused.status_code == 403
    assert MINE in refused.text
    assert 'href="/findings"' not in refused.text
    assert MINE not in office.browser().get("/municipalities").text


@pytest.mark.parametrize(("role", "figures"), [(Role.AGENT, False), (Role.COORDINATOR, True)])
def test_nobody_is_offered_the_whole_roster_who_may_not_have_it(
    office: Office, role: Role, figures: bool
) -> None:
    office.account(AGENT, role, agent="751-1-x" if role is Role.AGENT else None)
    browser = office.signed_in(AGENT)
    assert ("/roster.html" in browser.get("/weeks/2027-W01").text) is figures
    assert (browser.get("/roster.html").status_code == 200) is figures
