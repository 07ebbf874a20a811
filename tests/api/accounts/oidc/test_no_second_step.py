"""Who signs in through the employer is asked for no code here, whatever role must have one."""

from __future__ import annotations

from api.access.roles import Role
from tests.api.accounts.offices import Office
from tests.api.accounts.oidc.bent import Bent
from tests.api.accounts.oidc.visits import LEADER, visit

STEP = "/account/second-step"


def test_a_code_is_asked_of_those_with_a_password_only(office: Office, provider: Bent) -> None:
    office.app.state.settings = office.app.state.settings.model_copy(
        update={"second_step_for": (Role.LEADER,)}
    )
    provider.claims = dict(LEADER)
    employed = office.browser()
    visit(employed)
    assert employed.get("/municipalities").status_code == 200
    office.account("leder@example.dk", Role.LEADER, municipality="751")
    assert office.signed_in("leder@example.dk").get("/municipalities").headers["location"] == STEP
