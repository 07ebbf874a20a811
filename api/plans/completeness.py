"""What a plan lacks before a roster can be made of it."""

from __future__ import annotations

from api.store.errors import ClashError
from wfm.message import Text
from wfm.plan import Plan

INCOMPLETE = Text(
    "plan.incomplete",
    "the plan is not complete yet, so it has no roster: its table of municipalities is still empty",
)


def find_empty_tables(plan: Plan) -> tuple[str, ...]:
    """Return the tables that have no row yet and without which nobody sits on a shift, in order."""
    return tuple(name for name in ("municipalities", "agents") if not getattr(plan, name))


def require_complete(plan: Plan) -> None:
    """Refuse what needs quotas, which a bare plan has not.

    Raises
    ------
    ClashError
        Where it has no municipalities yet.
    """
    if plan.is_bare:
        raise ClashError(INCOMPLETE())
