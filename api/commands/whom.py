"""Whom a command is about: agents by their ids, in the hotline and municipality named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import said
from wfm.errors import OutputError
from wfm.message import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.store.engine import Connection
    from api.store.subjects import Found

AGENTS = Text("option.agents", "Agents, by the ids that they have in the plan.")
HOTLINE = Text("option.hotline", "Code of the hotline; needed where an id means several people.")
MUNICIPALITY = Text("option.of_municipality", "Code of the municipality; needed where an id means several.")
NOBODY = Text("whom.nobody", "There is nobody of the id {agent} in the store.")
SEVERAL = Text(
    "whom.several", "{agent} means several people ({places:list}); say which hotline and municipality."
)
PLACE = Text("whom.place", "{hotline}, {municipality}")

Agents = Annotated[list[str], typer.Argument(metavar="AGENT...", help=said(AGENTS()), show_default=False)]
Hotline = Annotated[str, typer.Option("--hotline", help=said(HOTLINE()), show_default=False)]
Municipality = Annotated[str, typer.Option("--municipality", help=said(MUNICIPALITY()), show_default=False)]


def whom(connection: Connection, agents: Sequence[str], hotline: str, municipality: str) -> tuple[Found, ...]:
    """Return who is meant.

    Raises
    ------
    OutputError
        Where an id is nobody's, or means several.
    """
    from api.store.subjects import find_persons

    meant: list[Found] = []
    for agent in dict.fromkeys(agents):
        found = find_persons(connection, agent, hotline=hotline, municipality=municipality)
        if not found:
            raise OutputError(NOBODY(agent=agent))
        if len(found) > 1:
            places = tuple(PLACE(hotline=one.hotline, municipality=one.municipality) for one in found)
            raise OutputError(SEVERAL(agent=agent, places=places))
        meant += found
    return tuple(meant)
