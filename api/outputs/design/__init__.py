"""Outputs of a design: tables, report, calendars and a page."""
