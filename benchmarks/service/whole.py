"""Whether a store holds just what the service acknowledged: nothing lost, nothing half, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, func, select

from api.plans.records.plans import find_revision
from api.publishing.records import find_published
from api.rosters.records.rosters import find_version
from api.store.tables import (
    AUDIT_EVENT,
    COLLECTION,
    HOTLINE,
    IDEMPOTENCY_KEY,
    PLAN,
    PLAN_REVISION,
    ROSTER_VERSION,
)
from benchmarks.service.story import Story
from benchmarks.service.world import Hotline
from tests.api.store.invariants import breaches


def is_known(connection: Connection, key: str) -> bool:
    """Tell whether a request's effect is in the store."""
    asked = select(IDEMPOTENCY_KEY.c.key).where(IDEMPOTENCY_KEY.c.key == key)
    return connection.execute(asked).first() is not None


def differences(connection: Connection, hotlines: Iterable[Hotline | Story], keys: int) -> Iterator[str]:
    """Yield what differs from what was acknowledged; `keys` requests were, in all."""
    for hotline in hotlines:
        if isinstance(hotline, Story):
            yield from hotline.differences(connection)
        else:
            yield from _of(connection, hotline)
    kept = connection.execute(select(func.count()).select_from(IDEMPOTENCY_KEY)).scalar_one()
    if kept != keys:
        yield f"{kept} requests are answered in the store, {keys} were acknowledged"


def faults(connection: Connection, hotlines: Iterable[Hotline | Story], keys: int) -> list[str]:
    """Return all that is wrong: what differs, and every invariant of a store that does not hold."""
    return [*differences(connection, hotlines, keys), *breaches(connection)]


def _of(connection: Connection, hotline: Hotline) -> Iterator[str]:
    plan = connection.execute(
        select(PLAN.c.id).join(HOTLINE).where(HOTLINE.c.code == hotline.code)
    ).scalar_one()
    newest = find_revision(connection, plan).number, find_version(connection, plan).number
    asked = select(COLLECTION.c.number).where(COLLECTION.c.plan_id == plan)
    found = (
        *newest,
        find_published(connection, plan).number,
        connection.execute(asked).scalar() or 0,
    )
    expected = hotline.revision, hotline.version, hotline.published, hotline.collection
    if found != expected:
        named = "revision, version, published, collection"
        yield f"{hotline.code}: {named} are {found}, acknowledged were {expected}"
    for actions, table, number in (
        (("plan.import", "availability.answer"), PLAN_REVISION, hotline.revision),
        (("roster.add",), ROSTER_VERSION, hotline.version),
    ):
        rows = select(func.count()).select_from(table).where(table.c.plan_id == plan)
        own = select(table.c.id).where(table.c.plan_id == plan)
        told = select(func.count()).select_from(AUDIT_EVENT)
        told = told.where(AUDIT_EVENT.c.action.in_(actions), AUDIT_EVENT.c.object.in_(own))
        counted = connection.execute(rows).scalar_one(), connection.execute(told).scalar_one()
        if counted != (number, number):
            yield f"{hotline.code}: {actions[0]}: {counted} rows and events, acknowledged were {number}"
