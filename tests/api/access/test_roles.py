from __future__ import annotations

import pytest

from api.access.callers import Bearer
from api.access.ids import HotlineCode
from api.access.roles import Grant, Role
from wfm.ids import AgentId, MunicipalityCode

TOWN, AGENT = MunicipalityCode("751"), AgentId("751-01")


@pytest.mark.parametrize(
    ("role", "town", "agent"),
    [
        (Role.ADMINISTRATOR, None, None),
        (Role.COORDINATOR, None, None),
        (Role.LEADER, TOWN, None),
        (Role.AGENT, TOWN, AGENT),
    ],
)
def test_a_grant_has_just_the_parts_of_its_role(
    role: Role, town: MunicipalityCode | None, agent: AgentId | None
) -> None:
    assert Grant(role, HotlineCode("ddh"), town, agent).role is role
    for other_town in (None, TOWN):
        for other_agent in (None, AGENT):
            if (other_town, other_agent) != (town, agent):
                with pytest.raises(ValueError, match=r"grant|municipality"):
                    Grant(role, HotlineCode("ddh"), other_town, other_agent)


def test_a_grant_names_its_hotline() -> None:
    with pytest.raises(ValueError, match="hotline"):
        Grant(Role.COORDINATOR, HotlineCode(""))


@pytest.mark.parametrize(("agent", "town"), [(None, None), (AGENT, TOWN)])
def test_a_calendar_is_of_one(agent: AgentId | None, town: MunicipalityCode | None) -> None:
    with pytest.raises(ValueError, match="calendar"):
        Bearer(HotlineCode("ddh"), agent, town)
