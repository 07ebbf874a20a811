"""Calendars: events and their iCalendar text."""
