"""What people wrote is searched for who is erased, wherever they write; what is doubtful is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, LargeBinary, String, Text, select
from sqlalchemy.sql.type_api import TypeEngine

from api.access.ids import HotlineId, PersonId
from api.accounts.records import access_tokens, accounts
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import MUNICIPALITY
from api.privacy.erase import erase_people, find_rows, find_texts
from api.privacy.inventory import FIXED_TEXTS, FREE_TEXTS
from api.privacy.records.erasure import ids_of_erased
from api.store.columns import METADATA
from api.store.engine import Connection, open_engine, writing
from api.store.tables import ACCESS_TOKEN, CALENDAR_ADDRESS, PERSON, REVISION_NOTE, VERSION_NOTE
from api.store.types import Id, Json
from api.upkeep.backup import write_backup
from api.upkeep.restore import restore
from api.upkeep.verify import verify_integrity
from tests.api.store.filled import NOW, fill

LONGEST_CODE = 64


def test_every_column_that_can_hold_a_text_is_declared_free_or_fixed() -> None:
    free = {f"{text.table.name}.{text.column}" for text in FREE_TEXTS}
    columns = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if _holds_text(column.type)
    }
    assert free | FIXED_TEXTS.keys() == columns
    assert not free & FIXED_TEXTS.keys()
    assert all(FIXED_TEXTS.values())


def _holds_text(kind: TypeEngine[object]) -> bool:
    if isinstance(kind, Id):
        return False
    if isinstance(kind, String) and not isinstance(kind, Text):
        return kind.length is None or kind.length > LONGEST_CODE
    return isinstance(kind, Text | Json | LargeBinary)


def _named(connection: Connection) -> tuple[PersonId, HotlineId]:
    """Give an agent a name of their own, one word of which is a word as well; return them and the hotline."""
    p = PERSON.c
    who = {"name": "Kanarie Holm", "phone": "+45 70 12 34 56", "email": "kana@example.org"}
    connection.execute(PERSON.update().where(p.agent == "1-1").values(**who))
    found = connection.execute(select(p.id, p.hotline_id).where(p.agent == "1-1")).one()
    return found.id, found.hotline_id


def _called_by_others(connection: Connection, hotline: HotlineId, *names: str) -> None:
    """Let a leader call calendar addresses and access tokens by names."""
    leader = accounts.make(connection, "leder@example.dk", "da", by=None, at=NOW)
    for name in names:
        owner = CalendarOwner(MUNICIPALITY, "1")
        make_address(connection, hotline, owner, name=name, language="da", at=NOW, account=leader.id)
        access_tokens.make(connection, leader.id, name, at=NOW, lasts=NOW - NOW)


SURE = (
    "Kanaries telefon",
    "Kanarie-vagten",
    "ring 70123456",
    "4570 12 34 56",
    "holm, kanarie",
    "KANA@example.org",
)
DOUBTFUL = ("Holms telefon", "vagten på Holm", "kanariefugl")


def test_what_others_called_by_them_is_emptied_and_what_may_be_is_told(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        person, hotline = _named(connection)
        _called_by_others(connection, hotline, *SURE, *DOUBTFUL)
        done = erase_people(connection, [person], by=None, at=NOW)
        for table in (CALENDAR_ADDRESS, ACCESS_TOKEN):
            names = connection.execute(select(table.c.name)).scalars().all()
            assert set(names) & {*SURE, *DOUBTFUL} == set(DOUBTFUL)
        assert done.rows["calendar_address"] == done.rows["access_token"] == len(SURE)
        left = [one for one in done.doubtful if one.table in ("calendar_address", "access_token")]
        assert sorted(one.excerpt for one in left) == sorted(2 * DOUBTFUL)
        assert {one.place for one in left if one.table == "access_token"} >= {f"leder@example.dk {NOW}"}
        assert verify_integrity(connection).holds


def test_a_doubtful_text_goes_when_somebody_says_so_also_from_older_backups(
    engine: Engine, tmp_path: Path
) -> None:
    fill(engine)
    with writing(engine) as connection:
        person, hotline = _named(connection)
        _called_by_others(connection, hotline, *DOUBTFUL)
        for table in (VERSION_NOTE, REVISION_NOTE):
            connection.execute(table.update().values(note="Holms bil"))
    write_backup(engine, tmp_path / "before", NOW)
    with writing(engine) as connection:
        rows = {one.row for one in find_texts(connection, [person]) if not (one.goes or one.stays)}
        assert len(rows) == 3 * len(DOUBTFUL) + 3  # tokens also in the audit
        assert find_rows(connection, {*rows, "person:000000000000", "none"}) == rows
        done = erase_people(connection, [person], rows=rows, by=None, at=NOW)
        assert [one for one in done.doubtful if not one.stays] == []
        assert done.rows["version_note"] == 2
        assert rows <= ids_of_erased(connection)
    other = open_engine(_folder(tmp_path / "other"))
    again = restore(other, tmp_path / "before", at=NOW, erased={*rows, person})
    assert again.erased == 1
    assert [one for one in again.doubtful if not one.stays] == []
    with writing(other) as connection:
        assert connection.execute(select(VERSION_NOTE)).all() == []
        assert set(connection.execute(select(CALENDAR_ADDRESS.c.name)).scalars()) & set(DOUBTFUL) == set()
    other.dispose()


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_nickname_is_found_when_it_is_told(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        person, _ = _named(connection)
        connection.execute(REVISION_NOTE.update().values(note="Fuglemors uge"))
        assert [one.table for one in find_texts(connection, [person]) if one.table == "revision_note"] == []
        (one,) = (
            o for o in find_texts(connection, [person], words=["Fuglemor"]) if o.table == "revision_note"
        )
        assert one.goes
        erase_people(connection, [person], words=["Fuglemor"], by=None, at=NOW)
        assert connection.execute(select(REVISION_NOTE)).all() == []


@pytest.mark.parametrize("also", [False, True])
def test_what_lies_in_a_plan_cannot_be_taken_out_and_is_told(engine: Engine, also: bool) -> None:
    fill(engine)
    with writing(engine) as connection:
        person, _ = _named(connection)
        connection.execute(METADATA.tables["hotline"].update().values(name="Kanaries hotline"))
        (one,) = (one for one in find_texts(connection, [person]) if one.table == "hotline")
        assert one.certain
        assert one.stays
        assert not one.goes
        if also:
            assert find_rows(connection, [one.row]) == frozenset()
        done = erase_people(connection, [person], rows=[one.row] if also else (), by=None, at=NOW)
        assert one in done.doubtful
