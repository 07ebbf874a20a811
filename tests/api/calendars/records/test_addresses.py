from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from api.access.ids import HotlineId
from api.access.roles import Role
from api.access.tokens import new_token
from api.calendars.ics.writing import agent_calendar
from api.calendars.records import opening
from api.calendars.records.addresses import MOST, CalendarOwner, list_addresses, revoke_address
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.store.engine import reading, writing
from api.store.errors import MissingError, TooManyError
from api.store.tables import METADATA
from tests.api.calendars.records.subscribed import Hotline, Said
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan
from tests.api.store.filled import AUTHOR, NOW, plan_with_notes
from wfm.ids import AgentId


@pytest.fixture
def hotline(engine: Engine) -> Hotline:
    """Return a hotline with a published roster."""
    made = Hotline(engine, plan_with_notes())
    made.publish(SMALL_ROSTER, NOW)
    return made


def revoke(hotline: Hotline, address: str, *owners: CalendarOwner) -> None:
    """Revoke an address on behalf of owners."""
    with writing(hotline.engine) as connection:
        revoke_address(connection, hotline.id, address, owners, at=NOW, account=AUTHOR)


def test_an_address_opens_one_calendar_as_it_is_written(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    _, token = hotline.subscribe(owner)
    opened = hotline.opened(token)
    assert opened is not None
    whole = publication_of(small_plan(), SMALL_ROSTER)
    assert opened.body == agent_calendar(whole, AgentId("1-1"))
    assert (opened.hotline, opened.owner, opened.agent) == ("test", owner, "1-1")
    assert opened.changed_at == NOW


def test_of_an_address_only_the_hash_is_kept(hotline: Hotline) -> None:
    address, token = hotline.subscribe(hotline.person("1-1"))
    with reading(hotline.engine) as connection:
        rows = [
            repr(tuple(row)) for table in METADATA.sorted_tables for row in connection.execute(table.select())
        ]
        (kept,) = connection.execute(text("SELECT token_sha256 FROM calendar_address")).scalars()
    assert [row for row in rows if address in row]
    assert not [row for row in rows if token in row or token[:20] in row]
    assert hotline.opened(kept) is None
    assert hotline.opened(kept[:43]) is None


def test_a_poll_is_one_select(hotline: Hotline) -> None:
    _, token = hotline.subscribe(hotline.person("1-1"))
    said = Said(hotline.engine)
    for asked in (token, new_token()):
        hotline.opened(asked)
    assert said.statements == ["SELECT", "SELECT"]
    hotline.opened("malformed")
    assert len(said.statements) == 2


def test_a_poll_that_wrote_would_be_noticed(hotline: Hotline) -> None:
    said = Said(hotline.engine)
    with writing(hotline.engine) as connection:
        connection.execute(text("UPDATE calendar_address SET name = name"))
    assert said.statements == ["UPDATE"]


@pytest.mark.parametrize("token", ["", "x", "a" * 42, "a" * 44, "é" * 43, "a" * 43 + "\n", "\ud800" * 43])
def test_what_is_malformed_opens_nothing(hotline: Hotline, token: str) -> None:
    assert hotline.opened(token) is None


def test_a_revoked_address_opens_nothing_at_once_and_the_others_go_on(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    (phone, by_phone), (_, by_work) = hotline.subscribe(owner), hotline.subscribe(owner, name="work")
    revoke(hotline, phone, owner)
    assert hotline.opened(by_phone) is None
    assert hotline.opened(by_work) is not None
    with reading(hotline.engine) as connection:
        assert [a.name for a in list_addresses(connection, hotline.id, (owner,))] == ["work"]
    with pytest.raises(MissingError):
        revoke(hotline, phone, owner)


def test_without_looking_at_revocation_a_revoked_address_would_go_on(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = hotline.person("1-1")
    address, token = hotline.subscribe(owner)
    revoke(hotline, address, owner)
    monkeypatch.setattr(opening, "is_alive", lambda: text("1 = 1"))
    monkeypatch.setattr(opening, "_OPENED", opening._select_opened())
    assert hotline.opened(token) is not None


def test_nobody_revokes_or_sees_what_is_another_s(hotline: Hotline) -> None:
    own, other = hotline.person("1-1"), hotline.person("1-2")
    address, token = hotline.subscribe(own)
    for owners in (
        (other,),
        (),
        (CalendarOwner(MUNICIPALITY, own.subject),),
        (CalendarOwner(HOTLINE, hotline.id), other),
    ):
        with pytest.raises(MissingError):
            revoke(hotline, address, *owners)
        with reading(hotline.engine) as connection:
            assert list_addresses(connection, hotline.id, owners) == ()
    assert hotline.opened(token) is not None


def test_an_address_of_another_hotline_is_not_there(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    address, _ = hotline.subscribe(owner)
    with writing(hotline.engine) as connection, pytest.raises(MissingError):
        revoke_address(connection, HotlineId("0" * 32), address, (owner,), at=NOW, account=AUTHOR)


def test_whoever_is_erased_has_no_address_any_more(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    _, token = hotline.subscribe(owner)
    _, other = hotline.subscribe(hotline.person("1-2"))
    with writing(hotline.engine) as connection:
        connection.execute(
            text("UPDATE person SET agent = NULL, name = '', erased_at = :at WHERE id = :id"),
            {"id": owner.subject, "at": NOW.replace(tzinfo=None)},
        )
    assert hotline.opened(token) is None
    assert hotline.opened(other) is not None
    with reading(hotline.engine) as connection:
        assert list_addresses(connection, hotline.id, (owner,)) == ()
    with pytest.raises(MissingError):
        hotline.subscribe(owner, language="da")


def test_every_calendar_of_a_hotline_can_have_addresses(hotline: Hotline) -> None:
    _, of_town = hotline.subscribe(CalendarOwner(MUNICIPALITY, "1"))
    _, of_all = hotline.subscribe(CalendarOwner(HOTLINE, hotline.id))
    assert set(hotline.events(of_town)) == {"2027-01-04T08:00", "2027-01-05T08:00", "2027-01-06T11:00"}
    whole = hotline.events(of_all)
    assert len(whole) == len(hotline.plan.shifts)
    assert whole["2027-01-04T11:00"].location == "M2"
    assert whole["2027-01-05T08:00"].description.endswith("1 agent of M1\n1 seat is empty")
    assert "Agent 1-1" not in "".join(event.description for event in whole.values())


def test_an_address_speaks_its_own_language(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    (_, danish), (_, english) = hotline.subscribe(owner, "da"), hotline.subscribe(owner, "en")
    assert {event.summary for event in hotline.events(danish).values()} == {"Vagt: Test"}
    assert {event.summary for event in hotline.events(english).values()} == {"Hotline shift: Test"}
    one, other = hotline.events(danish), hotline.events(english)
    assert {s: (e.uid, e.sequence, e.changed_at) for s, e in one.items()} == {
        s: (e.uid, e.sequence, e.changed_at) for s, e in other.items()
    }


@pytest.mark.parametrize("kind", [PERSON, MUNICIPALITY, HOTLINE])
def test_an_address_made_before_the_first_publication_waits(engine: Engine, kind: str) -> None:
    hotline = Hotline(engine, plan_with_notes())
    subjects = {PERSON: hotline.person("1-1").subject, MUNICIPALITY: "1", HOTLINE: hotline.id}
    owner = CalendarOwner(kind, subjects[kind])
    _, token = hotline.subscribe(owner)
    assert hotline.events(token) == {}
    before = hotline.opened(token)
    hotline.publish(SMALL_ROSTER, NOW + timedelta(days=1))
    after = hotline.opened(token)
    assert before is not None
    assert after is not None
    assert hotline.events(token)
    assert (before.etag != after.etag, after.changed_at) == (True, NOW + timedelta(days=1))


def test_somebody_unknown_gets_no_address(hotline: Hotline) -> None:
    with pytest.raises(MissingError):
        hotline.subscribe(CalendarOwner(PERSON, "0" * 32))


def test_a_calendar_has_so_many_addresses_and_no_more(hotline: Hotline) -> None:
    owner = hotline.person("1-1")
    made = [hotline.subscribe(owner)[0] for _ in range(MOST)]
    with pytest.raises(TooManyError):
        hotline.subscribe(owner)
    hotline.subscribe(hotline.person("1-2"))
    revoke(hotline, made[0], owner)
    hotline.subscribe(owner)


def test_making_and_revoking_are_noted_without_a_name(hotline: Hotline) -> None:
    owner = CalendarOwner(MUNICIPALITY, "1")
    account = hotline.account(Role.LEADER, municipality="1")
    address, token = hotline.subscribe(owner, name="kanarie", account=account)
    with writing(hotline.engine) as connection:
        revoke_address(connection, hotline.id, address, (owner,), at=NOW, account=account)
    with reading(hotline.engine) as connection:
        asked = text("SELECT action, actor FROM audit_event WHERE object = :id ORDER BY seq")
        noted = [tuple(row) for row in connection.execute(asked, {"id": address})]
        told = "".join(connection.execute(text("SELECT payload FROM audit_payload")).scalars())
    assert noted == [("calendar.make", account), ("calendar.revoke", account)]
    assert "kanarie" not in told
    assert token not in told
