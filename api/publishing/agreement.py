"""The notice that is agreed: one reading of the settings, for whichever door a publication comes by."""

from __future__ import annotations

from api.configuration.notice import NoticeSettings
from api.rosters.editing.short_notice import NoticeAgreement


def read_agreement(settings: NoticeSettings) -> NoticeAgreement:
    """Return the days of notice that the settings tell, and those of single municipalities."""
    return NoticeAgreement(settings.notice_days, dict(settings.notice_days_of))
