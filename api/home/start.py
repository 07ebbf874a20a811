"""Where somebody begins who has signed in and did not ask for anything in particular."""

from __future__ import annotations

from datetime import datetime

from api.access.callers import AccountHolder
from api.access.ids import HotlineCode
from api.access.permissions import Permission
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.accounts.urls import start_page
from api.home.todo import list_todos
from api.plans.place import HotlinePlace
from api.plans.records.facts import find_hotline
from api.store.engine import Database, reading
from api.texts.translator import DEFAULT, translator

NOW = "/now"


def find_start_page(database: Database, account: AccountHolder, hotline: HotlineCode, at: datetime) -> str:
    """Return the page that says what waits, for whom something does; else where their role begins.

    Parameters
    ----------
    hotline
        In which they land.
    at
        When.
    """
    viewer = Viewer(account, hotline, scope_of(account, hotline))
    if not viewer.may(Permission.READ_ROSTER):
        return start_page(account)
    with reading(database) as connection:
        facts = find_hotline(connection, hotline)
    speak = translator(DEFAULT)  # nothing is said yet
    place = HotlinePlace(database=database, viewer=viewer, at=at, speak=speak, hotline=facts)
    return NOW if list_todos(place) else start_page(account)
