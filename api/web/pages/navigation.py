"""The sections of the pages, as far as they are for whoever looks."""

from __future__ import annotations

from typing import NamedTuple

from api.access.scope import NOTHING, Scope
from wfm.message import Text

ROSTER = Text("nav.roster", "roster")
MUNICIPALITIES = Text("nav.municipalities", "municipalities")
AGENTS = Text("nav.agents", "agents")
FINDINGS = Text("nav.findings", "findings")
FOR_YOU = Text("nav.now", "for you")
MINE = Text("nav.me", "my shifts")
CALENDARS = Text("nav.calendars", "calendars")
PLANS = Text("nav.plans", "plans")
HOTLINES = Text("nav.hotlines", "hotlines")
HELP = Text("nav.help", "help")


class Section(NamedTuple):
    """A section: its key, where it begins (parts of an address), and its name."""

    key: str
    where: tuple[str, ...]
    name: Text


def sections(scope: Scope, *, plans: bool = False, hotlines: bool = False) -> tuple[Section, ...]:
    """Return the sections that a scope can open, in order.

    Parameters
    ----------
    scope
        Of whoever looks; nothing where they have no hotline yet.
    plans
        Whether there is a store.
    hotlines
        Whether whoever looks makes hotlines.
    """
    if scope == NOTHING:
        return (Section("hotlines", ("hotlines",), HOTLINES),) if hotlines else ()
    figures = scope.figures
    follows = bool(scope.municipalities) or scope.hotline
    found = (
        Section("now", ("now",), FOR_YOU) if plans else None,
        Section("me", ("me",), MINE) if scope.agents else None,
        Section("roster", () if figures else ("weeks",), ROSTER),
        Section("municipalities", ("municipalities",), MUNICIPALITIES) if figures else None,
        Section("agents", ("agents",), AGENTS),
        Section("findings", ("findings",), FINDINGS) if figures else None,
        Section("me", ("me",), CALENDARS) if follows and not scope.agents else None,
        Section("plans", ("plans",), PLANS) if plans else None,
        Section("hotlines", ("hotlines",), HOTLINES) if hotlines else None,
        Section("about", ("about",), HELP),
    )
    return tuple(section for section in found if section is not None)
