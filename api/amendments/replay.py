"""An amendment made once more in the draft in the making: what it can follow, and what it can't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.access.ids import PersonId
from api.amendments.amendment import LeftOut, MoveGroup
from api.amendments.moved import MovedRoster, report_on
from api.rosters.editing.changes import move_agents
from api.rosters.editing.faults import ChangeError
from api.rosters.editing.moves import Move
from api.rosters.editing.trials import Trials
from api.rosters.records.rosters import VersionContent
from wfm.ids import AgentId
from wfm.roster import Roster


@dataclass(frozen=True)
class Replay:
    """What becomes of a draft.

    Parameters
    ----------
    moved
        The draft that follows; nothing where nothing changes in it.
    left
        What it can't follow.
    """

    moved: MovedRoster | None
    left: tuple[LeftOut, ...]


def replay(groups: Sequence[MoveGroup], published: VersionContent, draft: VersionContent) -> Replay:
    """Return what a draft makes of moves in what is published; each group as a whole or not at all."""
    agent_of = {person: agent for agent, person in draft.person_of.items()}
    roster, made, left = draft.roster, list[Move](), list[LeftOut]()
    for group in groups:
        moves = _named(group, published.person_of, agent_of)
        if moves is None:
            left.append(LeftOut(group))
            continue
        wanted = [move for move in moves if not _is_so(roster, move)]
        refused = _refusal(draft, roster, wanted)
        if refused is None:
            roster = move_agents(roster, wanted)
            made += wanted
        else:
            left.append(LeftOut(group, refused))
    moved = MovedRoster(roster, report_on(draft, roster, made)) if made else None
    return Replay(moved, tuple(left))


def _named(
    group: MoveGroup, person_of: Mapping[AgentId, PersonId], agent_of: Mapping[PersonId, AgentId]
) -> list[Move] | None:
    """Return moves by the ids of the draft; nothing where it does not know somebody who joins."""
    found = []
    for move in group:
        leaves, joins = (
            None if one is None else agent_of.get(person_of[one]) for one in (move.leaves, move.joins)
        )
        if move.joins is not None and joins is None:
            return None
        if leaves is not None or joins is not None:
            found.append(Move(move.shift, leaves, joins))
    return found


def _is_so(roster: Roster, move: Move) -> bool:
    """Tell whether the draft has it as the move would make it."""
    sits = roster.on(move.shift)
    return move.leaves not in sits and (move.joins is None or move.joins in sits)


def _refusal(draft: VersionContent, roster: Roster, moves: Sequence[Move]) -> tuple[str, ...] | None:
    """Return why moves can't be made, as the rules that they would break; nothing where they can."""
    if not moves:
        return None
    try:
        broken = Trials(draft.plan, roster).find_breaches(moves)
    except ChangeError:
        return ()
    return tuple(dict.fromkeys(finding.rule for finding in broken)) or None
