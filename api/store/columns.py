"""What every table has in common: names of constraints, and on each column what it says of people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, MetaData
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""SQLite can't drop a constraint that has no name."""

METADATA = MetaData(naming_convention=dict(NAMES))

GDPR = "gdpr"
"""Key of the label in a column's ``info``."""


class Gdpr(StrEnum):
    """What a column says of people.

    ``personal`` names or tells something of somebody and goes when that person is erased;
    ``pseudonym`` speaks of somebody under a random id and stays; ``none`` speaks of nobody.
    """

    PERSONAL = "personal"
    PSEUDONYM = "pseudonym"
    NONE = "none"


def personal(name: str, kind: Any, *more: SchemaItem, **options: Any) -> Column[Any]:
    """Return a column that goes when the person is erased."""
    return _column(Gdpr.PERSONAL, name, kind, *more, **options)


def pseudonym(name: str, kind: Any, *more: SchemaItem, **options: Any) -> Column[Any]:
    """Return a column that speaks of somebody under a random id."""
    return _column(Gdpr.PSEUDONYM, name, kind, *more, **options)


def plain(name: str, kind: Any, *more: SchemaItem, **options: Any) -> Column[Any]:
    """Return a column that speaks of nobody."""
    return _column(Gdpr.NONE, name, kind, *more, **options)


def _column(label: Gdpr, name: str, kind: TypeEngine[Any], *more: SchemaItem, **options: Any) -> Column[Any]:
    settings = {"nullable": False} | options
    return Column(name, kind, *more, info={GDPR: label.value}, **settings)
