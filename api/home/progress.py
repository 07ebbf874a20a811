"""How far a hotline is on its way to its first roster, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.access.ids import NO_HOTLINE
from api.access.permissions import Permission
from api.access.roles import Role
from api.access.viewer import Viewer
from api.accounts.administration.member_list import list_accounts
from api.plans.records.facts import HotlineFacts, PlanFacts, find_hotline, list_plans
from api.plans.records.outlines import PlanOutline, list_outlines
from api.store.engine import Connection

MOST_PLANS = 60


class StepKey(StrEnum):
    """The steps from an empty service to a published roster."""

    HOTLINE = "hotline"
    INVITE = "invite"
    PLAN = "plan"
    ROSTER = "roster"


@dataclass(frozen=True)
class HotlineProgress:
    """How far a hotline is.

    Parameters
    ----------
    hotline
        Which; ``None`` while there is none.
    others
        How many accounts and open invitations there are besides the one that looks.
    has_coordinator
        Whether anybody plans the hotline, or is invited to.
    plan, outline
        The latest plan, if any, and what it holds.
    """

    hotline: HotlineFacts | None = None
    others: int = 0
    has_coordinator: bool = False
    plan: PlanFacts | None = None
    outline: PlanOutline | None = None

    def is_done(self, step: StepKey) -> bool:
        """Tell whether a step is behind them."""
        match step:
            case StepKey.HOTLINE:
                return self.hotline is not None
            case StepKey.INVITE:
                return self.has_coordinator and self.others > 0
            case StepKey.PLAN:
                return self.outline is not None and self.outline.is_complete
            case StepKey.ROSTER:
                return self.plan is not None and bool(self.plan.published)

    @property
    def current(self) -> StepKey | None:
        """The step that comes next; nothing waits for everybody to be invited but for a coordinator."""
        waits = [step for step in StepKey if not self.is_done(step)]
        if self.has_coordinator and StepKey.INVITE in waits:
            waits.remove(StepKey.INVITE)
        return waits[0] if waits else None


def find_progress(connection: Connection, viewer: Viewer, now: datetime) -> HotlineProgress:
    """Return how far the viewer's hotline is; of accounts and drafts only what the viewer may know."""
    if viewer.hotline == NO_HOTLINE:
        return HotlineProgress()
    hotline = find_hotline(connection, viewer.hotline)
    if not viewer.may(Permission.READ_DRAFTS):
        return HotlineProgress(hotline)
    rows = list_accounts(connection, hotline.id, now)
    plans = list_plans(connection, hotline.id, before=None, most=MOST_PLANS, drafts=True)
    latest = plans[0] if plans else None
    outlines = list_outlines(connection, hotline.id) if latest else {}
    return HotlineProgress(
        hotline=hotline,
        others=sum(row.account.id != viewer.account for row in rows),
        has_coordinator=any(
            grant.role is Role.COORDINATOR
            for row in rows
            if not row.account.deactivated_at
            for grant in row.grants
        ),
        plan=latest,
        outline=outlines[latest.id] if latest else None,
    )
