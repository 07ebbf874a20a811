"""Leaders as somebody pastes them: a municipality and an address on each line, looked at before it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.roles import Role
from api.accounts.records.accounts import normalize_email
from api.people.board import PeopleBoard, town_of
from api.people.records.holders import RoleHolder
from wfm.ids import MunicipalityCode
from wfm.message import Message, Text

MOST_LINES = 400
LONGEST_TEXT = 60_000

TWO_PARTS = Text("people.two_parts", "a municipality and an e-mail address, with ; or a tab between them")
KNOWN_TOWN = Text("people.known_town", "a municipality of the plan, by its code or name")
AN_ADDRESS = Text("people.an_address", "an e-mail address")
ALSO_AGENT_OF = Text("people.also_agent_of", "{email} is the address of {name} in {municipality}")
ALSO_LEADER_OF = Text(
    "people.also_leader_of", "{email} is the address of an account that has a role in {municipality}"
)
_BETWEEN = re.compile(r"[;\t,]")


class LineState(StrEnum):
    """What becomes of a line."""

    INVITE = "invite"
    """The address is asked, or its account given the role."""
    ASKED = "asked"
    """It was asked before and has not accepted yet."""
    LEADER = "leader"
    """It is the municipality's leader already."""
    CLOSED = "closed"
    """Its account is deactivated."""
    FAULTY = "faulty"
    """It can't be read."""


@dataclass(frozen=True)
class LeaderLine:
    """A line of a pasted list.

    Parameters
    ----------
    number, text
        Which line, and what stands in it.
    municipality, email
        What was read; none and empty where it is faulty.
    state
        What becomes of it.
    expected
        What should stand there, of a faulty one.
    doubts
        Why the address may be somebody else's.
    """

    number: int
    text: str
    municipality: MunicipalityCode | None
    email: str
    state: LineState
    expected: Message | None = None
    doubts: tuple[Message, ...] = ()


def read_leaders(board: PeopleBoard, text: str) -> tuple[LeaderLine, ...]:
    """Return the lines of a pasted list; blank ones and those that say the same again are passed over."""
    by_name = {one.name.casefold(): one.code for one in board.plan.municipalities}
    codes = {code.casefold(): code for code in board.plan.municipality}
    seen: set[tuple[MunicipalityCode | None, str]] = set()
    found = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        if not line.strip():
            continue
        one = _read(board, number, " ".join(line.split()), by_name | codes, line)
        if one.state is LineState.FAULTY or (one.municipality, one.email) not in seen:
            seen.add((one.municipality, one.email))
            found.append(one)
    return tuple(found)


def _read(
    board: PeopleBoard, number: int, shown: str, towns: Mapping[str, MunicipalityCode], line: str
) -> LeaderLine:
    parts = [part.strip().strip('"') for part in _BETWEEN.split(line)]
    parts = [part for part in parts if part]
    address = next((part for part in parts if "@" in part), "")
    others = [part for part in parts if part != address]
    town = next((towns[part.casefold()] for part in others if part.casefold() in towns), None)
    email = normalize_email(address) or ""
    expected = None
    if not address or not others:
        expected = TWO_PARTS()
    elif town is None:
        expected = KNOWN_TOWN()
    elif not email:
        expected = AN_ADDRESS()
    if expected is not None or town is None:
        return LeaderLine(number, shown, None, "", LineState.FAULTY, expected)
    same = tuple(one for one in board.holders if one.email == email)
    return LeaderLine(
        number=number,
        text=shown,
        municipality=town,
        email=email,
        state=_state(town, same),
        doubts=tuple(_doubts(board, town, email, same)),
    )


def _state(town: MunicipalityCode, same: Iterable[RoleHolder]) -> LineState:
    own = [one for one in same if one.role is Role.LEADER and one.municipality == town]
    if any(one.is_closed for one in same):
        return LineState.CLOSED
    if any(one.is_taken_up for one in own):
        return LineState.LEADER
    return LineState.ASKED if own else LineState.INVITE


def _doubts(
    board: PeopleBoard, town: MunicipalityCode, email: str, same: Iterable[RoleHolder]
) -> Iterable[Message]:
    for row in board.rows:
        if row.email == email and row.agent.municipality != town:
            yield ALSO_AGENT_OF(email=email, name=row.name, municipality=row.municipality)
    codes = {one.municipality for one in same if one.role is Role.LEADER} - {None, town}
    for code in sorted(codes, key=str):
        yield ALSO_LEADER_OF(email=email, municipality=town_of(board.plan, code))
