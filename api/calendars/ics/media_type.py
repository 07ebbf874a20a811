"""What a calendar is called among media types (RFC 5545, section 8.1)."""

from __future__ import annotations

CALENDAR = "text/calendar; charset=utf-8"
