"""Hotlines in the store: each is locked as a whole by whoever changes it, and counts what changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.access.ids import HotlineCode, HotlineId
from api.store.tables import HOTLINE
from api.store.types import new_id


def keep_hotline(connection: Connection, code: HotlineCode, name: str, at: datetime) -> HotlineId:
    """Return the random id of a hotline; it is made where there is none of that code."""
    known: HotlineId | None = connection.execute(select(HOTLINE.c.id).where(HOTLINE.c.code == code)).scalar()
    if known is not None:
        return known
    hotline = HotlineId(new_id())
    connection.execute(insert(HOTLINE).values(id=hotline, code=code, name=name, created_at=at))
    return hotline


def make_hotline(connection: Connection, code: HotlineCode, name: str, at: datetime) -> HotlineId | None:
    """Make a hotline and return its random id; nothing where its code is taken, also at this very moment."""
    hotline = HotlineId(new_id())
    try:
        with connection.begin_nested():
            connection.execute(insert(HOTLINE).values(id=hotline, code=code, name=name, created_at=at))
    except IntegrityError:
        return None
    return hotline


def code_of(connection: Connection, hotline: HotlineId) -> HotlineCode:
    """Return the code of a hotline that is there."""
    asked = select(HOTLINE.c.code).where(HOTLINE.c.id == hotline)
    return HotlineCode(connection.execute(asked).scalar_one())


def lock_hotline(connection: Connection, hotline: HotlineId) -> None:
    """Let nobody else change this hotline until the end of the transaction."""
    connection.execute(select(HOTLINE.c.id).where(HOTLINE.c.id == hotline).with_for_update())


def state_of(connection: Connection, hotline: HotlineId) -> int:
    """Return the number of the state that a hotline is in: it rises with whatever changes what is shown."""
    return int(connection.execute(select(HOTLINE.c.state).where(HOTLINE.c.id == hotline)).scalar_one())


def touch_hotline(connection: Connection, hotline: HotlineId) -> None:
    """Say that what is shown of a hotline changed, so that nobody goes on showing what was."""
    changed = update(HOTLINE).where(HOTLINE.c.id == hotline).values(state=HOTLINE.c.state + 1)
    connection.execute(changed)
