"""An account that was closed and opened again: its calendars' addresses wait until it is taken up."""

from __future__ import annotations

from api.access.roles import Role
from tests.api.accounts.offices import LINK, PASSWORD, Office
from tests.api.calendars.following import leader, made, poll

ADMIN = "admin@example.dk"


def test_the_calendars_of_an_opened_account_stay_shut_until_it_is_taken_up_again(office: Office) -> None:
    holder = leader(office)
    secret = made(holder)
    office.account(ADMIN, Role.ADMINISTRATOR)
    admin, account = office.signed_in(ADMIN), office.account("leder@example.dk").id
    assert poll(office, secret).status_code == 200
    assert admin.post(f"/administration/{account}/deactivate").status_code == 303
    assert admin.post(f"/administration/{account}/reactivate").status_code == 303
    assert poll(office, secret).status_code == 404
    (token,) = set(LINK.findall(admin.post(f"/administration/{account}/link").text))
    assert poll(office, secret).status_code == 404
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert office.browser().client.post(f"/links/{token}", data=typed).status_code == 303
    assert poll(office, secret).status_code == 200
