"""Words and marks of a shift that several sheets share."""

from __future__ import annotations

from wfm.message import Plural, Text

UNSOCIAL_MARK = "☾"
EMPTY_SEATS = Plural("sheet.empty_seats", "{n:number} empty seat", "{n:number} empty seats")
DATE = Text("sheet.date", "date")
START = Text("sheet.start", "start")
END = Text("sheet.end", "end")
HOURS = Text("sheet.hours", "hours")
MUNICIPALITY = Text("sheet.municipality", "municipality")
AGENT = Text("sheet.agent", "agent")
AGENT_NUMBER = Text("sheet.agent_number", "agent {number}")
UNSOCIAL = Text("sheet.unsocial", "unsocial")
UNSOCIAL_COUNT = Text("sheet.unsocial_count", "unsocial")
BESIDE = Text("sheet.beside", "beside, to learn")
BESIDE_NAMED = Text("sheet.beside_named", "beside: {name}")
EMPTY = Text("sheet.empty", "empty seats")
LOCKED = Text("sheet.locked", "locked")
YES = Text("sheet.yes", "yes")
