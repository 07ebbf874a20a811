"""Names of the feed files: ``<agent>.ics`` and ``municipality-<code>.ics``.

Ids are checked where they are read; here no id, wherever it came from, can leave the folder or take
another feed's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wfm.errors import OutputError
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Text

UNSAFE = Text(
    "feeds.unsafe_name",
    "“{id}” cannot be part of a file name; use letters, digits, spaces, dots, hyphens and underscores",
)
CLASH = Text("feeds.name_clash", "“{one}” and “{other}” would share the calendar file {file}; rename one")

MUNICIPALITY_PREFIX = "municipality-"
_LONGEST = 200  # octets; file systems take 255
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^[. ]|[. ]$|^$')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def agent_file(agent: AgentId) -> str:
    """Return the name of an agent's feed file."""
    return _check(agent) + ".ics"


def municipality_file(code: MunicipalityCode) -> str:
    """Return the name of a municipality's feed file."""
    return MUNICIPALITY_PREFIX + _check(code) + ".ics"


def feed_files(agents: Iterable[AgentId], municipalities: Iterable[MunicipalityCode]) -> dict[str, str]:
    """Return the id behind every feed file, agents first.

    Raises
    ------
    OutputError
        Where an id is no file name, or two feeds would share a file (also where case is not told apart).
    """
    names = {municipality_file(code): str(code) for code in municipalities}
    taken = {name.casefold(): name for name in names}
    found: dict[str, str] = {}
    for agent in agents:
        name = agent_file(agent)
        other = taken.get(name.casefold())
        if other is not None:
            raise OutputError(CLASH(one=agent, other=(names | found)[other], file=name))
        taken[name.casefold()] = name
        found[name] = agent
    return found | names


def _check(identifier: str) -> str:
    too_long = len(identifier.encode(errors="replace")) > _LONGEST
    if too_long or _UNSAFE.search(identifier) or _DEVICES.fullmatch(identifier):
        raise OutputError(UNSAFE(id=identifier[:80]))
    return identifier
