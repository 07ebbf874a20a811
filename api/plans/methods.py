"""Where each quota method leads, and what is to be said of it."""

from __future__ import annotations

from api.store.errors import ClashError
from api.texts.outlook import assumptions, drifts, gains, promise
from api.texts.translator import Translator
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook, outlook

NO_QUOTAS = Text("methods.no_quotas", "no municipality of the plan staffs shifts yet, so there is no quota")


def method_outlook(plan: Plan) -> QuotaOutlook:
    """Return where each method leads.

    Raises
    ------
    ClashError
        Where nobody staffs yet.
    """
    if not plan.quotas:
        raise ClashError(NO_QUOTAS())
    return outlook(plan)


def outlook_messages(plan: Plan, found: QuotaOutlook, speak: Translator) -> list[Message]:
    """Return who gains by which method, what is taken for granted, promised, and what drifts."""
    statement, reasons = promise(plan, found, speak)
    told = [*gains(plan, found, speak), *assumptions(plan, found), statement, *reasons]
    return [*told, *drifts(plan, found, speak)]
