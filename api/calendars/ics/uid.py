"""What an event is called for ever: hotline code, whose it is, and the shift's start in UTC.

Every part is percent-encoded, so that no two assignments share a UID whatever their ids contain, and
`+`, which encoding leaves in no id, tells an agent from a municipality and from the whole hotline.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from wfm.ids import AgentId, MunicipalityCode


def agent_uid(hotline: str, agent: AgentId, starts_at: datetime) -> str:
    """Return the UID of an agent's shift, such as ``20270104T070000Z+751-01@ddh.faellesvagt``."""
    return f"{_instant(starts_at)}+{_safe(agent)}@{_safe(hotline)}.faellesvagt"


def municipality_uid(hotline: str, code: MunicipalityCode, starts_at: datetime) -> str:
    """Return the UID of a municipality's shift: ``20270104T070000Z+municipality+751@ddh.faellesvagt``."""
    return f"{_instant(starts_at)}+municipality+{_safe(code)}@{_safe(hotline)}.faellesvagt"


def hotline_uid(hotline: str, starts_at: datetime) -> str:
    """Return the UID of a shift in the whole hotline's calendar: ``20270104T070000Z++@ddh.faellesvagt``."""
    return f"{_instant(starts_at)}++@{_safe(hotline)}.faellesvagt"


def _instant(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _safe(part: str) -> str:
    return quote(part, safe="", errors="replace")
