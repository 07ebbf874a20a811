"""Hotlines, and the one table with names, telephones and e-mails of those who work for them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Table, Text

from api.store.columns import METADATA, personal, plain, pseudonym
from api.store.types import Id, UtcTime

HOTLINE = Table(
    "hotline",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("code", Text(), unique=True),
    plain("name", Text()),
    plain("created_at", UtcTime()),
    plain("state", Integer(), server_default="0"),
)
"""``state`` rises with whatever changes what is shown: a publication, a new name, an erased person. Whoever
keeps something that was made of the hotline's rosters keeps it for one state."""

PERSON = Table(
    "person",
    METADATA,
    pseudonym("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("municipality", Text()),
    personal("agent", Text(), nullable=True),  # none once the person is erased
    personal("name", Text()),
    personal("email", Text()),
    personal("phone", Text()),
    personal("person", Text(), server_default=""),
    plain("created_at", UtcTime()),
    plain("erased_at", UtcTime(), nullable=True),
    Index(None, "hotline_id", "agent"),
)
"""Somebody, by the id and the municipality that they have in the last of the plans they are in. An id may be
that of several people after each other, and one person may have had several: by which id somebody is in a
plan stands in ``revision_agent``. ``person`` is what a plan calls somebody who is
several of them at once; which of them are one in a plan, its tables tell by random ids."""
