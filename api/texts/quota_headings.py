"""Headings of figures that a municipality has, in tables of a terminal and of pages alike."""

from __future__ import annotations

from wfm.message import Text

MUNICIPALITY = Text("table.municipality", "municipality")
SHARE = Text("table.share", "share")
TARGET = Text("table.target", "target")
SEATS = Text("table.seats", "seats")
HOURS = Text("table.hours", "hours")
PRICE = Text("table.price", "price")
NET = Text("table.net", "net")
IN_ALL = Text("table.in_all", "in all")
