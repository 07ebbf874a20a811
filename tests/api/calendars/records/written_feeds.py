"""A calendar as it stands in the store, written when its roster was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from api.publication.body import Body
from api.store.errors import MissingError
from api.store.tables import FEED_BODY
from api.texts.translator import DEFAULT


@dataclass(frozen=True)
class Feed:
    """A calendar as it is handed out.

    Parameters
    ----------
    kind, subject, language
        ``person`` with a random id, ``municipality`` with a code, or ``hotline`` with its id; in which
        language.
    body
        The calendar's text and its ETag.
    changed_at
        Since when it says what it says.
    """

    kind: str
    subject: str
    language: str
    body: Body
    changed_at: datetime | None


def find_feed(connection: Connection, hotline: str, kind: str, subject: str, language: str = DEFAULT) -> Feed:
    """Return a calendar as it was written when its roster was published.

    Raises
    ------
    MissingError
        Where nothing has been published for this subject.
    """
    f = FEED_BODY.c
    named = (f.hotline_id == hotline) & (f.kind == kind) & (f.subject == subject) & (f.language == language)
    row = connection.execute(select(f.body, f.etag, f.changed_at).where(named)).first()
    if row is None:
        raise MissingError("feed")
    return Feed(kind, subject, language, Body(bytes(row.body), row.etag), row.changed_at)
