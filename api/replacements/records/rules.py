"""How each municipality lets its people accept; where it has said nothing, they may alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AccountId, HotlineId
from api.replacements.kinds import AcceptingRule
from api.store.tables import ACCEPTING_RULE
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class KeptRule:
    """What a municipality has said.

    Parameters
    ----------
    rule
        What holds.
    number
        Rises with each change; 0 where nothing was said.
    author, at
        Which account said it, if any, and when.
    """

    rule: AcceptingRule = AcceptingRule.ALONE
    number: int = 0
    author: AccountId | None = None
    at: datetime | None = None


def find_rule(connection: Connection, hotline: HotlineId, municipality: MunicipalityCode) -> KeptRule:
    """Return what holds in a municipality."""
    r = ACCEPTING_RULE.c
    there = (r.hotline_id == hotline) & (r.municipality == municipality)
    row = connection.execute(select(ACCEPTING_RULE).where(there)).first()
    if row is None:
        return KeptRule()
    return KeptRule(AcceptingRule(row.rule), row.number, row.author, row.at)


def keep_rule(
    connection: Connection, hotline: HotlineId, municipality: MunicipalityCode, kept: KeptRule
) -> None:
    """Write down what holds in a municipality from now on."""
    r = ACCEPTING_RULE.c
    there = (r.hotline_id == hotline) & (r.municipality == municipality)
    values = {"rule": kept.rule.value, "number": kept.number, "author": kept.author, "at": kept.at}
    if not connection.execute(update(ACCEPTING_RULE).where(there).values(**values)).rowcount:
        made = {"hotline_id": hotline, "municipality": municipality}
        connection.execute(insert(ACCEPTING_RULE).values(**made, **values))
