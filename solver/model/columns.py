"""Columns: the 0/1 variables of a model that say who sits where, and how a roster is read from them.

A column stands for one agent on a shift, or for a team: all agents of a municipality that sit there together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.roster import Assignment, Roster


class Cell(NamedTuple):
    """A municipality on a shift."""

    home: MunicipalityCode
    shift: ShiftId


class TeamColumn(NamedTuple):
    """A variable that seats some agents.

    Parameters
    ----------
    variable
        1 where they sit.
    cell
        Where, and for whom.
    agents
        In order of id.
    team
        Whether they are all who sit there for the municipality; otherwise it is one agent of perhaps several.
    """

    variable: cp_model.IntVar
    cell: Cell
    agents: tuple[AgentId, ...]
    team: bool

    def chosen_in(self, roster: Roster) -> bool:
        """Tell whether a roster seats them so."""
        sitting = roster.on(self.cell.shift)
        return sitting == self.agents if self.team else self.agents[0] in sitting


@dataclass(frozen=True)
class RosterReader:
    """How a roster is read from a solution.

    Parameters
    ----------
    columns
        Every column of the model.
    kept
        Who sits in any case, without a variable.
    """

    columns: Sequence[TeamColumn]
    kept: frozenset[Assignment] = frozenset()

    def roster(self, values: Sequence[float]) -> Roster:
        """Return the roster of a solution, given the values of all variables by index."""
        return Roster.of(self._seated(values))

    def _seated(self, values: Sequence[float]) -> Iterator[Assignment]:
        yield from self.kept
        for column in self.columns:
            if values[column.variable.index] > 0.5:
                for agent in column.agents:
                    yield agent, column.cell.shift
