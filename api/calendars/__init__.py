"""Calendars that people subscribe to: secret addresses, who may make which, and handing them out."""
