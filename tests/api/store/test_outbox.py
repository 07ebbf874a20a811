from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, select

from api.store import outbox
from api.store.engine import writing
from api.store.tables import OUTBOX
from tests.api.store.filled import NOW


def test_notices_wait_in_the_order_in_which_they_were_put_until_they_are_sent(engine: Engine) -> None:
    with writing(engine) as connection:
        ids = [outbox.add_notice(connection, "test", {"n": n}, NOW + timedelta(seconds=n)) for n in range(3)]
        assert [notice.id for notice in outbox.unsent_notices(connection)] == ids
        assert [notice.id for notice in outbox.unsent_notices(connection, most=2)] == ids[:2]
        outbox.mark_sent(connection, ids[0], NOW)
        outbox.mark_sent(connection, ids[0], NOW + timedelta(days=1))
        assert [notice.payload for notice in outbox.unsent_notices(connection)] == [{"n": 1}, {"n": 2}]
        assert connection.execute(select(OUTBOX.c.sent_at).where(OUTBOX.c.id == ids[0])).scalar() == NOW
