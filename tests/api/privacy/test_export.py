"""What somebody is given to read of themselves holds nobody else's random id."""

from __future__ import annotations

import json

from sqlalchemy import Engine, select

from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.privacy.export import SOMEBODY, extracts
from api.privacy.records.subjects import find_persons, ids_of_others, subject_of
from api.store.engine import writing
from api.store.tables import PERSON
from tests.api.store.filled import AUTHOR, NOW, fill, publish_version


def test_nobody_elses_random_id_is_told(engine: Engine) -> None:
    second = fill(engine)
    publish_version(engine, second, expected=1)
    with writing(engine) as connection:
        (found,) = find_persons(connection, "1-1")
        hotline = connection.execute(select(PERSON.c.hotline_id).distinct()).scalar_one()
        made = accounts.make(connection, "own@example.dk", "da", by=AUTHOR, at=NOW)
        given = {"hotline": hotline, "person": found.person, "by": AUTHOR, "at": NOW}
        grants.give(connection, made.id, Role.AGENT, **given)
        subject = subject_of(connection, [found.person], [made.id])
        others = ids_of_others(connection, subject)
        text = json.dumps([extract.rows for extract in extracts(connection, subject)], ensure_ascii=False)
    assert AUTHOR in others
    assert len(others) > 5
    assert [one for one in others if one in text] == []
    assert SOMEBODY in text
    assert found.person in text
    assert made.id in text
    assert second.id in text  # a version is nobody
