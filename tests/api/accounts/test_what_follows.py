"""What follows for its owner from a change of an account: who is signed out, and who is told."""

from __future__ import annotations

import pytest

from api.access.roles import Role
from api.store import outbox
from api.store.engine import reading
from tests.api.accounts.offices import PASSWORD, Office
from tests.api.accounts.test_own_second_step import PAGE, turn_on
from tests.api.accounts.test_second_step import EMAIL, Phone, half_in, send

ADMIN = "administrator@example.dk"


def told(office: Office) -> list[str]:
    """Return of which changes to the second step a notice waits."""
    with reading(office.database) as connection:
        notices = list(outbox.unsent_notices(connection))
    return [notice.payload["what"] for notice in notices if notice.kind == "second_step"]


def test_who_is_given_a_role_has_to_sign_in_anew(office: Office) -> None:
    account = office.account(EMAIL, Role.COORDINATOR)
    inside = office.signed_in(EMAIL)
    office.account(ADMIN, Role.ADMINISTRATOR)
    given = office.signed_in(ADMIN).post(
        f"/administration/{account.id}/grants", role="leader", municipality="751"
    )
    assert given.status_code == 303
    assert not inside.is_in()


def test_the_use_of_a_recovery_code_is_mailed(office: Office) -> None:
    phone = Phone(office)
    before = told(office)
    assert send(half_in(office), phone.recovery[0]) == 303
    assert told(office) == [*before, "recovered"]


@pytest.mark.parametrize("way", ["codes", "off"])
def test_turning_it_off_and_new_recovery_codes_sign_out_every_other_browser(office: Office, way: str) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    browser = office.signed_in(EMAIL)
    app, codes = turn_on(browser)
    elsewhere = half_in(office)
    assert send(elsewhere, codes[0]) == 303
    assert elsewhere.is_in()
    answer = browser.post(f"{PAGE}/{way}", page=PAGE, password=PASSWORD, code=app.at(office.at))
    assert answer.status_code in (200, 303)
    assert browser.is_in()
    assert not elsewhere.is_in()
