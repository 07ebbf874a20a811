"""Permissions: what can be allowed, and to whom; what is not listed here is allowed to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from api.access.callers import AccountHolder, Bearer, Caller, LocalUser, Nobody
from api.access.ids import HotlineCode
from api.access.roles import Role


class Permission(StrEnum):
    """What an operation asks of its caller; one that changes anything asks for one that `writes`."""

    READ_ROSTER = "read_roster"
    """Shifts and people, as far as the caller's scope reaches."""
    READ_FIGURES = "read_figures"
    """Quotas, settlement, score and findings."""
    READ_FEED = "read_feed"
    """Calendars."""
    READ_DRAFTS = "read_drafts"
    """Plans as they are being made, and rosters that are not published."""
    READ_RECORD = "read_record"
    """Who did what to plans and rosters."""
    READ_HELP = "read_help"
    """How to read the pages and the JSON."""
    READ_ACCOUNTS = "read_accounts"
    """Who may do what, and with which e-mail address they sign in."""
    FOLLOW = "follow"
    """Make and revoke addresses of calendars that the caller may read."""
    ANSWER = "answer"
    """Say when somebody can sit: oneself, one's own people, everybody."""
    CONFIRM = "confirm"
    """Confirm what somebody else said of it."""
    KEEP_SCENARIOS = "keep_scenarios"
    """Try what would be otherwise if, and keep it beside the plan."""
    EDIT_PLAN = "edit_plan"
    """Change a plan, or a roster that is not published."""
    PUBLISH = "publish"
    """Publish a roster."""
    ADMINISTER = "administer"
    """Say who may do what."""

    @property
    def writes(self) -> bool:
        """Tell whether it allows changes."""
        return self in _WRITES


_WRITES = frozenset(
    {
        Permission.FOLLOW,
        Permission.ANSWER,
        Permission.CONFIRM,
        Permission.KEEP_SCENARIOS,
        Permission.EDIT_PLAN,
        Permission.PUBLISH,
        Permission.ADMINISTER,
    }
)
_READS = frozenset(Permission) - _WRITES - {Permission.READ_ACCOUNTS}
_OF_PLANNERS = frozenset({Permission.READ_DRAFTS, Permission.READ_RECORD})
_OF_PEOPLE = frozenset({Permission.FOLLOW, Permission.ANSWER})
_OF_BEARER = frozenset({Permission.READ_FEED})

OF_ROLE: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: _READS | {Permission.FOLLOW, Permission.READ_ACCOUNTS, Permission.ADMINISTER},
        Role.COORDINATOR: _READS
        | _OF_PEOPLE
        | {Permission.CONFIRM, Permission.KEEP_SCENARIOS, Permission.EDIT_PLAN, Permission.PUBLISH},
        Role.LEADER: _READS - _OF_PLANNERS | _OF_PEOPLE | {Permission.CONFIRM, Permission.KEEP_SCENARIOS},
        Role.AGENT: _READS - _OF_PLANNERS - {Permission.READ_FIGURES} | _OF_PEOPLE,
    }
)
"""What each role may do, in its own hotline and as far as its scope reaches."""


def permissions(caller: Caller, hotline: HotlineCode) -> frozenset[Permission]:
    """Return what a caller may do in a hotline; empty where the hotline is foreign to the caller."""
    match caller:
        case LocalUser():
            return frozenset(Permission)
        case AccountHolder():
            held = (OF_ROLE[grant.role] for grant in caller.grants_of(hotline))
            return frozenset[Permission]().union(*held)
        case Bearer():
            return _OF_BEARER if caller.hotline == hotline else frozenset()
        case Nobody():
            return frozenset()
        case _:
            assert_never(caller)
