"""What is changed beside the program is noticed; what the program does raises no alarm."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import PERSON as PERSON_CALENDAR
from api.privacy.erase import erase_people
from api.privacy.retention import Periods, bounds, retain
from api.publication.body import Body
from api.store import audit, seals
from api.store.append_only import unguarded
from api.store.engine import open_engine, reading, writing
from api.store.seals import ROLES, TELLINGS, SealReport, check_seals, names
from api.store.tables import AUDIT_EVENT, FEED_BODY, GRANT, HOTLINE, PERSON
from api.store.types import canonical
from api.upkeep.backup import write_backup
from api.upkeep.restore import restore
from api.upkeep.verify import IntegrityReport, verify_integrity
from tests.api.store.filled import AUTHOR, NOW, fill, publish_version

PERIODS = Periods(
    working_time_years=5,
    calls_years=5,
    audit_years=3,
    availability_days=90,
    requests_days=30,
    login_hours=12,
)


def found(engine: Engine) -> IntegrityReport:
    with reading(engine) as connection:
        return verify_integrity(connection)


def kinds(report: IntegrityReport) -> set[str]:
    return {name.partition(" ")[0] for name in report.seals.broken}


TAMPERINGS = (
    ("DELETE FROM audit_payload WHERE seq = 2", "tellings"),
    ("""UPDATE "grant" SET role = 'administrator'""", "roles"),
    ("""UPDATE "grant" SET municipality = '1'""", "roles"),
    ("""DELETE FROM "grant" WHERE role = 'coordinator'""", "roles"),
    ("UPDATE publication SET number = 2", "publications"),
    ("UPDATE publication SET published_by = NULL", "publications"),
    ("UPDATE publication SET number = 0", "publications"),
    ("DELETE FROM feed_body WHERE kind = 'person'", "calendars"),
    ("UPDATE feed_body SET changed_at = '2001-01-01 00:00:00'", "calendars"),
)


def test_a_row_that_was_changed_beside_the_chain_is_noticed(engine: Engine) -> None:
    fill(engine)
    assert found(engine).holds
    assert found(engine).seals == SealReport((), ())
    with writing(engine) as connection:
        for tampering, kind in TAMPERINGS:
            with connection.begin_nested() as part:
                connection.execute(text(tampering))
                report = verify_integrity(connection)
                assert not report.holds
                assert kinds(report) == {kind}
                assert report.chain.broken == ()
                part.rollback()
    assert found(engine).holds


def test_a_calendar_that_was_written_anew_is_noticed_however_well(engine: Engine) -> None:
    fill(engine)
    f = FEED_BODY.c
    with writing(engine) as connection:
        asked = select(f.subject, f.language, f.body, f.events).where(f.kind == "person")
        row = next(row for row in connection.execute(asked).all() if row.events)
        there = (f.subject == row.subject) & (f.language == row.language)
        body = bytes(row.body).replace(b"SUMMARY:", b"SUMMARY:x ")
        partly: tuple[dict[str, Any], ...] = (
            {"body": body},
            {"zipped": gzip.compress(body)},
            {"events": []},
            {"body": b"nothing", "zipped": gzip.compress(b"nothing"), "etag": Body.of(b"nothing").etag},
        )
        for values in partly:
            with connection.begin_nested() as part:
                connection.execute(FEED_BODY.update().where(there).values(**values))
                assert verify_integrity(connection).broken_calendars == (("person", row.subject),)
                part.rollback()
        whole = {"body": body, "zipped": gzip.compress(body), "etag": Body.of(body).etag}
        connection.execute(FEED_BODY.update().where(there).values(**whole))
        report = verify_integrity(connection)
    assert report.broken_calendars == ()
    assert kinds(report) == {"calendars"}


def test_no_later_change_takes_over_what_was_changed_before_it(engine: Engine) -> None:
    second = fill(engine)
    with writing(engine) as connection:
        connection.execute(text("""UPDATE "grant" SET role = 'administrator'"""))
        connection.execute(text("UPDATE feed_body SET changed_at = '2001-01-01 00:00:00'"))
        connection.execute(text("UPDATE publication SET published_at = '2001-01-01 00:00:00'"))
        connection.execute(text("DELETE FROM audit_payload WHERE seq = 2"))
    publish_version(engine, second, expected=1)
    with writing(engine) as connection:
        _give(connection)
        retain(connection, bounds(PERIODS, NOW + timedelta(days=40)), NOW)
    assert kinds(found(engine)) == {"roles", "calendars", "publications", "tellings"}


def _give(connection: Connection) -> AccountId:
    made = accounts.make(connection, "leder@example.dk", "da", by=None, at=NOW)
    hotline = connection.execute(select(HOTLINE.c.id)).scalar_one()
    grants.give(connection, made.id, Role.COORDINATOR, hotline=hotline, by=AUTHOR, at=NOW)
    return made.id


def test_an_erased_person_who_is_there_again_is_noticed(engine: Engine) -> None:
    fill(engine)
    p = PERSON.c
    with writing(engine) as connection:
        person, other = connection.execute(select(p.id).order_by(p.agent).limit(2)).scalars()
        erase_people(connection, [person], by=None, at=NOW)
    assert found(engine).holds
    with writing(engine) as connection:
        connection.execute(PERSON.update().where(p.id == person).values(agent="1-1", name="Kanarie"))
        gone = {"agent": None, "name": "", "erased_at": NOW}
        connection.execute(PERSON.update().where(p.id == other).values(**gone))
    report = found(engine)
    assert set(report.broken_erasures) == {person, other}
    assert not report.holds


def test_an_address_reads_no_other_calendars_for_its_seal(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    read: list[Any] = []

    def canonical_of(hashed: Any) -> str:
        if isinstance(hashed, list) and hashed[0].startswith("calendars"):
            read.append(hashed[2])
        return canonical(hashed)

    monkeypatch.setattr(seals, "canonical", canonical_of)
    with writing(engine) as connection:
        account = _give(connection)
        hotline = connection.execute(select(HOTLINE.c.id)).scalar_one()
        person = connection.execute(select(PERSON.c.id).limit(1)).scalar_one()
        owner = CalendarOwner(PERSON_CALENDAR, person)
        make_address(connection, hotline, owner, name="", language="da", account=account, at=NOW)
    assert set(read) == {person}
    assert found(engine).holds


def test_a_seal_is_part_of_its_link(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        last = select(AUDIT_EVENT.c.seq).where(AUDIT_EVENT.c.seals.is_not(None))
        seq = connection.execute(last.order_by(AUDIT_EVENT.c.seq.desc()).limit(1)).scalar_one()
        with unguarded(connection):
            connection.execute(AUDIT_EVENT.update().where(AUDIT_EVENT.c.seq == seq).values(seals="{}"))
        assert audit.check_chain(connection).broken == (seq,)


def test_nothing_that_the_program_does_raises_an_alarm(engine: Engine, tmp_path: Path) -> None:
    second = fill(engine)
    publish_version(engine, second, expected=1)
    p = PERSON.c
    with writing(engine) as connection:
        account = _give(connection)
        (grant,) = grants.grants_of(connection, account)
        person, hotline = connection.execute(select(p.id, p.hotline_id).where(p.agent == "3-1")).one()
        owner = CalendarOwner(PERSON_CALENDAR, person)
        make_address(connection, hotline, owner, name="x", language="da", at=NOW, account=None)
        assert verify_integrity(connection).holds
        grants.withdraw(connection, grant, by=AUTHOR, at=NOW)
    write_backup(engine, tmp_path / "before", NOW)
    for agent in ("1-1", "3-1"):
        with writing(engine) as connection:
            (gone,) = connection.execute(select(p.id).where(p.agent == agent)).scalars()
            erase_people(connection, [gone], [account] if agent == "3-1" else (), by=None, at=NOW)
        assert found(engine).holds
    other = open_engine(_folder(tmp_path / "other"))
    restore(other, tmp_path / "before", at=NOW, erased={person, account})
    assert found(other).holds
    other.dispose()
    restore(engine, tmp_path / "before", at=NOW, before=tmp_path / "again")
    assert found(engine).holds
    for years in (1, 4, 9):
        with writing(engine) as connection:
            later = NOW + timedelta(days=366 * years)
            retain(connection, bounds(PERIODS, later), later)
        assert found(engine).holds


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_store_of_before_is_sealed_by_the_next_retention(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        with unguarded(connection):
            connection.execute(text("DELETE FROM audit_payload WHERE seq < 4"))
            connection.execute(AUDIT_EVENT.update().values(seals=None))
        missing = check_seals(connection).missing
        assert set(missing) == set(names(connection))
        retain(connection, bounds(PERIODS, NOW), NOW)
        assert check_seals(connection) == SealReport((), ())
        connection.execute(GRANT.delete())
        assert check_seals(connection).broken == (ROLES,)
        assert TELLINGS in missing
