"""Agents called by their names where an id is meant: understood where the name is one agent's alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from wfm.message import Text
from wfm.tables.rows import TableRow, TableRows
from wfm.tables.words import fold

READ_AS_AGENT = Text("notice.read_as_agent", "an id; it was read as {agent}, whose name it is")
ONE_OF_SEVERAL = Text("fault.one_of_several", "the id of whom of these is meant: {agents:list}")

_LABEL = re.compile(r".*\(([^()]+)\)\s*")


class AgentNames:
    """The agents who may be meant, by what people call them.

    Parameters
    ----------
    names
        Name by id.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.ids = frozenset(names)
        self._by_name: dict[str, list[str]] = {}
        for agent, name in names.items():
            self._by_name.setdefault(fold(name), []).append(agent)

    @classmethod
    def of_rows(cls, rows: Iterable[TableRow]) -> AgentNames:
        """Return the agents of some rows of the table of agents."""
        return cls({row.values["agent"]: row.values["name"] for row in rows if "agent" not in row.faulty})

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids that a text may mean: one where it is clear, none where it is nobody's.

        What people choose from a list, ``Lemvig 1 (665-01)``, says the id by itself.
        """
        if text in self.ids:
            return (text,)
        label = _LABEL.fullmatch(text)
        if label and label[1] in self.ids:
            return (label[1],)
        return tuple(self._by_name.get(fold(text), ()))

    def replace_in(self, rows: TableRows) -> None:
        """Put ids in the place of names in the column ``agent`` of a table; what is nobody's name stays."""
        rows.rows = [self._with_id(rows, row) for row in rows.rows]

    def _with_id(self, rows: TableRows, row: TableRow) -> TableRow:
        text = row.values["agent"]
        found = self.find(text) if text and "agent" not in row.faulty else (text,)
        if len(found) > 1:
            rows.faults.append(row.at("agent", text, ONE_OF_SEVERAL(agents=found)))
            return replace(row, faulty={**row.faulty, "agent": text})
        if not found or found[0] == text:
            return row
        if fold(f"({found[0]})") not in fold(text):
            rows.notices.append(row.at("agent", text, READ_AS_AGENT(agent=found[0])))
        return replace(row, values={**row.values, "agent": found[0]})
