"""Two people of one name in the forms and lists of an administrator."""

from __future__ import annotations

from sqlalchemy import update

from api.access.roles import Role
from api.store.engine import writing
from api.store.tables import PERSON
from tests.api.accounts.offices import Office


def test_namesakes_are_told_apart_where_a_role_is_given(office: Office) -> None:
    """Else the wrong person is given somebody's calendar."""
    ids = ["751-1-x", "751-2-x"]
    with writing(office.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent.in_(ids)).values(name="Ens"))
    office.account("admin@example.dk", Role.ADMINISTRATOR)
    wanted = {"email": "ny@example.dk", "role": "agent", "person": "Ens"}
    page = office.signed_in("admin@example.dk").post("/administration/invite?hotline=here", **wanted).text
    assert ">Ens (751-1-x), " in page
    assert ">Ens (751-2-x), " in page
    assert ">Ens, " not in page
