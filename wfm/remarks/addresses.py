"""Addresses of agents that no mail can reach."""

from __future__ import annotations

from collections.abc import Iterator

from wfm.mail_address import is_reachable
from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark

UNREACHABLE = Text(
    "notice.unreachable",
    "one e-mail address that mail reaches, such as vagt@example.dk; before the @ without æ, ø and å",
)


def address_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield addresses to which a mail server could not be given a mail."""
    for index, agent in enumerate(records.agents):
        if agent.email.strip() and not is_reachable(agent.email.strip()):
            yield Remark("agents", index, "email", agent.email, UNREACHABLE())
