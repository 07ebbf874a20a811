from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, text

from api.store import audit
from api.store.engine import reading, writing
from tests.api.rosters.test_records import unguarded
from tests.api.store.filled import AUTHOR, NOW

LINKS = 5


def chained(connection: Connection) -> audit.Head:
    """Write a few links; return the end."""
    for number in range(LINKS):
        payload = {"number": number, "name": f"KANARIE {number}"}
        head = audit.record(
            connection, actor=AUTHOR, action="test", about="something", at=NOW, payload=payload
        )
    return head


def test_a_chain_that_nobody_touched_holds(engine: Engine) -> None:
    with writing(engine) as connection:
        assert audit.check_chain(connection) == audit.Chain(audit.Head(0, audit.START), (), ())
        head = chained(connection)
        assert audit.check_chain(connection) == audit.Chain(head, (), ())
    assert head.seq == LINKS


@pytest.mark.parametrize("column", ["previous", "actor", "action", "object", "mac", "sha256", "at", "seq"])
def test_a_changed_link_is_found(engine: Engine, column: str) -> None:
    value = {"seq": "seq + 100", "at": "'2001-01-01 00:00:00'"}.get(column, "'x'")
    with writing(engine) as connection:
        chained(connection)
        for guard in unguarded(engine, "audit_event"):
            connection.execute(text(guard))
        connection.execute(text("DELETE FROM audit_payload"))  # so that its key may change
        connection.execute(text(f"UPDATE audit_event SET {column} = {value} WHERE seq = 3"))
        assert audit.check_chain(connection).broken != ()


@pytest.mark.parametrize("seq", [1, 3, LINKS])
def test_a_link_taken_out_is_found(engine: Engine, seq: int) -> None:
    with writing(engine) as connection:
        chained(connection)
        for guard in unguarded(engine, "audit_event"):
            connection.execute(text(guard))
        connection.execute(text(f"DELETE FROM audit_payload WHERE seq = {seq}"))
        connection.execute(text(f"DELETE FROM audit_event WHERE seq = {seq}"))
        assert audit.check_chain(connection).broken == ((seq + 1,) if seq < LINKS else (LINKS,))


def test_what_is_told_cannot_be_changed_unseen_but_erased(engine: Engine) -> None:
    with writing(engine) as connection:
        head = chained(connection)
        connection.execute(text("DELETE FROM audit_payload WHERE seq IN (2, 4)"))
        assert audit.check_chain(connection) == audit.Chain(head, (), (2, 4))
        connection.execute(text("UPDATE audit_payload SET payload = '{}' WHERE seq = 3"))
        assert audit.check_chain(connection).broken == (3,)


def test_a_cut_tail_shows_only_beside_a_head_kept_elsewhere(engine: Engine) -> None:
    with writing(engine) as connection:
        kept = chained(connection)
        for guard in unguarded(engine, "audit_event"):
            connection.execute(text(guard))
        connection.execute(text(f"DELETE FROM audit_payload WHERE seq = {LINKS}"))
        connection.execute(text(f"DELETE FROM audit_event WHERE seq = {LINKS}"))
        last = f"SELECT sha256 FROM audit_event WHERE seq = {LINKS - 1}"
        connection.execute(text(f"UPDATE audit_head SET seq = {LINKS - 1}, sha256 = ({last})"))
        chain = audit.check_chain(connection)
    assert chain.broken == ()
    assert chain.head != kept


def test_what_was_rolled_back_left_no_link(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        chained(connection)
        transaction.rollback()
    with reading(engine) as connection:
        assert audit.check_chain(connection).head.seq == 0
